"""Asking that an entry be taken out, deciding on it, and deleting one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language
from collab_portal.forms import PortalForm


class RemovalForm(PortalForm):
    """Who asks, and why."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We use it for this request only, and forget it once it is decided."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("Language of the e-mails"), choices=Language, widget=forms.RadioSelect)
    relation = forms.CharField(
        label=_("How do you belong to it?"), max_length=200, help_text=_("For example, “I am its director”.")
    )
    reason = forms.CharField(
        label=_("Why should it go?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(PortalForm):
    decision = forms.ChoiceField(
        label=_("What shall happen?"),
        choices=[("remove", _("Take it out of the directory")), ("keep", _("Leave it in"))],
        widget=forms.RadioSelect,
    )
    option_hints = {"decision": {"remove": _("Its entry is deleted, and no import brings it back.")}}


class DeleteForm(PortalForm):
    """The name, typed again, so that nobody deletes by a slip."""

    name = forms.CharField(label=_("Type the name of your enterprise"), max_length=255)

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {each.casefold() for each in names if each}

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        if name.casefold() not in self.names:
            raise forms.ValidationError(_("Type the name exactly as it stands on this page"))
        return name
