"""The texts of a release, each in the language it is really in.

Most systems call all text English. A title that says the same twice, "Gofal cartref / Home care", is taken apart;
otherwise all of it counts as Welsh where the release says so, or where its description is long enough to be sure.
"""

from typing import Any

from collab_portal.text import language_of
from procurement.ocds.source import Named, Release, Tender
from procurement.ocds.values import Values

ENOUGH_WORDS = 12
READ_FOR_LANGUAGE = 600
WELSH = ("cy", "cym", "wel")


def language(release: Release) -> str:
    """The language of the release, as it says or as it reads."""
    if (release.language or "").lower().startswith(WELSH):
        return "cy"
    tender = release.tender or Tender()
    text = (tender.description or "")[:READ_FOR_LANGUAGE]
    return language_of(text) if len(text.split()) >= ENOUGH_WORDS else "en"


def of(release: Release, values: Values) -> dict[str, Any]:
    """Title and description of the whole, each in one language or in both."""
    tender = release.tender or Tender()
    found = paired("$.tender", tender, values)
    if not found.get("title_en") and not found.get("title_cy"):
        found |= _titles(values.language, values.line("$.title", release.title))
    return found


def paired(path: str, part: Named, values: Values) -> dict[str, Any]:
    """Title and description of a part of the release."""
    found = _titles(values.language, values.line(f"{path}.title", part.title))
    found[f"description_{values.language}"] = values.text(f"{path}.description", part.description)
    for each in ("en", "cy"):
        if title := getattr(part, f"title_{each}"):
            found[f"title_{each}"] = values.line(f"{path}.title_{each}", title)
        if description := getattr(part, f"description_{each}"):
            found[f"description_{each}"] = values.text(f"{path}.description_{each}", description)
    return {name: text for name, text in found.items() if text}


def _titles(language: str, title: str) -> dict[str, str]:
    halves = [half.strip() for half in title.split(" / ")]
    if len(halves) == 2 and all(halves):
        languages = [language_of(half, default="") for half in halves]
        if sorted(languages) == ["cy", "en"]:
            return {f"title_{each}": half for each, half in zip(languages, halves, strict=True)}
    return {f"title_{language}": title}
