"""Which column holds what: the header is found, each heading recognised, and what is unsure is left to a person."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.limits import Refused
from collab_portal.sheets.reading import Row, Sheet, Value, address, as_text, column_letters

DEEPEST = 40  # rows, within which a header must stand
SURE, LIKELY, GUESS = 1.0, 0.7, 0.4
TOTALS = frozenset(
    ("total", "totals", "grand total", "sub total", "subtotal", "cyfanswm", "is gyfanswm", "cyfansymiau")
)
SMALL_WORDS = frozenset(("the", "of", "a", "an", "your", "our", "in", "for", "y", "yr", "o", "i"))


@dataclass(frozen=True)
class Column:
    """Something a client wants to know of each row, and what people call it. `looks_like` knows its values."""

    key: str
    label: str | Promise
    names: tuple[str, ...] = ()
    needed: bool = False
    hint: str | Promise = ""
    looks_like: Callable[[Value], bool] | None = field(default=None, compare=False)

    @cached_property
    def known_as(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Each name, and the words of it that matter."""
        names = dict.fromkeys(plain(name) for name in (self.key, *self.names))
        return tuple((name, frozenset(name.split()) - SMALL_WORDS) for name in names)


@dataclass(frozen=True)
class Header:
    """The headings, one for each column of the sheet, and the row where they stand: 0 where the sheet has none."""

    row: int
    labels: tuple[str, ...]

    @property
    def signature(self) -> str:
        """Equal for the same headings in the same order, wherever they stand: by this a mapping is remembered."""
        return hashlib.sha256("\x1f".join(map(plain, self.labels)).encode()).hexdigest()

    @property
    def width(self) -> int:
        return len(self.labels)

    def find(self, place: str) -> int | None:
        """The column with this letter or heading."""
        named = [at for at, label in enumerate(self.labels) if label and plain(label) == plain(place)]
        lettered = [at for at in range(self.width) if column_letters(at) == place.strip().upper()]
        return next(iter([*named, *lettered]), None)

    def name(self, column: int) -> str:
        """How a person finds the column: its letter, and its heading."""
        label = self.labels[column] if column < len(self.labels) else ""
        return f"{column_letters(column)} – {label}" if label else column_letters(column)


