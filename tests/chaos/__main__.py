"""`make chaos`: the portal broken in every way under load, and then counted from outside.

`SIZE=small make chaos` takes two minutes or so. `make chaos ARGS=7` takes the seed 7: another number is another order
of events, and the verdict must be the same.
"""

import os
import random
import sys
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.table import say
from tests.chaos.portal import Portal

if TYPE_CHECKING:
    from tests.chaos.counting import Finding
    from tests.chaos.world import World


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    minutes: int  # from one moment to the next, around a change of the clocks
    both_changes: bool
    storm: float  # seconds
    mail_storm: float
    mails: int  # at least, in each storm
    settle: float  # seconds at most
    deploys: int
    every: float  # seconds between two of them
    drafts: int
    readers: int
    uploaders: int
    longest: float  # times as long, on a slow machine
    pace: float = 1  # times as long as on a machine that has nothing else to do

    def at(self, pace: float) -> "Size":
        """The same on a slower machine: faults come more slowly, and the whole lasts longer, as far as it may."""
        slower = ("storm", "mail_storm", "settle", "every")
        longer = min(pace, self.longest)
        return replace(self, pace=pace, **{name: longer * getattr(self, name) for name in slower})


USUAL = 1.7  # seconds that pass for one that we compute, the database's included, on a machine with nothing else to do
SLOWEST = 3.0
SIZES = {
    "small": Size(
        minutes=120,
        both_changes=False,
        storm=45,
        mail_storm=20,
        mails=200,
        settle=60,
        deploys=2,
        every=8,
        drafts=240,
        readers=12,
        uploaders=3,
        longest=2.5,
    ),
    "full": Size(
        minutes=60,
        both_changes=True,
        storm=280,
        mail_storm=60,
        mails=1_000,
        settle=120,
        deploys=4,
        every=20,
        drafts=1_200,
        readers=25,
        uploaders=10,
        longest=1.2,
    ),
}


def main() -> int:
    name, started = os.environ.get("SIZE", "full"), time.monotonic()
    seed = int(sys.argv[1]) if sys.argv[1:] else random.SystemRandom().randrange(1_000_000)
    say(f"Seed {seed}.")
    portal = Portal(Path(os.environ["PORTAL_CHAOS_FOLDER"]), random.Random(seed))
    try:
        findings, faults, figures = _run(portal, SIZES[name], seed)
    finally:
        portal.stop()
    from tests.chaos import table

    seconds = time.monotonic() - started
    table.write(findings, faults=faults, figures=figures, size=name, seed=seed, seconds=round(seconds))
    broken = [each for each in findings if not each.is_kept]
    sys.stdout.write(f"\n{table.text(findings)}\n\nSeed {seed}; {faults.total()} faults: ")
    sys.stdout.write(", ".join(f"{count} × {fault}" for fault, count in sorted(faults.items())) + ".\n")
    sys.stdout.write(", ".join(f"{what}: {figure}" for what, figure in figures.items()) + ".\n")
    sys.stdout.write(f"Also in {table.FILE}. It took {seconds:.0f} s.\n")
    return 1 if broken else 0


def _run(portal: Portal, size: Size, seed: int) -> tuple:
    portal.start_servers()
    os.environ |= portal.environment | {"DJANGO_SETTINGS_MODULE": "tests.chaos.production"}
    import django

    django.setup()
    from tests.chaos import clocks, world

    began, computed = time.monotonic(), time.process_time()
    made = world.make(drafts=size.drafts, readers=size.readers, tenders=2, bidders=3, uploaders=size.uploaders)
    took = (time.monotonic() - began) / (time.process_time() - computed)
    pace = min(SLOWEST, max(1.0, took / USUAL))
    say(f"The world is made; the machine is {pace:.1f} × as slow as one that has nothing else to do.")
    sundays = clocks.SUNDAYS if size.both_changes else (portal.chance.choice(clocks.SUNDAYS),)
    findings, killed = clocks.change(portal, made, sundays=sundays, step=timedelta(minutes=size.minutes))
    portal.start()
    say("The portal is up.")
    return _storms(portal, made, size.at(pace), seed, findings, killed)


def _storms(portal: Portal, made: "World", size: Size, seed: int, findings: "list[Finding]", killed: int) -> tuple:
    """First with plain SMTP and everything that can break, then a deploy, then with a provider that can be asked."""
    from django.db import connections

    from tests.chaos import audit, deploy, mails
    from tests.chaos.counting import settle
    from tests.chaos.ledger import Ledger
    from tests.chaos.load import EVERYBODY, Load
    from tests.chaos.storm import COSTS_A_SECOND_COPY, DECK, MAIL_DECK, Storm

    ledger, deadline = Ledger(), time.time() + 0.8 * size.storm
    made.set_deadline(deadline - time.time())
    load = Load(portal, made, ledger, seed=seed, pace=size.pace, deadline=deadline)
    storm = Storm(portal, DECK, pace=size.pace)
    load.start(EVERYBODY)
    storm.rage(size.storm, mails=size.mails)
    load.stop()
    storm.calm()
    settled = settle(portal, seconds=size.settle)
    say("All is calm.")
    findings += deploy.roll_out(portal, made, ledger, seed=seed, times=size.deploys, every=size.every, pace=size.pace)
    settle(portal, seconds=size.settle)
    copies = killed + sum(storm.faults[fault] for fault in COSTS_A_SECOND_COPY)
    logs = [portal.provider.accepted()]
    findings += mails.of_one_storm(portal, made, ledger, logs[0], second_copies=copies, way="SMTP")

    portal.send_through_notify(seed)
    say("Mail goes through a provider that can be asked.")
    of_mails, made.drafts = Ledger(), iter(made.drafts_for_last)
    load = Load(portal, made, of_mails, seed=seed + 1, pace=size.pace)
    mail_storm = Storm(portal, MAIL_DECK, pace=size.pace)
    load.start(("publishing",))
    mail_storm.rage(size.mail_storm, mails=size.mails)
    load.stop()
    mail_storm.calm()
    settle(portal, seconds=size.settle)
    say("Counting.")
    connections.close_all()  # those of this process lived before the database was killed
    logs.append(portal.provider.accepted())
    findings += mails.of_one_storm(portal, made, of_mails, logs[1], second_copies=0, way="Notify")
    findings += mails.of_all(portal, logs)
    findings += audit.Audit(portal, made, ledger).findings()
    findings += audit.of_requests(portal, [ledger, of_mails])
    figures = {
        "mails": sum(map(len, logs)),
        "requests": ledger.counts["requests"] + of_mails.counts["requests"],
        "failed requests": len(ledger.failures) + len(of_mails.failures),
        "slowest publication, s": round(ledger.slowest.get("publishing POST", 0), 1),
        "settled after, s": round(settled),
        "ended by themselves": ", ".join(portal.died_by_themselves) or "none",
    }
    return findings, storm.faults + mail_storm.faults, figures


if __name__ == "__main__":
    sys.exit(main())
