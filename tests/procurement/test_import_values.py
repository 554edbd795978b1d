"""What becomes of single values of a release, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from procurement.models import Stage
from procurement.ocds import reading, source
from procurement.ocds.values import Refused
from tests.procurement.notices import release

UNKNOWN = object()


def read(**changes):
    return reading.read(msgspec.convert(release(**changes), source.Release))


def column(found, name):
    return next((group[name] for group in found.fields.values() if name in group), UNKNOWN)


def left_out(found):
    return {remark.path.removeprefix("$."): remark.reason for remark in found.remarks}


# -------------------------------------------------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("48000", Decimal("48000.00")),
        ("48000.555", Decimal("48000.56")),
        ("999999999999.99", Decimal("999999999999.99")),
    ],
)
def test_an_amount_is_kept_to_the_penny(amount, expected):
    assert column(read(tender__value={"amount": Decimal(amount)}), "value_amount") == expected


@pytest.mark.parametrize("amount", ["0", "0.01", "1", "-5", "1e9999", "-1e9999", "1000000000000", "NaN", "Infinity"])
def test_an_amount_nobody_can_mean_is_left_out(amount):
    found = read(tender__value={"amount": Decimal(amount)})

    assert column(found, "value_amount") is UNKNOWN
    assert list(left_out(found)) == ["tender.value.amount"]


def test_an_amount_with_vat_is_not_below_the_one_without():
    found = read(tender__value={"amount": 1200, "amountGross": 1000})

    assert (column(found, "value_amount"), column(found, "value_gross")) == (Decimal(1200), None)
    assert left_out(found) == {"tender.value.amountGross": "less with VAT than without"}


def test_an_amount_in_euros_is_in_euros():
    found = read(tender__value={"amount": 1200, "currency": "EUR"})

    assert (column(found, "value_amount"), column(found, "currency")) == (Decimal(1200), "EUR")


def test_an_amount_in_no_known_currency_is_left_out():
    found = read(tender__value={"amount": 1200, "currency": "GROATS"})

    assert column(found, "value_amount") is UNKNOWN
    assert left_out(found) == {"tender.value.currency": "no currency we know"}


def test_a_lot_is_counted_in_the_currency_of_the_whole():
    found = read(tender__lots=[{"id": "1", "value": {"amount": 500, "currency": "EUR"}}])

    assert "value_amount" not in found.lots[0].columns
    assert left_out(found) == {"tender.lots[0].value.currency": "an amount that is not in GBP"}


# ---------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-12-18T12:00:00Z", datetime(2026, 12, 18, 12, tzinfo=UTC)),
        ("2026-12-18T12:00:00+01:00", datetime(2026, 12, 18, 11, tzinfo=UTC)),
        ("2026-12-18T12:00:00", datetime(2026, 12, 18, 12, tzinfo=UTC)),
        ("2026-06-18T12:00:00", datetime(2026, 6, 18, 11, tzinfo=UTC)),
        ("2026-06-18", datetime(2026, 6, 18, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_deadline_without_a_zone_is_british_and_a_day_lasts_to_its_end(written, expected):
    assert column(read(tender__tenderPeriod={"endDate": written}), "submissions_close_at") == expected


@pytest.mark.parametrize(
    "written", ["soon", "18/12/2026", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31", "2" * 99]
)
def test_a_deadline_that_is_no_date_is_left_out(written):
    found = read(tender__tenderPeriod={"endDate": written})

    assert column(found, "submissions_close_at") is UNKNOWN
    assert list(left_out(found)) == ["tender.tenderPeriod.endDate"]


def test_a_deadline_before_the_publication_stays_as_it_is():
    found = read(tender__tenderPeriod={"endDate": "2016-07-21T12:00:00+01:00"})

    assert column(found, "submissions_close_at").year == 2016
    assert found.stage == Stage.TENDERING


@pytest.mark.parametrize("written", ["", "yesterday", "1889-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_release_without_a_date_of_its_own_is_refused(written):
    with pytest.raises(Refused) as refusal:
        read(date=written)

    assert refusal.value.path == "$.date"


def test_while_it_is_planned_dates_are_windows():
    found = read(
        tag=["planning"],
        tender__status="planned",
        tender__communication={"futureNoticeDate": "2027-06-29T23:59:59+01:00"},
        tender__tenderPeriod={"endDate": "2027-08-01"},
        tender__awardPeriod={"endDate": "2027-09-01"},
    )

    assert column(found, "tender_start_latest") == date(2027, 6, 29)
    assert column(found, "tender_close_latest") == date(2027, 8, 1)
    assert column(found, "award_earliest") == date(2027, 9, 1)
    assert column(found, "submissions_close_at") is UNKNOWN


# ---------------------------------------------------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ({"startDate": "2027-04-01T00:00:00Z", "endDate": "2030-03-31T23:59:59Z"}, 36),
        ({"startDate": "2027-04-01", "endDate": "2027-04-05"}, 1),
        ({"durationInDays": 1440}, 48),
        ({"durationInDays": 365}, 12),
        ({"durationInMonths": 18}, 18),
        ({"startDate": "2027-04-01"}, UNKNOWN),
    ],
)
def test_a_term_is_counted_in_months(period, months):
    assert column(read(tender__contractPeriod=period), "contract_months") == months


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ({"durationInDays": 29_970}, "a term of 999 months"),
        ({"durationInMonths": 986}, "a term of 986 months"),
        ({"durationInMonths": Decimal("1e9999")}, "a term of 1000000 months"),
        ({"startDate": "2027-04-01", "endDate": "2026-04-01"}, "ends before it begins"),
        ({"durationInDays": 0}, "ends before it begins"),
    ],
)
def test_a_term_nobody_can_mean_is_left_out(period, reason):
    found = read(tender__contractPeriod=period)

    assert column(found, "contract_months") is UNKNOWN
    assert left_out(found) == {"tender.contractPeriod": reason}


def test_the_longest_lot_and_the_furthest_extension_count():
    lots = [
        {
            "id": "1",
            "contractPeriod": {"startDate": "2027-04-01", "endDate": "2028-03-31", "maxExtentDate": "2029-03-31"},
        },
        {"id": "2", "contractPeriod": {"startDate": "2027-05-01", "endDate": "2029-04-30"}},
    ]

    found = read(tender__lots=lots)

    assert (column(found, "contract_months"), column(found, "extension_months")) == (24, 12)
    assert (column(found, "contract_start_earliest"), column(found, "contract_start_latest")) == (
        date(2027, 4, 1),
        date(2027, 5, 1),
    )


# ---------------------------------------------------------------------------------------------------------- words


def test_a_long_title_is_cut_and_says_so():
    found = read(tender__title="very " * 100)

    assert len(column(found, "title_en")) <= 300
    assert column(found, "title_en").endswith("…")
    assert left_out(found) == {"tender.title": "cut after 300 characters"}


def test_a_title_in_both_languages_is_taken_apart():
    found = read(tender__title="Cytundeb gwasanaeth bws lleol / Local bus service contract")

    assert column(found, "title_cy") == "Cytundeb gwasanaeth bws lleol"
    assert column(found, "title_en") == "Local bus service contract"


def test_the_other_language_beside_the_text_is_taken_over():
    found = read(tender__title_cy="Glanhau ffenestri", tender__description_cy="Ffenestri deugain o fflatiau.")

    assert (column(found, "title_en"), column(found, "title_cy")) == ("Window cleaning", "Glanhau ffenestri")
    assert column(found, "description_cy") == "Ffenestri deugain o fflatiau."


def test_a_welsh_release_is_welsh():
    found = read(language="CY", tender__title="Glanhau ffenestri")

    assert (column(found, "title_cy"), column(found, "title_en")) == ("Glanhau ffenestri", UNKNOWN)


def test_welsh_that_is_called_english_is_recognised_by_its_description():
    description = "Mae’r Cyngor yn chwilio am ddarparwr i gynnal gwasanaeth gofal dydd i bobl hŷn yn y sir."

    found = read(tender__title="Gofal dydd", tender__description=description)

    assert (column(found, "title_cy"), column(found, "description_en")) == ("Gofal dydd", UNKNOWN)


# ---------------------------------------------------------------------------------------------------------- codes


def test_codes_come_in_their_order_and_once():
    more = [
        {"scheme": "CPV", "id": "90900000"},
        {"scheme": "CPV", "id": "90911300-9"},
        {"scheme": "NACE", "id": "81.2"},
    ]

    assert column(read(tender__additionalClassifications=more), "cpv_codes") == ["90911300", "90900000"]


def test_a_code_that_is_none_is_left_out():
    found = read(tender__classification={"scheme": "CPV", "id": "cleaning"})

    assert column(found, "cpv_codes") is UNKNOWN
    assert left_out(found) == {"tender.classification.id": "no CPV code"}


def test_regions_become_areas_and_those_of_other_worlds_are_named():
    addresses = [{"region": "UKL18"}, {"region": "Wales"}, {"countryName": "Rest of the World"}, {"postalCode": "SA1"}]

    found = read(tender__items=[{"id": "1", "deliveryAddresses": addresses}])

    assert column(found, "area_codes") == ["W06000011", "WALES"]
    assert left_out(found) == {"tender.items[0].deliveryAddresses": "not among our areas: Rest of the World"}


def test_each_lot_knows_where_it_is():
    items = [{"id": "1", "relatedLot": "A", "deliveryAddresses": [{"region": "UKL18"}]}, {"id": "2", "relatedLot": "B"}]

    found = read(tender__items=items, tender__lots=[{"id": "A"}, {"id": "B"}])

    assert [lot.columns.get("area_codes") for lot in found.lots] == [["W06000011"], None]


@pytest.mark.parametrize(
    ("method", "details", "procedure"),
    [
        ("open", "Open procedure", "open"),
        ("selective", "Restricted procedure", "competitive-flexible"),
        ("selective", "Call-off from a framework agreement", "framework"),
        ("limited", "Competitive quotation (below threshold)", "quotation"),
        ("direct", "Direct award", "direct"),
        (None, "Other - Open", "other"),
        (None, "Not specified", UNKNOWN),
    ],
)
def test_procedures_are_translated(method, details, procedure):
    found = read(tender__procurementMethod=method, tender__procurementMethodDetails=details)

    assert column(found, "procedure") == procedure


# ----------------------------------------------------------------------------------------------------------- lots


@pytest.mark.parametrize(
    ("criterion", "kind", "weight"),
    [
        ({"type": "price", "numbers": [{"number": 40, "weight": "percentageExact"}]}, "price", 40),
        ({"type": "price", "numbers": [{"number": 0.4, "weight": "decimalExact"}]}, "price", 40),
        ({"type": "cost", "description": "60"}, "cost", 60),
        ({"type": "quality", "description": "70 %"}, "quality", 70),
        ({"type": "quality", "name": "Social Value and Community Benefits", "description": "10"}, "social-value", 10),
        ({"type": "quality", "numbers": [{"number": 3, "weight": "order"}]}, "quality", None),
        ({"type": "quality", "description": "30% to 40%"}, "quality", None),
        ({"type": "quality", "numbers": [{"number": 250}]}, "quality", None),
        ({}, "quality", None),
    ],
)
def test_weights_are_read_however_they_are_written(criterion, kind, weight):
    found = read(tender__lots=[{"id": "1", "awardCriteria": {"criteria": [criterion]}}]).lots[0].criteria[0]

    assert (found["kind"], found["weight"]) == (kind, weight)


def test_a_lot_says_for_whom_it_is_or_else_the_whole_does():
    lots = [{"id": "1"}, {"id": "2", "suitability": {"vcse": False}}]
    reserved = {"reservedParticipation": ["shelteredWorkshop"]}

    found = read(tender__suitability={"sme": True, "vcse": True}, tender__otherRequirements=reserved, tender__lots=lots)

    assert [lot.columns["vcse_suitable"] for lot in found.lots] == [True, False]
    assert {lot.columns["reserved"] for lot in found.lots} == {"supported-employment"}


def test_without_lots_the_whole_is_one():
    found = read(tender__suitability={"vcse": True})

    assert [(lot.source_id, lot.columns) for lot in found.lots] == [("", {"vcse_suitable": True})]


def test_of_two_lots_with_one_id_the_first_counts():
    found = read(tender__lots=[{"id": 1, "title": "One"}, {"id": "1", "title": "Another"}])

    assert [lot.columns["title_en"] for lot in found.lots] == ["One"]
    assert left_out(found) == {"tender.lots[1].id": "another lot has this id"}


# --------------------------------------------------------------------------------------------------------- stages


@pytest.mark.parametrize(
    ("tags", "status", "awards", "stage"),
    [
        (["planning"], "planned", [], "planned"),
        (["planningUpdate"], None, [], "planned"),
        (["planning"], "planning", [], "planned"),
        (["planning"], "active", [], "tendering"),
        (["tender"], "active", [], "tendering"),
        (["tenderAmendment"], None, [], "tendering"),
        (["tender"], "complete", [], "awarded"),
        (["award"], "complete", ["active"], "awarded"),
        (["award"], None, ["unsuccessful"], "cancelled"),
        (["award"], "active", ["unsuccessful", "active"], "awarded"),
        (["contract"], None, [], "awarded"),
        (["tenderCancellation"], "active", [], "cancelled"),
        (["tenderUpdate"], "unsuccessful", [], "cancelled"),
        (["planningUpdate"], "withdrawn", [], "withdrawn"),
        (["compiled"], "active", [], "tendering"),
        (["compiled"], "active", ["active"], "awarded"),
        (["tender"], "active", ["pending"], "tendering"),
    ],
)
def test_tags_and_status_say_how_far_it_has_come(tags, status, awards, stage):
    given = [{"id": str(n), "status": each} for n, each in enumerate(awards)]

    assert read(tag=tags, tender__status=status, awards=given).stage == stage


# --------------------------------------------------------------------------------------------------------- awards


def test_each_winner_has_a_row_and_the_value_of_all_is_said_of_none():
    suppliers = [{"id": "1", "name": "Glanhau Cyf"}, {"id": "2", "name": "Clean CIC"}]
    award = {"id": "A", "value": {"amount": 90000, "currency": "GBP"}, "suppliers": suppliers, "date": "2026-11-01"}

    found = read(awards=[award])

    assert [(row.source_id, row.supplier.name, row.value_amount) for row in found.awards] == [
        ("A", "Glanhau Cyf", None),
        ("A/2", "Clean CIC", None),
    ]
    assert left_out(found) == {"awards[0].value": "of all 2 suppliers together"}


def test_an_award_to_nobody_named_is_left_out():
    found = read(awards=[{"id": "A", "status": "active"}])

    assert found.awards == []
    assert left_out(found) == {"awards[0].suppliers": "nobody is named"}
