"""The folder of e-mails a local run writes, read again for /dev/mail/."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from django.conf import settings

SHOWN = ("From", "To", "Reply-To", "Date", "Message-ID", "List-Unsubscribe")
STYLE_ATTRIBUTE = re.compile(r' style="([^"]*)"')
STYLE_ELEMENT = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class StoredMail:
    """One .eml file."""

    path: Path

    @property
    def reference(self) -> str:
        return self.path.stem

    @cached_property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.path.read_bytes(), policy=policy.default)

    @property
    def subject(self) -> str:
        return self.parsed["Subject"]

    @property
    def to(self) -> str:
        return self.parsed["To"]

    @property
    def language(self) -> str:
        return self.parsed["Content-Language"]

    @property
    def at(self) -> datetime:
        return self.parsed["Date"].datetime

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, self.parsed[name]) for name in SHOWN if name in self.parsed]

    @property
    def text(self) -> str:
        return self.parsed.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        body = self.parsed.get_body(("html",))
        return body.get_content() if body else ""

    def page(self, stylesheet: str) -> str:
        """Its HTML, with the styles it carries moved out: pages of ours must not have any inside."""
        numbers = iter(range(len(self.html)))
        page = STYLE_ATTRIBUTE.sub(lambda found: f' data-style="{next(numbers)}"', self.html)
        return STYLE_ELEMENT.sub(f'<link rel="stylesheet" href="{stylesheet}">', page)

    def stylesheet(self) -> str:
        """What `page` moved out."""
        rules = STYLE_ELEMENT.findall(self.html)
        inline = STYLE_ATTRIBUTE.findall(self.html)
        return "\n".join([*rules, *(f'[data-style="{number}"] {{ {rule} }}' for number, rule in enumerate(inline))])


def newest(count: int) -> list[StoredMail]:
    """The latest first."""
    files = sorted(settings.MAIL_FOLDER.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [StoredMail(file) for file in files[:count]]


def find(reference: str) -> StoredMail | None:
    file = settings.MAIL_FOLDER / f"{reference}.eml"
    return StoredMail(file) if file.is_file() else None
