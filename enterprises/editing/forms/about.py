"""Who an enterprise is, what it offers, and how people reach it."""

import re

from crispy_forms.layout import Div
from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import LinkField, text
from enterprises.editing.forms.base import ProfileForm, year
from enterprises.editing.forms.questions import AsksNames, AsksOffer
from enterprises.lookups import legal_forms

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
NO_LINK = _("Enter a web address, like https://www.example.org")
EITHER_LANGUAGE = _("One language is enough to begin with. Readers of the other see it marked.")


def link(label, help_text="", *, limit: int = 200) -> LinkField:
    """A web address, with or without https://."""
    return LinkField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=limit,
        validators=[URLValidator(schemes=["http", "https"], message=NO_LINK, code="invalid")],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


class NamesForm(AsksNames, ProfileForm):
    """Its names."""

    of_organisation = ("name_en", "name_cy")
    columns = ("trading_name",)

    trading_name = text(
        _("Trading name (optional)"), limit=255, help_text=_("If people know you by another name than the legal one.")
    )

    sections = [
        AsksNames.names,
        (_("Another name"), ["trading_name"]),
    ]

    def clean(self):
        cleaned = super().clean()
        self.need_name(cleaned)
        return cleaned


class OfferForm(AsksOffer, ProfileForm):
    """What it offers, in one line and at length, in both languages side by side."""

    columns = ("offer_en", "offer_cy", "description_en", "description_cy")

    description_en = text(_("Description in English"), limit=5000, language="en", rows=10)
    description_cy = text(_("Description in Welsh"), limit=5000, language="cy", rows=10)

    sections = [
        AsksOffer.offer,
        (_("Tell a buyer more"), [Div("description_en", "description_cy", css_class="app-pair")]),
    ]


class LegalFormForm(ProfileForm):
    """What it is in law, and since when."""

    columns = ("legal_form", "founded_in")

    legal_form = forms.ChoiceField(
        label=_("What is your legal form?"), choices=legal_forms.choices, widget=forms.RadioSelect, required=False
    )
    founded_in = year(_("Year you started (optional)"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.option_hints = {"legal_form": {code: each.in_short for code, each in legal_forms.LEGAL_FORMS.items()}}

    def clean_founded_in(self) -> int | None:
        founded = self.cleaned_data["founded_in"]
        if founded and founded > self.today.year:
            raise forms.ValidationError(_("The year you started cannot be in the future"))
        return founded


class ContactForm(ProfileForm):
    """How people reach it. The mailbox is never printed; a person is named only if she agrees."""

    of_organisation = ("website", "mailbox")
    columns = ("town", "postcode", "contact_name", "is_contact_public")

    town = text(_("Town"), limit=80)
    postcode = text(_("Postcode"), limit=8, autocomplete="postal-code")
    website = link(_("Website (optional)"))
    mailbox = forms.EmailField(
        label=_("E-mail address of a shared mailbox"),
        required=False,
        max_length=254,
        help_text=_("We pass letters on to it. Nobody sees the address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an e-mail address, like hello@cegin.example")},
    )
    contact_name = text(_("Name of a person to ask for (optional)"), limit=120)
    is_contact_public = forms.BooleanField(
        label=_("This person agrees that everybody can see the name"),
        required=False,
        help_text=_("Without this, only you and your colleagues see it."),
    )

    sections = [
        (_("Where you are"), ["town", "postcode"]),
        (_("How people reach you"), ["website", "mailbox", "contact_name", "is_contact_public"]),
    ]

    def clean_postcode(self) -> str:
        typed = re.sub(r"\s", "", self.cleaned_data["postcode"]).upper()
        parts = POSTCODE.fullmatch(typed)
        if typed and not parts:
            raise forms.ValidationError(_("Enter a full postcode, like CH7 1AB"))
        return f"{parts[1]} {parts[2]}" if parts else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_contact_public") and not cleaned.get("contact_name") and "contact_name" not in self.errors:
            self.add_error("contact_name", _("Enter the name that everybody may see, or untick the box below"))
        return cleaned
