"""The first questions to somebody who puts her enterprise into the directory."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import PortalForm, text
from enterprises import lookalikes
from enterprises.editing.forms.questions import AsksNames, AsksNumber, AsksOffer
from enterprises.lookups import legal_forms
from enterprises.register_numbers import REGISTERS


class NewEntryForm(AsksNumber, AsksOffer, AsksNames, PortalForm):
    """Its name, its offer, and a number by which to see if it is in the directory already.

    After checking, `alike` are the organisations with this name.
    """

    mark_optional = False
    taken = _("%(number)s is the number of %(name)s in our records")

    legal_form = forms.ChoiceField(label=_("What is your legal form?"), required=False)
    scheme = forms.ChoiceField(label=_("Which register are you in?"), required=False)
    value = text(_("Your number there"), limit=80, autocomplete="off", spellcheck="false")

    sections = [
        AsksNames.names,
        AsksOffer.offer,
        (_("In law"), ["legal_form", Div("scheme", "value", css_class="app-pair")]),
    ]

    def __init__(self, *args, organisation: Organisation | None = None, **kwargs):
        """With `organisation`, its names are known and nobody asks for them."""
        super().__init__(*args, **kwargs)
        self.alike: list[Organisation] = []
        self.organisation = organisation
        self.fields["legal_form"].choices = [("", _("Not sure yet")), *legal_forms.choices()]
        self.fields["scheme"].choices = [
            ("", _("In none, or not sure")),
            *((each.scheme, each.name) for each in REGISTERS.values()),
        ]
        if organisation:
            del self.fields["name_en"], self.fields["name_cy"]
            self.sections = self.sections[1:]

    def clean(self):
        cleaned = super().clean()
        if not self.organisation:
            self.need_name(cleaned)
        if cleaned.get("scheme") and not cleaned.get("value") and "value" not in self.errors:
            self.add_error("value", _("Enter the number, or choose “In none, or not sure”"))
        if cleaned.get("value") and not cleaned.get("scheme"):
            self.add_error("scheme", _("Choose the register of this number"))
        elif cleaned.get("value"):
            self.check_number(cleaned, own=self.organisation)
        if not self.organisation:
            self.alike = lookalikes.with_name([cleaned.get("name_en", ""), cleaned.get("name_cy", "")])
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """What `actions.start_entry` takes."""
        given = dict(self.cleaned_data)
        scheme, value = given.pop("scheme"), given.pop("value")
        return given | {"number": (scheme, value) if scheme else None}
