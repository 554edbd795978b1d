"""What became of alerts: public pages say what was published, the provider's own log what was sent."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests import notify, sink
from tests.attack.portal import Browser
from tests.chaos.counting import Finding, ask, still_open
from tests.chaos.ledger import Ledger
from tests.chaos.portal import Portal
from tests.chaos.world import World

Accepted = sink.Accepted | notify.Accepted
NAMED = re.compile(r"/pipeline/(CP-[0-9]+)/")
FAILED = "SELECT count(*) FROM mail_delivery WHERE state = 'failed'"
SENT = "SELECT id FROM mail_delivery WHERE state IN ('sent', 'delivered')"
NOT_TOLD = """
SELECT count(*) FROM procurement_match AS met JOIN procurement_savedsearch AS search ON search.id = met.search_id
WHERE met.delivery_key = '' AND search.frequency = 'at-once'
"""
HALF_PUBLISHED = """
SELECT count(*) FROM procurement_opportunity AS opportunity
WHERE opportunity.version <> (SELECT count(*) FROM procurement_release WHERE opportunity_id = opportunity.id)
   OR (opportunity.version > 0) <> EXISTS (
       SELECT FROM procurement_pipelineentry WHERE opportunity_id = opportunity.id AND version = opportunity.version
   )
"""


def of_one_storm(
    portal: Portal, world: World, ledger: Ledger, accepted: list[Accepted], *, second_copies: int, way: str
) -> Iterator[Finding]:
    """Each reader hears of each opportunity that became public, once, and of nothing else."""
    public = {each for each in ledger.published if Browser(portal.port).get(f"/pipeline/{each}/").status == 200}
    is_told = {reference for reference, is_told in ledger.published.items() if is_told}
    yield Finding(f"{way}: published, said the portal, and not public", len(is_told), len(is_told - public))
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mail in accepted:
        if mail.recipient in world.readers:
            for reference in ledger.published.keys() & set(NAMED.findall(text_of(mail))):
                told[mail.recipient, reference].add(mail.message_id)
    wanted = {(reader, reference) for reader in world.readers for reference in public}
    yield Finding(f"{way}: alerts lost", len(wanted), len(wanted - told.keys()))
    yield Finding(f"{way}: alerts about what is not public", len(told), len(told.keys() - wanted))
    other = sum(len(ids) > 1 for ids in told.values())
    yield Finding(f"{way}: alerts sent twice, under two names", len(told), other)
    yield _sent_twice(accepted, second_copies, way)


def of_all(portal: Portal, logs: list[list[Accepted]]) -> Iterator[Finding]:
    """What the tables say, compared with all logs."""
    with portal.owner() as connection:
        sent = {f"delivery-{pk}" for (pk,) in connection.execute(SENT)}
    arrived = {mail.message_id.strip("<>").partition("@")[0] for log in logs for mail in log}
    yield Finding("mails noted as sent that never left", len(sent), len(sent - arrived))
    yield Finding("mails given up", len(sent), ask(portal, FAILED))
    yield Finding("matches that nobody was told of", len(sent), ask(portal, NOT_TOLD))
    releases = ask(portal, "SELECT count(*) FROM procurement_release")
    yield Finding("releases without listing, listings without release", releases, ask(portal, HALF_PUBLISHED))
    waiting = still_open(portal)
    remark = ", ".join(f"{count} {name}" for name, count in waiting.items() if count)
    yield Finding("still on its way when all is calm", len(sent), sum(waiting.values()), remark=remark)


def text_of(mail: Accepted) -> str:
    """The words of a mail, as its reader sees them."""
    if isinstance(mail, notify.Accepted):
        return mail.content
    body = mail.mail.get_body(("plain",))
    return body.get_content() if body else ""


def _sent_twice(accepted: list[Accepted], second_copies: int, way: str) -> Finding:
    """Where the provider cannot be asked: as many as processes were killed, and lines were cut, and no more."""
    copies = Counter(mail.message_id for mail in accepted)
    cut = sum(mail.is_cut for mail in accepted if isinstance(mail, sink.Accepted))
    remark = f"{second_copies} killed, {cut} lines cut" if second_copies + cut else ""
    twice = len(accepted) - len(copies)
    return Finding(f"{way}: mails sent twice", len(copies), twice, allowed=second_copies + cut, remark=remark)
