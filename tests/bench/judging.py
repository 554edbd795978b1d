"""What is promised of a page's time, and of how it grows; and where less is promised, why.

The aim is what a page would cost if it only had to render. What a view works out of its rows, and each query, which is
a millisecond of Python before PostgreSQL has done anything, come on top; so the promise is wider than the aim, and the
table says of each page which of the two it keeps.
"""

from collections.abc import Iterable
from typing import NamedTuple

from tests.bench.table import Row

AIM, AIM_GROWTH = 1.5, 1.3  # times the page with its rows in memory; times the same page with the fewest rows
SAME = 1.2  # a page with more on it than with the fewest rows may ask more
MORE = 3  # queries: a word may be looked up another way, but none is asked for each row


class Promise(NamedTuple):
    floor: float
    growth: float
    why: str = ""


PROMISED = Promise(3, 2)
_RANKED = "the best match is found by going through all that have the word"
_WORDS = "two to four queries for the words, on a page of a few milliseconds"
LESS = {
    "pipeline, very common word": Promise(8, 6, _RANKED),
    "pipeline, very common word, page 200": Promise(8, 6, _RANKED),
    "pipeline, two common words": Promise(8, 6, _RANKED),
    "pipeline, common word and three filters": Promise(8, 6, _RANKED),
    "pipeline, page 200": Promise(4, 3, "four thousand entries are passed over"),
    "pipeline, last page": Promise(5, 4, "ten thousand entries are passed over"),
    "directory, very common word": Promise(5, 2, _RANKED),
    "directory, common word and three filters": Promise(5, 2, _RANKED),
    "directory, common word in Welsh, mutated": Promise(5, 2, _RANKED),
    "directory, two words": Promise(5, 2, _RANKED),
    "directory, misspelt word": Promise(6, 2, "words that look alike are looked for, and the search is asked again"),
    "library": Promise(4, 2, "the first page that is asked for after so much was added"),
    "library, common word": Promise(4, 2, _WORDS),
    "library, common word in Welsh, mutated": Promise(4, 2, _WORDS),
    "library, misspelt word": Promise(4, 2, _WORDS),
    "library, absent word": Promise(4, 2, _WORDS),
    "networks:detail": Promise(8, 2, "eight parts, each a query, on a page of two milliseconds"),
    "enterprises:detail": Promise(5, 2, "eight kinds of lines in one query, which is itself long to write"),
    "enterprises:detail in Welsh": Promise(5, 2, "eight kinds of lines in one query, which is itself long to write"),
    "pipeline:desk (publisher)": Promise(9, 2, "the checks and the market of each draft are worked out anew"),
    "pipeline:edit (publisher)": Promise(5, 2, "the checks of the draft are worked out anew"),
    "pipeline:suppliers (publisher)": Promise(8, 4, "who could deliver is asked of the whole directory"),
    "chances (administrator)": Promise(8, 4, "what could be delivered is asked of the whole pipeline"),
}


class Judge:
    """Keeps what each page cost with the fewest rows. `slack` is for machines that do other things meanwhile."""

    def __init__(self, slack: float):
        self._slack = slack
        self._fewest: dict[str, Row] = {}

    def judge(self, rows: Iterable[Row]) -> list[Row]:
        """These rows, each with what is promised of it and whether that was kept."""
        return [self._judged(row) for row in rows]

    def _judged(self, row: Row) -> Row:
        first = self._fewest.setdefault(row.what, row)
        if row.ratio is None or first.ratio is None:
            return row
        promised = LESS.get(row.what, PROMISED)
        row.growth = None if first is row else row.ratio / first.ratio  # in floors: the machine may be busier by now
        row.goal, row.why = f"≤ {promised.floor:g} × floor, {promised.growth:g} × fewest", promised.why
        row.ok = row.ratio <= promised.floor * self._slack and (row.growth or 0) <= promised.growth * self._slack
        row.figure = "" if row.ratio <= AIM and (row.growth or 0) <= AIM_GROWTH else "beyond the aim"
        if row.bytes <= SAME * first.bytes and row.queries > first.queries + MORE:
            row.figure, row.ok = f"{first.queries} queries with the fewest", False
        return row
