"""What a team writes on its shortlists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.forms import PortalForm, PortalModelForm
from enterprises.models import Shortlist, ShortlistEntry

NEW = "new"


class ShortlistForm(PortalModelForm):
    class Meta:
        model = Shortlist
        fields = ["name"]
        labels = {"name": _("Name of the list")}
        help_texts = {"name": _("For example, “Caterers in the north”. Everybody in your organisation sees the list.")}

    def clean_name(self) -> str:
        """A list is known by its name: only one may be renamed to it. Who begins a second one gets the first."""
        name, renamed = self.cleaned_data["name"], self.instance
        if renamed.pk and Shortlist.objects.named(renamed.organisation_id, name).exclude(pk=renamed.pk).exists():
            raise forms.ValidationError(_("Your organisation has a list of this name. Choose another name"))
        return name


class NoteForm(PortalModelForm):
    class Meta:
        model = ShortlistEntry
        fields = ["note"]
        labels = {"note": _("Note")}
        help_texts = {"note": _("Only your organisation sees it. Leave out what is private to a person.")}
        widgets = {"note": forms.Textarea(attrs={"rows": 5})}


class AddForm(PortalForm):
    """On which list, and why."""

    shortlist = forms.ChoiceField(label=_("Which list?"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the new list"), max_length=150, required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your organisation sees it. Leave out what is private to a person."),
    )

    def __init__(self, *args, shortlists, **kwargs):
        super().__init__(*args, **kwargs)
        self.shortlists = {each.reference: each for each in shortlists}
        choices = [(reference, each.name) for reference, each in self.shortlists.items()]
        self.fields["shortlist"].choices = [*choices, (NEW, _("A new list"))]
        if not choices:
            self.initial.setdefault("shortlist", NEW)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("shortlist") == NEW and not cleaned.get("name"):
            self.add_error("name", _("Enter a name for the new list"))
        return cleaned
