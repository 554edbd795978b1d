"""From words to an e-mail: headers, both forms of the text, and a signature by which a bounce can be believed."""

from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.encoding import punycode

from collab_portal.mail.kinds import Message
from collab_portal.mail.models import Delivery
from collab_portal.mail.transports import Envelope

PROOF = "X-Delivery"
NOT_FOLDED = {"list-unsubscribe"}  # Python would fold a long address into encoded words, which no mailbox reads


class NotAnAddress(Exception):
    """What we were given to write to cannot be an e-mail address."""


class _Policy(EmailPolicy):
    def fold_binary(self, name, value):
        if name.lower() in NOT_FOLDED:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Policy(linesep=SMTP.linesep)


def envelope(delivery: Delivery, message: Message) -> Envelope:
    """Everything the mail server needs for one message."""
    recipient = _on_the_wire(delivery.address)
    return Envelope(
        reference=delivery.reference,
        sender=settings.MAIL_BOUNCE_ADDRESS,
        recipient=recipient,
        content=_mail(delivery, message, recipient).as_bytes(),
        message=message,
        language=delivery.language,
    )


def proof(delivery: Delivery) -> str:
    return _signer().sign(str(delivery.pk))


def proved(text: str) -> int | None:
    """The id of the delivery a returned header names, if we wrote that header."""
    try:
        return int(_signer().unsign(text.strip()))
    except (BadSignature, ValueError):
        return None


def _mail(delivery: Delivery, message: Message, recipient: str) -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    name = settings.PORTAL_NAME_CY if delivery.language == "cy" else settings.PORTAL_NAME_EN
    mail["From"] = formataddr((name, settings.MAIL_FROM))
    mail["To"] = recipient
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = delivery.message_id
    mail["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday notice answers us
    mail[PROOF] = proof(delivery)
    mail.set_content(message.text, cte="quoted-printable")
    if message.html:
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = delivery.language  # only now: giving a message its content removes such headers
    for header, value in message.headers.items():
        if header in mail:
            raise ValueError(f"The header {header} is ours to write.")
        mail[header] = value
    return mail


def _on_the_wire(address: str) -> str:
    """The address with its domain in ASCII, as mail servers understand it."""
    try:
        validate_email(address)
    except ValidationError:
        raise NotAnAddress from None
    local, _, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def _signer() -> Signer:
    return Signer(salt="mail.delivery", sep=".")
