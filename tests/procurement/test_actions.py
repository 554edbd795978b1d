"""What the actions promise, whoever calls them and in whatever order."""

from datetime import date, timedelta
from decimal import Decimal

import psycopg
import pytest
from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction

from collab_portal.audit.models import Act
from procurement import actions, record, snapshot
from procurement.changes import Reason
from procurement.models import Award, Opportunity, OutboxEvent, PipelineEntry, Release, Stage
from procurement.models.opportunity import NotAllowed
from tests import build
from tests.build import NOW, REASON

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return build.user(role="publisher", of=build.organisation())


@pytest.fixture
def planned(officer):
    return build.opportunity(buyer=officer.acting_for, by=officer)


@pytest.fixture
def tendering(officer):
    return build.opportunity(stage="tendering", buyer=officer.acting_for, by=officer)


def test_a_draft_begins_with_one_lot_an_identifier_for_life_and_the_rules_of_its_buyer(officer):
    opportunity = actions.start_draft(buyer=officer.acting_for, by=officer)

    assert opportunity.lots.count() == 1
    assert opportunity.ocid.endswith(opportunity.reference)
    assert opportunity.regime == "wales"
    assert not PipelineEntry.objects.exists()


def test_amending_notes_only_the_fields_that_differ(officer):
    opportunity = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer, title_cy="")
    before = Act.objects.count()

    changed = actions.amend(
        opportunity=opportunity, by=officer, title_en=opportunity.title_en, title_cy="Clybiau cinio"
    )
    again = actions.amend(opportunity=opportunity, by=officer, title_cy="Clybiau cinio")

    assert changed == ["title_cy"]
    assert again == []
    assert Act.objects.count() == before + 1


@pytest.mark.parametrize("field", ["stage", "version", "buyer", "ocid", "published_at"])
def test_what_is_fixed_cannot_be_amended(planned, officer, field):
    with pytest.raises(ValueError, match=field):
        actions.amend(opportunity=planned, by=officer, **{field: "awarded"})


def test_two_who_amend_at_once_keep_each_others_work(planned, officer):
    mine, yours = (Opportunity.objects.get(pk=planned.pk) for _copy in range(2))

    actions.amend(opportunity=mine, by=officer, title_en="Hot lunches")
    actions.amend(opportunity=yours, by=officer, contract_months=24)

    planned.refresh_from_db()
    assert (planned.title_en, planned.contract_months) == ("Hot lunches", 24)
    assert {"title_en", "contract_months"} <= set(planned.edited_fields)


def test_removing_a_lot_closes_the_gap_and_the_last_one_stays(planned, officer):
    for title in ("North", "South"):
        actions.amend_lot(opportunity=planned, by=officer, title_en=title)

    actions.remove_lot(lot=planned.lots.get(number=1), by=officer)
    actions.remove_lot(lot=planned.lots.get(number=1), by=officer)

    assert list(planned.lots.values_list("number", "title_en")) == [(1, "South")]
    with pytest.raises(NotAllowed):
        actions.remove_lot(lot=planned.lots.get(), by=officer)


def test_no_sql_leaves_an_opportunity_without_a_lot(planned):
    @transaction.atomic
    def empty():
        planned.lots.all().delete()
        _check_now()

    with pytest.raises(IntegrityError, match="at least one lot"):
        empty()


def test_a_draft_that_is_not_ready_stays_a_draft(officer):
    opportunity = actions.start_draft(buyer=officer.acting_for, by=officer, title_en="Lunch clubs")

    with pytest.raises(actions.NotReady) as refused:
        actions.publish(opportunity=opportunity, by=officer, at=NOW)

    opportunity.refresh_from_db()
    assert opportunity.stage == Stage.DRAFT
    assert {gap.section for gap in refused.value.gaps} == {"about", "category", "areas", "value", "dates"}
    assert not Release.objects.exists()


