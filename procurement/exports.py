"""A search's result to take away: the rows of a spreadsheet, and an Atom feed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.clock import WALES
from collab_portal.feeds import Feed, absolute
from collab_portal.reference.categories import all_categories
from collab_portal.templatetags.words import paired
from enterprises.event_words import when, where
from procurement import cards
from procurement.models import Confidence, MarketEvent, PipelineEntry, Reserved, Stage

FEED_LENGTH = 100  # whoever reads feeds asks often; what is older is in the list


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


def feed(
    entries: Iterable[PipelineEntry],
    meetings: Iterable[MarketEvent] = (),
    *,
    title: str,
    link: str,
    feed_url: str,
    at: datetime,
) -> str:
    """`updated` is an entry's last change. `meetings` are the events to come about these."""
    atom = Feed(title=title, link=link, feed_url=feed_url)
    words, titles = cards.Words(), {}
    for entry in entries:
        titles[entry.pk] = paired(entry, "title")[0]
        atom.add(
            f"pipeline/{entry.reference}",
            title=titles[entry.pk],
            text=_summary(entry, at, words),
            author=paired(entry, "buyer_name")[0],
            link=entry.get_absolute_url(),
            category=str(Stage(entry.stage).label),
            published_at=entry.published_at,
            changed_at=entry.changed_at,
        )
    for each in meetings:
        facts = (when(each.event), where(each.event), titles[each.opportunity_id])
        atom.add(
            f"pipeline/{each.opportunity.reference}/{each.event.reference}",
            title=paired(each.event, "title")[0],
            text=" · ".join(filter(None, facts)),
            author=each.event.host.name,
            link=each.event.get_absolute_url(),
            category=gettext("Event"),
            published_at=each.linked_at,
            changed_at=each.linked_at,
        )
    return str(atom)


def _summary(entry: PipelineEntry, at: datetime, words: cards.Words) -> str:
    facts = " · ".join(f"{label}: {value}" for label, value in cards.facts(entry, at, words))
    return f"{paired(entry, 'summary')[0]} {facts}".strip()
