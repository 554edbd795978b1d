"""Four pictures from plain rows, each with its table and its CSV: tornado, spread of scores, goals, quarters.

Places along a bar are per cent as text, so that an SVG without a size of its own fits every screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.templatetags.words import money
from socialvalue.exact import HUNDRED, ZERO, less, portion

EDGE = 3  # per cent left free at both ends, so that a mark at the end is whole
LARGEST_DOT = 12  # pixels: the mark of what was agreed still shows above and below
Text = str | Promise


@dataclass(frozen=True)
class Bar:
    """From `x`, so wide; in per cent, as text."""

    x: str
    width: str


@dataclass(frozen=True)
class Picture:
    """What a component needs. `rows` differ by picture; `cells` are the table as text, `data` the same as numbers."""

    head: list[str]
    rows: list[dict[str, object]]
    data: list[list[object]]
    cells: list[list[str]] = field(default_factory=list)
    centre: str = ""

    @property
    def csv(self) -> list[list[object]]:
        """For `csv_rows`."""
        return [[*self.head], *self.data]


class Doubt(NamedTuple):
    """One factor: what it is at each end, and what the whole is then worth in pounds."""

    label: Text
    factor_low: Decimal
    factor_high: Decimal
    at_low: Decimal
    at_high: Decimal


class Scored(NamedTuple):
    """One bid: the scores by evaluator, and the agreed one, once there is one."""

    label: Text
    scores: Mapping[str, Decimal]
    agreed: Decimal | None = None


class Contribution(NamedTuple):
    """What one goal is given; None where that is not known."""

    label: Text
    amount: Decimal | None


class Quarter(NamedTuple):
    """What was promised for three months, and what was evidenced; None where that is not known."""

    label: Text
    promised: Decimal
    evidenced: Decimal | None


def tornado(doubts: Sequence[Doubt], centre: Decimal) -> Picture:
    """The widest first, around the central value of the whole."""
    ordered = sorted(
        doubts, key=lambda each: (less(each.at_high, each.at_low).copy_abs().copy_negate(), str(each.label))
    )
    ends = [end for each in ordered for end in (each.at_low, each.at_high)]
    along = _Scale(min([centre, *ends]), max([centre, *ends]))
    rows: list[dict[str, object]] = []
    for each in ordered:
        least, most = sorted((each.at_low, each.at_high))
        rows.append(
            {
                "label": each.label,
                "below": along.between(least, min(centre, most)),
                "above": along.between(max(centre, least), most),
                "least": money(_pounds(least)),
                "most": money(_pounds(most)),
            }
        )
    head = [gettext("What is not certain"), gettext("At its lowest"), gettext("At its highest")]
    head += [gettext("Value then, at its lowest"), gettext("Value then, at its highest")]
    data: list[list[object]] = [[str(each.label), *each[1:]] for each in ordered]
    cells = [
        [str(each.label), plain(each.factor_low), plain(each.factor_high), *map(_money, (each.at_low, each.at_high))]
        for each in ordered
    ]
    return Picture(head, rows, data, cells, along.at(centre))


def spread(bids: Sequence[Scored], top: Decimal) -> Picture:
    """A dot for each evaluator, larger where several agree, a line from lowest to highest, and what was agreed."""
    along = _Scale(ZERO, top)
    evaluators = sorted({name for bid in bids for name in bid.scores})
    rows: list[dict[str, object]] = []
    for bid in bids:
        given = list(bid.scores.values())
        dots = [
            {"x": along.at(score), "size": min(LARGEST_DOT, 4 + 2 * given.count(score))} for score in sorted(set(given))
        ]
        line = {"start": dots[0]["x"], "end": dots[-1]["x"]} if len(dots) > 1 else None
        rows.append(
            {
                "label": bid.label,
                "dots": dots,
                "line": line,
                "agreed": None if bid.agreed is None else along.at(bid.agreed),
                "said": _range_of(given),
                "agreed_said": "" if bid.agreed is None else plain(bid.agreed),
            }
        )
    head = [gettext("Bidder"), *evaluators, gettext("Agreed")]
    data: list[list[object]] = [
        [str(bid.label), *(bid.scores.get(name) for name in evaluators), bid.agreed] for bid in bids
    ]
    return Picture(head, rows, data, _cells(data))


def goals(contributions: Sequence[Contribution], unit: Text, *, in_pounds: bool = False) -> Picture:
    """A bar for each goal, in the order given. What is not known has no bar, and says so."""
    along = _Scale(ZERO, max((each.amount for each in contributions if each.amount is not None), default=ZERO), edge=0)
    say = _money if in_pounds else plain
    rows: list[dict[str, object]] = [
        {
            "label": each.label,
            "bar": None if each.amount is None else along.between(ZERO, each.amount),
            "said": _or_unknown(each.amount, say),
        }
        for each in contributions
    ]
    data: list[list[object]] = [[str(each.label), each.amount] for each in contributions]
    cells = [[str(each.label), _or_unknown(each.amount, say)] for each in contributions]
    return Picture([gettext("Well-being goal"), str(unit)], rows, data, cells)


def quarters(found: Sequence[Quarter]) -> Picture:
    """Two bars for each quarter: what was promised, and what was evidenced of it."""
    amounts = [amount for each in found for amount in each[1:] if isinstance(amount, Decimal)]
    along = _Scale(ZERO, max(amounts, default=ZERO), edge=0)
    rows: list[dict[str, object]] = [
        {
            "label": each.label,
            "promised": along.between(ZERO, each.promised),
            "evidenced": None if each.evidenced is None else along.between(ZERO, each.evidenced),
            "promised_said": plain(each.promised),
            "evidenced_said": "" if each.evidenced is None else plain(each.evidenced),
        }
        for each in found
    ]
    data: list[list[object]] = [[str(each.label), each.promised, each.evidenced] for each in found]
    return Picture([gettext("Quarter"), gettext("Promised"), gettext("Evidenced")], rows, data, _cells(data))


def plain(number: Decimal) -> str:
    """12,345.5 and not 12345.50."""
    return f"{number.normalize():,f}"


class _Scale:
    """From the least to the most, in per cent of the width. With nothing to show, everything is at its beginning."""

    def __init__(self, least: Decimal, most: Decimal, edge: int = EDGE) -> None:
        self.least, self.whole, self.edge = least, less(most, least), Decimal(edge)

    def at(self, value: Decimal) -> str:
        return _percent(self._place(value))

    def between(self, start: Decimal, end: Decimal) -> Bar:
        first, last = self._place(start), self._place(end)
        return Bar(_percent(first), _percent(max(ZERO, last - first)))

    def _place(self, value: Decimal) -> Decimal:
        if not self.whole:
            return self.edge
        return self.edge + portion(HUNDRED - 2 * self.edge, less(value, self.least), self.whole)


def _percent(place: Decimal) -> str:
    return f"{place:.2f}%"


def _pounds(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1))


def _money(amount: Decimal) -> str:
    return money(_pounds(amount), exact=True)


def _or_unknown(amount: Decimal | None, say) -> str:
    return gettext("Not known") if amount is None else say(amount)


def _range_of(scores: Sequence[Decimal]) -> str:
    """2 to 4, or 3 where all agree."""
    if not scores:
        return str(UNSCORED)
    least, most = plain(min(scores)), plain(max(scores))
    return least if least == most else gettext("%(least)s to %(most)s") % {"least": least, "most": most}


def _cells(data: Sequence[Sequence[object]]) -> list[list[str]]:
    def said(value: object) -> str:
        if value is None:
            return gettext("Not known")
        return plain(value) if isinstance(value, Decimal) else str(value)

    return [[said(value) for value in row] for row in data]


UNSCORED = _("Not scored yet")
