"""Claiming, joining, answering the base test, and checking it."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import DateField, PortalForm
from collab_portal.forms.stamped import StampedForm
from collab_portal.forms.texts import LinkField, WholeTextField, text
from enterprises import recheck
from enterprises.actions import Answer
from enterprises.domains import is_own_address, public_domain
from enterprises.models import Enterprise, Statement

ACCEPT, REFUSE = "accept", "refuse"


def words(label, *, required: bool = True, help_text="", rows: int = 3) -> forms.CharField:
    return WholeTextField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class EmailClaimForm(PortalForm):
    """Where to send the link that proves the claim."""

    address = forms.EmailField(
        label=_("E-mail address at your enterprise"), widget=forms.EmailInput(attrs={"spellcheck": "false"})
    )
    message = words(
        _("What do you do there?"),
        required=False,
        help_text=_("It helps whoever reads the e-mail to know who you are."),
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        domain = public_domain(organisation)
        self.fields["address"].help_text = (
            _("It must end in @%(domain)s. We send a link there.") % {"domain": domain}
            if domain
            else _("It must be at the same domain as the mailbox that we know of. We send a link there.")
        )

    def clean_address(self):
        if not is_own_address(self.cleaned_data["address"], self.organisation):
            raise forms.ValidationError(_("Enter an e-mail address at the enterprise’s own domain"))
        return self.cleaned_data["address"]


class VouchForm(PortalForm):
    """Which network knows the person."""

    network = forms.ModelChoiceField(label=_("Network"), queryset=None, empty_label=_("Choose a network"))
    message = words(
        _("Who are you, and what do you do there?"),
        help_text=_("Coordinators read this. Say how they can be sure."),
    )

    def __init__(self, *args, networks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = networks


class JoinForm(PortalForm):
    message = words(_("What do you do there?"), help_text=_("The administrators of the enterprise read this."))


class DecisionForm(PortalForm):
    """Yes or no to a person; a no says why."""

    mark_optional = False  # what has to be filled in depends on the decision

    decision = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    reason = words(_("Why?"), required=False, help_text=_("The person reads this. A refusal needs a reason."))

    def __init__(self, *args, accept, refuse, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [(ACCEPT, accept), (REFUSE, refuse)]

    @property
    def is_accepted(self) -> bool:
        return self.cleaned_data["decision"] == ACCEPT

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == REFUSE and not cleaned.get("reason") and not self.has_error("reason"):
            self.add_error("reason", _("Say why, so that the person can do something about it"))
        return cleaned


class JoinDecisionForm(DecisionForm):
    """The same, with what the person may do from then on."""

    role = forms.ChoiceField(
        label=_("What they may do"),
        choices=Membership.Role.choices,
        initial=Membership.Role.EDITOR,
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ["decision", "role", "reason"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == ACCEPT and not cleaned.get("role"):
            self.add_error("role", _("Select what they may do"))
        return cleaned


class ReasonForm(PortalForm):
    """For taking an entry off the directory, and for putting it back."""

    reason = words(_("Why?"), help_text=_("The enterprise’s administrators read this, and it stays in the log."))


class BaseTestForm(StampedForm):
    """The four statements: is it so, and what shows it? Each may be left for later."""

    def __init__(self, data=None, *, enterprise: Enterprise, **kwargs):
        self.enterprise = enterprise
        known = {each.test: each for each in enterprise.statements.all()}
        saved = {name: value for test in Statement.Test for name, value in _saved(test, known.get(test)).items()}
        kwargs.setdefault("initial", saved)
        super().__init__(data, saved=saved, **kwargs)
        for test in Statement.Test:
            self.fields[f"{test}_is_true"] = forms.ChoiceField(
                label=_("Is this so?"),
                choices=[("yes", _("Yes")), ("no", _("No"))],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose from the list")},
            )
            self.fields[f"{test}_evidence"] = text(_("What shows it?"), limit=1000, rows=3)
            self.fields[f"{test}_evidence_url"] = LinkField(
                label=_("Link to it"),
                required=False,
                max_length=200,
                validators=[
                    URLValidator(["http", "https"], message=_("Enter a web address, like https://www.example.org"))
                ],
            )

    @property
    def about(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise}

    @property
    def groups(self):
        """Each statement with its three questions."""
        for test in Statement.Test:
            yield test, [self[f"{test}_{name}"] for name in ("is_true", "evidence", "evidence_url")]

    def clean(self):
        cleaned = super().clean()
        for test in Statement.Test:
            said, shown = cleaned.get(f"{test}_is_true"), self._shown(cleaned, test)
            if said == "yes" and not shown:
                self.add_error(
                    f"{test}_evidence", _("Say what shows it, or give a link: “%(test)s”") % {"test": test.label}
                )
            if not said and (shown or self.initial.get(f"{test}_is_true")):
                self.add_error(f"{test}_is_true", _("Answer yes or no: “%(test)s”") % {"test": test.label})
        return cleaned

    def answers(self) -> dict[str, Answer]:
        """What was answered; what was left open is left out."""
        given = self.cleaned_data
        return {
            test.value: Answer(
                is_true=given[f"{test}_is_true"] == "yes",
                evidence=given[f"{test}_evidence"],
                evidence_url=given[f"{test}_evidence_url"],
            )
            for test in Statement.Test
            if given[f"{test}_is_true"]
        }

    def _shown(self, cleaned: dict, test: str) -> bool:
        names = (f"{test}_evidence", f"{test}_evidence_url")
        return any(cleaned.get(name) or self.has_error(name) for name in names)


def _saved(test: str, statement: Statement | None) -> dict[str, str]:
    if statement is None:
        return {f"{test}_is_true": "", f"{test}_evidence": "", f"{test}_evidence_url": ""}
    return {
        f"{test}_is_true": "yes" if statement.is_true else "no",
        f"{test}_evidence": statement.evidence,
        f"{test}_evidence_url": statement.evidence_url,
    }


class CheckForm(PortalForm):
    """A coordinator's check of the four statements: confirmed until a date, or not, and why."""

    mark_optional = False  # what has to be filled in depends on what she found

    decision = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[(ACCEPT, _("All four are true, and I have seen what shows it")), (REFUSE, _("Something is missing"))],
        widget=forms.RadioSelect,
    )
    recheck_on = DateField(label=_("Check again on"), required=False)
    note = words(
        _("Note"),
        required=False,
        help_text=_("The enterprise reads this. If something is missing, say what."),
    )
    as_of = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["recheck_on"].help_text = _("At most 24 months from today. 12 months is usual.")
        for test in Statement.Test:
            self.fields[f"checked_{test}"] = forms.BooleanField(label=_("I have checked this"), required=False)

    def clean_as_of(self) -> datetime:
        """When the newest answer on the page was given. A page that says nothing sensible is out of date."""
        try:
            return datetime.fromisoformat(self.cleaned_data["as_of"])
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    @property
    def is_confirmed(self) -> bool:
        return self.cleaned_data["decision"] == ACCEPT

    @property
    def checked(self) -> list[str]:
        return [test.value for test in Statement.Test if self.cleaned_data.get(f"checked_{test}")]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == ACCEPT:
            self._check_confirmation(cleaned)
        elif cleaned.get("decision") == REFUSE and not cleaned.get("note") and not self.has_error("note"):
            self.add_error("note", _("Say what is missing"))
        return cleaned

    def _check_confirmation(self, cleaned: dict) -> None:
        for test in Statement.Test:
            if not cleaned.get(f"checked_{test}"):
                self.add_error(f"checked_{test}", _("Check this first: “%(test)s”") % {"test": test.label})
        day = cleaned.get("recheck_on")
        if day is None:
            if not self.has_error("recheck_on"):
                self.add_error("recheck_on", _("Enter the date of the next check"))
        elif not self.today < day <= recheck.latest(self.today):
            self.add_error("recheck_on", _("Enter a date in the future, at most 24 months from today"))
