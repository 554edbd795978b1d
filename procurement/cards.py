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
from collab_portal.templatetags.words import money, paired, places
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


def of(entries: Iterable[PipelineEntry], at: datetime, *, host: Organisation | None = None) -> list[Card]:
    """The cards of a list. On the page of a body, its `host`, the cards do not name it again."""
    list_url = reverse("pipeline:list")
    unnamed = host.name if host else ""
    return [_card(entry, at, f"{list_url}{entry.reference}/", unnamed) for entry in entries]


def _card(entry: PipelineEntry, at: datetime, url: str, unnamed: str) -> Card:
    buyer = paired(entry, "buyer_name")[0]
    here = get_language()
    title, language = paired(entry, "title")
    summary, summary_language = paired(entry, "summary")
    return Card(
        url=url,
        title=title,
        language="" if language == here else language,
        note="" if language == here else _language_note(language),
        summary=summary,
        summary_language="" if summary_language == here else summary_language,
        buyer="" if buyer == unnamed else buyer,
        tag=_tag("expired" if entry.is_expired(at) else entry.stage, here),
        marks=_marks(entry),
        facts=facts(entry, at),
    )


def _language_note(language: str) -> str:
    return gettext("in Welsh") if language == "cy" else gettext("in English")


def value(entry: PipelineEntry) -> str:
    """What it is worth, or in which range."""
    if entry.value_band:
        return str(ValueBand(entry.value_band).label)
    return money(entry.value_amount if entry.value_amount is not None else entry.value_min)


def where(entry: PipelineEntry, limit: int = 0) -> str:
    known = areas_by_code()
    return places([known[code] for code in entry.area_codes if code in known], limit)


@lru_cache(maxsize=1000)
def _tag(stage: str, language: str) -> SafeString:
    return stage_tag(stage)


@lru_cache(maxsize=5000)
def _dates(earliest: date, latest: date, confidence: str, language: str) -> str:
    """Formatting dates costs more than anything else here, and neighbours in a list often share them."""
    return wording.dates(earliest, latest, confidence)


def facts(entry: PipelineEntry, at: datetime) -> list[tuple[str, str]]:
    """What a reader compares: labels and values."""
    found = [(gettext("Value"), value(entry) or gettext("not given")), (gettext("Where"), where(entry, 2))]
    if entry.stage != Stage.PLANNED and entry.submissions_close_at:
        label = gettext("Bids due") if entry.submissions_close_at > at else gettext("Bids closed")
        found.append((label, wording.moment(entry.submissions_close_at)))
    elif entry.tender_earliest:
        dates = _dates(entry.tender_earliest, entry.tender_latest, entry.tender_confidence, get_language())
        found.append((gettext("Tender"), dates))
    if entry.lot_count > 1:
        found.append((gettext("Lots"), str(entry.lot_count)))
    return [fact for fact in found if fact[1]]


def _marks(entry: PipelineEntry) -> list[str]:
    marks = [gettext("Suitable for social enterprises")] if entry.is_vcse_suitable else []
    for each in entry.reserved:
        text = gettext("Reserved for %(whom)s") if entry.lot_count == 1 else gettext("Lots reserved for %(whom)s")
        marks.append(text % {"whom": wording.small(str(Reserved(each).label))})
    return marks
