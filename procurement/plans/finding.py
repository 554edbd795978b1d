"""Finding the plan in a file: its sheet, the column that is the title, the rows that are lines, and their unit."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from collab_portal.sheets import mapping
from collab_portal.sheets.mapping import GUESS, LIKELY, SURE, Column, Header, Proposal, Record, plain
from collab_portal.sheets.reading import Book, Row, Sheet, Value, as_text
from procurement.plans import dates, money, terms
from procurement.plans.columns import BY_KEY, COLUMNS
from procurement.plans.unread import CannotBeRead

READERS: dict[str, Callable[[object], object]] = {
    **dict.fromkeys(("start", "end", "tender", "tender_end"), dates.read),
    **dict.fromkeys(("value", "annual_value"), money.read),
    **dict.fromkeys(("term", "extension"), terms.read),
}
AMOUNTS = ("value", "annual_value")
Filled = dict[int, Value]
SAMPLE = 200  # cells, by which a column is judged
DESCRIPTIONS = ("description", "details", "scope", "summary", "brief description", "disgrifiad", "manylion")
UNIT = r"£\s?[km]\b|£?'?000s?\b|thousands?\b|millions?\b|miloedd\b|miliynau\b"
POUNDS = re.compile(rf"\W*(£|gbp|{UNIT})\W*(p\.?\s?a\.?|per (annum|year)|a year|y flwyddyn)?\W*", re.I)
ALL_FIGURES = re.compile(
    rf"\b(figures|values|amounts|costs|sums|prices|ffigurau|gwerthoedd|symiau)\b[^.;£\d]{{0,30}}({UNIT})"
    rf"|^\W*({UNIT})\W*$",
    re.I,
)
TOTAL = re.compile(
    r"(grand |overall )?totals?( (value|cost|spend|for|of|all|contracts)\b.*| \d.*)?|sub ?totals?\b.*|.*\bsub ?total"
    r"|.* total|(is )?gyfanswm\b.*|cyfanswm.*"
)  # of headings made plain
UNITS_ONLY = re.compile(rf"\W*({UNIT}|months?|years?|£|dd.mm.yy+|gbp|misoedd|blynyddoedd)\W*", re.I)
NOTE = re.compile(r"(\*|notes?\b|n\.?b\.?\b|key\b|source\b|all (figures|values|dates)\b|last updated|nodyn)", re.I)
PART = re.compile(r"\b(directorate|department|division|portfolio|services|section|cyfarwyddiaeth|adran)\b|:$", re.I)


@dataclass(frozen=True)
class Chosen:
    """The sheet that holds the plan, and the others of the file that have the same headings."""

    sheet: Sheet
    alike: tuple[str, ...]


def choose(book: Book, name: str = "") -> Chosen:
    """The sheet of that name, or else the first one in which a plan is recognised; a cover or a key is none."""
    if name or len(book.names) == 1:
        return Chosen(book.sheet(name), ())
    plans: list[tuple[Sheet, Proposal]] = []
    for each in book.names:
        sheet = None if each.is_hidden else book.sheet(each.name)
        if sheet and sheet.rows:
            proposal = propose(sheet)
            if proposal.header.row and not proposal.missing and len(proposal.columns) > 1:
                plans.append((sheet, proposal))
    if not plans:
        return Chosen(book.sheet(), ())
    chosen, first = plans[0]
    alike = (sheet.name for sheet, proposal in plans[1:] if proposal.header.signature == first.header.signature)
    return Chosen(chosen, tuple(alike))


def propose(sheet: Sheet, columns: Sequence[Column] = COLUMNS, header: Header | None = None) -> Proposal:
    """What the columns mean. The title is the column that names each line; the values tell which one that is."""
    proposal = mapping.propose(sheet, columns, header)
    _drop_misheard(sheet, proposal)
    _hear_pounds(sheet, proposal)
    _settle_title(sheet, proposal)
    return proposal


def _hear_pounds(sheet: Sheet, proposal: Proposal) -> None:
    """A column headed “£k” and nothing else is the value, if its cells are money and no other column is."""
    taken = {*proposal.columns.values()}
    for at, label in enumerate(proposal.header.labels):
        key = "annual_value" if money.is_yearly(label) else "value"
        is_free = at not in taken and key not in proposal.columns
        if is_free and POUNDS.fullmatch(label) and _reads(sheet, proposal.header, key, at):
            proposal.columns[key], proposal.confidence[key] = at, LIKELY


def _drop_misheard(sheet: Sheet, proposal: Proposal) -> None:
    """“Contract” is no misspelt “Contact”, and “Things to buy” no end: the heading or the cells tell otherwise."""
    for key, at in list(proposal.columns.items()):
        label = proposal.header.labels[at]
        is_another = any(mapping.likeness(label, column) == SURE for column in COLUMNS)
        if proposal.confidence[key] < SURE and (is_another or not _reads(sheet, proposal.header, key, at)):
            del proposal.columns[key], proposal.confidence[key]


def _reads(sheet: Sheet, header: Header, key: str, at: int) -> bool:
    """At least half of the first cells can be read as what the column would hold."""
    if key not in READERS:
        return True
    cells = mapping.samples(sheet, header, at, 20)
    return sum(_is_read(READERS[key], cell) for cell in cells) * 2 >= len(cells)


def _is_read(reader: Callable[[object], object], cell: Value) -> bool:
    try:
        reader(cell)
    except CannotBeRead:
        return False
    return True


def _settle_title(sheet: Sheet, proposal: Proposal) -> None:
    header, chosen = proposal.header, proposal.columns
    taken = {place for key, place in chosen.items() if key not in ("title", "description")}
    candidates = {at: _as_title(label) for at, label in enumerate(header.labels) if label and at not in taken}
    named = {at: _naming(sheet, header, at) for at in candidates}
    best = max(named, key=lambda at: (named[at] > 0.5, candidates[at], named[at], -at), default=None)
    if best is None or named[best] == 0:
        return
    given_up = chosen.get("title")
    if chosen.get("description") == best:
        del chosen["description"], proposal.confidence["description"]
    chosen["title"], proposal.confidence["title"] = best, candidates[best]
    proposal.missing[:] = [column for column in proposal.missing if column.key != "title"]
    proposal.twins.pop("title", None)
    if given_up is not None and given_up != best:
        _reuse(proposal, given_up, is_code=named.get(given_up, 1) == 0)


def _as_title(label: str) -> float:
    """How likely the heading is that of the title. Any may be: what each line is about is often headed “Item”."""
    sure = mapping.likeness(label, BY_KEY["title"])
    if sure > 0.5:
        return sure
    return 0.6 if plain(label) in DESCRIPTIONS else GUESS if _is_unknown(label) else 0.0


def _is_unknown(label: str) -> bool:
    return not any(mapping.likeness(label, column) > 0.5 for column in COLUMNS)


def _reuse(proposal: Proposal, at: int, *, is_code: bool) -> None:
    """A column headed “Contract” that holds numbers is the reference, and one that says more is the description."""
    key = "reference" if is_code else "description"
    if key not in proposal.columns and not (key == "description" and _is_plain_title(proposal.header.labels[at])):
        proposal.columns[key], proposal.confidence[key] = at, LIKELY


def _is_plain_title(label: str) -> bool:
    return mapping.likeness(label, BY_KEY["title"]) == SURE


def _naming(sheet: Sheet, header: Header, at: int) -> float:
    """How far the column names its lines: 1 where each has words of its own; 0 where they are numbers or codes."""
    rows = [row for row in sheet.rows if row.number > header.row and len(row.values) > 1][:SAMPLE]
    texts = [as_text(row.values[at]) for row in rows if at < len(row.values) and row.values[at] is not None]
    worded = [text for text in texts if re.search(r"[^\W\d_]{3}", text)]
    if not texts or len(worded) * 2 < len(texts):
        return 0.0
    return len({plain(text) for text in worded}) / len(rows)


@dataclass(frozen=True)
class PlanRecord(Record):
    """A line of the plan. Where a row above the table says in what all figures are, the headings say it too."""

    unit: str = ""

    def heading(self, key: str) -> str:
        said = super().heading(key)
        needs_unit = key in AMOUNTS and "£" not in said and money.heading_unit(said) == 1
        return f"{said} {self.unit}".strip() if needs_unit else said


def records(
    sheet: Sheet,
    header: Header,
    columns: Mapping[str, int],
    fixes: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[PlanRecord]:
    """The lines of the plan: without totals, notes below the table, and rows that only name a directorate."""
    unit, shouts = _stated_unit(sheet, header), _shouts(sheet, header, columns)
    sums = {columns[key]: 0.0 for key in AMOUNTS if key in columns}
    for record in mapping.records(sheet, header, columns, fixes):
        filled = _filled(sheet.by_number[record.number])
        if not record.by_hand and (_is_aside(filled, columns, shouts) or _is_sum(filled, sums)):
            continue
        for at in sums.keys() & filled.keys():
            sums[at] += filled[at] if _is_number(filled[at]) else 0
        yield PlanRecord(**vars(record), unit=unit)


def _stated_unit(sheet: Sheet, header: Header) -> str:
    """From the rows above the headings, and the one below: "All figures £000"."""
    for row in sheet.rows:
        if row.number > header.row + 1:
            return ""
        for value in row.values:
            if row.number != header.row and isinstance(value, str) and (found := ALL_FIGURES.search(value)):
                return found[2] or found[3]
    return ""


def _filled(row: Row) -> Filled:
    return {at: value for at, value in enumerate(row.values) if value is not None}


def _shouts(sheet: Sheet, header: Header, columns: Mapping[str, int]) -> bool:
    """Most lines write their title in capitals: then capitals make no heading."""
    rows = [_filled(row) for row in sheet.rows if row.number > header.row]
    titles = [str(row[columns["title"]]) for row in rows if len(row) > 1 and columns.get("title") in row][:SAMPLE]
    return sum(map(_is_shouted, titles)) * 2 > len(titles)


def _is_shouted(text: str) -> bool:
    return text.isupper() and not re.search(r"\d", text)


def _is_aside(filled: Filled, columns: Mapping[str, int], shouts: bool) -> bool:
    """A labelled total, units below the headings, a note, or the name of the part that the next rows belong to."""
    texts = [value for value in filled.values() if isinstance(value, str)]
    if not texts:
        return False
    if TOTAL.fullmatch(plain(texts[0])) and all(re.fullmatch(r"[£\d,.\s]+[km%]?", text) for text in texts[1:]):
        return True
    if len(texts) == len(filled) and all(UNITS_ONLY.fullmatch(text) for text in texts):
        return True
    if len(filled) > 1:
        return False
    if next(iter(filled)) not in (columns.get("title"), columns.get("title_cy")):
        return True
    is_heading = not shouts and _is_shouted(texts[0])
    return bool(is_heading or NOTE.match(texts[0]) or PART.search(texts[0]))


def _is_sum(filled: Filled, sums: Mapping[int, float]) -> bool:
    """The sum of what stands above it, with no word beside it."""
    return filled.keys() <= sums.keys() and all(
        _is_number(value) and sums[at] and abs(value - sums[at]) < 0.01 for at, value in filled.items()
    )


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
