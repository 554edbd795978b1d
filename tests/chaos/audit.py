"""What became of the rest: offers on the buyer's pages after the deadline, documents by downloading them, lists."""

import hashlib
import re
from collections.abc import Iterator

from django.utils import timezone

from collab_portal.files.sweep import AGE, orphans
from tests.attack.portal import Browser
from tests.chaos.counting import Finding, ask
from tests.chaos.ledger import Ledger, Said
from tests.chaos.load import ROWS
from tests.chaos.portal import Portal
from tests.chaos.world import World

OF_LISTS = """
SELECT source_name, count(*), count(DISTINCT organisation_id) FROM enterprises_enterprise
WHERE source_name LIKE 'List %' GROUP BY source_name
"""
WITHOUT_ROW = """
SELECT count(*) FROM files_storedcontent AS kept
WHERE NOT EXISTS (SELECT FROM files_storedfile WHERE content_id = kept.id)
"""
TITLE = "SELECT title FROM enterprises_packdocument WHERE id = %s"


class Audit:
    """Everything that is counted, as findings."""

    def __init__(self, portal: Portal, world: World, ledger: Ledger):
        self.portal, self.world, self.ledger = portal, world, ledger

    def findings(self) -> Iterator[Finding]:
        yield from self._offers()
        yield from self._documents()
        yield from self._lists()

    def _browser(self, cookies: dict[str, str] | None = None) -> Browser:
        return Browser(self.portal.port, dict(cookies or {}))

    def _offers(self) -> Iterator[Finding]:
        lost = []
        for (reference, name), said in self.ledger.offers.items():
            found = self._offer_as_read(reference, name)
            if not _is_last(found, said):
                lost.append(name)
        handed_in = sum(each.is_known for said in self.ledger.offers.values() for each in said)
        yield Finding("offers handed in and lost, or older than what was said", handed_in, len(lost))
        yield Finding("offers readable before their deadline", self.ledger.looks, len(self.ledger.seen_early))
        yield Finding("offers taken after their deadline", len(self.ledger.offers), len(self.ledger.too_late))

    def _offer_as_read(self, reference: str, name: str) -> str:
        """What the buyer reads of the offer of this bidder; nothing if there is none."""
        path, buyer = f"/pipeline/{reference}/lots/1/offers/", self._browser(self.world.officer)
        page = buyer.get(path).main
        for link in sorted(set(re.findall(rf'href="({path}[0-9]+/)"', page))):
            offer = buyer.get(link).main
            if name in offer:
                return offer
        return ""

    def _documents(self) -> Iterator[Finding]:
        kept: dict[str, str] = {}
        for slug, cookies in self.world.uploaders:
            browser = self._browser(cookies)
            page = browser.get(f"/enterprises/{slug}/pack/").main
            for link in sorted(set(re.findall(rf'href="(/enterprises/{slug}/pack/[0-9]+/file/)"', page))):
                answer = browser.get(link)
                title = self._title_of(slug, link)
                kept[title] = hashlib.sha256(answer.content).hexdigest() if answer.status == 200 else ""
        known = {title: said for title, said in self.ledger.documents.items() if said.is_known}
        yield Finding("documents stored and lost", len(known), len(known.keys() - kept.keys()))
        other = sum(self.ledger.documents[title].content != digest for title, digest in kept.items())
        yield Finding("documents that are not what was sent", len(kept), other)
        files, without_row = ask(self.portal, "SELECT count(*) FROM files_storedfile"), ask(self.portal, WITHOUT_ROW)
        yield Finding("files without rows", files, without_row + orphans(at=timezone.now() + 2 * AGE).count())
        yield Finding("rows without files", len(kept), sum(not digest for digest in kept.values()))

    def _title_of(self, slug: str, link: str) -> str:
        number = link.rstrip("/").split("/")[-2]
        with self.portal.owner() as connection:
            return connection.execute("SELECT title FROM enterprises_packdocument WHERE id = %s", [number]).fetchone()[
                0
            ]

    def _lists(self) -> Iterator[Finding]:
        with self.portal.owner() as connection:
            rows = {name: (count, unlike) for name, count, unlike in connection.execute(OF_LISTS)}
        half = [name for name, counts in rows.items() if counts != (ROWS, ROWS)]
        yield Finding("lists half taken in", len(rows), len(half), remark=", ".join(half))
        confirmed = {name for name, is_told in self.ledger.lists.items() if is_told}
        yield Finding("lists confirmed and lost", len(confirmed), len(confirmed - rows.keys()))


def of_requests(portal: Portal, ledgers: list[Ledger]) -> Iterator[Finding]:
    """What people were answered, from the first storm to the last."""
    asked = sum(each.counts["requests"] for each in ledgers)
    failures = [request for each in ledgers for request in each.failures if not portal.troubles.explain(request)]
    remark = ", ".join(sorted(set(map(str, failures))))
    yield Finding("requests that failed while web and database were up", asked, len(failures), remark=remark)
    surprises = [surprise for each in ledgers for surprise in each.surprises]
    yield Finding("answers that nobody expected", asked, len(surprises), remark="; ".join(sorted(set(surprises))[:3]))


def _is_last(found: str, said: list[Said]) -> bool:
    """What is there is the last that was acknowledged, or one that was sent after it and may have arrived."""
    known = [number for number, each in enumerate(said) if each.is_known]
    possible = said[known[-1] :] if known else said
    return any(each.content in found for each in possible) or (not known and "secret-" not in found)
