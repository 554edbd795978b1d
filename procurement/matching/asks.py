"""What a contract, or one of its lots, asks of whoever delivers it: the half of a match that comes from the buyer."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from collab_portal.reference.areas import smallest
from collab_portal.reference.categories import OTHER, category_for
from collab_portal.reference.cpv import cpv_prefixes
from enterprises.models import Standing
from procurement.models import Reserved, ValueBand
from procurement.snapshot import LotSnapshot, Snapshot

WHOLE = 0
CPV_DIGITS = 8
STANDING_FOR = {
    Reserved.SUPPORTED_EMPLOYMENT: Standing.Kind.SUPPORTED_EMPLOYMENT,
    Reserved.PUBLIC_SERVICE_MUTUAL: Standing.Kind.MUTUAL,
}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A lot as far as matching sees it, whether it exists or is only thought of.

    `low` and `high` are its value in pounds without VAT, the same twice where that is known; what is not known (None,
    no area) is in nobody's way. `reserved` is a value of `Reserved`.
    """

    number: int = WHOLE
    category: str = ""
    cpv_codes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    reserved: str = Reserved.NONE.value

    @property
    def names_work(self) -> bool:
        """It says what is to be done. Without that, nobody can be found."""
        return bool(self.category or self.cpv_codes)

    @property
    def standing(self) -> str:
        """What one must be to bid for it, as the directory says it."""
        return STANDING_FOR[Reserved(self.reserved)].value if self.reserved in STANDING_FOR else ""

    @property
    def places(self) -> frozenset[str]:
        """Everywhere it is delivered, as the smallest areas."""
        return smallest(self.areas)

    @property
    def cpv_and_above(self) -> list[str]:
        """Its codes and all that stand above them: who offers those offers this."""
        return sorted({each.ljust(CPV_DIGITS, "0") for code in self.cpv_codes for each in cpv_prefixes(code)})

    def as_json(self) -> dict[str, Any]:
        """As `procurement.matching.rules` reads it."""
        return {
            "number": self.number,
            "category": self.category,
            "cpv": self.cpv_and_above,
            "places": sorted(self.places),
            "low": None if self.low is None else str(self.low),
            "high": None if self.high is None else str(self.high),
            "standing": self.standing,
        }


def read(data: dict[str, Any]) -> Ask:
    """An ask of an entry, for showing what is in somebody's way; its codes are not needed for that."""
    low, high = (None if data[name] is None else Decimal(data[name]) for name in ("low", "high"))
    reserved = {standing.value: kind.value for kind, standing in STANDING_FOR.items()}.get(data["standing"])
    return Ask(
        number=data["number"],
        category=data["category"],
        areas=tuple(data["places"]),
        low=low,
        high=high,
        reserved=reserved or Reserved.NONE.value,
    )


def of(said: Snapshot) -> list[Ask]:
    """The whole, and each lot where there are several."""
    work: dict[str, Any] = {"category": said.category, "cpv_codes": tuple(said.cpv_codes)}
    areas = said.area_codes or sorted({code for lot in said.lots for code in lot.area_codes})
    low, high = value_range(said)
    whole = Ask(**work, areas=tuple(areas), low=low, high=high, reserved=_reserved_throughout(said.lots))
    if len(said.lots) < 2:
        return [whole]
    return [whole, *(_of_lot(lot, said, work) for lot in said.lots)]


def work_of(cpv_codes: Iterable[str]) -> dict[str, Any]:
    """What a part with these codes asks to be done: they, and the category into which they fall."""
    category = category_for(cpv_codes).slug
    return {"category": "" if category == OTHER else category, "cpv_codes": tuple(cpv_codes)}


def value_range(said: Snapshot) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest value in pounds without VAT; the same twice where it is known, None where it is not."""
    if said.currency != "GBP":
        return None, None
    if said.value_band:
        return ValueBand(said.value_band).limits
    amount = said.value_amount if said.value_amount is not None else said.value_gross
    return amount, amount


def _of_lot(lot: LotSnapshot, said: Snapshot, work: dict[str, Any]) -> Ask:
    amount = lot.value_amount if lot.value_amount is not None else lot.value_gross
    amount = amount if said.currency == "GBP" else None
    areas = tuple(lot.area_codes or said.area_codes)
    work = work_of(lot.cpv_codes) if lot.cpv_codes else work
    return Ask(**work, number=lot.number, areas=areas, low=amount, high=amount, reserved=lot.reserved)


def _reserved_throughout(lots: Iterable[LotSnapshot]) -> str:
    """For whom all its lots are reserved. Where they differ, the whole is open to everybody."""
    kinds = {lot.reserved for lot in lots}
    return kinds.pop() if len(kinds) == 1 else Reserved.NONE.value
