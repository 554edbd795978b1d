"""Writing the public record: release, change log, search entry and outbox, all in the caller's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, prefetch_related_objects
from msgspec import structs

from procurement import alerts, bulk, changes, listing, snapshot
from procurement.changes import Difference, Reason
from procurement.models import Change, Opportunity, Release
from procurement.ocds import export
from procurement.snapshot import Snapshot

RELEASES_LOCK = 7302


class ReasonNeeded(Exception):
    """Dates slipped and nobody said why. `differences` names them."""

    def __init__(self, differences: list[Difference]):
        super().__init__(", ".join(each.field for each in differences))
        self.differences = differences


@dataclass(frozen=True)
class Publication:
    """What is about to be said of one opportunity: what was said before, what will be, and the difference."""

    opportunity: Opportunity
    before: Snapshot | None
    after: Snapshot
    differences: list[Difference]


def publish_release(
    opportunity: Opportunity, *, at: datetime, reasons: Mapping[str, Reason] | None = None
) -> Release | None:
    """Say publicly what the working copy says now. Nothing is written, and None comes back, where nothing changed.

    Raises `ReasonNeeded` where a date slips without a reason.
    """
    return _write(pending(opportunity), at, reasons or {})


def publish_step(
    opportunity: Opportunity, fields: Iterable[str], *, at: datetime, reasons: Mapping[str, Reason] | None = None
) -> Release | None:
    """Say these fields of the snapshot anew, and for the rest what was said last: edits not published yet stay so."""
    return _write(only(pending(opportunity), fields), at, reasons or {})


def only(publication: Publication, fields: Iterable[str]) -> Publication:
    """The same, with what was said last in all fields but these."""
    before, now = publication.before, publication.after
    if before is None:
        return publication
    after = structs.replace(before, **{name: getattr(now, name) for name in fields})
    return Publication(publication.opportunity, before, after, changes.between(before, after))


def _write(publication: Publication, at: datetime, reasons: Mapping[str, Reason]) -> Release | None:
    if missing := changes.without_reason(publication.differences, reasons):
        raise ReasonNeeded(missing)
    releases = write_releases([publication], at=at, reasons=reasons)
    return releases[0] if releases else None


def pending(opportunity: Opportunity) -> Publication:
    """What publishing the working copy would change."""
    return publications([opportunity])[0]


def publications(opportunities: Iterable[Opportunity]) -> list[Publication]:
    """The same for many at once, in three or four queries however many there are."""
    opportunities = list(opportunities)
    prefetch_related_objects(opportunities, *snapshot.RELATED)
    said = Release.objects.filter(opportunity__in=opportunities).order_by("opportunity", "-version").defer("ocds")
    last = {release.opportunity_id: release for release in said.distinct("opportunity")}
    result = []
    for opportunity in opportunities:
        before = snapshot.read(last[opportunity.pk].snapshot) if opportunity.pk in last else None
        after = snapshot.of(opportunity)
        differences = changes.between(before, after) if before else []
        result.append(Publication(opportunity, before, after, differences))
    return result


@transaction.atomic
def write_releases(
    publications: Iterable[Publication],
    *,
    at: datetime,
    reasons: Mapping[str, Reason] | None = None,
    with_alerts: bool = True,
) -> list[Release]:
    """Write a release for each that says something new, with its change log, search entry and due alerts.

    The lock is held until the commit: ids become visible in their order, so a reader by cursor misses none.
    """
    new = [each for each in publications if each.before is None or each.differences]
    take_turns()
    for each in new:
        each.opportunity.version += 1
    releases = bulk.insert([release_of(each, at) for each in new])
    bulk.insert(
        [
            change_of(difference, release, (reasons or {}).get(difference.field, Reason()))
            for each, release in zip(new, releases, strict=True)
            for difference in each.differences
        ]
    )
    Opportunity.objects.filter(pk__in=[each.opportunity.pk for each in new]).update(version=F("version") + 1)
    listing.write_entries([(each.opportunity, each.after) for each in new], at=at)
    if with_alerts:
        alerts.note(releases)
    return releases


def take_turns() -> None:
    """Until the commit nobody else adds to the public record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RELEASES_LOCK])


def release_of(publication: Publication, at: datetime) -> Release:
    """The release that says this, for the version the opportunity has now; not written yet."""
    opportunity, after = publication.opportunity, publication.after
    release_id = f"{after.ocid}-{opportunity.version}"
    return Release(
        opportunity=opportunity,
        version=opportunity.version,
        release_id=release_id,
        snapshot=snapshot.write(after),
        ocds=export.release(after, before=publication.before, release_id=release_id, published_at=at),
        published_at=at,
    )


def change_of(difference: Difference, release: Release, reason: Reason) -> Change:
    """A line of the change log, not written yet."""
    return Change(
        opportunity_id=release.opportunity_id,
        release=release,
        field=difference.field,
        before=difference.before,
        after=difference.after,
        reason_en=reason.en,
        reason_cy=reason.cy,
        slipped_days=difference.slipped_days,
    )
