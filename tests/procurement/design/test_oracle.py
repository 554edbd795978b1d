"""What is worked out of real notices, against measurements that somebody else made of the same notices.

`oracle_differences.csv` explains each difference. One that is not there, or is there and is none, fails.
"""

import csv
import json
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from procurement.design import inputs
from procurement.design.inputs import PRICE, Design
from procurement.models import Opportunity
from procurement.ocds import reading, source
from procurement.ocds.reading import Reading
from procurement.snapshot import Body, Criterion, LotSnapshot, Snapshot, Window

NOTICES = ("sell2wales.json", "contracts_finder.json")
EXPLAINED = Path(__file__).with_name("oracle_differences.csv")
ROUNDING = {"term_months": 1}  # months are measured to a tenth, and kept whole


def snapshot_of(found: Reading) -> Snapshot:
    """What the import would keep of a release."""
    said = {name: value for group in found.fields.values() for name, value in group.items()}
    windows = {
        name: Window(said.get(f"{name}_earliest"), said.get(f"{name}_latest")) for name in Opportunity.MILESTONES
    }
    lots = [
        LotSnapshot(
            number=number,
            criteria=[Criterion(kind=each["kind"], weight=each["weight"]) for each in lot.criteria],
            **lot.columns,
        )
        for number, lot in enumerate(found.lots, start=1)
    ]
    plain = {name: value for name, value in said.items() if name in Snapshot.__struct_fields__ and name not in windows}
    buyer = Body(id=1, slug="buyer")
    return Snapshot(reference="CP-0001", ocid=found.ocid, stage=found.stage, buyer=buyer, lots=lots, **windows, **plain)


def worked_out(design: Design) -> dict[str, Decimal | int | None]:
    weights = [weight for lot in design.lots if (weight := lot.weight_of(PRICE)) is not None]
    return {
        "lots": len(design.lots),
        "value_gbp": design.value.high if design.value else None,
        "window_days": design.window_days,
        "term_months": design.contract_months,
        "start_gap_days": design.start_gap_days,
        "price_weight_pct": max(weights, default=None),
    }


def measured(row: dict[str, str], name: str) -> Decimal | None:
    if name == "price_weight_pct" and not row[name] and row["price_only"] == "1":
        return Decimal(100)
    return Decimal(row[name]) if row[name] else None


def is_same(name: str, theirs: Decimal | None, ours: Decimal | int | None) -> bool:
    if theirs is None or ours is None:
        return theirs is ours
    return abs(theirs - ours) <= ROUNDING.get(name, 0)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.sample_data
def test_what_we_work_out_is_what_was_measured_and_every_difference_is_explained(sample_data):
    files = [json.loads((sample_data / "notices" / name).read_text()) for name in NOTICES]
    given = {release["id"]: release for file in files for release in file["releases"]}
    measurements = rows(sample_data / "notices" / "design_measurements.csv")

    differences = {}
    for row in measurements:
        found = reading.read(msgspec.convert(given[row["release_id"]], source.Release))
        ours = worked_out(inputs.of(snapshot_of(found), today=found.released_at.date()))
        for name, value in ours.items():
            theirs = measured(row, name)
            if not is_same(name, theirs, value):
                differences[row["release_id"], name] = (theirs, value)

    explained = {
        (row["release_id"], row["field"]): tuple(
            Decimal(row[side]) if row[side] else None for side in ("measured", "ours")
        )
        for row in rows(EXPLAINED)
        if row["why"]
    }
    assert len(measurements) == 95
    assert differences == explained
