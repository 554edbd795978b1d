"""CSV in the ways people make it: any delimiter, any line ending, the encodings of Excel and of everybody else."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.limits import MAX_TEXT, Refused

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 50
END = "\ue000end\ue000"  # if this line does not come out as a row of its own, a quotation mark swallowed it
MANY = 6  # columns, from which rows inside a cell are told from an address with commas

csv.field_size_limit(1 << 24)  # our own limit is smaller, and says where


def decoded(content: bytes) -> str:
    """The text, from UTF-8, UTF-16 or Windows-1252. Nothing is guessed: what fits none of them is refused."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _without_nul(_decode(content, encoding))
    if b"\0" in content:
        return _without_nul(_decode(content, _utf_16_without_mark(content) or "latin-1"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "cp1252")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(
            _("Line %(line)s has characters that cannot be read. Save the file as “CSV UTF-8”, and choose that one."),
            params={"line": _line_at(content[: error.start].decode("latin-1"))},
        ) from error


def _utf_16_without_mark(content: bytes) -> str:
    """Western text in UTF-16 has a NUL in every second place, and in no other."""
    sample = content[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 5 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) // 5 and not odd else ""


def _without_nul(text: str) -> str:
    at = text.find("\0")
    if at >= 0:
        raise Refused(
            _("Line %(line)s has a character (NUL) that no text has. Save the sheet as CSV again, or as .xlsx."),
            params={"line": _line_at(text[:at])},
        )
    return text


def _line_at(before: str) -> int:
    return len(before.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def records(text: str) -> Iterator[list[str]]:
    """The rows, one by one. A quotation mark that is never closed is named, with the row where it was opened."""
    text, delimiter, width = _cut(text)
    number, cells = 0, None
    for row in _reader(text.rstrip("\r\n") + "\n" + END, delimiter):
        if cells is not None:
            yield cells
        number, cells = number + 1, row
        if any(len(cell) > MAX_TEXT or "\n" in cell or "\r" in cell for cell in row):
            _refuse_swallowed(row, number, delimiter * (width - 1) if width >= MANY else "")
    if cells != [END]:
        raise _unclosed(number)


def _reader(text: str, delimiter: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _cut(text: str) -> tuple[str, str, int]:
    """The sign between cells: said in the first line, as Excel does ("sep=;"), or the one that cuts most evenly.

    With it comes how many cells a row usually has.
    """
    if text[:4].lower() == "sep=" and text[4:5] in DELIMITERS:
        text, told = text[5:].lstrip("\r\n"), text[4]
        return text, told, _evenness(text, told)[1]
    evenness = {delimiter: _evenness(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: evenness[delimiter])
    return text, best, evenness[best][1]


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    for row in _reader(text[:100_000], delimiter):
        if any(row):
            widths[len(row)] += 1
        if widths.total() >= SAMPLE:
            break
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    usual = max(wide, key=lambda width: (wide[width], width))
    return round(wide[usual] / widths.total(), 1), usual


def _refuse_swallowed(row: list[str], number: int, marks: str) -> None:
    """A cell far too long, or with whole rows inside, began with a quotation mark that was not closed.

    `marks` are the delimiters of a whole row; none where rows are too short to be told from prose.
    """
    for cell in row:
        lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        whole_rows = sum(line.count(marks[0]) == len(marks) for line in lines[1:-1]) if marks else 0
        if len(cell) > MAX_TEXT or whole_rows > 1:
            raise _unclosed(number)


def _unclosed(number: int) -> Refused:
    return Refused(
        _("Row %(row)s has a quotation mark that is not closed. Close it or take it out, and choose the file again."),
        params={"row": number},
    )
