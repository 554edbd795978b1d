"""The Atom feed of a search."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "reference_data")]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, address="/pipeline/opportunities.atom", **parameters):
    response = client.get(address, parameters)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(root) -> dict[str, ElementTree.Element]:
    return {each.findtext(f"{ATOM}title"): each for each in root.iter(f"{ATOM}entry")}


def test_it_is_complete_atom(client):
    body = build.organisation(name_en="Gwynedd Council")
    made = build.opportunity(buyer=body, title_en="Lunch & tea")

    root = feed(client)

    entry = entries(root)["Lunch & tea"]
    assert root.findtext(f"{ATOM}title") == "Pipeline"
    assert root.findtext(f"{ATOM}id")
    assert root.findtext(f"{ATOM}updated") == "2026-11-23T09:00:00+00:00"
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"alternate", "self"}
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/pipeline/{made.reference}/")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Gwynedd Council"
    assert entry.findtext(f"{ATOM}published") == "2026-11-23T09:00:00+00:00"
    assert "Value: £120,000" in entry.findtext(f"{ATOM}summary")


def test_an_entry_keeps_its_id_and_shows_when_it_changed(client):
    made = build.opportunity(title_en="Lunch clubs")
    before = entries(feed(client))["Lunch clubs"]
    build.changed(made, title_en="Lunch clubs and more", at=build.NOW + timedelta(days=3))
    after = entries(feed(client))["Lunch clubs and more"]
    welsh = entries(feed(client, "/cy/pipeline/opportunities.atom"))["Clybiau cinio i bobl hŷn"]

    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id") == welsh.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}updated") == "2026-11-26T09:00:00+00:00"
    assert after.findtext(f"{ATOM}published") == "2026-11-23T09:00:00+00:00"


def test_it_holds_the_result_of_the_search_the_last_changed_first(client):
    first = build.opportunity(title_en="Lunch in Bangor", at=build.NOW)
    build.opportunity(title_en="Lunch in Pwllheli", at=build.NOW + timedelta(hours=1))
    build.opportunity(title_en="Swimming")
    build.changed(first, value_amount=1, at=build.NOW + timedelta(hours=2))

    root = feed(client, q="lunch")

    assert list(entries(root)) == ["Lunch in Bangor", "Lunch in Pwllheli"]
    assert root.findtext(f"{ATOM}title") == "Pipeline: “lunch”"


def test_the_list_names_its_feed(client):
    html = client.get("/pipeline/", {"q": "lunch"}).content.decode()

    assert '<link rel="alternate" type="application/atom+xml" href="/pipeline/opportunities.atom?q=lunch">' in html


def test_an_unchanged_feed_is_not_sent_again(client):
    build.opportunity()
    first = client.get("/pipeline/opportunities.atom")

    again = client.get("/pipeline/opportunities.atom", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_characters_that_xml_forbids_do_no_harm(client):
    build.opportunity(title_en="Lunch\x0b clubs")

    assert len(entries(feed(client))) == 1
