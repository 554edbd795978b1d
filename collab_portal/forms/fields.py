"""Dates and money as people write them."""

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


@dataclass(frozen=True)
class Part:
    """One input of a date."""

    name: str
    label: str
    width: int


DAY, MONTH, YEAR = Part("day", _("Day"), 2), Part("month", _("Month"), 2), Part("year", _("Year"), 4)


class DateParts(forms.MultiWidget):
    """Day, month and year, each in an input of its own."""

    parts = (DAY, MONTH, YEAR)
    use_fieldset = True

    def __init__(self, attrs=None):
        text = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({part.name: forms.TextInput(attrs=text) for part in self.parts}, attrs)

    def decompress(self, value: date | None) -> list:
        return [getattr(value, part.name) if value else "" for part in self.parts]

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class MonthParts(DateParts):
    """Month and year."""

    parts = (MONTH, YEAR)


class DateField(forms.Field):
    """A day. An error says which part is missing, and names it in `code` so that only that input is marked."""

    widget = DateParts
    default_error_messages = {
        "required": _("Enter a date"),
        "day": _("The date must include a day"),
        "month": _("The date must include a month"),
        "year": _("The date must include a year"),
        "short_year": _("The year must have 4 digits, for example 2027"),
        "real": _("The date must be a real date, for example 27 3 2027"),
    }

    def to_python(self, value) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        given = dict(zip([part.name for part in self.widget.parts], [str(v or "").strip() for v in value], strict=True))
        if not any(given.values()):
            return None
        missing = [name for name, text in given.items() if not text]
        if missing:
            raise ValidationError([ValidationError(self.error_messages[name], code=name) for name in missing])
        if len(given["year"]) != 4:
            raise ValidationError(self.error_messages["short_year"], code="year")
        try:
            return self.build(int(given["year"]), month_number(given["month"]), given)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["real"], code="real") from None

    def build(self, year: int, month: int, given: dict[str, str]) -> date:
        return date(year, month, int(given["day"]))

    def has_changed(self, initial, data) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class MonthField(DateField):
    """A month, kept as its first day; or as its last with `last_day=True`, for the end of a window."""

    widget = MonthParts
    default_error_messages = {
        "required": _("Enter a month and a year"),
        "real": _("The month must be a real month, for example 3 2027"),
    }

    def __init__(self, *, last_day: bool = False, **kwargs):
        self.last_day = last_day
        super().__init__(**kwargs)

    def build(self, year: int, month: int, given: dict[str, str]) -> date:
        first = date(year, month, 1)
        return first.replace(day=calendar.monthrange(year, month)[1]) if self.last_day else first


def month_number(text: str) -> int:
    """7, or July, Jul, Gorffennaf."""
    if text.isdecimal():
        return int(text)
    for language in ("en", "cy"):
        with override(language):
            for number, name in MONTHS.items():
                if len(text) >= 3 and str(name).lower().startswith(text.lower()):
                    return number
    raise ValueError(text)


class MoneyInput(forms.TextInput):
    """Pounds, with the sign before the input."""

    prefix = "£"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "class": "govuk-input--width-10", **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, (int, Decimal)):
            return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
        return super().format_value(value)


class MoneyField(forms.DecimalField):
    """An amount as people write it: £1,200,000 or 1200000."""

    widget = MoneyInput
    default_error_messages = {
        "required": _("Enter an amount in pounds"),
        "invalid": _("Enter an amount in pounds, like 45,000"),
        "min_value": _("Enter an amount of £%(limit_value)s or more"),
        "max_digits": _("Enter a smaller amount"),
        "max_whole_digits": _("Enter a smaller amount"),
        "max_decimal_places": _("Enter an amount in pounds and pence, like 33,721.50"),
    }

    def __init__(self, *, min_value=0, max_digits=14, decimal_places=2, **kwargs):
        super().__init__(min_value=min_value, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def widget_attrs(self, widget):
        return {}

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "")
        return super().to_python(value)
