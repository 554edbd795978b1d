"""Reading what mail servers send back: delivery status notifications (RFC 3464) and complaints (ARF, RFC 5965)."""

import email
import hashlib
import re
from collections.abc import Iterator
from email.message import Message

from collab_portal.mail import mime
from collab_portal.mail.bounces import Report
from collab_portal.mail.models import BounceEvent
from collab_portal.mail.transports import ENHANCED_STATUS, NO_SUCH_ADDRESS, NO_SUCH_ADDRESS_PLAIN

Kind = BounceEvent.Kind
REPLY_CODE = re.compile(r"smtp;\s*(\d{3})\b", re.IGNORECASE)
ACTIONS = {"failed": Kind.BOUNCE, "delivered": Kind.DELIVERED}  # a delayed or relayed one is still under way


def read(raw: bytes) -> Report | None:
    """What a message from the bounce mailbox says about mail of ours, or None.

    Only a copy of our own signed header makes it believable: anybody can send us a bounce.
    """
    mail = email.message_from_bytes(raw)
    delivery_id = _delivery_named_in(mail)
    if delivery_id is None:
        return None
    said = _complaint(mail) or _status(mail)
    if said is None:
        return None
    return Report(event_id=f"mail/{hashlib.sha256(raw).hexdigest()}", delivery_id=delivery_id, **said)


def _delivery_named_in(mail: Message) -> int | None:
    for returned in _returned_headers(mail):
        if returned[mime.PROOF]:
            return mime.proved(str(returned[mime.PROOF]))
    return None


def _returned_headers(mail: Message) -> Iterator[Message]:
    """The headers of the message it is about: whole, or only the headers, as the server chose."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            yield part.get_payload(0)
        elif part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True) or b""
            yield email.message_from_bytes(text)


def _complaint(mail: Message) -> dict | None:
    for part in mail.walk():
        if part.get_content_type() != "message/feedback-report":
            continue
        fields = _fields(part)
        kind = str(fields.get("Feedback-Type", "")).strip().lower()
        return None if kind == "not-spam" else {"kind": Kind.COMPLAINT, "status": kind}
    return None


def _status(mail: Message) -> dict | None:
    """What became of the one recipient each message of ours has."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for recipient in part.get_payload()[1:]:  # the first block is about the message as a whole
            kind = ACTIONS.get(str(recipient.get("Action", "")).strip().lower())
            if kind:
                status, is_permanent = _judge(recipient)
                return {"kind": kind, "status": status, "is_permanent": is_permanent}
    return None


def _judge(recipient: Message) -> tuple[str, bool]:
    """The status, and whether it means that this mailbox will never take mail."""
    diagnosis = str(recipient.get("Diagnostic-Code", ""))
    found = ENHANCED_STATUS.search(diagnosis) or ENHANCED_STATUS.search(str(recipient.get("Status", "")))
    status = found[1] if found else ""
    if status in NO_SUCH_ADDRESS:
        return status, True
    code = REPLY_CODE.search(diagnosis)
    vague = status in ("", "5.0.0")
    return status, vague and code is not None and int(code[1]) in NO_SUCH_ADDRESS_PLAIN


def _fields(part: Message) -> Message:
    """The parser nests what it does not know better; either way, the first block of headers."""
    if part.is_multipart():
        return part.get_payload(0)
    return email.message_from_bytes(part.get_payload(decode=True) or b"")