def test_publishing_writes_one_release_one_entry_and_one_event(planned):
    release = Release.objects.get(opportunity=planned)

    assert release.version == planned.version == 1
    assert snapshot.read(release.snapshot) == snapshot.of(planned)
    assert PipelineEntry.objects.get(opportunity=planned).version == 1
    assert OutboxEvent.objects.filter(opportunity=planned, version=1).count() == 1


def test_publishing_nothing_new_writes_nothing(planned, officer):
    acts = Act.objects.count()

    release = actions.publish_changes(opportunity=planned, by=officer, at=NOW)

    assert release is None
    assert Release.objects.filter(opportunity=planned).count() == 1
    assert OutboxEvent.objects.count() == 1
    assert Act.objects.count() == acts


@pytest.mark.parametrize("name", Opportunity.MILESTONES)
def test_a_date_that_slips_must_say_why(officer, name):
    before = build.window(name, date(2027, 5, 1), date(2027, 5, 31))
    planned = build.opportunity(buyer=officer.acting_for, by=officer, **before)
    actions.amend(opportunity=planned, by=officer, **build.window(name, date(2027, 5, 1), date(2027, 7, 31)))

    with pytest.raises(record.ReasonNeeded) as refused:
        actions.publish_changes(opportunity=planned, by=officer, at=NOW, reasons={name: Reason()})
    release = actions.publish_changes(opportunity=planned, by=officer, at=NOW, reasons={name: REASON})

    assert [each.field for each in refused.value.differences] == [name]
    change = release.changes.get(field=name)
    assert (change.slipped_days, change.reason_cy) == (61, REASON.cy)


def test_a_date_that_is_no_longer_known_must_say_why(planned, officer):
    unknown = {"contract_start_earliest": None, "contract_start_latest": None, "contract_start_confidence": ""}
    actions.amend(opportunity=planned, by=officer, **unknown)

    with pytest.raises(record.ReasonNeeded):
        actions.publish_changes(opportunity=planned, by=officer, at=NOW)


def test_a_date_that_comes_sooner_needs_no_reason(planned, officer):
    actions.amend(opportunity=planned, by=officer, **build.window("tender_start", date(2027, 2, 1)))

    assert actions.publish_changes(opportunity=planned, by=officer, at=NOW).version == 2


def test_a_deadline_must_be_in_the_future(planned, officer):
    with pytest.raises(actions.DeadlineGone):
        actions.open_tender(opportunity=planned, by=officer, at=NOW, submissions_close_at=NOW)

    planned.refresh_from_db()
    assert planned.stage == Stage.PLANNED


def test_a_deadline_is_only_ever_extended(tendering, officer):
    deadline = tendering.submissions_close_at
    step = {"opportunity": tendering, "by": officer, "at": NOW, "reason": REASON}

    for sooner in (deadline - timedelta(minutes=1), deadline):
        with pytest.raises(actions.DeadlineShortened):
            actions.extend_deadline(**step, submissions_close_at=sooner)
    release = actions.extend_deadline(**step, submissions_close_at=deadline + timedelta(days=3))

    assert release.changes.get().slipped_days == 3


def test_the_database_itself_refuses_a_shorter_deadline(tendering):
    sooner = tendering.submissions_close_at - timedelta(days=1)

    with pytest.raises(Error, match="deadline_only_extended"), transaction.atomic():
        Opportunity.objects.filter(pk=tendering.pk).update(submissions_close_at=sooner)


def test_extending_must_say_why_and_needs_an_open_tender(tendering, planned, officer):
    later = tendering.submissions_close_at + timedelta(days=3)
    step = {"by": officer, "at": NOW, "submissions_close_at": later}

    with pytest.raises(record.ReasonNeeded):
        actions.extend_deadline(opportunity=tendering, reason=Reason(), **step)
    with pytest.raises(NotAllowed):
        actions.extend_deadline(opportunity=planned, reason=REASON, **step)


