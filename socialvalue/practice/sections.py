"""The pages of a study in their order, and how far each of them has come."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from socialvalue.practice import gates
from socialvalue.practice.content import Content
from socialvalue.practice.forms.base import StudyForm
from socialvalue.practice.forms.filing import EvidenceForm, FilingForm, PeopleForm, QuotesForm
from socialvalue.practice.forms.story import AboutForm, CostsForm, LessonsForm, StoryForm


@dataclass(frozen=True)
class Section:
    """One page: a `form`, or a page that lies elsewhere."""

    slug: str
    title: str | Promise
    form: type[StudyForm] | None = None
    lead: str | Promise = ""


ALL = (
    Section("about", _("Title, summary and languages"), AboutForm),
    Section(
        "story",
        _("The story"),
        StoryForm,
        _("One language is enough to begin with. Readers of the other see it marked."),
    ),
    Section("lessons", _("Lessons"), LessonsForm, _("Others adapt, they do not copy. This is what they need most.")),
    Section("filing", _("Where it is filed"), FilingForm),
    Section("evidence", _("Evidence"), EvidenceForm),
    Section("costs", _("The contract, and what it took"), CostsForm),
    Section("people", _("Who took part, and how to ask"), PeopleForm),
    Section("quotes", _("Quotes"), QuotesForm, _("Everybody who is quoted has to agree. A coordinator asks them.")),
    Section("pictures", _("Pictures and files")),
)
SECTIONS = {each.slug: each for each in ALL}
FREE = ("costs", "people", "quotes", "pictures")


def address(section: Section, slug: str) -> str:
    if section.form is None:
        return reverse(f"case-studies:{section.slug}", args=[slug])
    return reverse("case-studies:section", args=[slug, section.slug])


def tasks(said: Content) -> list[dict]:
    """What `components/task_list.html` shows."""
    open_gaps = {gap.section for gap in (*gates.incomplete(said), *gates.untranslated(said))}
    found = []
    for each in ALL:
        is_done = each.slug not in open_gaps and each.slug not in FREE
        status = gettext("Done") if is_done else gettext("Optional") if each.slug in FREE else gettext("To do")
        found.append(
            {
                "title": each.title,
                "url": address(each, said.slug),
                "done": is_done or each.slug in FREE,
                "status": status,
            }
        )
    return found
