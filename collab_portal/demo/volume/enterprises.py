"""Social enterprises in bulk: names, kinds of work, what shows that they can be trusted, and what finds them."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from collab_portal.accounts.models import Organisation, OrganisationName
from collab_portal.demo.volume import texts, writing
from collab_portal.text import normalised_name, welsh_sort_key
from enterprises import projection
from enterprises.lookups.badges import BADGES
from enterprises.models import Activity, Badge, Enterprise, NetworkMembership, Standing, Verification
from enterprises.reach import served_codes
from enterprises.search import edition
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
    """List so many in the directory, and make them ready to be searched."""
    if not count:
        return
    networks = _networks()
    for keys in writing.batches(writing.reserve(Organisation, count)):
        _add([_Drawn(key, chance, now, networks) for key in keys])


def make_searchable(at: datetime) -> None:
    """What a task does when much has changed."""
    edition.make(at=at)


class _Drawn:
    """One enterprise, drawn by chance: its organisation, its entry in the directory, and what belongs to it."""

    def __init__(self, key: int, chance: random.Random, now: datetime, networks: list[Organisation]):
        self.chance, self.now = chance, now
        name = f"{texts.enterprise_name(chance)} {key}"  # names may be alike, addresses may not
        self.organisation = Organisation(
            pk=key,
            slug=slugify(name)[:80],
            name_en=name,
            sort_key_cy=welsh_sort_key(name),
            is_enterprise=True,
            mailbox=f"hello@enterprise-{key}.volume.example",
        )
        subjects = chance.sample(texts.known("subjects"), chance.choice((1, 1, 2, 3)))
        self.category_slugs = sorted({each["category"] for each in subjects})
        self.enterprise = self._entry(name, subjects)
        self.activities = [self._activity(slug) for slug in self.category_slugs]
        self.network = chance.choice(networks) if chance.random() < 0.4 else None
        self.proofs = self._proofs(chance.choice(networks))
        held = [each for each in self.proofs if isinstance(each, Badge | Standing)]
        slugs = [self.network.slug] if self.network else []
        self.enterprise.keys = sorted(projection.keys_of(self.enterprise, self.activities, held, slugs))
        self.enterprise.words = projection.words_of(self.enterprise, self.organisation)

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
            sort_key_cy=welsh_sort_key(name),
            completeness=chance.randrange(20, 101),
        )

    def _proofs(self, network: Organisation) -> list[Model]:
        chance, today = self.chance, self.now.date()
        proofs: list[Model] = [
            Standing(kind=kind, evidence="Our articles.", stated_on=today)
            for kind, share in STANDINGS
            if chance.random() < share
        ]
        badges = chance.sample(list(BADGES), _weighted(chance, (0, 1, 2), (60, 30, 10)))
        proofs += [Badge(kind=kind, expires_on=today + timedelta(days=chance.randrange(30, 700))) for kind in badges]
        if self.enterprise.state == Enterprise.State.VERIFIED:
            day = today - timedelta(days=chance.randrange(300))
            recheck = day + timedelta(days=365)
            proofs.append(Verification(verifier_name="Sam Rees", network=network, verified_on=day, recheck_on=recheck))
        return proofs

    def _activity(self, slug: str) -> Activity:
        areas, chance = _areas(self.chance), self.chance
        reach = Activity.Reach.WALES if areas == ["WALES"] else Activity.Reach.COUNCILS
        capacity = _weighted(chance, (*Activity.Capacity.values, ""), (45, 25, 10, 20))
        activity = Activity(
            category_id=slug,
            reach=reach,
            area_codes=[] if reach == Activity.Reach.WALES else areas,
            capacity=capacity,
            capacity_on=self.now.date() - timedelta(days=chance.randrange(200)) if capacity else None,
        )
        activity.served_codes = served_codes(activity)
        return activity


def _add(drawn: list[_Drawn]) -> None:
    organisations = [each.organisation for each in drawn]
    bulk.insert(organisations)
    bulk.insert(
        [
            OrganisationName(organisation=each, name=each.name_en, key=normalised_name(each.name_en), language="en")
            for each in organisations
        ]
    )
    found_by = [
        {"name_en": each.organisation.name_en, "name_cy": ""}
        | projection.texts_of(each.enterprise, each.category_slugs)
        for each in drawn
    ]
    bulk.insert([each.enterprise for each in drawn], computed={"document": DOCUMENT}, also=found_by)
    for belongs in (lambda each: each.activities, *map(_of_kind, (Standing, Badge, Verification))):
        bulk.insert([_of(each.enterprise, row) for each in drawn for row in belongs(each)])
    bulk.insert([NetworkMembership(network=each.network, member=each.organisation) for each in drawn if each.network])


def _of_kind(kind: type[Model]) -> Callable[[_Drawn], list[Model]]:
    return lambda drawn: [each for each in drawn.proofs if isinstance(each, kind)]


def _of(enterprise: Enterprise, row: Model) -> Model:
    row.enterprise_id = enterprise.pk
    return row


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
