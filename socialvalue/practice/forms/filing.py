"""Where a study is filed, how strong its evidence is, and who took part."""

from typing import Any

import msgspec
from django import forms
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from collab_portal.accounts.models import Organisation
from collab_portal.forms import FinderMixin, Found, LinkField, text
from collab_portal.reference.categories import all_categories
from collab_portal.reference.choices import area_choices, in_language
from collab_portal.reference.models import Area, WellbeingGoal
from procurement.models import Opportunity, Redesign
from socialvalue.models.frameworks import Unit
from socialvalue.practice import content
from socialvalue.practice.forms.base import StudyForm, line_sections, lines
from socialvalue.practice.models import Consent, ContactMode, Duty, Evidence, Licence, Route, Status, Step

MEASURES, QUOTES = 4, 3
MOST_FOUND = 20


def ticks(label, choices=(), help_text="") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=help_text, widget=forms.CheckboxSelectMultiple, required=False
    )


def pick(label, choices, help_text="") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, widget=forms.RadioSelect, required=False
    )


class FilingForm(StudyForm):
    """By what others find it."""

    columns = ("steps", "goals", "duties", "category", "area_codes", "route", "status")

    steps = ticks(_("Which of the five steps is it about?"), Step.choices)
    goals = ticks(_("Which well-being goals does it serve?"))
    duties = ticks(_("What do its clauses improve? (optional)"), Duty.choices)
    category = pick(_("What kind of work is it?"), ())
    area_codes = ticks(_("Where did it happen?"))
    route = pick(_("How was the work bought?"), Route.choices)
    status = pick(_("Does it still go on?"), Status.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = "cy" if get_language() == "cy" else "en"
        goals = WellbeingGoal.objects.order_by("code")
        self.fields["goals"].choices = [(each.code, getattr(each, f"name_{language}")) for each in goals]
        self.fields["category"].choices = [(each.slug, in_language(each, "name")) for each in all_categories()]
        self.fields["area_codes"].choices = area_choices(Area.Kind.COUNCIL, Area.Kind.NATION)

    def read(self) -> dict[str, Any]:
        return super().read() | {"category": self.study.category_id or ""}

    def answers(self) -> dict[str, Any]:
        answers = super().answers()
        category = answers.pop("category")
        return answers | {"category_id": category or None, "status": answers["status"] or Status.LIVE}


def number(label) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )


MEASURE = {
    "name_en": lambda: text(_("What was measured, in English"), limit=150, language="en"),
    "name_cy": lambda: text(_("What was measured, in Welsh"), limit=150, language="cy"),
    "committed": lambda: number(_("Promised")),
    "evidenced": lambda: number(_("Shown to have happened")),
    "unit": lambda: forms.ChoiceField(label=_("Unit"), choices=[("", "–"), *Unit.choices], required=False),
    "period": lambda: text(_("In which time"), limit=60, help_text=_("For example: 2024 to 2026")),
}
QUOTE = {
    "text_en": lambda: text(_("What was said, in English"), limit=500, language="en", rows=3),
    "text_cy": lambda: text(_("What was said, in Welsh"), limit=500, language="cy", rows=3),
    "who_en": lambda: text(_("Who said it, in English"), limit=150, language="en"),
    "who_cy": lambda: text(_("Who said it, in Welsh"), limit=150, language="cy"),
    "consent": lambda: forms.TypedChoiceField(label=_("Their agreement"), coerce=int, empty_value=None, required=False),
}


