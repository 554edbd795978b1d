"""What the public sees of a body's social value, and the yearly report that fills itself."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from procurement.models.stages import NotAllowed
from socialvalue.actions import statutory as actions
from socialvalue.delivering import totals
from socialvalue.models import AnnualReport, Objective
from socialvalue.statutory import facts, gaps
from socialvalue.statutory.sections import sections
from tests import build
from tests.socialvalue import build_value, deliveries, offers

pytestmark = [pytest.mark.usefixtures("reference_data"), pytest.mark.django_db]
TODAY = build.NOW.date()
OVER = build.NOW.replace(year=2027, month=5)  # the year 2026–27 is over


@pytest.fixture
def council():
    return build.organisation(name_en="Our Council")


@pytest.fixture
def publisher(council):
    return build.user(role="publisher", of=council)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, body, *more):
    return reverse(f"outcomes:{name}", args=[body.slug, *more])


def two_contracts(council):
    """Of one measure, three people a quarter each: the first has evidence for a quarter, the second for none."""
    asked = offers.measures("people", "hours", "")
    for measure in asked[:2]:
        measure.goals = ["WBG1"]
        measure.save()
    made = []
    for number in (1, 2):
        offer, _by = deliveries.won(buyer=council, bidder=offers.bidder(f"Number {number} CIC"), asked=asked)
        made.append(deliveries.begun_from(offer))
    deliveries.reported(deliveries.counted(made[0]), 1, 3, accept=2)
    return made


def test_the_public_sees_sums_of_one_measure_and_what_is_not_known(council, django_assert_max_num_queries):
    empty = Client().get(url("social-value", council)).text
    assert "Not known: no contract" in empty
    two_contracts(council)

    with django_assert_max_num_queries(14), time_machine.travel(build.NOW, tick=False):
        page = Client().get(url("social-value", council))

    hours, people = page.context["counted"]
    assert (people.promised, people.evidenced, people.unknown) == (18, 2, 5)
    assert (hours.promised, hours.evidenced, hours.unknown) == (18, None, 6)
    goals = {each.name_en: each for each in page.context["picture"].by_goal()}
    assert [(each.promises, each.kept) for each in goals.values()][:2] == [(4, None), (0, 0)]
    assert "Number 1 CIC" not in page.text
    assert "Three young people" not in page.text
    with time_machine.travel(build.NOW, tick=False):
        sheet = b"".join(
            Client().get(url("quarters-csv", council) + f"?measure={people.key}").streaming_content
        ).decode()
    assert sheet.splitlines()[1:] == [
        "January to March 2026,6.00,2.00",
        "April to June 2026,6.00,Not known",
        "July to September 2026,6.00,Not known",
    ]


def test_a_promise_that_is_kept_counts_for_its_goal(council):
    first, _second = two_contracts(council)
    for quarter in (1, 2, 3):
        deliveries.reported(deliveries.counted(first), quarter, 4, accept=4)

    counts = totals.of(council, TODAY).by_goal()

    assert (counts[0].kept, counts[0].states[totals.State.UNKNOWN]) == (1, 3)
    drawn = totals.goals_picture(counts)
    assert drawn.cells[0][1:] == ["4", "1", "0", "3", "0"]
    assert [row["bar"] is None for row in drawn.rows] == [False] * 7 + [True]  # no goal: told in words, not reported


def test_an_objective_is_published_in_both_languages_and_its_next_version_leaves_it_as_it_was(council, publisher):
    client = signed_in(publisher)
    said = {"title_en": "Buy more from social enterprises", "goals": ["WBG1"], "publish": "yes"}

    half = client.post(url("objective-new", council), said)
    assert (half.status_code, "both languages" in half.text) == (422, True)
    client.post(url("objective", council, 1), said | {"title_cy": "Prynu mwy gan fentrau cymdeithasol"})
    client.post(url("objective", council, 1), {"title_en": "Buy half from them", "goals": ["WBG1"]})

    versions = [(each.version, bool(each.published_at)) for each in Objective.objects.order_by("version")]
    assert versions == [(1, True), (2, False)]
    public = Client().get(url("annual-reports", council)).text
    assert "Buy more from social enterprises" in public
    assert "Buy half from them" not in public
    editor = signed_in(build.user(role="editor", of=council))
    assert editor.post(url("objective", council, 1), said | {"title_cy": "Hanner"}).status_code == 403


def test_the_draft_fills_itself_says_what_is_missing_and_is_kept_once_published(council, publisher):
    build_value.frameworks()
    made = two_contracts(council)
    opportunity = made[0].lot.opportunity
    build.opportunity(buyer=council, title_en="Planned taxis", **build.window("tender_start", date(2027, 6, 1)))
    aim = actions.write_objective(body=council, by=publisher, title_en="Local", title_cy="Lleol", goals=["WBG1"])
    actions.publish_objective(objective=aim, by=publisher, at=build.NOW)
    client = signed_in(publisher)
    step = {"taken_on_day": "3", "taken_on_month": "11", "taken_on_year": "2026", "opportunity": opportunity.pk}
    assert client.post(url("step-new", council), step).status_code == 422
    opportunity.awards.update(awarded_on=date(2026, 6, 1))
    done = client.post(url("step-new", council), step | {"objective": aim.pk, "category": "SPW5", "text_en": "Lots."})
    assert done.status_code == 302
    assert "Lots." in client.get(url("steps", council)).text
    address = url("annual-report", council, 2026)

    with time_machine.travel(OVER, tick=False):
        client = signed_in(publisher)
        draft = client.get(address)
        assert Client().get(address).status_code == 404
        assert "Planned taxis" in draft.text
        assert "regulation 6 of WSI 2026/75" in draft.text
        assert [each.steps for each in draft.context["facts"].objectives] == [1]
        assert "Your own words on “What was bought”" in draft.context["missing"]
        one = {"text_en": "We bought meals.", "text_cy": ""}
        client.post(url("annual-section", council, 2026, "exercises"), one)
        client.post(url("annual-publish", council, 2026))
        assert not AnnualReport.objects.get().published_at
        client.post(url("annual-section", council, 2026, "exercises"), one | {"text_cy": "Prynwyd prydau."})
        client.post(url("annual-publish", council, 2026))
        aim.title_en = "Changed since"
        aim.save()
        welsh, public = Client().get(f"/cy{address}").text, Client().get(address).text

    assert "We bought meals." in public
    assert "Changed since" not in public
    assert "Prynwyd prydau." in welsh
    assert "What is not known" in public
    with pytest.raises(NotAllowed, match="published"):
        actions.write_section(body=council, year=2026, section="next", by=publisher, text_en="Late", text_cy="Hwyr")


def test_facts_come_back_from_storage_as_they_were(council):
    two_contracts(council)
    said = facts.of(council, 2026, on=TODAY)

    again = msgspec.convert(msgspec.to_builtins(said), facts.Facts, strict=False)

    assert again == said
    assert said.delivered[0].promised == Decimal(18)
    assert gaps.missing(said, {})[: len(sections())] == [f"Your own words on “{each.title_en}”" for each in sections()]
