"""The pages on which an officer says how offers for a lot are judged. Half an answer may be saved."""

from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import MoneyField, StampedForm, text
from collab_portal.forms.base import speak_plainly
from collab_portal.templatetags.words import paired
from procurement.drafting.forms.lots import WeightInput
from socialvalue import rules
from socialvalue.actions import criteria as actions
from socialvalue.frameworks import scales
from socialvalue.models import Criteria, Criterion, Framework, Measure
from socialvalue.models.policies import ScoringMethod

OWN_QUESTIONS = 3  # empty ones beside those that are there
MOST_LEVELS = 11
WORDS = ("name_en", "name_cy", "means_en", "means_cy")


class CriteriaForm(StampedForm):
    """One page of the criteria. `columns` are the fields that it may change."""

    columns: tuple[str, ...] = ()

    def __init__(self, data=None, *, criteria: Criteria, initial: dict[str, Any] | None = None):
        self.criteria = criteria
        saved = self.read()
        super().__init__(data, saved=saved, initial=self.shown(saved) if initial is None else initial)

    def add(self, name: str, field: forms.Field) -> None:
        """A field that depends on what the form is about."""
        speak_plainly(field, field.label)
        self.fields[name] = field

    def read(self) -> dict[str, Any]:
        return {name: getattr(self.criteria, name) for name in self.columns}

    @property
    def about(self) -> dict[str, Any]:
        return {"criteria": self.criteria}

    def save(self, *, by: User) -> None:
        said = {name: self.cleaned_data[name] for name in self.columns}
        actions.amend_criteria(criteria=self.criteria, by=by, **said)


class NeedForm(CriteriaForm):
    """What people here need."""

    columns = ("need_en", "need_cy")
    sections = [("", [Div("need_en", "need_cy", css_class="app-pair")])]

    need_en = text(_("Local need, in English"), limit=2000, language="en", rows=6)
    need_cy = text(_("Local need, in Welsh"), limit=2000, language="cy", rows=6)


class MethodForm(CriteriaForm):
    """How quantities become points."""

    columns = ("framework", "method", "quantitative_share", "target", "in_pounds")
    option_hints = {
        "method": {
            "QUAL": _("Best for small providers: they say what they will do, and evaluators judge it on a scale."),
            "QUNIT": _("Each measure has its own points, against a target or the best offer. No pounds are needed."),
            "QTGT": _(
                "What is offered, in pounds, against a share of the contract. More than the target brings nothing."
            ),
            "QREL": _(
                "The highest offer gets all points. One extravagant promise takes the points from everybody else."
            ),
        }
    }

    framework = forms.ModelChoiceField(
        Framework.objects.none(), label=_("Framework"), required=False, empty_label=_("None: our own questions only")
    )
    method = forms.ChoiceField(
        label=_("How are offers compared?"),
        choices=sorted(ScoringMethod.choices, key=lambda choice: ["QUAL", "QUNIT", "QTGT", "QREL"].index(choice[0])),
        widget=forms.RadioSelect,
    )
    quantitative_share = forms.DecimalField(
        label=_("Share of quantities, in per cent"),
        help_text=_("The rest is judged in words. Leave 0 if all is in words."),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=WeightInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
    )
    target = forms.DecimalField(
        label=_("Target, in per cent of the contract’s value"),
        help_text=_("Only if offers are compared with a target in pounds."),
        required=False,
        min_value=Decimal("0.01"),
        max_value=1000,
        max_digits=7,
        decimal_places=2,
        widget=WeightInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
    )
    in_pounds = forms.BooleanField(
        label=_("Say later what the promises are worth in pounds"),
        help_text=_("For large contracts only. It never counts towards who wins."),
        required=False,
    )

    def __init__(self, *args, criteria: Criteria, **kwargs):
        super().__init__(*args, criteria=criteria, **kwargs)
        frameworks = Framework.objects.open_to(criteria.lot.opportunity.buyer).filter(kind=Framework.Kind.MEASURES)
        self.fields["framework"].queryset = frameworks.order_by("code", "-valid_from")
        self.fields["framework"].label_from_instance = lambda each: f"{paired(each, 'name')[0]} ({each.edition})"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("method") == ScoringMethod.TARGET and not cleaned.get("target") and "target" not in self.errors:
            self.add_error("target", gettext("Enter the target that brings all points"))
        return cleaned