class EvidenceForm(lines(MEASURES, **MEASURE), StudyForm):
    """How strong it is, and what was promised and shown."""

    columns = ("evidence_level", "measures")

    evidence_level = pick(
        _("How strong is the evidence?"),
        Evidence.choices,
        _("A low level is no shame: most good practice begins there."),
    )

    sections = [
        (_("Evidence"), ["evidence_level"]),
        *line_sections(MEASURES, _("Promised and delivered, line {number} (optional)"), MEASURE),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.option_hints = {"evidence_level": {str(each.value): each.meaning for each in Evidence}}

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        level = saved["evidence_level"]
        flat = {f"{part}_{n}": row.get(part) for n, row in enumerate(saved["measures"], 1) for part in MEASURE}
        return {"evidence_level": "" if level is None else level, **flat}

    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        rows = [{part: given[f"{part}_{n}"] for part in MEASURE} for n in range(1, MEASURES + 1)]
        typed = [content.Measured(**row) for row in rows if row["name_en"] or row["name_cy"]]
        said = [self._recorded(each) for each in typed]
        level = given["evidence_level"]
        return {
            "evidence_level": int(level) if level != "" else None,
            "measures": content.rows(said) + self.study.measures[MEASURES:],
        }

    def _recorded(self, typed: content.Measured) -> content.Measured:
        """What the records of a delivery say, if that is what stands there still; else what was typed."""
        known = msgspec.convert(self.study.measures, list[content.Measured], strict=False)
        return next((each for each in known if replace(each, promise=None, as_of=None) == typed), typed)


class QuotesForm(lines(QUOTES, **QUOTE), StudyForm):
    """What people said, each with the row that says they agreed to be quoted."""

    columns = ("quotes",)
    sections = line_sections(QUOTES, _("Quote {number} (optional)"), QUOTE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.study.consents.of_named().filter(scope__contains=[Consent.Scope.QUOTE])
        choices = [("", _("Not asked yet")), *((each.pk, each.party) for each in asked.select_related("organisation"))]
        for number in range(1, QUOTES + 1):
            self.fields[f"consent_{number}"].choices = choices

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        return {f"{part}_{n}": row.get(part) for n, row in enumerate(saved["quotes"], 1) for part in QUOTE}

    def answers(self) -> dict[str, Any]:
        rows = [{part: self.cleaned_data[f"{part}_{n}"] for part in QUOTE} for n in range(1, QUOTES + 1)]
        said = [content.Quote(**row) for row in rows if row["text_en"] or row["text_cy"]]
        return {"quotes": content.rows(said) + self.study.quotes[QUOTES:]}


class PeopleForm(FinderMixin, StudyForm):
    """Who took part, what it is linked to, and how others can ask."""

    columns = ("partners", "opportunities", "redesigns", "notice_url", "contact_mode", "licence")
    chosen, words = "partners", "party_words"
    nothing_found = _("No organisation called “%(words)s” was found. Try another word, or clear this box")
    choose = _("Select who took part, or clear the search box")

    partners = ticks(_("Who else took part? (optional)"))
    party_words = text(_("Find an organisation"), limit=200, help_text=_("Councils, enterprises, networks."))
    opportunities = text(
        _("Its contracts in the pipeline (optional)"), limit=200, help_text=_("Their references, for example CP-0042.")
    )
    redesigns = ticks(
        _("Contracts designed anew that it tells of (optional)"),
        help_text=_("Readers copy them into a draft of their own in one step."),
    )
    notice_url = LinkField(
        label=_("Its statutory notice (optional)"),
        required=False,
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    contact_mode = pick(_("May others ask you about it?"), ContactMode.choices)
    licence = pick(_("What may others do with the text?"), Licence.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shared = self._shared()
        self.fields["redesigns"].choices = [(str(each.pk), in_language(each, "title")) for each in shared]
        if not shared:
            self.fields["redesigns"].widget = forms.MultipleHiddenInput()

    def _shared(self) -> list[Redesign]:
        """What those who took part have shared, and what is linked already."""
        took_part = [self.study.lead_id, self.study.owner_id, *self.study.partners.values_list("pk", flat=True)]
        linked = self.study.redesigns.values("pk")
        shared = Redesign.objects.filter(Q(buyer__in=took_part) | Q(pk__in=linked))
        return list(shared.order_by("-shared_at", "-pk")[:MOST_FOUND])

    def find(self, typed: str, ticked: list[str]) -> Found:
        chosen = Organisation.objects.current().filter(pk__in=[each for each in ticked if each.isdecimal()])
        found = Organisation.objects.none()
        if typed.strip():
            found = Organisation.objects.current().known_as(typed).exclude(pk=self.study.lead_id)[:MOST_FOUND]
        new = [each for each in found if str(each.pk) not in ticked]
        choices = [(str(each.pk), str(each)) for each in [*chosen, *new]]
        return Found(choices, by_words=[str(each.pk) for each in found])

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        linked = Opportunity.objects.filter(pk__in=saved["opportunities"]).order_by("pk")
        return saved | {"opportunities": ", ".join(each.reference for each in linked)}

    def clean_opportunities(self):
        references = [each.strip().upper() for each in self.cleaned_data["opportunities"].split(",") if each.strip()]
        found = list(Opportunity.objects.published().filter(reference__in=references))  # a draft is nobody's to tell of
        if unknown := set(references) - {each.reference for each in found}:
            message = _("There is no contract with this reference: %(unknown)s")
            raise forms.ValidationError(message, params={"unknown": ", ".join(sorted(unknown))})
        return found

    def answers(self) -> dict[str, Any]:
        answers = super().answers()
        answers["contact_mode"] = answers["contact_mode"] or ContactMode.RELAY
        return answers | {"licence": answers["licence"] or Licence.OGL}
