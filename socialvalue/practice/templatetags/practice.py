"""Rich text in two languages, and the parts of a study in their order."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from collab_portal.rich_text import rendered
from collab_portal.text import paired
from socialvalue.practice import delivered, pages
from socialvalue.practice.models import CaseStudy
from socialvalue.practice.models.study import NEEDED, TOLD
from socialvalue.practice.naming import LABELS

register = template.Library()

ORDER = ("challenge", "solution", "result", "failures", "lessons", "conditions", "sustained", "lots", "costs")
assert set(ORDER) == set(TOLD)


@register.simple_tag
def has_deliveries(study: CaseStudy, user) -> bool:
    """`{% has_deliveries study user as has_records %}`: of its contracts, such as she may tell of."""
    return delivered.deliveries(study, user).exists()


@register.filter
def headings(page: pages.Page) -> list[tuple[str, str]]:
    """The parts that are told, each with its heading; those that every study has stand there even when empty."""
    said = page.said
    return [(each, LABELS[each]) for each in ORDER if each in NEEDED or said.said_first(each).strip()]


@register.simple_tag
def told(study, field: str, withdrawn: dict[str, str] | None = None):
    """A part of a case study, from Markdown; in the other language, and marked so, where this one is missing."""
    text, language = paired(study, field, get_language() or "en")
    html = _marked(rendered(text), withdrawn or {})
    if language == get_language():
        return html
    note = gettext("in Welsh") if language == "cy" else gettext("in English")
    return format_html('<p class="app-language-note">({})</p><div lang="{}">{}</div>', note, language, html)


def _marked(html: SafeString, withdrawn: dict[str, str]) -> SafeString:
    note = format_html('<span class="app-language-note">({})</span>', gettext("withdrawn"))
    return mark_safe(pages.mark_withdrawn(html, withdrawn, note))  # noqa: S308 - cleaned, and our own note
