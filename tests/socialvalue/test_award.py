"""From what the panel agreed to the award: nothing is averaged or overwritten, and every bidder is told why."""

from decimal import Decimal

import msgspec
import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from collab_portal.accounts.models import Organisation
from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from collab_portal.sheets.reading import open_book
from procurement.models import Award
from procurement.models.stages import NotAllowed
from socialvalue import awarding, judging, letters, sealing
from socialvalue.actions import awarding as actions
from socialvalue.actions import panel
from socialvalue.actions.panel import Given
from socialvalue.models import Consensus, Decision, FeedbackLetter, Result
from tests import build
from tests.socialvalue import offers, panels
from tests.socialvalue.test_panel import signed_in, typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def criteria():
    return panels.tender()


@pytest.fixture
def moderator(criteria):
    return panels.member(criteria, role="moderator").user


@pytest.fixture
def seats(criteria, moderator):
    return panels.locked(criteria)


def agreed_page(criteria):
    return url("moderation:question", criteria, judging.judged(criteria)[0].pk)


def test_the_moderator_sees_the_spread_and_nothing_is_filled_in(criteria, moderator, seats):
    page = signed_in(moderator).get(agreed_page(criteria))

    assert [row["said"] for row in page.context["picture"].rows] == ["3 to 5", "4"]
    assert page.content.decode().count(panels.REASON) == 6
    form = page.context["form"]
    assert {form[name].value() for name in form.fields} == {""}
    csv = signed_in(moderator).get(url("moderation:spread", criteria, judging.judged(criteria)[0].pk))
    assert csv.getvalue().decode().splitlines()[1].startswith("Cegin Werdd CIC,3")


def test_a_result_is_the_same_in_whatever_order_the_database_keeps_its_keys(criteria, moderator, seats):
    panels.agree(criteria, 4, 5, by=moderator)
    Organisation.objects.filter(name_en="Rival CIC").update(name_cy="Cystadleuydd CIC")
    with sealing.opened(criteria) as found:
        record = awarding.record_of(criteria, found)

    turned = {bid: dict(reversed(said.items())) for bid, said in reversed(record.agreed.items())}

    with override("cy"), sealing.opened(criteria) as found:
        assert awarding.same(record, awarding.record_of(criteria, found))
    assert awarding.same(record, msgspec.structs.replace(record, agreed=turned))
    assert list(turned) != list(record.agreed)
    assert not awarding.same(record, msgspec.structs.replace(record, names=dict.fromkeys(record.names, "Nobody")))


def test_a_consensus_has_points_and_a_reason_or_is_refused(criteria, moderator, seats):
    client, page = signed_in(moderator), agreed_page(criteria)
    nothing = client.post(page, typed(client.get(page)))
    assert (nothing.status_code, "Nothing is entered yet" in nothing.text) == (422, True)
    first, second = panels.all_offers(criteria)
    half = {f"points_{first.pk}": "4", f"points_{second.pk}": "5", f"reason_{second.pk}": "Better plan."}

    refused = client.post(page, typed(client.get(page), **half))
    off = client.post(page, typed(client.get(page), **half | {f"points_{first.pk}": "7"}))
    evaluator = signed_in(seats[0].user).post(page, half)
    whole = client.post(page, typed(client.get(page), **half, **{f"reason_{first.pk}": "Good, but late."}))

    assert (refused.status_code, off.status_code, evaluator.status_code, whole.status_code) == (422, 422, 403, 302)
    assert "Give your reason: Cegin Werdd CIC" in refused.content.decode()
    assert Consensus.objects.count() == 2
    again = client.post(page, typed(client.get(page), **{f"points_{first.pk}": "3"}))
    assert again.status_code == 422
    client.post(page, typed(client.get(page), **{f"points_{first.pk}": "3"}, because="We read the annex again."))
    versions = Consensus.objects.filter(offer=first).order_by("version")
    assert [(each.points, each.changed_because) for each in versions] == [(4, ""), (3, "We read the annex again.")]


def test_nothing_is_agreed_before_all_have_locked(criteria, moderator):
    panels.score(panels.member(criteria), 3, 4)

    with pytest.raises(NotAllowed):
        panels.agree(criteria, 4, 5, by=moderator)
    with pytest.raises(sealing.PricesSealed), sealing.opened(criteria) as found:
        awarding.record_of(criteria, found)


