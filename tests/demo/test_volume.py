"""Volume is what the actions would have written, the same each time, and only where it does no harm."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from collab_portal.accounts.models import Organisation
from enterprises import projection
from enterprises.models import Enterprise
from procurement import changes, listing, record, snapshot
from procurement.changes import Reason
from procurement.matching import Criteria, percolator
from procurement.matching.frequencies import Frequencies
from procurement.models import Change, Lot, Opportunity, OutboxEvent, PipelineEntry, Release, SavedSearch
from procurement.record import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference_data(db):
    call_command("load_reference_data", stdout=StringIO())


def seed(**counts) -> str:
    said = StringIO()
    call_command("seed_volume", stdout=said, **counts)
    return said.getvalue()


def entry_values(opportunity) -> dict:
    return PipelineEntry.objects.filter(pk=opportunity).values().get()


def test_it_adds_what_was_asked_for_and_says_so():
    said = seed(opportunities=30, enterprises=20, searches=40)

    assert said == "Added 30 opportunities, 20 enterprises, 40 searches\n"
    assert PipelineEntry.objects.count() == Opportunity.objects.count() == 30
    assert Enterprise.objects.listed().count() == 20
    assert SavedSearch.objects.confirmed().count() == 40
    assert not OutboxEvent.objects.exists()


def test_a_second_run_adds_more():
    seed(opportunities=5, enterprises=5, searches=5)
    seed(opportunities=5, enterprises=5, searches=5, seed=2)

    assert (PipelineEntry.objects.count(), Enterprise.objects.count(), SavedSearch.objects.count()) == (10, 10, 10)
    assert Organisation.objects.filter(name_en="Gwynedd Council").count() == 1


def test_the_same_seed_makes_the_same_things():
    seed(opportunities=15, seed=7)
    seed(opportunities=15, seed=7)
    seed(opportunities=15, seed=8)

    titles = list(PipelineEntry.objects.order_by("pk").values_list("title_en", "title_cy", "value_min", "stage"))

    assert titles[:15] == titles[15:30] != titles[30:]


def test_entries_are_those_that_publishing_would_have_written():
    seed(opportunities=60)

    for opportunity in Opportunity.objects.all():
        seeded = entry_values(opportunity.pk)
        PipelineEntry.objects.filter(pk=opportunity.pk).delete()
        listing.write_entries([(opportunity, snapshot.of(opportunity))], at=seeded["changed_at"])
        assert entry_values(opportunity.pk) == seeded


def test_releases_and_change_log_are_those_that_publishing_would_have_written():
    seed(opportunities=60)

    for opportunity in Opportunity.objects.all():
        before = None
        for version, release in enumerate(opportunity.releases.order_by("version"), start=1):
            after = snapshot.read(release.snapshot)
            opportunity.version = version
            publication = Publication(opportunity, before, after, changes.between(before, after) if before else [])
            expected = record.release_of(publication, release.published_at)
            assert (release.version, release.release_id, release.ocds) == (version, expected.release_id, expected.ocds)
            assert _lines(release) == [(each.field, each.before, each.after) for each in publication.differences]
            before = after
        assert before == snapshot.of(opportunity)
        assert opportunity.version == Opportunity.objects.get(pk=opportunity.pk).version


def _lines(release) -> list:
    return list(release.changes.order_by("pk").values_list("field", "before", "after"))


def test_releases_come_in_the_order_of_their_dates():
    seed(opportunities=60)

    published = list(Release.objects.order_by("pk").values_list("published_at", flat=True))

    assert published == sorted(published)


def test_slips_and_early_ends_say_why():
    seed(opportunities=80)

    needed = [
        change
        for change in Change.objects.all()
        if changes.Difference(change.field, change.before, change.after, change.slipped_days).needs_reason
    ]

    assert needed
    assert all(Reason(change.reason_en, change.reason_cy) for change in needed)


def test_every_stage_occurs_and_every_opportunity_has_a_lot():
    seed(opportunities=200)

    assert set(PipelineEntry.objects.values_list("stage", flat=True)) == {
        "planned", "tendering", "awarded", "withdrawn", "cancelled"
    }  # fmt: skip
    assert Lot.objects.values("opportunity").distinct().count() == 200
    assert PipelineEntry.objects.filter(value_amount=None).exclude(value_band="").exists()
    assert PipelineEntry.objects.filter(title_cy="").exists()
    assert PipelineEntry.objects.filter(title_en="").exists()


WORKED_OUT = ("document", "words", "keys", "sort_key_en", "sort_key_cy", "stale_on")


def test_enterprises_are_those_that_listing_would_have_made():
    seed(enterprises=25)

    for enterprise in Enterprise.objects.select_related("organisation"):
        seeded = {name: getattr(enterprise, name) for name in WORKED_OUT}
        projection.refresh(enterprise)
        enterprise.refresh_from_db()
        assert {name: getattr(enterprise, name) for name in seeded} == seeded
        organisation = enterprise.organisation
        assert organisation.names.get().name == organisation.name_en
        assert organisation.sort_key_cy


def test_searches_are_filed_as_saving_them_would():
    seed(opportunities=50, searches=60)
    known = Frequencies.known()

    for search in SavedSearch.objects.all():
        criteria = Criteria.from_query(search.query)
        expected = percolator.columns(criteria, known)
        kept = {name: getattr(search, name) for name in expected if name not in ("keys", "words")}
        assert kept == {name: expected[name] for name in kept}
        assert search.keys in [["*"], *(sorted(group) for group in percolator.required(criteria))]


def test_a_database_elsewhere_is_refused_unless_it_is_marked(settings, monkeypatch):
    elsewhere = connection.get_connection_params() | {"host": "db.example.org"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: elsewhere)

    with pytest.raises(CommandError, match="VOLUME_ALLOWED"):
        seed(opportunities=1)


def test_outside_a_local_run_it_is_refused_even_on_this_machine(settings):
    settings.LOCAL_RUN = False

    with pytest.raises(CommandError, match="VOLUME_ALLOWED"):
        seed(opportunities=1)


def test_a_database_that_is_marked_takes_volume(settings):
    settings.LOCAL_RUN, settings.VOLUME_ALLOWED = False, True

    assert seed(opportunities=2).startswith("Added 2 opportunities")
