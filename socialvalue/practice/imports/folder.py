"""A folder of Markdown with front matter, read as if it were a sheet: a row for each file, a column for each part."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.limits import MAX_BYTES, Refused
from collab_portal.sheets.mapping import plain
from collab_portal.sheets.reading import Row, Sheet
from socialvalue.practice.imports.columns import BY_KEY, COLUMNS

HEADING = re.compile(r"^##? +(.+?) *#*$", re.MULTILINE)
FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n(.*)\Z", re.DOTALL)


def sheet_of(folder: Path) -> Sheet:
    """Two files of one study, `kitchens.en.md` and `kitchens.cy.md`, become one row."""
    files = sorted(path for path in folder.iterdir() if path.suffix == ".md" and path.is_file())
    if sum(path.stat().st_size for path in files) > MAX_BYTES:
        raise Refused(_("The folder holds too much. Bring it in in parts."))
    found: dict[str, dict[str, str]] = {}
    for path in files:
        name, language = _name(path)
        parts = _parts(path.read_text(encoding="utf-8-sig", errors="replace"))
        other = found.get(name)
        if other is None:
            found[name] = {"reference": name, **parts} | ({"language": language} if language else {})
        else:
            _merge(other, parts, language)
    header = Row(1, tuple(BY_KEY))
    lines = (Row(n, tuple(row.get(key) or None for key in BY_KEY)) for n, row in enumerate(found.values(), 2))
    return Sheet("", [header, *lines])


def _merge(row: dict[str, str], parts: dict[str, str], language: str) -> None:
    """The second language of a study: Welsh goes beside the English, or English in its place and Welsh beside it."""
    if language == "cy":
        row |= {f"{key}_cy": text for key, text in parts.items() if f"{key}_cy" in BY_KEY}
    else:
        welsh = {f"{key}_cy": text for key, text in row.items() if f"{key}_cy" in BY_KEY}
        row |= welsh | parts | {"language": "en"}


def _name(path: Path) -> tuple[str, str]:
    stem, dot, language = path.stem.rpartition(".")
    return (stem, language) if dot and language in ("en", "cy") else (path.stem, "")


def _parts(text: str) -> dict[str, str]:
    """The front matter (`key: value`, lists with commas or on lines of their own), then the text under each heading."""
    match = FRONT.match(text.replace("\r\n", "\n"))
    front, body = match.groups() if match else ("", text)
    parts = dict(_front(front.split("\n")))
    pieces = HEADING.split(body)
    for heading, told in zip(pieces[1::2], pieces[2::2], strict=True):
        if key := KEYS.get(plain(heading)):
            parts[key] = told.strip()
        elif "title" not in parts:
            parts["title"] = heading.strip()
    return parts


def _front(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    key, values = "", []
    for line in lines:
        named = re.match(r"([A-Za-z_ -]+):(.*)", line)
        if named:
            yield from [(key, "; ".join(values))] if key else []
            key, values = KEYS.get(plain(named[1]), ""), [_bare(named[2])] if named[2].strip() else []
        elif line.strip().startswith("- "):
            values.append(_bare(line.strip()[2:]))
    yield from [(key, "; ".join(values))] if key else []


def _bare(text: str) -> str:
    return text.strip().strip("[]").strip("\"'").strip()


KEYS = {name: column.key for column in reversed(COLUMNS) for name, _words in column.known_as}
