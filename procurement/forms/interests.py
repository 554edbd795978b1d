"""What bidders and buyers say to each other, as forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.forms import PortalForm, text
from procurement.engagement.interests import part_name
from procurement.models import Interest
from procurement.snapshot import Snapshot

NAME = Interest._meta.get_field("name")
ALL = "all"


class InterestForm(PortalForm):
    """Interested, and how; or not this time, and why. It asks for whom only where there is a choice."""

    mark_optional = False
    answer = forms.ChoiceField(
        label=_("What is your answer?"),
        choices=Interest.Answer,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are interested")},
    )
    lot = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select all of it, or one of the lots")},
    )
    role = forms.ChoiceField(
        label=_("How would you take part?"), choices=Interest.Role, widget=forms.RadioSelect, required=False
    )
    note = text(
        _("A note to the buyer (optional)"),
        limit=1000,
        rows=4,
        help_text=_("Only the buyer reads it. Do not write prices: this is not a bid."),
    )
    seeks_partners = forms.BooleanField(
        label=_("Show us to others who look for partners here"),
        required=False,
        help_text=_("Only those who show themselves too see you, on the partner board of this opportunity."),
    )
    pitch = text(
        _("What you bring to a group, and what you look for (optional)"),
        limit=500,
        rows=3,
        help_text=_("Others on the partner board read this."),
    )
    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=Interest.Reason,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("The buyer sees how often each reason was given, and not by whom."),
    )
    reason_words = text(
        _("In your own words (optional)"),
        limit=500,
        rows=3,
        help_text=_("The buyer reads this without your name. Leave out what shows who you are."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For which organisation?"), empty_label=None, widget=forms.RadioSelect
    )
    name = text(_("Name of your organisation"), limit=NAME.max_length, help_text=_("The buyer sees this name."))
    field_order = ["organisation", "name", "lot", "answer"]

    def __init__(self, *args, said: Snapshot, organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self._organisations = organisations
        if len(organisations) > 1:
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[o.pk for o in organisations])
        else:
            del self.fields["organisation"]
        if organisations:
            del self.fields["name"]
        else:
            del self.fields["seeks_partners"], self.fields["pitch"]
        numbers = [None, *(lot.number for lot in said.lots)] if len(said.lots) > 1 else [None]
        self.fields["lot"].choices = [(str(number or ALL), part_name(said, number)) for number in numbers]
        if len(numbers) == 1:
            del self.fields["lot"]
        self.sections = [
            (_("Answer"), [name for name in ("organisation", "name", "lot", "answer") if name in self.fields]),
            (
                _("If you are interested"),
                [name for name in ("role", "note", "seeks_partners", "pitch") if name in self.fields],
            ),
            (_("If not this time"), ["reason", "reason_words"]),
        ]

    def clean(self):
        given = super().clean()
        if "name" in self.fields and not given.get("name") and "name" not in self.errors:
            self.add_error("name", _("Enter the name of your organisation"))
        if given.get("answer") == Interest.Answer.INTERESTED and not given.get("role") and "role" not in self.errors:
            self.add_error("role", _("Say how you would take part"))
        if given.get("answer") == Interest.Answer.NOT_THIS_TIME and "reason" not in self.errors:
            self._check_reason(given)
        return given

    def _check_reason(self, given):
        if not given.get("reason"):
            self.add_error("reason", _("Say why not"))
        elif given["reason"] == Interest.Reason.OTHER and not given.get("reason_words"):
            self.add_error("reason_words", _("Say in your own words why not"))

    @property
    def said(self) -> dict:
        """What the action wants."""
        given = dict(self.cleaned_data)
        lot = given.pop("lot", ALL)
        given["lot"] = None if lot == ALL else int(lot)
        if self._organisations:
            given["organisation"] = given.get("organisation") or self._organisations[0]
        return given


def as_given(interest: Interest) -> dict:
    """An answer as the form shows it, to be changed."""
    names = ("answer", "role", "note", "reason", "reason_words", "name", "organisation", "seeks_partners", "pitch")
    return {name: getattr(interest, name) for name in names} | {"lot": str(interest.lot or ALL)}
