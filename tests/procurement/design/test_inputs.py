"""From the officer's answers, and from a notice, to what the checks look at; and the same out to OCDS and back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings

from collab_portal.reference import shipped
from procurement import snapshot
from procurement.design import inputs
from procurement.models.terms import TERMS
from procurement.ocds import export, reading, source, terms
from procurement.snapshot import LotSnapshot, Snapshot, Window
from tests.procurement import ocds

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def design(**fields):
    return inputs.of(ocds.said(**fields), today=TODAY, thresholds=shipped.thresholds())


def as_read(said):
    """What a portal that imports our release makes of it."""
    release = export.release(said, before=None, release_id=f"{said.ocid}-1", published_at=NOW)
    found = reading.read(msgspec.convert(release, source.Release, strict=False))
    return {name: value for group in found.fields.values() for name, value in group.items()}


@settings(max_examples=60, deadline=None)
@given(given_terms=ocds.some_terms)
def test_every_term_survives_the_way_out_and_back(given_terms):
    said = ocds.said(**given_terms)

    again = as_read(said)

    expected = {name: getattr(said, name) for name in TERMS if getattr(said, name) not in (None, "")}
    assert {name: value for name, value in again.items() if name in TERMS} == expected


def test_a_snapshot_with_terms_reads_back_from_its_release():
    said = ocds.said(payment_days=0, welsh_bids=False, insurance_level=Decimal("500000.50"), reporting="monthly")

    assert snapshot.read(snapshot.write(said)) == said


def test_what_is_not_said_is_not_known():
    empty = design(regime="", title_en="")

    unknown = {"value", "regime", "light_touch", "is_above", "tender", "closing", "start", *inputs.PLAIN}
    assert {name for name in unknown if getattr(empty, name) is not None} == set()


def test_one_lot_is_worth_the_whole():
    whole = design(value_amount=Decimal(300_000), contract_months=24, extension_months=12)

    assert whole.smallest_lot.high == 300_000
    assert whole.annual(whole.smallest_lot).high == 100_000


def test_of_several_lots_each_has_its_own_value():
    some = design(
        value_amount=Decimal(300_000),
        lots=[LotSnapshot(number=1, value_amount=Decimal(200_000)), LotSnapshot(number=2)],
    )

    assert (some.lots[0].value.low, some.lots[1].value, some.smallest_lot) == (200_000, None, None)


def test_a_range_is_compared_as_a_range():
    banded = design(value_band="100000-250000")

    assert (banded.value.over(Decimal(99_999)), banded.value.over(Decimal(150_000))) == (True, None)
    assert banded.value.over(Decimal(250_000)) is False


@pytest.mark.parametrize(
    ("value", "light_touch", "above"),
    [(100_000, False, False), (173_100, False, None), (207_720, False, True), (207_720, True, False)],
)
def test_the_threshold_is_that_of_the_kind_of_contract(value, light_touch, above):
    window = Window(date(2027, 3, 1), date(2027, 3, 31))

    made = design(value_amount=Decimal(value), light_touch=light_touch, tender_start=window)

    assert made.is_above is above
    assert made.is_sizeable is {100_000: False, 173_100: None, 207_720: True}[value]


def test_before_the_act_nothing_is_unlawful_under_it():
    before = Window(date(2024, 11, 1), date(2024, 11, 30))

    assert design(regime="wales").under_the_act
    assert not design(regime="wales", tender_start=before).under_the_act
    assert not design(regime="scotland").under_the_act


@pytest.mark.parametrize(
    ("areas", "count"),
    [([], None), (["W06000002"], 1), (["W06000003", "W06000004"], 1), (["W06000011", "W06000015"], 2), (["UK-SCT"], 1)],
)
def test_councils_may_share_a_region(areas, count):
    assert inputs.regions(areas) == count


def test_a_nation_is_many_regions():
    assert inputs.regions(["WALES"]) > 10


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("Option to extend for up to 36 months in 12 month extensions", 36),
        ("There is an option to extend the Framework by up to 2 further years in 12-month increments.", None),
        ("Potential two year extension", 24),
        ("24 month extension available", 24),
        ("2 x 1 year extension periods", 24),
        ("Up to 2 periods of 12 months each", None),
        ("Option to extend for an additional two years", 24),
        ("24 months, plus an optional 24 + 12 months extension options", None),
        ("up to three (3) 12-month periods", None),
        ("Option to extend for up to 2 years in 2 x 12 months intervals", 24),
        ("The Framework is likely to renewed every four years.", None),
        ("24", None),
        ("See tender documents", None),
    ],
)
def test_an_extension_in_words_is_read_where_it_leaves_no_choice(words, months):
    assert terms.extension_in_words(words) == months


def test_a_foreign_notice_fills_what_it_says():
    said = {
        "techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": {"isOpenFrameworkScheme": True}},
        "submissionMethod": ["electronicSubmission"],
        "submissionTerms": {"languages": ["en"]},
        "procurementMethod": "open",
        "lots": [{"id": "1", "hasRenewal": False}],
        "lotDetails": {"noLotsDivisionRationale": "One kitchen."},
    }
    release = export.release(ocds.said(), before=None, release_id="r-1", published_at=NOW)
    release = {name: value for name, value in release.items() if name != "portal"} | {"tender": said}

    found = reading.read(msgspec.convert(release, source.Release, strict=False)).fields

    assert found["framework_kind"] == {"framework_kind": "open-framework"}
    assert found["electronic_tender"] == {"electronic_tender": True}
    assert found["welsh_bids"] == {"welsh_bids": False}
    assert found["selection_stage"] == {"selection_stage": False}
    assert found["extension_months"] == {"extension_months": 0}
    assert found["no_lots_reason_en"] == {"no_lots_reason_en": "One kitchen."}


@pytest.mark.parametrize(
    ("name", "value"), [("paymentDays", -1), ("paymentDays", "30"), ("reporting", "hourly"), ("welshBids", 1)]
)
def test_a_term_that_makes_no_sense_is_left_out(name, value):
    release = export.release(ocds.said(), before=None, release_id="r-1", published_at=NOW)
    release["portal"]["terms"] = {name: value}

    found = reading.read(msgspec.convert(release, source.Release, strict=False))

    assert [remark.path for remark in found.remarks] == [f"$.portal.terms.{name}"]


def test_the_terms_are_all_in_the_snapshot():
    assert set(TERMS) <= set(Snapshot.__struct_fields__)
