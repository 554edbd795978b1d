"""The contracts register, the two-year summary, planning notices and the timeline, against examples worked by hand."""

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from collab_portal.mail.models import Delivery
from procurement import actions, alerts, snapshot
from procurement.actions import expressions, interest
from procurement.mails import news, outcome
from procurement.models import MarketEvent
from procurement.ocds import notices
from procurement.statutory import contracts, pipeline_notice, quarters, share, years
from tests import build
from tests.procurement import ocds
from tests.procurement.notices import release
from tests.procurement.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "reference_data")]


@pytest.fixture
def powys():
    return build.organisation(name_en="Powys County Council", name_cy="Cyngor Sir Powys")


def table(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text)))


def awarded(powys, awards, **fields):
    made = build.opportunity(buyer=powys, stage="tendering", **fields)
    lots = list(made.lots.order_by("number"))
    by = build.user(role="publisher", of=powys)
    rows = [{**row, "lot": lots[row.pop("lot", 1) - 1]} for row in awards]
    actions.award(opportunity=made, by=by, at=build.NOW, awards=rows)
    return made


@pytest.fixture
def register(powys, imported):
    """One contract of which all is known; two lots of which one was won; a notice that says who won and no more."""
    listed = build.enterprise(name_en="Cegin Werdd CIC")
    known = {
        "supplier_name": "Cegin Werdd CIC",
        "supplier": listed.organisation,
        "supplier_address": "1 High Street, Newtown SY16 2NT",
        "value_amount": Decimal("95000.50"),
        "awarded_on": date(2026, 11, 20),
        "starts_on": date(2027, 4, 1),
        "ends_on": date(2030, 3, 31),
    }
    awarded(powys, [known], title_en="Lunch clubs", extension_months=24)
    lots = [{"title_en": "North", "value_amount": Decimal(30000)}, {"title_en": "South"}]
    caterer = {"supplier_name": "Big Caterers Ltd", "awarded_on": date(2026, 11, 19), "is_social_enterprise": False}
    winners = [{"lot": 1} | caterer, {"lot": 2, "outcome": "not-awarded"}]
    day = build.window("contract_start", date(2027, 9, 1), confidence="firm")
    awarded(powys, winners, title_en="School meals", lots=lots, contract_months=12, **day)
    bare = {"title": "Repairs", "status": "complete"}
    won = [{"id": "1", "status": "active", "suppliers": [{"name": "J Jones"}]}]
    imported(release(**buyer(), tag=["award"], tender=bare, awards=won))


def buyer():
    named = {"id": "org-1", "name": "Powys County Council"}
    return {"buyer": named, "parties": [named | {"roles": ["buyer"]}]}


def without_value(imported, title, opens):
    """Only notices of others can be without a value."""
    communication = {"futureNoticeDate": f"{opens}T12:00:00Z"}
    tender = {"title": title, "status": "planned", "communication": communication} if opens else {"title": title}
    imported(release(**buyer(), tag=["planning"], tender=tender))


def test_the_register_says_what_is_known_and_what_is_not(client, powys, register):
    """Worked out by hand from the three contracts above, the latest award first."""
    head, *rows = table(client.get("/public-bodies/powys-county-council/contracts.csv"))

    assert head[:6] == [
        "Reference",
        "Contract",
        "Contractor",
        "Contractor’s principal place of business",
        "Date of award",
        "Value without VAT",
    ]
    category = "Catering, food and hospitality"
    no, known = "Not known", "1 High Street, Newtown SY16 2NT"
    assert [row[1:8] for row in rows] == [
        ["Lunch clubs", "Cegin Werdd CIC", known, "2026-11-20", "95000.50", "GBP", "As awarded"],
        ["School meals: North", "Big Caterers Ltd", no, "2026-11-19", "30000.00", "GBP", "Estimate before the tender"],
        ["Repairs", "J Jones", no, no, no, no, no],
    ]
    assert [row[8:14] for row in rows] == [
        [category, "2027-04-01", "2030-03-31", "As agreed", "24", "Yes"],
        [category, "2027-09-01", "2028-08-31", "As planned before the award", no, "No"],
        [no, no, no, no, no, no],
    ]


