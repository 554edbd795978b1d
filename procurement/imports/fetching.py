"""Reading a service to the present, page by page, so that nothing is lost, doubled or read for nothing.

How far it came is written in the transaction that takes a page in. A period that is not over, or only just, is read
but not left: the next run reads it again, and what it knows already is unchanged. What the service does not give is
a gap; three in a row, and it is left in peace until the next run.
"""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from procurement.imports.asking import Asker, NoAnswer, OutOfTime
from procurement.imports.files import Import
from procurement.imports.report import Kind, Row
from procurement.imports.sources import Period, Source
from procurement.models import NoticeSource

SETTLED = timedelta(hours=1)  # after its end a period may still get notices that were a little late
MOST_FAILURES = 3


class NotBegun(Exception):
    """Nobody has said from when on this service is to be read."""


class Overtaken(Exception):
    """Another run reads the same service at the moment."""


class Fetch:
    """One run for one service."""

    def __init__(self, source: Source, *, asker: Asker, run: Import):
        self.source = source
        self.asker = asker
        self.run = run
        self.pages = 0
        self.failures: list[str] = []

    def read(self, *, since: date | None) -> bool:
        """Read up to the present. False where a part is missing that the next run will ask for again."""
        state = self._state(since)
        try:
            self._fill(state)
            self._go_on(state)
        except OutOfTime:
            self.failures.append("the time for this run is over")
        return not self.failures

    def _state(self, since: date | None) -> NoticeSource:
        """Where the last run stopped. An earlier date than ever before starts again from there."""
        state = NoticeSource.objects.filter(key=self.source.key).first()
        if state and (since is None or since >= state.since):
            return state
        if since is None:
            raise NotBegun
        position = self.source.period(datetime.combine(since, time.min, UTC)).starts_at
        begun = {"since": since, "position": position, "part": self.source.parts[0], "cursor": "", "gaps": []}
        return NoticeSource.objects.update_or_create(key=self.source.key, defaults=begun)[0]

    def _fill(self, state: NoticeSource) -> None:
        """Ask again for what was missing."""
        in_a_row = 0
        for gap in list(state.gaps):
            if in_a_row == MOST_FAILURES:
                return
            starts_at, part, cursor = gap
            period = self.source.period(datetime.fromisoformat(starts_at))
            try:
                for content, _following in self._pages(period, part, cursor):
                    self._take(content, period)
            except NoAnswer as error:
                self._say(period, part, error)
                in_a_row += 1
                continue
            in_a_row = 0
            self._move(state, gaps=[each for each in state.gaps if each != gap])

    def _go_on(self, state: NoticeSource) -> None:
        in_a_row = 0
        while state.position < self.run.at and in_a_row < MOST_FAILURES:
            period = self.source.period(state.position)
            if period.ends_at + SETTLED > self.run.at:
                self._look_at_the_rest(period)
                return
            try:
                self._read_part(state, period)
                in_a_row = 0
            except NoAnswer as error:
                self._say(period, state.part, error)
                in_a_row += 1
                gap = [period.starts_at.isoformat(), state.part, state.cursor]
                self._move(state, **self._after(state, period), gaps=[*state.gaps, gap])

    def _read_part(self, state: NoticeSource, period: Period) -> None:
        for content, following in self._pages(period, state.part, state.cursor):
            with transaction.atomic():
                self._take(content, period)
                self._move(state, **(self._after(state, period) if following is None else {"cursor": following}))

    def _look_at_the_rest(self, period: Period) -> None:
        """Read what goes on, or may get late notices: nothing is noted, so it is read again."""
        in_a_row = 0
        while period.starts_at < self.run.at:
            for part in self.source.parts:
                try:
                    for content, _following in self._pages(period, part, ""):
                        self._take(content, period)
                    in_a_row = 0
                except NoAnswer as error:
                    self._say(period, part, error)
                    in_a_row += 1
                if in_a_row == MOST_FAILURES:
                    return
            period = self.source.period(period.ends_at)

    def _pages(self, period: Period, part: str, cursor: str) -> Iterator[tuple[bytes, str | None]]:
        """Each page with the cursor of the next. A service that leads in a circle is not followed."""
        seen = {cursor}
        while True:
            content = self.asker.ask(self.source.address(period, part, cursor))
            self.pages += 1
            following = self.source.following(content)
            if not following:
                yield content, None
                return
            if following in seen:
                yield content, cursor
                raise NoAnswer("the next page is one that was read before")
            yield content, following
            cursor = following
            seen.add(cursor)

    def _take(self, content: bytes, period: Period) -> None:
        self.run.take(io.BytesIO(content), f"{self.source.key} {period.starts_at:%Y-%m-%d %H:%M}")

    def _after(self, state: NoticeSource, period: Period) -> dict:
        """Where to go on when this part of the period is read."""
        parts = self.source.parts
        place = parts.index(state.part) + 1 if state.part in parts else len(parts)
        if place < len(parts):
            return {"part": parts[place], "cursor": ""}
        return {"position": period.ends_at, "part": parts[0], "cursor": ""}

    def _move(self, state: NoticeSource, **changes) -> None:
        """Note how far it came. Where another run came first, this page is not taken in again."""
        was = {name: getattr(state, name) for name in ("position", "part", "cursor", "gaps")}
        changes["read_at"] = self.run.at
        if not NoticeSource.objects.filter(pk=state.pk, **was).update(**changes):
            raise Overtaken
        for name, value in changes.items():
            setattr(state, name, value)

    def _say(self, period: Period, part: str, error: NoAnswer) -> None:
        kind = f" type {part}" if part else ""
        self.failures.append(f"{period.starts_at:%Y-%m-%d %H:%M}{kind}: {error}")
        self.run.tell(self.source.key, Row(Kind.FILE, self.failures[-1]))
