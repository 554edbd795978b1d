"""One run of reading a service, as a person at a terminal or the clock starts it."""

import time
from collections.abc import Callable
from datetime import date, datetime

import structlog

from collab_portal.audit import trail
from collab_portal.celery import nudge
from procurement.imports.asking import Asker
from procurement.imports.fetching import Fetch, NotBegun, Overtaken
from procurement.imports.files import Import
from procurement.imports.report import Row
from procurement.imports.sources import SOURCES

log = structlog.get_logger(__name__)

NIGHT = range(1, 6)  # by the clock in Wales: when the services have little to do
SECONDS = 200  # of a turn: less than after which a task is ended


def fetch(
    key: str,
    *,
    since: date | None,
    at: datetime,
    with_alerts: bool,
    tell: Callable[[str, Row], None],
    seconds: float | None = None,
) -> Fetch:
    """Read one service, for so many seconds at most. Raises `NotBegun` and `Overtaken`."""
    source = SOURCES[key]
    until = None if seconds is None else time.monotonic() + seconds
    run = Import(at=at, tell=tell, with_alerts=with_alerts)
    fetched = Fetch(source, asker=Asker(pause=source.pause, too_many=source.too_many, until=until), run=run)
    fetched.read(since=since)
    counts = run.total
    trail.record("notices fetched", source=key, new=counts.new, changed=counts.changed, refused=counts.refused)
    if with_alerts:
        nudge("procurement.drain")
    return fetched


def fetch_by_night(keys: list[str], *, at: datetime) -> None:
    """A turn for each of these services. What does not fit into it is read in the next."""
    for key in keys:
        try:
            fetched = fetch(
                key, since=None, at=at, with_alerts=True, tell=lambda *_row: None, seconds=SECONDS / len(keys)
            )
        except (NotBegun, Overtaken) as error:
            log.info("notices not fetched", source=key, why=type(error).__name__)
            continue
        log.info("notices fetched", source=key, pages=fetched.pages, missing=len(fetched.failures))
