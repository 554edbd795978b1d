"""The storm: at random, seeded moments something is killed, paused, filled or cut, and comes back a little later."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import psycopg
from django.conf import settings

from tests.bench.table import say
from tests.chaos import disk
from tests.chaos.counting import ask
from tests.chaos.portal import WORKERS, Portal
from tests.chaos.processes import family
from tests.sink import Mood

SHORTEST, LONGEST = 1.5, 5.0  # seconds between two faults
MOOD_SECONDS = 4
SLOWEST = 2  # times as long, if few mails go out
FULL_SECONDS = 5
PAUSE_SECONDS = 1.3 * settings.MAIL_LEASE_SECONDS
BIGGEST = "SELECT max(pg_relation_size(oid)) FROM pg_class WHERE relkind IN ('r', 't')"
# How often each comes in one deck; a deck is shuffled, dealt to its end, and shuffled again.
DECK = {
    "worker": 3,
    "child of a worker": 2,
    "beat": 1,
    "web": 1,
    "child of web": 2,
    "Redis": 1,
    "Redis emptied": 1,
    "PostgreSQL": 1,
    "session of PostgreSQL": 1,
    "worker paused": 1,
    "mail refused": 1,
    "mail hangs": 1,
    "mail cut": 1,
    "disk of web full": 1,
    "disk of files full": 1,
}
DATABASE = ("PostgreSQL", "session of PostgreSQL")
# Where mail goes through a provider that stumbles by itself, and keeps what it took while it is away.
MAIL_DECK = {
    "worker": 3,
    "child of a worker": 3,
    "Redis": 1,
    "PostgreSQL": 1,
    "worker paused": 1,
    "provider away": 1,
}
# Each of these may have had a message in hand.
COSTS_A_SECOND_COPY = ("worker", "child of a worker", *DATABASE)
CONCERNS_PAGES = (
    "web",
    "child of web",
    "PostgreSQL",
    "session of PostgreSQL",
    "disk of web full",
    "disk of files full",
)
GRACE = 1  # for the first requests after it
WEB_FILES = 4_000_000  # bytes: its log fits, a large upload does not
LOOK_EVERY = 0.3


class Storm:
    """Deals out faults, and ends those that last for a while."""

    def __init__(self, portal: Portal, deck: dict[str, int], *, pace: float):
        self.portal, self.chance, self.kinds, self.pace = portal, portal.chance, deck, pace
        self.faults: Counter[str] = Counter()
        self.deck: list[str] = []
        self.lasting: dict[str, tuple[float, Callable[[], None]]] = {}
        self.began = self.look_at = time.monotonic()

    def rage(self, seconds: float, *, mails: int) -> None:
        """For so long; on a slow machine longer, until so many mails have gone out meanwhile."""
        began, wanted = time.monotonic(), len(self.portal.provider) + mails
        next_at = began + 1
        while (lasts := time.monotonic() - began) < SLOWEST * seconds:
            if lasts > seconds and len(self.portal.provider) >= wanted:
                break
            self.portal.supervise()
            self._relieve()
            self._look_for_calm()
            if time.monotonic() >= next_at:
                self._strike()
                next_at = time.monotonic() + self.pace * self.chance.uniform(SHORTEST, LONGEST)
            time.sleep(0.05)

    def calm(self) -> None:
        """Nothing lasts, and everything is up."""
        self._relieve(at_once=True)
        self.portal.wait_until_up()
        self.portal.troubles.end(grace=GRACE)

    def _look_for_calm(self) -> None:
        """Pages may fail no longer once nothing that concerns them lasts, and they are answered."""
        if self.portal.troubles.since is None or time.monotonic() < self.look_at:
            return
        self.look_at = time.monotonic() + LOOK_EVERY
        is_full = any(name.startswith("disk") for name in self.lasting)
        if not is_full and not self.portal.down and self.portal.answers():
            self.portal.troubles.end(grace=GRACE)

    def _strike(self) -> None:
        if not self.deck:
            self.deck = [name for name, times in self.kinds.items() for _ in range(times)]
            self.chance.shuffle(self.deck)
        name = self.deck.pop()
        if self._act(name):
            self.faults[name] += 1
            say(f"  {time.monotonic() - self.began:5.1f} s: {name}")
        else:
            self.deck.insert(0, name)  # what it concerns is down just now

    def _act(self, name: str) -> bool:
        if name in CONCERNS_PAGES:
            self.portal.troubles.begin()
        worker = self.chance.choice(WORKERS)
        match name:
            case "worker":
                return self._kill(worker)
            case "child of a worker":
                return self._is_up(worker) and self.portal.kill_child(worker)
            case "child of web":
                return self._is_up("web") and self.portal.kill_child("web")
            case "session of PostgreSQL":
                return self._is_up("postgres") and self.portal.kill_child("postgres", named="portal_web")
            case "Redis emptied":
                self.portal.flush_redis()
                return True
            case "worker paused":
                return self._is_up(worker) and self._pause(worker)
            case "mail refused" | "mail hangs" | "mail cut":
                moods = {"mail refused": Mood.REFUSING, "mail hangs": Mood.HANGING, "mail cut": Mood.CUTTING}
                return self._feel(moods[name])
            case "provider away":
                self.portal.notify.stop()
                port = self.portal.notify.port
                return self._last("mail", MOOD_SECONDS, lambda: self.portal.notify.start(port))
            case "disk of web full":
                return self._is_up("web") and self._fill("web", limit=WEB_FILES)
            case "disk of files full":
                return self._is_up("postgres") and self._fill_files()
            case _:
                return self._kill({"PostgreSQL": "postgres", "Redis": "redis"}.get(name, name))

    def _kill(self, part: str) -> bool:
        if not self._is_up(part):
            return False
        self.portal.kill(part)
        return True

    def _is_up(self, part: str) -> bool:
        return part not in self.portal.down and self.portal.is_alive(part) and f"pause {part}" not in self.lasting

    def _pause(self, worker: str) -> bool:
        pids = [self.portal.pid(worker), *family(self.portal.pid(worker))]
        self._signal(pids, signal.SIGSTOP)
        return self._last(f"pause {worker}", PAUSE_SECONDS, lambda: self._signal(pids, signal.SIGCONT))

    def _feel(self, mood: Mood) -> bool:
        if "mail" in self.lasting:
            return False
        self.portal.sink.feel(mood)
        return self._last("mail", MOOD_SECONDS, lambda: self.portal.sink.feel(Mood.FRIENDLY))

    def _fill(self, part: str, *, limit: int) -> bool:
        pid = self.portal.pid(part)
        disk.fill(pid, limit=limit)
        return self._last(f"disk {part}", FULL_SECONDS, lambda: disk.free(pid))

    def _fill_files(self) -> bool:
        try:
            biggest = ask(self.portal, BIGGEST)
        except psycopg.OperationalError:  # a session of it was killed, and it is looking after itself
            return False
        return self._fill("postgres", limit=disk.limit_for(biggest))

    def _last(self, name: str, seconds: float, end: Callable[[], None]) -> bool:
        if name in self.lasting:
            return False
        self.lasting[name] = (time.monotonic() + seconds, end)
        return True

    def _relieve(self, *, at_once: bool = False) -> None:
        for name, (until, end) in list(self.lasting.items()):
            if at_once or time.monotonic() >= until:
                end()
                del self.lasting[name]

    def _signal(self, pids: list[int], number: int) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
