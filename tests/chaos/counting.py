"""What the auditor asks of the portal, and a finding: one promise, how much was looked at, what broke it."""

import time
from dataclasses import dataclass

from tests.chaos.portal import Portal

OPEN = {
    "publications not fanned out": "SELECT count(*) FROM procurement_outboxevent WHERE processed_at IS NULL",
    "mails waiting": "SELECT count(*) FROM mail_delivery WHERE state IN ('pending', 'claimed', 'sending')",
    "lists on their way": "SELECT count(*) FROM enterprises_directorysheet WHERE state IN ('mapped', 'applying')",
}


@dataclass(frozen=True)
class Finding:
    """What was found of one promise, and how much of that may be."""

    promise: str
    of: int
    broken: int
    allowed: int = 0
    remark: str = ""

    @property
    def is_kept(self) -> bool:
        """Where nothing was looked at, nothing was shown."""
        return self.broken <= self.allowed and self.of > 0


def settle(portal: Portal, *, seconds: float) -> float:
    """Wait until nothing is on its way any more; says how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        portal.supervise()
        if not any(still_open(portal).values()):
            break
        time.sleep(0.3)
    return time.monotonic() - began


def still_open(portal: Portal) -> dict[str, int]:
    return {name: ask(portal, query) for name, query in OPEN.items()}


def ask(portal: Portal, query: str) -> int:
    """One number, as the owner of the tables sees it."""
    with portal.owner() as connection:
        return connection.execute(query).fetchone()[0]
