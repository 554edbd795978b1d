"""The first questions to somebody who puts her enterprise into the directory."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import PortalForm, text
from enterprises import lookalikes
from enterprises.lookups import legal_forms
from enterprises.register_numbers import REGISTERS, checked


class NewEntryForm(PortalForm):
    """Its name, its offer, and a number by which to see if it is in the directory already.

    After checking, `same` is the organisation that has this number, `alike` are those with this name.
    """

    mark_optional = False

    name_en = text(_("Name in English"), limit=255, language="en", help_text=_("As it stands in its register."))
    name_cy = text(_("Name in Welsh"), limit=255, language="cy", help_text=_("If it has one."))
    offer_en = text(
        _("In one line, in English"),
        limit=200,
        language="en",
        rows=2,
        help_text=_("For example “Fresh meals for schools and care homes”"),
    )
    offer_cy = text(
        _("In one line, in Welsh"),
        limit=200,
        language="cy",
        rows=2,
        help_text=_("For example “Prydau ffres i ysgolion a chartrefi gofal”"),
    )
    legal_form = forms.ChoiceField(label=_("What is your legal form?"), required=False)
    scheme = forms.ChoiceField(label=_("Which register are you in?"), required=False)
    value = text(_("Your number there"), limit=80, autocomplete="off", spellcheck="false")

    sections = [
        (_("Name"), [Div("name_en", "name_cy", css_class="app-pair")]),
        (_("What you offer"), [Div("offer_en", "offer_cy", css_class="app-pair")]),
        (_("In law"), ["legal_form", Div("scheme", "value", css_class="app-pair")]),
    ]

    def __init__(self, *args, organisation: Organisation | None = None, **kwargs):
        """With `organisation`, its names are known and nobody asks for them."""
        super().__init__(*args, **kwargs)
        self.same: Organisation | None = None
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
        if not self.organisation and not (cleaned.get("name_en") or cleaned.get("name_cy")) and not self.errors:
            self.add_error("name_en", _("Enter a name, in English or in Welsh"))
        if cleaned.get("scheme") and not cleaned.get("value") and "value" not in self.errors:
            self.add_error("value", _("Enter the number, or choose “In none, or not sure”"))
        if cleaned.get("value") and not cleaned.get("scheme"):
            self.add_error("scheme", _("Choose the register of this number"))
        elif cleaned.get("value"):
            self._clean_number(cleaned)
        if not self.organisation:
            self.alike = lookalikes.with_name([cleaned.get("name_en", ""), cleaned.get("name_cy", "")])
        return cleaned

    def _clean_number(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["value"] = checked(cleaned["scheme"], cleaned["value"])
        except ValidationError as refused:
            self.add_error("value", refused)
            return
        found = lookalikes.with_number(cleaned["scheme"], cleaned["value"])
        if found and found != self.organisation:
            self.refuse_number(found)

    def refuse_number(self, holder: Organisation) -> None:
        """It is somebody else's."""
        self.same = holder
        message = _("%(number)s is the number of %(name)s in our records")
        params = {"number": self.cleaned_data.get("value", self["value"].value()), "name": holder}
        self.add_error("value", ValidationError(message, params=params))

    @property
    def answers(self) -> dict[str, Any]:
        """What `actions.start_entry` takes."""
        given = dict(self.cleaned_data)
        scheme, value = given.pop("scheme"), given.pop("value")
        return given | {"number": (scheme, value) if scheme else None}
