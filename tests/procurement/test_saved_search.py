"""Saving a search, watching, confirming and looking after it, with an account and without."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from collab_portal import limits
from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from procurement import alerts
from procurement.actions import interest
from procurement.alerts import upkeep
from procurement.matching import Criteria
from procurement.models import SavedSearch, Subscriber, Watch
from tests import build

pytestmark = pytest.mark.django_db

HOW = {"frequency": "daily", "hour": "12", "name": ""}
ANN = "ann@example.org"
ASK = HOW | {"email": ANN, "language": "en"}


@pytest.fixture(autouse=True)
def _counted_from_none(monkeypatch):
    """Rate limits of this test alone: other tests, and other processes, ask for mails too."""
    monkeypatch.setattr(limits, "cache", LocMemCache(str(uuid.uuid4()), {}))


@pytest.fixture
def today():
    """The day of the plausible opportunities, so that they are current."""
    with time_machine.travel(build.NOW, tick=True) as clock:
        yield clock


def the_mail(kind):
    """The last one of its kind, as the sender would write it now."""
    delivery = Delivery.objects.filter(kind=kind).latest("pk")
    registered = kinds.get(kind)
    assert registered.still_wanted(delivery.payload) is None
    return registered.render(delivery.payload, delivery.language)


def link_in(message, name):
    """The path of the link in a mail that leads to this page."""
    pattern = reverse(name, args=["TOKEN"]).replace("TOKEN", r"[\w-]+")
    found = re.search(re.escape(settings.PORTAL_URL) + f"({pattern})", message.text)
    assert found, message.text
    return found[1]


# ------------------------------------------------------------------------------------------------ with an account


def test_a_person_signed_in_saves_a_search_and_it_is_on(client):
    ann = build.user(language="cy")
    client.force_login(ann)

    answer = client.post("/alerts/save/?q=lunch&area=W06000002&stage=all&page=2", HOW, follow=True)

    assert answer.redirect_chain[-1][0] == "/alerts/"
    search = SavedSearch.objects.get()
    assert search.query == "q=lunch&area=W06000002"
    assert (search.frequency, search.hour) == ("daily", 12)
    assert search.confirmed_at is not None
    assert (search.subscriber.user, search.subscriber.language) == (ann, "cy")
    assert b"Gwynedd" in answer.content


def test_saving_the_same_search_again_changes_the_first(client):
    client.force_login(build.user())
    client.post("/alerts/save/?q=lunch", HOW)

    client.post("/alerts/save/?q=+lunch+", HOW | {"frequency": "at-once", "name": "Lunch clubs"})

    search = SavedSearch.objects.get()
    assert (search.name, search.frequency) == ("Lunch clubs", "at-once")


def test_a_form_left_empty_says_what_to_do(client):
    answer = client.post("/alerts/save/?q=lunch", {})

    assert answer.status_code == 422
    assert "Enter your e-mail address" in answer.text
    assert "Select how often we shall write" in answer.text
    assert not SavedSearch.objects.exists()


def test_a_search_too_long_to_keep_is_not_saved(client):
    client.force_login(build.user())
    codes = "&".join(f"cpv={number}000000" for number in range(10, 40))
    long = f"/alerts/save/?q={'%E2%82%AC' * 190}&{codes}"

    assert "too many filters" in client.get(long).text
    client.post(long, HOW)

    assert not SavedSearch.objects.exists()


# --------------------------------------------------------------------------------------------- without an account


def test_an_address_is_confirmed_before_anything_is_sent_to_it(client, today):
    client.post("/alerts/save/?q=lunch", ASK | {"frequency": "at-once"})
    build.opportunity()
    alerts.drain(at=timezone.now())
    assert list(Delivery.objects.values_list("kind", flat=True)) == ["confirm-search"]

    page = link_in(the_mail("confirm-search"), "alerts:confirm")
    assert "Confirm" in client.get(page).text  # a program that follows links confirms nothing
    assert not SavedSearch.objects.confirmed().exists()
    answer = client.post(page)
    assert "Your alert is on" in answer.text

    build.opportunity()
    alerts.drain(at=timezone.now())
    assert Delivery.objects.filter(kind="alert", address=ANN).count() == 1


def test_the_link_works_for_48_hours_and_then_the_address_is_forgotten(client, today):
    client.post("/alerts/save/?q=lunch", ASK)
    page = link_in(the_mail("confirm-search"), "alerts:confirm")

    today.shift(timedelta(hours=47))
    assert client.get(page).status_code == 200
    today.shift(timedelta(hours=2))
    answer = client.post(page)
    upkeep.forget_unconfirmed(at=timezone.now())

    assert answer.status_code == 404
    assert "no longer works" in answer.text
    assert not Subscriber.objects.exists()


def test_nobody_learns_which_addresses_are_known(client):
    interest.save_search(by=build.user(email=ANN), criteria=Criteria.from_query("q=lunch"), at=build.NOW)

    answers = [
        client.post("/alerts/save/?q=lunch", ASK, follow=True),
        client.post("/alerts/save/?q=lunch", ASK | {"email": "nobody@example.org"}, follow=True),
        client.post("/alerts/find/", {"email": ANN}, follow=True),
        client.post("/alerts/find/", {"email": "unknown@example.org"}, follow=True),
    ]

    assert len({answer.content for answer in answers}) == 1
    assert {answer.redirect_chain[-1][0] for answer in answers} == {"/alerts/asked/"}


def test_a_stranger_cannot_change_what_an_address_has(client):
    saved = interest.save_search(
        by=build.user(email=ANN), criteria=Criteria.from_query("q=lunch"), at=build.NOW, frequency="weekly"
    )

    client.post("/alerts/save/?q=lunch", ASK | {"frequency": "at-once", "name": "Mine now"})

    saved.refresh_from_db()
    assert (saved.frequency, saved.name) == ("weekly", "")
    assert link_in(the_mail("manage-link"), "alerts:manage") == saved.subscriber.get_absolute_url()


def test_a_new_search_for_a_known_address_waits_for_its_owner(client):
    saved = interest.save_search(by=build.user(email=ANN), criteria=Criteria.from_query("q=lunch"), at=build.NOW)

    client.post("/alerts/save/?q=buses", ASK)

    assert saved.subscriber.searches.confirmed().get() == saved
    assert Subscriber.objects.count() == 1


def test_an_account_takes_over_what_its_address_began(client):
    client.post("/alerts/save/?q=lunch", ASK)
    client.post(link_in(the_mail("confirm-search"), "alerts:confirm"))
    ann = build.user(email=ANN)
    client.force_login(ann)

    assert "“lunch”" in client.get("/alerts/").text
    client.post("/alerts/save/?q=buses", HOW)

    subscriber = Subscriber.objects.get()
    assert subscriber.user == ann
    assert subscriber.searches.confirmed().count() == 2


def test_one_caller_may_ask_only_so_often(client):
    statuses = [
        client.post("/alerts/save/?q=lunch", ASK | {"email": f"{number}@example.org"}).status_code
        for number in range(22)
    ]

    assert statuses == [302] * 20 + [422] * 2


def test_one_address_is_not_written_to_again_and_again(client):
    answers = [client.post("/alerts/save/?q=lunch", ASK) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [422]
    assert "written to this address several times" in answers[-1].text
    assert Delivery.objects.count() == 5


def test_the_mail_to_confirm_speaks_the_language_that_was_chosen(client):
    client.post("/cy/alerts/save/?q=cinio", ASK | {"language": "cy"})

    delivery = Delivery.objects.get()
    assert delivery.language == "cy"
    assert Subscriber.objects.get().language == "cy"


# ----------------------------------------------------------------------------------------------------- watching


def test_a_person_signed_in_watches_with_one_button(client):
    opportunity = build.opportunity()
    ann = build.user()
    client.force_login(ann)

    answer = client.post(reverse("alerts:watch", args=[opportunity.reference]))
    client.post(reverse("alerts:watch", args=[opportunity.reference]))

    assert answer.url == opportunity.get_absolute_url()
    watch = Watch.objects.get()
    assert (watch.subscriber.user, watch.from_version) == (ann, 1)
    assert "Lunch clubs" in client.get("/alerts/").text


def test_without_an_account_watching_is_confirmed_by_mail(client, today):
    opportunity = build.opportunity()

    client.post(reverse("alerts:watch", args=[opportunity.reference]), {"email": ANN, "language": "en"})
    message = the_mail("confirm-watch")
    assert "Lunch clubs for older people" in message.text
    client.post(link_in(message, "alerts:confirm"))

    assert Watch.objects.confirmed().get().subscriber.email == ANN


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_draft_cannot_be_watched(client, method):
    draft = build.opportunity(stage="draft")
    client.force_login(build.user())

    assert getattr(client, method)(reverse("alerts:watch", args=[draft.reference])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_address_that_asks_twice_in_the_same_moment_is_kept_once():
    build.reference_data()
    start = Barrier(4)

    def ask(query):
        try:
            start.wait(timeout=60)
            interest.ask_to_save(
                email="Mair@example.org", language="cy", criteria=Criteria.from_query(query), at=build.NOW
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(ask, ["q=bwyd", "q=bwyd", "q=gofal", "q=gofal"]))

    assert Subscriber.objects.get().email == "Mair@example.org"
    assert SavedSearch.objects.count() == 2
