"""Somebody compared a row that was written from memory with its source."""

from datetime import datetime

from django.db import transaction

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from socialvalue.models.frameworks import Sourced


@transaction.atomic
def confirm_row(*, row: Sourced, by: User, at: datetime, source: str) -> None:
    """The row says what `source` says. From now on it is not shown as unverified."""
    row.confirmed_at, row.confirmed_by, row.confirmed_source = at, by, source
    row.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_source"])
    trail.record("row confirmed", by=by, target=row, code=row.code, source=source)
