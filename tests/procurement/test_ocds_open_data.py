"""The public record for machines: pages of releases, one opportunity, and readers who miss nothing."""

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from procurement.models import Release
from tests import build
from tests.procurement import ocds

URL = "/api/ocds/releases.json"
DAY = timedelta(days=1)


def page(client, **question):
    answer = client.get(URL, question)
    assert answer.status_code == 200
    return answer.json()


def ids(package):
    return [release["id"] for release in package["releases"]]


def followed(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}").json()


@pytest.fixture
def three(reference_data):
    """Three releases: two opportunities, one of them changed once. Their ids, in order."""
    first, second = build.opportunity(), build.opportunity()
    build.changed(first, title_en="Lunch clubs and day trips")
    return [f"{first.ocid}-1", f"{second.ocid}-1", f"{first.ocid}-2"]


@pytest.mark.django_db
def test_all_releases_come_in_the_order_of_their_publication(client, three):
    package = page(client)

    assert ids(package) == three
    assert package["releases"][2]["tender"]["title"] == "Lunch clubs and day trips"


@pytest.mark.django_db
@pytest.mark.sample_data
@pytest.mark.parametrize("stage", ocds.PUBLISHED)
def test_the_answer_is_a_valid_package(client, reference_data, sample_data, stage):
    build.opportunity(stage=stage, notices=["https://www.sell2wales.gov.wales/search/1"])

    package = page(client)

    assert ocds.package_faults(package, sample_data / "standards") == []


@pytest.mark.django_db
def test_nobody_sees_drafts(client, reference_data):
    draft = build.opportunity(stage="draft")

    assert page(client)["releases"] == []
    assert client.get(reverse("opportunity-json", args=[draft.reference])).status_code == 404


@pytest.mark.django_db
def test_pages_lead_to_the_next_one_and_the_last_to_what_comes_later(client, three):
    first = page(client, limit=2)
    second = followed(client, first["links"]["next"])
    later = build.opportunity()

    assert (ids(first), ids(second)) == (three[:2], three[2:])
    assert "next" not in second["links"]
    assert ids(followed(client, second["links"]["later"])) == [f"{later.ocid}-1"]


@pytest.mark.django_db
def test_links_keep_the_rest_of_the_question(client, three):
    first = page(client, limit=1, updated_from="2026-11-23", updated_to="2026-11-23")
    second = followed(client, first["links"]["next"])

    assert [*ids(first), *ids(second)] == three[:2]
    assert "next" not in second["links"]


@pytest.mark.django_db
def test_releases_of_a_period_can_be_asked_for(client, three):
    changed_at = (build.NOW + 7 * DAY).isoformat()

    assert ids(page(client, updated_from=changed_at)) == three[2:]
    assert ids(page(client, updated_to=changed_at)) == three[:2]
    assert ids(page(client, updated_from="2026-11-24", updated_to="2026-11-29")) == []
    assert ids(page(client, updated_from="2026-11-30", updated_to="2026-11-30")) == three[2:]


@pytest.mark.django_db
def test_a_moment_survives_a_plus_that_was_not_escaped(client, three):
    answer = client.get(f"{URL}?updated_from=2026-11-23T10:00:00+01:00")

    assert len(answer.json()["releases"]) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "advice"),
    [
        ({"limit": "0"}, "from 1 to 100"),
        ({"limit": "101"}, "from 1 to 100"),
        ({"limit": "ten"}, "from 1 to 100"),
        ({"limit": "²"}, "from 1 to 100"),
        ({"cursor": "-1"}, "Take the cursor from the links"),
        ({"cursor": "9" * 40}, "Take the cursor from the links"),
        ({"updated_from": "yesterday"}, "such as 2026-11-23"),
        ({"updated_to": "2026-02-30"}, "such as 2026-11-23"),
        ({"updated_to": "9999-12-31"}, "such as 2026-11-23"),
        ({"updatedFrom": "2026-11-23"}, "Use cursor, limit, updated_from, updated_to"),
    ],
)
def test_a_bad_question_is_told_what_to_do(client, question, advice):
    answer = client.get(URL, question)

    assert answer.status_code == 400
    assert advice in answer.json()["error"]


@pytest.mark.django_db
def test_a_page_costs_one_query(client, three, django_assert_num_queries):
    client.get(URL)

    with django_assert_num_queries(1):
        client.get(URL)


@pytest.mark.django_db
def test_answers_may_be_kept_and_are_not_sent_twice(client, three):
    full, growing = client.get(URL, {"limit": 2}), client.get(URL)

    assert (full["Cache-Control"], growing["Cache-Control"]) == ("public, max-age=86400", "public, max-age=60")
    assert growing["Access-Control-Allow-Origin"] == "*"
    assert client.get(URL, headers={"If-None-Match": growing["ETag"]}).status_code == 304


@pytest.mark.django_db
@pytest.mark.sample_data
def test_an_opportunity_has_all_its_releases_in_one_package(client, sample_data, three, django_assert_num_queries):
    address = f"/pipeline/{Release.objects.get(release_id=three[0]).opportunity.reference}.json"

    with django_assert_num_queries(1):
        package = client.get(address).json()

    assert ids(package) == [three[0], three[2]]
    assert ocds.package_faults(package, sample_data / "standards") == []


@pytest.mark.django_db
def test_the_extension_says_what_it_is_and_can_be_fetched(client, three):
    extension = next(address for address in page(client)["extensions"] if "/api/ocds/" in address)

    about = client.get(urlsplit(extension).path).json()

    assert about["schemas"] == ["release-schema.json"]
    assert "portal" in client.get(reverse("ocds-extension", args=["release-schema"])).json()["properties"]
    assert client.get("/api/ocds/extension/settings.json").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_a_page_explains_the_data_with_an_example(client, three, prefix):
    answer = client.get(f"{prefix}/open-data/")

    reference = Release.objects.order_by("pk").last().opportunity.reference
    assert answer.status_code == 200
    assert f'href="/pipeline/{reference}.json"' in answer.text


@pytest.mark.django_db
def test_the_page_does_without_an_example(client):
    assert client.get("/open-data/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_reader_by_cursor_does_not_skip_what_is_committed_late():
    """One publication has its id and does not commit; another one, begun later, must not overtake it."""
    build.reference_data()
    slow, quick = build.opportunity(), build.opportunity()
    start = page(Client())["links"]["later"]
    written, may_commit = threading.Event(), threading.Event()

    def publish_slowly():
        with transaction.atomic():
            build.changed(slow, title_en="The slow one")
            written.set()
            assert may_commit.wait(60)
        connection.close()

    def publish_quickly():
        build.changed(quick, title_en="The quick one")
        connection.close()

    threads = [threading.Thread(target=publish_slowly), threading.Thread(target=publish_quickly)]
    threads[0].start()
    assert written.wait(60)
    threads[1].start()
    threads[1].join(0.5)
    meanwhile = followed(Client(), start)
    may_commit.set()
    for thread in threads:
        thread.join(60)

    assert ids(meanwhile) == []
    assert ids(followed(Client(), start)) == [f"{slow.ocid}-2", f"{quick.ocid}-2"]
