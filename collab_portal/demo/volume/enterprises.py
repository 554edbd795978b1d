"""Social enterprises in bulk: names, kinds of work, what shows that they can be trusted, and what finds them."""

import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from collab_portal.accounts.models import Organisation, OrganisationName
from collab_portal.demo.volume import texts, writing
from collab_portal.reference.areas import expanded
from collab_portal.text import normalised_name, welsh_sort_key
from enterprises import projection
from enterprises.lookups.badges import BADGES
from enterprises.models import Activity, Badge, Enterprise, NetworkMembership, Standing, Verification
from enterprises.search import edition, facets
from procurement import bulk

DOCUMENT = "portal_document(item->>'name_en', item->>'name_cy', item->>'rest_en', item->>'rest_cy')"
NETWORKS = ("North", "North East", "West", "Mid", "South West", "Valleys", "Gwent", "Capital")
STATES = ("verified", "claimed", "unclaimed", "lapsed"), (50, 20, 25, 5)
LEGAL_FORMS = (
    ("CIC-G", "CHARITY-CO", "CIO", "CLG", "CIC-S", "BENCOM", "COOP", "CHARITY-UN", "UNINC", "CLS", "SOLE", "LLP"),
    (24, 17, 16, 13, 8, 7, 6, 3, 3, 1, 1, 1),
)
STANDINGS = ((Standing.Kind.COMMUNITY, 0.18), (Standing.Kind.SUPPORTED_EMPLOYMENT, 0.05), (Standing.Kind.MUTUAL, 0.01))
LOTS = (None, None, 5_000, 10_000, 25_000, 50_000), (None, 30_000, 75_000, 150_000, 400_000, 1_500_000)


@transaction.atomic
def add_enterprises(count: int, *, chance: random.Random, now: datetime) -> None:
    """List so many in the directory. While PostgreSQL takes one batch in, the next is drawn."""
    if not count:
        return
    networks = _networks()
    batches = [*writing.batches(writing.reserve(Organisation, count))]
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(_draw, batches[0], chance, now, networks)
        for keys in [*batches[1:], []]:
            drawn, coming = coming.result(), pool.submit(_draw, keys, chance, now, networks)
            _add(drawn)


def _draw(keys: list[int], chance: random.Random, now: datetime, networks: list[Organisation]) -> list["_Drawn"]:
    return [_Drawn(key, chance, now, networks) for key in keys]


def make_searchable(at: datetime) -> None:
    """What a task does when much has changed."""
    edition.make(at=at)


