"""What the pages of a profile share: each may be left half done, and notices when somebody else was quicker."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.forms import DateField, StampedForm
from enterprises import actions
from enterprises.models import Enterprise


class ProfileForm(StampedForm):
    """One page. `columns` are the fields of the enterprise that it may change, `of_organisation` its organisation's."""

    columns: tuple[str, ...] = ()
    of_organisation: tuple[str, ...] = ()

    def __init__(self, data=None, *, enterprise: Enterprise, today: date, initial: dict[str, Any] | None = None):
        self.enterprise, self.today = enterprise, today
        saved = {name: getattr(enterprise, name) for name in self.columns}
        saved |= {name: getattr(enterprise.organisation, name) for name in self.of_organisation}
        super().__init__(data, saved=saved, initial=self.shown(saved) if initial is None else initial)

    @property
    def about(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise, "today": self.today}

    def save(self, *, by: User) -> None:
        answers = {name: self.cleaned_data[name] for name in (*self.of_organisation, *self.columns)}
        actions.amend_profile(enterprise=self.enterprise, by=by, **answers)


class LineForm(StampedForm):
    """One line of those that a profile may have any number of; `record` is None for a new one."""

    columns: tuple[str, ...] = ()

    def __init__(
        self,
        data=None,
        *,
        enterprise: Enterprise,
        today: date,
        record: Model | None = None,
        initial: dict[str, Any] | None = None,
    ):
        self.enterprise, self.today, self.record = enterprise, today, record
        saved = {name: getattr(record, name) for name in self.columns} if record else {}
        super().__init__(data, saved=saved, initial=self.shown(saved) if initial is None else initial)

    @property
    def about(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise, "today": self.today, "record": self.record}

    @property
    def answers(self) -> dict[str, Any]:
        """What was entered, as the line keeps it."""
        return {name: self.cleaned_data[name] for name in self.columns}

    def save(self, *, by: User) -> None:
        raise NotImplementedError

    def refuse_second(self, field: str, others, message) -> None:
        """There can be only one of this kind."""
        kind = self.cleaned_data.get(field)
        taken = others.filter(**{field: kind}).exclude(pk=self.record.pk if self.record else None)
        if kind and taken.exists():
            self.add_error(field, message)


class PastDate:
    """Words about a date, with the name of what it belongs to."""

    ENDED = _("{what}: this ran out on {on}. Enter the day on which what you have now runs out")
    BACKWARDS = _("{what}: it cannot run out before it was given. Change one of the two dates")
    FUTURE = _("{what}: this date is still to come. Enter today’s date or an earlier one")

    @staticmethod
    def say(message, what, on: date | None = None):
        return format_lazy(message, what=what, on=date_format(on, "j F Y") if on else "")


def day(label, help_text="", *, what="") -> DateField:
    """A date that may stay empty; its errors name `what` it belongs to."""
    field = DateField(label=label, help_text=help_text, required=False)
    if what:
        field.error_messages |= {
            code: format_lazy("{what}: {message}", what=what, message=message)
            for code, message in field.error_messages.items()
        }
    return field


def year(label, help_text="", *, required: bool = False) -> forms.IntegerField:
    """Four digits."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=1800,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "invalid": _("Enter the year with 4 digits, like 2019"),
            "min_value": _("Enter the year with 4 digits, like 2019"),
        },
    )
