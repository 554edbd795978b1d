"""What a study tells, in both languages side by side."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language
from collab_portal.forms import MoneyField, PortalForm, text
from collab_portal.forms.texts import WholeTextField
from procurement.models import ValueBand
from socialvalue.practice.forms.base import LONG, MARKDOWN, StudyForm, beside, both


class AboutForm(
    both("title", _("Title"), limit=100),
    both("summary", _("Summary"), limit=300, rows=3, hint=_("What was done and what came of it.")),
    StudyForm,
):
    """Title, summary and languages."""

    columns = ("title_en", "title_cy", "summary_en", "summary_cy", "original_language", "one_language_because")

    original_language = forms.ChoiceField(
        label=_("Which language was it written in first?"), choices=Language, widget=forms.RadioSelect
    )
    one_language_because = text(
        _("Why some of it stays in one language"),
        limit=300,
        help_text=_("Leave this empty if all is or will be in both. Readers see your reason."),
    )

    sections = [
        (_("Title"), [beside("title")]),
        (_("Summary"), [beside("summary")]),
        (_("Languages"), ["original_language", "one_language_because"]),
    ]


class StoryForm(
    both("challenge", _("The challenge"), limit=LONG, rows=8, hint=MARKDOWN),
    both("solution", _("What was done"), limit=LONG, rows=8),
    both("result", _("What came of it"), limit=LONG, rows=8),
    StudyForm,
):
    """The three parts that every study has."""

    columns = tuple(f"{name}_{language}" for name in ("challenge", "solution", "result") for language in ("en", "cy"))

    sections = [
        (_("The challenge"), [beside("challenge")]),
        (_("What was done"), [beside("solution")]),
        (_("What came of it"), [beside("result")]),
    ]


class LessonsForm(
    both("lessons", _("Lessons"), limit=LONG, rows=6, hint=MARKDOWN),
    both("failures", _("What did not work"), limit=LONG, rows=6),
    both("conditions", _("What must be in place"), limit=LONG, rows=5),
    both("sustained", _("How it goes on"), limit=LONG, rows=5),
    StudyForm,
):
    """What others need to adapt it."""

    told = ("lessons", "failures", "conditions", "sustained")
    columns = tuple(f"{name}_{language}" for name in told for language in ("en", "cy"))

    sections = [
        (_("What to know before you try"), [beside("lessons")]),
        (_("What did not work (optional)"), [beside("failures")]),
        (_("What must be in place for it to work elsewhere (optional)"), [beside("conditions")]),
        (_("How it goes on (optional)"), [beside("sustained")]),
    ]


class CostsForm(
    both("lots", _("Lots"), limit=LONG, rows=4),
    both("costs", _("More about costs and time"), limit=LONG, rows=4),
    StudyForm,
):
    """How big it was, and what it took."""

    columns = ("value_band", "lots_en", "lots_cy", "cost_amount", "staff_days", "costs_en", "costs_cy")

    value_band = forms.ChoiceField(
        label=_("What was the contract worth?"), choices=[*ValueBand.choices, ("", _("Not said"))], required=False
    )
    cost_amount = MoneyField(label=_("What it cost to set up, in pounds"), required=False)
    staff_days = forms.DecimalField(
        label=_("Days of staff time"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
    )

    sections = [
        (_("The contract (optional)"), ["value_band", beside("lots")]),
        (_("What it took (optional)"), ["cost_amount", "staff_days", beside("costs")]),
    ]


def question(label, *, limit: int = LONG, rows: int = 5, help_text="") -> WholeTextField:
    return WholeTextField(
        label=label, help_text=help_text, max_length=limit, widget=forms.Textarea(attrs={"rows": rows})
    )


class ShortForm(PortalForm):
    """Five questions, in whichever language. A coordinator does the rest."""

    title = WholeTextField(
        label=_("What is it about, in one line?"),
        max_length=100,
        help_text=_("For example: Lots that a village can win"),
    )
    challenge = question(_("What was the problem?"))
    solution = question(_("What did you do?"))
    result = question(_("What came of it?"), help_text=_("Figures help, if you have them."))
    lessons = question(_("What would you do differently?"), help_text=_("This is what others need most."))

    def told(self, language: str) -> dict[str, str]:
        return {f"{name}_{language}": value for name, value in self.cleaned_data.items()} | {
            "original_language": language
        }


class StartForm(PortalForm):
    """A title is enough to begin."""

    title = WholeTextField(label=_("What is your case study about, in one line?"), max_length=100)
    language = forms.ChoiceField(
        label=_("Which language will you write in?"), choices=Language, widget=forms.RadioSelect
    )
