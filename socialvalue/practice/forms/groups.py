"""Making a group, joining it, and talking in it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import PortalForm
from socialvalue.practice.forms.base import MARKDOWN, beside, both
from socialvalue.practice.forms.desk import words
from socialvalue.practice.models import Collection, GroupMember, PeerGroup, Step


class GroupForm(
    both("title", _("Name"), limit=100), both("about", _("What it is about"), limit=1000, rows=4), PortalForm
):
    """What a group is, and for whom."""

    mark_optional = False
    network = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("In which network?"), empty_label=None, widget=forms.RadioSelect
    )
    step = forms.ChoiceField(
        label=_("On which step do they work?"), required=False, choices=[("", _("No one step")), *Step.choices]
    )
    audience = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=PeerGroup.Audience.choices,
        widget=forms.RadioSelect,
        initial=PeerGroup.Audience.ALL,
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=_("Which collection of case studies is theirs?"),
        required=False,
        empty_label=_("None"),
    )
    sections = [
        (_("The group"), ["network", beside("title"), beside("about")]),
        (_("Who and what for"), ["step", "audience", "collection"]),
    ]

    def __init__(self, *args, networks, collections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = networks
        self.fields["collection"].queryset = collections

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("title_en") and not cleaned.get("title_cy"):
            self.add_error("title_en", _("Enter a name in at least one language"))
        return cleaned


class JoinForm(PortalForm):
    """A word to the coordinator."""

    mark_optional = False
    note = words(_("Why would you like to join? (optional)"), required=False, limit=500, rows=3)


class PostForm(PortalForm):
    """Something to say."""

    body = words(_("What do you say?"), limit=5000, rows=6, help_text=MARKDOWN)


class ThreadForm(PostForm):
    """A new matter to talk about."""

    field_order = ["title", "body"]
    title = forms.CharField(label=_("What is it about?"), max_length=120)


class HideForm(PortalForm):
    """Why nobody reads it any more."""

    because = words(
        _("Why do you hide it?"), limit=500, rows=3, help_text=_("The members of the group read this in its place.")
    )


class MailForm(PortalForm):
    """How she hears of what is said."""

    mail = forms.ChoiceField(
        label=_("E-mail about what is said here"), choices=GroupMember.Mail.choices, widget=forms.RadioSelect
    )
