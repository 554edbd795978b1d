"""Ways of splitting one contract into lots: by place, by service, by group of people, by size. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import floor

from django.db.models import TextChoices
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from collab_portal.reference.areas import areas_by_code

PENNY = Decimal("0.01")
LONGEST_TITLE = 300
FEWEST, MOST = 2, 30
Names = tuple[str, str]  # in English and in Welsh


class Way(TextChoices):
    """By what a contract is split."""

    AREA = "area", _("By area")
    SERVICE = "service", _("By service")
    GROUP = "group", _("By the people it is for")
    SIZE = "size", _("By size")
    WHOLE = "whole", _("Keep it whole")


@dataclass(frozen=True)
class Whole:
    """The contract that is split. `areas` are the smallest that we know; `services` are CPV codes with their names."""

    value_amount: Decimal | None = None
    value_gross: Decimal | None = None
    areas: tuple[str, ...] = ()
    services: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One lot of a proposal. Without `areas` or `services` of its own it has those of the whole contract."""

    share: Fraction
    value_amount: Decimal | None = None
    value_gross: Decimal | None = None
    title_en: str = ""
    title_cy: str = ""
    areas: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """What makes a lot, before it is known what it is worth."""

    names: Names = ("", "")
    areas: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def whole(contract: Whole) -> list[Part]:
    return _parts(contract, [Piece()], [Fraction(1)])


def by_area(contract: Whole, numbers: Mapping[str, int], shares: Sequence[Decimal] = ()) -> list[Part]:
    """`numbers` says for each area in which lot it is. Unless shares are given, every area weighs the same."""
    groups = _groups(contract.areas, numbers)
    known = areas_by_code()
    pieces = [Piece(_listed([(known[code].name_en, known[code].name_cy) for code in each]), each) for each in groups]
    return _parts(contract, pieces, _weights(shares, [len(each) for each in groups]))


def by_service(contract: Whole, numbers: Mapping[str, int], shares: Sequence[Decimal] = ()) -> list[Part]:
    """`numbers` says for each CPV code in which lot it is. Unless shares are given, every code weighs the same."""
    groups = _groups(tuple(contract.services), numbers)
    pieces = [Piece(_listed([contract.services[code] for code in each]), services=each) for each in groups]
    return _parts(contract, pieces, _weights(shares, [len(each) for each in groups]))


def by_group(contract: Whole, names: Sequence[Names], shares: Sequence[Decimal] = ()) -> list[Part]:
    """One lot for each group of people that the officer names."""
    pieces = [Piece((english[:LONGEST_TITLE], welsh[:LONGEST_TITLE])) for english, welsh in names]
    return _parts(contract, pieces, _weights(shares, [1] * len(names)))


def by_size(contract: Whole, count: int, shares: Sequence[Decimal] = ()) -> list[Part]:
    """So many lots, equal unless shares are given."""
    pieces = [Piece(_part_of(number, count)) for number in range(1, count + 1)]
    return _parts(contract, pieces, _weights(shares, [1] * count))


def portions(total: Decimal, weights: Sequence[Fraction]) -> list[Decimal]:
    """The total in parts that weigh like these and come to it exactly: the last pennies go to the largest rests."""
    pennies, weight = int(total / PENNY), sum(weights, Fraction(0))
    exact = [pennies * each / weight for each in weights]
    found = [floor(each) for each in exact]
    rests = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in rests[: pennies - sum(found)]:
        found[place] += 1
    return [each * PENNY for each in found]


def _parts(contract: Whole, pieces: Sequence[Piece], weights: Sequence[Fraction]) -> list[Part]:
    if not 1 <= len(pieces) <= MOST or len(weights) != len(pieces):
        raise ValueError(f"{len(pieces)} lots with {len(weights)} shares")
    nets, grosses = _values(contract, weights)
    total = sum(weights, Fraction(0))
    return [
        Part(weight / total, net, gross, *piece.names, piece.areas, piece.services)
        for piece, weight, net, gross in zip(pieces, weights, nets, grosses, strict=True)
    ]


def _values(contract: Whole, weights: Sequence[Fraction]) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Without VAT and with it. The VAT is split by itself, so that no lot is worth less with it than without."""
    net, gross = contract.value_amount, contract.value_gross
    nothing: list[Decimal | None] = [None] * len(weights)
    nets = nothing if net is None else list[Decimal | None](portions(net, weights))
    if gross is None:
        return nets, nothing
    if net is None:
        return nets, list[Decimal | None](portions(gross, weights))
    taxes = portions(gross - net, weights)
    return nets, [part + tax for part, tax in zip(portions(net, weights), taxes, strict=True)]


def _groups(codes: Sequence[str], numbers: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The codes lot by lot, each of them once."""
    if set(codes) != set(numbers):
        raise ValueError("every part of the contract is in exactly one lot")
    return [tuple(code for code in codes if numbers[code] == number) for number in sorted(set(numbers.values()))]


def _weights(shares: Sequence[Decimal], usual: Sequence[int]) -> list[Fraction]:
    if any(share <= 0 for share in shares):
        raise ValueError("no lot is worth nothing")
    return [Fraction(each) for each in shares or usual]


def _listed(names: Sequence[Names]) -> Names:
    """The names one after the other, as long as they fit into a title; nothing in a language that lacks one."""
    english, welsh = (", ".join(each) if all(each) else "" for each in zip(*names, strict=True))
    return _cut(english), _cut(welsh)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip(', ')}…"


def _part_of(number: int, count: int) -> Names:
    said = []
    for language in ("en", "cy"):
        with override(language):
            said.append(gettext("Part %(number)d of %(count)d") % {"number": number, "count": count})
    return said[0], said[1]
