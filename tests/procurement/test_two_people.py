"""Two people at the same opportunity: whoever comes second is told, and nothing is lost or said twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from procurement import actions
from procurement.models import OutboxEvent, Release
from tests import build
from tests.procurement.officer import Desk, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db):
    build.reference_data()


@pytest.fixture
def officer():
    return build.user(role="publisher", of=build.organisation())


@pytest.fixture
def draft(officer):
    return actions.start_draft(buyer=officer.acting_for, by=officer, title_en="Meals at home")


@pytest.fixture
def desk(client, officer):
    return Desk(client, officer)


def test_the_second_of_two_people_is_told_and_loses_nothing(desk, draft, officer):
    opened = stamp(desk.get("section", draft, "about"))
    actions.amend(opportunity=draft, by=officer, title_en="What a colleague wrote")

    second = desk.post("section", draft, "about", stamp=opened, title_en="What I wrote", description_en="And more")
    page = second.content.decode()
    third = desk.post("section", draft, "about", stamp=stamp(second), title_en="What I wrote")

    assert second.status_code == 409
    assert "Somebody else saved this page" in page
    assert all(words in page for words in ("What a colleague wrote", "What I wrote", "And more"))
    assert third.status_code == 302
    draft.refresh_from_db()
    assert draft.title_en == "What I wrote"


def test_two_people_on_different_pages_do_not_meet(desk, draft, officer):
    opened = stamp(desk.get("section", draft, "about"))
    actions.amend(opportunity=draft, by=officer, contract_months=24)

    answer = desk.post("section", draft, "about", stamp=opened, title_en="Meals")

    assert answer.status_code == 302


def test_a_text_that_nobody_touched_is_no_change(desk, officer):
    published = build.opportunity(buyer=officer.acting_for, by=officer, description_en="One line.\n\nAnother.")
    opened = stamp(desk.get("section", published, "about"))
    same = {name: getattr(published, name) for name in ("title_en", "title_cy", "description_cy")}

    desk.post("section", published, "about", stamp=opened, description_en="One line.\r\n\r\nAnother.", **same)

    published.refresh_from_db()
    assert published.description_en == "One line.\n\nAnother."


def test_a_page_sent_without_its_stamp_overwrites_nothing(desk, draft):
    answer = desk.post("section", draft, "about")

    draft.refresh_from_db()
    assert answer.status_code == 409
    assert draft.title_en == "Meals at home"


def at_once(officer, name, opportunity, *rest, each):
    """Two people send the same page in the same moment. Their statuses, sorted."""
    desks = [Desk(Client(), officer) for _person in each]
    start = Barrier(len(desks))

    def send(desk, fields):
        try:
            start.wait(timeout=60)
            return desk.post(name, opportunity, *rest, **fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(desks)) as people:
        return sorted(people.map(send, desks, each))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_moment_one_is_told(officer, draft, desk):
    opened = stamp(desk.get("section", draft, "about"))
    both = [{"stamp": opened, "title_en": title} for title in ("What Mair wrote", "What Siôn wrote")]

    statuses = at_once(officer, "section", draft, "about", each=both)

    draft.refresh_from_db()
    assert statuses == [302, 409]
    assert draft.title_en in ("What Mair wrote", "What Siôn wrote")


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_in_the_same_moment_publish_once(officer, desk):
    ready = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)
    opened = stamp(desk.get("publish", ready))

    statuses = at_once(officer, "publish", ready, each=[{"stamp": opened}] * 2)

    assert statuses == [302, 302]
    assert Release.objects.count() == OutboxEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_add_a_lot_in_the_same_moment_add_two(officer, draft, desk):
    opened = stamp(desk.get("lot-add", draft))
    lines = {"criteria-TOTAL_FORMS": 0, "criteria-INITIAL_FORMS": 0}
    both = [{"stamp": opened, "title_en": title, "reserved": "none", **lines} for title in ("North", "South")]

    statuses = at_once(officer, "lot-add", draft, each=both)

    assert statuses == [302, 302]
    assert sorted(draft.lots.values_list("number", flat=True)) == [1, 2, 3]
