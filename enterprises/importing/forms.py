"""Where a list comes from; and whether two entries are one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm
from collab_portal.sheets.forms import FileForm
from enterprises.models import DoubtfulPair


class ListForm(FileForm):
    """A file, and where the list in it comes from: every entry shows that until it is claimed."""

    source_name = forms.CharField(
        label=_("Where does the list come from?"),
        help_text=_("Shown with every entry until it is claimed, for example “Members of our network, May 2027”."),
        max_length=150,
    )
    source_url = forms.URLField(label=_("Its web address"), required=False, max_length=200, assume_scheme="https")
    source_licence = forms.CharField(
        label=_("Its licence"),
        help_text=_("If it is open data, for example “Open Government Licence v3.0”."),
        required=False,
        max_length=80,
    )
    are_members = forms.BooleanField(label=_("All of them are members of our network"), required=False)

    @property
    def source(self) -> dict:
        names = ("source_name", "source_url", "source_licence", "are_members")
        return {name: self.cleaned_data[name] for name in names}


class PairForm(PortalForm):
    """One or two?"""

    decision = forms.ChoiceField(
        label=_("Are they the same enterprise?"),
        choices=[
            (DoubtfulPair.Decision.MERGED, _("Yes, merge them")),
            (DoubtfulPair.Decision.TWO, _("No, they are two")),
        ],
        widget=forms.RadioSelect,
    )
