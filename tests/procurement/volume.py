"""Twenty thousand releases that differ, made from the sample notices: for measuring the import, not for looking at."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

SOURCES = ("sell2wales.json", "contracts_finder.json")
PLACES = ("Adfa", "Bala", "Corwen", "Dolgellau", "Efail", "Felinfach", "Glyn", "Hirwaun", "Llandaf", "Machen", "Nefyn")
UPDATED = 0.15  # of the releases: a newer one of a process that was there before
NOT_COPIED = {"ocid", "id", "date"}


def releases(folder: Path, count: int, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """That many releases: most of them of processes of their own, some of them the next one of an earlier process."""
    samples = [each for name in SOURCES for each in json.loads((folder / name).read_text())["releases"]]
    chance = random.Random(seed)
    earlier: list[tuple[str, dict[str, Any]]] = []
    for number in range(count):
        if earlier and chance.random() < UPDATED:
            ocid, sample = chance.choice(earlier)
        else:
            sample = chance.choice(samples)
            ocid = f"{sample['ocid'][:11]}-volume-{number}"
            earlier.append((ocid, sample))
        yield _varied(sample, ocid, number, chance)


def write_package(path: Path, folder: Path, count: int, **options: Any) -> Path:
    """A release package of that many releases, written one by one."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '{"uri": "https://example.org/volume", "version": "1.1", "publisher": {"name": "Volume"}, "releases": ['
        )
        for number, release in enumerate(releases(folder, count, **options)):
            file.write(",\n" if number else "\n")
            json.dump(release, file, indent=1, ensure_ascii=False)
        file.write("\n]}\n")
    return path


def _varied(sample: dict[str, Any], ocid: str, number: int, chance: random.Random) -> dict[str, Any]:
    release = json.loads(json.dumps({key: value for key, value in sample.items() if key not in NOT_COPIED}))
    place = f"{chance.choice(PLACES)} {chance.randrange(500)}"
    published = datetime.fromisoformat(sample["date"]) + timedelta(minutes=number)
    release |= {"ocid": ocid, "id": f"{ocid}-release-{number}", "date": published.isoformat()}
    tender = release["tender"]
    tender["title"] = f"{tender['title']} ({place})"
    tender["description"] = f"{place}: {tender['description']}"
    if value := tender.get("value"):
        value["amount"] = round(value["amount"] * chance.uniform(0.5, 2.0), 2)
    if period := tender.get("tenderPeriod"):
        closes = datetime.fromisoformat(period["endDate"]) + timedelta(days=chance.randrange(30))
        period["endDate"] = closes.isoformat()
    if number % 5 == 0:
        name = f"{release['buyer']['name']} {place}"
        for party in release["parties"]:
            if party["id"] == release["buyer"]["id"]:
                party |= {"name": name, "id": f"volume-{number}", "identifier": {"legalName": name}}
        release["buyer"] = {"id": f"volume-{number}", "name": name}
    return release
