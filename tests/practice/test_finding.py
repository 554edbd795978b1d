"""Finding case studies: words, filters with their counts, orders, topics, collections and the feed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enterprises.actions import join_network
from socialvalue.practice import actions
from socialvalue.practice.library import index
from socialvalue.practice.library.results import Criteria, Results
from socialvalue.practice.models import Collection
from tests import build
from tests.practice import studies

pytestmark = pytest.mark.django_db
LIST = "/case-studies/"


def titles(client, **query) -> list[str]:
    return [each.title_en for each in client.get(reverse("case-studies:list"), query).context["page"]]


@pytest.fixture
def library():
    """Three studies, the first the oldest."""
    kitchens = {"title_en": "Kitchens", "title_cy": "Ceginau", "summary_cy": "Bwyd da yng Nghaerffili"}
    buses = {"title_en": "Buses", "title_cy": "Bysiau", "steps": ["pipeline", "culture"], "route": "grant"}
    gardens = {"title_en": "Gardens", "title_cy": "Gerddi", "steps": ["pipeline"], "evidence_level": 3}
    made = [
        studies.published(**kitchens, steps=["culture"], evidence_level=0),
        studies.published(**buses, at=build.NOW + timedelta(hours=1)),
        studies.published(**gardens, at=build.NOW + timedelta(hours=2)),
    ]
    network = build.organisation(is_network=True, name_en="Valley Network")
    join_network(network=network, member=made[1].lead)
    return made


def test_words_and_filters_find_and_every_count_is_what_its_filter_would_find(client, library):
    network = "valley-network"
    found = {
        "mutated": titles(client, q="Caerffili"),
        "step": titles(client, step="pipeline"),
        "two values": titles(client, step=["pipeline", "culture"], sort="title"),
        "two filters": titles(client, step="culture", route="grant"),
        "strongest": titles(client, sort="evidence"),
        "network": titles(client, network=network),
    }

    assert found == {
        "mutated": ["Kitchens"],
        "step": ["Gardens", "Buses"],
        "two values": ["Buses", "Gardens", "Kitchens"],
        "two filters": ["Buses"],
        "strongest": ["Gardens", "Buses", "Kitchens"],
        "network": ["Buses"],
    }
    results = Results(Criteria("", {"step": ("culture",)}), language="en")
    for facet, counts in results.counts.items():
        for value, count in counts.items():
            assert count == Results(results.criteria.choosing(facet, (value,)), language="en").count, (facet, value)


def test_a_study_that_goes_is_gone_at_once_and_nothing_found_says_what_to_leave_out(client, library):
    before = titles(client)
    actions.withdraw(study=library[0], withdrawal="error", by=studies.coordinator(), at=build.NOW)

    page = client.get(LIST, {"step": "culture", "route": "reserved", "nonsense": "", "goal": "WBG1"}, follow=True)

    assert before == ["Gardens", "Buses", "Kitchens"]
    assert titles(client) == ["Gardens", "Buses"]
    assert [(way.label, way.count) for way in page.context["advice"]] == [
        ("Leave out how it was bought: Below the threshold, reserved", 1)
    ]


def test_a_misspelt_word_is_put_right_by_the_words_of_the_studies_that_are_there(client, library):
    replaced = client.get(LIST, {"q": "gardns"})
    actions.revise(study=library[2], by=studies.coordinator(), at=build.NOW)
    actions.withdraw(study=library[2], withdrawal="error", by=studies.coordinator(), at=build.NOW)

    assert [each.title_en for each in replaced.context["page"]] == ["Gardens"]
    assert replaced.context["replaced"] == "gardns"
    assert "These are results for" in replaced.content.decode()
    assert client.get(LIST, {"q": "gardns"}).context["replaced"] == "", "the word left with its study"


def test_topics_and_the_feed_show_the_same_studies(client, library):
    step = client.get(reverse("case-studies:step", args=["pipeline"]))
    goal = client.get(reverse("case-studies:goal", args=["WBG1"]))
    feed = client.get(reverse("case-studies:feed"), {"step": "pipeline"}).content.decode()

    assert {each.title_en for each in step.context["studies"]} == {"Buses", "Gardens"}
    assert len(goal.context["studies"]) == 3
    assert "<title>Buses</title>" in feed
    assert "Kitchens" not in feed
    assert client.get(reverse("case-studies:step", args=["sixth"])).status_code == 404


def test_the_library_costs_few_queries_however_many_studies_there_are(client, library, django_assert_num_queries):
    client.get(LIST)
    with django_assert_num_queries(3):  # the stamp, the page, who belongs to which network
        client.get(LIST)


def test_a_set_of_bits_lists_its_places_in_any_order():
    bits = index.as_set(20, [3, 17, 0])

    assert list(index.in_order(bits)) == [0, 3, 17]
    assert list(index.in_order(bits, [17, 5, 3, 0, 19])) == [17, 3, 0]
    assert list(index.in_order(0, [1, 0])) == list(index.in_order(0)) == []


def test_a_coordinator_makes_a_collection_and_readers_see_what_is_published_of_it(client, library):
    client.force_login(studies.coordinator())
    network = studies.coordinator().memberships.get().organisation
    words = {"network": network.pk, "title_en": "Start here", "title_cy": "Dechrau yma", "intro_en": "", "intro_cy": ""}

    client.post(reverse("case-studies:collection-new"), words)
    made = Collection.objects.get()
    edit = reverse("case-studies:collection-edit", args=[made.slug])
    for study in library:
        client.post(edit, {"moved_to": f"http://testserver{study.get_absolute_url()}"})
    refused = client.post(edit, {"moved_to": "nothing-here"})
    for study, way in ((library[2], "up"), (library[2], "up"), (library[0], "remove")):
        client.post(reverse("case-studies:collection-change", args=[made.slug, study.pk, way]))
    actions.withdraw(study=library[1], withdrawal="error", by=studies.coordinator(), at=build.NOW)

    client.logout()
    page = client.get(made.get_absolute_url())
    assert refused.status_code == 422
    assert [each.study_id for each in made.collected.order_by("position")] == [library[2].pk, library[1].pk]
    assert [each.title_en for each in page.context["studies"]] == ["Gardens"]
    assert client.get(edit).status_code == 302
