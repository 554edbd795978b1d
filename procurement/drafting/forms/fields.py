"""Inputs that the draft needs: dates that may leave out the day, yes or no or not decided, places."""

import calendar
from datetime import date
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab_portal.forms import DateField, DateParts

YEARS = range(2000, 2101)
# Welsh has no one word for either: the answer echoes the verb of the question.
YES, NO = pgettext_lazy("is it so?", "Yes"), pgettext_lazy("is it so?", "No")


class Span(NamedTuple):
    """A day, or a whole month: its first and its last day."""

    first: date
    last: date


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def spans(earliest: date | None, latest: date | None) -> tuple[Span | None, Span | None]:
    """How a window is shown in two inputs: in months where it covers whole ones; one input where one says it all."""
    if earliest is None or latest is None:
        return None, None
    if earliest.day == 1 and latest == month_end(latest):
        first, last = Span(earliest, month_end(earliest)), Span(latest.replace(day=1), latest)
    else:
        first, last = Span(earliest, earliest), Span(latest, latest)
    return first, None if first == last else last


class RoughDateParts(DateParts):
    """Day, month and year; the day may stay empty."""

    def decompress(self, value: Span | None) -> list:
        if value is None:
            return ["", "", ""]
        day = value.first.day if value.first == value.last else ""
        return [day, value.first.month, value.first.year]


class RoughDateField(DateField):
    """A day, or a month where the day is left empty. `subject` names the date in its errors."""

    widget = RoughDateParts

    def __init__(self, *, subject, **kwargs):
        super().__init__(required=False, **kwargs)
        self.error_messages |= {
            "month": format_lazy(_("{subject}: the date must include a month"), subject=subject),
            "year": format_lazy(_("{subject}: the date must include a year"), subject=subject),
            "short_year": format_lazy(_("{subject}: the year must have 4 digits, like 2027"), subject=subject),
            "real": format_lazy(_("{subject}: enter a real date, like 17 3 2027 or only 3 2027"), subject=subject),
            "far": format_lazy(_("{subject}: the year must be between 2000 and 2100"), subject=subject),
        }

    def to_python(self, value) -> Span | None:
        if value is None or isinstance(value, Span):
            return value
        day, *rest = [str(part or "").strip() for part in value]
        is_month = not day and any(rest)
        found = super().to_python(["1", *rest] if is_month else [day, *rest])
        if found is None:
            return None
        if found.year not in YEARS:
            raise ValidationError(self.error_messages["far"], code="year")
        return Span(found, month_end(found) if is_month else found)


class UndecidedField(forms.TypedChoiceField):
    """Yes, no, or not decided yet: what is unknown stays unknown."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        choices = [("True", YES), ("False", NO), ("", _("Not decided yet"))]
        super().__init__(
            choices=choices, coerce=lambda value: value == "True", empty_value=None, required=False, **kwargs
        )
