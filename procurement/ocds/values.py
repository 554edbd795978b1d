"""Single values as notices print them, made into ours. What is not plausible is left out, and it is said so.

| what a notice says | what becomes of it |
| --- | --- |
| an amount that is negative, £1 or less, or of more than twelve digits (`1e9999`) | left out |
| an amount with VAT below the one without | left out |
| an amount in a currency we do not know, or a lot's in another one than the whole | left out |
| a date that is none, or before 1990 or after 2100 | left out; the date of the release itself: refused |
| a moment without a zone, a day without a time | British time; a last day ends at its last second |
| a term of more than 50 years, or one that ends before it begins | left out |
| a weight that is no percentage | left out; the criterion stays |
| a title of more than 300 characters, a text of more than 10,000 | cut, and marked with "…" |
| an address that is none on the web | left out |
| HTML | read as text |

A deadline before the publication stays: what has closed is closed, and such an entry is never current.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import urlsplit

from collab_portal.clock import WALES
from collab_portal.text import plain_line, plain_text
from procurement.ocds.source import Number, Period, Value

POUNDS = "GBP"
CURRENCIES = {POUNDS, "EUR", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CNY", "CAD", "AUD", "NZD", "INR"}
LARGEST = Decimal("999999999999.99")
PLACEHOLDER = Decimal(1)
PENNY = Decimal("0.01")
YEARS = range(1990, 2101)
LONGEST_TERM = 600
DAYS_IN_MONTH = Decimal("30.4375")
TITLE_LENGTH, TEXT_LENGTH, URL_LENGTH = 300, 10_000, 500
READ_AT_MOST = 10  # times the length that is kept: tags and white space go
IS_PLAIN = re.compile(r"[!-%'-;=-~]+(?: [!-%'-;=-~]+)*")  # ASCII with single spaces, neither "<" nor "&"
PERCENTAGE = re.compile(r"\s*(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)?\s*", re.IGNORECASE)


class Refused(Exception):
    """The release cannot be taken: where in it, and why."""

    def __init__(self, path: str, reason: str):
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True)
class Remark:
    """What a release says that was not taken over, though the release was."""

    path: str
    reason: str


@dataclass
class Values:
    """Reads single values of one release, and remembers what it left out. `path` is where in the release they stand.

    Its texts are in `language`, its estimates in `currency`.
    """

    language: str = "en"
    currency: str = POUNDS
    remarks: list[Remark] = field(default_factory=list)

    def leave_out(self, path: str, reason: str) -> None:
        self.remarks.append(Remark(path, reason))

    def line(self, path: str, text: str | None, length: int = TITLE_LENGTH) -> str:
        if not text:
            return ""
        if len(text) <= length and IS_PLAIN.fullmatch(text):  # most of them
            return text
        return self._cut(path, plain_line(text[: length * READ_AT_MOST]), length)

    def text(self, path: str, text: str | None) -> str:
        if not text:
            return ""
        return self._cut(path, plain_text(text[: TEXT_LENGTH * READ_AT_MOST]), TEXT_LENGTH)

    def amounts(
        self, path: str, value: Value | None, currency: str | None = None
    ) -> tuple[Decimal | None, Decimal | None]:
        """In the currency: without VAT, and with it."""
        if value is None:
            return None, None
        currency = currency or self.currency
        if (value.amount or value.amountGross) and (value.currency or POUNDS) != currency:
            known = value.currency in CURRENCIES
            self.leave_out(
                f"{path}.currency", f"an amount that is not in {currency}" if known else "no currency we know"
            )
            return None, None
        net = self.amount(f"{path}.amount", value.amount)
        gross = self.amount(f"{path}.amountGross", value.amountGross)
        if net is not None and gross is not None and gross < net:
            self.leave_out(f"{path}.amountGross", "less with VAT than without")
            gross = None
        return net, gross

    def amount(self, path: str, amount: Number) -> Decimal | None:
        if amount is None:
            return None
        if not amount.is_finite() or abs(amount) > LARGEST:
            self.leave_out(path, "no amount of money")
        elif amount <= PLACEHOLDER:
            self.leave_out(path, f"{amount:.2f} is no estimate")
        else:
            return amount.quantize(PENNY)
        return None

    def currency_of(self, value: Value | None) -> str:
        """In which currency it is; pounds where it does not say, or says nothing we know."""
        currency = value.currency if value else None
        return currency if currency in CURRENCIES else POUNDS

    def moment(self, path: str, text: str | None, at: time = time.min) -> datetime | None:
        """A moment, or a day at the time `at`."""
        if not text:
            return None
        try:
            moment = read_moment(text, at)
        except (ValueError, OverflowError):
            self.leave_out(path, "no date")
            return None
        if moment.year not in YEARS:
            self.leave_out(path, f"the year {moment.year} is not plausible")
            return None
        return moment

    def day(self, path: str, text: str | None) -> date | None:
        """The British day of it."""
        moment = self.moment(path, text)
        return moment.astimezone(WALES).date() if moment else None

    def months(self, path: str, period: Period | None) -> int | None:
        """How long a contract runs. Sell2Wales writes months as blocks of thirty days."""
        if period is None:
            return None
        months = self._months(path, period)
        if months is not None and not 0 < months <= LONGEST_TERM:
            self.leave_out(path, "ends before it begins" if months <= 0 else f"a term of {months:.0f} months")
            return None
        return max(1, round(months)) if months is not None else None

    def months_beyond(self, path: str, period: Period | None) -> int | None:
        """How far it can be extended: from its end to its furthest end."""
        if period is None or not (period.maxExtentDate and period.endDate):
            return None
        return self.months(path, Period(startDate=period.endDate, endDate=period.maxExtentDate))

    def percentage(self, path: str, text: str | Number) -> Decimal | None:
        if text is None:
            return None
        written = PERCENTAGE.fullmatch(str(text)[:40])
        weight = Decimal(written[1]) if written else None
        if weight is None or weight > 100:
            self.leave_out(path, "no percentage")
            return None
        return weight.quantize(PENNY)

    def url(self, path: str, text: str | None) -> str:
        url = (text or "").strip()
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        sound = parts.scheme in ("http", "https") and "." in parts.netloc and not any(map(str.isspace, url))
        if url and not (sound and len(url) <= URL_LENGTH and url.isprintable()):
            self.leave_out(path, "no address on the web")
            return ""
        return url

    def _cut(self, path: str, text: str, length: int) -> str:
        if len(text) <= length:
            return text
        self.leave_out(path, f"cut after {length} characters")
        return text[: length - 1].rstrip() + "…"

    def _months(self, path: str, period: Period) -> Decimal | None:
        if period.durationInMonths is not None:
            return _finite(period.durationInMonths)
        start, end = self.day(f"{path}.startDate", period.startDate), self.day(f"{path}.endDate", period.endDate)
        if start and end:
            return Decimal((end - start).days + 1) / DAYS_IN_MONTH if end >= start else Decimal(-1)
        days = None if period.durationInDays is None else _finite(period.durationInDays)
        if days is None:
            return None
        return days / 30 if days % 30 == 0 else days / DAYS_IN_MONTH


def read_moment(text: str, at: time = time.min) -> datetime:
    """An ISO 8601 date with or without time and zone; ValueError where it is none, OverflowError at the world's end."""
    if len(text) > 40:
        raise ValueError("too long for a date")
    moment = datetime.fromisoformat(text.strip())
    if len(text.strip()) <= len("2026-11-23"):
        moment = datetime.combine(moment, at)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=WALES)
    moment.astimezone(WALES)  # so that nobody stumbles over it later
    return moment


def _finite(number: Decimal) -> Decimal:
    """A number one can reckon with; what is beyond all terms is as long as a term that is refused."""
    limit = Decimal(10**6)
    return min(max(number, -limit), limit) if not number.is_nan() else -limit
