"""What a crawl found: one table on the screen, and the same as JSON."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.bench.table import machine
from tests.crawl.walk import Fault

FILE = Path("crawl.json")
CHECKS = {
    "links": "every link is answered",
    "files": "every file is what it says",
    "h1": "one h1",
    "lang": "lang is right",
    "title": "a title",
    "ids": "no id twice",
    "messages": "no message of the other language",
    "gaps": "every message has its Welsh",
    "dates": "no date of the other language",
    "foreign": "what people wrote in the other language is marked",
    "language": "links stay in their language, or say so",
    "script": "works without JavaScript",
    "errors": "a form sent empty answers with its errors",
    "axe": "no axe finding at 1100 px",
    "width": "no horizontal scroll at 360 px",
    "keyboard": "the Tab key reaches every link and control",
}
HEAD = ("who", "language", "pages", "kinds", "links", "in Chromium", "faults")
EXAMPLES = 3


def merged(faults: Iterable[Fault]) -> list[dict]:
    """The same fault on many pages is one fault, with some of the places."""
    places = defaultdict(list)
    for fault in sorted(set(faults)):
        places[fault.check, fault.kind, fault.detail].append(f"{fault.path} ({fault.role}, {fault.language})")
    return [
        {"check": check, "kind": kind, "what": detail, "times": len(where), "where": where[:EXAMPLES]}
        for (check, kind, detail), where in places.items()
    ]


def text(rows: list[tuple], faults: list[dict], checks: Iterable[str]) -> str:
    widths = [max(len(str(row[column])) for row in [HEAD, *rows]) for column in range(len(HEAD))]
    rows = [HEAD, *rows]
    lines = ["  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    counts = Counter(fault["check"] for fault in faults)
    lines.append("")
    for name in checks:
        lines.append(f"{'FAULTY' if counts[name] else 'ok':6}  {CHECKS[name]:52} {counts[name] or ''}")
    lines += [f"\n{_said(fault)}" for fault in faults]
    return "\n".join(line.rstrip() for line in lines)


def in_short(faults: Iterable[Fault]) -> str:
    """What somebody who waits for the table may already mend."""
    return "".join(f"\n  {_said(fault)}" for fault in merged(faults))


def _said(fault: dict) -> str:
    return f"{fault['check']}: {fault['kind']}: {fault['what']} ({fault['times']} ×)\n    {fault['where'][0]}"


def write(size: str, seconds: float, rows: list[tuple], faults: list[dict], kinds: dict[str, list[str]]) -> None:
    content = {
        "size": size,
        "seconds": round(seconds),
        "machine": machine(),
        "walks": [dict(zip(HEAD, row, strict=True)) for row in rows],
        "faults": faults,
        "kinds": kinds,
    }
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
