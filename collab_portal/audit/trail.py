"""Writing acts into the trail."""

from typing import Any

from django.db.models import Model

from collab_portal.audit.models import Act


def record(verb: str, *, by: Model | None = None, target: Model | None = None, **details: Any) -> None:
    """Note that a person did something, in the transaction of the caller.

    `details` must be JSON and must hold no name, no address and no token: the trail outlives the person.
    """
    Act.objects.create(
        verb=verb,
        actor=by.pk if by else None,
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        details=details,
    )
