"""From what bidders offered and the panel agreed to the result of the award, as one value that can be kept."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.translation import get_language

from collab_portal.accounts.models import Language
from socialvalue import judging, rules, scoring, sealing
from socialvalue.exact import quotient, total
from socialvalue.models import Answer, Criteria, Criterion, Decision, Offer, Result, Unit


class Agreed(msgspec.Struct, frozen=True):
    """The consensus on one answer, as it was when the result was recorded."""

    points: Decimal
    reason: str
    version: int


class Record(msgspec.Struct, frozen=True):
    """Everything a result rests on, whatever happens later. Bids go by the number of the offer, as text.

    `agreed`: by bid and code of the question. `languages`: that in which each bidder wrote.
    """

    result: scoring.Result
    bids: tuple[scoring.Bid, ...]
    names: dict[str, str]
    languages: dict[str, str]
    agreed: dict[str, dict[str, Agreed]]
    names_cy: dict[str, str] = {}  # of those that have a name in Welsh too

    @property
    def winners(self) -> list[str]:
        """By name."""
        return called(self, self.result.winners)

    def name(self, bid: str) -> str:
        """Of the bidder, in the language of the page."""
        in_welsh = self.names_cy.get(bid) if get_language() == Language.WELSH else None
        return in_welsh or self.names[bid]


class NotAgreed(Exception):
    """Something has no consensus yet: the questions of which that is so."""

    def __init__(self, questions: list[Criterion]):
        self.questions = questions
        super().__init__(", ".join(each.code for each in questions))


def record_of(criteria: Criteria, offers: Iterable[Offer]) -> Record:
    """The result as it is now; inside `sealing.opened`. Raises `PricesSealed`, `NotAgreed` or `scoring.Refused`."""
    prices = sealing.prices(criteria)
    sheet = judging.sheet(criteria, offers)
    if missing := sheet.missing():
        raise NotAgreed(missing)
    bids = tuple(bids_of(criteria, sheet, prices))
    return Record(
        result=scoring.score(rules.frozen(criteria), bids),
        bids=bids,
        names={str(each.pk): _name_in_english(each) for each in sheet.offers},
        names_cy={str(each.pk): each.bidder.name_cy for each in sheet.offers if each.bidder and each.bidder.name_cy},
        languages={str(each.pk): each.language for each in sheet.offers},
        agreed={
            str(offer.pk): {
                question.code: Agreed(found.points.normalize(), found.reason, found.version)
                for question in sheet.questions
                for found in [sheet.agreed[offer.pk, question.pk]]
            }
            for offer in sheet.offers
        },
    )


def _name_in_english(offer: Offer) -> str:
    """Or the only one there is: the same for everybody, in whatever language they look at it."""
    return (offer.bidder.name_en or offer.bidder.name_cy) if offer.bidder else offer.bidder_name


def bids_of(criteria: Criteria, sheet: judging.Sheet, prices: dict[int, Decimal]) -> Iterable[scoring.Bid]:
    """What was promised comes from the offers, what was judged from the consensus."""
    answers: dict[int, list[Answer]] = {}
    counted = Answer.objects.filter(offer__in=sheet.offers, criterion__kind=Criterion.Kind.QUANTITY)
    for each in counted.select_related("criterion").order_by("criterion__position"):
        answers.setdefault(each.offer_id, []).append(each)
    for offer in sheet.offers:
        price = prices.get(offer.pk)
        yield scoring.Bid(
            id=str(offer.pk),
            price=price,
            quantities={each.criterion.code: quantity_of(each) for each in answers.get(offer.pk, [])},
            scores={q.code: sheet.agreed[offer.pk, q.pk].points.normalize() for q in sheet.questions},
            contract_value=price,
        )


def quantity_of(answer: Answer) -> Decimal:
    """What is promised over the whole contract: the sum of the quarters; of percentages the mean."""
    promised = total(answer.quantities)
    if answer.criterion.unit == Unit.PER_CENT and answer.quantities:
        promised = quotient(promised, Decimal(len(answer.quantities)))
    return promised.normalize()


def write(record: Record) -> Any:
    """For a JSON column; numbers are text, so that none is bent."""
    return msgspec.to_builtins(record)


def read(result: Result) -> Record:
    return msgspec.convert(result.outcome, Record, strict=False)


def last_result(criteria: Criteria) -> Result | None:
    return criteria.results.order_by("-version").first()


def decision_on(criteria: Criteria) -> Decision | None:
    """The one that counts."""
    found = Decision.objects.filter(result__criteria=criteria).select_related("result")
    return found.order_by("-result__version").first()


def winners(decision: Decision, record: Record) -> tuple[str, ...]:
    """Who has the award: the first, or who was chosen among equals."""
    return (str(decision.winner_id),) if decision.winner_id else record.result.winners


def same(one: Record, other: Record) -> bool:
    """Nothing that decides has changed: not the rule, not an offer, not a word of the consensus.

    PostgreSQL keeps the keys of a JSON value in an order of its own, so they are compared in none.
    """
    return msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")


def tried(record: Record, changes: scoring.Changes) -> scoring.Result:
    """What would have been. Raises `scoring.Refused`. Nothing of it is kept."""
    return scoring.score(scoring.what_if(record.result.rule, changes), record.bids)


def ranks(result: scoring.Result) -> dict[str, int | None]:
    return {each.bid: each.rank for each in result.outcomes}


def called(record: Record, bids: Sequence[str]) -> list[str]:
    return [record.name(bid) for bid in bids]
