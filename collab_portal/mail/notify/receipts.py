"""What GOV.UK Notify reports to /mail/receipts/: what became of one message. Complaints it keeps to itself."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from collab_portal.mail.bounces import Report
from collab_portal.mail.models import BounceEvent

Kind = BounceEvent.Kind
FAILURES = ("permanent-failure", "temporary-failure", "technical-failure")


class Receipt(msgspec.Struct):
    """Other fields, such as to whom it went, are not read."""

    id: Annotated[str, Meta(min_length=1, max_length=100)]
    status: Literal["delivered", "permanent-failure", "temporary-failure", "technical-failure"]
    reference: Annotated[str, Meta(pattern=r"^delivery-[1-9][0-9]{0,17}$")] | None = None


def read(body: bytes) -> list[Report]:
    """The one report in a receipt; msgspec's error says what is wrong with a malformed one."""
    receipt = msgspec.json.decode(body, type=Receipt)
    failed = receipt.status in FAILURES
    return [
        Report(
            event_id=f"notify/{receipt.id}/{receipt.status}",
            kind=Kind.BOUNCE if failed else Kind.DELIVERED,
            delivery_id=int(receipt.reference.removeprefix("delivery-")) if receipt.reference else None,
            provider_ref=receipt.id,
            is_permanent=receipt.status == "permanent-failure",
            status=receipt.status if failed else "",
        )
    ]
