"""Networks: their pages, who comes in and goes, whom they invite, and the coordinator's desk."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from collab_portal.accounts import actions as accounts
from collab_portal.accounts import personal_data
from collab_portal.accounts.models import Letter, Membership
from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from collab_portal.reference.models import Category
from enterprises import actions, invitation_lists, quarters
from enterprises.actions.network_invitations import forget_invitations
from enterprises.invitation_lists import Outcome
from enterprises.models import (
    Badge,
    Coordinator,
    Departure,
    Enterprise,
    MembershipRequest,
    NetworkInvitation,
    Verification,
)
from enterprises.network_desk import NetworkDesk
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return build.network(name_en="Valleys Network")


@pytest.fixture
def coordinator(network):
    return build.user(role="publisher", of=network, name="Bethan Morris")


def administrator(organisation, **fields):
    return build.user(role="administrator", of=organisation, **fields)


def written(kind: str) -> list:
    """The mails of a kind, rendered as they would go out."""
    waiting = Delivery.objects.unsent().filter(kind=kind).order_by("pk")
    return [(each.address, kinds.get(kind).render(each.payload, each.language)) for each in waiting]


def test_the_page_says_who_where_and_who_belongs(client, network, django_assert_num_queries):
    council, agency = build.organisation(name_en="Our Council"), build.organisation(is_support_agency=True)
    kitchen = build.enterprise(name_en="Cegin CIC")
    for member in (council, agency, kitchen.organisation):
        actions.join_network(network=network, member=member)
    build.event(host=network, at=timezone.now())
    client.get(reverse("networks:detail", args=[network.slug]))  # content types and the like are known from here on

    with django_assert_num_queries(8):  # it, what it says, coordinators, events, counts, members of three kinds
        page = client.get(reverse("networks:detail", args=[network.slug])).content.decode()

    for said in ("Social enterprises of the valleys", "Gwynedd", "Our Council", kitchen.get_absolute_url(), "Meet the"):
        assert said in page
    assert "network@example.org" not in page


def test_a_coordinator_is_shown_by_role_and_by_name_only_if_she_wants(client, network, coordinator):
    address = reverse("networks:detail", args=[network.slug])
    shown = {"network": network, "user": coordinator, "role_en": "Network coordinator", "role_cy": ""}

    actions.show_coordinator(**shown, is_named=False)
    by_role = client.get(address).content.decode()
    actions.show_coordinator(**shown, is_named=True)
    by_name = client.get(address).content.decode()
    Membership.objects.filter(user=coordinator).update(role="viewer")
    gone = client.get(address).content.decode()

    assert "Network coordinator" in by_role
    assert "Bethan" not in by_role
    assert "Bethan Morris" in by_name
    assert "Bethan" not in gone
    assert Coordinator.objects.exists()


def test_an_administrator_asks_and_a_coordinator_lets_the_organisation_in(client, network, coordinator):
    kitchen = build.enterprise().organisation
    person = administrator(kitchen)
    client.force_login(person)
    client.post(reverse("networks:join", args=[network.slug]), {"member": kitchen.slug, "note": "We cook near you."})
    client.post(reverse("networks:join", args=[network.slug]), {"member": kitchen.slug, "note": "Again."})
    [(address, mail)] = written("network-request")
    assert address == coordinator.email
    assert "We cook near you." in mail.text

    asked = MembershipRequest.objects.get()
    client.force_login(coordinator)
    answer = {"answer": "accepted"}
    client.post(reverse("networks:request", args=[network.slug, asked.pk]), answer)

    assert kitchen.networks.get().network == network
    [(address, mail)] = written("network-decision")
    assert address == person.email
    assert "is now a member" in mail.text


def test_a_refusal_needs_a_reason_which_is_told_once(client, network, coordinator):
    kitchen = build.enterprise().organisation
    asked = actions.ask_to_join(network=network, member=kitchen, by=administrator(kitchen), at=build.NOW)
    client.force_login(coordinator)
    address = reverse("networks:request", args=[network.slug, asked.pk])

    assert client.post(address, {"answer": "refused"}).status_code == 422
    client.post(address, {"answer": "refused", "reason": "You work in another county."})
    actions.accept_request(request=asked, by=coordinator, at=build.NOW)  # a second coordinator comes too late

    assert not kitchen.networks.exists()
    [(_address, mail)] = written("network-decision")
    assert "You work in another county." in mail.text


def test_a_member_leaves_and_the_coordinators_hear_of_it(client, network, coordinator):
    kitchen = build.enterprise().organisation
    actions.join_network(network=network, member=kitchen)
    client.force_login(administrator(kitchen))
    page = client.get(reverse("networks:detail", args=[network.slug])).content.decode()
    assert reverse("networks:leave", args=[network.slug, kitchen.slug]) in page

    client.post(reverse("networks:leave", args=[network.slug, kitchen.slug]))

    assert not kitchen.networks.exists()
    assert [address for address, _mail in written("network-departure")] == [coordinator.email]


def test_a_removal_is_told_to_the_member_with_its_reason(client, network, coordinator):
    kitchen = build.enterprise().organisation
    person = administrator(kitchen, language="cy")
    actions.join_network(network=network, member=kitchen)
    client.force_login(coordinator)
    page = client.get(reverse("networks:members", args=[network.slug])).content.decode()
    assert reverse("networks:remove", args=[network.slug, kitchen.slug]) in page

    client.post(reverse("networks:remove", args=[network.slug, kitchen.slug]), {"reason": "It has closed."})

    [(address, mail)] = written("network-departure")
    assert address == person.email
    assert "It has closed." in mail.text
    assert Departure.objects.get().is_removal


def test_a_list_is_read_line_by_line():
    known = build.organisation(name_en="Cegin Alun CIC", is_enterprise=True, mailbox="Hello@Alun.example")
    build.organisation(name_en="Silent CIC", is_enterprise=True)
    rows = [
        "ann@example.org",
        "Bob Jones <bob@example.org>",
        "  ",
        "Siop Werdd; siop@example.org",
        "ANN@example.org",
        "no at sign.example.org",
        "bad@address",
        "the cegin alun cic",
        "Silent CIC",
    ]

    lines = invitation_lists.read(rows)

    assert [(line.number, line.email, line.name, line.problem) for line in lines] == [
        (1, "ann@example.org", "", None),
        (2, "bob@example.org", "Bob Jones", None),
        (4, "siop@example.org", "Siop Werdd", None),
        (5, "ann@example.org", "", Outcome.TWICE),
        (6, "", "no at sign.example.org", Outcome.UNKNOWN),
        (7, "", "", Outcome.WRONG),
        (8, known.mailbox.lower(), "the cegin alun cic", None),
        (9, "", "Silent CIC", Outcome.SILENT),
    ]


def test_a_list_invites_each_exactly_once_and_says_what_became_of_each_line(client, network, coordinator):
    member = build.organisation(is_enterprise=True, mailbox="member@example.org")
    actions.join_network(network=network, member=member)
    client.force_login(coordinator)
    address = reverse("networks:invite", args=[network.slug])
    people = {"people": "new@example.org\nmember@example.org", "language": "cy"}

    first = client.post(address, people).context["answers"]
    second = client.post(address, people).context["answers"]

    assert [each.outcome for each in first] == [Outcome.INVITED, Outcome.MEMBER]
    assert [each.outcome for each in second] == [Outcome.BEFORE, Outcome.MEMBER]
    [(address, _mail)] = written("network-invitation")
    assert address == "new@example.org"


def test_a_file_is_read_too_and_what_is_wrong_with_it_is_said(client, network, coordinator):
    client.force_login(coordinator)
    address = reverse("networks:invite", args=[network.slug])

    good = io.BytesIO(b"Ann;ann@example.org\nBob;bob@example.org\n")
    good.name = "list.csv"
    bad = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    bad.name = "list.csv"

    assert len(client.post(address, {"file": good, "language": "en"}).context["answers"]) == 2
    assert client.post(address, {"file": bad, "language": "en"}).status_code == 422
    assert NetworkInvitation.objects.count() == 2


def test_whoever_is_invited_brings_her_organisation_in_once(client, network, coordinator):
    lines = invitation_lists.read(["ann@example.org"])
    actions.invite_to_network(network=network, lines=lines, language="en", by=coordinator, at=timezone.now())
    address = reverse("networks:invitation", args=[NetworkInvitation.objects.get().token])
    kitchen = build.enterprise().organisation
    assert client.get(address).status_code == 200
    client.force_login(administrator(kitchen))

    client.post(address, {"member": kitchen.slug})

    assert kitchen.networks.get().network == network
    assert client.get(address).status_code == 410


def test_an_address_that_a_network_gave_us_is_not_kept(network, coordinator):
    person = build.user()
    invite = {"network": network, "language": "en", "by": coordinator, "at": build.NOW}
    actions.invite_to_network(lines=invitation_lists.read(["ann@example.org", person.email]), **invite)

    personal_data.erase(user=person)
    assert [each.email for each in NetworkInvitation.objects.all()] == ["ann@example.org"]

    assert forget_invitations(at=build.NOW + timedelta(days=29)) == 0
    assert forget_invitations(at=build.NOW + timedelta(days=30)) == 1


# ------------------------------------------------------------------------------------------------------- desk


def verified(network, coordinator, *, recheck_on: date, **fields) -> Enterprise:
    made = build.enterprise(**fields)
    actions.join_network(network=network, member=made.organisation, at=build.NOW - timedelta(days=400))
    Enterprise.objects.filter(pk=made.pk).update(state=Enterprise.State.VERIFIED)
    Verification.objects.create(
        enterprise=made, by=coordinator, network=network, verified_on=date(2026, 1, 10), recheck_on=recheck_on
    )
    return made


def test_the_desk_shows_what_lapses_and_where_nobody_is_found(network, coordinator):
    kitchen = verified(network, coordinator, recheck_on=date(2026, 12, 20), area_codes=["WALES"])
    later = verified(network, coordinator, recheck_on=date(2027, 12, 20), name_en="Later CIC")
    Badge.objects.create(
        enterprise=kitchen, kind=Badge._meta.get_field("kind").choices[0][0], expires_on=date(2026, 1, 1)
    )
    build.enterprise(
        name_en="Nobody checked it", categories=[Category.objects.exclude(slug="catering-and-food").first()]
    )

    desk = NetworkDesk(network, build.NOW)

    assert [check.enterprise for check in desk.due] == [kitchen]
    assert [has_lapsed for _badge, has_lapsed in desk.badges] == [True]
    assert {
        category.slug: [gap.count for gap in row] for category, row in desk.gaps if any(gap.count for gap in row)
    } == {"catering-and-food": [2]}
    assert desk.empty == len(desk.gaps) - 1
    assert desk.figures["verified"] == desk.figures["members"] == 2
    assert later in desk.incomplete


def test_the_numbers_of_a_quarter_are_those_of_its_end(client, network, coordinator):
    kitchen = verified(network, coordinator, recheck_on=date(2027, 1, 10))
    council = build.organisation(name_en="Our Council")
    officer = build.user(role="publisher", of=council)
    kitchen.organisation.mailbox = "hello@cegin.example"
    accounts.write_letter(recipient=kitchen.organisation, by=officer, subject="Hello", body="We buy.", language="en")
    Letter.objects.update(sent_at=build.NOW)
    membership = actions.join_network(network=network, member=council, at=build.NOW - timedelta(days=100))
    actions.leave_network(membership=membership, by=officer, at=build.NOW)
    event = build.event(host=network, at=build.NOW - timedelta(days=40))
    booking = actions.book(event=event, by=build.user(), at=build.NOW - timedelta(days=39))
    actions.note_attendance(event=event, came=[booking.pk], by=coordinator)

    at = build.NOW + timedelta(hours=1)
    this, last = quarters.of(network, at=at)[:2]

    assert this.numbers == (1, 1, 1, 1, 1, 1)
    assert last.numbers == (2, 1, 0, 0, 0, 0)
    with time_machine.travel(at, tick=False):
        client.force_login(coordinator)
        sheet = client.get(reverse("networks:numbers", args=[network.slug])).content.decode()
    rows = list(csv.reader(io.StringIO(sheet)))
    assert rows[1][1:] == [this.first.isoformat(), *map(str, this.numbers)]


def test_the_desk_costs_the_same_however_many_members(client, network, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    address = reverse("networks:desk", args=[network.slug])
    client.get(address)
    for number in range(4):
        verified(network, coordinator, recheck_on=date(2026, 12, number + 1), name_en=f"Member {number}")

    with django_assert_num_queries(20):
        client.get(address)
