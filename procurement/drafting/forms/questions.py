"""Inputs for the terms of a contract: named as the change log names them, and open until somebody decides."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab_portal.forms import MoneyField, text
from procurement.drafting.forms.fields import UndecidedField
from procurement.wording import LABELS

NONE_ASKED = _("Enter 0 if none is asked.")
MOST = 999


class StatementField(UndecidedField):
    """Whether a statement is so."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        yes, no = pgettext_lazy("the statement is so", "Yes"), pgettext_lazy("the statement is so", "No")
        self.choices = [("True", yes), ("False", no), ("", _("Not decided yet"))]


def is_so(name: str, hint="") -> StatementField:
    return StatementField(label=LABELS[name], help_text=hint)


def number(name: str, hint="", *, most: int = MOST) -> forms.IntegerField:
    return forms.IntegerField(
        label=LABELS[name],
        help_text=hint,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )


def pounds(name: str, hint="") -> MoneyField:
    return MoneyField(label=LABELS[name], help_text=hint, required=False)


def one_of(name: str, choices: type[TextChoices], hint="") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=LABELS[name],
        help_text=hint,
        choices=[*choices.choices, ("", _("Not decided yet"))],
        widget=forms.RadioSelect,
        required=False,
    )


def reason(name: str) -> forms.CharField:
    return text(LABELS[name], limit=2_000, language=name[-2:], rows=4)
