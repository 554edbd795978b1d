"""Money as people write it: "£1.2m", "120k", "£50k – £100k", "c. £40,000 p.a.", or 120 under "Est. value (£k)"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from procurement.plans.unread import CannotBeRead, says_nothing

UNITS = {
    **dict.fromkeys(("k", "£k", "000", "000s", "£000", "£000s", "thousand", "thousands", "mil"), Decimal(1_000)),
    **dict.fromkeys(("m", "mn", "mln", "£m", "million", "millions", "miliwn"), Decimal(1_000_000)),
    **dict.fromkeys(("bn", "b", "billion"), Decimal(1_000_000_000)),
}
NUMBER = r"\d{1,3}(?:[,\s\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
AMOUNT = re.compile(
    rf"(?<![\d.])(?P<number>{NUMBER})\s*(?P<unit>k|m(?:n|ln|il(?:lion|iwn)?)?|bn|billion|thousand|mil|000s)?(?!\w|\.\d)",
    re.I,
)
A_YEAR = re.compile(
    r"\b(p\.?\s?a\.?|per\s+(annum|year)|a\s+year|annual(ly)?|yearly|/\s?(yr|year)|y\s+flwyddyn)(?!\w)", re.I
)
AROUND = re.compile(
    r"\b(c(irca|a)?\.?|approx(imately|\.)?|about|around|est(imated|\.)?|up\s+to|max(imum|\.)?|over|under|tua|hyd\s+at"
    r"|gbp|value|total|ex(c(l(uding)?)?)?\.?\s+vat|inc(l(uding)?)?\.?\s+vat|vat)(?!\w)",
    re.I,
)  # fmt: skip
HEADING_UNITS = (
    (re.compile(r"£\s?m\b|\bmillions?\b|\(m\)|£\s?mn", re.I), Decimal(1_000_000)),
    (re.compile(r"£\s?k\b|\(k\)|£?\s?'?000s?\b|\bthousands?\b", re.I), Decimal(1_000)),
)
MOST = Decimal(100_000_000_000)


@dataclass(frozen=True)
class Money:
    """Pounds: `low` and `high` are the same unless a range was written. `is_yearly`: for each year of the contract."""

    low: Decimal
    high: Decimal
    is_yearly: bool = False

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def heading_unit(heading: str) -> Decimal:
    """What the numbers below a heading count: 1,000 for "Value (£k)", 1 where it does not say."""
    return next((unit for pattern, unit in HEADING_UNITS if pattern.search(heading)), Decimal(1))


def is_yearly(heading: str) -> bool:
    """The heading speaks of one year: "Annual value", "£ p.a."."""
    return A_YEAR.search(heading) is not None or "blynyddol" in heading.casefold()


def read(written: object, *, heading: str = "") -> Money | None:
    """Pounds, or None where the cell says that it is not known.

    The unit of the heading holds for bare numbers only: below "£k", both 120 and "£120k" are £120,000. A number from
    1,000 times the largest sensible contract on is refused. Raises `CannotBeRead`.
    """
    if isinstance(written, bool):
        raise _unclear()
    if isinstance(written, int | float | Decimal):
        amount = Decimal(str(written)) * heading_unit(heading)
        return Money(_sensible(amount, written), amount, is_yearly(heading))
    text = str(written or "").strip()
    if says_nothing(text):
        return None
    yearly = A_YEAR.search(text) is not None
    bare = AROUND.sub(" ", A_YEAR.sub(" ", text)).replace("£", " ")
    found = list(AMOUNT.finditer(bare))
    rest = AMOUNT.sub(" ", bare)
    if not 1 <= len(found) <= 2 or re.sub(r"\b(to|and|between|i|a|rhwng)\b|[\s~<>≤≥()–—,.+:/-]", "", rest, flags=re.I):
        raise _unclear()
    if re.search(r"-\s*£?\s*\d", text) and len(found) == 1:
        raise _unclear()
    if len(found) == 2 and not bare[found[0].end() : found[1].start()].strip(" ,.\u00a0"):
        raise _unclear()  # "1.250,5" is no range
    return _of(found, heading, yearly or is_yearly(heading), written)


def _of(found: list[re.Match], heading: str, yearly: bool, written: object) -> Money:
    numbers = [Decimal(re.sub(r"[,\s\u00a0]", "", match["number"])) for match in found]
    units = [UNITS.get((match["unit"] or "").lower()) for match in found]
    if units[0] is None and units[-1] and numbers[0] < numbers[-1]:  # "£50-100k" means thousands twice, "£500-1k" not
        units[0] = units[-1]
    bare = Decimal(1) if units[-1] else heading_unit(heading)
    amounts = [_sensible(number * (unit or bare), written) for number, unit in zip(numbers, units, strict=True)]
    if amounts != sorted(amounts):
        raise _unclear()
    return Money(amounts[0], amounts[-1], yearly)


def _sensible(amount: Decimal, written: object) -> Decimal:
    if not amount.is_finite() or amount < 0 or amount >= MOST:
        raise _unclear()
    return amount


def _unclear() -> CannotBeRead:
    return CannotBeRead(_("This is not an amount we can read. Write it like 120000, £120k or £1.2m."))