@pytest.mark.parametrize(("stage", "step"), [("planned", actions.withdraw), ("tendering", actions.cancel)])
def test_an_early_end_must_say_why(officer, stage, step):
    opportunity = build.opportunity(stage=stage, buyer=officer.acting_for, by=officer)

    with pytest.raises(record.ReasonNeeded):
        step(opportunity=opportunity, by=officer, at=NOW, reason=Reason())
    release = step(opportunity=opportunity, by=officer, at=NOW, reason=REASON)

    assert release.changes.get(field="stage").reason_en == REASON.en


def test_a_step_says_only_itself_and_leaves_half_made_edits_unpublished(tendering, officer):
    actions.amend(opportunity=tendering, by=officer, title_en="Half of a new ti", category=build.category("transport"))

    release = actions.extend_deadline(
        opportunity=tendering,
        by=officer,
        at=NOW,
        submissions_close_at=tendering.submissions_close_at + timedelta(days=7),
        reason=REASON,
    )

    said = snapshot.read(release.snapshot)
    entry = PipelineEntry.objects.get(opportunity=tendering)
    assert said.title_en == entry.title_en == "Lunch clubs for older people"
    assert said.category == entry.category_id == "catering-and-food"
    assert [change.field for change in release.changes.all()] == ["submissions_close_at"]
    tendering.refresh_from_db()
    assert [each.field for each in record.pending(tendering).differences] == ["title_en", "category"]


def test_awards_name_their_lots_and_end_the_tender(tendering, officer):
    lots = [tendering.lots.get(), actions.amend_lot(opportunity=tendering, by=officer, title_en="South")]
    actions.publish_changes(opportunity=tendering, by=officer, at=NOW)
    won = {"lot": lots[0], "supplier_name": "Cegin y Bobl CIC", "value_amount": Decimal(90_000)}

    actions.award(opportunity=tendering, by=officer, at=NOW, awards=[won, {"lot": lots[1], "outcome": "not-awarded"}])

    tendering.refresh_from_db()
    said = snapshot.read(tendering.releases.latest("version").snapshot)
    assert tendering.stage == said.stage == Stage.AWARDED
    assert [(each.lot, each.outcome, each.supplier_name) for each in said.awards] == [
        (1, "awarded", "Cegin y Bobl CIC"),
        (2, "not-awarded", ""),
    ]


def test_an_award_without_a_result_is_none(tendering, officer):
    with pytest.raises(NotAllowed):
        actions.award(opportunity=tendering, by=officer, at=NOW, awards=[])

    assert not Award.objects.exists()


def test_only_a_draft_can_be_thrown_away(planned, officer):
    draft = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)

    actions.discard(opportunity=draft, by=officer)
    with pytest.raises(NotAllowed):
        actions.discard(opportunity=planned, by=officer)
    _check_now()

    assert list(Opportunity.objects.all()) == [planned]


@pytest.mark.parametrize("sql", ["update procurement_release set version = 7", "delete from procurement_release"])
def test_the_web_role_cannot_rewrite_a_release(planned, sql):
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", ["update procurement_release set version = 7", "delete from procurement_release"])
def test_not_even_the_owner_of_the_tables_rewrites_a_release_by_mistake(planned, sql):
    user, password = settings.DATABASE_OWNER["USER"], settings.DATABASE_OWNER["PASSWORD"]
    as_web = connection.get_connection_params()
    place = {name: as_web[name] for name in ("dbname", "host", "port") if as_web.get(name)}

    with psycopg.connect(user=user, password=password, **place) as as_owner:
        with pytest.raises(psycopg.Error, match="append_only"):
            as_owner.execute(sql)
        as_owner.rollback()

    assert Release.objects.get(opportunity=planned).version == 1


def test_every_act_leaves_a_trail_without_names(planned, officer):
    acts = Act.objects.filter(target_id=str(planned.pk)).order_by("pk")

    assert [act.verb for act in acts] == ["draft started", "opportunity published"]
    assert {act.actor for act in acts} == {officer.pk}
    assert officer.email not in str([act.details for act in acts])


def _check_now() -> None:
    """What is checked at the commit, now."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
