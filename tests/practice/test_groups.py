"""Peer groups: who comes in, what members say, what outsiders never see, and mails that end with one click."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises import actions as directory
from enterprises.models import NetworkMembership
from socialvalue.practice import exchange_data, stopping, tasks
from socialvalue.practice.actions import groups as actions
from socialvalue.practice.models import GroupMember, GroupPost, PeerGroup
from tests import build
from tests.practice import exchange

pytestmark = pytest.mark.django_db


def left(group, person):
    """Her organisation left the network."""
    membership = NetworkMembership.objects.get(network=group.network, member=person.acting_for)
    directory.leave_network(membership=membership, by=person, at=build.NOW)


def test_a_coordinator_makes_a_group_and_lets_people_of_the_network_in(client):
    network = build.network()
    coordinator = build.user(role="publisher", of=network)
    client.force_login(coordinator)
    made = {"network": network.pk, "title_en": "Lots", "audience": "officers", "step": "contract-design"}
    client.post(reverse("groups:new"), made)
    group = PeerGroup.objects.get()
    body = build.organisation()
    directory.join_network(network=network, member=body, at=build.NOW)
    officer, stranger = build.user(role="viewer", of=body), build.user(role="publisher", of=build.network())
    client.force_login(officer)
    outside = client.get(group.get_absolute_url()).content.decode()
    client.post(reverse("groups:join", args=[group.slug]), {"note": "We split everything."})
    asked = group.members.get(user=officer)
    talk = reverse("groups:start", args=[group.slug])
    before = client.get(talk).status_code
    client.force_login(coordinator)
    requests = client.get(reverse("groups:members", args=[group.slug])).content.decode()
    client.post(reverse("groups:decide", args=[group.slug, asked.pk]), {"decision": "in"})
    client.force_login(officer)
    after = client.get(talk).status_code
    client.force_login(stranger)

    assert "Ask to join" in outside
    assert "We split everything." in requests
    assert officer.email not in requests
    assert (before, after, client.get(talk).status_code) == (404, 200, 404)
    assert client.get(group.get_absolute_url()).status_code == 404
    assert Delivery.objects.filter(kind="group-request", address=coordinator.email).count() == 1
    assert Delivery.objects.filter(kind="group-welcome", address=officer.email).count() == 1


def test_members_talk_safely_and_a_hidden_post_shows_its_reason_only(client):
    group = exchange.group()
    ann, ben = exchange.member(group, name="Ann"), exchange.member(group, name="Ben")
    client.force_login(ann)
    client.post(
        reverse("groups:start", args=[group.slug]),
        {"title": "How small?", "body": "**Bold** <script>alert(1)</script> [x](javascript:alert(1))"},
    )
    thread = group.threads.get()
    client.force_login(ben)
    client.post(thread.get_absolute_url(), {"body": "Rude words."})
    page = client.get(thread.get_absolute_url()).content.decode()
    rude = GroupPost.objects.get(body="Rude words.")
    hide = reverse("groups:hide", args=[group.slug, rude.pk])
    refused = client.post(hide, {"because": "I say so."}).status_code
    client.force_login(group.created_by)
    unsaid = client.post(hide, {"because": ""}).status_code
    client.post(hide, {"because": "It was rude."})
    after = client.get(thread.get_absolute_url()).content.decode()

    assert "<strong>Bold</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert ann.email not in page
    assert (refused, unsaid) == (403, 422)
    assert "Rude words." not in after
    assert "It was rude." in after
    assert "Rude words." in str(exchange_data.export(ben))
    assert client.post(reverse("groups:show", args=[group.slug, rude.pk])).status_code == 302
    assert "Rude words." in client.get(thread.get_absolute_url()).content.decode()


def test_a_closed_group_is_read_and_nobody_writes_or_joins_until_it_is_open_again(client):
    group = exchange.group()
    member, late = exchange.member(group), exchange.member(group)
    thread = actions.start_thread(group=group, title="How small?", body="Very.", by=member, at=build.NOW)
    actions.take_out_of_group(member=group.members.get(user=late), by=late)
    close, join = reverse("groups:close", args=[group.slug]), reverse("groups:join", args=[group.slug])
    client.force_login(group.created_by)
    client.post(close)
    client.force_login(member)
    page = client.get(thread.get_absolute_url())
    said = client.post(thread.get_absolute_url(), {"body": "One more thing."})
    client.force_login(late)
    asked = client.post(join, {"note": "Me too."})
    client.force_login(group.created_by)
    client.post(close, {"closed": "no"})
    client.force_login(member)

    assert "Very." in page.content.decode()
    assert said.status_code == 422
    assert "One more thing." in said.content.decode(), "nothing typed is lost"
    assert asked.status_code == 404
    assert client.post(thread.get_absolute_url(), {"body": "One more thing."}).status_code == 302


def test_mail_goes_at_once_or_once_a_day_and_ends_with_one_click(client):
    group = exchange.group()
    speaker = exchange.member(group, mail="at-once", name="Ann")
    eager, daily = exchange.member(group, mail="at-once"), exchange.member(group, mail="daily")
    gone = exchange.member(group, mail="at-once")
    left(group, gone)
    at = build.NOW + timedelta(hours=1)
    thread = actions.start_thread(group=group, title="How small?", body="Very.", by=speaker, at=at)
    evening, morning = at + timedelta(hours=10), at + timedelta(hours=22)
    rounds = [actions.send_daily(at=each) for each in (morning, morning + timedelta(hours=1))]
    now = Delivery.objects.get(kind="group-post")
    later = Delivery.objects.get(kind="group-daily")
    written = [kinds.get(each.kind).render(each.payload, "en") for each in (now, later)]
    wanted = kinds.get("group-post").still_wanted(now.payload)
    link = stopping.stop_url(group.members.get(user=eager)).partition("/stop-mail")[2]
    looked = client.get(f"/stop-mail{link}").status_code
    still = group.members.get(user=eager).mail
    stopped = [client.post(f"/stop-mail{link}", {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert evening < morning
    assert rounds == [1, 0]
    assert (now.address, later.address) == (eager.email, daily.email)
    for each in written:
        assert "Very." in each.text
        assert "Ann" in each.text
        assert "List-Unsubscribe-Post" in each.headers
    assert wanted is None
    assert (looked, still, stopped) == (200, "at-once", [200, 200])
    assert kinds.get("group-post").still_wanted(now.payload) == "not wanted any more"
    assert kinds.get("group-daily").still_wanted(later.payload) is None
    actions.hide_post(post=thread.posts.get(), because="Wrong place", by=group.created_by, at=morning)
    assert kinds.get("group-daily").still_wanted(later.payload) == "nothing is left of it"


def test_the_clock_sends_what_was_said_to_whoever_wants_it_daily(monkeypatch):
    group = exchange.group()
    reader, speaker = exchange.member(group, mail="daily"), exchange.member(group)
    morning = timezone.localtime(build.NOW).replace(hour=8)
    actions.start_thread(group=group, title="Hello", body="All.", by=speaker, at=build.NOW + timedelta(hours=1))
    monkeypatch.setattr(timezone, "now", lambda: morning + timedelta(days=1))

    tasks.look_after_studies()

    assert Delivery.objects.get(kind="group-daily").address == reader.email


def test_a_person_whose_organisation_leaves_the_network_reads_no_more(client):
    group = exchange.group()
    person = exchange.member(group)
    client.force_login(person)
    thread = actions.start_thread(group=group, title="Secret", body="Ours.", by=person, at=build.NOW)
    inside = client.get(thread.get_absolute_url()).status_code
    left(group, person)

    assert inside == 200
    assert client.get(thread.get_absolute_url()).status_code == 404
    assert client.get(group.get_absolute_url()).status_code == 404
    client.post(reverse("groups:leave", args=[group.slug]))
    assert not GroupMember.objects.filter(user=person).exists()