class _Drawn:
    """One enterprise, drawn by chance: its organisation, its entry in the directory, and what belongs to it.

    What belongs to it are plain rows by table: making an object for each of them takes longer than writing it.
    """

    def __init__(self, key: int, chance: random.Random, now: datetime, networks: list[Organisation]):
        self.chance, self.now = chance, now
        self.rows: dict[type[models.Model], list[dict[str, Any]]] = defaultdict(list)
        name = f"{texts.enterprise_name(chance)} {key}"  # names may be alike, addresses may not
        self.organisation = Organisation(
            pk=key,
            slug=slugify(name)[:80],
            name_en=name,
            sort_key_cy=welsh_sort_key(name),
            is_enterprise=True,
            mailbox=f"hello@enterprise-{key}.volume.example",
        )
        self.rows[OrganisationName] = [
            {"organisation_id": key, "name": name, "key": normalised_name(name), "language": "en", "is_former": False}
        ]
        subjects = chance.sample(texts.known("subjects"), chance.choice((1, 1, 2, 3)))
        self.named = projection.named_categories(sorted({each["category"] for each in subjects}))
        self.enterprise = self._entry(name, subjects)
        self.keys = projection.keys_of(self.enterprise, [])
        for category in self.named:
            self._activity(category.slug)
        self._proofs(chance.choice(networks))
        if chance.random() < 0.4:
            network = chance.choice(networks)
            self.rows[NetworkMembership] = [{"network_id": network.pk, "member_id": key, "joined_at": now}]
            self.keys.add(f"network:{network.slug}")
        self.enterprise.keys = sorted(self.keys)
        self.enterprise.words = projection.words_of(self.enterprise, self.organisation, self.named)

    def _entry(self, name: str, subjects: list[dict]) -> Enterprise:
        chance = self.chance
        described, language = texts.description(chance), chance.random()
        smallest, largest = (chance.choice(bounds) for bounds in LOTS)
        if smallest and largest and smallest > largest:
            smallest = None
        return Enterprise(
            organisation_id=self.organisation.pk,
            offer_en="; ".join(each["en"] for each in subjects),
            offer_cy="; ".join(each["cy"] for each in subjects) if language < 0.6 else "",
            description_en=described.en,
            description_cy=described.cy if language < 0.6 else "",
            legal_form=_weighted(chance, *LEGAL_FORMS),
            welsh_service=Enterprise.WelshService.FULL if language < 0.3 else "part" if language < 0.6 else "none",
            state=_weighted(chance, *STATES),
            is_listed=True,
            listed_at=self.now - timedelta(days=chance.randrange(1, 1500)),
            smallest_lot=smallest and Decimal(smallest),
            largest_lot=largest and Decimal(largest),
            would_lead_consortium=chance.random() < 0.08,
            would_join_consortium=chance.random() < 0.35,
            sort_key_en=name.casefold(),
            sort_key_cy=self.organisation.sort_key_cy,
            completeness=chance.randrange(20, 101),
        )

    def _proofs(self, network: Organisation) -> None:
        chance, today = self.chance, self.now.date()
        for kind, share in STANDINGS:
            if chance.random() < share:
                stated = {"evidence": "Our articles.", "evidence_url": "", "stated_on": today}
                self._shown_by(Standing, {"kind": kind, **stated})
        days = []
        for kind in chance.sample(list(BADGES), _weighted(chance, (0, 1, 2), (60, 30, 10))):
            days.append(today + timedelta(days=chance.randrange(30, 700)))
            self._shown_by(Badge, {"kind": kind, "number": "", "evidence_url": "", "expires_on": days[-1]})
        self.enterprise.stale_on = min(days) + timedelta(days=1) if days else None
        if self.enterprise.state == Enterprise.State.VERIFIED:
            day = today - timedelta(days=chance.randrange(300))
            dates = {"verified_on": day, "recheck_on": day + timedelta(days=365), "created_at": self.now}
            said = {"verifier_name": "Sam Rees", "note": "", "ended_because": ""}
            self.rows[Verification] = [{"network_id": network.pk, **dates, **said}]

    def _shown_by(self, kind: type[Badge | Standing], row: dict[str, Any]) -> None:
        self.rows[kind].append(row)
        self.keys.add(f"{kind._meta.model_name}:{row['kind']}")

    def _activity(self, slug: str) -> None:
        areas, capacity = _areas(self.chance), _weighted(self.chance, (*Activity.Capacity.values, ""), (45, 25, 10, 20))
        is_everywhere = areas == ["WALES"]
        self.rows[Activity].append(
            {
                "category_id": slug,
                "cpv_codes": [],
                "reach": Activity.Reach.WALES if is_everywhere else Activity.Reach.COUNCILS,
                "area_codes": [] if is_everywhere else areas,
                "place": "",
                "served_codes": areas,
                "capacity": capacity,
                "capacity_on": self.now.date() - timedelta(days=self.chance.randrange(200)) if capacity else None,
            }
        )
        self.keys |= _activity_keys(slug, tuple(areas), capacity)


@cache
def _activity_keys(slug: str, areas: tuple[str, ...], capacity: str) -> frozenset[str]:
    return frozenset(facets.keys_of_activity(slug, expanded(areas), capacity))


def _add(drawn: list[_Drawn]) -> None:
    bulk.insert([each.organisation for each in drawn])
    found_by = [
        {"name_en": each.organisation.name_en, "name_cy": ""} | projection.texts_of(each.enterprise, each.named)
        for each in drawn
    ]
    bulk.insert([each.enterprise for each in drawn], computed={"document": DOCUMENT}, also=found_by)
    for kind in (OrganisationName, NetworkMembership):
        writing.insert_rows(kind, [row for each in drawn for row in each.rows[kind]])
    for kind in (Activity, Standing, Badge, Verification):
        of_each = ({"enterprise_id": each.enterprise.pk, **row} for each in drawn for row in each.rows[kind])
        writing.insert_rows(kind, list(of_each))


def _networks() -> list[Organisation]:
    """Those that there are, or else a few."""
    if not Organisation.objects.networks().exists():
        named = [f"{place} Social Enterprise Network" for place in NETWORKS]
        bulk.insert(
            [
                Organisation(name_en=name, slug=slugify(name), sort_key_cy=welsh_sort_key(name), is_network=True)
                for name in named
            ]
        )
    return list(Organisation.objects.networks())


def _weighted(chance: random.Random, values, weights):
    return chance.choices(values, weights)[0]


def _areas(chance: random.Random) -> list[str]:
    """One in twenty works all over Wales; more work where more people live."""
    if chance.random() < 0.05:
        return ["WALES"]
    return sorted({each["area"] for each in chance.choices(texts.known("places"), k=chance.choice((1, 1, 2, 3)))})
