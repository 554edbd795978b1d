"""A result as pages show it: who stands where, and every total opened down to what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

from collab_portal.templatetags.words import money, paired
from socialvalue.awarding import Record
from socialvalue.scoring import Node, Outcome, Result, Rule, words
from socialvalue.scoring.words import TIES

POINTS, POUNDS, PER_CENT = "points", "pounds", "percent"


@dataclass(frozen=True)
class Opened:
    """One number in words, and those it was made of."""

    label: str
    formula: str
    shown: str
    exact: str = ""  # only where more digits were reckoned with than are shown
    holders: list[str] = field(default_factory=list)
    inputs: list["Opened"] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """One bidder's line of the result."""

    bid: str
    name: str
    rank: int | None
    total: str
    points: str
    social_value: str
    quality: str
    price: str
    gates: list[str]
    tree: Opened
    is_winner: bool = False


def opened(node: Node, record: Record) -> Opened:
    name = title_of(record.result.rule, node.code) if node.code else ""
    label = words.label(node)
    return Opened(
        label=f"{node.code} {name}".strip() if node.label in ("criterion", "measure") and node.code else label,
        formula=words.formula(node),
        shown=said(node.shown, node.unit),
        exact=plain(node.exact) if node.exact is not None and node.exact != node.shown else "",
        holders=[record.name(bid) for bid in node.of],
        inputs=[opened(each, record) for each in node.inputs],
    )


def standings(record: Record, result: Result | None = None) -> list[Standing]:
    """By rank, the rejected last. `result`: another than that of the record, for what is only tried."""
    result = result or record.result
    return [_standing(each, record, result) for each in result.outcomes]


def ties_in_words(record: Record) -> list[str]:
    """What told equals apart, or that nothing did."""
    said_of = []
    for tie in record.result.ties:
        names = ", ".join(record.name(bid) for bid in tie.bids)
        if tie.decided_by is None:
            said_of.append(gettext("%(names)s are equal, and share the place.") % {"names": names})
        else:
            words_of = {"names": names, "rule": TIES[tie.decided_by]}
            said_of.append(gettext("%(names)s have the same result. It was decided by: %(rule)s.") % words_of)
    return said_of


def criterion_nodes(outcome: Outcome) -> dict[str, Node]:
    """The points of one bid by code of the criterion; those for price under "price"."""
    return {each.code or "price": each for each in _walk(outcome.points) if each.label in ("criterion", "price_points")}


def title_of(rule: Rule, code: str) -> str:
    """How a criterion or a measure is called, in the language of the page."""
    for criterion in rule.criteria:
        for each in (criterion, *criterion.measures):
            if each.code == code:
                return paired(each, "name")[0] or str(words.LABELS["quantitative"])
    return code


def said(number: Decimal | None, unit: str) -> str:
    if number is None:
        return gettext("None")
    if unit == POUNDS:
        return money(number, exact=True)
    return f"{plain(number)}%" if unit == PER_CENT else (f"{number:,f}" if unit == POINTS else plain(number))


def plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for each in node.inputs:
        yield from _walk(each)


def _standing(outcome: Outcome, record: Record, result: Result) -> Standing:
    failed = [
        gettext("%(name)s: %(given)s, and at least %(gate)s was asked")
        % {
            "name": title_of(result.rule, each.code),
            "given": said(each.given, ""),
            "gate": plain(each.gate),
        }
        for each in outcome.gates_failed
    ]
    return Standing(
        bid=outcome.bid,
        name=record.name(outcome.bid),
        rank=outcome.rank,
        total=said(outcome.tree.shown, outcome.tree.unit),
        points=said(outcome.points.shown, POINTS),
        social_value=said(outcome.social_value.shown, POINTS),
        quality=said(outcome.quality.shown, POINTS),
        price="" if outcome.price is None else money(outcome.price, exact=True),
        gates=failed,
        tree=opened(outcome.tree, record),
        is_winner=outcome.bid in result.winners,
    )
