"""The page on which people look after their alerts, the ways to stop them, and what is kept of a person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from collab_portal.accounts import personal_data
from collab_portal.mail.models import Delivery
from procurement import alerts
from procurement.actions import interest
from procurement.alerts import upkeep
from procurement.matching import Criteria
from procurement.models import Match, SavedSearch, Subscriber, Watch
from tests import build

pytestmark = pytest.mark.django_db

ANN = "ann@example.org"


@pytest.fixture
def search():
    return interest.save_search(by=build.user(email=ANN), criteria=Criteria.from_query("q=lunch"), at=build.NOW)


def test_the_link_in_a_mail_opens_the_page_without_a_password(client, search):
    answer = client.get(search.subscriber.get_absolute_url())

    assert answer.status_code == 200
    assert "“lunch”" in answer.text
    assert answer.headers["Cache-Control"].startswith("max-age=0")
    assert client.get("/alerts/manage/another-token/").status_code == 404


def test_everything_found_stands_on_the_page(client, search):
    opportunity = build.opportunity()
    alerts.drain(at=build.NOW)

    page = client.get(search.subscriber.get_absolute_url()).text

    assert opportunity.get_absolute_url() in page
    assert Match.objects.get().delivery_key == ""  # no mail went yet


def test_the_page_takes_as_many_queries_for_ten_as_for_one(client, search, django_assert_max_num_queries):
    for words in ("meal", "club", "hall"):
        interest.save_search(by=search.subscriber.user, criteria=Criteria.from_query(f"q={words}"), at=build.NOW)
    for _ in range(4):
        opportunity = build.opportunity()
        interest.watch(by=search.subscriber.user, opportunity=opportunity, at=build.NOW)
    alerts.drain(at=build.NOW)

    with django_assert_max_num_queries(12):
        client.get(search.subscriber.get_absolute_url())


def test_a_search_is_changed_and_removed_by_its_own_link(client, search):
    client.post(reverse("alerts:change", args=[search.token]), {"frequency": "weekly", "hour": "17", "name": "Lunch"})
    search.refresh_from_db()
    assert (search.frequency, search.hour, search.name) == ("weekly", 17, "Lunch")

    answer = client.post(reverse("alerts:remove", args=[search.token]))

    assert answer.url == search.subscriber.get_absolute_url()
    assert not SavedSearch.objects.exists()


def test_the_language_follows_the_subscriber(client, search):
    client.post(search.subscriber.get_absolute_url(), {"language": "cy"})
    build.opportunity()
    SavedSearch.objects.update(frequency="at-once")
    alerts.drain(at=build.NOW)

    assert Delivery.objects.get(kind="alert").language == "cy"


def test_all_alerts_can_be_stopped_and_started_again(client, search):
    token = search.subscriber.token
    client.post(reverse("alerts:stop", args=[token]))
    search.subscriber.refresh_from_db()
    assert search.subscriber.stop_reason == "asked"
    page = client.get(search.subscriber.get_absolute_url()).text
    assert "We send you no alerts at the moment." in page
    assert "You asked us to stop." in page

    client.post(reverse("alerts:resume", args=[token]))

    search.subscriber.refresh_from_db()
    assert search.subscriber.is_active


def test_a_bounce_is_shown_with_the_way_to_go_on(client, search):
    Subscriber.objects.update(stopped_at=build.NOW, stop_reason="bounce")

    page = client.get(search.subscriber.get_absolute_url()).text

    assert "E-mails to your address came back." in page
    assert reverse("alerts:resume", args=[search.subscriber.token]) in page


# ------------------------------------------------------------------------------------------------------ stopping


def test_looking_at_the_unsubscribe_page_changes_nothing(client, search):
    answer = client.get(f"/u/{search.token}/")

    assert "Stop these e-mails?" in answer.text
    assert SavedSearch.objects.exists()


def test_one_click_stops_without_session_or_token_and_twice_does_no_harm(search):
    mail_program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = mail_program.post(
            f"/u/{search.token}/", "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200

    assert not SavedSearch.objects.exists()
    assert Subscriber.objects.get().is_active


def test_the_link_of_a_digest_stops_everything(client, search):
    client.post(f"/u/{search.subscriber.token}/")

    subscriber = Subscriber.objects.get()
    assert not subscriber.is_active
    assert SavedSearch.objects.exists()  # to go on later


def test_the_link_of_a_watch_stops_that_watch(client, search):
    watch = interest.watch(by=search.subscriber.user, opportunity=build.opportunity(), at=build.NOW)

    client.post(f"/u/{watch.token}/")

    assert not Watch.objects.exists()
    assert SavedSearch.objects.exists()


def test_stopping_speaks_the_language_of_the_subscriber(client, search):
    Subscriber.objects.update(language="cy")

    assert '<html lang="cy"' in client.get(f"/u/{search.token}/").text


# ---------------------------------------------------------------------------------------------- one's own data


def test_a_person_can_have_and_erase_what_is_kept(search):
    ann = search.subscriber.user
    build.opportunity()
    alerts.drain(at=build.NOW)

    kept = personal_data.export(ann)["alerts"]
    assert kept[0]["saved_searches"][0]["query"] == "q=lunch"
    assert len(kept[0]["found_for_you"]) == 1
    personal_data.erase(user=ann)

    assert not Subscriber.objects.exists()
    assert not Match.objects.exists()


def test_a_subscriber_without_account_can_have_and_erase_what_is_kept(client):
    interest.ask_to_save(email=ANN, language="en", criteria=Criteria.from_query("q=lunch"), at=build.NOW)
    interest.confirm(asked=SavedSearch.objects.get(), at=build.NOW)
    token = Subscriber.objects.get().token

    data = client.get(reverse("alerts:export", args=[token])).json()
    assert data["email"] == ANN
    assert client.get(reverse("alerts:erase", args=[token])).status_code == 200
    assert Subscriber.objects.exists()
    client.post(reverse("alerts:erase", args=[token]))

    assert not Subscriber.objects.exists()
    assert not Delivery.objects.unsent().exists()


def test_searches_are_filed_anew_every_week(search):
    SavedSearch.objects.update(keys=["nonsense"], filed_at=build.NOW)

    assert upkeep.refile(at=build.NOW + timedelta(days=6)) == 0
    assert upkeep.refile(at=build.NOW + timedelta(days=7)) == 1

    search.refresh_from_db()
    assert "w:lunch" in search.keys
    assert upkeep.refile(at=build.NOW + timedelta(days=8)) == 0
