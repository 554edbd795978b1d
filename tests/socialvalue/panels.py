"""Panels for tests: named, declared, scored and agreed by the same actions as the pages use."""

from decimal import Decimal

from django.utils import timezone

from socialvalue import judging, sealing
from socialvalue.actions import awarding, panel
from socialvalue.actions.panel import Given
from socialvalue.models import Criteria, Decision, Offer, PanelMember
from tests import build
from tests.socialvalue import offers

REASON = "It says who does what, and by when."


def tender(*bidders: str, buyer=None, **fields) -> Criteria:
    """Published criteria of which the deadline has passed; each of the bidders made an offer, the first the dearest."""
    criteria = offers.published(offers.tendering(buyer=buyer, **fields))
    for number, name in enumerate(bidders or ("Cegin Werdd CIC", "Rival CIC")):
        offers.hand_in(criteria, *offers.bidder(name), price=90_000 - 10_000 * number, people=3 - number)
    offers.the_deadline_passes(criteria.lot.opportunity)
    return criteria


def publisher(criteria: Criteria):
    return build.user(role="publisher", of=criteria.lot.opportunity.buyer)


def member(criteria: Criteria, person=None, *, role: str = "evaluator", declares: bool = True) -> PanelMember:
    person = person or build.user(name="Eleri Wyn")
    made = panel.name_member(criteria=criteria, person=person, role=role, by=None)
    if declares:
        panel.declare_interest(member=made, has_interest=False, interest="", by=person, at=timezone.now())
        made.refresh_from_db()
    return made


def score(member: PanelMember, *points: int) -> None:
    """Points for the offers in their order, the same for every question."""
    with sealing.opened(member.criteria) as found:
        for offer, each in zip(found, points, strict=True):
            given = {q.pk: Given(Decimal(each), REASON) for q in judging.judged(member.criteria)}
            panel.save_scores(member=member, offer=offer, given=given, by=member.user, at=timezone.now())


def lock(member: PanelMember) -> None:
    panel.lock_scores(member=member, by=member.user, at=timezone.now())
    member.refresh_from_db()


def locked(criteria: Criteria, *people, points=((3, 4), (4, 4), (5, 4))) -> list[PanelMember]:
    """As many evaluators as there are rows of points; all have locked."""
    seats = [member(criteria, people[n] if n < len(people) else None) for n in range(len(points))]
    for seat, each in zip(seats, points, strict=True):
        score(seat, *each)
        lock(seat)
    return seats


def all_offers(criteria: Criteria) -> list[Offer]:
    with sealing.opened(criteria) as found:
        return list(found)


def agree(criteria: Criteria, *points: int, by, because: str = "") -> None:
    for question in judging.judged(criteria):
        given = {
            offer.pk: Given(Decimal(each), REASON) for offer, each in zip(all_offers(criteria), points, strict=True)
        }
        step = {"criteria": criteria, "question": question, "by": by, "at": timezone.now()}
        awarding.record_consensus(**step, given=given, because=because)


def decided(criteria: Criteria, *, by, points=(4, 5)) -> Decision:
    """Agreed, recorded and confirmed. The evaluators have locked before."""
    agree(criteria, *points, by=by)
    step = {"by": by, "at": timezone.now()}
    result = awarding.record_result(criteria=criteria, reason="", **step)
    return awarding.confirm_result(result=result, **step)


def world(council, people) -> dict:
    """For the table of routes: a panel at work, one that is done, and a letter to the council about an offer of its."""
    working, done = tender(buyer=council), tender(buyer=council)
    seats = [member(working, people["viewer"]), member(working, people["publisher"], role="moderator")]
    member(working, people["editor"], declares=False)
    moderator = member(done, people["publisher"], role="moderator").user
    locked(done, people["viewer"], points=((3, 4),))
    decided(done, by=moderator)
    ours = offers.published()
    offers.hand_in(ours, council, people["editor"])
    offers.the_deadline_passes(ours.lot.opportunity)
    locked(ours, points=((3,),))
    sent = decided(ours, by=publisher(ours), points=(3,))
    awarding.send_letter(decision=sent, offer=all_offers(ours)[0], by=publisher(ours), at=timezone.now())
    question = {"pk": judging.judged(done)[0].pk}
    return {
        "panel": place(working),
        "panel-seat": place(working) | {"pk": seats[0].pk},
        "panel-offer": place(working) | {"pk": all_offers(working)[0].pk},
        "award": place(done),
        "award-question": place(done) | question,
        "award-offer": place(done) | {"pk": all_offers(done)[0].pk},
        "award-letter": place(ours),
    }


def place(criteria: Criteria) -> dict:
    return {"reference": criteria.lot.opportunity.reference, "number": criteria.lot.number}
