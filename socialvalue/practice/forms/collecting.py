"""A collection: what it is called, and which studies are in it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.forms import PortalForm
from socialvalue.practice.forms.base import both
from socialvalue.practice.forms.desk import OtherStudyMixin

Title = both("title", _("Title"), limit=100)
Intro = both("intro", _("What is it about?"), limit=2000, rows=4)


class CollectionForm(Title, Intro, PortalForm):
    """Its words, in both languages."""

    field_order = ["title_en", "title_cy", "intro_en", "intro_cy"]
    mark_optional = False

    def clean(self):
        cleaned = super().clean()
        for language in ("en", "cy"):
            if not cleaned.get(f"title_{language}") and f"title_{language}" not in self.errors:
                self.add_error(f"title_{language}", _("Enter a title"))
        return cleaned


class NewCollectionForm(CollectionForm):
    """And whose it is, where she coordinates more than one network."""

    field_order = ["network", *CollectionForm.field_order]

    network = forms.ModelChoiceField(label=_("Which network is it from?"), queryset=None, empty_label=None)

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = networks_of(by)


class CollectForm(OtherStudyMixin, PortalForm):
    """A study to put into it."""

    mark_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["moved_to"].label = _("Add a study")

    def clean(self):
        if not self.cleaned_data.get("moved_to") and not self.errors:
            self.add_error("moved_to", _("Enter the address of the study"))
        return super().clean()


def networks_of(user: User):
    """Those whose studies she looks after: all of them for staff."""
    networks = Organisation.objects.networks().order_by("name_en", "pk")
    if user.is_staff:
        return networks
    mine = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS).values("organisation")
    return networks.filter(pk__in=mine)
