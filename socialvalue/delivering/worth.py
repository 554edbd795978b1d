"""What the promises of a delivery are worth in pounds: the pairs the buyer made, reckoned by `socialvalue.value`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
from django.utils.functional import cached_property
from django.utils.translation import gettext

from collab_portal.templatetags.words import money
from socialvalue import pictures, value
from socialvalue.delivering.standing import Line
from socialvalue.exact import ZERO, total
from socialvalue.models import Promise, Proxy, Unit, Valuation
from socialvalue.reasons import Reason, Refused
from socialvalue.value.claims import SHARES
from socialvalue.value.words import FACTORS, said

POUND = Decimal(1)


def can_be_valued(promise: Promise) -> bool:
    """A quantity of something good that adds up over the quarters."""
    return promise.is_counted and promise.unit != Unit.PER_CENT and not promise.less_is_better


@dataclass(frozen=True)
class Row:
    """One promise that the buyer paired with a value."""

    line: Line
    valuation: Valuation

    @property
    def promised(self) -> Decimal:
        return total(cell.promised or ZERO for cell in self.line.cells if cell.stands)

    @property
    def accepted(self) -> Decimal:
        return total(cell.accepted or ZERO for cell in self.line.cells if cell.stands)

    @property
    def shares(self) -> list[tuple[str, str, str]]:
        """Each share in words, in per cent, and why."""
        found = ((name, getattr(self.valuation, name)) for name in SHARES)
        return [
            (str(FACTORS[name]), percent(given), getattr(self.valuation, f"{name}_because")) for name, given in found
        ]

    def claim(self, quantity: Decimal) -> value.Claim:
        kept = self.valuation
        return value.Claim(
            code=str(kept.promise_id),
            outcome=outcome(kept.proxy),
            quantity=value.Range.of(quantity),
            proxy=as_proxy(kept.proxy),
            who=" ".join(kept.who.casefold().split()),
            years=kept.years,
            **{name: value.Range(*getattr(kept, name)) for name in SHARES},
        )


@dataclass(frozen=True)
class Sum:
    """Pounds from the lowest to the highest, as they are shown."""

    low: str
    central: str
    high: str

    @classmethod
    def of(cls, found: value.Range) -> "Sum":
        ends = (found.low, found.central, found.high)
        return cls(*(money(each.quantize(POUND, ROUND_HALF_UP), exact=True) for each in ends))


@dataclass(frozen=True)
class Reckoning:
    """All rows together: what was promised, and what was accepted of it so far. Or why that cannot be reckoned."""

    rows: Sequence[Row]
    starts_on: date

    @cached_property
    def basis(self) -> value.Basis:
        """In the prices of the latest year that a value of the account has."""
        prices = max(row.valuation.proxy.price_year for row in self.rows)
        return value.Basis(rates=value.rates_on(self.starts_on), prices_of=prices)

    @cached_property
    def _claims(self) -> list[value.Claim]:
        return [row.claim(row.promised) for row in self.rows]

    @cached_property
    def refusal(self) -> list[str]:
        """In words; empty where all can be reckoned."""
        try:
            value.account(self._claims, self.basis)
        except Refused as refused:
            return in_words(refused.reasons, self.titles)
        return []

    @property
    def titles(self) -> dict[str, str]:
        return {str(row.line.promise.pk): row.line.title for row in self.rows}

    @property
    def promised(self) -> Sum:
        return Sum.of(value.account(self._claims, self.basis).present)

    @property
    def accepted(self) -> Sum:
        return Sum.of(value.account([row.claim(row.accepted) for row in self.rows], self.basis).present)

    @property
    def worths(self) -> list[tuple[Row, Sum]]:
        found = value.account(self._claims, self.basis).worths
        return [(row, Sum.of(worth.present)) for row, worth in zip(self.rows, found, strict=True)]

    @cached_property
    def picture(self) -> pictures.Picture:
        """Which doubt matters most. Shares are of one."""
        titles, central = self.titles, value.account(self._claims, self.basis).present.central
        doubts = [
            pictures.Doubt(f"{titles[each.claim]}: {FACTORS[each.factor]}", each.factor_low, each.factor_high,
                           each.at_low, each.at_high)
            for each in value.tornado(self._claims, self.basis)
        ]  # fmt: skip
        return pictures.tornado(doubts, central)


def reckoning(lines: Iterable[Line], valuations: Iterable[Valuation], starts_on: date) -> Reckoning:
    """Valuations read with `select_related("proxy__proxy_set")`."""
    by_promise = {each.promise_id: each for each in valuations}
    rows = [Row(line, by_promise[line.promise.pk]) for line in lines if line.promise.pk in by_promise]
    return Reckoning(rows, starts_on)


def clashes(valuations: Iterable[Valuation], titles: Mapping[str, str]) -> list[str]:
    """One outcome for the same people, valued twice, in words. Read with `select_related("proxy")`."""
    claims = [
        value.Claim(str(each.promise_id), outcome(each.proxy), value.Range.of(0), as_proxy(each.proxy),
                    who=" ".join(each.who.casefold().split()))
        for each in valuations
    ]  # fmt: skip
    found = [Reason("counted_twice", each.first, {"second": each.second}) for each in value.clashes(claims)]
    return in_words(found, titles)


def outcome(proxy: Proxy) -> str:
    """What changes, as its set names it; two sets that use the same words mean the same."""
    return " ".join((proxy.outcome or proxy.title_en or proxy.title_cy).casefold().split())


def as_proxy(proxy: Proxy) -> value.Proxy:
    """A set that gives no range is taken at its word."""
    central = proxy.central
    return value.Proxy(
        code=proxy.code,
        value=value.Range(
            central if proxy.low is None else proxy.low, central, central if proxy.high is None else proxy.high
        ),
        price_year=proxy.price_year,
        source=proxy.source,
        licence="",
    )


def in_words(reasons: Iterable[Reason], titles: Mapping[str, str]) -> list[str]:
    """A reason names promises by number; people know them by title."""
    told = []
    for each in reasons:
        values: dict[str, Any] = dict(each.values)
        if "second" in values:
            values["second"] = titles.get(str(values["second"]), values["second"])
        told.append(said(msgspec.structs.replace(each, where=titles.get(each.where, each.where), values=values)))
    return told


def percent(given: Sequence[Decimal]) -> str:
    """10%, or 10% (5% to 20%) where it is not certain."""
    low, central, high = (f"{pictures.plain(each * 100)}%" for each in given)
    if low == high:
        return central
    return gettext("%(central)s (%(low)s to %(high)s)") % {"central": central, "low": low, "high": high}