def test_the_result_follows_the_frozen_rule_and_opens_to_what_was_typed(criteria, moderator, seats):
    client = signed_in(moderator)
    assert "no result yet" in client.get(url("result:detail", criteria)).content.decode()
    panels.agree(criteria, 4, 5, by=moderator)

    page = client.get(url("result:detail", criteria))

    # price 40: 40 × 80/90 and 40; quality 40: 4/5 and 5/5; judged social value 10: the same; counted 10: 3 and 2 people
    standings = {each.name: (each.rank, each.total) for each in page.context["standings"]}
    assert standings == {"Rival CIC": (1, "96.67"), "Cegin Werdd CIC": (2, "85.56")}
    text = page.content.decode()
    assert "£90,000" in text
    assert "Weight × lowest price ÷ price" in text
    assert "exactly 35.5555" in text
    assert not Result.objects.exists()


def test_the_worksheet_is_a_workbook_of_three_sheets(criteria, moderator, seats):
    panels.agree(criteria, 4, 5, by=moderator)

    answer = signed_in(moderator).get(url("result:workbook", criteria))

    book = open_book(answer.getvalue())
    assert [each.name for each in book.names] == ["Criteria", "Offers", "Scores"]


def test_what_if_is_tried_on_a_copy_and_kept_nowhere(criteria, moderator, seats):
    panels.agree(criteria, 5, 4, by=moderator)
    client, page = signed_in(moderator), url("result:what-if", criteria)
    asked = {"price_method": "lowest_over_bid", "social_value_weight": "0", "quality_weight": "0"}
    counted = [each.code for each in criteria.questions.filter(kind="quantity")]
    asked |= {f"method_{code}": "unit_relative" for code in counted}

    wrong = client.get(page, asked | {"price_weight": "90"})
    even = {"social_value_weight": "5", "quality_weight": "5", "price_weight": "90"}
    tried = client.get(page, asked | even)

    assert wrong.status_code == 422
    assert "add up to" in wrong.content.decode()
    assert [(row["standing"].name, row["standing"].rank, row["real"]) for row in tried.context["rows"]] == [
        ("Rival CIC", 1, 2),
        ("Cegin Werdd CIC", 2, 1),
    ]
    assert "Nothing of it is kept" in tried.content.decode()
    assert not Result.objects.exists()


