"""The mails of the demo world: those that went into the folder, and one of each kind written in both languages."""

from collections import Counter

from django.conf import settings
from django.utils.translation import override

from collab_portal.mail import kinds, letters
from collab_portal.mail.mailbox import StoredMail
from collab_portal.mail.models import Delivery
from tests.crawl.markup import Page
from tests.crawl.walk import Fault
from tests.crawl.words import catalogue

LANGUAGES = ("en", "cy")
# What people wrote in one language cannot be marked in plain text, where there are no attributes: that is HTML's part.
OF_OUR_OWN = ("messages", "dates")


def look_through() -> tuple[list[Fault], Counter]:
    """What is wrong in them, and how many of each language there were."""
    faults, counts = [], Counter()
    for file in sorted(settings.MAIL_FOLDER.glob("*.eml")):
        mail = StoredMail(file)
        counts["sent", mail.language] += 1
        faults += _faults("mail", mail.language, file.name, mail.subject, mail.text, mail.html)
    for name, payload in _one_of_each().items():
        for language in LANGUAGES:
            with override(language):
                message = kinds.get(name).render(payload, language)
            counts["written", language] += 1
            place = f"a mail of the kind {name!r}"
            faults += _faults(f"mail:{name}", language, place, message.subject, message.text, message.html)
    return faults, counts


def _one_of_each() -> dict[str, dict]:
    found = {}
    for delivery in Delivery.objects.exclude(kind=letters.READY).exclude(payload={}).order_by("-pk"):
        if delivery.kind not in found and kinds.get(delivery.kind).still_wanted(delivery.payload) is None:
            found[delivery.kind] = delivery.payload
    return found


def _faults(kind: str, language: str, place: str, subject: str, text: str, html: str) -> list[Fault]:
    found = []
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    for words in {subject, *paragraphs, *(line.strip() for line in text.splitlines())}:
        fault = catalogue().fault(words, language)
        if fault and fault[0] in OF_OUR_OWN:
            found.append(Fault(fault[0], kind, f"{fault[1]} (text)", "mail", language, place))
    page = Page(html)
    if html and page.language != language:
        found.append(Fault("lang", kind, f"says {page.language or 'nothing'}", "mail", language, place))
    for piece in set(page.texts):
        if fault := catalogue().fault(piece.words, piece.language):
            found.append(Fault(fault[0], kind, f"{fault[1]} ({piece.where})", "mail", language, place))
    return found
