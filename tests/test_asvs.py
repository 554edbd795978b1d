"""The table of ASVS is whole, and names nothing that is not there."""

import ast
import re
from collections import Counter

from django.conf import settings

from tests.attack.lines import LINES

TABLE = (settings.BASE_DIR / "tests" / "attack" / "asvs.md").read_text(encoding="utf-8")
# How many requirements of levels 1 and 2 each chapter of version 5.0.0 has.
OF_CHAPTER = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))
STATES = {"held", "part", "run", "none", "no"}
ROW = re.compile(r"^\| (\d[\d., ]*) \| ([^|]+) \| (\w+) \| ([^|]*)\|$", re.MULTILINE)


def rows():
    return [(numbers.split(", "), state, reason.strip()) for numbers, _short, state, reason in ROW.findall(TABLE)]


def test_every_requirement_stands_in_the_table_once():
    numbers = Counter(number for found, _state, _reason in rows() for number in found)

    assert [number for number, times in numbers.items() if times > 1] == []
    assert Counter(int(number.split(".")[0]) for number in numbers) == OF_CHAPTER
    assert {state for _numbers, state, _reason in rows()} <= STATES


def test_what_does_not_hold_says_why():
    assert [numbers for numbers, state, reason in rows() if state in {"part", "run", "no"} and len(reason) < 10] == []


def test_whatever_the_table_names_is_there():
    files = re.findall(r"`([\w./-]+\.\w+)(?:::(\w+))?`", TABLE)
    missing = [(path, name) for path, name in files if not _is_there(path, name)]

    assert len(files) > 60
    assert missing == []
    assert set(re.findall(r"\bS\d+\b(?=[ |;,:.)]|$)", _reasons())) <= {line.id for line in LINES}
    decisions = {path.name[:4] for path in (settings.BASE_DIR / "collab_portal" / "decisions").glob("*.md")}
    assert {f"{int(number):04}" for number in re.findall(r"\bdecision (\d+)", TABLE)} <= decisions


def _reasons():
    """Without the numbers of the linter's rules, which are also an S and a number."""
    return re.sub(r"ruff's [^)|]*", "", " ".join(reason for _numbers, _state, reason in rows()))


def _is_there(path, name):
    file = settings.BASE_DIR / path
    if not file.exists():
        return False
    return not name or name in {
        node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)
    }
