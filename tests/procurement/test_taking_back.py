"""Going back: unpublished edits are dropped, and a wrong result is corrected or taken back, in public."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from collab_portal.audit.models import Act
from procurement import actions, changelog, record
from procurement.changes import Reason
from procurement.models import Award, Opportunity, Release, Stage
from procurement.models.opportunity import NotAllowed
from procurement.record import ReasonNeeded
from tests import build
from tests.procurement.officer import Desk, filled_in, stamp

pytestmark = pytest.mark.django_db

NOTICE = "https://www.sell2wales.gov.wales/search/show/{}"
WRONG = Reason(en="The names of two suppliers were mixed up.")


@pytest.fixture
def officer():
    return build.user(role="publisher", of=build.organisation())


@pytest.fixture
def desk(client, officer):
    return Desk(client, officer)


@pytest.fixture
def made(officer):
    def make(stage="planned", **fields):
        return build.opportunity(stage=stage, buyer=officer.acting_for, by=officer, at=timezone.now(), **fields)

    return make


def difference(opportunity):
    return record.pending(Opportunity.objects.get(pk=opportunity.pk)).differences


# ------------------------------------------------------------------------------------------ unpublished edits


def test_every_edit_that_was_not_published_is_dropped(made, officer):
    partner, earlier = build.organisation(name_en="Powys County Council"), made()
    lots = [{"title_en": "North", "criteria": [{"kind": "price", "weight": 60}]}, {"title_en": "South"}]
    planned = made(lots=lots, joint_buyers=[partner], notices=[NOTICE.format(1)], follows=earlier)
    north, south = planned.lots.order_by("number")
    who = {"opportunity": planned, "by": officer}
    actions.amend(
        **who,
        title_en="Hot lunches",
        category=build.category("transport"),
        cpv_codes=[],
        area_codes=["W06000023"],
        value_amount=None,
        value_band="30000-100000",
        joint_buyers=[],
        follows=None,
        light_touch=None,
        **build.window("tender_start", date(2028, 1, 1)),
        **build.window("award", date(2028, 5, 1)),
    )
    actions.remove_lot(lot=north, by=officer)
    actions.amend_lot(**who, title_en="East", criteria=[{"kind": "quality", "weight": 100}])
    actions.link_notice(**who, url=NOTICE.format(2))
    actions.unlink_notice(notice=planned.notices.get(url=NOTICE.format(1)), by=officer)
    assert len(difference(planned)) > 10

    actions.drop_changes(**who)

    assert difference(planned) == []
    assert planned.lots.get(number=2) == south  # the lot that nobody touched is still the same row
    assert Release.objects.filter(opportunity=planned).count() == 1
    assert "title_en" in Act.objects.get(verb="changes dropped").details["fields"]


def test_an_award_finds_its_lot_again(made, officer):
    tendering = made("tendering", lots=[{"title_en": "North"}, {"title_en": "South"}])
    _north, south = tendering.lots.order_by("number")
    won = {"lot": south, "supplier_name": "Cegin y Bobl"}
    actions.award(opportunity=tendering, by=officer, at=timezone.now(), awards=[won])
    actions.remove_lot(lot=south, by=officer)

    actions.drop_changes(opportunity=tendering, by=officer)

    assert difference(tendering) == []
    assert Award.objects.get().lot.title_en == "South"


def test_a_draft_has_nothing_to_go_back_to(made, officer):
    with pytest.raises(NotAllowed):
        actions.drop_changes(opportunity=made("draft"), by=officer)


def test_the_officer_sees_what_goes_before_it_goes(desk, made, officer):
    planned = made()
    untouched = desk.post("drop-changes", planned)
    actions.amend(opportunity=planned, by=officer, title_en="Hot lunches")

    hub = desk.get("edit", planned).content.decode()
    asked = desk.get("drop-changes", planned)
    actions.amend(opportunity=planned, by=officer, description_en="More of it.")
    unseen = desk.post("drop-changes", planned, stamp=stamp(asked))
    dropped = desk.post("drop-changes", planned, stamp=stamp(unseen))

    assert untouched.status_code == 302
    assert Desk.address("drop-changes", planned) in hub
    assert "Hot lunches" in asked.content.decode()
    assert (unseen.status_code, dropped.status_code) == (409, 302)
    assert Opportunity.objects.get(pk=planned.pk).title_en == "Lunch clubs for older people"
    assert Desk.address("drop-changes", planned) not in desk.get("edit", planned).content.decode()


# ------------------------------------------------------------------------------------------------ wrong results


def correct(desk, opportunity, *changes, **fields):
    """Send the page as it was opened, with these changes to its rows."""
    forms = desk.get("correct-award", opportunity).context["awards"]
    data = {"award-TOTAL_FORMS": len(forms.forms), "award-INITIAL_FORMS": len(forms.lots)}
    for form, change in zip(forms, [*changes, *[{}] * len(forms.forms)], strict=False):
        data |= filled_in(form) | {f"{form.prefix}-{name}": value for name, value in change.items()}
    return desk.post("correct-award", opportunity, **data, **fields)


@pytest.fixture
def awarded(made, officer):
    tendering = made("tendering", lots=[{"title_en": "North"}, {"title_en": "South"}])
    north, south = tendering.lots.order_by("number")
    awards = [
        {"lot": north, "supplier_name": "Arlwyo Môn", "value_amount": Decimal(90_000), "awarded_on": date(2026, 11, 2)},
        {"lot": south, "outcome": "not-awarded"},
        {"lot": north, "supplier_name": "Cegin Alun"},
    ]
    actions.award(opportunity=tendering, by=officer, at=timezone.now(), awards=awards)
    return tendering


def test_a_wrong_result_is_corrected_in_public_with_its_reason(desk, awarded, client):
    silent = correct(desk, awarded, {"supplier_name": "Bwyd Da"})
    told = correct(desk, awarded, {"supplier_name": "Bwyd Da"}, awards_en="The names were mixed up.")

    assert silent.status_code == 422
    assert "Say what was wrong" in silent.content.decode()
    assert told.status_code == 302
    assert list(Award.objects.order_by("pk").values_list("supplier_name", "lot__number", "value_amount")) == [
        ("Bwyd Da", 1, Decimal(90_000)),
        ("", 2, None),
        ("Cegin Alun", 1, None),
    ]
    step = changelog.of(awarded)[0]
    assert (str(step.title), [line.reason_en for line in step.lines]) == (
        "Result corrected",
        ["The names were mixed up."],
    )
    assert "Arlwyo Môn" in step.lines[0].before
    page = client.get(awarded.get_absolute_url()).content.decode()
    assert "Bwyd Da" in page
    assert "The names were mixed up." in page


def test_a_result_sent_unchanged_publishes_nothing(desk, awarded):
    before = Release.objects.count()

    correct(desk, awarded, awards_en="I only looked.")

    assert Release.objects.count() == before
    assert Award.objects.count() == 3


def test_another_winner_is_added_and_nothing_typed_is_lost(desk, awarded):
    more = correct(desk, awarded, {"supplier_name": "Bwyd Da"}, more="yes", awards_cy="Enw anghywir.")

    page = more.content.decode()
    assert more.status_code == 200
    assert 'name="award-3-supplier_name"' in page
    assert 'value="Bwyd Da"' in page
    assert "Enw anghywir." in page


def test_a_result_published_by_mistake_is_taken_back(desk, awarded):
    silent = desk.post("reopen", awarded)
    told = desk.post("reopen", awarded, awards_en="It was another tender.")

    awarded.refresh_from_db()
    assert (silent.status_code, told.status_code) == (422, 302)
    assert (awarded.stage, awarded.awards.count()) == (Stage.TENDERING, 0)
    step = changelog.of(awarded)[0]
    assert str(step.title) == "Result taken back"
    assert step.lines[0].reason_en == "It was another tender."
    ocds = Release.objects.latest("pk").ocds
    assert ocds["tag"] == ["tenderUpdate"]
    assert {each["status"] for each in ocds["awards"]} == {"cancelled"}  # whoever merges releases learns of it


def test_who_merges_releases_finds_only_the_right_winner(awarded, officer):
    first = {each["id"]: each for each in Release.objects.latest("pk").ocds["awards"]}
    rows = [{"lot": awarded.lots.get(number=1), "supplier_name": "Bwyd Da"}]
    actions.correct_award(opportunity=awarded, by=officer, at=timezone.now(), awards=rows, reason=WRONG)

    merged = first | {each["id"]: each for each in Release.objects.latest("pk").ocds["awards"]}

    active = [each for each in merged.values() if each["status"] == "active"]
    assert [each["suppliers"][0]["name"] for each in active] == ["Bwyd Da"]


def test_a_correction_needs_a_result_and_a_reason(awarded, made, officer):
    step = {"by": officer, "at": timezone.now(), "awards": [{"outcome": "cancelled"}]}

    with pytest.raises(ReasonNeeded):
        actions.correct_award(opportunity=awarded, **step, reason=Reason())
    with pytest.raises(NotAllowed):
        actions.correct_award(opportunity=made("tendering"), **step, reason=WRONG)
    with pytest.raises(ReasonNeeded):
        actions.reopen(opportunity=awarded, by=officer, at=timezone.now(), reason=Reason())
