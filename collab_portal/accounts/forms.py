"""What people tell us about themselves and the organisations they act for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Invitation, Language, Letter, Membership, Organisation, User
from collab_portal.forms import PortalForm, PortalModelForm


class WebAddressField(forms.URLField):
    """People leave out the "https://"; we do not."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class PersonForm(PortalModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"language": forms.RadioSelect, "name": forms.TextInput(attrs={"autocomplete": "name"})}
        help_texts = {"name": _("Members of your organisations see it, and those you write to.")}


class EraseForm(PortalForm):
    """A word typed by hand, so that nobody is erased by a slip of the finger."""

    email = forms.EmailField(label=_("Type your e-mail address to confirm"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        if self.cleaned_data["email"].lower() != self.user.email.lower():
            raise forms.ValidationError(_("Type the e-mail address of this account"))
        return self.cleaned_data["email"]


class InvitationForm(PortalModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "role", "language"]
        widgets = {"role": forms.RadioSelect, "language": forms.RadioSelect}
        labels = {
            "email": _("Their e-mail address"),
            "role": _("What they may do"),
            "language": _("Language of the invitation"),
        }


class RoleForm(PortalModelForm):
    class Meta:
        model = Membership
        fields = ["role"]
        widgets = {"role": forms.RadioSelect}
        labels = {"role": _("What they may do")}


class OrganisationForm(PortalModelForm):
    """What an administrator may say about the organisation."""

    class Meta:
        model = Organisation
        fields = ["name_en", "name_cy", "website", "strategy_url", "contact_role_en", "contact_role_cy", "mailbox"]
        field_classes = {"website": WebAddressField, "strategy_url": WebAddressField}
        help_texts = {
            "strategy_url": _("The web address of your procurement strategy."),
            "contact_role_en": _("A role, such as “Social Enterprise Officer”. It is shown on your page."),
        }

    sections = [
        (_("What you are called"), ["name_en", "name_cy"]),
        (_("On the web"), ["website", "strategy_url"]),
        (_("How people reach you"), ["contact_role_en", "contact_role_cy", "mailbox"]),
    ]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name_en") and not cleaned.get("name_cy"):
            self.add_error("name_en", _("Enter a name in English, in Welsh, or both"))
        return cleaned


class NewOrganisationForm(OrganisationForm):
    """What staff say when they add one, with the person who will look after it."""

    administrator = forms.EmailField(label=_("E-mail address of its first administrator"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=Language, widget=forms.RadioSelect)

    class Meta:
        model = Organisation
        fields = [
            "name_en",
            "name_cy",
            "is_public_body",
            "is_network",
            "is_support_agency",
            "is_enterprise",
            "regime",
            "website",
        ]
        field_classes = {"website": WebAddressField}
        labels = {
            "is_public_body": _("It is a public body"),
            "is_network": _("It is a network"),
            "is_support_agency": _("It is a support agency"),
            "is_enterprise": _("It is a social enterprise"),
            "regime": _("Whose procurement rules it follows"),
        }

    sections = [
        (_("What it is called"), ["name_en", "name_cy", "website"]),
        (_("What it is"), ["is_public_body", "is_network", "is_support_agency", "is_enterprise", "regime"]),
        (_("Who looks after it"), ["administrator", "language"]),
    ]

    def clean(self):
        cleaned = super().clean()
        if not any(
            cleaned.get(kind) for kind in ("is_public_body", "is_network", "is_support_agency", "is_enterprise")
        ):
            self.add_error("is_public_body", _("Say what kind of organisation it is"))
        return cleaned


class MergeForm(PortalForm):
    into = forms.ModelChoiceField(
        label=_("The address of the organisation it should become part of"),
        help_text=_("The last part of the address of its page, such as “flintshire-county-council”."),
        queryset=Organisation.objects.current(),
        to_field_name="slug",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("There is no organisation with this address")},
    )


class LetterForm(PortalModelForm):
    class Meta:
        model = Letter
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 10})}
