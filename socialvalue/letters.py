"""The letter to each bidder about its offer: its scores, why, and where the winner was ahead."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, override

from socialvalue import awarding, results
from socialvalue.awarding import Agreed, Record
from socialvalue.models import Decision
from socialvalue.scoring import Method, Node, Outcome

LANGUAGES = ("en", "cy")
PRICE = "price"


@dataclass(frozen=True)
class Line:
    """One criterion: what this offer has, and what the winner has."""

    title: str
    weight: str
    points: str
    score: str
    reason: str
    winner_points: str
    winner_score: str
    winner_reason: str
    is_behind: bool


@dataclass(frozen=True)
class Letter:
    """In one language. `because`: what was done about several who share the first place, if this offer is one."""

    language: str
    bidder: str
    is_winner: bool
    winners: list[str]
    because: str
    reasons_in: str  # the language in which the reasons about this offer are written, and those about the winner
    winner_reasons_in: str
    standing: results.Standing
    best: results.Standing
    offers: int
    lines: list[Line]

    @property
    def behind(self) -> list[Line]:
        """The winner's relative advantages."""
        return [] if self.is_winner or not self.winners else [line for line in self.lines if line.is_behind]


def both(decision: Decision, record: Record, bid: str) -> list[Letter]:
    """In both languages, that in which the bidder wrote first."""
    own = record.languages[bid]
    return [letter(decision, record, bid, language) for language in sorted(LANGUAGES, key=lambda each: each != own)]


def letter(decision: Decision, record: Record, bid: str, language: str) -> Letter:
    with override(language):
        standings = {each.bid: each for each in results.standings(record)}
        winners = awarding.winners(decision, record)
        winner = winners[0] if winners else bid
        outcome, best = record.result.outcome(bid), record.result.outcome(winner)
        return Letter(
            language=language,
            bidder=record.name(bid),
            is_winner=bid in winners,
            winners=awarding.called(record, winners),
            reasons_in=record.languages[bid],
            winner_reasons_in=record.languages[winner],
            because=decision.because if bid in record.result.winners else "",
            standing=standings[bid],
            best=standings[winner],
            offers=len(record.bids),
            lines=list(_lines(record, outcome, best)),
        )


def _lines(record: Record, outcome: Outcome, best: Outcome):
    own, theirs = results.criterion_nodes(outcome), results.criterion_nodes(best)
    rule = record.result.rule
    for criterion in rule.criteria:
        top = rule.scale_of(criterion).top if criterion.method is Method.SCALE else None
        yield _line(
            results.title_of(rule, criterion.code),
            criterion.weight,
            (own[criterion.code], record.agreed[outcome.bid].get(criterion.code)),
            (theirs[criterion.code], record.agreed[best.bid].get(criterion.code)),
            top,
        )
    if PRICE in own:
        yield _line(gettext("Price"), rule.price.weight, (own[PRICE], None), (theirs[PRICE], None), None)


def _line(
    title: str,
    weight: Decimal,
    own: tuple[Node, Agreed | None],
    theirs: tuple[Node, Agreed | None],
    top: Decimal | None,
) -> Line:
    (node, agreed), (best, best_agreed) = own, theirs
    return Line(
        title=title,
        weight=results.plain(weight),
        points=results.said(node.shown, results.POINTS),
        score=_score(agreed, top),
        reason=agreed.reason if agreed else "",
        winner_points=results.said(best.shown, results.POINTS),
        winner_score=_score(best_agreed, top),
        winner_reason=best_agreed.reason if best_agreed else "",
        is_behind=(best.exact or 0) > (node.exact or 0),
    )


def _score(agreed: Agreed | None, top: Decimal | None) -> str:
    if agreed is None or top is None:
        return ""
    return gettext("%(score)s of %(top)s") % {"score": results.plain(agreed.points), "top": results.plain(top)}
