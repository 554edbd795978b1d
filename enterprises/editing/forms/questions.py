"""Questions that are asked twice: of somebody who enters her enterprise, and later on the pages of its profile."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import text
from enterprises import lookalikes
from enterprises.register_numbers import checked


class AsksNames(forms.Form):
    """What it is called, in either language or both."""

    name_en = text(_("Name in English"), limit=255, language="en", help_text=_("As it stands in its register."))
    name_cy = text(_("Name in Welsh"), limit=255, language="cy", help_text=_("If it has one."))

    names = (_("Name"), [Div("name_en", "name_cy", css_class="app-pair")])

    def need_name(self, cleaned: Mapping[str, Any]) -> None:
        if not (cleaned.get("name_en") or cleaned.get("name_cy")) and not self.errors:
            self.add_error("name_en", _("Enter a name, in English or in Welsh"))


class AsksOffer(forms.Form):
    """What it offers, in one line."""

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

    offer = (_("What you offer"), [Div("offer_en", "offer_cy", css_class="app-pair")])


class AsksNumber(forms.Form):
    """A number in a register, as `scheme` and `value`. `taken_by` is set where the number is somebody else's."""

    taken_by: Organisation | None = None
    taken: str | Promise = ""  # what is said then, with %(number)s and %(name)s

    def check_number(self, cleaned: dict[str, Any], *, own: Organisation | None) -> None:
        """It is spelled as the register spells it, and nobody but `own` has it."""
        try:
            cleaned["value"] = checked(cleaned["scheme"], cleaned["value"])
        except ValidationError as refused:
            self.add_error("value", refused)
            return
        holder = lookalikes.with_number(cleaned["scheme"], cleaned["value"])
        if holder and holder != own:
            self.refuse_number(holder)

    def refuse_number(self, holder: Organisation) -> None:
        self.taken_by = holder
        params = {"number": self.cleaned_data.get("value", self["value"].value()), "name": holder}
        self.add_error("value", ValidationError(self.taken, params=params))