def test_the_page_of_the_register_says_the_same_in_both_languages(client, powys, register, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = Page(client.get("/public-bodies/powys-county-council/contracts/"))

    assert "3 contracts that were awarded here" in page.text
    assert "£95,000.50" in page.text
    assert "£30,000 estimate before the tender" in page.text
    assert page.links["Cegin Werdd CIC"] == "/enterprises/cegin-werdd-cic/"
    assert "which we have not read" in page.text
    assert "What is not known" in page.text
    assert "Address of the contractor 2" in page.text
    welsh = client.get("/cy/public-bodies/powys-county-council/contracts/")
    assert "Cofrestr contractau" in Page(welsh).text
    with zipfile.ZipFile(
        io.BytesIO(b"".join(client.get("/public-bodies/powys-county-council/contracts.xlsx")))
    ) as book:
        assert "xl/worksheets/sheet1.xml" in book.namelist()


def test_a_merged_body_leads_to_the_other(client, powys):
    old = build.organisation(name_en="Old Council", merged_into=powys)

    answer = client.get(f"/public-bodies/{old.slug}/contracts/")

    assert (answer.status_code, answer.url) == (301, "/public-bodies/powys-county-council/contracts/")


def planned(powys, name, first, last=None, **fields):
    return build.opportunity(buyer=powys, title_en=name, **build.window("tender_start", first, last) | fields)


def test_two_years_hold_what_opens_in_them_and_add_up(client, powys, imported, django_assert_num_queries):
    """By hand: 2027–28 has £120,000 and a band up to £100,000, 2028–29 one without a value; one has no date."""
    planned(powys, "Before", date(2027, 3, 31))
    planned(powys, "First day", date(2027, 4, 1), value_amount=Decimal(120_000))
    planned(powys, "Ends in it", date(2027, 3, 1), date(2028, 3, 31), value_band="30000-100000")
    without_value(imported, "Second year", "2028-04-01")
    without_value(imported, "Some day", "")
    planned(powys, "After", date(2029, 4, 1))
    with django_assert_num_queries(2):
        summary = years.of(powys, first=2027)

    first, second = summary.years
    assert [each.title for each in first.planned] == ["First day", "Ends in it"]
    assert (first.least, first.most, first.without_value) == (Decimal(150_000), Decimal(220_000), 0)
    assert [each.title for each in second.planned] == ["Second year"]
    assert (second.without_value, second.value) == (1, "Not known")
    assert [each.title for each in summary.undated] == ["Some day"]
    _head, *rows = table(client.get("/public-bodies/powys-county-council/two-years.csv"))
    assert [row[0] for row in rows] == ["2027–28", "2027–28", "2028–29", "Not known"]
    assert rows[1][-3:-1] == ["30000", "100000"]
    assert rows[2][-3:-1] == ["Not known", "Not known"]
    page = Page(client.get("/public-bodies/powys-county-council/two-years/"))
    assert "2 contracts, together £150,000 to £220,000 without VAT" in page.text
    assert "Before" in Page(client.get("/public-bodies/powys-county-council/two-years/?from=2026")).text


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 11, 23), 2027), (date(2027, 3, 31), 2027), (date(2027, 5, 26), 2027), (date(2027, 5, 27), 2028)],
)
def test_the_pipeline_notice_is_due_on_26_may(day, year):
    assert pipeline_notice.next_year(day) == year
    assert pipeline_notice.due_on(year) == date(year, 5, 26)


def test_the_pipeline_notice_tells_duty_from_choice(powys, imported, django_assert_num_queries):
    """The limit is £2 million with VAT; what is known without it lies between nought and 20% higher."""
    opens = date(2027, 10, 1)
    standings = {
        "over": {"value_gross": Decimal("2000000.01"), "value_amount": Decimal(1_700_000)},
        "just not": {"value_gross": Decimal(2_000_000), "value_amount": Decimal(1_700_000)},
        "net alone": {"value_amount": Decimal(1_800_000)},
        "net enough": {"value_amount": Decimal("2000000.01")},
        "small": {"value_amount": Decimal(120_000)},
        "band": {"value_band": "1000000-5000000"},
    }
    for name, fields in standings.items():
        planned(powys, name, opens, **fields)
    without_value(imported, "nothing", opens.isoformat())
    planned(powys, "last day", date(2028, 9, 30))
    planned(powys, "too late", date(2028, 10, 1))
    planned(powys, "too soon", date(2027, 3, 31))

    with django_assert_num_queries(3):
        notice = pipeline_notice.of(powys, year=2027)

    assert {each.title for each in notice.required} == {"over", "net enough"}
    assert {each.title for each in notice.doubtful} == {"net alone", "band", "nothing"}
    assert {each.title for each in notice.voluntary} == {"just not", "small", "last day"}
    missing = {each.title: each.missing for each in notice.items}
    assert missing["nothing"] == ["a description", "a CPV code", "an estimated value", "the expected date of the award"]
    assert not notice.has_number


