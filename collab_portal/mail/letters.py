"""Writing a message: from a pair of templates, or from words that are ready already."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from collab_portal.mail import kinds

READY = "ready"


def compose(
    template: str, *, subject: str, context: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> kinds.Message:
    """Write a message from `<template>.txt` and `<template>.html`, which extend `mail/base.txt` and `mail/base.html`.

    It is written in the active language; the sender has activated the reader's.
    """
    language = get_language()
    full = {
        **context,
        "subject": subject,
        "language": language,
        "portal_name": settings.PORTAL_NAME_CY if language == "cy" else settings.PORTAL_NAME_EN,
        "portal_url": f"{settings.PORTAL_URL}/cy/" if language == "cy" else f"{settings.PORTAL_URL}/",
    }
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"{template}.txt", full)).strip() + "\n"
    return kinds.Message(
        subject=subject, text=text, html=render_to_string(f"{template}.html", full), headers=headers or {}
    )


def register() -> None:
    """Make known the one kind that belongs to nobody above: mail that Django or a package has written already."""
    kinds.register(READY, render=_as_it_is, essential=True)


def _as_it_is(payload: kinds.Payload, language: str) -> kinds.Message:
    return kinds.Message(
        subject=payload["subject"], text=payload["text"], html=payload["html"], headers=payload["headers"]
    )
