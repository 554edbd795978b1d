"""What people tell us when they want to hear of opportunities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language
from collab_portal.forms import PortalForm, PortalModelForm
from procurement.models import SavedSearch, Subscriber

SHORT_LABELS = {"language": _("Language of the e-mails")}


class AddressForm(PortalForm):
    """Where to write to, for those without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We use it for these alerts only. You can stop them at any time."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=SHORT_LABELS["language"], choices=Language, widget=forms.RadioSelect)


class SearchForm(PortalModelForm):
    """How a saved search is called, and how often it is told."""

    option_hints = {"frequency": {SavedSearch.Frequency.WEEKLY: _("On Mondays")}}

    class Meta:
        model = SavedSearch
        fields = ["frequency", "hour", "name"]
        widgets = {"frequency": forms.RadioSelect, "hour": forms.RadioSelect}
        labels = {
            "frequency": _("How often shall we write?"),
            "hour": _("At what time?"),
            "name": _("A name for this search"),
        }
        help_texts = {
            "hour": _("For e-mails once a day or once a week."),
            "name": _("It stands in our e-mails. Without one we say what you look for."),
        }
        error_messages = {"frequency": {"required": _("Select how often we shall write")}}


class AskForm(AddressForm, SearchForm):
    """The same with an address, for those without an account."""

    field_order = ["email", "language", "frequency", "hour", "name"]

    class Meta(SearchForm.Meta):
        pass


class LanguageForm(PortalModelForm):
    class Meta:
        model = Subscriber
        fields = ["language"]
        widgets = {"language": forms.RadioSelect}
        labels = SHORT_LABELS


class FindForm(PortalForm):
    """Where to send the link to somebody's alerts."""

    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    )