@pytest.mark.sample_data
def test_notices_are_valid_ocds_with_the_uk_extension(client, powys, sample_data):
    made = planned(powys, "Lunch clubs", date(2027, 10, 1), **build.window("award", date(2028, 1, 10)))
    package = json.loads(client.get("/public-bodies/powys-county-council/pipeline-notice.json").content)
    assert ocds.package_faults(package, sample_data / "standards") == []
    [release] = package["releases"]
    assert release["planning"]["documents"][0]["noticeType"] == "UK1"
    assert release["tender"]["communication"]["futureNoticeDate"] == "2027-10-01T23:59:59+01:00"
    assert (release["tag"], release["tender"]["status"]) == (["planning"], "planned")
    for kind, document in {"uk2": "marketEngagementNotice", "uk3": "plannedProcurementNotice"}.items():
        package = json.loads(client.get(f"/pipeline/{made.reference}/notice/{kind}.json").content)
        assert ocds.package_faults(package, sample_data / "standards") == []
        [found] = package["releases"][0]["planning"]["documents"]
        assert (found["documentType"], found["noticeType"]) == (document, kind.upper())
    dates = [{"id": "1", "type": "engagement", "title": "Meet the buyer", "dueDate": "2027-02-01T12:00:00Z"}]
    with_dates = notices.release(snapshot.of(made), "UK2", at=build.NOW, milestones=dates)
    assert ocds.faults(with_dates, sample_data / "standards") == []


def test_the_sheet_to_copy_names_what_is_missing(client, powys):
    made = planned(powys, "Lunch clubs", date(2027, 10, 1))

    page = Page(client.get(f"/pipeline/{made.reference}/notice/uk2/"))

    assert "Data for notice UK2: Preliminary market engagement notice" in page.text
    assert "Title in English: Lunch clubs" in page.text
    assert "Something that the notice asks for is missing here." in page.text
    assert "Closing date of the engagement: Not known" in page.text


def test_the_timeline_counts_and_draws_what_the_table_says(client, powys, imported, django_assert_num_queries):
    """By hand: late and open ones in this quarter, two in spring, the rest later."""
    planned(powys, "Late", date(2026, 8, 1), date(2026, 12, 31))
    planned(powys, "Spring", date(2027, 4, 1), lots=[{"vcse_suitable": True}])
    planned(powys, "Band", date(2027, 6, 30), value_band="5000000-")
    without_value(imported, "Far", "2029-12-01")
    planned(build.organisation(), "Not theirs", date(2027, 1, 1))

    with django_assert_num_queries(2):
        timeline = quarters.of(powys, at=build.NOW)

    now, winter, spring, *_rest = timeline.quarters
    assert (now.name, now.count, winter.count, spring.count) == ("October to December 2026", 1, 0, 2)
    assert (spring.for_social_enterprises, spring.value) == (1, "over £5.12 million")
    assert (timeline.later.count, timeline.undated.count, len(timeline.quarters)) == (1, 0, 12)
    highest = max(quarters.bars(timeline), key=lambda bar: bar.height)
    assert highest.quarter is spring
    assert highest.inner * 2 == highest.height
    page = Page(client.get("/public-bodies/powys-county-council/timeline/"))
    assert "style=" not in page.html.split("<svg")[1].split("</svg>")[0]
    assert "April to June 2027 2 1 over £5.12 million 0" in page.text
    rows = table(client.get("/pipeline/timeline.csv"))
    assert [row[2] for row in rows[1:4]] == ["1", "1", "2"]
    assert rows[-1] == ["Later", "2029-10-01", "1", "0", "Not known", "Not known", "1"]


def test_the_share_says_what_is_known_and_what_is_not(client, powys, register, django_assert_num_queries):
    """By hand: one of two known winners, £95,000.50 of £95,000.50 known; the third is not known."""
    with django_assert_num_queries(2):
        found = share.of(powys)

    assert (found.count, found.social, found.other, found.not_known) == (3, 1, 1, 1)
    assert (found.value, found.social_value, found.without_value) == (Decimal("95000.50"), Decimal("95000.50"), 2)
    text = Page(client.get("/public-bodies/powys-county-council/")).text
    assert "Where it is known who won, 50% of the contracts went to social enterprises." in text
    assert "By value" not in text  # what the other one got is not known, so there is nothing to compare
    assert "Social enterprises 1 £95,000.50 Others 1 Not known Not known 1 Not known" in text
    assert "2 contracts have no value in pounds" in text
    empty = build.organisation()
    assert share.of(empty).percent is None


def test_an_engagement_notice_tells_of_the_meetings(client, powys):
    made = planned(powys, "Lunch clubs", date(2027, 10, 1))
    event = build.event(host=powys)
    MarketEvent.objects.create(opportunity=made, event=event, closes_on=date(2027, 1, 15), linked_at=build.NOW)

    text = Page(client.get(f"/pipeline/{made.reference}/notice/uk2/")).text
    package = json.loads(client.get(f"/pipeline/{made.reference}/notice/uk2.json").content)

    assert "Meet the council’s buyers – 14 December 2026, 09:00 – Town Hall, Mold" in text
    assert "Closing date of the engagement: 15 January 2027" in text
    assert package["releases"][0]["planning"]["milestones"][0]["dueDate"] == "2027-01-15T23:59:59+00:00"
    assert "secret-room" not in text


