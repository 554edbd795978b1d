"""An entry of the pipeline in words, ready for a list."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

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
    language: str  # of the title, where it is not the page's
    summary: str
    summary_language: str
    buyer: str
    tag: SafeString
    marks: list[str]
    facts: list[tuple[str, str]]


def card(entry: PipelineEntry, at: datetime) -> Card:
    here = get_language()
    title, language = paired(entry, "title")
    summary, summary_language = paired(entry, "summary")
    return Card(
        url=f"{reverse('pipeline:list')}{entry.reference}/",
        title=title,
        language="" if language == here else language,
        summary=summary,
        summary_language="" if summary_language == here else summary_language,
        buyer=paired(entry, "buyer_name")[0],
        tag=stage_tag("expired" if entry.is_expired(at) else entry.stage),
        marks=_marks(entry),
        facts=_facts(entry),
    )


def value(entry: PipelineEntry) -> str:
    """What it is worth, or in which range."""
    if entry.value_band:
        return str(ValueBand(entry.value_band).label)
    return money(entry.value_amount if entry.value_amount is not None else entry.value_min)


def where(entry: PipelineEntry, limit: int = 0) -> str:
    known = areas_by_code()
    return places([known[code] for code in entry.area_codes if code in known], limit)


def tender_dates(entry: PipelineEntry) -> str:
    return wording.dates(entry.tender_earliest, entry.tender_latest, entry.tender_confidence)


def _facts(entry: PipelineEntry) -> list[tuple[str, str]]:
    facts = [(gettext("Value"), value(entry) or gettext("not given")), (gettext("Where"), where(entry, 2))]
    if entry.stage != Stage.PLANNED and entry.submissions_close_at:
        facts.append((gettext("Bids due"), wording.moment(entry.submissions_close_at)))
    elif entry.tender_earliest:
        facts.append((gettext("Tender"), tender_dates(entry)))
    if entry.lot_count > 1:
        facts.append((gettext("Lots"), str(entry.lot_count)))
    return [fact for fact in facts if fact[1]]


def _marks(entry: PipelineEntry) -> list[str]:
    marks = [gettext("Suitable for social enterprises")] if entry.is_vcse_suitable else []
    for each in entry.reserved:
        marks.append(gettext("Reserved for %(each)s") % {"each": wording.small(str(Reserved(each).label))})
    return marks
