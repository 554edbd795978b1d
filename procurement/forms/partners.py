"""Who would do how much, as a form."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import PortalForm, text
from procurement.models import Consortium

NAME = Consortium._meta.get_field("name")


class GroupForm(PortalForm):
    """A name and a share for each; whoever gets none is not asked. The lead comes first."""

    mark_optional = False
    name = text(
        _("Name of the group"), limit=NAME.max_length, help_text=_("The buyer sees it, for example “Clwyd caterers”.")
    )

    def __init__(self, *args, lead: Organisation, others: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self._parties = [lead, *others]
        for each in self._parties:
            self.fields[f"share_{each.pk}"] = forms.DecimalField(
                label=_("Your share in per cent") if each == lead else each.name,
                required=each == lead,
                min_value=Decimal("0.01"),
                max_value=100,
                decimal_places=2,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "decimal"}),
            )

    def clean(self):
        given = super().clean()
        if not self.errors and len(self.shares) < 2:
            self.add_error(None, _("Give at least one partner a share."))
        elif not self.errors and sum(self.shares.values()) != 100:
            self.add_error(
                None,
                _("The shares make %(sum)s %% together. They must make 100 %%.") % {"sum": sum(self.shares.values())},
            )
        return given

    @property
    def shares(self) -> dict[Organisation, Decimal]:
        given = {each: self.cleaned_data.get(f"share_{each.pk}") for each in self._parties}
        return {each: share for each, share in given.items() if share}
