"""Writing what was planned, with a few statements a batch however many rows it has."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.text import slugify

from collab_portal import bulk
from collab_portal.accounts.models import Organisation, OrganisationIdentifier, OrganisationName
from collab_portal.sheets.report import Outcome
from collab_portal.text import normalised_name, welsh_sort_key
from enterprises import projection
from enterprises.imports.planning import Step
from enterprises.models import Activity, Enterprise, NetworkMembership
from enterprises.models.imports import DoubtfulPair, ImportedLine
from enterprises.reach import served_codes

LOCK = 7304
TAKEN = """
SELECT slug FROM accounts_organisation
WHERE slug = ANY(%(stems)s) OR regexp_replace(slug, '-[0-9]+$', '') = ANY(%(stems)s)
"""


@dataclass(frozen=True)
class Source:
    """Where a list comes from, and which network brings it in."""

    name: str
    url: str = ""
    licence: str = ""
    network: Organisation | None = None
    are_members: bool = False


def take_turns() -> None:
    """Until the transaction ends, no other import decides or writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def write(steps: list[Step], *, source: Source, sheet: str, at: datetime) -> None:
    """Make and change what the steps say, in the caller's transaction."""
    _make_organisations([step for step in steps if step.is_new and step.organisation is None])
    touched = [step for step in steps if step.outcome in (Outcome.NEW, Outcome.CHANGED)]
    _list([step for step in touched if step.is_new], source, at)
    _change([step for step in touched if not step.is_new or step.changes.details])
    _know_by(touched)
    _set_activities(touched)
    projection.refresh_all([step.organisation.enterprise.pk for step in touched])
    _remember([step for step in steps if step.organisation and not step.is_known_line], source, sheet)
    _note_doubts(steps, source)
    if source.network and source.are_members:
        _join(steps, source.network)


def _make_organisations(steps: list[Step]) -> None:
    slugs = _free_slugs([step.stub.name for step in steps])
    for step, slug in zip(steps, slugs, strict=True):
        stub = step.stub
        step.organisation = Organisation(slug=slug, name_en=stub.name, name_cy=stub.name_cy, **stub.details)
        step.organisation.is_enterprise = True
        step.organisation.sort_key_cy = welsh_sort_key(stub.name_cy or stub.name)[:400]
        step.changes.fields = {name: value for name, value in stub.fields.items() if value not in ("", None)}
        step.changes.names = [stub.name, *filter(None, [stub.name_cy]), *stub.other_names]
        step.changes.numbers = stub.numbers
        step.changes.categories = stub.categories or None
    bulk.insert([step.organisation for step in steps])


def _free_slugs(names: list[str]) -> list[str]:
    stems = [slugify(name)[:70] or "organisation" for name in names]
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"stems": stems})
        taken = {slug for (slug,) in cursor.fetchall()}
    free = []
    for stem in stems:
        number, slug = 1, stem
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        free.append(slug)
    return free


def _list(steps: list[Step], source: Source, at: datetime) -> None:
    known_from = {"source_name": source.name, "source_url": source.url, "source_licence": source.licence}
    for step in steps:
        step.organisation.enterprise = Enterprise(
            organisation=step.organisation, is_listed=True, listed_at=at, **known_from, **step.changes.fields
        )
        step.changes.fields = {}
    bulk.insert([step.organisation.enterprise for step in steps])
    Organisation.objects.filter(pk__in=[step.organisation.pk for step in steps], is_enterprise=False).update(
        is_enterprise=True
    )


def _change(steps: list[Step]) -> None:
    for step in steps:
        for name, value in step.changes.fields.items():
            setattr(step.organisation.enterprise, name, value)
        for name, value in step.changes.details.items():
            setattr(step.organisation, name, value)
        name = step.organisation.name_cy or step.organisation.name_en
        step.organisation.sort_key_cy = welsh_sort_key(name)[:400]
    enterprises = [step.organisation.enterprise for step in steps if step.changes.fields]
    columns = sorted({name for step in steps for name in step.changes.fields})
    if columns:
        Enterprise.objects.bulk_update(enterprises, columns, batch_size=200)
    details = sorted({name for step in steps for name in step.changes.details})
    if details:
        changed = [step.organisation for step in steps if step.changes.details]
        Organisation.objects.bulk_update(changed, [*details, "sort_key_cy"], batch_size=200)


def _know_by(steps: list[Step]) -> None:
    names = {
        (step.organisation.pk, key[:255]): name
        for step in steps
        for name in reversed(step.changes.names)  # of two ways to write it, the first is kept
        if (key := normalised_name(name))
    }
    bulk.insert([OrganisationName(organisation_id=pk, key=key, name=name) for (pk, key), name in names.items()])
    bulk.insert(
        [
            OrganisationIdentifier(organisation_id=step.organisation.pk, scheme=scheme, value=value)
            for step in steps
            for scheme, value in step.changes.numbers.items()
        ]
    )


def _set_activities(steps: list[Step]) -> None:
    said = [step for step in steps if step.changes.categories is not None]
    Activity.objects.filter(
        enterprise__in=[step.organisation.enterprise.pk for step in said if not step.is_new]
    ).delete()
    rows = [
        Activity(enterprise=step.organisation.enterprise, category_id=slug, area_codes=list(step.stub.area_codes))
        for step in said
        for slug in step.changes.categories
    ]
    for row in rows:
        row.served_codes = served_codes(row)
    bulk.insert(rows)


def _remember(steps: list[Step], source: Source, sheet: str) -> None:
    lines = [
        ImportedLine(
            organisation=step.organisation,
            source=source.name,
            sheet=sheet,
            key=step.stub.line,
            fingerprint=step.stub.fingerprint,
        )
        for step in steps
    ]
    ImportedLine.objects.bulk_create(
        lines,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["source", "key", "sheet"],
        update_fields=["organisation", "fingerprint"],
    )


def _note_doubts(steps: list[Step], source: Source) -> None:
    pairs = [
        DoubtfulPair(
            newer=step.organisation,
            older=other.organisation if isinstance(other, Step) else other,
            reason=reason,
            network=source.network,
        )
        for step in steps
        for reason, other in step.doubts
    ]
    DoubtfulPair.objects.bulk_create(pairs, batch_size=500, ignore_conflicts=True)


def _join(steps: list[Step], network: Organisation) -> None:
    members = {step.organisation.pk for step in steps if step.organisation} - {network.pk}
    rows = [NetworkMembership(network=network, member_id=pk) for pk in sorted(members)]
    NetworkMembership.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
