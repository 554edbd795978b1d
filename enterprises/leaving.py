"""Leaving the directory: what goes, what stays, and how an import knows what must not come back."""

import hashlib
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from collab_portal.accounts.models import Organisation
from collab_portal.files.sweep import discard
from collab_portal.text import normalised_name
from enterprises.models import Enterprise, RemovedEntry


def digests(*, identifiers: Iterable[tuple[str, str]], names: Iterable[str], postcode: str = "") -> set[str]:
    """By what an entry is known again: each register number, and each name with the postcode.

    Give numbers as they are kept, in the one spelling of `enterprises.register_numbers`.
    """
    place = "".join(postcode.split()).upper()
    known = {f"number {scheme} {value}" for scheme, value in identifiers}
    known |= {f"name {key} {place}" for name in names if (key := normalised_name(name))}
    return {hashlib.sha256(text.encode()).hexdigest() for text in known}


def digests_of(enterprise: Enterprise) -> set[str]:
    organisation = enterprise.organisation
    return digests(
        identifiers=organisation.identifiers.values_list("scheme", "value"),
        names=[*organisation.names.values_list("name", flat=True), enterprise.trading_name],
        postcode=enterprise.postcode,
    )


def take_out(enterprise: Enterprise) -> None:
    """Delete the entry with all that hangs on it; its organisation too, unless something public still names it."""
    remembered = [RemovedEntry(digest=digest) for digest in sorted(digests_of(enterprise))]
    RemovedEntry.objects.bulk_create(remembered, ignore_conflicts=True)
    organisation = enterprise.organisation
    files = [
        *enterprise.pictures.values_list("file", flat=True),
        *enterprise.documents.values_list("file", flat=True),
    ]
    enterprise.delete()
    discard(files)
    _let_go(organisation)


def _let_go(organisation: Organisation) -> None:
    """A public body, network or support agency goes on without its entry. Any other organisation goes as well.

    Where published records name it, as the winner of a contract, its names and register numbers must stay.
    """
    if organisation.is_public_body or organisation.is_network or organisation.is_support_agency:
        Organisation.objects.filter(pk=organisation.pk).update(is_enterprise=False)
        return
    try:
        with transaction.atomic():
            organisation.delete()
    except IntegrityError:  # other rows are in the way, or the database itself: offers that nobody may see yet
        Organisation.objects.filter(pk=organisation.pk).update(
            is_enterprise=False, website="", strategy_url="", mailbox="", contact_role_en="", contact_role_cy=""
        )
        organisation.memberships.all().delete()
        organisation.invitations.all().delete()
        organisation.letters_received.all().delete()
