"""What an enterprise has to do, counted backwards from the deadlines of its plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

PARTNER_WEEKS = 8  # before the deadline a partner should be found


class Kind(StrEnum):
    """What there is to do. Where two are due on one day, the first of these comes first."""

    VERIFICATION = "verification"
    INSURANCE = "insurance"
    DOCUMENT = "document"
    BADGE = "badge"
    PARTNER = "partner"
    EVENT = "event"
    QUESTIONS = "questions"
    BID = "bid"


ORDER = list(Kind)


@dataclass(frozen=True)
class Paper:
    """Something that runs out: an insurance, a policy, a badge, or being verified. Its last day is `until`."""

    kind: Kind
    name: str
    until: date
    url: str = ""


@dataclass(frozen=True)
class Meeting:
    """An event the buyer holds. Its last day for booking is `book_by`."""

    reference: str
    name: str
    book_by: date
    url: str = ""
    is_booked: bool = False


@dataclass(frozen=True)
class Target:
    """An opportunity of the plan, as far as one has to get ready for it. What is not known is None."""

    key: str
    closes_on: date | None = None
    starts_on: date | None = None
    is_won: bool = False
    value: Decimal | None = None
    has_partners: bool = False
    questions_until: date | None = None
    meetings: tuple[Meeting, ...] = ()
    weeks: int = 4
    done: frozenset[str] = frozenset()

    def is_open(self, today: date) -> bool:
        """A bid can still be made."""
        return not self.is_won and (self.closes_on is None or self.closes_on >= today)

    def needed_until(self, today: date) -> date | None:
        """Until when papers must hold: to the deadline, and to the first day of the contract."""
        ahead = [day for day in (self.closes_on, self.starts_on) if day and day >= today]
        return max(ahead, default=None)


@dataclass(frozen=True)
class Task:
    """One thing to do. `due_on` is empty where the deadline is not known yet.

    `about` are the keys of its opportunities, the most pressing first. `mark` is what ticking it writes down; without
    one it goes away once it is done where `url` leads. `counts_to` is the day it is counted back from.
    """

    kind: Kind
    due_on: date | None
    about: tuple[str, ...]
    name: str = ""
    url: str = ""
    mark: str = ""
    counts_to: date | None = None
    is_done: bool = False

    def is_late(self, today: date) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < today


def tasks(targets: Iterable[Target], papers: Iterable[Paper], *, largest: Decimal | None, today: date) -> list[Task]:
    """All of them, by the day on which they are due; those without a day follow, and those done come last.

    `largest` is the largest lot the enterprise takes alone.
    """
    targets = list(targets)
    found = [task for paper in papers for task in _renewing(paper, targets, today)]
    for target in targets:
        if target.is_open(today):
            found += [*_partner(target, largest), *_bid(target), *_questions(target, today), *_events(target, today)]
    return sorted(found, key=_pressing)


def _renewing(paper: Paper, targets: list[Target], today: date) -> Iterator[Task]:
    """Once for each paper, however many opportunities need it."""
    needed = [(until, each.key) for each in targets if (until := each.needed_until(today)) and paper.until < until]
    if needed:
        first = min(until for until, _key in needed)
        keys = tuple(key for _until, key in sorted(needed))
        yield Task(paper.kind, paper.until, keys, paper.name, paper.url, counts_to=first)


def _partner(target: Target, largest: Decimal | None) -> Iterator[Task]:
    if largest is None or target.value is None or target.value <= largest or target.has_partners:
        return
    due = target.closes_on - timedelta(weeks=PARTNER_WEEKS) if target.closes_on else None
    yield _ticked(target, Kind.PARTNER, due, counts_to=target.closes_on)


def _bid(target: Target) -> Iterator[Task]:
    if target.closes_on:
        due = target.closes_on - timedelta(weeks=target.weeks)
        yield _ticked(target, Kind.BID, due, counts_to=target.closes_on)


def _questions(target: Target, today: date) -> Iterator[Task]:
    if target.questions_until and target.questions_until >= today:
        yield _ticked(target, Kind.QUESTIONS, target.questions_until)


def _events(target: Target, today: date) -> Iterator[Task]:
    for meeting in target.meetings:
        if meeting.book_by >= today and not meeting.is_booked:
            mark = f"{Kind.EVENT}-{meeting.reference}"
            yield _ticked(target, Kind.EVENT, meeting.book_by, mark=mark, name=meeting.name, url=meeting.url)


def _ticked(target: Target, kind: Kind, due: date | None, *, mark: str = "", **more) -> Task:
    mark = mark or kind.value
    return Task(kind, due, (target.key,), mark=mark, is_done=mark in target.done, **more)


def _pressing(task: Task) -> tuple:
    return task.is_done, task.due_on is None, task.due_on or date.max, ORDER.index(task.kind), task.about, task.name