def test_who_was_interested_hears_how_it_ended(powys):
    made = build.opportunity(buyer=powys, stage="tendering", feedback_promised=True)
    enterprise = build.enterprise(name_en="Dod Ynghyd CIC", state="claimed")
    person = build.user(role="editor", of=enterprise.organisation, language="cy")
    watcher = build.user()
    interest.watch(by=watcher, opportunity=made, at=build.NOW)
    expressions.answer_opportunity(
        opportunity=made,
        at=build.NOW,
        answer="interested",
        role="lead",
        organisation=enterprise.organisation,
        by=person,
    )
    alerts.drain(at=build.NOW)
    Delivery.objects.all().delete()
    by = build.user(role="publisher", of=powys)
    won = {"lot": made.lots.get(), "supplier_name": "Cegin Werdd CIC", "value_amount": Decimal(95_000)}

    actions.award(opportunity=made, by=by, at=build.NOW, awards=[won])
    alerts.drain(at=build.NOW)

    told = {row.kind: row for row in Delivery.objects.all()}
    assert {kind: row.address for kind, row in told.items()} == {"outcome": person.email, "watch": watcher.email}
    assert told["outcome"].language == "cy"
    for kind, render in (("outcome", outcome.render), ("watch", news.render)):
        message = render(told[kind].payload, "en")
        assert "Cegin Werdd CIC, £95,000" in message.text
        assert "promised feedback" in message.text


PARTS = ("day", "month", "year")


def test_the_officer_enters_what_the_register_needs(client, powys):
    made = build.opportunity(buyer=powys, stage="tendering")
    client.force_login(build.user(role="publisher", of=powys))
    typed = {
        "award-TOTAL_FORMS": "1",
        "award-INITIAL_FORMS": "1",
        "award-0-lot": "1",
        "award-0-outcome": "awarded",
        "award-0-supplier_name": "Gwyrdd Ltd",
        "award-0-is_social_enterprise": "no",
        "award-0-supplier_address": "2 Mill Lane, Brecon",
        **{f"award-0-starts_on_{part}": value for part, value in zip(PARTS, ("1", "4", "2027"), strict=True)},
        **{f"award-0-ends_on_{part}": value for part, value in zip(PARTS, ("31", "3", "2027"), strict=True)},
    }
    refused = client.post(f"/pipeline/{made.reference}/award/", typed)
    assert refused.status_code == 422
    assert "The contract cannot end before it starts" in Page(refused).text
    assert "2 Mill Lane, Brecon" in refused.content.decode()

    client.post(f"/pipeline/{made.reference}/award/", typed | {"award-0-ends_on_year": "2030"})

    [found] = contracts.of(powys)
    award = found.award
    assert (award.starts_on, award.ends_on) == (date(2027, 4, 1), date(2030, 3, 31))
    assert (award.supplier_address, found.is_social_enterprise) == ("2 Mill Lane, Brecon", False)


def test_a_notice_tells_when_its_contract_runs_and_where_a_registered_supplier_is(powys, imported):
    """The address of somebody no register knows may be a home, and stays out."""
    address = {"streetAddress": "3 Dock Road", "locality": "Barry", "postalCode": "CF62 5QR"}
    company = {"id": "s1", "name": "Dock Ltd", "roles": ["supplier"], "address": address}
    company["identifier"] = {"scheme": "GB-COH", "id": "01234567"}
    person = {"id": "s2", "name": "J Jones", "roles": ["supplier"], "address": address}
    won = [{"id": n, "status": "active", "suppliers": [{"id": f"s{n}"}]} for n in ("1", "2")]
    runs = {"startDate": "2027-04-01T00:00:00+01:00", "endDate": "2029-03-31T23:59:59+01:00"}
    given = release(**buyer(), tag=["award"], awards=won, contracts=[{"id": "c1", "awardID": "1", "period": runs}])
    given["parties"] += [company, person]
    given["tender"]["status"] = "complete"
    imported(given)

    of = {each.award.supplier_name: each.award for each in contracts.of(powys)}

    assert of["Dock Ltd"].supplier_address == "3 Dock Road, Barry, CF62 5QR"
    assert (of["Dock Ltd"].starts_on, of["Dock Ltd"].ends_on) == (date(2027, 4, 1), date(2029, 3, 31))
    assert (of["J Jones"].supplier_address, of["J Jones"].starts_on) == ("", None)
