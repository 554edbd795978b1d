"""A deploy under load: the web server reloads and the workers are replaced, while people publish and read."""

import time

from tests.bench.table import say
from tests.chaos.counting import Finding, ask
from tests.chaos.ledger import Ledger
from tests.chaos.load import Load
from tests.chaos.portal import WORKERS, Portal
from tests.chaos.world import World

DOUBTS = "SELECT coalesce(sum(ambiguous), 0) FROM mail_delivery"
SLOWEST = 6  # times as long as on a machine that has nothing else to do
WARM_SECONDS = 60  # for a worker to end what it does


def roll_out(
    portal: Portal, world: World, ledger: Ledger, *, seed: int, times: int, every: float, pace: float
) -> list[Finding]:
    """Replace everything so often; nothing may fail, and no mail may be in doubt."""
    doubts, lines = ask(portal, DOUBTS), len(portal.provider)
    before, failures = ledger.counts["requests"], len(ledger.failures)
    load = Load(portal, world, ledger, seed=seed, pace=pace)
    load.start(("publishing", "reading"))
    for number in range(times):
        _work(portal, every)
        _replace(portal, WORKERS[number % len(WORKERS)], whole_group=number % 2 == 1)
        say(f"Deploy {number + 1} of {times}: {len(portal.provider) - lines} mails so far.")
    _work(portal, every / 2)
    load.stop()
    portal.wait_until_up()
    asked, failed = ledger.counts["requests"] - before, ledger.failures[failures:]
    remark = ", ".join(sorted(set(map(str, failed))))
    mails = len(portal.provider) - lines
    return [
        Finding("requests that failed during a deploy", asked, len(failed), remark=remark),
        Finding("mails in doubt after a deploy", mails, ask(portal, DOUBTS) - doubts),
    ]


def _replace(portal: Portal, worker: str, *, whole_group: bool) -> None:
    portal.reload_web()
    portal.ask_to_stop(worker, whole_group=whole_group)
    portal.ask_to_stop("beat")
    ends_at = time.monotonic() + WARM_SECONDS
    while portal.is_alive(worker):
        if time.monotonic() > ends_at:
            raise RuntimeError(f"{worker} did not stop within {WARM_SECONDS} s")
        time.sleep(0.1)


def _work(portal: Portal, seconds: float) -> None:
    """For so long, and until some mails have gone out meanwhile: a deploy of a portal that rests shows nothing."""
    began, mails = time.monotonic(), len(portal.provider)
    while (lasts := time.monotonic() - began) < SLOWEST * seconds:
        if lasts > seconds and len(portal.provider) > mails:
            break
        portal.supervise()
        time.sleep(0.1)
