"""An enterprise makes an offer in the portal; until the deadline it is nobody else's to read."""

import hashlib
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab_portal.audit.models import Act
from collab_portal.mail import sender
from collab_portal.mail.models import Delivery
from socialvalue import sealing
from socialvalue.actions import offers as actions
from socialvalue.models import Offer, OfferDraft, StandingAnswer
from tests import build
from tests.socialvalue import offers, panels

pytestmark = [pytest.mark.usefixtures("reference_data"), pytest.mark.django_db]


@pytest.fixture
def criteria():
    return offers.published(offers.tendering(title_en="Lunch clubs"))


@pytest.fixture
def tender(criteria):
    return criteria.lot.opportunity


@pytest.fixture
def mine():
    return offers.bidder()


@pytest.fixture
def client(mine):
    client = Client()
    client.force_login(mine[1])
    return client


def url(name, criteria, *more):
    return reverse(f"offers:{name}", args=[criteria.lot.opportunity.reference, criteria.lot.number, *more])


def filled(criteria, client, **said):
    """What a bidder types who says all that is asked."""
    data = {"stamp": client.get(url("write", criteria)).context["form"].stamp, "language": "cy", "price": "£90,000"}
    for question in criteria.questions.all():
        if question.kind == "quantity":
            data |= {f"quantities_{question.pk}_q{n}": str(n) for n in (1, 2, 3, 4)}
            data[f"how_{question.pk}"] = "Rydym yn eu hyfforddi."
        else:
            data[f"text_{question.pk}"] = "Ein cegin gyfrinachol."
    return data | said


def test_an_offer_is_written_checked_handed_in_and_receipted(client, criteria, mine):
    half = client.post(url("write", criteria), filled(criteria, client, price=""))
    assert half.url == url("write", criteria)
    refused = client.post(url("write", criteria), filled(criteria, client, price="", check="yes"))
    assert (refused.status_code, "Enter your price" in refused.text) == (422, True)
    looked = client.post(url("write", criteria), filled(criteria, client, check="yes"))
    assert looked.url == url("check", criteria)
    page = client.get(looked.url)
    assert "Ein cegin gyfrinachol." in page.text

    seen_at = page.context["draft"].saved_at.isoformat()
    done = client.post(url("check", criteria), {"seen_at": seen_at, "keep": "yes"})

    assert done.url == url("receipt", criteria)
    with sealing.as_bidder(mine[0]):
        offer = Offer.objects.get()
    receipt = client.get(done.url).text
    assert offer.digest in receipt
    assert "90,000" in receipt
    copy = client.get(url("copy", criteria)).content
    assert hashlib.sha256(copy).hexdigest() == offer.digest
    assert json.loads(copy)["offer"]["answers"]["M1"]["quantities"] == ["1.00", "2.00", "3.00", "4.00"]
    act = Act.objects.get(verb="offer handed in")
    assert (act.actor, act.details["digest"]) == (mine[1].pk, offer.digest)
    standing = StandingAnswer.objects.get(measure=criteria.questions.get(code="M2").measure)
    assert (standing.language, standing.text) == ("cy", "Ein cegin gyfrinachol.")
    mail = Delivery.objects.get(kind="offer-receipt")
    assert "cegin" not in json.dumps(mail.payload)
    for language in ("en", "cy"):
        written = sender.kinds.get("offer-receipt").render(mail.payload, language)
        assert offer.digest in written.text


def test_an_offer_is_changed_handed_in_again_and_taken_back(client, criteria, mine):
    first = offers.hand_in(criteria, *mine)
    client.post(url("write", criteria), filled(criteria, client))

    with sealing.as_bidder(mine[0]):  # a draft beside it changes nothing
        assert Offer.objects.get().digest == first.digest
    page = client.get(url("check", criteria))
    client.post(url("check", criteria), {"seen_at": page.context["draft"].saved_at.isoformat()})
    with sealing.as_bidder(mine[0]):
        again = Offer.objects.get()
    assert (again.pk, again.language) == (first.pk, "cy")
    assert again.digest != first.digest
    assert again.submitted_at > first.submitted_at

    assert client.get(url("take-back", criteria)).status_code == 200
    client.post(url("take-back", criteria))
    with sealing.as_bidder(mine[0]):
        assert not Offer.objects.exists()
        assert OfferDraft.objects.exists()
    assert Act.objects.filter(verb="offer taken back").exists()


def test_a_colleagues_words_are_not_overwritten_and_not_handed_in_unseen(client, criteria, mine):
    data = filled(criteria, client)
    page_seen = timezone.now()
    both = {"criteria": criteria, "bidder": mine[0], "by": mine[1]}
    actions.save_draft(**both, content=offers.content(criteria))

    stale = client.post(url("write", criteria), data)
    unseen = client.post(url("check", criteria), {"seen_at": page_seen.isoformat()})

    assert (stale.status_code, unseen.status_code) == (409, 409)
    assert "Ein cegin gyfrinachol." in stale.text
    assert "The secret of our kitchen." in stale.text
    with sealing.as_bidder(mine[0]):
        assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-1", "Enter 0 or more for Year 1, quarter 2"),
        ("1.5", "Enter a whole number for Year 1, quarter 2"),
        ("many", "Enter a number for Year 1, quarter 2, like 2"),
        ("1e400", "Enter a smaller number for Year 1, quarter 2"),
        ("NaN", "Enter a number for Year 1, quarter 2, like 2"),
        ("", "Give a number for each quarter"),
    ],
)
def test_an_absurd_quantity_is_refused_and_nothing_is_lost(client, criteria, typed, message):
    question = criteria.questions.get(kind="quantity")

    answer = client.post(
        url("write", criteria), filled(criteria, client, check="yes", **{f"quantities_{question.pk}_q2": typed})
    )

    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{typed}"' in answer.text
    assert "Ein cegin gyfrinachol." in answer.text


