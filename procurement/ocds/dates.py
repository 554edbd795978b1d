"""Days and moments, as OCDS writes them: British days, to the second and with their offset."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from collab_portal.clock import WALES

LAST_SECOND = time(23, 59, 59)


def day_start(day: date | None) -> str | None:
    return datetime.combine(day, time.min, WALES).isoformat() if day else None


def day_end(day: date | None) -> str | None:
    return datetime.combine(day, LAST_SECOND, WALES).isoformat() if day else None


def months_later(start: date, months: int) -> date:
    """The last day of a term that begins on `start`: twelve months from 1 April end on 31 March."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])) - timedelta(days=1)
