"""What the search counts and finds, held against plain SQL, under changes, deletions, roll-backs and late commits."""

import random
import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from collab_portal.accounts.models import Organisation
from collab_portal.demo.volume import texts
from collab_portal.reference.areas import expanded
from collab_portal.text import parse
from enterprises import projection
from enterprises.models import Activity, Enterprise, SearchChange
from enterprises.search import edition, index
from enterprises.search.criteria import Criteria
from enterprises.search.results import Results
from tests import build

CATEGORIES = ("catering-and-food", "cleaning-and-facilities", "transport")
AREAS = ("W06000002", "W06000011", "W06000015", "WALES")
WORDS = ("community", "kitchen", "meals", "gardens", "recycling", "gofal", "cymunedol")
FACETS = {
    "category": CATEGORIES,
    "area": AREAS,
    "capacity": ("free", "limited"),
    "state": ("verified", "claimed"),
    "form": ("CIC-G", "CIO"),
    "welsh": ("full",),
    "standing": ("mutual",),
    "badge": ("RLW",),
    "lot": ("10000-30000", "100000-250000"),
    "consortium": ("lead", "join"),
}


def plainly(chosen, q: str = "") -> set[int]:
    """The same search, asked of the rows themselves, one condition after the other."""
    found = Enterprise.objects.listed().prefetch_related("activities", "standings", "badges")
    if q:
        found = found.filter(document=parse(q).as_expression())
    return {each.pk for each in found if all(_fits(each, name, chosen) for name in chosen)}


def _fits(each: Enterprise, name: str, chosen) -> bool:
    values = chosen[name]
    if name in ("category", "area", "capacity"):
        return any(_does(activity, chosen) for activity in each.activities.all())
    if name == "lot":
        return any(_takes(each, *map(int, value.split("-"))) for value in values)
    has = {
        "state": [each.state],
        "form": [each.legal_form],
        "welsh": [each.welsh_service],
        "standing": [standing.kind for standing in each.standings.all()],
        "badge": [badge.kind for badge in each.badges.all()],
        "consortium": ["lead"] * each.would_lead_consortium + ["join"] * each.would_join_consortium,
    }
    return bool(set(has[name]) & set(values))


def _does(activity: Activity, chosen) -> bool:
    return (
        activity.category_id in chosen.get("category", [activity.category_id])
        and (not chosen.get("area") or bool(expanded(activity.served_codes) & set(chosen["area"])))
        and (not chosen.get("capacity") or activity.capacity in chosen["capacity"])
    )


def _takes(each: Enterprise, low: int, high: int) -> bool:
    if each.smallest_lot is None and each.largest_lot is None:
        return False
    return (each.largest_lot is None or each.largest_lot >= low) and (
        each.smallest_lot is None or each.smallest_lot < high
    )


