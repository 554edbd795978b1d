"""The JSON in which a mail provider, or an adapter in front of it, reports to /mail/bounces/."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from collab_portal.mail.bounces import Report

AT_ONCE = 1_000


class Event(msgspec.Struct, forbid_unknown_fields=True):
    """One thing that became of one message: named by our reference, or by the one the provider gave it."""

    id: Annotated[str, Meta(min_length=1, max_length=190)]
    type: Literal["delivered", "bounce", "complaint"]
    reference: Annotated[str, Meta(pattern=r"^delivery-[1-9][0-9]{0,17}$")] | None = None
    provider_ref: Annotated[str, Meta(max_length=200)] = ""
    permanent: bool = True
    status: Annotated[str, Meta(pattern=r"^[245]\.[0-9]{1,3}\.[0-9]{1,3}$")] | None = None

    def __post_init__(self):
        if not (self.reference or self.provider_ref):
            raise ValueError("Name the message by its `reference` or its `provider_ref`.")


class Callback(msgspec.Struct, forbid_unknown_fields=True):
    events: Annotated[list[Event], Meta(min_length=1, max_length=AT_ONCE)]


def read(body: bytes) -> list[Report]:
    """Every report in a callback; msgspec's error says what is wrong with a malformed one."""
    return [
        Report(
            event_id=f"callback/{event.id}",
            kind=event.type,
            delivery_id=int(event.reference.removeprefix("delivery-")) if event.reference else None,
            provider_ref=event.provider_ref,
            is_permanent=event.permanent,
            status=event.status or "",
        )
        for event in msgspec.json.decode(body, type=Callback).events
    ]
