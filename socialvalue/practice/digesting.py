"""What a network's monthly letter can tell of: rows of this portal, asked for anew before the letter goes."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from collab_portal.accounts.models import Language, Organisation
from collab_portal.clock import WALES
from collab_portal.reference.areas import expanded
from collab_portal.templatetags import words
from enterprises import event_words
from enterprises.models import Activity, Event, Network, NetworkMembership
from procurement.models import Interest, PipelineEntry
from socialvalue.practice.models import Adaptation, DigestItem, LibraryEntry, NetworkDigest

MOST = 12  # of each section
Section = DigestItem.Section


def month_before(at: datetime) -> date:
    """The first day of the month that is over."""
    today = at.astimezone(WALES).date()
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


def studies(month: date) -> QuerySet[LibraryEntry]:
    """Published in that month for the first time."""
    return LibraryEntry.objects.defer("document").filter(is_example=False, first_published_at__range=_bounds(month))


def opportunities(network: Organisation, *, at: datetime) -> QuerySet[PipelineEntry]:
    """Where the network works, and without interest from its enterprises and those that serve the area."""
    codes = [code for found in Network.objects.filter(organisation=network) for code in found.area_codes]
    serving = Activity.objects.filter(served_codes__overlap=sorted(expanded(codes))).values("enterprise__organisation")
    members = NetworkMembership.objects.filter(network=network, member__is_enterprise=True).values("member")
    local = Interest.objects.interested().filter(Q(organisation__in=serving) | Q(organisation__in=members))
    current = PipelineEntry.objects.current(at).defer("document").filter(area_tokens__overlap=codes)
    return current.exclude(Exists(local.filter(opportunity=OuterRef("opportunity"))))


def events(network: Organisation, *, at: datetime) -> QuerySet[Event]:
    """Held by the network or by its members."""
    members = NetworkMembership.objects.filter(network=network).values("member")
    return Event.objects.upcoming(at).filter(Q(host=network) | Q(host__in=members))


def adaptations(month: date) -> QuerySet[Adaptation]:
    """Reported as done in that month, of studies that can still be read."""
    done = Adaptation.objects.done().filter(reported_at__range=_bounds(month), study__entry__isnull=False)
    return done.select_related("organisation", "study__entry")


def items(network: Organisation, month: date, *, at: datetime) -> list[DigestItem]:
    """What the draft of a letter holds, not saved yet."""
    soonest = [F("submissions_close_at").asc(nulls_last=True), F("tender_earliest").asc(nulls_last=True), "pk"]
    return [
        *(
            _item(Section.STUDIES, each, titled=each, note=lambda each=each: each.lead.name)
            for each in studies(month).select_related("lead").order_by("first_published_at", "pk")[:MOST]
        ),
        *(
            _item(Section.OPPORTUNITIES, each, titled=each, note=lambda each=each: _contract(each))
            for each in opportunities(network, at=at).order_by(*soonest)[:MOST]
        ),
        *(
            _item(Section.EVENTS, each, titled=each, note=lambda each=each: event_words.when(each))
            for each in events(network, at=at).order_by("starts_at", "pk")[:MOST]
        ),
        *(
            _item(Section.ADAPTATIONS, each, titled=each.study.entry, note=lambda each=each: each.organisation.name)
            for each in adaptations(month).order_by("reported_at", "pk")[:MOST]
        ),
    ]


def standing(digest: NetworkDigest, *, at: datetime) -> list[DigestItem]:
    """What may still go: not withdrawn, cancelled, over, or answered since the letter was drafted."""
    known = {
        Section.STUDIES: studies(digest.month),
        Section.OPPORTUNITIES: opportunities(digest.network, at=at),
        Section.EVENTS: events(digest.network, at=at),
        Section.ADAPTATIONS: adaptations(digest.month),
    }
    drafted = list(digest.items.order_by("pk"))
    things = [each.thing for each in drafted]
    still = {section: set(rows.filter(pk__in=things).values_list("pk", flat=True)) for section, rows in known.items()}
    return [each for each in drafted if each.thing in still[each.section]]


def grouped(found: list[DigestItem]) -> list[tuple[str, list[DigestItem]]]:
    """By section, with its heading; none that is empty."""
    by_section = [(section, [each for each in found if each.section == section]) for section in Section]
    return [(str(section.label), some) for section, some in by_section if some]


def month_name(month: date) -> str:
    return date_format(month, "F Y")


def subject(network: Organisation, month: date) -> str:
    """What stands in the subject until the coordinator writes something better."""
    said = {"network": network.name[:250], "month": month_name(month)}
    return gettext("%(network)s: news for %(month)s") % said


def in_both(name: str, write: Callable[[], str]) -> dict[str, str]:
    """The same words written in each language, as the fields of a pair."""
    written = {}
    for language in Language.values:
        with override(language):
            written[f"{name}_{language}"] = str(write())[:300]
    return written


def _item(section: Section, thing: Any, *, titled: Any, note: Callable[[], str]) -> DigestItem:
    with override("en"):
        path = titled.get_absolute_url()
    title = {"title_en": titled.title_en, "title_cy": titled.title_cy}
    return DigestItem(section=section, thing=thing.pk, path=path, **title, **in_both("note", note))


def _contract(entry: PipelineEntry) -> str:
    """Who buys, and when."""
    when = words.window(entry.tender_earliest, entry.tender_latest)
    return ", ".join(filter(None, [words.paired(entry, "buyer_name")[0], str(when)]))


def _bounds(month: date) -> tuple[datetime, datetime]:
    """Its first and its last moment, by the clock of Wales."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    first, after = (datetime.combine(day, time(), WALES) for day in (month, following))
    return first, after - after.resolution