class World:
    """Enterprises that come, change and go by chance."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        build.reference_data()

    def enter(self) -> None:
        name = texts.enterprise_name(self.chance)
        organisation = Organisation.objects.create(slug=f"e{random.random()}"[2:], name_en=name, is_enterprise=True)
        self.change(Enterprise.objects.create(organisation=organisation, is_listed=True, listed_at=build.NOW))

    def change(self, each: Enterprise) -> None:
        chance = self.chance
        each.state = chance.choice(FACETS["state"])
        each.legal_form = chance.choice(("CIC-G", "CIO", ""))
        each.welsh_service = chance.choice(("full", "none"))
        each.smallest_lot, each.largest_lot = chance.choice(
            ((None, None), (5_000, 20_000), (None, 50_000), (40_000, None))
        )
        each.would_lead_consortium, each.would_join_consortium = chance.random() < 0.3, chance.random() < 0.5
        each.offer_en = " ".join(chance.sample(WORDS, 2))
        each.is_listed = chance.random() < 0.9
        each.save()
        each.activities.all().delete()
        for category in chance.sample(CATEGORIES, chance.randint(1, 2)):
            areas, room = chance.sample(AREAS, chance.randint(1, 2)), chance.choice(("free", "limited", ""))
            since = date(2026, 11, 1) if room else None
            Activity.objects.create(
                enterprise=each, category_id=category, served_codes=areas, capacity=room, capacity_on=since
            )
        for rows, kind in ((each.standings, "mutual"), (each.badges, "RLW")):
            rows.all().delete()
            if chance.random() < 0.4:
                dated = {"stated_on": date(2026, 1, 1)} if kind == "mutual" else {}
                rows.create(kind=kind, **dated)
        projection.refresh(each)

    def go(self, each: Enterprise) -> None:
        each.organisation.delete()

    def step(self) -> None:
        each = self.chance.choice(list(Enterprise.objects.all()) or [None])
        if each is None or self.chance.random() < 0.4:
            self.enter()
        elif self.chance.random() < 0.7:
            self.change(each)
        else:
            self.go(each)

    def search(self) -> tuple[dict, str]:
        names = self.chance.sample(list(FACETS), self.chance.randint(0, 3))
        chosen = {name: tuple(self.chance.sample(FACETS[name], 1 + (len(FACETS[name]) > 2))) for name in names}
        word, other = self.chance.sample(WORDS, 2)
        forms = (
            "",
            "",
            word,
            f"{word} {other}",
            f"{word} OR {other}",
            f"{word} -{other}",
            f'"{word} {other}"',
            f"-{word}",
        )
        return chosen, self.chance.choice(forms)


def check(chosen: dict, q: str) -> None:
    """The count, every count beside a filter, and who stands on the pages."""
    results = Results(Criteria(q, chosen), sort="name")
    expected = plainly(chosen, q)
    assert set(index.numbers(results.bits)) == expected, (chosen, q)
    assert {each.pk for each in results.rows(0, 1000)} == expected
    for name, values in FACETS.items():
        counts = results.counts[name]
        for value in values:
            there = plainly(chosen | {name: (value,)}, q)
            assert counts[value] == len(there), (chosen, q, name, value)


@pytest.mark.django_db(transaction=True)  # what is not committed stays outside of editions
@pytest.mark.parametrize("seed", range(3))
def test_counts_and_pages_are_those_of_plain_sql(seed):
    """With an edition in the middle, so that some is kept, some has changed since, and some has gone."""
    world = World(random.Random(seed))
    for _ in range(12):
        world.step()
    edition.make(at=build.NOW, common=1 if seed else 4)  # every word, or only some, has a set of its own
    for _ in range(6):
        world.step()
        check(*world.search())


@pytest.mark.django_db
def test_an_enterprise_is_not_found_by_the_kind_of_one_activity_and_the_place_of_another():
    enterprise = build.enterprise(area_codes=["W06000015"])
    Activity.objects.create(enterprise=enterprise, category_id="cleaning-and-facilities", served_codes=["W06000002"])
    projection.refresh(enterprise)

    found = {
        query: Results(Criteria.from_query(QueryDict(query))).count
        for query in (
            "category=catering-and-food&area=W06000015",
            "category=catering-and-food&area=W06000002",
            "category=cleaning-and-facilities&area=W06000002",
        )
    }

    assert list(found.values()) == [1, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_late_is_not_missed():
    """Begun before another that was read already, committed after it: the classic way to lose one."""
    early, late = build.enterprise(name_en="Early"), build.enterprise(name_en="Late")
    edition.make()
    begun, may_commit = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            Enterprise.objects.filter(pk=late.pk).update(is_listed=False)
            begun.set()
            assert may_commit.wait(60)
        connection.close()

    slow = threading.Thread(target=slowly)
    slow.start()
    assert begun.wait(60)
    Enterprise.objects.filter(pk=early.pk).update(is_listed=False)
    meanwhile = index.numbers(index.current()[index.ALL])
    edition.make()  # an edition in between must not swallow it either
    may_commit.set()
    slow.join()

    assert meanwhile == [late.pk]
    assert index.numbers(index.current()[index.ALL]) == []
    assert SearchChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_there():
    kept = build.enterprise()
    everybody = index.current()[index.ALL]

    with transaction.atomic():
        build.enterprise(name_en="Never CIC")
        seen = index.current()[index.ALL].bit_count()
        transaction.set_rollback(True)

    assert seen == 2
    assert index.numbers(index.current()[index.ALL]) == index.numbers(everybody) == [kept.pk]


@pytest.mark.django_db(transaction=True)
def test_another_database_in_its_place_is_read_anew():
    """A restore fills the tables from a file: nothing of what a process holds is true any more."""
    gone = build.enterprise()
    edition.make()
    assert index.numbers(index.current()[index.ALL]) == [gone.pk]

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE enterprises_enterprise, enterprises_searchchange CASCADE")

    assert index.current()[index.ALL] == 0
    assert edition.is_due(build.NOW)


@pytest.mark.django_db
def test_an_edition_is_due_after_a_day_or_many_changes(monkeypatch):
    build.enterprise()
    assert edition.is_due(build.NOW)

    edition.make(at=build.NOW)

    assert not edition.is_due(build.NOW)
    assert edition.is_due(build.NOW + edition.OLDEST * 2)
    build.enterprise(name_en="Since then")  # whether this transaction's earlier change is forgotten, others decide
    monkeypatch.setattr(edition, "MANY_CHANGES", 0)
    assert edition.is_due(build.NOW)
