"""The columns of a sheet, one after the other, with a row for each bid and below them the best of some."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext

from collab_portal.sheets.writing import Formula
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.result import Outcome, Result
from socialvalue.scoring.worksheet.cells import Place

FIRST = 2  # the row below the head
Value = Decimal | int | str
ByRow = Callable[[int], str]
ByPlace = Callable[[int], Value]


class Columns:
    """Each has a head, a formula for each row, and the value it has now, for programs that do not recompute."""

    def __init__(self, result: Result, bids: Sequence[Bid], title: str) -> None:
        self.result, self.bids, self.title = result, bids, title
        self.outcomes: list[Outcome] = [result.outcome(bid.id) for bid in bids]
        self.last = FIRST + len(bids) - 1
        self.heads: list[str] = [gettext("Bidder")]
        self.columns: list[list[Formula]] = []
        self.best: dict[int, Formula] = {}

    def rows(self, called: Mapping[str, str]) -> Iterator[list[object]]:
        yield [*self.heads]
        for place, bid in enumerate(self.bids):
            yield [called[bid.id], *(column[place] for column in self.columns)]
        if self.best:
            yield [gettext("Best of the accepted"), *(self.best.get(n, "") for n in range(1, len(self.columns) + 1))]

    def add(self, head: str, formula: ByRow, value: ByPlace) -> Place:
        self.heads.append(head)
        self.columns.append([Formula(f"={formula(FIRST + n)}", value(n)) for n in range(len(self.bids))])
        return Place(self.title, len(self.columns))

    def add_best(self, head: str, amount: Place, counts: Place, value: ByPlace, *, is_lowest: bool) -> str:
        """A column of what counts, with the lowest or highest of it in the row below."""
        column = self.add(
            head,
            lambda row: f'IF(AND({counts.at(row)}=1,{amount.at(row)}<>""),{amount.at(row)},"")',
            lambda place: value(place) if self.counts(place) else "",
        )
        values = [each.value for each in self.columns[-1] if not isinstance(each.value, str)]
        name, best = ("MIN", min(values, default=0)) if is_lowest else ("MAX", max(values, default=0))
        self.best[column.column] = Formula(f"={name}({column.all(FIRST, self.last)})", best)
        return Place(self.title, column.column, self.last + 1).fixed

    def counts(self, place: int) -> int:
        """Whether others are measured by this bid: it is accepted, or nobody is."""
        return int(self.outcomes[place].is_accepted or not self.result.winners)
