"""Answering the statements of a step, choosing readers, and planning what is done next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.validators import URLValidator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.forms import DateField, LinkField, PortalForm, StampedForm, WholeTextField
from collab_portal.templatetags.components import paired_text
from socialvalue.practice import actions
from socialvalue.practice.actions import Said
from socialvalue.practice.five_steps import editions, showing
from socialvalue.practice.five_steps.editions import Statement
from socialvalue.practice.five_steps.facts import FACTS, Known
from socialvalue.practice.models import Assessment, Level, NextAction, Step

WEB_ADDRESS = URLValidator(schemes=["http", "https"], message=_("Enter a web address, like https://www.example.org"))
PARTS = ("level", "note", "link")
SHOWN = _("How could a visitor see that?")
LINK = _("A link that shows it")


class StepForm(StampedForm):
    """All statements of one step. Each may be left for another day."""

    def __init__(
        self,
        data=None,
        *,
        assessment: Assessment,
        step: Step,
        known: Mapping[str, Known],
        initial: dict[str, Any] | None = None,
    ):
        self.assessment, self.step, self.known = assessment, step, known
        self.statements = editions.edition(assessment.edition).of_step(step)
        saved = self.read()
        super().__init__(data, saved=saved, initial=saved if initial is None else initial)
        for statement in self.statements:
            self.fields |= _fields(statement, known)
        self.option_hints = {
            f"level-{each.code}": {str(int(shown.level)): paired_text(shown, "title") for shown in each.examples}
            for each in self.statements
        }

    @cached_property
    def helper(self) -> FormHelper:
        helper = super().helper
        names = ([f"{part}-{each.code}" for part in PARTS] for each in self.statements)
        helper.layout = Layout(*(Div(*each, css_class="app-statement") for each in names))
        return helper

    @property
    def about(self) -> dict[str, Any]:
        return {"assessment": self.assessment, "step": self.step, "known": self.known}

    def read(self) -> dict[str, Any]:
        said = {each.statement: each for each in self.assessment.answers.all()}
        return {
            f"{part}-{each.code}": getattr(said[each.code], part)
            for each in self.statements
            if each.code in said
            for part in PARTS
        }

    def clean(self) -> dict[str, Any]:
        """A word without a level would be lost."""
        for each in self.statements:
            _level, note, link = (self.cleaned_data.get(f"{part}-{each.code}") for part in PARTS)
            name = f"level-{each.code}"
            if (note or link) and name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, _("Choose how far you are, or leave out your words and the link"))
        return self.cleaned_data

    def save(self, *, by: User, at: datetime) -> None:
        answers = {
            each.code: Said(*(self.cleaned_data[f"{part}-{each.code}"] for part in PARTS)) for each in self.statements
        }
        actions.answer_step(assessment=self.assessment, answers=answers, by=by, at=at)


def _fields(statement: Statement, known: Mapping[str, Known]) -> dict[str, forms.Field]:
    title = paired_text(statement, "title")
    facts = [f"{FACTS[code].label}: {showing.figure(FACTS[code].unit, known.get(code))}" for code in statement.facts]
    level = forms.TypedChoiceField(
        label=title,
        help_text=" · ".join(facts),
        choices=Level.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    note = WholeTextField(
        label=_about(SHOWN, title),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    link = LinkField(label=_about(LINK, title), required=False, max_length=500, validators=[WEB_ADDRESS])
    return {f"{name}-{statement.code}": field for name, field in zip(PARTS, (level, note, link), strict=True)}


def _about(label, title: str) -> str:
    """The eye sees what a question belongs to; the ear is told."""
    return format_html('{} <span class="govuk-visually-hidden">({})</span>', label, title)


class ReadersForm(PortalForm):
    """Who else may read a closed assessment."""

    is_public = forms.BooleanField(
        label=_("Everybody may read it"),
        help_text=_("Levels, scores and what the portal knows. Your words, links and names stay with you."),
        required=False,
    )
    networks = forms.ModelMultipleChoiceField(
        label=_("These networks see your scores beside those of their other members"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mark_optional = False

    def __init__(self, *args, body: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.networks().filter(network_members__member=body).order_by("slug")
        self.fields["networks"].queryset = mine
        if not mine:
            del self.fields["networks"]


class ActionForm(PortalForm):
    """One next action. Its owner is somebody of the body."""

    step = forms.ChoiceField(label=_("For which step?"), choices=Step.choices)
    what = WholeTextField(label=_("What will you do?"), help_text=_("One thing that can be finished."), max_length=300)
    owner = forms.ModelChoiceField(
        label=_("Who sees to it?"),
        queryset=User.objects.none(),
        help_text=_("They get an e-mail when the day comes."),
    )
    due_on = DateField(label=_("By when?"), help_text=_("For example, 27 3 2027"))

    def __init__(self, *args, body: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(organisation=body).values("user")
        self.fields["owner"].queryset = User.objects.filter(pk__in=members, is_active=True).order_by("name", "pk")


class ChangeActionForm(ActionForm):
    """Also whether it is done."""

    state = forms.ChoiceField(label=_("How does it stand?"), choices=NextAction.State.choices, widget=forms.RadioSelect)
