"""What bidders ask and what buyers answer, as forms."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Organisation
from collab_portal.forms import DateField, PortalForm, text

BOTH = "both"
LANGUAGES = ("en", "cy")
MISSING = {
    "question_en": _("Enter the question in English"),
    "question_cy": _("Enter the question in Welsh"),
    "answer_en": _("Enter the text in English"),
    "answer_cy": _("Enter the text in Welsh"),
}


class QuestionForm(PortalForm):
    """A question to the buyer, for an organisation."""

    mark_optional = False
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For which organisation?"), empty_label=None, widget=forms.RadioSelect
    )
    asked = text(
        _("Your question"),
        limit=2000,
        rows=5,
        help_text=_("Leave out your name and what shows who you are: the buyer reads these words."),
    )
    language = forms.ChoiceField(label=_("In which language is it?"), choices=Language, widget=forms.RadioSelect)

    def __init__(self, *args, organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self._organisations = organisations
        self.fields["asked"].required = True
        if len(organisations) > 1:
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[o.pk for o in organisations])
        else:
            del self.fields["organisation"]

    @property
    def said(self) -> dict:
        """What the action wants."""
        given = self.cleaned_data
        organisation = given.get("organisation") or self._organisations[0]
        return {"organisation": organisation, "text": given["asked"], "language": given["language"]}


class AnswerForm(PortalForm):
    """An answer for everybody, or why there is none: in both languages, or whole in one and marked so."""

    mark_optional = False
    decision = forms.ChoiceField(
        label=_("What do you do with it?"),
        choices=[("answer", _("Publish it with an answer")), ("refuse", _("Do not answer it, and say why"))],
        widget=forms.RadioSelect,
        initial="answer",
    )
    spoken = forms.ChoiceField(
        label=_("In which languages?"),
        choices=[
            (BOTH, _("In both languages at once")),
            ("cy", _("In Welsh only, and marked so")),
            ("en", _("In English only, and marked so")),
        ],
        widget=forms.RadioSelect,
        initial=BOTH,
        help_text=_("Both must be whole: neither language gets a shorter text than the other."),
    )
    question_en = text(_("Question in English"), limit=2000, rows=4, language="en")
    question_cy = text(_("Question in Welsh"), limit=2000, rows=4, language="cy")
    answer_en = text(_("Answer in English"), limit=5000, rows=6, language="en")
    answer_cy = text(_("Answer in Welsh"), limit=5000, rows=6, language="cy")
    sections = [
        ("", ["decision", "spoken"]),
        (_("The question as everybody will read it"), [Div("question_en", "question_cy", css_class="app-pair")]),
        (_("The answer, or why there is none"), [Div("answer_en", "answer_cy", css_class="app-pair")]),
    ]

    def clean(self):
        given = super().clean()
        if "decision" not in given or "spoken" not in given:
            return given
        parts = ["question", "answer"] if given["decision"] == "answer" else ["answer"]
        for language in LANGUAGES:
            is_wanted = given["spoken"] in (BOTH, language)
            for part in parts:
                self._check(f"{part}_{language}", given, is_wanted)
        return given

    def _check(self, field: str, given: dict, is_wanted: bool) -> None:
        if field in self.errors:
            return
        if is_wanted and not given.get(field):
            self.add_error(field, MISSING[field])
        elif not is_wanted and given.get(field):
            self.add_error(field, _("Leave this empty, or publish in both languages"))

    @property
    def is_answer(self) -> bool:
        return self.cleaned_data["decision"] == "answer"

    @property
    def answer(self) -> dict[str, str]:
        names = ("question_en", "question_cy", "answer_en", "answer_cy")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def reason(self) -> dict[str, str]:
        return {f"reason_{language}": self.cleaned_data[f"answer_{language}"] for language in LANGUAGES}


class QuestionPeriodForm(PortalForm):
    """Until when people may ask."""

    closes_on = DateField(
        label=_("Last day for questions"),
        help_text=_("Everybody who watches is told. Later you can only move it to a later day."),
    )
