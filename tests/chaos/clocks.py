"""Both changes of the clocks, lived through by two processes that are killed now and then; the mail server counts.

On every day something is published before breakfast, so every daily reader is owed one mail for each local date, also
for that of 23 and that of 25 hours, and a weekly one a mail on Monday.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from collab_portal.clock import WALES
from procurement import actions
from tests import build
from tests.bench.table import say
from tests.chaos.counting import Finding, still_open
from tests.chaos.mails import NAMED, text_of
from tests.chaos.portal import Portal
from tests.chaos.processes import Process, until
from tests.chaos.world import World

SUNDAYS = (date(2027, 3, 28), date(2027, 10, 31))
DAYS = 3  # from Saturday to Monday
PATIENCE = 60  # seconds for one moment
KILLS = 2  # at each change
CLOCKS = ("clock-1", "clock-2")


def change(portal: Portal, world: World, *, sundays: tuple[date, ...], step: timedelta) -> tuple[list[Finding], int]:
    """The findings, and how many processes were killed."""
    clocks = _Clocks(portal)
    try:
        references = [each for sunday in sundays for each in _weekend(clocks, world, sunday, step)]
        until(lambda: not still_open(portal)["mails waiting"], seconds=PATIENCE, what="killed clocks' mails went again")
    finally:
        clocks.stop()
    return list(_findings(portal, world, references, len(sundays))), clocks.killed


class _Clocks:
    """Two processes at the same moment, one of which is killed now and then."""

    def __init__(self, portal: Portal):
        self.portal, self.killed = portal, 0
        self.file = portal.folder / "moment"
        self.running: dict[str, Process] = {}

    def go_to(self, moment: datetime) -> None:
        """Until one of them has done all that is due then."""
        new = self.file.with_suffix(".new")
        new.write_text(moment.isoformat())
        new.replace(self.file)
        for name in CLOCKS:
            if name not in self.running:
                self._start(name)
        done, ends_at = self.file.with_suffix(".done"), time.monotonic() + PATIENCE
        while not done.exists() or f"{moment.isoformat()}\n" not in done.read_text():
            if time.monotonic() > ends_at:
                raise RuntimeError(f"nothing was done at {moment}: {self._log().read_text()[-2000:]}")
            time.sleep(0.02)

    def kill_one(self) -> None:
        self.running.pop(self.portal.chance.choice(CLOCKS)).kill()
        self.killed += 1

    def stop(self) -> None:
        for process in self.running.values():
            process.kill()

    def _start(self, name: str) -> None:
        command = [sys.executable, "-m", "tests.chaos.moved_clock", str(self.file)]
        known = self.portal.environment | {"DJANGO_SETTINGS_MODULE": "tests.chaos.production"}
        self.running[name] = Process(command, environment=known, log=self._log())

    def _log(self) -> Path:
        return self.portal.folder / "clocks.log"


def _weekend(clocks: _Clocks, world: World, sunday: date, step: timedelta) -> list[str]:
    moments = list(_moments(sunday, step))
    kills = set(clocks.portal.chance.sample(moments[2:-2], KILLS))
    references, published_on = [], None
    clocks.go_to(moments[0] - timedelta(minutes=1))  # what was due in the week before is made, and empty
    for moment in moments:
        local = moment.astimezone(WALES)
        if local.date() != published_on:
            references.append(_publish(world, moment))
            published_on = local.date()
        if moment in kills:
            clocks.kill_one()
        clocks.go_to(moment)
    say(f"The clocks changed on {sunday}: {len(moments)} moments.")
    return references


def _moments(sunday: date, step: timedelta) -> Iterator[datetime]:
    """From Saturday's first hour to Monday evening, evenly by the clock that nobody changes."""
    moment = datetime.combine(sunday - timedelta(days=1), datetime.min.time(), WALES).astimezone(UTC)
    last = datetime.combine(sunday + timedelta(days=1), datetime.min.time(), WALES) + timedelta(hours=18)
    while moment < last:
        yield moment
        moment += step
    yield last.astimezone(UTC)


def _publish(world: World, at: datetime) -> str:
    words = {"title_en": "Gwenyn", "title_cy": "Gwenyn"}
    begins = {
        **build.window("tender_start", at.date() + timedelta(days=90)),
        **build.window("contract_start", at.date() + timedelta(days=270)),
    }
    known = {"stage": "draft", "buyer": world.council, "by": world.publisher, "at": timezone.now()}
    draft = build.opportunity(**known, **words, **begins)
    actions.publish(opportunity=draft, by=world.publisher, at=at)
    return draft.reference


def _findings(portal: Portal, world: World, references: list[str], changes: int) -> Iterator[Finding]:
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    mails: dict[str, set[str]] = defaultdict(set)
    for mail in portal.sink.accepted():
        for reference in NAMED.findall(text_of(mail)):
            told[mail.recipient, reference].add(mail.message_id)
            mails[mail.recipient].add(mail.message_id)
    owed = {(reader, each) for reader in (*world.by_day, world.by_week) for each in references}
    yield Finding("publications missing in a digest, over a change of the clocks", len(owed), len(owed - told.keys()))
    wanted = dict.fromkeys(world.by_day, DAYS * changes) | {world.by_week: changes}
    wrong = [reader for reader, count in wanted.items() if len(mails[reader]) != count]
    remark = "; ".join(f"{len(mails[reader])} to {reader}, not {wanted[reader]}" for reader in wrong)
    yield Finding("digests too many or too few for the days", sum(wanted.values()), len(wrong), remark=remark)
