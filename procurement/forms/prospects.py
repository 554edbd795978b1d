"""What an enterprise thinks of an opportunity in its plan, as a form."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import MoneyField, PortalForm, text
from procurement.models import Prospect

NOTE = Prospect._meta.get_field("note")
MOST_WEEKS = 52


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "decimal"})


class ProspectForm(PortalForm):
    """How likely, which share, what it is worth. Everything but the weeks may stay open."""

    mark_optional = False
    probability = forms.IntegerField(
        label=_("How likely is it that you win it, in per cent? (optional)"),
        help_text=_("From 0 to 100. A fair guess is enough. Without one it does not count in the forecast."),
        required=False,
        min_value=0,
        max_value=100,
        widget=_short(),
    )
    share = forms.DecimalField(
        label=_("Your share of the value in per cent (optional)"),
        help_text=_("Leave it empty for the share agreed in your group, or for all of it if you bid alone."),
        required=False,
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        widget=_short(),
    )
    value = MoneyField(
        label=_("Your own estimate of the whole value (optional)"),
        help_text=_("Without VAT and for all years. Leave it empty to use the value the buyer gives."),
        required=False,
    )
    weeks = forms.IntegerField(
        label=_("How many weeks do you need to write the bid?"),
        help_text=_("Your to-do list reminds you so long before the deadline."),
        min_value=1,
        max_value=MOST_WEEKS,
        widget=_short(),
    )
    note = text(
        _("A note for yourselves (optional)"),
        limit=NOTE.max_length,
        rows=4,
        help_text=_("Only the people of your enterprise read it."),
    )


def as_said(prospect: Prospect | None) -> dict:
    """What was said so far, as the form shows it."""
    if prospect is None:
        return {"weeks": Prospect.WEEKS_FOR_A_BID}
    return {name: getattr(prospect, name) for name in ProspectForm.base_fields}
