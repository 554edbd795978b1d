"""Django's e-mail backend: what Django or a package sends goes through the outbox, so that it is not lost either."""

import uuid

from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from collab_portal.mail import letters, outbox


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        posted = [letter for message in email_messages for letter in _letters(message)]
        outbox.post_many(posted)
        return len(email_messages)


def _letters(message):
    """One letter to each recipient. They do not see each other's addresses."""
    if message.attachments:
        raise ValueError("The outbox carries words only. Link to the file instead.")
    headers = dict(message.extra_headers)
    if message.reply_to:
        headers["Reply-To"] = ", ".join(message.reply_to)
    html = next((part.content for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"), "")
    payload = {"subject": message.subject, "text": message.body, "html": html, "headers": headers}
    for address in message.recipients():
        yield outbox.Letter(
            key=f"{letters.READY}/{uuid.uuid4()}",
            kind=letters.READY,
            address=address,
            language=get_language() or "en",
            payload=payload,
        )
