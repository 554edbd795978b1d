"""What is read from real notices, against measurements made by hand."""

import csv
import json
from decimal import Decimal

import msgspec
import pytest

from procurement.ocds import reading, source
from tests.procurement.test_import_values import column


@pytest.mark.sample_data
def test_lots_values_and_terms_are_those_measured_by_hand(sample_data):
    """`design_measurements.csv` was worked out from the same notices without this code."""
    with (sample_data / "notices" / "design_measurements.csv").open(newline="") as file:
        measured = {row["release_id"]: row for row in csv.DictReader(file)}
    compared = 0
    for name in ("sell2wales.json", "contracts_finder.json"):
        for given in json.loads((sample_data / "notices" / name).read_text())["releases"]:
            row = measured.get(given["id"])
            if row is None:
                continue
            found = reading.read(msgspec.convert(given, source.Release))
            value, term = row["value_gbp"], row["term_months"]
            assert len(found.lots) == max(1, int(row["lots"]))
            if value and Decimal(value) > 1:
                assert column(found, "value_amount") == Decimal(value)
            if term and float(term) <= 600:
                assert column(found, "contract_months") == pytest.approx(float(term), abs=1)
            compared += 1

    assert compared == 95
