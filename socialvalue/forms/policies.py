"""A body's policy, and its bands: from which value on it asks for what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import DateField, MoneyField, PortalForm, StampedForm, text
from procurement.drafting.forms.lots import WeightInput
from socialvalue.models import Policy, PolicyBand, ScoringMethod

ROWS = 2  # at least so many bands to fill in
MOST_ROWS = 12
BAND = (
    *("value_from", "is_required", "weight", "quantitative_share", "method", "most_measures"),
    *("documents_en", "documents_cy", "note_en", "note_cy"),
)


class PolicyForm(StampedForm):
    """The policy itself; its bands are a formset beside it."""

    columns = ("title_en", "title_cy", "valid_from", "is_in_use")

    title_en = text(_("Title in English"), limit=200, language="en")
    title_cy = text(_("Title in Welsh"), limit=200, language="cy")
    valid_from = DateField(label=_("From which day does it count?"))
    is_in_use = forms.BooleanField(
        label=_("Use this policy"),
        help_text=_("Officers then see what it asks when they set criteria. Of several, the latest counts."),
        required=False,
    )

    def __init__(self, data=None, *, policy: Policy | None = None, **kwargs):
        self.policy = policy
        said = {name: getattr(policy, name) for name in self.columns} if policy else {}
        saved = said | {"bands": bands_of(policy)}
        super().__init__(data, saved=saved, **{"initial": said, **kwargs})

    @property
    def about(self) -> dict[str, Any]:
        return {"policy": self.policy}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title_en") and not cleaned.get("title_cy"):
            self.add_error("title_en", _("Enter a title in English or in Welsh"))
        return cleaned


def _per_cent(label) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=WeightInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
    )


class BandForm(PortalForm):
    """What is asked from one value up to the next band."""

    mark_optional = False

    value_from = MoneyField(label=_("From this value, without VAT"), required=False)
    is_required = forms.TypedChoiceField(
        label=_("Must social value be asked for?"),
        choices=[("yes", _("Yes, always")), ("no", _("No, the officer may"))],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    weight = _per_cent(_("Weight in the award, per cent (optional)"))
    quantitative_share = _per_cent(_("Share that is counted, per cent (optional)"))
    method = forms.ChoiceField(
        label=_("How is it scored? (optional)"), choices=[("", _("Not said")), *ScoringMethod.choices], required=False
    )
    most_measures = forms.IntegerField(
        label=_("Most measures (optional)"),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    documents_en = text(_("Documents asked, in English (optional)"), limit=300, language="en")
    documents_cy = text(_("Documents asked, in Welsh (optional)"), limit=300, language="cy")
    note_en = text(_("What else, in English (optional)"), limit=300, language="en")
    note_cy = text(_("What else, in Welsh (optional)"), limit=300, language="cy")

    def clean(self):
        cleaned = super().clean()
        told = [name for name in BAND if name not in ("value_from", "is_required") and cleaned.get(name)]
        if told and cleaned.get("value_from") is None and "value_from" not in self.errors:
            self.add_error("value_from", _("Enter the value from which this band counts"))
        return cleaned


class Bands(forms.BaseFormSet):
    """All bands of a policy. A band without a value is an empty one."""

    def clean(self):
        if any(self.errors):
            return
        seen: set = set()
        for form in self:
            value = form.cleaned_data.get("value_from")
            if value is not None and value in seen:
                form.add_error("value_from", _("Two bands begin at this value. Choose another one."))
            seen.add(value)
        if not self.rows and self.forms:
            self.forms[0].add_error("value_from", _("Enter the value from which this band counts"))

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self if form.cleaned_data.get("value_from") is not None]


def bands_of(policy: Policy | None) -> list[dict[str, Any]]:
    bands = policy.bands.order_by("value_from") if policy else PolicyBand.objects.none()
    return [row | {"is_required": "yes" if row["is_required"] else "no"} for row in bands.values(*BAND)]


def band_forms(data=None, *, rows: list[dict[str, Any]] | None = None, more: int = 0) -> Bands:
    """The bands of a policy: those it has, and empty ones; `more` adds to them."""
    rows = rows or []
    extra = max(ROWS - len(rows), 0 if rows else 1) + more
    factory = forms.formset_factory(BandForm, Bands, extra=extra, absolute_max=MOST_ROWS, max_num=MOST_ROWS)
    return factory(data, initial=rows, prefix="bands")


def typed_rows(bands: Bands) -> list[dict[str, Any]]:
    """All that stands in the bands now, checked or not, without the empty ones."""
    rows = [{name: form[name].value() for name in form.fields} for form in bands]
    return [row for row in rows if any(value for name, value in row.items() if name != "is_required")]
