"""What bidders ask and what buyers answer, as forms."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Organisation
from collab_portal.clock import WALES
from collab_portal.forms import DateField, PortalForm, text
from enterprises.event_words import title, when
from enterprises.models import Event
from procurement.models import Question

BOTH = "both"
LANGUAGES = ("en", "cy")
TOLD = ("question_en", "question_cy", "answer_en", "answer_cy")
MISSING = {
    "question_en": _("Enter the question in English"),
    "question_cy": _("Enter the question in Welsh"),
    "answer_en": _("Enter the text in English"),
    "answer_cy": _("Enter the text in Welsh"),
    "notes_en": _("Enter the notes in English"),
    "notes_cy": _("Enter the notes in Welsh"),
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


class BilingualForm(PortalForm):
    """Texts for everybody: in both languages, or whole in one and marked so. `pairs` names them without a language."""

    mark_optional = False
    pairs: tuple[str, ...] = ()
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

    def clean(self):
        given = super().clean()
        for language in LANGUAGES if "spoken" in given else ():
            is_wanted = given["spoken"] in (BOTH, language)
            for pair in self.wanted(given):
                self._check(f"{pair}_{language}", given, is_wanted)
        return given

    def wanted(self, given: dict) -> tuple[str, ...]:
        """Which of the pairs must be there."""
        return self.pairs

    def _check(self, field: str, given: dict, is_wanted: bool) -> None:
        if field in self.errors:
            return
        if is_wanted and not given.get(field):
            self.add_error(field, MISSING[field])
        elif not is_wanted and given.get(field):
            self.add_error(field, _("Leave this empty, or publish in both languages"))

    @property
    def texts(self) -> dict[str, str]:
        return {
            f"{pair}_{language}": self.cleaned_data[f"{pair}_{language}"]
            for pair in self.pairs
            for language in LANGUAGES
        }


class AskedThereForm(BilingualForm):
    """A question that was asked at an event, with its answer."""

    pairs = ("question", "answer")
    question_en = text(_("Question in English"), limit=2000, rows=4, language="en")
    question_cy = text(_("Question in Welsh"), limit=2000, rows=4, language="cy")
    answer_en = text(_("Answer in English"), limit=5000, rows=6, language="en")
    answer_cy = text(_("Answer in Welsh"), limit=5000, rows=6, language="cy")
    sections = [
        (_("Language"), ["spoken"]),
        (_("The question as everybody will read it"), [Div("question_en", "question_cy", css_class="app-pair")]),
        (_("The answer"), [Div("answer_en", "answer_cy", css_class="app-pair")]),
    ]


class AnswerForm(AskedThereForm):
    """An answer for everybody, or why there is none."""

    decision = forms.ChoiceField(
        label=_("What do you do with it?"),
        choices=[("answer", _("Publish it with an answer")), ("refuse", _("Do not answer it, and say why"))],
        widget=forms.RadioSelect,
        initial="answer",
    )
    sections = [
        (_("Answer"), ["decision", "spoken"]),
        AskedThereForm.sections[1],
        (_("The answer, or why there is none"), [Div("answer_en", "answer_cy", css_class="app-pair")]),
    ]

    def wanted(self, given: dict) -> tuple[str, ...]:
        return self.pairs if given.get("decision") == "answer" else ("answer",)

    @property
    def is_answer(self) -> bool:
        return self.cleaned_data["decision"] == "answer"

    @property
    def answer_texts(self) -> dict[str, str]:
        return {f"answer_{language}": self.cleaned_data[f"answer_{language}"] for language in LANGUAGES}

    @property
    def reason(self) -> dict[str, str]:
        return {name.replace("answer", "reason"): text for name, text in self.answer_texts.items()}


def as_told(question: Question) -> dict[str, str]:
    """A settled question as the form shows it, to be corrected."""
    texts = {name: getattr(question, name) for name in TOLD}
    spoken = [language for language in LANGUAGES if texts[f"answer_{language}"]]
    decision = "answer" if question.is_answered else "refuse"
    return texts | {"spoken": spoken[0] if len(spoken) == 1 else BOTH, "decision": decision}


class NotesForm(BilingualForm):
    """What was said at an event."""

    pairs = ("notes",)
    notes_en = text(_("Notes in English"), limit=10_000, rows=10, language="en")
    notes_cy = text(_("Notes in Welsh"), limit=10_000, rows=10, language="cy")
    sections = [(_("What was said there"), ["spoken", Div("notes_en", "notes_cy", css_class="app-pair")])]


class MeetingForm(PortalForm):
    """Which event of the buyer is about the opportunity, and until when the buyer listens."""

    mark_optional = False
    event = forms.ChoiceField(label=_("Which event?"), widget=forms.RadioSelect)
    closes_on = DateField(
        label=_("Last day of the engagement"),
        help_text=_("Until then you take what the market tells you. It stands in the engagement notice (UK2)."),
    )

    def __init__(self, *args, events: list[Event], **kwargs):
        super().__init__(*args, **kwargs)
        self._events = {each.reference: each for each in events}
        self.fields["event"].choices = [(each.reference, f"{title(each)}, {when(each)}") for each in events]

    def clean(self):
        given = super().clean()
        event, closes_on = self._events.get(given.get("event")), given.get("closes_on")
        if event and closes_on and closes_on < event.starts_at.astimezone(WALES).date():
            self.add_error("closes_on", _("The last day must not be before the event"))
        return given

    @property
    def said(self) -> dict:
        return {"event": self._events[self.cleaned_data["event"]], "closes_on": self.cleaned_data["closes_on"]}


class QuestionPeriodForm(PortalForm):
    """Until when people may ask."""

    closes_on = DateField(
        label=_("Last day for questions"),
        help_text=_("Everybody who watches is told. Later you can only move it to a later day."),
    )
