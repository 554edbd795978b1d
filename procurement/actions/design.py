"""What a public body decides about the checks of its own contracts."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from procurement.design.limits import adjustable
from procurement.models import DesignThreshold


@transaction.atomic
def set_design_limits(*, body: Organisation, by: User, own: Mapping[str, Decimal | None]) -> list[str]:
    """Put the body's own figures in place of our judgement; None goes back to ours. Returns the names that changed."""
    if fixed := own.keys() - adjustable():
        raise ValueError(f"not for a public body to set: {', '.join(sorted(fixed))}")
    kept = {row.limit: row for row in DesignThreshold.objects.select_for_update().filter(organisation=body)}
    changed = [name for name, value in own.items() if value != (kept[name].value if name in kept else None)]
    DesignThreshold.objects.filter(organisation=body, limit__in=changed).delete()
    DesignThreshold.objects.bulk_create(
        DesignThreshold(organisation=body, limit=name, value=value)
        for name in changed
        if (value := own[name]) is not None
    )
    if changed:
        trail.record("design figures set", by=by, target=body, limits=changed)
    return changed
