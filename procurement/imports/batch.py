"""Writing a batch of releases, with a few dozen queries however many they are."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import zip_longest

from django.db import connection, models

from collab_portal.reference.actions import learn_cpv_codes
from collab_portal.reference.models import Category
from procurement import alerts, bulk, buyers, listing, record
from procurement.buyers import Recognition
from procurement.changes import DATES, Reason
from procurement.imports import creation, merge
from procurement.imports.incoming import Incoming
from procurement.imports.merge import Merge
from procurement.imports.report import Counts, Kind, Row
from procurement.models import ImportedRelease, NoticeLink, Opportunity
from procurement.models.opportunity import CURRENT_STAGES
from procurement.ocds.reading import Reading
from procurement.ocds.values import Remark
from procurement.record import Publication

IMPORTS_LOCK = 7303
SO_SAYS_THE_NOTICE = Reason(en="The notice says so.", cy="Dyna mae’r hysbysiad yn ei ddweud.")
REASONS = dict.fromkeys((*DATES, "stage"), SO_SAYS_THE_NOTICE)


def write(batch: Iterable[Incoming], *, at: datetime, with_alerts: bool) -> Counts:
    """Write these releases in the caller's transaction. Until it ends no other import writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS_LOCK])
    counts = Counts()
    for turn in _turns(batch):
        counts.add(_write_turn(turn, at=at, with_alerts=with_alerts))
    return counts


