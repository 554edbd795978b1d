"""The three public services as they want to be asked: periods, parts, pages.

A service is read period by period, and where it knows kinds of notices, kind by kind. Find a Tender leaves rows out of
answers about long periods, so its periods are quarters of a day.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings

from procurement.models import NoticeSource

PAGE = 100
NEXT = re.compile(rb'"links"\s*:\s*\{[^{}]*"next"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)"')
CURSOR_LENGTH = 500
SITE_NOTICES = (51, 52, 53, 54, 55, 56)
FORMS = (1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25)


@dataclass(frozen=True)
class Period:
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Source:
    """One service. `parts` are what each period is asked for, one after the other."""

    key: str
    pause: float
    parts: tuple[str, ...] = ("",)
    too_many: dict[int, float] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return settings.NOTICE_SOURCES[self.key]

    def address(self, period: Period, part: str, cursor: str) -> str:
        return f"{self.base}?{urlencode(self.question(period, part) | ({'cursor': cursor} if cursor else {}))}"

    def following(self, content: bytes) -> str:
        """The cursor of the next page; empty on the last. Only the cursor is taken, not the address around it."""
        found = NEXT.search(content)
        if found is None:
            return ""
        question = urlsplit(found[1].decode("ascii", "replace").replace("\\/", "/").replace("\\u0026", "&")).query
        return parse_qs(question).get("cursor", [""])[0][:CURSOR_LENGTH]

    def period(self, moment: datetime) -> Period:
        """The quarter of a day in which the moment lies."""
        day = datetime.combine(moment.astimezone(UTC).date(), time.min, UTC)
        start = day + timedelta(hours=moment.astimezone(UTC).hour // 6 * 6)
        return Period(start, start + timedelta(hours=6))

    def question(self, period: Period, part: str) -> dict[str, str]:
        raise NotImplementedError


class FindATender(Source):
    def question(self, period: Period, part: str) -> dict[str, str]:
        return {"limit": str(PAGE), "updatedFrom": _plain(period.starts_at), "updatedTo": _plain(period.ends_at)}


class ContractsFinder(Source):
    def question(self, period: Period, part: str) -> dict[str, str]:
        return {"limit": str(PAGE), "publishedFrom": _plain(period.starts_at), "publishedTo": _plain(period.ends_at)}


class Sell2Wales(Source):
    """It answers for a month and a type of notice at once, without pages."""

    def period(self, moment: datetime) -> Period:
        start = moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return Period(start, (start + timedelta(days=32)).replace(day=1))

    def question(self, period: Period, part: str) -> dict[str, str]:
        month = f"{period.starts_at:%m-%Y}"
        return {"dateFrom": month, "noticeType": part, "outputType": "0", "locale": "2057"}

    def following(self, content: bytes) -> str:
        return ""


def _plain(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


SOURCES: dict[str, Source] = {
    each.key: each
    for each in (
        FindATender(NoticeSource.Key.FIND_A_TENDER.value, pause=10),  # it allows twelve requests in two minutes
        ContractsFinder(NoticeSource.Key.CONTRACTS_FINDER.value, pause=2, too_many={403: 300}),
        Sell2Wales(
            NoticeSource.Key.SELL2WALES.value, pause=2, parts=tuple(str(each) for each in (*SITE_NOTICES, *FORMS))
        ),
    )
}
