"""PDF files: whole, not locked, and without scripts or other files inside."""

import re
import zlib
from typing import BinaryIO

END_WITHIN = 4096
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
LOCKED = re.compile(rb"/Encrypt(\s+\d+\s+\d+\s+R|\s*<<)")
ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|ImportData|XFA)(?![A-Za-z])")
# Newer files pack many of their objects together; what acts may lie in there.
PACKED = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
MOST_UNPACKED = 30_000_000


class Locked(Exception):
    """A password is needed to read it."""


class Broken(Exception):
    """Its end is missing, or it unpacks to more than it should."""


class Acts(Exception):
    """It can do something when it is opened."""


def content_type(file: BinaryIO) -> str:
    file.seek(0)
    data = file.read()
    if b"%%EOF" not in data[-END_WITHIN:]:
        raise Broken
    if LOCKED.search(_plain(data)):
        raise Locked
    if ACTS.search(_plain(data)) or any(ACTS.search(_plain(each)) for each in _unpacked(data)):
        raise Acts
    return "application/pdf"


def _plain(data: bytes) -> bytes:
    """Names may be written with escapes: /J#53 is /JS."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data


def _unpacked(data: bytes) -> list[bytes]:
    """The packed objects, as far as they are packed in the usual way; readers know no other that is common."""
    found, left = [], MOST_UNPACKED
    for place in PACKED.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            text = unpacker.decompress(data[place.end() :], left)
        except zlib.error:
            continue
        left -= len(text)
        if left <= 0:
            raise Broken
        found.append(text)
    return found
