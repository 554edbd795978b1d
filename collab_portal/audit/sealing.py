"""Sealing the trail, and finding what was done to it since: acts changed, removed or slipped in, and seals rewritten.

A seal binds the prints of the acts since the last one to the seal before. Whoever can write to the tables of the owner
can rewrite all seals that follow, too; so the latest is kept where the database is not: in the log, in a mail, in the
manifest of a back-up. A chain without that seal was rewritten or cut.
"""

from dataclasses import dataclass

from django.db import connection

from collab_portal.audit.models import Act, Seal

SHOWN = 100  # findings of a kind; more say no more

BROKEN = """
SELECT number FROM (
    SELECT number, digest, row_number() OVER chain AS expected,
           digest_of_seal(coalesce(lag(digest) OVER chain, ''), number, sealed_at, acts, prints) AS recomputed
    FROM audit_seal WINDOW chain AS (ORDER BY number)
) AS seal
WHERE digest <> recomputed OR number <> expected ORDER BY number LIMIT 1
"""
ALTERED = """
SELECT sealed.number, CASE WHEN act.id IS NULL THEN 'was removed' ELSE 'was changed' END
FROM audit_seal, unnest(acts, prints) AS sealed (number, print)
LEFT JOIN audit_act AS act ON act.id = sealed.number
WHERE act.id IS NULL OR print_of_act(act) <> sealed.print ORDER BY 1 LIMIT %s
"""
SLIPPED_IN = """
SELECT id FROM audit_act
WHERE id <= (SELECT max(acts[cardinality(acts)]) FROM audit_seal)
  AND id NOT IN (SELECT unnest(acts) FROM audit_seal) ORDER BY id LIMIT %s
"""


@dataclass(frozen=True)
class Check:
    """How much was looked at, what is wrong and where, and the latest seal."""

    acts: int
    seals: int
    findings: list[str]
    latest: str


def seal() -> int:
    """Seal what was committed since; answers how many acts. Not this time, if somebody is just writing one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_the_trail()")
        return cursor.fetchone()[0]


def check(kept: str = "") -> Check:
    """Look at every act and every seal; with a seal that was kept elsewhere, also whether the chain still has it."""
    latest = Seal.objects.order_by("number").last()
    findings = [f"seal {number}: it does not follow from the one before" for (number,) in _rows(BROKEN)]
    findings += [f"act {act} {what}" for act, what in _rows(ALTERED, SHOWN)]
    findings += [f"act {act} was slipped in" for (act,) in _rows(SLIPPED_IN, SHOWN)]
    if kept and not _has(kept):
        findings.append(f"seal {kept.partition('-')[0]}: the chain is not the one it was kept from")
    return Check(Act.objects.count(), Seal.objects.count(), findings, str(latest or ""))


def _has(kept: str) -> bool:
    number, _, digest = kept.strip().partition("-")
    return number.isdigit() and Seal.objects.filter(number=number, digest=digest).exists()


def _rows(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