def test_one_second_late_keeps_every_word_and_says_so_by_the_clock_of_wales(client, criteria, tender, mine):
    data = filled(criteria, client, check="yes")
    offers.the_deadline_passes(tender, ago=timedelta(seconds=1))

    answer = client.post(url("write", criteria), data)

    closes = timezone.localtime(tender.submissions_close_at)
    assert answer.status_code == 422
    assert f"{closes:%H:%M}" in answer.text or f"{closes:%I:%M}".lstrip("0") in answer.text
    assert "it is not handed in" in answer.text
    with sealing.as_bidder(mine[0]):
        draft = OfferDraft.objects.get()
        assert draft.content["answers"]["M2"]["text"] == "Ein cegin gyfrinachol."
    late = client.post(url("check", criteria), {"seen_at": draft.saved_at.isoformat()})
    assert late.status_code == 409
    assert "it is not handed in" in late.text


def test_whoever_asks_for_sealed_offers_is_told_until_when_and_it_is_recorded(criteria, tender, mine):
    offer = offers.hand_in(criteria, *mine)
    roles = {
        role: build.user(role=role, of=tender.buyer) for role in ("viewer", "editor", "publisher", "administrator")
    }
    outside = [
        build.user(is_staff=True, is_superuser=True),
        build.user(role="administrator", of=build.organisation()),
        offers.bidder("Rival CIC")[1],
    ]
    addresses = [url("list", criteria), url("read", criteria, offer.pk)]

    for person in [*roles.values(), *outside]:
        visitor = Client()
        visitor.force_login(person)
        for address in addresses:
            answer = visitor.get(address)
            assert answer.status_code == (403 if person in roles.values() else 404)
            assert "kitchen" not in answer.text
            if person in roles.values():
                assert "Sealed until" in answer.text

    acts = Act.objects.filter(verb="sealed offers asked for")
    assert sorted(acts.values_list("actor", flat=True)) == sorted([each.pk for each in roles.values()] * 2)
    rival = Client()
    rival.force_login(outside[2])
    assert "kitchen" not in rival.get(url("write", criteria)).text
    assert rival.get(url("receipt", criteria)).status_code == 302


def test_after_the_deadline_the_buyer_reads_offers_without_prices_and_enters_those_of_other_routes(
    criteria, tender, mine
):
    offer = offers.hand_in(criteria, *mine)
    offers.the_deadline_passes(tender)
    officer = Client()
    officer.force_login(build.user(role="editor", of=tender.buyer))

    assert "Cegin Werdd CIC" in officer.get(url("list", criteria)).text
    read = officer.get(url("read", criteria, offer.pk)).text
    assert "The secret of our kitchen." in read
    assert "90,000" not in read
    data = {"bidder_name": "Paper Ltd", "language": "en", "price": "80000"}
    for question in criteria.questions.all():
        key = "quantities" if question.kind == "quantity" else "text"
        data |= (
            {f"quantities_{question.pk}_q{n}": "0" for n in (1, 2, 3, 4)}
            if key == "quantities"
            else {f"text_{question.pk}": "By post."}
        )
    assert officer.post(url("enter", criteria), data | {"price": "-1"}).status_code == 422
    assert officer.post(url("enter", criteria), data).url == url("list", criteria)
    with sealing.opened(criteria) as opened:
        entered = opened.get(route="entered")
        assert (entered.name, entered.is_entered, entered.bidder) == ("Paper Ltd", True, None)
    assert "Entered by the buyer" in officer.get(url("list", criteria)).text

    assert officer.get(url("correct", criteria, offer.pk)).status_code == 404
    page = url("correct", criteria, entered.pk)
    assert 'value="Paper Ltd"' in officer.get(page).text
    assert "80000" not in officer.get(page).text
    slip = data | {"bidder_name": "Paper & Sons Ltd", "price": "81000"}
    assert officer.post(page, slip).status_code == 422  # without a reason
    right = officer.post(page, slip | {"because": "The name was cut off."})
    with sealing.opened(criteria) as opened:
        corrected = opened.get(route="entered")
        assert (corrected.name, corrected.replaces) == ("Paper & Sons Ltd", entered)
    shown = officer.get(right.url).text
    assert "The name was cut off." in shown
    assert "What stood here before" in shown
    panels.score(panels.member(criteria), 3, 4)
    late = officer.post(url("correct", criteria, corrected.pk), slip | {"because": "Once more."})
    assert (late.status_code, "has begun to score" in late.text) == (422, True)


def test_nothing_is_asked_for_before_the_criteria_or_the_tender_are_out(client, mine):
    early = offers.prepared(offers.tendering())
    planned = offers.published(offers.tendering(stage="planned"))

    assert client.get(url("write", early)).status_code == 404
    assert client.get(url("write", planned)).status_code == 200
    answer = client.post(url("write", planned), filled(planned, client, check="yes"))
    assert (answer.status_code, "not open for offers yet" in answer.text) == (422, True)


def test_a_standing_answer_fills_the_next_offer_in_its_language(client, criteria, mine):
    measure = criteria.questions.get(code="M2").measure
    said = {"text": "As always.", "language": "en"}
    StandingAnswer.objects.create(enterprise=mine[0].enterprise, measure=measure, **said)

    assert "As always." in client.get(url("write", criteria)).text
    assert "As always." not in client.get("/cy" + url("write", criteria)).text


def test_a_question_list_costs_the_same_however_long_it_is(client, criteria, django_assert_max_num_queries):
    assert Decimal(1) < criteria.questions.count()
    with django_assert_max_num_queries(30):
        client.get(url("write", criteria))
