"""Criteria come from the council's policy, are prepared by editors, frozen by publishers, and read by everybody."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_portal.audit.models import Act
from procurement import actions as procurement
from procurement.models.stages import NotAllowed
from socialvalue import advice, rules, scoring
from socialvalue.actions import criteria as actions
from socialvalue.models import Criteria, Policy
from tests import build
from tests.socialvalue import offers

pytestmark = [pytest.mark.usefixtures("reference_data"), pytest.mark.django_db]


@pytest.fixture
def tender():
    return offers.tendering(title_en="Lunch clubs", value_amount=Decimal(200_000))


@pytest.fixture
def publisher(tender):
    return build.user(role="publisher", of=tender.buyer)


def url(name, tender, *more):
    return reverse(f"criteria:{name}", args=[tender.reference, 1, *more])


def saved(client, address, **said):
    """The page as its form stands, with these inputs changed, sent."""
    form = client.get(address).context["form"]
    data = {"stamp": form.stamp}
    for field in form:
        value = field.value()
        if value not in (None, False, "", []):
            data[field.html_name] = value
    return client.post(address, data | said)


def test_a_draft_begins_with_what_the_policy_asks_of_that_value(client, tender, publisher):
    policy = Policy.objects.create(owner=tender.buyer, slug="own", title_en="Our policy", valid_from="2020-01-01")
    policy.bands.create(value_from=0, value_to=100_000, weight=5, method="QUAL")
    band = policy.bands.create(value_from=100_000, weight=20, quantitative_share=50, most_measures=1, method="QUNIT")
    client.force_login(publisher)

    client.post(url("start", tender))

    criteria = Criteria.objects.get()
    assert (criteria.band, criteria.method, criteria.quantitative_share) == (band, "QUNIT", 50)
    assert criteria.levels[0]["points"] == "0"
    assert criteria.questions.get().weight == 40  # the lot's quality criterion, as one question
    page = client.get(url("edit", tender)).text
    assert "Begun from your policy: Our policy." in page


def test_an_officer_goes_through_the_pages_and_publishes(client, tender, publisher):
    counted, told = offers.measures("people", "")
    client.force_login(publisher)
    client.post(url("start", tender))
    framework = counted.outcome.theme.framework

    answers = [
        saved(client, url("section", tender, "need"), need_en="Few jobs here.", need_cy="Prin yw’r swyddi yma."),
        saved(
            client,
            url("section", tender, "method"),
            framework=framework.pk,
            method="QUNIT",
            quantitative_share="50",
        ),
        saved(
            client,
            url("section", tender, "questions"),
            measures=[counted.pk, told.pk],
            own_1_en="Who decides?",
            own_1_cy="Pwy sy’n penderfynu?",
        ),
    ]
    criteria = Criteria.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    asked = {each.code: each for each in criteria.questions.all()}
    weights = [(code, each.kind, each.weight) for code, each in sorted(asked.items())]
    assert weights == [("M1", "quantity", 10), ("M2", "words", 5), ("Q1", "words", 40), ("W1", "words", 5)]

    lowered = {f"weight_{asked['M1'].pk}": "8.5", f"target_{asked['M1'].pk}": "12"}
    saved(client, url("section", tender, "weights"), **lowered)
    refused = client.post(url("publish", tender))

    assert refused.status_code == 422
    assert "add up to 18.5" in refused.text
    saved(client, url("section", tender, "weights"), **{f"weight_{asked['M1'].pk}": "10"})
    assert client.post(url("publish", tender)).url == url("detail", tender)
    criteria.refresh_from_db()
    rule = rules.frozen(criteria)
    assert (rule.social_value_weight, rule.quality_weight, rule.price.weight) == (20, 40, 40)
    assert {each.code: each.method for each in rule.criteria} == {
        "M1": scoring.Method.UNIT_TARGET, "M2": scoring.Method.SCALE,
        "W1": scoring.Method.SCALE, "Q1": scoring.Method.SCALE,
    }  # fmt: skip
    assert criteria.rule["framework"]["edition"] == "1"
    act = Act.objects.get(verb="criteria published")
    assert (act.actor, act.details["questions"]) == (publisher.pk, 4)
    client.logout()
    for page in (url("detail", tender), "/cy" + url("detail", tender), tender.get_absolute_url()):
        answer = client.get(page)
        assert answer.status_code == 200
        assert ("Pwy sy’n penderfynu?" if page.startswith("/cy") else "Who decides?") in answer.text
    client.force_login(publisher)
    assert client.post(url("section", tender, "need"), {"need_en": "Other"}).status_code == 302
    assert Criteria.objects.get().need_en == "Few jobs here."


def test_two_editors_do_not_overwrite_each_other(client, tender, publisher):
    criteria = offers.prepared(tender)
    client.force_login(publisher)
    stamp = client.get(url("section", tender, "need")).context["form"].stamp
    actions.amend_criteria(criteria=criteria, by=publisher, need_en="Hers")

    answer = client.post(url("section", tender, "need"), {"stamp": stamp, "need_en": "Mine"})

    assert answer.status_code == 409
    assert "Hers" in answer.text
    assert "Mine" in answer.text


@pytest.mark.parametrize(
    ("section", "said", "message"),
    [
        ("method", {"method": "QTGT"}, "Enter the target that brings all points"),
        ("method", {"quantitative_share": "120"}, "Enter 100 or less"),
        ("scale", {"points_1": "0"}, "Another level has the same points"),
        ("scale", {"points_2": "", "name_en_2": "Lost"}, "Enter the points of this level"),
        ("price", {"places": "9"}, "Enter 6 or less"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, tender, publisher, section, said, message):
    offers.prepared(tender)
    client.force_login(publisher)

    answer = saved(client, url("section", tender, section), **said)

    assert answer.status_code == 422
    assert message in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in said.values() if typed)


def test_a_shipped_scale_can_be_put_in(client, tender, publisher):
    offers.prepared(tender)
    client.force_login(publisher)

    page = saved(client, url("section", tender, "scale"), scale="SVM-0-4", look="yes").text

    assert page.count('name="points_') == 6  # five levels and a line for another one
    assert Criteria.objects.get().scale == "LA-0-5"


def test_criteria_are_not_published_before_their_page_nor_over_unpublished_lots(tender, publisher):
    draft = offers.prepared(offers.tendering(stage="draft"))
    with pytest.raises(NotAllowed, match="Publish the opportunity first"):
        actions.publish_criteria(criteria=draft, by=publisher, at=timezone.now())

    criteria = offers.prepared(tender)
    procurement.amend_lot(opportunity=tender, by=publisher, lot=criteria.lot, title_en="Meals")
    with pytest.raises(NotAllowed, match="Publish your changes to the lots first"):
        actions.publish_criteria(criteria=criteria, by=publisher, at=timezone.now())
    procurement.publish_changes(opportunity=tender, by=publisher, at=timezone.now())
    offers.the_deadline_passes(tender)
    with pytest.raises(NotAllowed, match="deadline for offers has passed"):
        actions.publish_criteria(criteria=criteria, by=publisher, at=timezone.now())


@pytest.mark.parametrize(
    ("method", "share", "value", "scored"),
    [
        ("QUAL", 0, None, {"SCALE"}),
        ("QREL", 50, Decimal(500), {"RELATIVE", "SCALE"}),
        ("QTGT", 50, Decimal(500), {"TARGET", "SCALE"}),
    ],
)
def test_every_method_freezes_into_a_rule_that_scores(tender, publisher, method, share, value, scored):
    criteria = offers.prepared(tender, method=method, share=share)
    actions.amend_criteria(criteria=criteria, by=publisher, target=Decimal(5))
    if value:
        counted = criteria.questions.get(kind="quantity")
        actions.weigh_questions(criteria=criteria, by=publisher, rows={counted.pk: {"unit_value": value}})

    actions.publish_criteria(criteria=criteria, by=publisher, at=timezone.now())

    criteria.refresh_from_db()
    rule = rules.frozen(criteria)
    assert {each.method.name for each in rule.criteria} == scored
    judged = {each.code: Decimal(3) for each in rule.criteria if each.method is scoring.Method.SCALE}
    quantities = {"M1": Decimal(4)} if value else {}
    bids = [scoring.Bid(id=name, price=Decimal(90), quantities=quantities, scores=judged) for name in "ab"]
    assert len(scoring.score(rule, bids).outcomes) == 2


def test_advice_says_where_small_providers_are_put_off(tender, publisher):
    asked = offers.measures(*["people"] * 4, *[""] * 4)
    criteria = offers.prepared(tender, asked=asked, method="QREL")
    type(asked[0]).objects.filter(pk=asked[0].pk).update(counts_activity=True)
    type(asked[1]).objects.filter(pk=asked[1].pk).update(verification="recall")
    judged = criteria.questions.filter(kind="words", part="social-value").first()
    actions.weigh_questions(criteria=criteria, by=publisher, rows={judged.pk: {"minimum": Decimal(4)}})
    questions = list(criteria.questions.select_related("measure"))

    found = {each.code for each in advice.of(criteria, questions)}

    assert found == {
        *("too-many", "league-table-small", "counts-activity-M1", "unverified-M2", "no-need", "high-gate"),
        "asked-twice-M1",  # four measures of one title
    }
    assert not advice.of(*_fine(publisher))


def _fine(publisher):
    """Criteria that nobody needs to be warned of."""
    tender = offers.tendering(value_amount=Decimal(40_000))
    criteria = offers.prepared(tender, method="QUAL", share=0)
    criteria.need_en = "Few jobs here."
    return criteria, list(criteria.questions.select_related("measure"))
