"""Paired fields: `title_en` and `title_cy` are one text in two languages, and either may be missing."""

from collections.abc import Iterable

LANGUAGES = ("en", "cy")


def other(language: str) -> str:
    return "en" if language == "cy" else "cy"


def paired(obj, field: str, language: str) -> tuple[str, str]:
    """The text to show to a reader of `language`, and the language it is really in.

    Nobody should meet an empty heading, so the other language stands in where this one is missing.
    """
    for candidate in (language, other(language)):
        text = getattr(obj, f"{field}_{candidate}")
        if text and not text.isspace():
            return text, candidate
    return "", language


def missing_languages(obj, fields: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each language, the fields that are written in the other language only. Empty when nothing is missing."""
    written = {
        (field, language): paired(obj, field, language)[1] == language for field in fields for language in LANGUAGES
    }
    gaps = {
        language: tuple(field for field, wanted in written if wanted == language and not written[field, language])
        for language in LANGUAGES
    }
    return {language: missing for language, missing in gaps.items() if missing}
