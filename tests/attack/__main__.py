"""`make attack`: the forty attacks on a portal that runs as in production, in one table.

`make attack SIZE=small` takes a minute or so; the full run asks every address as every person, and goes on to throw
random questions at public pages and random files at importers. `make attack ARGS="S10 S25"` tries only these lines.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.attack.committed import Committed, environment_before
from tests.attack.lines import LINES
from tests.attack.portal import Portal, become_production
from tests.attack.registry import ATTACKS, Breach
from tests.attack.table import Table, say

ONLY = [word.upper() for word in sys.argv[1:]]


def main() -> int:
    size, started = os.environ.get("SIZE", "full"), time.monotonic()
    lines = [line for line in LINES if not ONLY or line.id in ONLY]
    with tempfile.TemporaryDirectory(prefix="portal-attack-") as name:
        folder, usual = Path(name), environment_before()
        portal = Portal(folder, is_small=size == "small")
        tests = None
        try:
            become_production(portal.sink.url)
            tests = Committed(lines, folder, usual)
            _attack(portal, table := Table(size, lines))
            say("Waiting for the committed tests ...")
            table.add_tests(tests.results())
        finally:
            if tests:
                tests.stop()
            portal.stop()
    table.write(time.monotonic() - started)
    sys.stdout.write(f"\n{table.text()}\n\nAlso in attack.json. It took {time.monotonic() - started:.0f} s.\n")
    return 1 if table.failed() else 0


def _attack(portal: Portal, table: Table) -> None:
    import django

    django.setup()
    from tests.attack import families, world

    families.load()
    world.make(portal)
    portal.start()
    say("The portal is up.")
    wanted = [attack for attack in ATTACKS if not ONLY or attack.line in ONLY]
    for attack in sorted(wanted, key=lambda attack: attack.is_last):
        if table.is_small and attack.is_long:
            continue
        began = time.monotonic()
        try:
            table.add(attack, attack.run(portal), ok=True, seconds=time.monotonic() - began)
        except Exception as error:
            got = str(error) if isinstance(error, Breach) else f"{type(error).__name__}: {error}"
            table.add(attack, got, ok=False, seconds=time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
