"""Opportunities as OCDS releases."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings

from procurement.ocds import export
from procurement.snapshot import AwardSnapshot, Body, Criterion, LotSnapshot, Notice, Window
from tests.procurement import ocds

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def release(said, before=None):
    return export.release(said, before=before, release_id=f"{said.ocid}-1", published_at=MONDAY)


@pytest.mark.sample_data
@settings(max_examples=80, deadline=None)
@given(said=ocds.snapshots, before=ocds.snapshots)
def test_whatever_is_published_is_valid(sample_data, said, before):
    found = json.loads(json.dumps(release(said, before)))

    assert ocds.faults(found, sample_data / "standards") == []


@pytest.mark.sample_data
def test_the_check_finds_what_is_wrong(sample_data):
    found = release(ocds.said()) | {"tag": ["published"], "portal": {"stage": "open"}}

    assert len(ocds.faults(found, sample_data / "standards")) == 3


@pytest.mark.parametrize(
    ("before", "after", "tag"),
    [
        (None, "planned", "planning"),
        ("planned", "planned", "planningUpdate"),
        ("planned", "withdrawn", "planningUpdate"),
        ("planned", "tendering", "tender"),
        (None, "tendering", "tender"),
        ("tendering", "tendering", "tenderUpdate"),
        ("tendering", "cancelled", "tenderCancellation"),
        ("cancelled", "cancelled", "tenderUpdate"),
        ("tendering", "awarded", "award"),
        ("awarded", "awarded", "awardUpdate"),
    ],
)
def test_the_tag_says_what_is_new(before, after, tag):
    last = ocds.said(stage=before) if before else None

    assert release(ocds.said(stage=after), last)["tag"] == [tag]


def test_both_languages_stand_side_by_side():
    said = ocds.said(title_cy="Gofal dydd", lots=[LotSnapshot(number=1, title_en="North", title_cy="Y Gogledd")])

    found = release(said)

    assert (found["language"], found["tender"]["title"], found["tender"]["title_cy"]) == (
        "en",
        "Day care",
        "Gofal dydd",
    )
    assert (found["tender"]["lots"][0]["title"], found["tender"]["lots"][0]["title_cy"]) == ("North", "Y Gogledd")
    assert (found["parties"][0]["name"], found["parties"][0]["name_cy"]) == ("Powys County Council", "Cyngor Sir Powys")


def test_what_is_only_in_welsh_is_a_welsh_release():
    found = release(ocds.said(title_en="", title_cy="Gofal dydd", description_en="In English only"))

    assert (found["language"], found["tender"]["title"]) == ("cy", "Gofal dydd")
    assert found["tender"]["description_en"] == "In English only"
    assert found["buyer"]["name"] == "Cyngor Sir Powys"


def test_a_value_is_given_with_and_without_vat():
    said = ocds.said(value_amount=Decimal("120000.50"), value_gross=Decimal("144000.60"))

    value = release(said)["tender"]["value"]

    assert value == {"amount": 120000.5, "amountGross": 144000.6, "currency": "GBP"}


def test_a_range_is_a_least_and_a_most():
    tender = release(ocds.said(value_band="100000-250000"))["tender"]

    assert (tender["minValue"]["amount"], tender["value"]["amount"]) == (100000, 250000)


def test_the_highest_range_has_no_most():
    tender = release(ocds.said(value_band="5000000-"))["tender"]

    assert tender["minValue"]["amount"] == 5_000_000
    assert "value" not in tender


def test_a_window_gives_its_last_day_and_the_window_itself():
    said = ocds.said(tender_start=Window(date(2027, 3, 1), date(2027, 4, 30), "likely"))

    found = release(said)

    assert found["tender"]["communication"]["futureNoticeDate"] == "2027-04-30T23:59:59+01:00"
    assert found["portal"]["windows"] == {
        "tenderStart": {"earliest": "2027-03-01", "latest": "2027-04-30", "confidence": "likely"}
    }


def test_a_date_that_moved_is_slippage():
    before = ocds.said(tender_start=Window(date(2027, 3, 1), date(2027, 3, 31)))
    after = ocds.said(tender_start=Window(date(2027, 3, 1), date(2027, 4, 30)))

    assert release(after, before)["portal"]["slippage"] == [{"date": "tenderStart", "days": 30}]


def test_a_contract_runs_from_its_start_to_the_day_before_its_anniversary():
    said = ocds.said(
        contract_start=Window(date(2027, 9, 1), date(2027, 9, 30)), contract_months=36, extension_months=12
    )

    period = release(said)["tender"]["lots"][0]["contractPeriod"]

    assert period == {
        "startDate": "2027-09-30T00:00:00+01:00",
        "endDate": "2030-09-29T23:59:59+01:00",
        "maxExtentDate": "2031-09-29T23:59:59+01:00",
        "durationInMonths": 36,
    }


def test_a_lot_says_for_whom_it_is_and_how_it_is_judged():
    criteria = [Criterion("price", weight=Decimal(40)), Criterion("social-value", weight=Decimal("12.5"))]
    lot = LotSnapshot(number=1, vcse_suitable=True, reserved="supported-employment", criteria=criteria)

    found = release(ocds.said(lots=[lot]))["tender"]["lots"][0]

    assert found["suitability"] == {"vcse": True}
    assert found["otherRequirements"] == {"reservedParticipation": ["shelteredWorkshop"]}
    assert found["awardCriteria"]["criteria"] == [
        {"type": "price", "numbers": [{"number": 40, "weight": "percentageExact"}]},
        {
            "type": "quality",
            "name": "Social value",
            "name_cy": "Gwerth cymdeithasol",
            "numbers": [{"number": 12.5, "weight": "percentageExact"}],
        },
    ]


def test_what_is_not_suitable_is_said_too():
    lot = LotSnapshot(number=1, vcse_suitable=False)

    assert release(ocds.said(lots=[lot]))["tender"]["lots"][0]["suitability"] == {"vcse": False}


def test_each_lot_is_delivered_where_it_says_or_else_where_the_whole_is():
    lots = [LotSnapshot(number=1, area_codes=["W06000011"]), LotSnapshot(number=2)]

    items = release(ocds.said(lots=lots, cpv_codes=["85000000"], area_codes=["WALES"]))["tender"]["items"]

    assert [item["relatedLot"] for item in items] == ["1", "2"]
    assert [item["deliveryAddresses"][0]["region"] for item in items] == ["UKL18", "UKL"]
    assert items[0]["deliveryAddresses"][0]["locality"] == "Swansea"
    assert items[0]["additionalClassifications"] == [{"scheme": "CPV", "id": "85000000"}]


def test_an_organisation_is_named_by_its_number():
    buyer = Body(id=1, slug="powys", name_en="Powys", identifiers=[("GB-LAE", "POW"), ("GB-PPON", "ABCD-1234-EFGH")])

    found = release(ocds.said(buyer=buyer))

    assert found["buyer"] == {"id": "GB-LAE-POW", "name": "Powys"}
    assert found["parties"][0]["identifier"] == {"scheme": "GB-LAE", "id": "POW"}
    assert found["parties"][0]["additionalIdentifiers"] == [{"scheme": "GB-PPON", "id": "ABCD-1234-EFGH"}]


@pytest.mark.sample_data
def test_a_criterion_entered_twice_is_said_once(sample_data):
    twice = LotSnapshot(number=1, criteria=[Criterion(kind="price"), Criterion(kind="price")])

    assert ocds.faults(release(ocds.said(lots=[twice])), sample_data / "standards") == []


def test_who_won_is_a_party_with_its_numbers():
    won = AwardSnapshot(
        outcome="awarded",
        supplier_name="Cegin y Bobl CIC",
        supplier_identifiers=[("GB-COH", "01234567")],
        value_amount=Decimal(90000),
        awarded_on=date(2027, 5, 1),
        lot=1,
    )

    found = release(ocds.said(stage="awarded", awards=[won]))

    assert found["awards"] == [
        {
            "id": "1-GB-COH-01234567",
            "status": "active",
            "date": "2027-05-01T00:00:00+01:00",
            "value": {"amount": 90000, "currency": "GBP"},
            "suppliers": [{"id": "GB-COH-01234567", "name": "Cegin y Bobl CIC"}],
            "relatedLots": ["1"],
        }
    ]
    assert {"id": "GB-COH-01234567", "roles": ["supplier"]}.items() <= found["parties"][1].items()


def test_a_buyer_that_wins_is_one_party_with_two_roles():
    buyer = Body(id=1, slug="powys", name_en="Powys", identifiers=[("GB-COH", "01234567")])
    won = AwardSnapshot(outcome="awarded", supplier_name="Powys", supplier_identifiers=[("GB-COH", "01234567")])

    parties = release(ocds.said(stage="awarded", buyer=buyer, awards=[won]))["parties"]

    assert [party["roles"] for party in parties] == [["buyer", "supplier"]]


def test_a_tender_nobody_won_is_unsuccessful():
    nobody = AwardSnapshot(outcome="not-awarded", lot=1)

    tender = release(ocds.said(stage="awarded", awards=[nobody]))["tender"]

    assert (tender["status"], tender["lots"][0]["status"]) == ("unsuccessful", "unsuccessful")


def test_notices_are_documents_of_the_planning_or_of_the_tender():
    url = "https://www.find-tender.service.gov.uk/Notice/2"
    engagement = Notice(url="https://www.sell2wales.gov.wales/1", notice_type="UK2")
    tender = Notice(url=url, notice_type="UK4", identifier="ocds-h6vhtk-068ae4")

    found = release(ocds.said(stage="tendering", notices=[engagement, tender]))

    assert found["planning"]["documents"][0]["documentType"] == "marketEngagementNotice"
    assert found["tender"]["documents"][0]["noticeType"] == "UK4"
    assert found["relatedProcesses"][0] == {
        "id": "1",
        "relationship": ["planning"],
        "scheme": "ocid",
        "identifier": "ocds-h6vhtk-068ae4",
        "uri": url,
    }


def test_the_act_is_named_where_it_applies():
    assert release(ocds.said(regime="wales"))["tender"]["legalBasis"]["id"] == "2023/54"
    assert "legalBasis" not in release(ocds.said(regime="scotland"))["tender"]
