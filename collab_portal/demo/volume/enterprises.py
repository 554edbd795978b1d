"""Social enterprises in bulk, each with its names, its kinds of work and what search finds it by."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from collab_portal.accounts.models import Organisation, OrganisationName
from collab_portal.demo.volume import texts, writing
from collab_portal.text import normalised_name, welsh_sort_key
from enterprises import projection
from enterprises.models import Activity, Enterprise
from enterprises.reach import served_codes
from procurement import bulk

DOCUMENT = "portal_document(item->>'name_en', item->>'name_cy', item->>'rest_en', item->>'rest_cy')"
STATES = ("verified", "claimed", "unclaimed", "lapsed")
LEGAL_FORMS = ("CIC-G", "CIC-S", "CLG", "CIO", "CHARITY-CO", "BENCOM", "COOP", "UNINC")


@transaction.atomic
def add_enterprises(count: int, *, chance: random.Random, now: datetime) -> None:
    """List so many in the directory."""
    for keys in writing.batches(writing.reserve(Organisation, count)):
        _add([_Drawn(key, chance, now) for key in keys])


class _Drawn:
    """One enterprise, drawn by chance: its organisation, and its entry in the directory."""

    def __init__(self, key: int, chance: random.Random, now: datetime):
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
        described = texts.description(chance)
        language = chance.random()
        self.enterprise = Enterprise(
            organisation_id=key,
            offer_en="; ".join(each["en"] for each in subjects),
            offer_cy="; ".join(each["cy"] for each in subjects) if language < 0.6 else "",
            description_en=described.en,
            description_cy=described.cy if language < 0.6 else "",
            legal_form=chance.choice(LEGAL_FORMS),
            welsh_service=Enterprise.WelshService.FULL if language < 0.5 else "",
            state=chance.choices(STATES, (50, 20, 25, 5))[0],
            is_listed=True,
            listed_at=now - timedelta(days=chance.randrange(1, 1500)),
            sort_key_en=name.casefold(),
            sort_key_cy=welsh_sort_key(name),
        )
        self.activities = [_activity(slug, chance, now) for slug in self.category_slugs]
        self.enterprise.keys = sorted(projection.keys_of(self.enterprise, self.activities))


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
    bulk.insert([_of(each.enterprise, activity) for each in drawn for activity in each.activities])


def _of(enterprise: Enterprise, activity: Activity) -> Activity:
    activity.enterprise_id = enterprise.pk
    return activity


def _activity(slug: str, chance: random.Random, now: datetime) -> Activity:
    areas = _areas(chance)
    reach = Activity.Reach.WALES if areas == ["WALES"] else Activity.Reach.COUNCILS
    activity = Activity(
        category_id=slug,
        reach=reach,
        area_codes=[] if reach == Activity.Reach.WALES else areas,
        capacity=chance.choice(Activity.Capacity.values),
        capacity_on=now.date() - timedelta(days=chance.randrange(200)),
    )
    activity.served_codes = served_codes(activity)
    return activity


def _areas(chance: random.Random) -> list[str]:
    if chance.random() < 0.05:
        return ["WALES"]
    return sorted({each["area"] for each in chance.choices(texts.known("places"), k=chance.choice((1, 1, 2, 3)))})
