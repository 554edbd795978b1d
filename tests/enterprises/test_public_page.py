"""The public page of an enterprise: what an officer is told, and what she is not told because it does not hold."""

from datetime import date, timedelta

import pytest

from enterprises import actions
from enterprises.models import Enterprise, Statement, Verification
from procurement import actions as buying
from tests import build

pytestmark = pytest.mark.django_db

TODAY = build.NOW.date()


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(build.NOW)


@pytest.fixture
def enterprise():
    made = build.enterprise(name_en="Cegin Alun CIC", state=Enterprise.State.CLAIMED)
    told = {"enterprise": made, "by": None}
    actions.put_insurance(**told, kind="public-liability", cover=5_000_000, expires_on=TODAY)
    actions.put_insurance(**told, kind="cyber", cover=100_000, expires_on=TODAY - timedelta(days=1))
    actions.put_badge(**told, kind="RLW", expires_on=TODAY + timedelta(days=1))
    actions.put_badge(**told, kind="SE-MARK", expires_on=TODAY - timedelta(days=1))
    actions.put_number(**told, scheme="GB-COH", value="1234567")
    actions.put_reference(**told, client="Flintshire County Council", what_en="School meals", ended_in=2025)
    actions.put_outcome(**told, what_cy="Mae gan ddau o bob tri swydd")
    actions.amend_profile(**told, contact_name="Tomos Rees", people_employed=12, people_employed_on=TODAY)
    return made


def shown(client, enterprise, language: str = "") -> str:
    answer = client.get(f"{language}{enterprise.get_absolute_url()}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def verify(enterprise, **fields):
    network = build.organisation(name_en="North Wales Network", is_network=True)
    said = {"verifier_name": "Bethan Morris", "verified_on": date(2026, 5, 3), "recheck_on": date(2027, 5, 3)}
    Verification.objects.create(enterprise=enterprise, network=network, **(said | fields))


def test_what_has_run_out_is_not_shown_as_held(client, enterprise):
    page = shown(client, enterprise)

    assert "Public liability: £5,000,000" in page
    assert "Accredited Living Wage employer" in page
    assert "Cyber" not in page
    assert "Social Enterprise Mark" not in page


def test_a_number_can_be_looked_up_and_a_person_is_named_only_if_she_agrees(client, enterprise):
    page = shown(client, enterprise)
    assert "company-information.service.gov.uk/company/01234567" in page
    assert "Tomos Rees" not in page

    actions.amend_profile(enterprise=enterprise, by=None, is_contact_public=True)

    assert "Ask for Tomos Rees." in shown(client, enterprise)


def test_what_is_told_in_one_language_is_marked_in_the_other(client, enterprise):
    assert '<span lang="cy">Mae gan ddau o bob tri swydd</span>' in shown(client, enterprise)
    assert '<p class="govuk-body">Mae gan ddau o bob tri swydd</p>' in shown(client, enterprise, "/cy")


def test_verified_is_said_with_the_name_the_date_and_the_recheck(client, enterprise):
    verify(enterprise)
    assert "Verified" not in shown(client, enterprise), "a check alone is no state"

    Enterprise.objects.update(state=Enterprise.State.VERIFIED)

    page = shown(client, enterprise)
    assert "checked by Bethan Morris (North Wales Network) on 3 May 2026. To be checked again by 3 May 2027." in page


def test_a_lapsed_check_does_not_look_verified(client, enterprise):
    verify(enterprise, ended_at=build.NOW, ended_because="lapsed")
    Enterprise.objects.update(state=Enterprise.State.LAPSED)

    page = shown(client, enterprise)

    assert "app-standing--verified" not in page
    assert "North Wales Network checked it on 3 May 2026. It has to be checked again" in page


def test_the_four_statements_stand_with_what_shows_them(client, enterprise):
    said = {"is_true": True, "stated_at": build.NOW, "evidence": "Accounts of 2025"}
    for test in Statement.Test.values:
        Statement.objects.create(enterprise=enterprise, test=test, **said)

    page = shown(client, enterprise)

    assert page.count("Accounts of 2025") == 4
    assert page.count("their own statement of 23 November 2026") == 4


def test_an_unclaimed_stub_says_where_its_facts_come_from(client):
    stub = build.enterprise(
        state=Enterprise.State.UNCLAIMED,
        source_name="Mutuals Public Register",
        source_licence="ODC-By 1.0",
        source_url="https://mutuals.fca.org.uk/",
    )

    page = shown(client, stub)

    assert page.count("What it says comes from: Mutuals Public Register. Licence: ODC-By 1.0.") == 1
    assert 'href="https://mutuals.fca.org.uk/"' in page
    assert "Its own people look after this entry" not in page


def test_a_contract_won_on_the_portal_is_shown(client, enterprise):
    won = build.opportunity(stage="tendering", title_en="School meals for Flintshire")
    award = {"supplier_name": "Cegin Alun CIC", "supplier": enterprise.organisation, "awarded_on": TODAY}
    publisher = build.user(role="publisher", of=won.buyer)
    buying.award(opportunity=won, by=publisher, at=build.NOW, awards=[award])

    assert "School meals for Flintshire" in shown(client, enterprise)


def test_the_page_asks_a_fixed_number_of_questions(client, enterprise, django_assert_num_queries):
    for slug in ("transport", "digital", "translation"):
        actions.put_activity(enterprise=enterprise, by=None, on=TODAY, category=build.category(slug), reach="wales")
        actions.put_outcome(enterprise=enterprise, by=None, what_en=f"What {slug} changes")
    verify(enterprise)
    Enterprise.objects.update(state=Enterprise.State.VERIFIED)

    with django_assert_num_queries(5):  # itself with all its lines, the check, networks, pictures, awards
        client.get(enterprise.get_absolute_url())
