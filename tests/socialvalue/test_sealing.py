"""Nobody reads an offer before its deadline, by whatever way they try, and nobody writes one after it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from collab_portal.accounts import actions as accounts
from collab_portal.accounts import personal_data
from collab_portal.mail.models import Delivery
from enterprises import leaving, their_data
from procurement import actions as procurement
from procurement.models import Lot
from procurement.models.stages import NotAllowed
from socialvalue import sealing
from socialvalue.actions import offers as actions
from socialvalue.models import Answer, Criteria, Criterion, Offer, OfferDraft, PanelMember
from tests import build
from tests.socialvalue import offers

pytestmark = [pytest.mark.usefixtures("reference_data"), pytest.mark.django_db]

TABLES = ("socialvalue_offerdraft", "socialvalue_offer", "socialvalue_answer", "socialvalue_price")
WRITES = (IntegrityError, ProgrammingError, InternalError)


def in_the_tables() -> list[int]:
    """How many rows the web role sees with plain SQL and no filter."""
    with connection.cursor() as cursor:
        counts = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
        return counts


def run(sql: str, *values) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.fixture
def criteria():
    return offers.published()


@pytest.fixture
def tender(criteria):
    return criteria.lot.opportunity


@pytest.fixture
def mine():
    return offers.bidder()


def test_the_migrated_database_seals_every_table_of_offers_for_its_owner_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, count(polname) FROM pg_class "
            "JOIN pg_policy ON polrelid = pg_class.oid WHERE relname = ANY(%s) GROUP BY 1, 2, 3",
            [list(TABLES)],
        )
        found = cursor.fetchall()

    assert sorted(found) == sorted((table, True, True, 1 if table.endswith("draft") else 3) for table in TABLES)


def test_before_the_deadline_only_the_bidder_sees_its_offer(criteria, mine):
    offer = offers.hand_in(criteria, *mine)
    other = offers.bidder("Rival CIC")[0]

    assert in_the_tables() == [0, 0, 0, 0]
    with sealing.as_bidder(other):
        assert in_the_tables() == [0, 0, 0, 0]
        assert run("UPDATE socialvalue_price SET amount = 1") == 0
        assert run("DELETE FROM socialvalue_answer") == 0
    with pytest.raises(sealing.Sealed) as sealed, sealing.opened(criteria):
        pass
    assert sealed.value.until == criteria.lot.opportunity.submissions_close_at
    run("SELECT set_config('portal.buyer', %s, true)", str(criteria.lot.opportunity.buyer_id))
    assert in_the_tables() == [0, 0, 0, 0]
    with sealing.as_bidder(mine[0]):
        assert in_the_tables() == [1, 1, 3, 1]
        assert actions.own_offer(criteria, mine[0]) == offer
    assert in_the_tables() == [0, 0, 0, 0]


def test_what_failed_inside_leaves_nothing_open(criteria, mine):
    offers.hand_in(criteria, *mine)

    with pytest.raises(ZeroDivisionError), sealing.as_bidder(mine[0]):
        raise ZeroDivisionError

    assert in_the_tables() == [0, 0, 0, 0]


def test_a_rival_cannot_write_in_anothers_name(criteria, mine):
    offer = offers.hand_in(criteria, *mine)
    rival = offers.bidder("Rival CIC")[0]

    with sealing.as_bidder(rival):
        with pytest.raises(WRITES), transaction.atomic():
            Offer.objects.create(criteria=criteria, bidder=build.organisation(is_enterprise=True), language="en")
        with pytest.raises(WRITES), transaction.atomic():
            Answer.objects.create(offer=offer, criterion=criteria.questions.get(code="Q1"), text="Ours is poor.")
        with pytest.raises(WRITES), transaction.atomic():
            Offer.objects.create(criteria=criteria, bidder_name="X", route="entered", language="en")


def test_after_the_deadline_the_buyer_reads_offers_and_prices_once_all_scores_are_locked(criteria, tender, mine):
    offer = offers.hand_in(criteria, *mine)
    organisation, person = offers.bidder("Never handed in")
    actions.save_draft(criteria=criteria, bidder=organisation, by=person, content=offers.content(criteria))
    offers.the_deadline_passes(tender)
    at = timezone.now()
    judges = [
        PanelMember.objects.create(criteria=criteria, user=build.user(), role="evaluator", locked_at=locked)
        for locked in (at, None)
    ]

    assert in_the_tables() == [0, 0, 0, 0]
    with sealing.opened(criteria) as opened:
        assert list(opened) == [offer]
        assert in_the_tables() == [0, 1, 3, 0]
        assert run("UPDATE socialvalue_offer SET language = 'cy'") == 0
        with pytest.raises(sealing.PricesSealed):
            sealing.prices(criteria)
        judges[1].locked_at = at
        judges[1].save()
        assert sealing.prices(criteria) == {offer.pk: 90_000}
    other_council = offers.published()
    offers.the_deadline_passes(other_council.lot.opportunity)
    with sealing.opened(other_council) as opened:
        assert not list(opened)
        assert in_the_tables() == [0, 0, 0, 0]


@pytest.mark.parametrize("ago", [timedelta(seconds=1), timedelta(microseconds=0)])
def test_no_offer_changes_after_the_deadline(criteria, tender, mine, ago):
    handed_in = offers.hand_in(criteria, *mine)
    late = offers.bidder("Late CIC")
    draft = actions.save_draft(criteria=criteria, bidder=late[0], by=late[1], content=offers.content(criteria))
    offers.the_deadline_passes(tender, ago=ago)

    with pytest.raises(actions.TooLate):
        actions.hand_in(criteria=criteria, bidder=late[0], by=late[1], seen_at=draft.saved_at)
    with pytest.raises(actions.TooLate):
        actions.take_back(criteria=criteria, bidder=mine[0], by=mine[1])
    with sealing.as_bidder(mine[0]):
        for change in (
            "UPDATE socialvalue_offer SET language = 'cy'",
            "UPDATE socialvalue_answer SET text = 'better'",
            "DELETE FROM socialvalue_price",
        ):
            with pytest.raises(IntegrityError):
                run(change)
    with sealing.as_bidder(late[0]):
        assert OfferDraft.objects.get().content  # nothing typed is lost
    with sealing.opened(criteria) as opened:
        assert list(opened) == [handed_in]


def test_the_deadline_of_published_criteria_moves_only_on_and_only_before_it_passes(criteria, tender):
    closes_at, by = tender.submissions_close_at, build.user(role="publisher", of=tender.buyer)
    step = {"opportunity": tender, "by": by, "reason": build.REASON}
    move = "UPDATE procurement_opportunity SET submissions_close_at = %s, origin = 'import' WHERE id = %s"

    for earlier in (closes_at - timedelta(microseconds=1), None):
        with pytest.raises(IntegrityError):
            run(move, earlier, tender.pk)
    later = closes_at + timedelta(days=1)
    procurement.extend_deadline(**step, at=timezone.now(), submissions_close_at=later)
    offers.the_deadline_passes(tender)

    with pytest.raises(NotAllowed):
        procurement.extend_deadline(**step, at=timezone.now(), submissions_close_at=later)


def test_what_offers_rest_on_is_frozen(criteria, tender):
    lot, by = criteria.lot, build.user(role="publisher", of=tender.buyer)
    second = procurement.amend_lot(opportunity=tender, by=by, title_en="Another")

    for change in (
        f"UPDATE socialvalue_criteria SET places = 0 WHERE id = {criteria.pk}",
        f"DELETE FROM socialvalue_criteria WHERE id = {criteria.pk}",
        f"UPDATE socialvalue_criterion SET weight = 1 WHERE criteria_id = {criteria.pk}",
        f"DELETE FROM socialvalue_criterion WHERE criteria_id = {criteria.pk}",
        f"UPDATE procurement_awardcriterion SET weight = 1 WHERE lot_id = {lot.pk}",
        f"UPDATE procurement_lot SET opportunity_id = 0 WHERE id = {lot.pk}",
    ):
        with pytest.raises(IntegrityError):
            run(change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.create(criteria=criteria, code="X", kind="words", weight=1, position=9)
    with pytest.raises(NotAllowed):
        procurement.remove_lot(lot=lot, by=by)
    with pytest.raises(NotAllowed):
        procurement.amend_lot(opportunity=tender, by=by, lot=lot, criteria=[{"kind": "price", "weight": 100}])
    same = list(lot.criteria.order_by("pk").values("kind", "name_en", "name_cy", "weight"))
    procurement.amend_lot(opportunity=tender, by=by, lot=lot, criteria=same, title_en="All meals")
    procurement.remove_lot(lot=second, by=by)
    criteria.published_by.delete()
    assert Criteria.objects.get(pk=criteria.pk).published_by is None
    assert Lot.objects.get(pk=lot.pk).title_en == "All meals"


def test_a_merged_bidder_still_has_its_offer_and_others_still_see_none(criteria, mine):
    offer = offers.hand_in(criteria, *mine)
    new = build.enterprise(name_en="Cegin Newydd", state="claimed").organisation

    accounts.merge(organisation=mine[0], into=new, by=build.user(is_staff=True))

    assert in_the_tables() == [0, 0, 0, 0]
    with sealing.as_bidder(new):
        assert actions.own_offer(criteria, new) == offer


def test_an_enterprise_takes_its_offers_along_and_leaves_what_was_handed_in(criteria, tender, mine):
    offers.hand_in(criteria, *mine)
    organisation, person = mine

    exported = their_data.export(organisation.enterprise)["offers"]
    hers = personal_data.export(person)["offers"]
    leaving.take_out(organisation.enterprise)

    assert exported["handed_in"][0]["offer"]["price"] == "90000.00"
    assert exported["drafts"]
    assert hers == [{"opportunity": tender.reference, "lot": 1, "at": hers[0]["at"], "digest": hers[0]["digest"]}]
    organisation.refresh_from_db()  # the law wants the tender kept, so its name stays
    assert not organisation.is_enterprise
    offers.the_deadline_passes(tender)
    with sealing.opened(criteria) as opened:
        assert opened.get().name == "Cegin Werdd CIC"


def test_an_organisation_without_offers_goes_with_its_drafts(criteria):
    organisation, person = offers.bidder()
    actions.save_draft(criteria=criteria, bidder=organisation, by=person, content=offers.content(criteria))

    leaving.take_out(organisation.enterprise)

    assert not type(organisation).objects.filter(pk=organisation.pk).exists()
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_person_is_erased_and_her_organisations_offer_stays(criteria, mine):
    offer = offers.hand_in(criteria, *mine)

    personal_data.erase(user=mine[1])

    run("SET CONSTRAINTS ALL IMMEDIATE")
    with sealing.as_bidder(mine[0]):
        assert Offer.objects.get() == offer
    assert not Delivery.objects.filter(kind="offer-receipt").exclude(address="").exists()
