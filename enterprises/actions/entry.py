"""Somebody puts her own enterprise into the directory."""

from typing import Any

from django.db import transaction

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from enterprises import projection
from enterprises.actions.profile import put_number
from enterprises.models import Enterprise


@transaction.atomic
def start_entry(
    *,
    by: User,
    name_en: str = "",
    name_cy: str = "",
    number: tuple[str, str] | None = None,
    organisation: Organisation | None = None,
    **fields: Any,
) -> Enterprise:
    """Begin an entry that she looks after. The directory shows it once she says so.

    With `organisation`, of one that she administers already. `number` is the scheme of a register and the number there;
    raises `NumberTaken` where it is somebody else's.
    """
    if organisation is None:
        organisation = accounts.create_organisation(by=by, name_en=name_en, name_cy=name_cy, is_enterprise=True)
        Membership.objects.create(user=by, organisation=organisation, role=Membership.Role.ADMINISTRATOR)
        accounts.switch(user=by, organisation=organisation)
    enterprise = Enterprise.objects.create(organisation=organisation, state=Enterprise.State.CLAIMED, **fields)
    if number:
        put_number(enterprise=enterprise, by=by, scheme=number[0], value=number[1])
    projection.refresh(enterprise)
    trail.record("enterprise entered", by=by, target=enterprise)
    return enterprise
