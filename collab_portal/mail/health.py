"""How the mail is doing, asked of PostgreSQL alone, so that the answer is true while Redis is away."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

OLDEST_DUE, LAST_TICK = 600, 120  # seconds

FIGURES = """
SELECT
    (SELECT count(*) FROM mail_delivery WHERE state = 'pending' AND due_at <= clock_timestamp()) AS waiting,
    (SELECT extract(epoch FROM clock_timestamp() - min(due_at))
       FROM mail_delivery WHERE state = 'pending' AND due_at <= clock_timestamp()) AS oldest_due_seconds,
    (SELECT count(*) FROM mail_delivery WHERE state IN ('claimed', 'sending')) AS in_hand,
    (SELECT count(*) FROM mail_delivery WHERE ambiguous > 0) AS ambiguous,
    (SELECT count(*) FROM mail_delivery WHERE state = 'failed') AS failed,
    (SELECT extract(epoch FROM clock_timestamp() - min(at)) FROM mail_tick) AS last_tick_seconds,
    (SELECT extract(epoch FROM clock_timestamp() - since) FROM mail_hold) AS off_seconds
"""


def figures() -> dict[str, Any]:
    """What `/readyz` and the staff page show."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES)
        names = [column.name for column in cursor.description]
        return {
            name: None if value is None else int(value) for name, value in zip(names, cursor.fetchone(), strict=True)
        }


def is_late(figures: dict[str, Any]) -> bool:
    """Whether somebody should look: something due is ten minutes old, or the clock has stood still for two."""
    tick = figures["last_tick_seconds"]
    return (figures["oldest_due_seconds"] or 0) > OLDEST_DUE or tick is None or tick > LAST_TICK


def oldest_due(figures: dict[str, Any]) -> str:
    """How long it has waited, in words."""
    seconds = figures["oldest_due_seconds"]
    return _("nothing is waiting") if seconds is None else _span(seconds)


def last_tick(figures: dict[str, Any]) -> str:
    """When the slowest clock last ran, in words."""
    seconds = figures["last_tick_seconds"]
    return _("it has not run yet") if seconds is None else _("%(span)s ago") % {"span": _span(seconds)}


def off(figures: dict[str, Any]) -> str:
    """For how long sending has been switched off, in words; empty while it is on."""
    seconds = figures["off_seconds"]
    return "" if seconds is None else _span(seconds)


def _span(seconds: int) -> str:
    return timesince(timezone.now() - timedelta(seconds=seconds), depth=1)


def ticked(name: str) -> None:
    """Note that a clock-driven task has just run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mail_tick (name, at) VALUES (%s, clock_timestamp())"
            " ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            [name],
        )
