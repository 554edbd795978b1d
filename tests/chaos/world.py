"""The world in which things break: drafts to publish, people who wait for alerts, bidders, enterprises, a network."""

import base64
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO

from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from collab_portal.accounts.models import Organisation, User
from collab_portal.files import documents
from enterprises.actions import pack
from procurement import alerts
from procurement.actions import interest
from procurement.matching import Criteria
from procurement.models import Opportunity
from tests import build
from tests.attack.portal import COOKIES
from tests.attack.world import KEY
from tests.socialvalue import offers

Cookies = dict[str, str]
BALLAST, BALLAST_BYTES = 14, 1_500_000  # documents, so that the table of files is the largest
LINE = 100


@dataclass
class World:
    """What the load works with, by the names that people see."""

    officer: Cookies = field(default_factory=dict)
    coordinator: Cookies = field(default_factory=dict)
    drafts: Iterator[str] = field(default_factory=lambda: iter(()))
    drafts_for_last: list[str] = field(default_factory=list)  # a fast machine publishes all the others before
    readers: list[str] = field(default_factory=list)  # addresses to be told at once
    by_day: list[str] = field(default_factory=list)  # addresses to be told once a day
    by_week: str = ""
    uploaders: list[tuple[str, Cookies]] = field(default_factory=list)
    bidders: list[tuple[str, str, Cookies]] = field(default_factory=list)  # the opportunity, the name, the cookies
    tenders: list[Opportunity] = field(default_factory=list)
    council: Organisation | None = None
    publisher: User | None = None

    def set_deadline(self, seconds: float) -> None:
        """All tenders close in so many seconds, by the clock of the database."""
        for each in self.tenders:
            offers.the_deadline_passes(each, ago=timedelta(seconds=-seconds))


def make(*, drafts: int, readers: int, tenders: int, bidders: int, uploaders: int) -> World:
    """Commit the world, and sign everybody in."""
    world = World()
    with transaction.atomic(), redirect_stdout(StringIO()):
        build.reference_data()
        world.council = build.organisation(name_en="Broken Council", mailbox="letters@council.example")
        publisher = world.publisher = build.user(role="publisher", of=world.council)
        coordinator = build.user(role="publisher", of=build.network())
        for decides in (publisher, coordinator):
            TOTP.activate(decides, KEY)
        for number in range(tenders):
            _tender(world, number, bidders)
        _ballast()
        for number in range(uploaders):
            listed = build.enterprise(name_en=f"Storing Kitchen {number} CIC", state="claimed")
            editor = build.user(role="editor", of=listed.organisation)
            world.uploaders.append((listed.organisation.slug, session_of(editor)))
        world.officer, world.coordinator = session_of(publisher), session_of(coordinator)
    with redirect_stdout(StringIO()):
        while alerts.drain(at=timezone.now())["done"]:
            pass  # what is public already is no news to those who come now
    with transaction.atomic():
        world.readers = [_reader(f"reader-{n}@example.org", "q=lunch", "at-once") for n in range(readers)]
        world.by_day = [_reader(f"at-{hour}@example.org", "q=gwenyn", "daily", hour) for hour in (7, 12, 17)]
        world.by_week = _reader("weekly@example.org", "q=gwenyn", "weekly")
        known = {"stage": "draft", "buyer": world.council, "by": publisher, "at": timezone.now()}
        made = [build.opportunity(**known, title_en=f"Lunch club {number}") for number in range(drafts)]
        references = [draft.reference for draft in made]
        world.drafts, world.drafts_for_last = iter(references[drafts // 3 :]), references[: drafts // 3]
    return world


def text(size: int) -> bytes:
    """As long as that, and no shorter when packed."""
    letters = base64.b64encode(os.urandom(size * 3 // 4))
    return b"\n".join(letters[at : at + LINE] for at in range(0, len(letters), LINE))


def session_of(person) -> Cookies:
    """The cookies of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    return {COOKIES["session"]: client.cookies[COOKIES["session"]].value}


def _ballast() -> None:
    """Documents of one enterprise: after these the table of files is the largest."""
    listed = build.enterprise(name_en="Heavy Kitchen CIC", state="claimed")
    editor = build.user(role="editor", of=listed.organisation)
    for number in range(BALLAST):
        document = documents.check(SimpleUploadedFile(f"{number}.txt", text(BALLAST_BYTES)))
        kept = {"kind": "other", "title": f"Ballast {number}", "valid_until": None}
        pack.add_document(enterprise=listed, document=document, by=editor, **kept)


def _tender(world: World, number: int, bidders: int) -> None:
    criteria = offers.published(offers.tendering(buyer=world.council, title_en=f"Tender {number}"))
    world.tenders.append(criteria.lot.opportunity)
    for each in range(bidders):
        name = f"Bidding Kitchen {number}-{each} CIC"
        _organisation, person = offers.bidder(name)
        world.bidders.append((criteria.lot.opportunity.reference, name, session_of(person)))


def _reader(address: str, query: str, frequency: str, hour: int = 7) -> str:
    person = build.user(email=address)
    criteria = Criteria.from_query(query)
    interest.save_search(by=person, criteria=criteria, frequency=frequency, hour=hour, at=timezone.now())
    return address