class QuestionsForm(CriteriaForm):
    """Which measures, and which questions of the officer's own."""

    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, criteria: Criteria, goal: str = "", **kwargs):
        self.goal = goal
        super().__init__(*args, criteria=criteria, **kwargs)
        buyer = criteria.lot.opportunity.buyer
        offered = Measure.objects.open_to(buyer).filter(outcome__theme__framework__in=self._frameworks(buyer))
        ticked = {str(pk) for pk in self.typed("measures") or []}
        found = offered.current().order_by("outcome__theme__position", "outcome__position", "position", "code")
        self.offered = {str(each.pk): each for each in found}
        shown = [each for key, each in self.offered.items() if not goal or goal in each.goals or key in ticked]
        self.fields["measures"].choices = [(str(each.pk), f"{each.code} {paired(each, 'title')[0]}") for each in shown]
        self.option_hints = {"measures": {str(each.pk): _about(each) for each in shown}}
        self.own = [each for each in self._asked() if not each.measure_id]
        for number in range(1, len(self.own) + OWN_QUESTIONS + 1):
            label = gettext("Your own question %(number)d") % {"number": number}
            for language, name in (("en", gettext("in English")), ("cy", gettext("in Welsh"))):
                self.add(f"own_{number}_{language}", text(f"{label}, {name}", limit=500, language=language, rows=2))
        pairs = [
            Div(f"own_{n}_en", f"own_{n}_cy", css_class="app-pair") for n in range(1, len(self.own) + OWN_QUESTIONS + 1)
        ]
        self.sections = [(_("From the framework"), ["measures"]), (_("In your own words"), pairs)]

    def _frameworks(self, buyer):
        own = Framework.objects.filter(owner=buyer, kind=Framework.Kind.MEASURES)
        return own | Framework.objects.filter(pk=self.criteria.framework_id)

    def _asked(self) -> list[Criterion]:
        asked = self.criteria.questions.filter(part=Criterion.Part.SOCIAL_VALUE)
        return list(asked.order_by("position", "pk"))

    def read(self) -> dict[str, Any]:
        asked = self._asked()
        saved: dict[str, Any] = {"measures": [str(each.measure_id) for each in asked if each.measure_id]}
        for number, each in enumerate((each for each in asked if not each.measure_id), start=1):
            saved |= {f"own_{number}_en": each.title_en, f"own_{number}_cy": each.title_cy}
        return saved

    @property
    def about(self) -> dict[str, Any]:
        return {"criteria": self.criteria, "goal": self.goal}

    def save(self, *, by: User) -> None:
        said = self.cleaned_data
        numbers = range(1, len(self.own) + OWN_QUESTIONS + 1)
        pairs = [{"title_en": said[f"own_{n}_en"], "title_cy": said[f"own_{n}_cy"]} for n in numbers]
        own = [pair for pair in pairs if any(pair.values())]
        measures = [self.offered[key] for key in said["measures"]]
        actions.choose_questions(criteria=self.criteria, by=by, measures=measures, own=own)


class WeightsForm(CriteriaForm):
    """What each question weighs, and what is asked at least."""

    NAMES = ("weight", "minimum", "target", "unit_value", "unit_value_source")

    def __init__(self, *args, criteria: Criteria, **kwargs):
        self.questions = list(criteria.questions.order_by("position", "pk"))
        super().__init__(*args, criteria=criteria, **kwargs)
        in_pounds = criteria.method in rules.IN_POUNDS
        self.sections = []
        for question in self.questions:
            fields = dict(_fields_of(question, criteria, in_pounds=in_pounds))
            for name, field in fields.items():
                self.add(f"{name}_{question.pk}", field)
            names = [f"{name}_{question.pk}" for name in fields]
            title = f"{question.code}. {rules.question_title(question)}"
            self.sections.append((title, [Div(*names, css_class="app-criterion__line")]))

    def read(self) -> dict[str, Any]:
        return {f"{name}_{each.pk}": getattr(each, name) for each in self.questions for name in self.NAMES}

    @property
    def total(self) -> Decimal:
        """Of the weights under social value, as they stand in the inputs; what is no number counts nothing."""
        social = (each for each in self.questions if each.part == Criterion.Part.SOCIAL_VALUE)
        return sum((_number(self[f"weight_{each.pk}"].value()) for each in social), Decimal(0))

    @property
    def declared(self) -> Decimal:
        return rules.weight_of(self.criteria.lot, "social-value")

    def save(self, *, by: User) -> None:
        rows: dict[int, dict[str, Any]] = {}
        for question in self.questions:
            given = {name: f"{name}_{question.pk}" for name in self.NAMES}
            rows[question.pk] = {name: self.cleaned_data[key] for name, key in given.items() if key in self.fields}
        actions.weigh_questions(criteria=self.criteria, by=by, rows=rows)


