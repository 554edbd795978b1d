"""A process for which it is another moment: it does what the clock does, at the moment that a file names.

`python -m tests.chaos.moved_clock FILE` reads the file again and again, and appends each moment that it has done to
FILE.done. The tasks are given their moment at the door, so nothing but the door is replaced.
"""

import sys
import time
from datetime import datetime
from pathlib import Path

import django

BUDGET = 5.0
PAUSE = 0.05


def main(file: Path) -> None:
    django.setup()
    from collab_portal.mail import sender
    from procurement import alerts
    from procurement.alerts import digests

    done = file.with_suffix(".done")
    while True:
        moment = file.read_text()
        at = datetime.fromisoformat(moment)
        alerts.drain(at=at)
        digests.run_due(at=at)
        sender.drain(budget=BUDGET)
        with done.open("a") as log:
            log.write(f"{moment}\n")
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
