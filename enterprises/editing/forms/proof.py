"""What others can trust: register numbers, insurances, badges, standing for reserved lots."""

from crispy_forms.layout import Div
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import MoneyField, text
from enterprises import actions
from enterprises.editing.forms.about import link
from enterprises.editing.forms.base import LineForm, PastDate, day
from enterprises.editing.forms.questions import AsksNumber
from enterprises.lookups import badges
from enterprises.models import Insurance, Standing
from enterprises.register_numbers import REGISTERS


class NumberForm(AsksNumber, LineForm):
    """A register and the number under which it knows the enterprise."""

    columns = ("scheme", "value")

    scheme = forms.ChoiceField(
        label=_("Which register?"),
        choices=[(each.scheme, each.name) for each in REGISTERS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the register")},
    )
    value = forms.CharField(
        label=_("Number"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-10"}),
        error_messages={"required": _("Enter the number")},
    )

    option_hints = {
        "scheme": {
            each.scheme: format_lazy(_("For example {number}"), number=each.example) for each in REGISTERS.values()
        }
    }
    taken = _("%(number)s is the number of %(name)s in our records. Check it, or tell us that we are wrong")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("scheme") and cleaned.get("value"):
            self.check_number(cleaned, own=self.enterprise.organisation)
        return cleaned

    def save(self, *, by: User) -> None:
        try:
            actions.put_number(enterprise=self.enterprise, by=by, number=self.record, **self.answers)
        except actions.NumberTaken as taken:
            self.refuse_number(taken.organisation)


class InsuranceForm(LineForm):
    """A cover that holds today: one that has run out protects nobody, and is not taken."""

    columns = ("kind", "cover", "expires_on")

    kind = forms.ChoiceField(
        label=_("What kind of insurance?"),
        choices=Insurance.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of insurance")},
    )
    cover = MoneyField(
        label=_("Up to how much does it cover?"),
        min_value=1,
        max_digits=12,
        decimal_places=0,
        help_text=_("For one claim, as it stands on the certificate. For example 5,000,000."),
        error_messages={
            "required": _("Enter how much the insurance covers"),
            "max_decimal_places": _("Enter whole pounds, without pence"),
        },
    )
    expires_on = day(_("When does it run out?"))

    def clean(self):
        cleaned = super().clean()
        second = _("You have told us of this insurance already. Change that one, or choose another kind")
        self.refuse_second("kind", self.enterprise.insurances, second)
        what = dict(Insurance.Kind.choices).get(cleaned.get("kind", ""), _("Insurance"))
        ends = cleaned.get("expires_on")
        if ends is None and "expires_on" not in self.errors:
            self.add_error("expires_on", format_lazy(_("{what}: enter the day on which it runs out"), what=what))
        elif ends and ends < self.today:
            self.add_error("expires_on", PastDate.say(PastDate.ENDED, what, ends))
        return cleaned

    def save(self, *, by: User) -> None:
        actions.put_insurance(enterprise=self.enterprise, by=by, insurance=self.record, **self.answers)


class BadgeForm(LineForm):
    """A mark from somebody else, with where it can be looked up."""

    columns = ("kind", "number", "evidence_url", "awarded_on", "expires_on")

    kind = forms.ChoiceField(
        label=_("Which badge?"),
        choices=badges.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the badge")},
    )
    number = text(_("Certificate or member number (optional)"), limit=60)
    evidence_url = link(_("Where can it be looked up? (optional)"), _("The page of whoever gave it that names you."))
    awarded_on = day(_("When was it given? (optional)"))
    expires_on = day(_("When does it run out? (optional)"), _("Leave it empty if it holds until it is taken away."))

    sections = [
        (_("The badge"), ["kind", "number", "evidence_url"]),
        (_("How long it holds"), [Div("awarded_on", "expires_on", css_class="app-pair")]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.option_hints = {"kind": {code: each.in_short for code, each in badges.BADGES.items()}}

    def clean(self):
        cleaned = super().clean()
        self.refuse_second(
            "kind", self.enterprise.badges, _("You have this badge already. Change that one, or choose another")
        )
        what = badges.BADGES.get(cleaned.get("kind", ""), _("Badge"))
        given, ends = cleaned.get("awarded_on"), cleaned.get("expires_on")
        if given and given > self.today:
            self.add_error("awarded_on", PastDate.say(PastDate.FUTURE, what))
        if given and ends and ends <= given:
            self.add_error("expires_on", PastDate.say(PastDate.BACKWARDS, what))
        elif ends and ends < self.today:
            self.add_error("expires_on", PastDate.say(PastDate.ENDED, what, ends))
        return cleaned

    def save(self, *, by: User) -> None:
        actions.put_badge(enterprise=self.enterprise, by=by, badge=self.record, **self.answers)


class StandingForm(LineForm):
    """What lets an enterprise bid where others may not: nothing is taken without what shows it."""

    columns = ("kind", "evidence", "evidence_url")

    kind = forms.ChoiceField(
        label=_("What are you?"),
        choices=Standing.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you are")},
    )
    evidence = text(
        _("What shows it?"), limit=1000, rows=5, help_text=_("For example how many of your staff are disabled.")
    )
    evidence_url = link(_("Link to it (optional)"))

    option_hints = {
        "kind": {
            "supported-employment": _(
                "30 per cent or more of your staff are disabled or disadvantaged (Procurement Act 2023, section 32)"
            ),
            "mutual": _("You left the public sector, and your staff share in running you (section 33)"),
            "community": _("You are rooted in one place, and answer to the people there"),
        }
    }

    def clean(self):
        cleaned = super().clean()
        second = _("You have stated this already. Change that one, or choose another")
        self.refuse_second("kind", self.enterprise.standings, second)
        if not cleaned.get("evidence") and "evidence" not in self.errors:
            what = dict(Standing.Kind.choices).get(cleaned.get("kind", ""), _("Standing"))
            self.add_error("evidence", format_lazy(_("{what}: say what shows it"), what=what))
        return cleaned

    def save(self, *, by: User) -> None:
        actions.put_standing(enterprise=self.enterprise, by=by, on=self.today, standing=self.record, **self.answers)
