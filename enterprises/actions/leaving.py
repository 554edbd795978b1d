"""Taking an entry out of the directory: asked for by anybody where nobody claimed it, or by its own administrators."""

from datetime import datetime, timedelta

from django.db import transaction

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises import leaving
from enterprises.models import Enterprise, RemovalRequest

CONFIRM_WITHIN = timedelta(days=7)


@transaction.atomic
def ask_removal(
    *, enterprise: Enterprise, email: str, language: str, relation: str, reason: str, at: datetime
) -> RemovalRequest:
    """Ask for a stub to be taken out. Nothing happens until the address is confirmed."""
    asked = RemovalRequest.objects.create(
        enterprise=enterprise,
        email=email.strip().lower(),
        language=language,
        relation=relation,
        reason=reason,
        asked_at=at,
        expires_at=at + CONFIRM_WITHIN,
    )
    outbox.post(
        key=f"removal/{asked.pk}",
        kind="removal-confirm",
        address=asked.email,
        language=language,
        payload={"removal": asked.pk},
    )
    return asked


@transaction.atomic
def confirm_removal(*, removal: RemovalRequest, at: datetime) -> None:
    """The address is real: the request waits for a person from now on."""
    removal.confirmed_at = at
    removal.save(update_fields=["confirmed_at"])
    trail.record("removal asked", target=removal.enterprise, removal=removal.pk)


@transaction.atomic
def decide_removal(*, removal: RemovalRequest, remove: bool, by: User, at: datetime) -> None:
    """Take the entry out, or leave it in; whoever asked is told, and then forgotten."""
    enterprise = removal.enterprise
    outbox.post(
        key=f"removal-decided/{removal.pk}",
        kind="removal-decided",
        address=removal.email,
        language=removal.language,
        payload={"name": str(enterprise), "removed": remove},
    )
    trail.record("removal decided", by=by, target=enterprise, removal=removal.pk, removed=remove)
    if remove:
        leaving.take_out(enterprise)
        return
    removal.decided_at, removal.decided_by = at, by
    removal.email = removal.relation = removal.reason = ""
    removal.save()


@transaction.atomic
def delete_enterprise(*, enterprise: Enterprise, by: User) -> None:
    """Its own people take it out, for good."""
    trail.record("enterprise deleted", by=by, target=enterprise)
    leaving.take_out(enterprise)


def forget_unconfirmed(*, at: datetime) -> int:
    """Requests whose address nobody confirmed in time."""
    deleted, _rows = RemovalRequest.objects.filter(confirmed_at=None, expires_at__lte=at).delete()
    return deleted
