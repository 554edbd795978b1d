"""From the bytes of a package to releases that are read and ready to be written, or to the reason why not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from procurement.imports.report import Kind, Row
from procurement.ocds import reading, source
from procurement.ocds.reading import Reading
from procurement.ocds.stream import Piece, utf8
from procurement.ocds.values import Refused, Remark

PUBLISHER_LENGTH = 200
DECODE_RELEASE = msgspec.json.Decoder(source.Release).decode
DECODE_RECORD = msgspec.json.Decoder(source.Record).decode
DECODE_NAMES = msgspec.json.Decoder(source.Names).decode
PLACED = re.compile(r"(?P<reason>.*?)(?: - at `(?P<path>\$.*)`)?", re.DOTALL)
MISSING = re.compile(r"Object missing required field `(\w+)`")
NULL = b"null"


@dataclass(frozen=True)
class Incoming:
    """A release as it came, where it stood in its file, and what it says."""

    reading: Reading
    content: bytes
    publisher: str
    place: str

    def row(self, kind: Kind, remark: Remark) -> Row:
        path = _below(self.place, remark.path)
        return Row(kind, remark.reason, self.reading.release_id, self.reading.ocid, path)


def releases(piece: Piece) -> Iterator[Incoming | Row]:
    """The release or the releases in this piece of a package, each read or refused."""
    if piece.is_too_long:
        yield Row(Kind.REFUSED, "longer than any release should be", path=piece.path)
        return
    content = utf8(piece.content)
    if not piece.path.startswith("$.records"):
        yield _release(content, piece.path, piece.publisher)
        return
    try:
        record = DECODE_RECORD(content)
    except (msgspec.MsgspecError, RecursionError) as error:
        yield _refusal(content, piece.path, error)
        return
    for part, each in _of_record(record):
        yield _release(each, f"{piece.path}.{part}", piece.publisher)


def _of_record(record: source.Record) -> Iterator[tuple[str, bytes]]:
    """Its releases where they stand there in full, or else what they come to together."""
    given = [bytes(each) for each in record.releases or ()]
    if given and not any(_is_link(each) for each in given):
        yield from ((f"releases[{n}]", each) for n, each in enumerate(given))
    else:
        compiled = bytes(record.compiledRelease)
        yield "compiledRelease", b"{}" if compiled == NULL else compiled


def _is_link(content: bytes) -> bool:
    names = _names(content)
    return names.url is not None and names.ocid is None


def _release(content: bytes, place: str, publisher: str) -> Incoming | Row:
    try:
        found = reading.read(DECODE_RELEASE(content))
    except (msgspec.MsgspecError, Refused, RecursionError) as error:
        return _refusal(content, place, error)
    return Incoming(found, content, publisher[:PUBLISHER_LENGTH], place)


def _refusal(content: bytes, place: str, error: Exception) -> Row:
    """Why, in words, and where."""
    names = _names(content)
    path, reason = _where_and_why(error)
    return Row(Kind.REFUSED, reason, _name(names.id), _name(names.ocid), _below(place, path))


def _below(place: str, path: str) -> str:
    """A path inside of a release, as one inside of its file."""
    return place + path.removeprefix("$")


def _where_and_why(error: Exception) -> tuple[str, str]:
    if isinstance(error, Refused):
        return error.path, error.reason
    if isinstance(error, RecursionError):
        return "$", "nested too deeply"
    if not isinstance(error, msgspec.ValidationError):
        return "$", "no JSON: " + str(error).removeprefix("JSON is malformed: ")
    placed = PLACED.fullmatch(str(error))
    path, reason = placed["path"] or "$", placed["reason"]
    if missing := MISSING.fullmatch(reason):
        return f"{path}.{missing[1]}", "required, but missing"
    return path, reason


def _names(content: bytes) -> source.Names:
    try:
        return DECODE_NAMES(content)
    except (msgspec.MsgspecError, RecursionError):
        return source.Names()


def _name(value: Any) -> str:
    return str(value)[:160] if isinstance(value, str | int) else ""
