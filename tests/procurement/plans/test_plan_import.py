"""A plan that is brought in: drafts of the public body, brought up to date by the next version of the sheet."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from collab_portal.accounts.models import OrganisationIdentifier
from procurement import actions
from procurement.models import Lot, Opportunity, PlanLine
from tests import build

pytestmark = pytest.mark.django_db

PLAN = """Forward plan 2026/27
Ref,Contract,Est. Value (£k),Term,Commencement,Tender window,Type,Location,CPV
C1,Lunch clubs,120,3+1,Apr-27,Q3 26/27,Catering,Flintshire,
C2,Grounds,£50k - £90k,24 months,2027,TBC,,,77310000-6
C3,,lots,4yr,31/02/2027,soon,,,
"""


@pytest.fixture(autouse=True)
def reference_data():
    build.reference_data()


@pytest.fixture
def council():
    return build.organisation(name_en="Cardiff Council")


@pytest.fixture
def import_plan(tmp_path, council, capsys):
    def ran(text, *arguments, buyer=council.slug):
        file = tmp_path / "plan.pdf"
        file.write_text(text)
        call_command("import_pipeline", str(file), "--buyer", buyer, *arguments)
        return capsys.readouterr()

    return ran


def test_good_lines_go_in_as_drafts_and_bad_ones_are_named(import_plan, council):
    told = import_plan(PLAN)

    assert told.out.splitlines()[-1] == "2 new, 0 changed, 0 unchanged, 1 refused"
    assert "refused: row 5: C – Est. Value (£k): lots: This is not an amount we can read." in told.err
    lunch, grounds = Opportunity.objects.filter(buyer=council).order_by("pk")
    assert (lunch.stage, lunch.title_en, lunch.value_amount, lunch.regime) == ("draft", "Lunch clubs", 120_000, "wales")
    assert (lunch.contract_months, lunch.extension_months, lunch.category_id) == (36, 12, "catering-and-food")
    assert [str(lunch.tender_start_earliest), lunch.tender_start_confidence] == ["2026-10-01", "likely"]
    assert lunch.area_codes == ["W06000005"]
    assert (grounds.value_band, grounds.value_amount, grounds.area_codes) == ("30000-100000", None, ["W06000015"])
    assert (grounds.contract_start_confidence, grounds.tender_start_earliest) == ("idea", None)
    assert grounds.cpv_codes == ["77310000"]
    assert lunch.ocid.endswith(lunch.reference)
    assert Lot.objects.count() == 2


def test_the_same_plan_again_changes_nothing(import_plan):
    import_plan(PLAN)

    assert import_plan(PLAN).out.splitlines()[-1] == "0 new, 0 changed, 2 unchanged, 1 refused"


def test_json_and_a_dry_run(import_plan, council, monkeypatch):
    OrganisationIdentifier.objects.create(organisation=council, scheme="GB-LAC", value="W06000015")
    told = json.loads(import_plan(PLAN, "--json", "--dry-run", buyer="GB-LAC-W06000015").out)

    assert not Opportunity.objects.exists()
    assert [row["row"] for row in told["rows"]] == [3, 4, 5]
    assert told["rows"][0]["values"]["tender_window"] == {"earliest": "2026-10-01", "latest": "2026-12-31"}
    assert told["rows"][0]["errors"] == []
    assert [error["value"] for error in told["rows"][2]["errors"]] == ["lots", "31/02/2027", "soon", ""]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode())))
    call_command("import_pipeline", "-", "--buyer", f"portal-{council.slug}", "--dry-run")


@pytest.mark.parametrize(
    ("content", "buyer"), [("%PDF-1.7", None), ("a,b\n1,2\n", None), (PLAN, "GB-LAC-NONE"), ("", None)]
)
def test_what_cannot_be_read_at_all_ends_with_an_error(import_plan, council, content, buyer):
    with pytest.raises(CommandError):
        import_plan(content, buyer=buyer or council.slug)


def test_next_quarter_updates_what_no_officer_has_edited(import_plan, council, tmp_path):
    import_plan(PLAN)
    officer = build.user(role="editor", of=council)
    lunch, grounds = Opportunity.objects.order_by("pk")
    actions.amend(opportunity=lunch, by=officer, title_en="Lunch clubs for older people")
    later = PLAN.replace("Lunch clubs", "Lunch club").replace("C1,", "X1,").replace("Lunch club,120", "Lunch clubs,150")
    later = later.replace("Q3 26/27", "Q4 26/27").replace("C2,Grounds", "C9,Hedges")

    report = tmp_path / "report.csv"
    told = import_plan(later, "--report", str(report))

    assert told.out.splitlines()[-1] == "1 new, 1 changed, 0 unchanged, 1 refused"
    lunch.refresh_from_db()
    assert (lunch.title_en, lunch.value_amount) == ("Lunch clubs for older people", 150_000)
    assert str(lunch.tender_start_earliest) == "2027-01-01"
    assert "£120000 → £150000" in report.read_text()
    assert [line.opportunity for line in PlanLine.objects.vanished()] == [grounds]
    assert not lunch.differences.exists()

    import_plan(later.replace("Lunch clubs", "Lunch at the club"))

    difference = lunch.differences.get()
    assert (difference.ours, difference.theirs) == ("Lunch clubs for older people", "Lunch at the club")
    lunch.refresh_from_db()
    assert lunch.title_en == "Lunch clubs for older people"