def _turns(batch: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """The releases of one process one after the other, the oldest first; those of different processes together."""
    processes: dict[str, list[Incoming]] = {}
    for each in batch:
        processes.setdefault(each.reading.ocid, []).append(each)
    for releases in processes.values():
        releases.sort(key=lambda each: each.reading.released_at)
    for turn in zip_longest(*processes.values()):
        yield [each for each in turn if each is not None]


def _write_turn(turn: list[Incoming], *, at: datetime, with_alerts: bool) -> Counts:
    counts = Counts()
    turn = _without_known(turn, counts)
    existing = _existing([each.reading for each in turn])
    turn = _acceptable(turn, existing, counts)
    if not turn:
        return counts
    readings = [each.reading for each in turn]
    _settle_codes(readings)
    recognition = _recognise(readings)
    newer = _newer(readings, existing)
    made = creation.create([each for each in readings if each.ocid not in existing], recognition)
    sources = _keep_sources(turn, existing | {each.ocid: each for each in made})
    merged = merge.merge_all([Merge(existing[each.ocid], each, recognition) for each in newer])
    merge.show_differences(merged, sources, at=at)
    changed = _publish(made, merged, at=at, with_alerts=with_alerts)
    counts.new, counts.changed = len(made), changed
    counts.unchanged += len(turn) - len(made) - changed
    counts.rows += _rows(turn, recognition, merged)
    return counts


def _without_known(turn: list[Incoming], counts: Counts) -> list[Incoming]:
    """Those that have not been taken before: the same release id of the same process is the same release."""
    ids = {(each.reading.ocid, each.reading.release_id) for each in turn}
    stored = ImportedRelease.objects.filter(ocid__in={ocid for ocid, _ in ids}, release_id__in={key for _, key in ids})
    known = ids & set(stored.values_list("ocid", "release_id"))
    counts.unchanged += len(known)
    return [each for each in turn if (each.reading.ocid, each.reading.release_id) not in known]


def _existing(readings: list[Reading]) -> dict[str, Opportunity]:
    """What is known of these processes, by OCID: imported before, or entered here and linked to the notice."""
    linked = _linked_here(readings)
    wanted = models.Q(ocid__in=[each.ocid for each in readings]) | models.Q(pk__in=set(linked.values()))
    locked = Opportunity.objects.filter(wanted).select_for_update(of=["self"]).order_by("pk")
    found = {each.pk: each for each in locked.select_related("buyer", "category").prefetch_related(*merge.RELATED)}
    by_ocid = {each.ocid: each for each in found.values()}
    return {ocid: found[key] for ocid, key in linked.items()} | by_ocid


def _linked_here(readings: list[Reading]) -> dict[str, int]:
    """Opportunities entered here whose officer linked one of these notices, by its OCID or its address."""
    ocid_of = {notice.url: each.ocid for each in readings for notice in each.notices} | {
        each.ocid: each.ocid for each in readings
    }
    links = NoticeLink.objects.filter(
        models.Q(identifier__in=ocid_of) | models.Q(url__in=ocid_of), opportunity__origin=Opportunity.Origin.PORTAL
    )
    return {
        ocid_of.get(link.identifier) or ocid_of[link.url]: link.opportunity_id
        for link in links.order_by("-opportunity")
    }


def _acceptable(turn: list[Incoming], existing: Mapping[str, Opportunity], counts: Counts) -> list[Incoming]:
    accepted = []
    for each in turn:
        if remark := _objection(each.reading, existing.get(each.reading.ocid)):
            counts.refuse(each.row(Kind.REFUSED, remark))
        else:
            accepted.append(each)
    return accepted


def _objection(reading: Reading, opportunity: Opportunity | None) -> Remark | None:
    if opportunity is None and not reading.buyers:
        return Remark("$.buyer.name", "nobody is named who buys")
    if opportunity is None and not reading.has_title:
        return Remark("$.tender.title", "required, but missing")
    if opportunity and opportunity.origin == Opportunity.Origin.PORTAL and opportunity.ocid == reading.ocid:
        return Remark("$.ocid", "this portal itself publishes it")
    return None


def _settle_codes(readings: list[Reading]) -> None:
    """Learn the CPV codes that are new. What is in no division of the vocabulary is none."""
    found = {code: label for each in readings for code, label in each.cpv_labels.items()}
    known = learn_cpv_codes(found=found)
    categories = set(Category.objects.values_list("slug", flat=True))
    for each in readings:
        codes = each.fields.get("cpv_codes", {}).get("cpv_codes", [])
        if unknown := [code for code in codes if code not in known]:
            each.remarks.append(Remark("$.tender", f"no CPV code: {', '.join(unknown)}"))
            each.fields["cpv_codes"]["cpv_codes"] = [code for code in codes if code in known]
        if each.fields.get("category", {}).get("category_id") not in categories:
            each.fields.pop("category", None)


def _recognise(readings: list[Reading]) -> Recognition:
    return buyers.recognise(
        buyers=(party for each in readings for party in each.buyers),
        suppliers=(award.supplier for each in readings for award in each.awards if award.supplier),
    )


def _newer(readings: list[Reading], existing: Mapping[str, Opportunity]) -> list[Reading]:
    """Those that come after all that was imported of their process."""
    stored = ImportedRelease.objects.filter(opportunity__in=existing.values()).order_by()
    last = dict(stored.values_list("ocid").annotate(models.Max("released_at")))
    again = [each for each in readings if each.ocid in existing]
    return [each for each in again if each.ocid not in last or each.released_at >= last[each.ocid]]


def _keep_sources(turn: list[Incoming], opportunities: Mapping[str, Opportunity]) -> dict[str, ImportedRelease]:
    """Keep each release as it came: its own text goes to the database, numbers beyond all reckoning included."""
    rows = [
        ImportedRelease(
            ocid=each.reading.ocid,
            release_id=each.reading.release_id,
            publisher=each.publisher,
            released_at=each.reading.released_at,
            opportunity=opportunities[each.reading.ocid],
            data=bulk.as_it_is(each.content),
        )
        for each in turn
    ]
    return {row.ocid: row for row in bulk.insert(rows)}


def _publish(made: list[Opportunity], merged: list[Merge], *, at: datetime, with_alerts: bool) -> int:
    """Write the public record of what is new or has changed. How many have changed is the answer."""
    said = {each.opportunity.pk: each.said for each in merged if each.said}
    changed = [each.opportunity for each in merged if each.said]
    publications = [
        record.only(each, said[each.opportunity.pk]) if each.opportunity.pk in said else each
        for each in [*record.publications(made), *record.publications(changed)]
    ]
    releases = record.write_releases(publications, at=at, reasons=REASONS, with_alerts=False)
    if with_alerts:
        still_open = {each.opportunity.pk for each in publications if _is_open(each, at)}
        alerts.note(release for release in releases if release.opportunity_id in still_open)
    return len(releases) - len(made)


def _is_open(publication: Publication, at: datetime) -> bool:
    expires_at = listing.expires_at(publication.after)
    return publication.after.stage in CURRENT_STAGES and (expires_at is None or expires_at > at)


def _rows(turn: list[Incoming], recognition: Recognition, merged: list[Merge]) -> Iterator[Row]:
    for decision in recognition.decisions:
        yield Row(Kind.DECISION, f"“{decision.name}” is “{decision.organisation}”: {decision.reason}")
    kept = {each.reading.ocid: each.differences for each in merged}
    for each in turn:
        for remark in dict.fromkeys(each.reading.remarks):
            yield each.row(Kind.LEFT_OUT, remark)
        for difference in kept.get(each.reading.ocid, ()):
            yield each.row(Kind.KEPT, Remark("$", f"{difference.field} was entered here and stays"))
