"""`make crawl`: a walk through the whole portal as each role in each language, in one table.

`SIZE=small make crawl` takes one page of each kind for everybody, by plain HTTP. The full crawl takes all of them, and
opens one of each kind in Chromium.
"""

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from collab_portal.local.processes import die_with_parent
from tests.crawl import sign_off, table
from tests.crawl.portal import Portal

LANGUAGES = ("en", "cy")
SMALL = 1  # page of each kind
BY_BROWSER = ("axe", "width", "keyboard")


def main() -> int:
    size, started = os.environ.get("SIZE", "full"), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-crawl-") as name:
        become_local(Path(name))
        portal = Portal(Path(name))
        try:
            faults, rows, kinds, met = _crawl(portal, is_small=size == "small", started=started)
        finally:
            portal.stop()
    count, placed = sign_off.write(met)
    found, seconds = table.merged(faults), time.monotonic() - started
    checks = [name for name in table.CHECKS if size != "small" or name not in BY_BROWSER]
    table.write(size, seconds, rows, found, kinds)
    sys.stdout.write(f"\n{table.text(rows, found, checks)}\n\nAlso in {table.FILE}; {count} texts for a translator in ")
    sys.stdout.write(f"{sign_off.FILE}, {placed} with a page where they stand. It took {seconds:.0f} s.\n")
    return 1 if found else 0


def become_local(folder: Path) -> None:
    """This process, and what it starts, is the local portal, with us as the proxy in front of it."""
    os.environ |= {
        "TEST_MAIL_FOLDER": str(folder),
        "BEHIND_PROXY": "1",
        "DJANGO_SETTINGS_MODULE": "tests.crawl.settings",
    }


def _crawl(portal: Portal, *, is_small: bool, started: float) -> tuple:
    import django

    django.setup()
    from django.db import connections

    from tests.crawl import browser, errors, mails, world
    from tests.crawl.words import catalogue

    def say(text: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:4.0f} s: {text}\n")
        sys.stderr.flush()

    cookies = world.make()
    catalogue()  # read once, before the processes part
    say("the world is made.")
    faults, counts = mails.look_through()
    connections.close_all()
    portal.start()
    with ProcessPoolExecutor(mp_context=get_context("fork"), initializer=die_with_parent(signal.SIGTERM)) as pool:
        walks = _walk(pool, portal.port, cookies, SMALL if is_small else 0, say)
        opened: Counter = Counter()
        if not is_small:
            found, opened = browser.look(pool, walks)
            faults += found
            say(f"one of each kind is looked at in Chromium.{table.in_short(found)}")
        refused = list(pool.map(errors.look, errors.parts(walks)))
        faults += [fault for walk in refused for fault in walk.faults]
        say("the forms are sent empty.")
    rows = []
    for walk in walks:
        key = walk.role, walk.language
        mine = walk.faults + [fault for fault in faults if (fault.role, fault.language) == key]
        kinds = {seen.kind for seen in walk.seen}
        rows.append((*key, walk.pages, len(kinds), walk.links, opened[key], len(table.merged(mine))))
    for language in LANGUAGES:
        sent, written = counts["sent", language], counts["written", language]
        mine = [fault for fault in faults if (fault.role, fault.language) == ("mail", language)]
        rows.append(("mail", language, sent + written, written, 0, 0, len(table.merged(mine))))
    faults += [fault for walk in walks for fault in walk.faults]
    kinds = {f"{walk.role} {walk.language}": sorted({seen.kind for seen in walk.seen}) for walk in walks}
    met = {piece: path for walk in reversed(walks + refused) for piece, path in walk.met.items()}
    return faults, rows, kinds, met


def _walk(pool: Executor, port: int, cookies: dict, each: int, say: Callable[[str], None]) -> list:
    """Everybody walks: all pages of a kind are seen by the first who comes to it, and a few of them by the others."""
    from tests.crawl import world
    from tests.crawl.walk import Walk

    done, known = [], {language: set() for language in LANGUAGES}
    for role in world.ROLES:
        going = [Walk(port, role, each_in, cookies[role], each, frozenset(known[each_in])) for each_in in LANGUAGES]
        for walk in pool.map(Walk.go, going):
            say(f"{role} has seen {walk.pages} pages in {walk.language!r}.{table.in_short(walk.faults)}")
            known[walk.language] |= {kind for kind, *_ in walk.kinds}
            done.append(walk)
    return done


if __name__ == "__main__":
    sys.exit(main())