class ScaleForm(CriteriaForm):
    """The scale, and what each level means; an officer may word it anew."""

    scale = forms.ChoiceField(label=_("Begin with this scale"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args, criteria: Criteria, **kwargs):
        super().__init__(*args, criteria=criteria, **kwargs)
        self.fields["scale"].choices = [(each.code, paired(each, "name")[0]) for each in scales.shipped()]
        shown = {
            int(name.removeprefix("points_")) for name in [*self.data, *self.initial] if name.startswith("points_")
        }
        self.numbers = range(min(max(shown, default=0) + 1 + (not self.is_bound), MOST_LEVELS))
        for number in self.numbers:
            for name, field in _level_fields():
                self.add(f"{name}_{number}", field)
        self.sections = [(_("Scale"), ["scale"]), *((_legend(number), _level(number)) for number in self.numbers)]

    def read(self) -> dict[str, Any]:
        return {"scale": self.criteria.scale} | as_fields(self.criteria.levels)

    def with_levels_of(self, code: str) -> "ScaleForm":
        """The same page with the levels of a shipped scale."""
        chosen = scales.named(code)
        return ScaleForm(
            criteria=self.criteria, initial={"scale": code} | as_fields(scales.levels(chosen) if chosen else [])
        )

    def clean(self):
        cleaned = super().clean()
        seen: set[Decimal] = set()
        for number in self.numbers:
            points, name = cleaned.get(f"points_{number}"), f"points_{number}"
            if points is None and any(cleaned.get(f"{word}_{number}") for word in WORDS) and name not in self.errors:
                self.add_error(name, gettext("Enter the points of this level"))
            if points is not None and points in seen:
                self.add_error(name, gettext("Another level has the same points"))
            seen |= {points} if points is not None else set()
        if not self.errors and (len(seen) < 2 or max(seen) <= 0):
            self.add_error("points_0", gettext("Describe at least two levels, one of them above 0"))
        return cleaned

    def save(self, *, by: User) -> None:
        said = self.cleaned_data
        levels = [
            {"points": f"{said[f'points_{n}'].normalize():f}"} | {word: said[f"{word}_{n}"] for word in WORDS}
            for n in self.numbers
            if said[f"points_{n}"] is not None
        ]
        levels.sort(key=lambda level: Decimal(level["points"]))
        actions.amend_criteria(criteria=self.criteria, by=by, scale=said["scale"], levels=levels)


class PriceForm(CriteriaForm):
    """How price counts, how points are rounded, and what decides between equals."""

    columns = ("price_method", "rounding", "places", "rounding_decides", "tie")

    price_method = forms.ChoiceField(
        label=_("How is price scored?"), choices=Criteria.PriceMethod, widget=forms.RadioSelect
    )
    rounding = forms.ChoiceField(
        label=_("How are points rounded?"), choices=Criteria.Rounding, widget=forms.RadioSelect
    )
    places = forms.IntegerField(
        label=_("Decimal places shown"),
        min_value=0,
        max_value=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )
    rounding_decides = forms.BooleanField(
        label=_("Rounded points decide who wins"),
        help_text=_("Leave this empty, so that the exact points decide and rounding is only for show."),
        required=False,
    )
    tie = forms.ChoiceField(label=_("If two offers are equal"), choices=Criteria.Tie, widget=forms.RadioSelect)


def as_fields(levels: list[dict[str, str]]) -> dict[str, Any]:
    return {f"{name}_{number}": level[name] for number, level in enumerate(levels) for name in ("points", *WORDS)}


def _legend(number: int) -> str:
    return gettext("Level %(number)d") % {"number": number + 1}


def _level(number: int) -> list[Div]:
    """The inputs of one level, as they stand on the page."""
    names = Div(*(f"{name}_{number}" for name in ("points", "name_en", "name_cy")), css_class="app-criterion__line")
    return [names, Div(f"means_en_{number}", f"means_cy_{number}", css_class="app-pair")]


def _level_fields():
    yield (
        "points",
        forms.DecimalField(
            label=gettext("Points"),
            required=False,
            min_value=0,
            max_value=1000,
            decimal_places=2,
            widget=WeightInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
        ),
    )
    labels = {
        "name_en": gettext("Name in English"),
        "name_cy": gettext("Name in Welsh"),
        "means_en": gettext("What it means, in English"),
        "means_cy": gettext("What it means, in Welsh"),
    }
    for name, label in labels.items():
        rows = 2 if name.startswith("means") else 0
        yield name, text(label, limit=500 if rows else 60, language=name[-2:], rows=rows)


def _fields_of(question: Criterion, criteria: Criteria, *, in_pounds: bool):
    if question.part == Criterion.Part.SOCIAL_VALUE:
        yield "weight", _decimal(gettext("Weight, per cent"), most=100, required=True)
    if question.kind == Criterion.Kind.WORDS:
        yield "minimum", _decimal(gettext("Lowest score accepted"), most=1000)
    elif not in_pounds:
        unit = question.get_unit_display()
        yield "target", _decimal(gettext("Target (%(unit)s)") % {"unit": unit}, most=10**11, least=Decimal("0.01"))
    elif question.unit != "GBP":
        label = gettext("Pounds for one (%(unit)s)") % {"unit": question.get_unit_display()}
        yield "unit_value", MoneyField(label=label, required=False, min_value=Decimal("0.01"))
        yield "unit_value_source", text(gettext("Where that value is from"), limit=300)


def _decimal(label: str, *, most: int, least: Decimal | int = 0, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=Decimal("0.01") if required else least,
        max_value=most,
        decimal_places=2,
        widget=WeightInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
    )


def _number(typed: Any) -> Decimal:
    try:
        number = Decimal(str(typed))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def _about(measure: Measure) -> str:
    """What an officer should know of a measure before she asks for it."""
    said = [measure.get_unit_display() if measure.unit else gettext("in words")]
    if measure.counts_activity:
        said.append(gettext("counts what is done, not what changes"))
    if not measure.is_verified:
        said.append(gettext("not yet compared with its source"))
    return " · ".join(str(each) for each in said)
