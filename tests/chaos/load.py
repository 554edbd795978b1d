"""The load: officers who publish, readers, bidders, people who upload files and lists; each a thread of its own.

Each goes on whatever the portal does, asks again where no answer came, and writes into the ledger what it was told.
"""

import hashlib
import http.client
import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.attack.forms import Form, forms_of
from tests.attack.portal import Answer, Browser, new_address
from tests.chaos.ledger import Ledger, Request, Said
from tests.chaos.portal import Portal
from tests.chaos.world import World, text

EVERYBODY = ("publishing", "reading", "offering", "looking", "storing", "importing")
SIDE_BY_SIDE = {"publishing": 2, "reading": 2}
PATIENCE = 60  # seconds for one answer, as a proxy has
BACKLOG = 150  # mails that may wait before officers pause
ROWS = 520  # of a list: more than one batch
SMALL_FILE, LARGE_FILE = 150_000, 5_000_000  # the larger goes through a file of the web server
PAGES = ("/", "/pipeline/", "/cy/pipeline/?q=cinio", "/enterprises/", "/enterprises/?q=cegin", "/pipeline/{}/", "/cy/")


class Unanswered(Exception):
    """No answer, or that of a portal in trouble: nobody knows what became of it."""


class Surprise(Exception):
    """An answer that trouble does not explain."""


@dataclass
class Visitor(Browser):
    """Asks on a connection of its own each time, as a proxy does, and asks nothing twice by itself."""

    ledger: Ledger | None = None
    what: str = "page"
    patience: float = PATIENCE

    def _once(self, method: str, path: str, body: bytes | None, headers: dict) -> Answer:
        began, status, reason = time.time(), 0, ""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, path, body=body, headers=headers | {"Connection": "close"})
            answer = connection.getresponse()
            content, status = answer.read(), answer.status
            return Answer(status, answer.headers, content, time.time() - began)
        except (http.client.HTTPException, OSError) as error:
            reason = type(error).__name__
            raise Unanswered(f"{method} {path}: {reason}") from error
        finally:
            connection.close()
            self.ledger.note(Request(began, time.time(), f"{self.what} {method}", status, reason))

    def expect(self, answer: Answer, *statuses: int) -> Answer:
        if answer.status >= 500:
            raise Unanswered(f"{self.what}: {answer.status}")
        if answer.status not in statuses:
            raise Surprise(f"{self.what}: {answer.status} {answer.location}")
        return answer


