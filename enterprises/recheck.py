"""How long a check holds, and when people are told that something runs out. Days are days in Wales."""

import calendar
from datetime import date

MONTHS, MOST_MONTHS = 12, 24
REMIND = (30, 7)  # days before


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last: 29 February 2028 and a year later is 28 February 2029."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def usual(on: date) -> date:
    """Until when a check made on that day holds, unless the coordinator says otherwise."""
    return months_later(on, MONTHS)


def latest(on: date) -> date:
    return months_later(on, MOST_MONTHS)


def has_run_out(last_day: date, *, on: date) -> bool:
    """It holds to the end of its last day."""
    return last_day < on


def reminder_due(last_day: date, *, on: date) -> int | None:
    """Which reminder belongs to that day: 30 or 7, or none. A day on which nothing ran loses no reminder."""
    left = (last_day - on).days
    first, second = REMIND
    if second < left <= first:
        return first
    return second if 0 <= left <= second else None
