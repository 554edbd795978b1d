"""Plain text and CSV: known by what they do not hold, and told apart by their names, because both are text."""

import re
from typing import BinaryIO

BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
ENCODINGS = ("utf-8-sig", "cp1252")
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class NotText(Exception):
    """Bytes that no editor shows."""


def content_type(file: BinaryIO, name: str) -> str:
    file.seek(0)
    text = _decoded(file.read())
    if BINARY.search(text):
        raise NotText
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _decoded(data: bytes) -> str:
    for encoding in [MARKS[data[:2]]] if data[:2] in MARKS else ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText
