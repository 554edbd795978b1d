"""Saved searches in bulk, of people who follow the pipeline without an account."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from collab_portal import text
from collab_portal.accounts.models import Language
from collab_portal.demo.volume import texts, writing
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.text.welsh import all_forms
from procurement.matching import Criteria, percolator
from procurement.matching.frequencies import Frequencies
from procurement.models import SavedSearch, Subscriber

EACH = 3  # searches of one person, on average
TYPED = 3_000  # different things typed into the search box; the rest of a search varies more
FREQUENCIES = (SavedSearch.Frequency.AT_ONCE, SavedSearch.Frequency.DAILY, SavedSearch.Frequency.WEEKLY)


@transaction.atomic
def add_searches(count: int, *, chance: random.Random, now: datetime) -> None:
    """Save so many, confirmed and filed for matching."""
    people = writing.reserve(Subscriber, max(1, count // EACH) if count else 0)
    writing.insert(_subscriber(key, chance, now) for key in people)
    known, taken = Frequencies.known(), set()
    drawn = _criteria(chance)

    def searches() -> Iterator[SavedSearch]:
        while len(taken) < count:
            criteria, person = next(drawn), chance.choice(people)
            if (person, criteria.query()) not in taken:  # nobody saves the same search twice
                taken.add((person, criteria.query()))
                yield _search(person, criteria, known, chance, now)

    writing.insert(searches())


def _subscriber(key: int, chance: random.Random, now: datetime) -> Subscriber:
    return Subscriber(
        pk=key,
        email=f"person-{key}@volume.example",
        language=Language.WELSH if chance.random() < 0.3 else Language.ENGLISH,
        confirmed_at=now - timedelta(days=chance.randrange(1, 700)),
    )


def _search(person: int, criteria: Criteria, known: Frequencies, chance: random.Random, now: datetime) -> SavedSearch:
    return SavedSearch(
        subscriber_id=person,
        query=criteria.query(),
        frequency=chance.choices(FREQUENCIES, (35, 50, 15))[0],
        hour=chance.choice(SavedSearch.Hour.values),
        confirmed_at=now,
        filed_at=now,
        **percolator.columns(criteria, known),
    )


def _criteria(chance: random.Random) -> Iterator[Criteria]:
    """Without end: six in ten with words, most with a place or a kind of work."""
    meanings = {typed: text.parse(typed) for typed in (_typed(chance) for _ in range(TYPED))}
    typed = list(meanings)
    areas, categories = areas_by_code(), all_categories()
    while True:
        q = chance.choice(typed) if chance.random() < 0.6 else ""
        low = Decimal(chance.randrange(0, 200) * 1_000)
        has_value = chance.random() < 0.25
        criteria = Criteria(
            q=q,
            category=(chance.choice(categories),) if chance.random() < (0.25 if q else 0.7) else (),
            cpv=(chance.choice(texts.known("subjects"))["cpv"],) if chance.random() < 0.1 else (),
            area=(areas[chance.choice(texts.known("places"))["area"]],) if chance.random() < 0.6 else (),
            value_from=low if has_value else None,
            value_to=low + 250_000 if has_value else None,
            vcse=chance.random() < 0.2,
        )
        # What the words mean, worked out once for all that typed the same: each asks the database.
        criteria.__dict__["words"] = meanings[q] if q else text.Query()
        if criteria.query():
            yield criteria


def _typed(chance: random.Random) -> str:
    """Words of what is published, in either language, now and then mutated; or a place that few have heard of."""
    if chance.random() < 0.3:
        return texts.site(chance)
    pair = chance.choice(texts.pairs("subjects") + texts.pairs("sentences")[:10])
    is_welsh = chance.random() < 0.35
    words = [word.strip(".,;") for word in (pair.cy if is_welsh else pair.en).split() if len(word) > 4]
    chosen = chance.sample(words, min(len(words), chance.choice((1, 1, 2)))) or ["gwaith"]
    if is_welsh:
        chosen = [chance.choice(sorted(all_forms(word.lower()))) for word in chosen]
    return (" OR " if chance.random() < 0.2 else " ").join(chosen)
