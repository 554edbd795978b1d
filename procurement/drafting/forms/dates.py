"""When: four dates, each as roughly as it is known, and the length of the contract."""

from itertools import pairwise
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from procurement import wording
from procurement.drafting.forms.base import SectionForm
from procurement.drafting.forms.fields import RoughDateField, spans
from procurement.models import Confidence, Opportunity

LONGEST = 600  # months: fifty years; what is longer is a slip of the finger
MEANING = {
    "tender_start": _("When suppliers can first see the tender documents."),
    "tender_close": _("When bids must be in."),
    "award": _("When you will tell suppliers who won."),
    "contract_start": _("When the work begins."),
}


def months(label, *, least: int, help_text="", **messages) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "class": "govuk-input--width-3"}
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_value=LONGEST,
        widget=forms.TextInput(attrs=attrs),
        error_messages=messages,
    )


def window(name: str) -> dict[str, forms.Field]:
    """The three inputs of a date that is known only roughly."""
    subject = wording.LABELS[name]
    return {
        f"{name}_from": RoughDateField(subject=subject, label=_("Earliest date"), help_text=MEANING[name]),
        f"{name}_to": RoughDateField(subject=subject, label=_("Latest date (optional)")),
        f"{name}_confidence": forms.ChoiceField(
            label=_("How sure are you?"), choices=Confidence, widget=forms.RadioSelect, required=False
        ),
    }


class DatesForm(SectionForm):
    """A date of which only the earliest day or month is given lasts as long as that day or month."""

    columns = (
        *(f"{name}_{part}" for name in Opportunity.MILESTONES for part in ("earliest", "latest", "confidence")),
        "contract_months",
        "extension_months",
    )

    contract_months = months(
        _("Length of the contract in months"),
        least=1,
        help_text=_("Without extensions. For example 36."),
        invalid=_("Enter the length of the contract as a number of months, like 36"),
        min_value=_("The contract must last at least 1 month"),
        max_value=_("The length of the contract must be %(limit_value)s months or fewer"),
    )
    extension_months = months(
        _("Possible extensions, in months altogether (optional)"),
        least=0,
        invalid=_("Enter the extensions as a number of months, like 12"),
        min_value=_("The extensions cannot be less than 0 months"),
        max_value=_("The extensions must be %(limit_value)s months or fewer"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        windows = [window(name) for name in Opportunity.MILESTONES]
        self.fields = {key: field for fields in (*windows, self.fields) for key, field in fields.items()}

    @property
    def sections(self):
        groups = [(wording.LABELS[name], self._inputs(name)) for name in Opportunity.MILESTONES]
        return [*groups, (_("Length"), ["contract_months", "extension_months"])]

    @staticmethod
    def _inputs(name: str) -> list[Div]:
        ends = Div(f"{name}_from", f"{name}_to", css_class="app-pair")
        return [ends, Div(f"{name}_confidence", css_class="app-inline")]

    def shown(self, saved: dict[str, Any]) -> dict[str, Any]:
        shown = dict(saved)
        for name in Opportunity.MILESTONES:
            shown[f"{name}_from"], shown[f"{name}_to"] = spans(saved[f"{name}_earliest"], saved[f"{name}_latest"])
        return shown

    def clean(self):
        cleaned = super().clean()
        for name in Opportunity.MILESTONES:
            self._clean_window(name)
        self._clean_order()
        return cleaned

    def _clean_window(self, name: str) -> None:
        cleaned = self.cleaned_data
        first, last = cleaned.get(f"{name}_from"), cleaned.get(f"{name}_to")
        if last and not first and f"{name}_from" not in self.errors:
            self._refuse(f"{name}_from", _("{subject}: enter the earliest date too"), name)
        if first and last and last.last < first.first:
            self._refuse(f"{name}_to", _("{subject}: the latest date must not be before the earliest date"), name)
        cleaned[f"{name}_earliest"] = first.first if first else None
        cleaned[f"{name}_latest"] = (last or first).last if first else None
        cleaned[f"{name}_confidence"] = cleaned.get(f"{name}_confidence", "") if first else ""

    def _clean_order(self) -> None:
        """No step can be over before the step ahead of it can begin."""
        cleaned, known = self.cleaned_data, [name for name in Opportunity.MILESTONES if self._is_known(name)]
        for before, after in pairwise(known):
            if cleaned[f"{after}_latest"] < cleaned[f"{before}_earliest"]:
                message = _("{subject}: this is before “{other}”. Change one of the two dates")
                self._refuse(f"{after}_from", message, after, other=wording.LABELS[before])

    def _is_known(self, name: str) -> bool:
        is_faulty = f"{name}_from" in self.errors or f"{name}_to" in self.errors
        return not is_faulty and self.cleaned_data[f"{name}_earliest"] is not None

    def _refuse(self, field: str, message, name: str, **words) -> None:
        self.add_error(field, format_lazy(message, subject=wording.LABELS[name], **words))
