"""The demo world: what is in it, that it can be signed in to, and that it stays on this machine."""

from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from collab_portal.accounts.models import Organisation, User
from collab_portal.demo import deliveries, people, practice
from collab_portal.mail.models import Delivery
from enterprises.models import Enterprise, Event, NetworkMembership
from procurement import alerts
from procurement.models import (
    Change,
    Opportunity,
    OpportunityShortlist,
    OutboxEvent,
    PipelineEntry,
    Redesign,
    Reserved,
    Stage,
)
from procurement.outlook.plan import Plan
from socialvalue import awarding
from socialvalue.delivering import standing
from socialvalue.models import Decision, Report
from socialvalue.models import Delivery as Promised
from socialvalue.practice.models import (
    Adaptation,
    Assessment,
    CaseStudy,
    Collection,
    NextAction,
    PeerGroup,
    Step,
    StudyQuestion,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all these tests, thrown away after the last of them."""
    with (
        django_db_blocker.unblock(),
        override_settings(LOCAL_DIR=tmp_path_factory.mktemp("world")),
        transaction.atomic(),
    ):
        said = StringIO()
        call_command("load_reference_data", stdout=StringIO())
        call_command("seed_demo", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


def test_the_world_holds_what_it_should(world):
    bodies = Organisation.objects.public_bodies()
    stages = Counter(PipelineEntry.objects.values_list("stage", flat=True))

    assert world == "Demo world: 41 opportunities, 30 enterprises, 12 case studies\n"
    assert bodies.filter(name_en__contains="Council").count() == 4
    assert bodies.filter(name_en__contains="Health Board").count() == 1
    assert bodies.filter(name_en__contains="Housing Association").count() == 1
    assert set(stages) == set(Stage.values) - {Stage.DRAFT}
    assert sum(stages.values()) == 41
    assert Opportunity.objects.filter(stage=Stage.DRAFT).count() == 2
    assert Enterprise.objects.listed().count() == 30


def test_a_contract_has_gone_from_its_offers_to_the_second_quarter_of_its_delivery(world):
    delivery = Promised.objects.get()
    counted, words = standing.lines(delivery, timezone.localdate())

    assert delivery.due(timezone.localdate()) >= 2
    assert (counted.to_date.evidenced, counted.cells[1].reports[0].is_accepted_in_part) == (2, True)
    assert [each.state for cell in words.cells for each in cell.reports] == [Report.State.WAITING]
    assert awarding.read(Decision.objects.get().result).winners == [delivery.by]
    assert not Delivery.objects.unsent().filter(kind__in=deliveries.KINDS).exists()


def test_councils_enterprises_and_a_support_agency_belong_to_each_network(world):
    for network in Organisation.objects.networks():
        members = [each.member for each in NetworkMembership.objects.filter(network=network)]

        assert sum(each.is_public_body for each in members) >= 2
        assert sum(each.is_enterprise for each in members) >= 10
        assert any(each.is_support_agency for each in members)
    assert Organisation.objects.networks().count() == 2


def test_networks_hold_events_to_which_people_come(world):
    events = Event.objects.public().with_places()

    assert {each.kind for each in events} == set(Event.Kind.values)
    assert all(each.coming for each in events)
    assert any(each.free == 0 and each.waiting for each in events)
    assert events.held(timezone.now()).filter(bookings__attended=True).exists()
    assert not Delivery.objects.unsent().filter(kind="event-booking").exists()


def test_enterprises_tell_of_themselves_and_stand_in_every_state(world):
    listed = Enterprise.objects.listed()
    states = Counter(listed.values_list("state", flat=True))
    claimed = listed.exclude(state="unclaimed")

    assert states == {"verified": 16, "claimed": 7, "unclaimed": 4, "lapsed": 3}
    assert all(each.source_name and not each.offer_en for each in listed.filter(state="unclaimed"))
    assert all(each.completeness > 80 for each in claimed)
    assert claimed.filter(activities__reach="distance").exists()
    assert claimed.filter(badges__expires_on__lt=timezone.localdate()).exists(), "a badge that has run out"
    assert not Delivery.objects.filter(kind="trust-news", state="waiting").exists()


def test_some_opportunities_are_in_one_language_only(world):
    assert PipelineEntry.objects.filter(title_cy="").exclude(title_en="").exists()
    assert PipelineEntry.objects.filter(title_en="").exclude(title_cy="").exists()
    assert PipelineEntry.objects.exclude(title_cy="").exclude(title_en="").count() >= 35


def test_what_the_pages_can_show_occurs_in_the_world(world):
    entries, now = PipelineEntry.objects.all(), timezone.now()
    expired = [each for each in entries if each.is_expired(now) and each.stage == Stage.PLANNED]
    followed = set(entries.exclude(follows="").values_list("follows", flat=True))

    assert {each.reference for each in expired} <= followed, "what has expired leads to what came after it"
    assert len(expired) == 1
    assert {each.stage for each in entries.filter(reference__in=followed)} == {"awarded", "cancelled", "planned"}
    assert entries.exclude(value_band="").values("value_band").distinct().count() >= 4
    assert any(len(each.buyer_ids) > 1 for each in entries)
    assert {whom for each in entries for whom in each.reserved} == set(Reserved.values) - {Reserved.NONE}
    assert Change.objects.filter(slipped_days__gt=0).exclude(reason_cy="").count() >= 4
    assert Opportunity.objects.late(now).filter(buyer__slug="flintshire-county-council").exists()


def test_there_is_a_case_study_for_each_step_one_in_welsh_only_one_in_english_only(world):
    studies = CaseStudy.objects.published()

    assert {step for each in studies for step in each.steps} == set(Step.values)
    assert studies.count() == 12
    assert studies.filter(title_en="", original_language="cy").count() == 1
    assert studies.filter(title_cy="", original_language="en").count() == 1
    assert all(each.is_example and each.goals.exists() for each in studies)
    assert {each.state for each in Adaptation.objects.exclude(after=None)} == {"planned"}
    assert Adaptation.objects.done().exists()
    assert StudyQuestion.objects.shown().count() == StudyQuestion.objects.waiting().count() == 1
    assert PeerGroup.objects.get().threads.get().posts.count() == 3
    assert Collection.objects.count() == 2
    assert Redesign.objects.get().pk in {each.pk for study in studies for each in study.redesigns.all()}
    assert not Delivery.objects.filter(kind__in=practice.KINDS, state="waiting").exists()


def test_past_publications_write_to_nobody_and_those_of_today_are_due(world):
    due = OutboxEvent.objects.filter(processed_at=None)

    assert due.count() == 3
    assert OutboxEvent.objects.exclude(pk__in=due).count() > 40
    assert not Delivery.objects.filter(kind="invitation", state="waiting").exists()


def test_who_asked_hears_of_what_is_published_today_in_her_language(world):
    alerts.drain(at=timezone.now())

    told = {(each.kind, each.address, each.language) for each in Delivery.objects.waiting()}
    assert {
        ("alert", "entrepreneur@demo.example", "en"),
        ("alert", "coordinator@demo.example", "cy"),
        ("alert", "helo@gerddi-gwyrdd.demo.example", "cy"),
        ("watch", "entrepreneur@demo.example", "en"),
    } <= told
    assert not OutboxEvent.objects.filter(processed_at=None).exists()


def test_the_people_of_the_world_can_sign_in(world):
    said = StringIO()
    call_command("demo_sign_ins", stdout=said)
    printed = said.getvalue()

    for each in people.kept():
        assert each.email in printed
        assert each.password in printed
        assert authenticate(email=each.email, password=each.password).email == each.email
    assert {each.email for each in people.kept()} == {
        f"{part}@demo.example" for part in ("officer", "entrepreneur", "coordinator", "staff")
    }
    assert User.objects.filter(is_staff=True).count() == 1
    assert (people._file().stat().st_mode & 0o077) == 0


def test_the_officer_finds_her_drafts(world):
    officer = User.objects.get(email="officer@demo.example")

    drafts = Opportunity.objects.publishable_by(officer).filter(stage=Stage.DRAFT)

    assert drafts.count() == 2


def test_the_officer_keeps_a_shortlist_for_a_draft(world):
    kept = OpportunityShortlist.objects.get()

    assert kept.opportunity.stage == Stage.DRAFT
    assert kept.shortlist.entries.count() == 3
    assert kept.shortlist.entries.exclude(note="").count() == 2


def test_a_second_world_in_the_same_database_is_refused(world):
    with pytest.raises(CommandError, match="organisations already"):
        call_command("seed_demo")


def test_the_entrepreneur_has_begun_a_plan(world):
    entrepreneur = User.objects.get(email="entrepreneur@demo.example")
    enterprise = Enterprise.objects.get(organisation=entrepreneur.acting_for_id)

    plan = Plan(enterprise, entrepreneur, at=timezone.now())

    assert len(plan.weighed) == 2
    assert 0 < plan.forecast.weighted < plan.forecast.whole
    assert plan.tasks


def test_every_body_has_measured_its_five_steps_and_one_is_at_it_again(world):
    running = Assessment.objects.running().get()

    assert Assessment.objects.closed().count() == Organisation.objects.public_bodies().count()
    assert Assessment.objects.public().get().body == running.body
    assert running.answers.exclude(note="").count() == 2
    assert NextAction.objects.filter(body=running.body).count() == 4
    assert not Delivery.objects.filter(kind="next-action").exists()
