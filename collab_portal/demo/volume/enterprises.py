"""Social enterprises in bulk, each with its names, its kinds of work and what search finds it by."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from collab_portal.accounts.models import Organisation, OrganisationName
from collab_portal.demo.volume import texts, writing
from collab_portal.reference.models import Category
from collab_portal.text import normalised_name, welsh_sort_key
from enterprises.actions import texts_of
from enterprises.models import Enterprise
from procurement import bulk

DOCUMENT = "portal_document(item->>'name_en', item->>'name_cy', item->>'rest_en', item->>'rest_cy')"
LEGAL_FORMS = ("CIC-G", "CIC-S", "CLG", "CIO", "CHARITY-CO", "BENCOM", "COOP", "UNINC")


@transaction.atomic
def add_enterprises(count: int, *, chance: random.Random, now: datetime) -> None:
    """List so many in the directory."""
    categories = {each.slug: each for each in Category.objects.all()}
    for keys in writing.batches(writing.reserve(Organisation, count)):
        _add([_Drawn(key, chance, now) for key in keys], categories)


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
            area_codes=_areas(chance),
            has_welsh_service=language < 0.5,
            is_listed=True,
            listed_at=now - timedelta(days=chance.randrange(1, 1500)),
        )


def _add(drawn: list[_Drawn], categories: dict[str, Category]) -> None:
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
        | texts_of(each.enterprise, [categories[slug] for slug in each.category_slugs])
        for each in drawn
    ]
    bulk.insert([each.enterprise for each in drawn], computed={"document": DOCUMENT}, also=found_by)
    link = Enterprise.categories.through
    bulk.insert(
        [link(enterprise_id=each.enterprise.pk, category_id=slug) for each in drawn for slug in each.category_slugs]
    )


def _areas(chance: random.Random) -> list[str]:
    if chance.random() < 0.05:
        return ["WALES"]
    return sorted({each["area"] for each in chance.choices(texts.known("places"), k=chance.choice((1, 1, 2, 3)))})
