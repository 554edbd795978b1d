"""The figures that values are reckoned with, each with its source, licence and date: read from `data/`, never written
into the code."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec

from socialvalue.exact import ONE, less, portion, product, quotient, total
from socialvalue.reasons import Reason, Refused
from socialvalue.value.ranges import Case, Range

DATA = Path(__file__).resolve().parent / "data"


class Origin(msgspec.Struct, frozen=True):
    """Where a figure comes from. What was only remembered is shown as unverified."""

    source: str
    licence: str
    verification: str

    @property
    def is_verified(self) -> bool:
        return self.verification in ("excerpt", "secondary")


class Band(msgspec.Struct, frozen=True):
    """One rate, for years counted from now; without an end it goes on."""

    from_year: int
    to_year: int | None
    rate: Decimal


class Rates(msgspec.Struct, frozen=True):
    """A discount rate with its dates: a single one, or one that falls over the years."""

    name: str
    valid_from: date
    valid_to: date | None
    bands: tuple[Band, ...]
    origin: Origin

    def rate(self, year: int) -> Decimal:
        """The rate that leads from the year before into this one. Raises Refused where the schedule has ended."""
        for band in self.bands:
            if band.from_year <= year and (band.to_year is None or year <= band.to_year):
                return band.rate
        raise Refused([Reason("no_rate", self.name, {"year": year})])

    def factor(self, year: int) -> Decimal:
        """What a pound in this year, counted from now (0), is divided by today."""
        factor = ONE
        for each in range(1, year + 1):
            factor = product(factor, total((ONE, self.rate(each))))
        return factor


def flat(rate: Decimal, *, valid_from: date, source: str) -> Rates:
    """One rate for all years, as a contract or an organisation may set it."""
    return Rates("flat", valid_from, None, (Band(0, None, rate),), Origin(source, "", ""))


class UnitValue(msgspec.Struct, frozen=True):
    """Pounds for one of something, in the prices of a year."""

    code: str
    value: Range
    price_year: int
    unit: str
    origin: Origin


class Deflator(msgspec.Struct, frozen=True):
    """What a pound of one year is in the prices of another."""

    series: str
    from_year: int
    to_year: int
    factor: Decimal
    origin: Origin


class Additionality(msgspec.Struct, frozen=True):
    """Starting points for one kind of project: shares of one, and a multiplier."""

    profile: str
    deadweight: Decimal
    displacement: Decimal
    leakage: Decimal
    substitution: Decimal
    multiplier: Decimal
    origin: Origin


def rates_on(day: date) -> Rates:
    """The official discount rates on a day. Raises Refused where we know none."""
    for rates in _rates():
        if rates.valid_from <= day and (rates.valid_to is None or day <= rates.valid_to):
            return rates
    raise Refused([Reason("no_rates", values={"day": day.isoformat()})])


def unit_value(code: str) -> UnitValue:
    """WELLBY or QALY."""
    return next(each for each in _unit_values() if each.code == code)


@cache
def carbon_values() -> dict[int, UnitValue]:
    """Pounds for a tonne of CO₂e, by year of the emission: only the years that are published or stored."""
    return {int(row["year"]): _unit_value(row, f"CARBON-{row['year']}") for row in _rows("carbon_values")}


def carbon_value(year: int) -> Range:
    """Of any year between the stored ones, in a straight line. Raises Refused outside them."""
    values = carbon_values()
    if year in values:
        return values[year].value
    before = max((each for each in values if each < year), default=None)
    after = min((each for each in values if each > year), default=None)
    if before is None or after is None:
        raise Refused([Reason("no_carbon_value", values={"year": year})])
    way, whole = Decimal(year - before), Decimal(after - before)
    first, last = values[before].value, values[after].value
    return Range(*(total((first.at(case), portion(_rise(first, last, case), way, whole))) for case in Case))


def _rise(first: Range, last: Range, case: Case) -> Decimal:
    return less(last.at(case), first.at(case))


@cache
def deflators() -> tuple[Deflator, ...]:
    return tuple(
        Deflator(row["series"], int(row["from_year"]), int(row["to_year"]), Decimal(row["factor"]), _origin(row))
        for row in _rows("deflators")
    )


def price_factor(from_year: int, to_year: int, known: Sequence[Deflator] | None = None) -> Decimal:
    """What a pound of one year is in the prices of another, also by way of a third. Raises Refused where unknown."""
    if from_year == to_year:
        return ONE
    steps: dict[tuple[int, int], Decimal] = {}
    for each in deflators() if known is None else known:
        steps[each.from_year, each.to_year] = each.factor
        steps.setdefault((each.to_year, each.from_year), quotient(ONE, each.factor))
    if (from_year, to_year) in steps:
        return steps[from_year, to_year]
    for (start, middle), factor in sorted(steps.items()):
        if start == from_year and (middle, to_year) in steps:
            return quotient(factor, steps[to_year, middle])
    raise Refused([Reason("no_deflator", values={"from_year": from_year, "to_year": to_year})])


@cache
def additionality_profiles() -> dict[str, Additionality]:
    return {
        row["profile"]: Additionality(
            profile=row["profile"],
            deadweight=Decimal(row["deadweight"]),
            displacement=Decimal(row["displacement"]),
            leakage=Decimal(row["leakage"]),
            substitution=Decimal(row["substitution"]),
            multiplier=Decimal(row["multiplier"]),
            origin=_origin(row),
        )
        for row in _rows("additionality")
    }


@cache
def _rates() -> tuple[Rates, ...]:
    """The bands of one schedule share its dates; the source of its first years speaks for it."""
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in _rows("discount_rates"):
        by_name.setdefault(row["schedule"], []).append(row)
    return tuple(
        Rates(
            name, date.fromisoformat(rows[0]["valid_from"]), _day(rows[0]["valid_to"]), _bands(rows), _origin(rows[0])
        )
        for name, rows in by_name.items()
    )


def _bands(rows: Sequence[dict[str, str]]) -> tuple[Band, ...]:
    return tuple(
        Band(int(row["from_year"]), int(row["to_year"]) if row["to_year"] else None, Decimal(row["rate"]))
        for row in rows
    )


@cache
def _unit_values() -> tuple[UnitValue, ...]:
    return tuple(_unit_value(row, row["code"]) for row in _rows("unit_values"))


def _unit_value(row: dict[str, str], code: str) -> UnitValue:
    value = Range(*(Decimal(row[case]) for case in Case))
    return UnitValue(code, value, int(row["price_year"]), row["unit"], _origin(row))


def _origin(row: dict[str, str]) -> Origin:
    return Origin(row["source"], row["licence"], row["verification"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
