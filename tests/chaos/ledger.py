"""What the people in the load were told, written down on their side: the auditor compares it with what is there."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Said:
    """One thing that somebody sent, and whether the portal said that it has it."""

    content: str
    sent_at: float
    is_known: bool = False  # the portal said yes


@dataclass
class Request:
    began: float
    ended: float
    what: str
    status: int  # 0: no answer at all
    reason: str = ""

    def __str__(self):
        return f"{self.what} {self.status or self.reason}"


@dataclass
class Ledger:
    """Shared by all threads of the load."""

    published: dict[str, bool] = field(default_factory=dict)  # by reference: whether the officer was told so
    offers: dict[tuple[str, str], list[Said]] = field(default_factory=dict)  # by opportunity and bidder
    documents: dict[str, Said] = field(default_factory=dict)  # by title; the content is a hash
    owners: dict[str, str] = field(default_factory=dict)  # of documents: the slug of the enterprise
    lists: dict[str, bool] = field(default_factory=dict)  # by name: whether the coordinator was told that it goes in
    looks: int = 0  # at offers before their deadline
    seen_early: list[str] = field(default_factory=list)
    too_late: list[str] = field(default_factory=list)  # offers taken after their deadline
    surprises: list[str] = field(default_factory=list)  # answers that nobody expected
    counts: Counter = field(default_factory=Counter)
    failures: list[Request] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, request: Request) -> None:
        """Every request, whatever came of it."""
        with self.lock:
            self.counts["requests"] += 1
            if request.status == 0 or request.status >= 500:
                self.failures.append(request)
            else:
                took = request.ended - request.began
                self.slowest[request.what] = max(self.slowest.get(request.what, 0), took)

    @contextmanager
    def held(self) -> Iterator["Ledger"]:
        with self.lock:
            yield self


class Troubles:
    """When web pages may fail: while a fault that concerns them lasts."""

    def __init__(self):
        self.times: list[tuple[float, float]] = []
        self.since: float | None = None

    def begin(self) -> None:
        self.since = self.since or time.time()

    def end(self, *, grace: float) -> None:
        """`grace` is for what was on its way, and for the first that come afterwards."""
        if self.since is not None:
            self.times.append((self.since, time.time() + grace))
            self.since = None

    def explain(self, request: Request) -> bool:
        times = [*self.times, (self.since, time.time())] if self.since else self.times
        return any(request.began <= until and request.ended >= since for since, until in times)
