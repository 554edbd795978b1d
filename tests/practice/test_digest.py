"""A network's monthly letter: drafted once from what happened, edited, sent once to those who asked, and stopped."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises import actions as directory
from enterprises.models import Event, NetworkMembership
from procurement.actions.expressions import answer_opportunity
from socialvalue.practice import digesting, exchange_data, stopping
from socialvalue.practice.actions import digests as actions
from socialvalue.practice.models import DigestItem, DigestReader, NetworkDigest
from tests import build
from tests.practice import studies

Section = DigestItem.Section


def drafted(**fields) -> NetworkDigest:
    """A letter that tells of one event."""
    network = build.network(**fields)
    build.event(host=network)
    return actions.draft_digest(network=network, month=digesting.month_before(build.NOW), at=build.NOW)


def reader(digest: NetworkDigest, **fields):
    """Somebody of a member who asked for the letter."""
    body = build.organisation()
    directory.join_network(network=digest.network, member=body, at=build.NOW)
    person = build.user(role="viewer", of=body, **fields)
    actions.choose_digest(network=digest.network, wants=True, by=person, at=build.NOW)
    return person


def test_the_month_that_is_over_is_the_one_of_wales():
    january = build.NOW.replace(year=2027, month=1, day=31)
    summer = build.NOW.replace(year=2027, month=7, day=31, hour=23, minute=30)  # August has begun in Wales

    assert digesting.month_before(january) == date(2026, 12, 1)
    assert digesting.month_before(summer) == date(2027, 7, 1)


@pytest.mark.django_db
def test_the_clock_drafts_once_a_month_from_what_happened_and_tells_the_coordinators():
    network = build.network(name_en="Our Network")
    coordinator = build.user(role="publisher", of=network)
    following = build.NOW.replace(day=1) + timedelta(days=40)
    study = studies.published(at=build.NOW)
    unanswered, answered, elsewhere = (
        build.opportunity(area_codes=[code]) for code in ("W06000002", "W06000002", "W06000023")
    )
    local = build.enterprise()
    said = {"answer": "interested", "role": "lead", "at": build.NOW, "by": build.user()}
    answer_opportunity(opportunity=answered, organisation=local.organisation, **said)
    event = build.event(host=network, at=following)
    build.event(at=following)

    new = [actions.draft_due(at=following + timedelta(hours=hours)) for hours in (0, 1)]
    digest = NetworkDigest.objects.get(network=network)
    found = {section: set(digest.items.filter(section=section).values_list("thing", flat=True)) for section in Section}

    assert new[0] >= 1
    assert new[1] == 0
    assert digest.month == build.NOW.date().replace(day=1)
    assert found[Section.STUDIES] == {study.pk}
    assert unanswered.pk in found[Section.OPPORTUNITIES]
    assert not {answered.pk, elsewhere.pk} & found[Section.OPPORTUNITIES]
    assert found[Section.EVENTS] == {event.pk}
    assert digest.subject_en.startswith("Our Network")
    assert Delivery.objects.filter(kind="digest-draft", address=coordinator.email).count() == 1


@pytest.mark.django_db
def test_a_coordinator_edits_it_and_sends_it_once_to_those_who_asked(client):
    digest = drafted()
    second = build.event(host=digest.network, title_en="Open day", title_cy="Diwrnod agored")
    DigestItem.objects.create(
        digest=digest, section="events", thing=second.pk, title_en="Open day", path=second.get_absolute_url()
    )
    english, welsh = reader(digest, language="en"), reader(digest, language="cy")
    gone = reader(digest)
    left = NetworkMembership.objects.get(member=gone.acting_for)
    directory.leave_network(membership=left, by=gone, at=build.NOW)
    coordinator = build.user(role="publisher", of=digest.network)
    client.force_login(coordinator)
    page, send = (reverse(f"digests:{name}", args=[digest.network.slug]) for name in ("edit", "send"))
    first = digest.items.order_by("pk").first()
    wordless = client.post(page, {"items_events": [first.pk]}).status_code
    words = {"subject_en": "What a month", "subject_cy": "Am fis", "intro_en": "Hello <b>all</b>."}
    client.post(page, words | {"items_events": [first.pk]})
    preview = client.get(send).content.decode()
    for _ in range(2):
        client.post(send)
    sent = {each.address: each for each in Delivery.objects.filter(kind="network-digest")}
    written = {
        language: kinds.get("network-digest").render(sent[person.email].payload, language)
        for language, person in (("en", english), ("cy", welsh))
    }
    digest.refresh_from_db()

    assert wordless == 422
    assert "Hello &lt;b&gt;all&lt;/b&gt;." in preview
    assert set(sent) == {english.email, welsh.email}
    assert [sent[each.email].language for each in (english, welsh)] == ["en", "cy"]
    assert written["en"].subject == "What a month"
    assert "Meet the council’s buyers" in written["en"].text
    assert "Open day" not in written["en"].text
    assert "&lt;b&gt;all" in written["en"].html
    assert "List-Unsubscribe-Post" in written["en"].headers
    assert (digest.readers, digest.sent_by_id) == (2, coordinator.pk)


@pytest.mark.django_db
def test_what_is_off_since_the_draft_does_not_go(client):
    digest = drafted()
    reader(digest)
    coordinator = build.user(role="publisher", of=digest.network)
    client.force_login(coordinator)
    Event.objects.filter(host=digest.network).update(state="cancelled", cancelled_at=build.NOW)

    client.post(reverse("digests:send", args=[digest.network.slug]))

    digest.refresh_from_db()
    assert not digest.is_sent
    assert not Delivery.objects.filter(kind="network-digest").exists()


@pytest.mark.django_db
def test_a_person_of_the_network_asks_for_it_and_stops_it_with_one_click(client):
    digest = drafted()
    person = reader(digest)
    page = reverse("digests:mine", args=[digest.network.slug])
    client.force_login(person)
    client.post(page, {})
    unasked = DigestReader.objects.filter(user=person).exists()
    client.post(page, {"wants": "on"})
    asked = DigestReader.objects.get(user=person)
    actions.send_digest(digest=digest, by=build.user(), at=build.NOW)
    payload = Delivery.objects.get(kind="network-digest").payload
    wanted = kinds.get("network-digest").still_wanted(payload)
    known = exchange_data.export(person)["monthly_letters"]
    link = "/stop-mail" + stopping.stop_url(asked).partition("/stop-mail")[2]
    client.logout()
    looked = client.get(link).status_code
    still = DigestReader.objects.filter(user=person).exists()
    stopped = [client.post(link, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    assert not unasked
    assert wanted is None
    assert [each["network"] for each in known] == [str(digest.network)]
    assert (looked, still, stopped) == (200, True, [200, 200])
    assert kinds.get("network-digest").still_wanted(payload) == "not wanted any more"