@dataclass
class Proposal:
    """A mapping (key to column) with how sure we are of each, and what keeps it from being used unseen."""

    header: Header
    columns: dict[str, int]
    confidence: dict[str, float]
    missing: list[Column]
    twins: dict[str, list[int]]  # keys for which several headings are equally good

    @property
    def is_certain(self) -> bool:
        """Recognised so well that nobody needs to be asked."""
        return (
            self.header.row > 0
            and bool(self.columns)
            and not self.missing
            and not self.twins
            and all(value >= SURE for value in self.confidence.values())
        )


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A heading without case, accents and signs: "Est. value (£k)" is "est value k"."""
    text = "".join(c for c in unicodedata.normalize("NFKD", str(text).casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", text.replace("'", "").replace("’", "")).split())


def likeness(heading: str, column: Column) -> float:
    """How surely a heading means this column: 1 where it is one of its names."""
    text = plain(heading)
    words = frozenset(text.split()) - SMALL_WORDS
    best = 0.0
    for name, wanted in column.known_as:
        if text == name:
            return SURE
        if wanted and wanted <= words:
            best = max(best, LIKELY * (0.6 + 0.4 * len(wanted) / len(words)))
        elif _is_misspelt(text, name):
            best = max(best, LIKELY)
    return best


def _is_misspelt(text: str, name: str) -> bool:
    if abs(len(text) - len(name)) > 2 or text[:1] != name[:1]:
        return False
    return SequenceMatcher(None, text, name).ratio() > 0.86


def refuse_empty(sheet: Sheet) -> None:
    if not sheet.rows:
        raise Refused(_("The sheet has no rows. Choose one that has."))


def find_header(sheet: Sheet, columns: Sequence[Column]) -> Header:
    """The row that holds the most headings we know. Where none does, the sheet begins with data."""
    refuse_empty(sheet)
    scores = [(*_score(row, columns), -at) for at, row in enumerate(sheet.rows[:DEEPEST])]
    best, sure, at = max(scores)
    row = sheet.rows[-at]
    if best >= 2 or (sure and (sheet.width == 1 or sum(value is not None for value in row.values) > 1)):
        return header_at(sheet, row.number)
    return Header(0, ("",) * sheet.width)


def header_at(sheet: Sheet, number: int) -> Header:
    """The headings in that row; row 0 stands for a sheet that begins with data."""
    if number == 0:
        return Header(0, ("",) * sheet.width)
    if number not in sheet.by_number:
        raise Refused(_("The sheet has no row %(row)d."), params={"row": number})
    labels = [" ".join(as_text(value).split()) for value in sheet.by_number[number].values]
    return Header(number, (*labels, *("",) * (sheet.width - len(labels))))


def _score(row: Row, columns: Sequence[Column]) -> tuple[float, int]:
    """How many headings of ours the row may hold, and how many it surely does."""
    texts = {plain(value) for value in row.values if isinstance(value, str) and len(value) < 80}
    found = [max((likeness(text, column) for text in texts), default=0) for column in columns]
    return sum(found), sum(each == SURE for each in found)


def propose(sheet: Sheet, columns: Sequence[Column], header: Header | None = None) -> Proposal:
    """The best column for each key. A column serves one; the surer match goes first, then the one declared first."""
    header = header or find_header(sheet, columns)
    matches = sorted(
        (-sure, at, rank, column.key)
        for at, label in enumerate(header.labels)
        for rank, column in enumerate(columns)
        if (sure := likeness(label, column)) > 0.5
    )
    chosen: dict[str, int] = {}
    confidence: dict[str, float] = {}
    for unlikeness, at, _rank, key in matches:
        if key not in chosen and at not in chosen.values():
            chosen[key], confidence[key] = at, -unlikeness
    _guess_by_values(sheet, columns, header, chosen, confidence)
    twins = {
        key: [at for unlikeness, at, _rank, other in matches if other == key and unlikeness == -SURE]
        for key, sure in confidence.items()
        if sure == SURE
    }
    return Proposal(
        header,
        chosen,
        confidence,
        [column for column in columns if column.needed and column.key not in chosen],
        {key: _same_heading(header, sorted(places)) for key, places in twins.items() if _same_heading(header, places)},
    )


def _same_heading(header: Header, places: list[int]) -> list[int]:
    """Columns that carry the very same heading: nobody but the owner knows which is meant."""
    labels = [plain(header.labels[place]) for place in places]
    return places if len(labels) > 1 and labels.count(labels[0]) > 1 else []


def _guess_by_values(sheet, columns, header, chosen, confidence) -> None:
    for column in columns:
        if column.key in chosen or column.looks_like is None:
            continue
        for at in range(sheet.width):
            values = [value for value in samples(sheet, header, at, 20) if value is not None]
            if at not in chosen.values() and values and all(map(column.looks_like, values)):
                chosen[column.key], confidence[column.key] = at, GUESS
                break


def samples(sheet: Sheet, header: Header, column: int, most: int = 3) -> list[Value]:
    """The first values below the heading."""
    found: list[Value] = []
    for row in sheet.rows:
        if row.number > header.row and column < len(row.values) and row.values[column] is not None:
            found.append(row.values[column])
        if len(found) == most:
            break
    return found


@dataclass(frozen=True)
class Record:
    """A row of data by the client's keys. What was typed on the page to mend it stands in the place of the cell.

    `by_hand`: somebody has said on the page that it is data, whatever it looks like.
    """

    number: int
    values: Mapping[str, Value]
    columns: Mapping[str, int]
    header: Header
    filled: int  # cells of the row that hold something, also those no key is mapped to
    fixed: frozenset[str] = frozenset()
    by_hand: bool = False

    def text(self, key: str) -> str:
        return as_text(self.values.get(key))

    def heading(self, key: str) -> str:
        """The heading as it stands in the sheet, which may say more than the key: "Value (£k)"."""
        return self.header.labels[self.columns[key]] if key in self.columns else ""

    def column_name(self, key: str) -> str:
        return self.header.name(self.columns[key]) if key in self.columns else ""

    def address(self, key: str) -> str:
        return address(self.number, self.columns[key]) if key in self.columns else ""


def records(
    sheet: Sheet,
    header: Header,
    columns: Mapping[str, int],
    fixes: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[Record]:
    """The rows meant as data: not those above the header, blank ones, the header repeated, or totals.

    A row that has fixes, if only an empty set of them, was looked at by a person and is data.
    """
    fixes = fixes or {}
    headings = [plain(label) for label in header.labels if label]
    for row in sheet.rows:
        by_hand = str(row.number) in fixes
        if row.number <= header.row or row.is_blank:
            continue
        if not by_hand and (_is_total(row) or _is_header(row, headings)):
            continue
        values = {key: row.values[at] if at < len(row.values) else None for key, at in columns.items()}
        fixed = fixes.get(str(row.number), {})
        filled = sum(value is not None for value in row.values)
        yield Record(row.number, {**values, **fixed}, columns, header, filled, frozenset(fixed), by_hand)


def _is_header(row: Row, headings: list[str]) -> bool:
    return len(headings) > 1 and [plain(as_text(value)) for value in row.values if value is not None] == headings


def _is_total(row: Row) -> bool:
    """“Total” in front, and beside it nothing but numbers."""
    first, *others = [value for value in row.values if value is not None]
    if not isinstance(first, str) or plain(first) not in TOTALS:
        return False
    return all(not isinstance(value, str) or re.fullmatch(r"[£$€]?[\d,.\s]+[km%]?", value) for value in others)
