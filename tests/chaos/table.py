"""The one table of the storm, on the screen and as JSON."""

import json
from collections import Counter
from pathlib import Path

from tests.bench.table import machine
from tests.chaos.counting import Finding

FILE = Path("chaos.json")
HEAD = ("promise broken", "of", "found", "allowed", "kept", "")


def text(findings: list[Finding]) -> str:
    rows = [HEAD, *((each.promise, *_numbers(each), "yes" if each.is_kept else "NO", each.remark) for each in findings)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def write(findings: list[Finding], *, faults: Counter[str], figures: dict, **about: object) -> None:
    content = {
        **about,
        "machine": machine(),
        "faults": dict(faults),
        "figures": figures,
        "findings": [vars(each) | {"kept": each.is_kept} for each in findings],
    }
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _numbers(finding: Finding) -> tuple[str, str, str]:
    return f"{finding.of:,}", f"{finding.broken:,}", f"{finding.allowed:,}"
