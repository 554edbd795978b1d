"""One lot: what it is, for whom it is suitable, and how bids for it will be judged."""

from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import MoneyField, PortalForm, StampedForm, text
from collab_portal.reference.choices import area_choices, cpv_choices
from collab_portal.reference.models import Area
from procurement import actions
from procurement.drafting.forms.fields import UndecidedField
from procurement.drafting.forms.terms import GROSS_BELOW_NET
from procurement.models import AwardCriterion, Lot, Opportunity, Reserved

ROWS = 3  # at least so many lines for criteria
MOST_ROWS = 30


class LotForm(StampedForm):
    """The lot itself; its award criteria are a formset beside it."""

    columns = (
        *("title_en", "title_cy", "description_en", "description_cy"),
        *("value_amount", "value_gross", "cpv_codes", "area_codes", "sme_suitable", "vcse_suitable", "reserved"),
    )

    title_en = text(_("Title in English"), limit=300, language="en")
    title_cy = text(_("Title in Welsh"), limit=300, language="cy")
    description_en = text(_("Description in English (optional)"), limit=10_000, language="en", rows=5)
    description_cy = text(_("Description in Welsh (optional)"), limit=10_000, language="cy", rows=5)
    value_amount = MoneyField(label=_("Value without VAT"), required=False)
    value_gross = MoneyField(label=_("Value with VAT (optional)"), required=False)
    cpv_codes = forms.MultipleChoiceField(
        label=_("Which work, if not all of it (optional)"),
        help_text=_("Leave all empty if this lot is for all the CPV codes of the whole contract."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    area_codes = forms.MultipleChoiceField(
        label=_("Where, if not everywhere (optional)"),
        help_text=_("Leave all empty if this lot covers the same areas as the whole contract."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    vcse_suitable = UndecidedField(
        label=_("Is it suitable for social enterprises and charities?"),
        help_text=_("Say yes only if a small body could really win it: look at its size, insurance and timetable."),
    )
    sme_suitable = UndecidedField(label=_("Is it suitable for small and medium-sized firms?"))
    reserved = forms.ChoiceField(
        label=_("Is it reserved?"), choices=Reserved, widget=forms.RadioSelect, initial=Reserved.NONE
    )

    option_hints = {
        "reserved": {
            "none": _("Anyone may bid"),
            "supported-employment": _(
                "Only if 30 per cent or more of staff are disabled or disadvantaged (Procurement Act 2023, section 32)"
            ),
            "public-service-mutual": _(
                "Light touch contracts of up to 5 years only (Procurement Act 2023, section 33)"
            ),
        }
    }
    sections = [
        (
            _("About this lot"),
            [
                Div("title_en", "title_cy", css_class="app-pair"),
                Div("description_en", "description_cy", css_class="app-pair"),
                Div("value_amount", "value_gross", css_class="app-pair"),
                "cpv_codes",
                "area_codes",
            ],
        ),
        (_("Who could do it?"), [Div("vcse_suitable", "sme_suitable", css_class="app-inline"), "reserved"]),
    ]

    def __init__(self, data=None, *, opportunity: Opportunity, lot: Lot | None = None, initial=None):
        self.opportunity = opportunity
        self.lot = lot
        saved = {name: getattr(lot, name) for name in self.columns} if lot else {}
        saved_rows = {"criteria": criteria_of(lot)} if lot else {}
        super().__init__(data, saved=saved | saved_rows, initial=initial or saved)
        codes = dict.fromkeys([*opportunity.cpv_codes, *saved.get("cpv_codes", [])])
        self.fields["cpv_codes"].choices = cpv_choices(codes)
        if len(codes) < 2:
            self.fields["cpv_codes"].widget = forms.MultipleHiddenInput()
        known = area_choices(Area.Kind.NATION, Area.Kind.COUNCIL)
        others = [(code, code) for code in saved.get("area_codes", []) if code not in dict(known)]
        self.fields["area_codes"].choices = [*known, *others]

    @property
    def about(self) -> dict[str, Any]:
        return {"opportunity": self.opportunity, "lot": self.lot}

    def clean(self):
        cleaned = super().clean()
        net, gross = cleaned.get("value_amount"), cleaned.get("value_gross")
        if net is not None and gross is not None and gross < net:
            self.add_error("value_gross", GROSS_BELOW_NET)
        return cleaned

    def save(self, *, by: User, criteria: list[dict[str, Any]]) -> Lot:
        fields = {name: self.cleaned_data[name] for name in self.columns}
        return actions.amend_lot(opportunity=self.opportunity, by=by, lot=self.lot, criteria=criteria, **fields)


class WeightInput(forms.TextInput):
    """40 rather than 40.00."""

    def format_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else super().format_value(value)


class CriterionForm(PortalForm):
    """One line: what is judged, and how much it weighs. A line left empty is no criterion."""

    mark_optional = False

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *AwardCriterion.Kind.choices], required=False)
    name_en = text(_("Name in English"), limit=300, language="en")
    name_cy = text(_("Name in Welsh"), limit=300, language="cy")
    weight = forms.DecimalField(
        label=_("Weight, per cent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=WeightInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Enter the weight as a number, like 30"),
            "min_value": _("The weight must be between 0 and 100"),
            "max_value": _("The weight must be between 0 and 100"),
            "max_decimal_places": _("Give the weight with at most 2 decimal places"),
        },
    )

    def clean(self):
        cleaned = super().clean()
        is_begun = cleaned.get("name_en") or cleaned.get("name_cy") or cleaned.get("weight") is not None
        if is_begun and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose the kind of criterion"))
        return cleaned


class Criteria(forms.BaseFormSet):
    """All lines of a lot."""

    def clean(self):
        if any(self.errors):
            return
        if self.total > 100:
            message = _("The weights add up to %(total)s%%. They can add up to 100%% at most")
            last = next(form for form in reversed(self.forms) if form.cleaned_data.get("weight"))
            last.add_error("weight", message % {"total": f"{self.total.normalize():f}"})

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was entered, without the empty lines."""
        return [form.cleaned_data for form in self if form.cleaned_data.get("kind")]

    @property
    def total(self) -> Decimal:
        return sum((row["weight"] or Decimal(0) for row in self.rows), Decimal(0))


def criteria_of(lot: Lot) -> list[dict[str, Any]]:
    return list(lot.criteria.order_by("pk").values("kind", "name_en", "name_cy", "weight"))


def criteria_forms(data=None, *, rows: list[dict[str, Any]] | None = None, more: int = 0) -> Criteria:
    """The lines of a lot: those it has, and enough empty ones; `more` adds to them."""
    rows = rows or []
    extra = max(ROWS - len(rows), 1) + more
    factory = forms.formset_factory(CriterionForm, Criteria, extra=extra, absolute_max=MOST_ROWS, max_num=MOST_ROWS)
    return factory(data, initial=rows, prefix="criteria")


def typed_rows(criteria: Criteria) -> list[dict[str, Any]]:
    """All that stands in the lines now, checked or not, without the empty ones."""
    rows = [{name: form[name].value() for name in form.fields} for form in criteria]
    return [row for row in rows if any(row.values())]


def weight_so_far(criteria: Criteria) -> Decimal:
    """The sum of the weights as they stand in the lines; what is no number counts nothing."""
    typed = (form["weight"].value() for form in criteria)
    return sum((each for each in map(_number, typed) if each is not None), Decimal(0))


def _number(typed: Any) -> Decimal | None:
    try:
        number = Decimal(str(typed))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
