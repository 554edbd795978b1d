"""A search's result to take away: the rows of a spreadsheet, and an Atom feed."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from collab_portal.reference.categories import all_categories
from collab_portal.templatetags.words import paired
from procurement import cards
from procurement.models import Confidence, PipelineEntry, Reserved, Stage

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these
WALES = ZoneInfo("Europe/London")
FEED_LENGTH = 100  # whoever reads feeds asks often; what is older is in the list
FIRST_YEAR = 2026  # of the names of entries in feeds, which never change (RFC 4151)


def absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def host() -> str:
    return urlsplit(settings.PORTAL_URL).hostname or "localhost"


# ------------------------------------------------------------------------------------------------ spreadsheet


def headings() -> list[str]:
    return [
        gettext("Reference"),
        gettext("Title in English"),
        gettext("Title in Welsh"),
        gettext("Stage"),
        gettext("Public body"),
        gettext("Category"),
        gettext("CPV codes"),
        gettext("Where"),
        gettext("Value in pounds without VAT"),
        gettext("Value from"),
        gettext("Value to"),
        gettext("Tender not before"),
        gettext("Tender not after"),
        gettext("How sure"),
        gettext("Bids due"),
        gettext("Contract not before"),
        gettext("Lots"),
        gettext("Smallest lot in pounds"),
        gettext("Suitable for small firms"),
        gettext("Suitable for social enterprises"),
        gettext("Reserved for"),
        gettext("First published"),
        gettext("Last changed"),
        gettext("Address"),
    ]


def rows(entries: Iterable[PipelineEntry]) -> Iterator[list]:
    """The headings, then a row for each entry."""
    yield headings()
    categories = {each.slug: paired(each, "name")[0] for each in all_categories()}
    stages = {stage.value: str(stage.label) for stage in Stage}
    reserved = {each.value: str(each.label) for each in Reserved}
    sure = {each.value: str(each.label) for each in Confidence} | {"": ""}
    yes_no = {True: gettext("Yes"), False: gettext("No")}
    list_url = absolute(reverse("pipeline:list"))
    for entry in entries:
        yield [
            entry.reference,
            entry.title_en,
            entry.title_cy,
            stages[entry.stage],
            paired(entry, "buyer_name")[0],
            categories.get(entry.category_id, ""),
            " ".join(entry.cpv_codes),
            cards.where(entry),
            entry.value_amount,
            entry.value_min,
            entry.value_max,
            entry.tender_earliest,
            entry.tender_latest,
            sure[entry.tender_confidence],
            _local(entry.submissions_close_at),
            entry.contract_start_earliest,
            entry.lot_count,
            entry.smallest_lot,
            yes_no[entry.is_sme_suitable],
            yes_no[entry.is_vcse_suitable],
            ", ".join(reserved[each] for each in entry.reserved),
            _local(entry.published_at),
            _local(entry.changed_at),
            f"{list_url}{entry.reference}/",
        ]


def _local(moment: datetime | None) -> str:
    """2027-05-03 12:00, by the clock in Wales, as spreadsheets read it."""
    return moment.astimezone(WALES).strftime("%Y-%m-%d %H:%M") if moment else ""


# ------------------------------------------------------------------------------------------------------- feed


def feed(entries: Iterable[PipelineEntry], *, title: str, link: str, feed_url: str, at: datetime) -> str:
    """Atom (RFC 4287). An entry keeps its id for life, in both languages; `updated` is its last change."""
    atom = Atom1Feed(
        title=_printable(title),
        link=absolute(link),
        description=None,
        language=get_language(),
        feed_url=absolute(feed_url),
        feed_guid=absolute(feed_url),
    )
    words = cards.Words()
    for entry in entries:
        atom.add_item(
            title=_printable(paired(entry, "title")[0]),
            link=absolute(entry.get_absolute_url()),
            description=_printable(_summary(entry, at, words)),
            unique_id=f"tag:{host()},{FIRST_YEAR}:pipeline/{entry.reference}",
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            author_name=_printable(paired(entry, "buyer_name")[0]),
            categories=[str(Stage(entry.stage).label)],
        )
    return atom.writeString("utf-8")


def _summary(entry: PipelineEntry, at: datetime, words: cards.Words) -> str:
    facts = " · ".join(f"{label}: {value}" for label, value in cards.facts(entry, at, words))
    return f"{paired(entry, 'summary')[0]} {facts}".strip()


def _printable(text: str) -> str:
    return NOT_IN_XML.sub(" ", text)
