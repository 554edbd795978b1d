"""Who may do what: members see, editors change, publishers publish; strangers find nothing there."""

import pytest
from django.urls import reverse

from collab_portal.accounts.models import Membership
from procurement.models import Opportunity, Stage
from tests import build
from tests.procurement.officer import Desk

pytestmark = pytest.mark.django_db

SEEING = [("edit",), ("check",), ("preview",)]
EDITING = [
    *(("section", slug) for slug in ("about", "category", "areas", "value", "dates", "lots", "links")),
    *[("lot-add",), ("lot", 1), ("lot-remove", 1), ("discard",), ("differences",)],
]
PUBLISHING = [
    ("publish",),
    ("open-tender",),
    ("extend",),
    ("award",),
    ("correct-award",),
    ("reopen",),
    ("withdraw",),
    ("cancel",),
]
ALL = [*SEEING, *EDITING, *PUBLISHING, ("published",)]


@pytest.fixture(autouse=True)
def codes(db):
    build.reference_data()


@pytest.fixture
def council():
    return build.organisation(name_en="Gwynedd Council")


@pytest.fixture
def draft(council):
    return build.opportunity(stage="draft", buyer=council)


METHODS = ("get", "post")


def test_another_organisation_finds_nothing_there(client, draft):
    client.force_login(build.user(role="administrator", of=build.organisation()))

    for name, *rest in ALL:
        for method in METHODS:
            answer = getattr(client, method)(Desk.address(name, draft, *rest))
            assert answer.status_code in (404, 405), (name, method)

    assert Opportunity.objects.get().stage == Stage.DRAFT


def test_nobody_comes_in_without_signing_in(client, draft):
    for name, *rest in ALL:
        answer = client.get(Desk.address(name, draft, *rest))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_a_viewer_sees_but_cannot_change(client, draft, council):
    desk = Desk(client, build.user(role="viewer", of=council))
    before = Opportunity.objects.values().get()

    for name, *rest in EDITING:
        for method in METHODS:
            assert getattr(desk, method)(name, draft, *rest).status_code == 403, (name, method)

    assert Opportunity.objects.values().get() == before
    assert all(desk.get(*seen, draft).status_code == 200 for seen in SEEING)


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_publishers_publish_and_the_page_says_who_they_are(client, draft, council, role):
    build.user(role="publisher", of=council, name="Mair Puw")
    build.user(role="viewer", of=council, name="Somebody Else")
    desk = Desk(client, build.user(role=role, of=council))

    for (name,) in PUBLISHING:
        for method in METHODS:
            answer = getattr(desk, method)(name, draft)
            assert answer.status_code == 403, (name, method)
            assert "Mair Puw" in answer.content.decode()
            assert "Somebody Else" not in answer.content.decode()

    assert Opportunity.objects.get().stage == Stage.DRAFT


@pytest.mark.parametrize("role", ["publisher", "administrator"])
def test_publishers_reach_every_page(client, council, role):
    desk = Desk(client, build.user(role=role, of=council))
    draft = build.opportunity(stage="draft", buyer=council)

    assert all(desk.get(name, draft, *rest).status_code == 200 for name, *rest in (*SEEING, *EDITING, ("publish",)))


def test_whoever_acts_for_another_organisation_sees_that_ones_drafts_only(client, draft, council):
    both = build.user(role="publisher", of=council)
    Membership.objects.create(user=both, organisation=build.organisation(), role="viewer")
    elsewhere = build.user(role="publisher", of=build.organisation())
    Membership.objects.create(user=elsewhere, organisation=council, role="publisher")

    assert Desk(client, both).get("edit", draft).status_code == 200
    assert Desk(client, elsewhere).get("edit", draft).status_code == 404


def test_a_member_who_left_sees_nothing_any_more(client, draft, council):
    person = build.user(role="publisher", of=council)
    desk = Desk(client, person)
    person.memberships.all().delete()

    assert desk.get("edit", draft).status_code == 404
    assert desk.get("desk").status_code == 403


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 200), ("publisher", 200)])
def test_adding_takes_an_editor(client, council, role, status):
    assert Desk(client, build.user(role=role, of=council)).get("new").status_code == status


@pytest.mark.parametrize("kind", ["is_enterprise", "is_network", "is_support_agency"])
def test_only_public_bodies_have_a_desk_for_opportunities(client, kind):
    desk = Desk(client, build.user(role="administrator", of=build.organisation(**{kind: True})))

    assert desk.get("desk").status_code == 403
    assert desk.post("new", title_en="Meals").status_code == 403
    assert not Opportunity.objects.exists()


def test_a_get_never_changes_anything(client, council):
    desk = Desk(client, build.user(role="publisher", of=council))
    opportunities = [build.opportunity(stage=stage, buyer=council) for stage in ("draft", "planned", "tendering")]
    before = list(Opportunity.objects.order_by("pk").values())

    for opportunity in opportunities:
        for name, *rest in ALL:
            assert desk.get(name, opportunity, *rest).status_code in (200, 302)

    assert list(Opportunity.objects.order_by("pk").values()) == before


def test_pages_that_change_something_refuse_what_comes_from_elsewhere(draft, council):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(build.user(role="publisher", of=council))

    for name, *rest in (*EDITING, *PUBLISHING):
        assert strict.post(Desk.address(name, draft, *rest)).status_code == 403
