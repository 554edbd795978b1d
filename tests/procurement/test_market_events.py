"""Events about an opportunity: shown to all, told to those who watch, and told again afterwards in notes."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from msgspec import structs

from collab_portal.mail.models import Delivery
from enterprises import actions as directory
from procurement import actions, beside
from procurement.actions import interest, market_events, questions
from procurement.design import review
from procurement.design.findings import Result
from procurement.design.gathering import working_copies
from procurement.mails import engagement
from procurement.models import MarketEvent, Opportunity
from procurement.models.stages import NotAllowed
from tests import build
from tests.procurement import ocds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

AFTER = build.NOW + timedelta(days=22)
NOTES = {"spoken": "both", "notes_en": "Three small lots are possible.", "notes_cy": "Mae tair lot fach yn bosibl."}
ASKED = {
    "spoken": "both",
    "question_en": "How many meals?",
    "question_cy": "Faint o brydau?",
    "answer_en": "Two hundred a day.",
    "answer_cy": "Dau gant y dydd.",
}


@pytest.fixture
def opportunity():
    made = build.opportunity()
    interest.watch(by=build.user(language="cy"), opportunity=made, at=build.NOW)
    return made


@pytest.fixture
def event(opportunity):
    return build.event(host=opportunity.buyer)


@pytest.fixture
def officer(client, opportunity):
    client.force_login(build.user(role="publisher", of=opportunity.buyer))
    return client


def hold(opportunity, event, at=build.NOW):
    closes_on = event.ends_at.date()
    return market_events.hold_event(opportunity=opportunity, event=event, closes_on=closes_on, by=None, at=at)


def address(name, opportunity, *rest):
    return reverse(f"pipeline:{name}", args=[opportunity.reference, *rest])


def mails():
    return Delivery.objects.filter(kind="engagement").order_by("pk")


def test_an_officer_shows_an_event_and_everybody_who_watches_is_invited(officer, opportunity, event):
    page, day = address("meetings", opportunity), event.ends_at.date()
    last = {"closes_on_day": day.day, "closes_on_month": day.month, "closes_on_year": day.year}

    assert officer.post(page, last | {"event": event.reference, "closes_on_month": day.month - 1}).status_code == 422
    assert officer.post(page, last | {"event": build.event().reference}).status_code == 422  # somebody else's
    assert officer.post(page, last | {"event": event.reference}).status_code == 302

    mail = engagement.render(mails().get().payload, "en")
    assert event.get_absolute_url() in mail.text
    assert "secret-room" not in mail.text
    public = officer.get(opportunity.get_absolute_url()).text
    assert reverse("events:book", args=[event.reference]) in public
    assert "secret-room" not in public
    dates = officer.get(address("detail-ics", opportunity)).content.decode()
    assert f"UID:{event.reference}@" in dates


def test_only_the_buyers_own_published_event_about_an_opportunity_that_is_not_over(opportunity, event):
    refused = [
        (opportunity, build.event()),
        (opportunity, build.event(host=opportunity.buyer, is_published=False)),
        (build.opportunity(stage="withdrawn", buyer=opportunity.buyer), event),
    ]
    for about, held in refused:
        with pytest.raises(NotAllowed):
            hold(about, held)
    with pytest.raises(NotAllowed):
        hold(opportunity, event, at=AFTER)
    assert not MarketEvent.objects.exists()


def test_machines_read_of_events_and_answers_and_not_who_asked(client, sample_data, opportunity, event):
    held = hold(opportunity, event)
    kitchen = build.enterprise(name_en="Cegin Gudd CIC", state="claimed").organisation
    asking = {"organisation": kitchen, "by": None, "text": "Ours?", "language": "en"}
    question = questions.ask(opportunity=opportunity, at=build.NOW, **asking)
    questions.answer_question(question=question, by=None, at=build.NOW, question_cy="Ein un ni?", answer_cy="Ie.")
    url = reverse("opportunity-json", args=[opportunity.reference])

    package = client.get(url).json()
    assert ocds.package_faults(package, sample_data / "standards") == []
    first, met, answered = package["releases"]
    (milestone,), (enquiry,) = answered["planning"]["milestones"], answered["tender"]["enquiries"]
    assert (milestone["type"], milestone["status"]) == ("engagement", "scheduled")
    assert (enquiry["description_cy"], enquiry["answer_cy"], enquiry["id"]) == ("Ein un ni?", "Ie.", "1")
    assert first["ocid"] == met["ocid"] == answered["ocid"]
    assert "Gudd" not in client.get(url).text
    assert client.get("/api/ocds/releases.json").json()["releases"] == package["releases"]
    feed = client.get(reverse("pipeline:atom")).text
    assert f"pipeline/{opportunity.reference}/{held.event.reference}" in feed


def test_the_record_tells_that_an_event_is_over_called_off_or_taken_off(client, opportunity, event):
    """What was published never changes: each time another release says it, and nothing is said twice."""
    moved, dropped = build.event(host=opportunity.buyer), hold(opportunity, build.event(host=opportunity.buyer))
    hold(opportunity, event)
    hold(opportunity, moved)

    def told():
        newest = client.get("/api/ocds/releases.json").json()["releases"][-1]
        return {each["id"]: each["status"] for each in newest["planning"]["milestones"]}

    assert told() == dict.fromkeys((event.reference, moved.reference, dropped.event.reference), "scheduled")
    market_events.drop_event(held=dropped, by=None, at=build.NOW)
    type(moved).objects.filter(pk=moved.pk).update(state="cancelled", cancelled_at=build.NOW)
    assert [beside.record_due(at=each) for each in (build.NOW, build.NOW, AFTER, AFTER)] == [1, 0, 1, 0]

    assert told() == {event.reference: "met", moved.reference: "notMet", dropped.event.reference: "notMet"}


def test_an_event_kept_with_a_draft_is_shown_once_published_and_is_an_early_talk(officer, opportunity):
    draft = build.opportunity(stage="draft", buyer=opportunity.buyer)
    event = build.event(host=opportunity.buyer)
    page, day = address("meetings", draft), event.ends_at.date()
    last = {"closes_on_day": day.day, "closes_on_month": day.month, "closes_on_year": day.year}
    assert early_talks(draft).missing == ("market_engaged",)

    assert "once you publish" in officer.post(page, last | {"event": event.reference}, follow=True).text

    assert early_talks(draft).missing == ("engagement_notice",)
    assert early_talks(draft, market_engaged=False).result == Result.CONTRADICTION
    actions.publish(opportunity=draft, by=None, at=build.NOW)
    assert reverse("events:book", args=[event.reference]) in officer.get(draft.get_absolute_url()).text
    directory.cancel_event(event=event, by=None, at=build.NOW, reason_en="Snow")
    assert early_talks(draft).missing == ("market_engaged",)


def early_talks(draft, **said):
    """What the check of the early talks says of the working copy."""
    (planned,) = working_copies(Opportunity.objects.filter(pk=draft.pk))
    planned = replace(planned, said=structs.replace(planned.said, **said))
    ((_said, found),) = review.reviews([planned], today=build.NOW.date())
    return next(each.verdict for each in found.findings if each.check.id == "F-11")


def test_nobody_is_invited_to_an_event_that_was_called_off_meanwhile(opportunity, event):
    hold(opportunity, event)
    directory.cancel_event(event=event, by=None, at=build.NOW, reason_en="Snow")

    assert engagement.still_wanted(mails().get().payload) == "the event is off"


def test_notes_and_questions_follow_the_event_and_never_come_before_it(officer, opportunity, event):
    held = hold(opportunity, event)
    notes, asked = (address(name, opportunity, held.pk) for name in ("meeting-notes", "meeting-question"))
    assert officer.post(notes, NOTES).status_code == 422
    assert officer.post(asked, ASKED).status_code == 422

    with time_machine.travel(AFTER):
        officer.force_login(build.user(role="publisher", of=opportunity.buyer))
        assert officer.post(notes, NOTES | {"notes_cy": ""}).status_code == 422
        assert officer.post(notes, NOTES).status_code == 302
        assert officer.post(notes, NOTES | {"notes_en": "Three lots are possible."}).status_code == 302  # a correction
        assert officer.post(asked, ASKED).status_code == 302
        officer.post(address("meeting-remove", opportunity, held.pk))
        welsh = officer.get(f"/cy{opportunity.get_absolute_url()}").text

    assert MarketEvent.objects.filter(pk=held.pk).exists()  # it stays on the record
    assert NOTES["notes_cy"] in welsh
    assert ASKED["answer_cy"] in welsh
    assert mails().count() == 3  # the invitation, the notes once, the question
    assert held.questions.get().asked_by is None
