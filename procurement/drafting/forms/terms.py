"""How much, and by which procedure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import MoneyField
from procurement.drafting.forms.base import SectionForm
from procurement.drafting.forms.fields import UndecidedField
from procurement.models import Opportunity, ValueBand

GROSS_BELOW_NET = _("The value with VAT cannot be less than the value without VAT")


class ValueForm(SectionForm):
    """What the contract is worth: an amount, or a range while the amount is not known."""

    columns = ("value_amount", "value_gross", "value_band")

    value_amount = MoneyField(
        label=_("Total value without VAT"),
        required=False,
        help_text=_("For the whole contract with all extensions. For example £120,000."),
    )
    value_gross = MoneyField(label=_("Total value with VAT (optional)"), required=False)
    value_band = forms.ChoiceField(
        label=_("Or choose a range, without VAT"),
        choices=[*ValueBand.choices, ("", _("No range: the value is entered above, or not known yet"))],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("A range is better than nothing: it tells small suppliers if this is for them."),
    )

    def clean(self):
        cleaned = super().clean()
        net, gross = cleaned.get("value_amount"), cleaned.get("value_gross")
        if net is not None and gross is not None and gross < net:
            self.add_error("value_gross", GROSS_BELOW_NET)
        if cleaned.get("value_band") and (net is not None or gross is not None):
            self.add_error("value_band", _("Give an amount or choose a range, not both"))
        return cleaned


class BuyingForm(SectionForm):
    """The procedure, and whose rules apply."""

    columns = ("procedure", "light_touch", "regime")

    procedure = forms.ChoiceField(
        label=_("Which procedure will you use?"),
        choices=[*Opportunity.Procedure.choices, ("", _("Not decided yet"))],
        widget=forms.RadioSelect,
        required=False,
    )
    light_touch = UndecidedField(
        label=_("Is it a light touch contract?"),
        help_text=_("Most social, health and education services are. They have a higher threshold and simpler rules."),
    )
    regime = forms.ChoiceField(
        label=_("Whose procurement rules apply?"),
        choices=[*Organisation.Regime.choices, ("", _("Not known"))],
        widget=forms.RadioSelect,
        required=False,
    )

    option_hints = {
        "procedure": {
            "open": _("Anyone may send a full bid at once"),
            "competitive-flexible": _("Your own steps, for example a first selection or talks"),
            "framework": _("Only suppliers on the framework can bid"),
            "direct": _("No competition. The law allows it only in a few cases"),
            "quotation": _("For contracts below the thresholds"),
        },
        "regime": {"wales": _("Councils, health boards and other devolved Welsh authorities")},
    }
