"""A very small spreadsheet program: it evaluates formulas in binary, cell by cell, as the reader's program will.

Empty cells, text and numbers compare and add up as they do there; what cannot be added is an error, which spreads.
"""

import math
import operator
import re

from xlsxwriter.utility import xl_cell_to_rowcol

from collab_portal.sheets.writing import Formula

ERROR = "#VALUE!"
TOKENS = re.compile(
    r"""'([^']+)'!(\$[A-Z]+\$?\d+)(?::(\$[A-Z]+\$?\d+))?|"[^"]*"|<>|<=|>=|[A-Z]+(?=\()|\d+(?:\.\d+)?(?:E\+\d+)?|."""
)
PYTHON = {"<>": "!=", "=": "=="}


class Book:
    """The sheets by title, and what their formulas come to."""

    def __init__(self, sheets):
        self.rows = {sheet.title: [list(row) for row in sheet.rows] for sheet in sheets}
        self.known = {}

    def value(self, title, row, column):
        there = self.rows[title][row] if row < len(self.rows[title]) else []
        cell = there[column] if column < len(there) else None
        if isinstance(cell, Formula):
            if (title, row, column) not in self.known:
                self.known[title, row, column] = self.evaluate(cell.text)
            return self.known[title, row, column]
        return cell if cell is None or isinstance(cell, str) else float(cell)

    def evaluate(self, formula):
        said = "".join(self._python(found) for found in TOKENS.finditer(formula.removeprefix("=")))
        return eval(said, {"__builtins__": {}}, FUNCTIONS | {"cell": self._cell}).value

    def _python(self, found):
        sheet, first, last = found.groups()
        if sheet:
            return f"cell({sheet!r}, {first!r}, {last!r})"
        token = found.group()
        return f"one({token})" if token[0] in '"0123456789' else PYTHON.get(token, token)

    def _cell(self, sheet, first, last):
        row, column = xl_cell_to_rowcol(first.replace("$", ""))
        if last is None:
            return One(self.value(sheet, row, column))
        end, _same = xl_cell_to_rowcol(last.replace("$", ""))
        return Many([self.value(sheet, each, column) for each in range(row, end + 1)])


def _place(value, other):
    """Blank counts as what it is compared with; numbers come before text."""
    if value is None:
        value = "" if isinstance(other, str) else 0.0
    return isinstance(value, str), value


def _compares(function):
    return lambda a, b: ERROR if ERROR in (a, b) else float(function(_place(a, b), _place(b, a)))


def _reckons(function):
    def value(a, b):
        if isinstance(a, str) or isinstance(b, str):
            return ERROR
        try:
            return function(a or 0.0, b or 0.0)
        except ZeroDivisionError:
            return ERROR

    return value


def _both(function):
    def apply(mine, other):
        left, right = mine.values, other.values
        size = max(len(left), len(right))
        left, right = (side * size if len(side) == 1 else side for side in (left, right))
        return Many([function(a, b) for a, b in zip(left, right, strict=True)])

    return apply


class Many:
    def __init__(self, values):
        self.values = values

    @property
    def value(self):
        (only,) = self.values
        return only

    def __neg__(self):
        return One(0.0) - self

    def __pos__(self):
        return self

    __add__, __sub__ = _both(_reckons(operator.add)), _both(_reckons(operator.sub))
    __mul__, __truediv__ = _both(_reckons(operator.mul)), _both(_reckons(operator.truediv))
    __eq__, __ne__ = _both(_compares(operator.eq)), _both(_compares(operator.ne))
    __lt__, __gt__ = _both(_compares(operator.lt)), _both(_compares(operator.gt))
    __le__, __ge__ = _both(_compares(operator.le)), _both(_compares(operator.ge))


def One(value):
    return Many([value])


def _numbers(things):
    return [value for thing in things for value in thing.values if isinstance(value, float)]


def _round(mode):
    def value(number, places):
        if isinstance(number.value, str):
            return One(ERROR)
        size = abs(number.value or 0.0) * 10 ** int(places.value)
        whole = mode(float(f"{size:.15g}"))
        return One(math.copysign(whole, number.value or 0.0) / 10 ** int(places.value))

    return value


FUNCTIONS = {
    "one": lambda value: One(value if isinstance(value, str) else float(value)),
    "IF": lambda test, yes, no: One(ERROR) if test.value == ERROR else yes if test.value else no,
    "AND": lambda *tests: One(float(all(test.value for test in tests))),
    "OR": lambda *tests: One(float(any(test.value for test in tests))),
    "MIN": lambda *things: One(min(_numbers(things), default=0.0)),
    "MAX": lambda *things: One(max(_numbers(things), default=0.0)),
    "SUM": lambda *things: One(math.fsum(_numbers(things))),
    "SUMPRODUCT": lambda thing: One(ERROR if ERROR in thing.values else math.fsum(thing.values)),
    "ROUND": _round(lambda size: math.floor(size + 0.5)),
    "ROUNDDOWN": _round(math.floor),
    "ROUNDUP": _round(math.ceil),
}