class Load:
    """All the people, until told to stop."""

    def __init__(
        self, portal: Portal, world: World, ledger: Ledger, *, seed: int, pace: float, deadline: float | None = None
    ):
        self.portal, self.world, self.ledger, self.pace = portal, world, ledger, pace
        self.seed, self.deadline = seed, deadline
        self.over = threading.Event()
        self.threads: list[threading.Thread] = []
        self.lists = iter(range(10_000))
        self.chances: dict[str, random.Random] = {}

    def start(self, what: tuple[str, ...]) -> None:
        acts: dict[str, Callable[[], float]] = {
            "publishing": self._publish,
            "reading": self._read,
            "offering": self._offer,
            "looking": self._look_early,
            "storing": self._store,
            "importing": self._import,
        }
        for name in what:
            for number in range(SIDE_BY_SIDE.get(name, 1)):
                thread = threading.Thread(target=self._go_on, args=(f"{name}-{number}", acts[name]), daemon=True)
                self.threads.append(thread)
                thread.start()

    def stop(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(self.pace * PATIENCE)

    def _go_on(self, name: str, act: Callable[[], float]) -> None:
        self.chances[threading.current_thread().name] = random.Random(f"{self.seed} {name}")
        while not self.over.is_set():
            try:
                pause = act()
            except Unanswered:
                pause = 0.3
            except Surprise as surprise:
                with self.ledger.held() as ledger:
                    ledger.surprises.append(str(surprise))
                pause = 0.3
            self.over.wait(self.pace * pause)

    @property
    def chance(self) -> random.Random:
        return self.chances[threading.current_thread().name]

    def _visitor(self, what: str, cookies: dict[str, str] | None = None) -> Visitor:
        return Visitor(
            self.portal.port, dict(cookies or {}), ledger=self.ledger, what=what, patience=self.pace * PATIENCE
        )

    # ------------------------------------------------------------------------------------------------------ officers

    def _publish(self) -> float:
        """The next draft, until the portal says that it is out. Mails may not pile up without end."""
        if len(self.ledger.published) * len(self.world.readers) - len(self.portal.provider) > BACKLOG:
            return 0.2
        with self.ledger.held():
            reference = next(self.world.drafts, None)
        if reference is None:
            return 1
        self.ledger.published[reference] = False
        while not self.over.is_set():
            try:
                self._publish_one(reference)
            except Unanswered:
                self.over.wait(0.3)
            else:
                self.ledger.published[reference] = True
                break
        return self.chance.uniform(0.05, 0.4)

    def _publish_one(self, reference: str) -> None:
        path, officer = f"/pipeline/{reference}/publish/", self._visitor("publishing", self.world.officer)
        page = officer.expect(officer.get(path), 200, 302)
        if page.status == 302:  # nothing new to publish: it went out when no answer came
            return
        officer.expect(officer.post(path, _first_form(page, path).values()), 302)

    # ------------------------------------------------------------------------------------------------------- readers

    def _read(self) -> float:
        known = list(self.ledger.published)
        path = self.chance.choice(PAGES).format(self.chance.choice(known) if known else "")
        reader = self._visitor("reading")
        reader.address = new_address()
        answer = reader.get(path.replace("//", "/"))
        reader.expect(answer, 200, 404)
        return self.chance.uniform(0.05, 0.2)

    # ------------------------------------------------------------------------------------------------------- bidders

    def _offer(self) -> float:
        """Write it anew and hand it in again; each time it says something else."""
        reference, name, cookies = self.chance.choice(self.world.bidders)
        path = f"/pipeline/{reference}/lots/1/offer/"
        bidder = self._visitor("offering", cookies)
        page = bidder.expect(bidder.get(path), 200)
        if self.deadline and time.time() > self.deadline - 1:
            return self._offer_too_late(bidder, path)
        secret = f"secret-{secrets.token_hex(6)}"
        values = _offer_values(_first_form(page, path), secret) | {"check": "yes"}
        answer = bidder.post(path, values)
        page = bidder.get(f"{path}check/")
        if self.deadline and time.time() > self.deadline:
            return 1  # it passed while she wrote
        bidder.expect(answer, 302)
        bidder.expect(page, 200)
        said = Said(secret, time.time())
        with self.ledger.held() as ledger:
            ledger.offers.setdefault((reference, name), []).append(said)
        answer = bidder.post(f"{path}check/", _first_form(page, path).values())
        bidder.expect(answer, 302, 409)
        if answer.status == 302 and "receipt" in answer.location:
            said.is_known = True
        return self.chance.uniform(0.3, 1)

    def _offer_too_late(self, bidder: Visitor, path: str) -> float:
        """Hand the draft in after the deadline: that must be refused."""
        if time.time() <= self.deadline:
            return 0.5
        page = bidder.expect(bidder.get(f"{path}check/"), 200, 302)
        forms = forms_of(page.text, path=path)
        values = forms[0].values() if forms else {"seen_at": "2026-01-01T00:00:00+00:00"}
        if bidder.expect(bidder.post(f"{path}check/", values), 302, 409).location.endswith("receipt/"):
            self.ledger.too_late.append(path)
        return 2

    def _look_early(self) -> float:
        """The buyer asks for what is sealed; after the deadline she reads."""
        tender = self.chance.choice(self.world.tenders)
        buyer = self._visitor("looking", self.world.officer)
        answer = buyer.get(f"/pipeline/{tender.reference}/lots/1/offers/")
        ended = time.time()
        buyer.expect(answer, 200, 403)
        if self.deadline is None or ended >= self.deadline:
            return 1
        with self.ledger.held() as ledger:
            ledger.looks += 1
            if answer.status == 200 or "secret-" in answer.text:
                ledger.seen_early.append(f"{answer.status} for {tender.reference}")
        return self.chance.uniform(0.2, 0.6)

    # ------------------------------------------------------------------------------------------- files and lists

    def _store(self) -> float:
        """One more document for the pack."""
        slug, cookies = self.chance.choice(self.world.uploaders)
        title, size = f"Document {secrets.token_hex(6)}", self.chance.choice((*[SMALL_FILE] * 4, LARGE_FILE))
        content = text(size)
        said = Said(hashlib.sha256(content).hexdigest(), time.time())
        with self.ledger.held() as ledger:
            ledger.documents[title], ledger.owners[title] = said, slug
        editor, path = self._visitor("storing", cookies), f"/enterprises/{slug}/pack/new/"
        answer = editor.send(path, {"file": (f"{title}.txt", content)}, {"kind": "other", "title": title})
        if answer.status == 422 and "at most" in answer.text:
            return 5  # the pack is full
        editor.expect(answer, 302)
        said.is_known = True
        return self.chance.uniform(0.4, 1.2)

    def _import(self) -> float:
        """A list of a network: brought in, looked over, confirmed."""
        with self.ledger.held():
            name = f"List {next(self.lists)}"
        coordinator = self._visitor("importing", self.world.coordinator)
        path = "/enterprises/import/"
        lines = "\n".join(f"{_word(self.chance)} {_word(self.chance)} CIC,CF10 1AA" for _ in range(ROWS))
        sent = {"file": (f"{name}.csv", f"Name,Postcode\n{lines}\n".encode())}
        answer = coordinator.expect(coordinator.send(path, sent, {"source_name": name}), 302)
        place = answer.location.removesuffix("check/")
        while not self.over.is_set():
            try:
                answer = coordinator.expect(coordinator.post(place), 302)
            except Unanswered:
                self.over.wait(0.3)
            else:
                self.ledger.lists[name] = True
                break
        return self.chance.uniform(3, 6)


def _first_form(page: Answer, path: str) -> Form:
    forms = forms_of(page.text, path=path)
    if not forms:
        raise Surprise(f"no form at {path}")
    return forms[0]


def _offer_values(form: Form, secret: str) -> dict[str, str]:
    values = form.values() | {"language": "en", "price": "90000"}
    for name in form.fields:
        if name.startswith(("text_", "how_")):
            values[name] = f"We cook with {secret}."
        elif name.startswith("quantities_"):
            values[name] = "3"
    return values


def _word(chance: random.Random) -> str:
    """Unlike any other, so that no two enterprises are taken for one."""
    return "".join(chance.choice("abcdefghijklmnoprstuwy") for _ in range(9)).capitalize()
