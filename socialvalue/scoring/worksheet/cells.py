"""Where things stand in the worksheet, and the formulas that point there: only what every spreadsheet program has."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from socialvalue.scoring.rule import RoundingMode

ROUNDING = {RoundingMode.HALF_UP: "ROUND", RoundingMode.DOWN: "ROUNDDOWN", RoundingMode.UP: "ROUNDUP"}
FINE = 9  # places: a spreadsheet reckons with fifteen digits, and the last ones are noise
LEAST, MOST = "-1E+99", "1E+99"


@dataclass(frozen=True)
class Place:
    """A column of a sheet, or with `row` one cell that stays where it is."""

    sheet: str
    column: int
    row: int = 0

    def at(self, row: int) -> str:
        """The cell in this row, for a formula on another sheet or the same."""
        return f"{self._sheet}${xl_col_to_name(self.column)}{row}"

    @property
    def fixed(self) -> str:
        return f"{self._sheet}${xl_col_to_name(self.column)}${self.row}"

    def all(self, first: int, last: int) -> str:
        name = xl_col_to_name(self.column)
        return f"{self._sheet}${name}${first}:${name}${last}"

    @property
    def _sheet(self) -> str:
        return f"'{self.sheet}'!"


def unless_empty(cell: str, formula: str, otherwise: str = "0") -> str:
    """What was not offered is not zero."""
    return f'IF({cell}="",{otherwise},{formula})'


def more(weight: str, amount: str, goal: str) -> str:
    """Against the highest, or a target."""
    return f"IF({goal}=0,0,{weight}*MIN({amount},{goal})/{goal})"


def less(weight: str, amount: str, goal: str) -> str:
    """Against the lowest, or a target that should not be passed."""
    return f"IF({amount}<={goal},{weight},{weight}*{goal}/{amount})"


def rounded(cell: str, places: str, mode: RoundingMode) -> str:
    """Noise goes first, or rounding up would make a penny of it."""
    return f"{ROUNDING[mode]}(ROUND({cell},{FINE}),{places})"


def rank(row: int, accepted: Place, keys: Sequence[Place], first: int, last: int) -> str:
    """One more than those who are better: by the first key, or where it is equal by the next. Greater is better."""
    better = ""
    for key in reversed(keys):
        column, mine = key.all(first, last), key.at(row)
        better = f"({column}>{mine})" + (f"+({column}={mine})*({better})" if better else "")
    inside = f"({accepted.all(first, last)}=1)"
    return f'IF({accepted.at(row)}=1,1+SUMPRODUCT({inside}*({better})),"")'
