"""Releases as other systems publish them, small and plausible, and the command that takes them in."""

import copy
import csv
import io
import json
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from procurement.models import Opportunity

_numbers = count(1)
Release = dict[str, Any]


def release(ocid: str = "", **changes: Any) -> Release:
    """A tender that is open. `tender__title="Other"` changes one thing, `tender__title=None` takes it away."""
    number = next(_numbers)
    made = {
        "ocid": ocid or f"ocds-kuma6s-{number}",
        "id": f"release-{number}",
        "date": "2026-11-20T10:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "language": "en",
        "buyer": {"id": "org-1", "name": "Hafan Housing"},
        "parties": [{"id": "org-1", "name": "Hafan Housing", "roles": ["buyer"]}],
        "tender": {
            "id": "T1",
            "title": "Window cleaning",
            "description": "The windows of forty flats, four times a year.",
            "status": "active",
            "value": {"amount": 48000, "currency": "GBP"},
            "mainProcurementCategory": "services",
            "classification": {"scheme": "CPV", "id": "90911300"},
            "items": [{"id": "1", "deliveryAddresses": [{"region": "UKL18"}]}],
            "tenderPeriod": {"endDate": "2026-12-18T12:00:00Z"},
        },
    }
    return _changed(made, changes)


def after(earlier: Release, **changes: Any) -> Release:
    """The next release of the same process, a day later: as the last one, but for these changes."""
    later = {"id": f"release-{next(_numbers)}", "date": "2026-11-21T10:00:00Z"}
    return _changed(copy.deepcopy(earlier) | later, changes)


def package(*releases: Release) -> str:
    return json.dumps({"uri": "https://example.org/", "publisher": {"name": "Sell2Wales"}, "releases": releases})


def opportunity(of: Release) -> Opportunity:
    return Opportunity.objects.get(ocid=of["ocid"])


@dataclass
class Ran:
    """What the command said, and how it ended."""

    out: str
    err: str
    failed: bool
    report: list[dict[str, str]]

    @property
    def summary(self) -> str:
        return self.out.splitlines()[-1]

    def rows(self, kind: str) -> list[dict[str, str]]:
        return [row for row in self.report if row["kind"] == kind]

    def reasons(self, kind: str) -> dict[str, str]:
        """For each path why; the paths without where in the file the release stood."""
        return {row["path"].partition("]")[2].lstrip("."): row["reason"] for row in self.rows(kind)}


class Importer:
    """Runs the command as somebody at a terminal does."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        self.folder = folder
        self.monkeypatch = monkeypatch

    def __call__(self, *given: Release | str | bytes | Path, **options: Any) -> Ran:
        """Each text, and all releases together, are a file of their own."""
        releases = [each for each in given if isinstance(each, dict)]
        files = [self._file(each) for each in given if not isinstance(each, dict)]
        return self._run([*files, *([self._file(package(*releases))] if releases else [])], options)

    def from_standard_input(self, content: str) -> Ran:
        piped = io.TextIOWrapper(io.BytesIO(content.encode()))
        self.monkeypatch.setattr(sys, "stdin", piped)
        return self._run(["-"], {})

    def _run(self, files: list[str], options: dict[str, Any]) -> Ran:
        out, err, report = io.StringIO(), io.StringIO(), self.folder / "report.csv"
        failed = False
        try:
            call_command("import_ocds", *files, stdout=out, stderr=err, report=str(report), **options)
        except CommandError as error:
            failed = True
            err.write(str(error))
        with report.open(encoding="utf-8", newline="") as file:
            return Ran(out.getvalue(), err.getvalue(), failed, list(csv.DictReader(file)))

    def _file(self, content: str | bytes | Path) -> str:
        if isinstance(content, Path):
            return str(content)
        path = self.folder / f"package-{next(_numbers)}.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)


def _changed(made: Release, changes: dict[str, Any]) -> Release:
    for path, value in changes.items():
        *way, last = path.split("__")
        place = made
        for name in way:
            place = place.setdefault(name, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return made
