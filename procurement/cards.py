"""An entry of the pipeline in words, ready for a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import areas_by_code
from collab_portal.templatetags.components import stage_tag
from collab_portal.templatetags.words import money, places
from collab_portal.text.paired import paired
from procurement import wording
from procurement.models import PipelineEntry, Reserved, Stage, ValueBand


@dataclass(frozen=True)
class Card:
    """One entry as a list shows it. Made here rather than in the template, which would take twice the time."""

    url: str
    title: str
    language: str  # of the title, where it is not the page's, and then a note that says so
    note: str
    summary: str
    summary_language: str
    buyer: str
    tag: SafeString
    marks: list[str]
    facts: list[tuple[str, str]]


class Words:
    """What every card of a list says, looked up once for all of them: that is a sixth of the page's time."""

    def __init__(self) -> None:
        self.language = get_language() or "en"
        self.in_other = gettext("in English") if self.language == "cy" else gettext("in Welsh")
        self.value, self.where, self.tender = gettext("Value"), gettext("Where"), gettext("Tender")
        self.lots, self.not_given = gettext("Lots"), gettext("not given")
        self.due, self.closed = gettext("Bids due"), gettext("Bids closed")
        self.suitable = gettext("Suitable for social enterprises")


def of(entries: Iterable[PipelineEntry], at: datetime, *, host: Organisation | None = None) -> list[Card]:
    """The cards of a list. On the page of a body, its `host`, the cards do not name it again."""
    list_url, words = reverse("pipeline:list"), Words()
    unnamed = host.name if host else ""
    return [_card(entry, at, f"{list_url}{entry.reference}/", unnamed, words) for entry in entries]


def _card(entry: PipelineEntry, at: datetime, url: str, unnamed: str, words: Words) -> Card:
    here = words.language
    buyer = paired(entry, "buyer_name", here)[0]
    title, language = paired(entry, "title", here)
    summary, summary_language = paired(entry, "summary", here)
    return Card(
        url=url,
        title=title,
        language="" if language == here else language,
        note="" if language == here else words.in_other,
        summary=summary,
        summary_language="" if summary_language == here else summary_language,
        buyer="" if buyer == unnamed else buyer,
        tag=_tag("expired" if entry.is_expired(at) else entry.stage, here),
        marks=_marks(entry, words),
        facts=facts(entry, at, words),
    )


def value(entry: PipelineEntry) -> str:
    """What it is worth, or in which range."""
    if entry.value_band:
        return str(ValueBand(entry.value_band).label)
    return money(entry.value_amount if entry.value_amount is not None else entry.value_min)


def where(entry: PipelineEntry, limit: int = 0) -> str:
    return _places(tuple(entry.area_codes), limit, get_language() or "en")


@lru_cache(maxsize=2000)
def _places(codes: tuple[str, ...], limit: int, language: str) -> str:
    known = areas_by_code()
    return places([known[code] for code in codes if code in known], limit)


@lru_cache(maxsize=1000)
def _tag(stage: str, language: str) -> SafeString:
    return stage_tag(stage)


@lru_cache(maxsize=5000)
def _dates(earliest: date, latest: date, confidence: str, language: str) -> str:
    """Formatting dates costs more than anything else here, and neighbours in a list often share them."""
    return wording.dates(earliest, latest, confidence)


def facts(entry: PipelineEntry, at: datetime, words: Words) -> list[tuple[str, str]]:
    """What a reader compares: labels and values."""
    found = [(words.value, value(entry) or words.not_given), (words.where, where(entry, 2))]
    if entry.stage != Stage.PLANNED and entry.submissions_close_at:
        label = words.due if entry.submissions_close_at > at else words.closed
        found.append((label, wording.moment(entry.submissions_close_at)))
    elif entry.tender_earliest:
        dates = _dates(entry.tender_earliest, entry.tender_latest, entry.tender_confidence, words.language)
        found.append((words.tender, dates))
    if entry.lot_count > 1:
        found.append((words.lots, str(entry.lot_count)))
    return [fact for fact in found if fact[1]]


def _marks(entry: PipelineEntry, words: Words) -> list[str]:
    marks = [words.suitable] if entry.is_vcse_suitable else []
    for each in entry.reserved:
        text = gettext("Reserved for %(whom)s") if entry.lot_count == 1 else gettext("Lots reserved for %(whom)s")
        marks.append(text % {"whom": wording.small(str(Reserved(each).label))})
    return marks