def test_results_stand_beside_each_other_with_their_reasons(criteria, moderator, seats):
    panels.agree(criteria, 4, 5, by=moderator)
    client, page = signed_in(moderator), url("result:detail", criteria)
    client.post(page)
    assert client.post(page, {"reason": "Again"}).status_code == 422  # nothing has changed
    stale = Result.objects.get()
    panels.agree(criteria, 5, 5, by=moderator, because="An annex was overlooked.")
    with pytest.raises(NotAllowed):
        actions.confirm_result(result=stale, by=moderator, at=timezone.now())

    silent = client.post(page)
    client.post(page, {"reason": "An annex was overlooked."})

    assert silent.status_code == 422
    first, second = Result.objects.order_by("version")
    assert (first.reason, second.reason) == ("", "An annex was overlooked.")
    assert awarding.read(first).winners == awarding.read(second).winners == ["Rival CIC"]
    assert awarding.read(first).agreed != awarding.read(second).agreed
    for change in (lambda: Result.objects.update(reason="x"), lambda: Consensus.objects.all().delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_a_confirmed_result_makes_the_report_and_leads_to_the_award(criteria, moderator, seats):
    publisher = panels.publisher(criteria)
    panels.agree(criteria, 4, 5, by=moderator)
    client = signed_in(publisher)
    client.post(url("result:detail", criteria))
    client.post(url("result:confirm", criteria))

    page = client.get(url("award:report", criteria))

    assert Decision.objects.get().decided_by == publisher.pk
    text = page.content.decode()
    for said in ("The award goes to Rival CIC", "Eleri Wyn", panels.REASON, "96.67", "no interest"):
        assert said in text
    filled = client.get(page.context["award_url"]).content.decode()
    assert 'value="Rival CIC"' in filled
    assert 'value="80,000"' in filled or 'value="80000.00"' in filled
    viewer = build.user(role="viewer", of=criteria.lot.opportunity.buyer)
    assert signed_in(viewer).get(url("award:report", criteria)).status_code == 200
    assert signed_in(viewer).post(url("result:confirm", criteria)).status_code == 404
    for stranger in (build.user(role="publisher", of=build.organisation()), build.user(is_staff=True)):
        assert signed_in(stranger).get(url("award:report", criteria)).status_code == 404
    assert not Award.objects.exists()


def test_where_several_share_the_first_place_who_has_the_award_is_said_in_writing():
    criteria = offers.published(offers.tendering(), tie="shared")
    for name in ("One CIC", "Two CIC"):
        offers.hand_in(criteria, *offers.bidder(name))
    offers.the_deadline_passes(criteria.lot.opportunity)
    moderator = panels.member(criteria, role="moderator").user
    panels.locked(criteria, points=((4, 4),))
    panels.agree(criteria, 4, 4, by=moderator)
    actions.record_result(criteria=criteria, reason="", by=moderator, at=timezone.now())
    client, page, (first, second) = signed_in(moderator), url("result:equals", criteria), panels.all_offers(criteria)
    assert page in client.get(url("result:detail", criteria)).text

    client.post(url("result:confirm", criteria))
    silent = client.post(page, {"winner": second.pk, "because": ""})
    assert (silent.status_code, Decision.objects.exists()) == (422, False)
    client.post(page, {"winner": second.pk, "because": "We drew lots before two witnesses."})

    decision = Decision.objects.get()
    report = client.get(url("award:report", criteria)).text
    assert "The award goes to Two CIC" in report
    assert "We drew lots before two witnesses." in report
    record = awarding.read(decision.result)
    told = [letters.both(decision, record, str(each.pk))[0] for each in (first, second)]
    assert [(each.is_winner, each.winners) for each in told] == [(False, ["Two CIC"]), (True, ["Two CIC"])]
    assert {each.because for each in told} == {"We drew lots before two witnesses."}


def test_each_bidder_gets_its_own_letter_once_in_its_language_first(criteria, moderator, seats):
    decision = panels.decided(criteria, by=moderator)
    loser, winner = panels.all_offers(criteria)
    person = build.user(role="editor", of=loser.bidder, language="cy")
    client, own = signed_in(moderator), url("letters:own", criteria)
    before, receipt = signed_in(person).get(own), url("offers:receipt", criteria)
    assert own not in signed_in(person).get(receipt).text

    client.post(url("letters:send", criteria, loser.pk))
    client.post(url("letters:send", criteria, loser.pk))

    assert before.status_code == 404
    assert FeedbackLetter.objects.get().decision == decision
    letter = signed_in(person).get(own).content.decode()
    assert letter.index('<article class="app-letter" lang="en"') < letter.index('<article class="app-letter" lang="cy"')
    for said in ("It did not win. The award goes to Rival CIC", "Where the winner was ahead", panels.REASON):
        assert said in letter
    assert "£80,000" not in letter
    assert own in signed_in(person).get(receipt).text
    rival = build.user(role="editor", of=winner.bidder)
    assert signed_in(rival).get(own).status_code == 404  # hers was not sent
    assert own not in signed_in(rival).get(receipt).text
    assert signed_in(rival).get(url("letters:letter", criteria, loser.pk)).status_code == 404
    mails = Delivery.objects.filter(kind="award-letter")
    assert person.email in {each.address for each in mails}
    mail = kinds.get("award-letter").render(mails.first().payload, "en")
    assert "It did not win" in mail.text
    assert "/cy/pipeline/" in mail.text


def test_after_the_decision_scores_stay_and_a_new_consensus_needs_a_new_decision(criteria, moderator, seats):
    panels.decided(criteria, by=moderator)
    offer, question = panels.all_offers(criteria)[0], judging.judged(criteria)[0]

    said = {"given": {question.pk: Given(Decimal(5), "Better.")}, "because": "I changed my mind."}
    with pytest.raises(NotAllowed):
        panel.change_scores(member=seats[0], offer=offer, by=seats[0].user, at=timezone.now(), **said)
    panels.agree(criteria, 5, 1, by=moderator, because="The court asked us to judge again.")
    step = {"by": moderator, "at": timezone.now()}
    second = actions.record_result(criteria=criteria, reason="The court asked us to judge again.", **step)

    assert awarding.decision_on(criteria).result.version == 1
    actions.confirm_result(result=second, **step)
    assert awarding.decision_on(criteria).result == second


def test_pages_ask_the_database_as_often_for_four_offers_as_for_two(django_assert_max_num_queries):
    for bidders, points in ((("A", "B"), ((3, 4),)), (("A", "B", "C", "D"), ((3, 4, 4, 4), (1, 2, 3, 4)))):
        criteria = panels.tender(*bidders)
        moderator = panels.member(criteria, role="moderator").user
        panels.locked(criteria, points=points)
        panels.decided(criteria, by=moderator, points=points[0])
        client = signed_in(moderator)
        for name, args, most in (
            ("moderation:list", [], 26),
            ("moderation:question", [judging.judged(criteria)[0].pk], 32),
            ("result:detail", [], 36),
            ("award:report", [], 34),
            ("letters:list", [], 24),
        ):
            with django_assert_max_num_queries(most):
                assert client.get(reverse(name, args=[criteria.lot.opportunity.reference, 1, *args])).status_code == 200
