"""What coordinators and members tell us about networks."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Organisation
from collab_portal.forms import PortalForm, PortalModelForm
from collab_portal.reference.choices import area_choices
from collab_portal.reference.models import Area
from collab_portal.sheets import reading
from collab_portal.sheets.limits import Refused
from enterprises import invitation_lists
from enterprises.models import Coordinator, MembershipRequest, Network

LONGEST_LIST = 1024 * 1024  # bytes: 500 lines are far less


class NetworkForm(PortalModelForm):
    """What a network says of itself."""

    class Meta:
        model = Network
        fields = ["about_en", "about_cy", "does_en", "does_cy", "area_codes", "takes_requests"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4, "lang": name[-2:]})
            for name in ("about_en", "about_cy", "does_en", "does_cy")
        }

    area_codes = forms.MultipleChoiceField(
        label=_("Council areas you work in"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area_codes"].choices = area_choices(Area.Kind.COUNCIL)


class CoordinatorForm(PortalModelForm):
    """How a coordinator wants to be shown."""

    class Meta:
        model = Coordinator
        fields = ["role_en", "role_cy", "is_named"]
        widgets = {name: forms.TextInput(attrs={"lang": name[-2:]}) for name in ("role_en", "role_cy")}
        help_texts = {
            "role_en": _("For example “Network coordinator”. Leave both empty if you do not want to be shown."),
            "is_named": _("If you leave this empty, people see only your role."),
        }

    def _post_clean(self):
        """Both may be empty here: that means not to be shown. The action decides, so no row is checked."""


class JoinForm(PortalForm):
    """For which organisation somebody asks, and why."""

    member = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, widget=forms.RadioSelect, empty_label=None, to_field_name="slug"
    )
    note = forms.CharField(
        label=_("Why would you like to join? (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The coordinators read it."),
    )
    mark_optional = False

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = organisations


class AcceptForm(JoinForm):
    """Which organisation follows an invitation."""

    note = None


class DecisionForm(PortalForm):
    """Yes, or no for a reason that is told."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(MembershipRequest.State.ACCEPTED, _("Let them in")), (MembershipRequest.State.REFUSED, _("Not now"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason, if your answer is no"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("We send it to the person who asked."),
    )
    mark_optional = False

    def clean(self):
        given = super().clean()
        if given.get("answer") == MembershipRequest.State.REFUSED and not given.get("reason"):
            self.add_error("reason", _("Enter a reason. We send it to the person who asked."))
        return given


class ReasonForm(PortalForm):
    """Why a membership ends."""

    reason = forms.CharField(
        label=_("Why does the membership end?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("We send it to the administrators of the member."),
        error_messages={"required": _("Enter why the membership ends")},
    )


class InvitationListForm(PortalForm):
    """Whom to invite: typed, pasted, or in a file."""

    people = forms.CharField(
        label=_("Whom do you want to invite?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_(
            "One on each line: an e-mail address, a name with an address, or an organisation that is on this portal."
        ),
    )
    file = forms.FileField(
        label=_("Or choose a file with the list"),
        required=False,
        help_text=_("CSV or Excel (.xlsx). Each row is one invitation."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=Language, widget=forms.RadioSelect)
    mark_optional = False

    def clean(self):
        given = super().clean()
        rows = [*given.get("people", "").splitlines(), *self._rows_of(given.get("file"))]
        if not self.errors and not any(row.strip() for row in rows):
            self.add_error("people", _("Enter at least one address or name, or choose a file"))
        if len(rows) > invitation_lists.MOST:
            self.add_error(
                "people",
                _("Invite at most %(most)d at once. There are %(count)d lines now.")
                % {"most": invitation_lists.MOST, "count": len(rows)},
            )
        given["rows"] = rows
        return given

    def _rows_of(self, file) -> list[str]:
        if not file:
            return []
        try:
            if file.size > LONGEST_LIST:
                raise ValidationError(_("The file is larger than 1 MB. Split it."))
            sheet = reading.open_book(file.read()).sheet()
        except (Refused, ValidationError) as refused:
            self.add_error("file", refused)
            return []
        return [", ".join(str(value) for value in row.values if value is not None) for row in sheet.rows]


def organisations_of(user):
    """Those for which she may decide to join or leave: members are organisations of any kind but networks."""
    return Organisation.objects.administered_by(user).exclude(is_network=True).order_by("slug")
