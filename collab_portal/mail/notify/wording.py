"""Our words as GOV.UK Notify wants them: it reads a little Markdown, in what people wrote too."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from collab_portal.mail.transports import Envelope

UNSUBSCRIBE = re.compile(r"<(https://[^>]+)>")
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
# What would open a heading, a list or a line across where our plain text means no such thing. "- " and "* " may.
OPENINGS = re.compile(r"^(#|[-*](?! )|[_=]{3,}|\d+(?=\.))", re.MULTILINE)
LINKS = re.compile(r"([\\\[\]])")  # [words](address) would hide where a link leads


def body(envelope: Envelope) -> str:
    """The plain text, with the address to answer to where Notify cannot carry it in a header."""
    text = _plain(envelope.message.text)
    answer_to = envelope.message.headers.get("Reply-To")
    if answer_to:
        with override(envelope.language):
            text = _("To answer, write to %(address)s.") % {"address": answer_to} + "\n\n" + text
    return text


def unsubscribe_url(envelope: Envelope) -> str:
    """Where one click stops such mails, if the message says so; Notify takes https only."""
    found = UNSUBSCRIBE.fullmatch(envelope.message.headers.get("List-Unsubscribe", ""))
    return found[1] if found else ""


def _plain(text: str) -> str:
    text = INDENT.sub("", SIGNATURE.sub("", text))
    text = LINKS.sub(r"\\\1", text)
    return OPENINGS.sub(_escaped, text)


def _escaped(opening: re.Match) -> str:
    """A backslash before the sign, or between a number and its full stop."""
    return f"{opening[1]}\\" if opening[1].isdigit() else f"\\{opening[1]}"
