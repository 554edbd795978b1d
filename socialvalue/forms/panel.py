"""Naming a panel, declaring interests, and giving points with their reasons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import PortalForm, StampedForm, text
from collab_portal.templatetags.words import paired
from socialvalue.actions.panel import Given
from socialvalue.models import Criteria, PanelMember
from socialvalue.scoring import Level

REASON = 4000


class MemberForm(PortalForm):
    """Somebody with an account: one of our own people, or whoever the address belongs to."""

    mark_optional = False

    role = forms.ChoiceField(
        label=_("What is the person asked to do?"), choices=PanelMember.Role, widget=forms.RadioSelect
    )
    person = forms.ModelChoiceField(
        label=_("One of your people"), queryset=User.objects.none(), required=False, empty_label=_("Choose")
    )
    email = forms.EmailField(
        label=_("Or the e-mail address of somebody else with an account"), required=False, max_length=254
    )

    option_hints = {
        "role": {
            "evaluator": _("Reads the offers, and gives points alone. Three evaluators are usual."),
            "moderator": _("Leads the panel to what it agrees on, and writes it down."),
        }
    }

    def __init__(self, *args, criteria: Criteria, **kwargs):
        super().__init__(*args, **kwargs)
        ours = User.objects.filter(is_active=True, memberships__organisation=criteria.lot.opportunity.buyer_id)
        self.fields["person"].queryset = ours.exclude(pk__in=criteria.panel.values("user")).order_by("name", "email")

    def clean(self):
        cleaned = super().clean()
        person, email = cleaned.get("person"), cleaned.get("email")
        if bool(person) == bool(email):
            if not self.errors:
                self.add_error("person", _("Choose one of your people, or enter one e-mail address"))
        elif email:
            cleaned["person"] = User.objects.filter(email=email.lower(), is_active=True).first()
            if cleaned["person"] is None:
                words = _("Nobody has an account with this address. Ask the person to make one first")
                self.add_error("email", words)
        return cleaned


class StandDownForm(PortalForm):
    because = text(_("Why?"), limit=500, rows=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].required = True


class InterestForm(PortalForm):
    """Asked of each of the panel, with the names of the bidders and before an offer is read."""

    mark_optional = False

    has_interest = forms.ChoiceField(
        label=_("Do you have an interest in any of these bidders?"),
        choices=[("no", _("No, none")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say if you have an interest")},
    )
    interest = text(_("If yes: what is it?"), limit=2000, rows=4)

    option_hints = {
        "has_interest": {
            "no": _("Nobody near to you works for them, owns a part of them, or gains if they win."),
            "yes": _("You then take no part, and somebody else can be asked. Thank you for saying so."),
        }
    }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("has_interest") == "yes" and not cleaned.get("interest"):
            self.add_error("interest", _("Say in a few words what your interest is"))
        return cleaned


@dataclass(frozen=True)
class Row:
    """One thing that gets points, and the two inputs for it."""

    pk: int
    title: str
    points: forms.BoundField
    reason: forms.BoundField


class PointsForm(StampedForm):
    """Points on the frozen scale and a reason, for several things at once, by the number of each.

    `given` is what is kept now. `is_draft`: half may be saved. `asks_why`: a change needs its reason.
    """

    def __init__(
        self,
        data=None,
        *,
        things: Sequence[tuple[int, str]],
        levels: Sequence[Level],
        given: Mapping[int, Given],
        is_draft: bool = False,
        asks_why: bool = False,
        hint: str = "",
        initial: dict[str, Any] | None = None,
    ):
        self.things, self.levels, self.given = things, levels, given
        self.is_draft, self.asks_why, self.hint = is_draft, asks_why, hint
        saved = {}
        for pk, _title in things:
            kept = given.get(pk, Given(None, ""))
            saved |= {f"points_{pk}": _plain(kept.points), f"reason_{pk}": kept.reason}
        super().__init__(data, saved=saved, initial=saved if initial is None else initial)
        choices = [(_plain(each.score), _named(each)) for each in levels]
        means = {_plain(each.score): paired(each, "text")[0] for each in levels}
        self.option_hints = {}
        for pk, title in things:
            self.fields[f"points_{pk}"] = _points(title, choices)
            label = gettext("Reason: %(what)s") % {"what": title}
            self.fields[f"reason_{pk}"] = text(label, limit=REASON, rows=4, help_text=hint)
            self.option_hints[f"points_{pk}"] = means
        if asks_why:
            self.fields["because"] = text(gettext("Why do you change it?"), limit=1000, rows=3)

    @property
    def about(self) -> dict[str, Any]:
        names = ("things", "levels", "given", "is_draft", "asks_why", "hint")
        return {name: getattr(self, name) for name in names}

    @property
    def rows(self) -> Iterator[Row]:
        for pk, title in self.things:
            yield Row(pk, title, self[f"points_{pk}"], self[f"reason_{pk}"])

    @property
    def entered(self) -> dict[int, Given]:
        """What was entered and differs from what is kept."""
        found = {}
        for pk, _title in self.things:
            points = self.cleaned_data.get(f"points_{pk}") or ""
            each = Given(Decimal(points) if points else None, self.cleaned_data.get(f"reason_{pk}", ""))
            if each != self.given.get(pk, Given(None, "")):
                found[pk] = each
        return found

    @property
    def is_empty(self) -> bool:
        """There is nothing to keep, neither from before nor now."""
        return not self.given and not self.entered

    def clean(self):
        cleaned = super().clean()
        if not self.is_draft and not self.errors:
            for pk, title in self.things:
                self._require_both(pk, title)
        if self.asks_why and not self.errors and not cleaned.get("because") and self._changes_what_is_kept:
            self.add_error("because", gettext("Say why you change it"))
        return cleaned

    @property
    def _changes_what_is_kept(self) -> bool:
        return any(pk in self.given for pk in self.entered)

    def _require_both(self, pk: int, title: str) -> None:
        """What was given stays; what was not may wait, but points and reason come together."""
        points, reason = self.cleaned_data.get(f"points_{pk}"), self.cleaned_data.get(f"reason_{pk}")
        if not points and (reason or pk in self.given):
            self.add_error(f"points_{pk}", gettext("Give points: %(what)s") % {"what": title})
        if not reason and (points or pk in self.given):
            self.add_error(f"reason_{pk}", gettext("Give your reason: %(what)s") % {"what": title})


class ReasonForm(PortalForm):
    """Why there is another result."""

    reason = text(_("Why is there another result?"), limit=1000, rows=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class EqualsForm(PortalForm):
    """Several share the first place by the published rule: who has the award, and what was done to decide that."""

    ALL = "all"

    winner = forms.ChoiceField(label=_("Who has the award?"), widget=forms.RadioSelect)
    because = text(
        _("What did you do to decide, and why?"),
        limit=2000,
        rows=4,
        help_text=_("It stands in the award report, and in the letters to those who share the place."),
    )

    def __init__(self, *args, equals: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["winner"].choices = [*equals.items(), (self.ALL, _("All of them: the contract has room for it"))]
        self.fields["because"].required = True
        self.fields["because"].error_messages["required"] = _("Say what you did to decide, and why")

    @property
    def said(self) -> dict[str, Any]:
        """`winner` is the number of an offer, or None for all of them."""
        winner = self.cleaned_data["winner"]
        return {"winner": None if winner == self.ALL else int(winner), "because": self.cleaned_data["because"]}


def _points(title: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    words = {"what": title}
    return forms.ChoiceField(
        label=gettext("Points: %(what)s") % words,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext("Choose one of the levels of the scale: %(what)s") % words},
    )


def _named(level: Level) -> str:
    name = paired(level, "name")[0]
    return f"{_plain(level.score)} – {name}" if name else _plain(level.score)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
