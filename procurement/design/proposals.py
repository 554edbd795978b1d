"""A way of splitting a contract looked at: who could take each lot, which checks clear, and which appear."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from msgspec import structs

from collab_portal.reference.areas import all_areas, smallest
from collab_portal.reference.models import CpvCode
from procurement.design import inputs
from procurement.design.carrying import carried
from procurement.design.checks import findings, worst_first
from procurement.design.findings import Finding, Result
from procurement.design.inputs import Design
from procurement.design.lots import Names, Part, Whole
from procurement.matching import asks, suppliers
from procurement.matching.asks import Ask
from procurement.snapshot import LotSnapshot, Snapshot

TO_MEND = frozenset({Result.UNLAWFUL, Result.CONTRADICTION, Result.BARRIER, Result.ADVICE})


@dataclass(frozen=True)
class Contract:
    """What is to be split: the working copy, its design, and what there is to split it by."""

    said: Snapshot
    design: Design
    whole: Whole

    @property
    def found(self) -> list[Finding]:
        return findings(self.design)


@dataclass(frozen=True)
class Offer:
    """One lot of a proposal and how many verified enterprises could take it. `number` is its number if chosen."""

    lot: LotSnapshot
    ask: Ask
    fits: int = 0


@dataclass(frozen=True)
class Proposal:
    """A way of splitting, beside the contract as it is now."""

    lots: list[LotSnapshot]
    offers: list[Offer]
    before: list[Finding] = field(repr=False)
    after: list[Finding] = field(repr=False)

    @property
    def fewest(self) -> int:
        return min(offer.fits for offer in self.offers)

    @property
    def most(self) -> int:
        return max(offer.fits for offer in self.offers)

    @property
    def empty(self) -> int:
        """For how many lots there is nobody."""
        return sum(not offer.fits for offer in self.offers)

    @property
    def cleared(self) -> list[Finding]:
        """What was to be mended and passes now, as it was found before."""
        return [old for old, new in self._pairs if old.result in TO_MEND and new.result == Result.PASS]

    @property
    def appeared(self) -> list[Finding]:
        """What is to be mended, or cannot be said any more, and was not so before."""
        return [
            new
            for old, new in self._pairs
            if (new.result in TO_MEND and old.result not in TO_MEND) or (new.result == Result.NOT_KNOWN != old.result)
        ]

    @property
    def left(self) -> list[Finding]:
        """What is still to be mended, the worst first."""
        return worst_first([new for old, new in self._pairs if old.result in TO_MEND and new.result in TO_MEND])

    @property
    def _pairs(self) -> list[tuple[Finding, Finding]]:
        return list(zip(self.before, self.after, strict=True))


def contract(said: Snapshot, design: Design, *, language: str = "en") -> Contract:
    """With its areas in the order of the language, and its CPV codes with their names. One query."""
    named = said.area_codes or [code for lot in said.lots for code in lot.area_codes]
    places = smallest(named)
    areas = tuple(area.code for area in all_areas(language) if area.code in places)
    whole = Whole(said.value_amount, said.value_gross, areas, _services(said.cpv_codes))
    return Contract(said, design, whole)


def looked_at(of: Contract, ways: Sequence[Sequence[Part]]) -> list[Proposal]:
    """Each of these ways of splitting, in the order given. One query for all of them."""
    before, drawn = of.found, []
    for parts in ways:
        lots = carried(of.said.lots, parts)
        drawn.append((lots, [_ask(of, part, lot) for part, lot in zip(parts, lots, strict=True)]))
    counted = iter(_counted([ask for _lots, wanted in drawn for ask in wanted]))
    return [
        Proposal(
            lots=lots,
            offers=[Offer(lot, ask, next(counted)) for lot, ask in zip(lots, wanted, strict=True)],
            before=before,
            after=findings(_design(of, lots)),
        )
        for lots, wanted in drawn
    ]


def as_it_is(of: Contract) -> list[Part]:
    """The lots of the working copy as parts of it, to be shown beside what is proposed."""
    share = Fraction(1, len(of.said.lots))
    return [
        Part(
            share,
            lot.value_amount,
            lot.value_gross,
            lot.title_en,
            lot.title_cy,
            tuple(lot.area_codes),
            tuple(lot.cpv_codes),
        )
        for lot in of.said.lots
    ]


def _design(of: Contract, lots: list[LotSnapshot]) -> Design:
    """What the checks would see if these were its lots."""
    return inputs.with_lots(of.design, inputs.lots_of(structs.replace(of.said, lots=lots)))


def _counted(wanted: list[Ask]) -> list[int]:
    """Lots that ask the same are counted once."""
    distinct = list(dict.fromkeys(wanted))
    found = dict(zip(distinct, suppliers.counts(distinct), strict=True))
    return [found[ask] for ask in wanted]


def _ask(of: Contract, part: Part, lot: LotSnapshot) -> Ask:
    """As matching will see the lot once it is published."""
    low, high = _range(of, part)
    own, whole = lot.cpv_codes, {"category": of.said.category, "cpv_codes": tuple(of.said.cpv_codes)}
    return Ask(
        **(asks.work_of(own) if own else whole),
        areas=part.areas or of.whole.areas,
        low=low,
        high=high,
        reserved=lot.reserved,
    )


def _range(of: Contract, part: Part) -> tuple[Decimal | None, Decimal | None]:
    """Its value; where only a band is known, its share of that."""
    amount = part.value_amount if part.value_amount is not None else part.value_gross
    if amount is not None:
        return (amount, amount) if of.said.currency == "GBP" else (None, None)
    share = Decimal(part.share.numerator) / Decimal(part.share.denominator)
    low, high = asks.value_range(of.said)
    return low and low * share, high and high * share


def _services(codes: Sequence[str]) -> dict[str, Names]:
    known = CpvCode.objects.in_bulk(list(codes))
    return {code: (known[code].label_en, known[code].label_cy) if code in known else (code, code) for code in codes}
