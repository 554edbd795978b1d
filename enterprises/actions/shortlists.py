"""What a team does with its shortlists. Nothing here is public, and nothing is kept of a person but who wrote what."""

from django.db import IntegrityError, transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from enterprises.models import Enterprise, Shortlist, ShortlistEntry


@transaction.atomic
def make_shortlist(*, organisation: Organisation, name: str, by: User) -> Shortlist:
    """Begin a list that everybody in the organisation sees, or answer the one of that name that it has already."""
    named = Shortlist.objects.named(organisation, name)
    if earlier := named.first():
        return earlier
    try:
        with transaction.atomic():
            made = Shortlist.objects.create(organisation=organisation, name=name, made_by=by)
    except IntegrityError:  # the button was pressed twice, and the first was quicker
        return named.get(made_by=by)
    made.refresh_from_db(fields=["reference"])
    trail.record("shortlist made", by=by, target=made)
    return made


@transaction.atomic
def rename_shortlist(*, shortlist: Shortlist, name: str, by: User) -> None:
    shortlist.name = name
    shortlist.save(update_fields=["name"])
    trail.record("shortlist renamed", by=by, target=shortlist)


@transaction.atomic
def delete_shortlist(*, shortlist: Shortlist, by: User) -> None:
    """The list goes with all its notes."""
    trail.record("shortlist deleted", by=by, target=shortlist, enterprises=shortlist.entries.count())
    shortlist.delete()


@transaction.atomic
def add_to_shortlist(*, shortlist: Shortlist, enterprise: Enterprise, by: User, note: str = "") -> ShortlistEntry:
    """Put an enterprise on the list. If it is there already, it stays with its note; a new note is added below."""
    entry, is_new = shortlist.entries.get_or_create(enterprise=enterprise, defaults={"note": note, "added_by": by})
    if not is_new and note and note not in entry.note:
        note_on_shortlist(entry=entry, note=f"{entry.note}\n{note}".strip(), by=by)
    if is_new:
        trail.record("enterprise shortlisted", by=by, target=shortlist, enterprise=enterprise.pk)
    return entry


@transaction.atomic
def note_on_shortlist(*, entry: ShortlistEntry, note: str, by: User) -> None:
    entry.note = note
    entry.save(update_fields=["note"])
    trail.record("shortlist note changed", by=by, target=entry.shortlist, enterprise=entry.enterprise_id)


@transaction.atomic
def take_off_shortlist(*, entry: ShortlistEntry, by: User) -> None:
    trail.record("enterprise taken off shortlist", by=by, target=entry.shortlist, enterprise=entry.enterprise_id)
    entry.delete()
