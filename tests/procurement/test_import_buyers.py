"""Organisations that notices name: who is who, and what is said about it."""

import pytest

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Organisation
from procurement import buyers
from procurement.models import Opportunity
from procurement.ocds.parties import Party
from tests import build
from tests.procurement.notices import after, opportunity, release

pytestmark = pytest.mark.django_db


def bought_by(name, *identifiers, **party):
    """A release of a buyer with this name and these numbers."""
    first, *others = [{"scheme": scheme, "id": number} for scheme, number in identifiers] or [None]
    numbers = {"identifier": first, "additionalIdentifiers": others} if first else {}
    return release(
        buyer={"id": "org-1", "name": name},
        parties=[{"id": "org-1", "name": name, "roles": ["buyer"], **numbers, **party}],
    )


def names(*releases):
    return [opportunity(each).buyer.name for each in releases]


def decisions(ran):
    return [row["reason"] for row in ran.rows("decision")]


@pytest.mark.parametrize(
    "name",
    [
        "City & County of Swansea",
        "Swansea Council",
        "Cyngor Abertawe",
        "Cyngor Abertawe / Swansea Council",
        "SWANSEA COUNCIL",
    ],
)
def test_a_council_is_known_by_any_of_its_names_in_either_language(imported, name):
    made = bought_by(name)

    imported(made)

    buyer = opportunity(made).buyer
    assert (buyer.name_en, buyer.name_cy) == ("Swansea Council", "Cyngor Abertawe")
    assert (buyer.regime, buyer.is_public_body) == ("wales", True)


def test_a_council_under_several_names_is_one_and_each_decision_is_told_once(imported):
    first, second = bought_by("City & County of Swansea"), bought_by("Cyngor Abertawe")

    ran = imported(first, second, bought_by("City & County of Swansea"))

    assert Organisation.objects.count() == 1
    assert decisions(ran) == [
        "“City & County of Swansea” is “Swansea Council”: it is listed as a name of this council",
    ]


def test_a_council_that_is_here_already_is_found(imported):
    ours = build.organisation(name_en="Powys County Council", name_cy="Cyngor Sir Powys")
    made = bought_by("Cyngor Sir Powys")

    imported(made)

    assert opportunity(made).buyer == ours


@pytest.mark.parametrize(
    "name", ["Swansea University", "Newport City Homes", "Bridgend Town Council", "Conwy Brewery Ltd"]
)
def test_others_with_the_name_of_a_place_are_not_its_council(imported, name):
    made = bought_by(name)

    imported(made)

    assert names(made) == [name]


def test_names_that_are_spelt_alike_are_one(imported):
    first, second = bought_by("Police & Crime Commissioner"), bought_by("The Police and Crime Commissioner")

    ran = imported(first, second)

    assert Organisation.objects.count() == 1
    assert decisions(ran) == [
        "“The Police and Crime Commissioner” is “Police & Crime Commissioner”: the names are spelt alike"
    ]


def test_a_number_says_more_than_a_name(imported):
    first = bought_by("Hafan Housing", ("GB-COH", "IP12345R"))
    second = bought_by("Haven Homes", ("GB-COH", "ip12345r"))

    ran = imported(first, second)

    assert names(first, second) == ["Hafan Housing", "Hafan Housing"]
    assert decisions(ran) == ["“Haven Homes” is “Hafan Housing”: it has the number GB-COH-IP12345R"]


def test_a_name_met_with_a_number_is_known_without_it_next_time(imported):
    imported(bought_by("Hafan Housing", ("GB-PPON", "ABCD")), bought_by("Haven Homes", ("GB-PPON", "ABCD")))
    made = bought_by("Haven Homes")

    imported(made)

    assert names(made) == ["Hafan Housing"]


def test_two_companies_of_one_name_stay_two(imported):
    first = bought_by("Star Services Ltd", ("GB-COH", "01111111"))
    second = bought_by("Star Services Ltd", ("GB-COH", "02222222"))

    imported(first, second)

    assert opportunity(first).buyer != opportunity(second).buyer


@pytest.mark.parametrize("number", ["N/A", "0", "00000000", "none", "12345678", "-", ""])
def test_a_number_that_is_none_identifies_nobody(imported, number):
    first, second = bought_by("Hafan Housing", ("GB-COH", number)), bought_by("Cartrefi Môn", ("GB-COH", number))

    imported(first, second)

    assert opportunity(first).buyer != opportunity(second).buyer


def test_entries_of_contracts_finder_are_no_numbers_of_organisations(imported):
    first, second = bought_by("Hafan Housing", id="GB-CFS-1"), bought_by("Cartrefi Môn", id="GB-CFS-1")

    imported(first, second)

    assert Organisation.objects.count() == 2


def test_an_id_that_is_a_number_counts_as_one(imported):
    first = release(buyer={"id": "GB-PPON-ABCD-1234", "name": "Hafan Housing"}, parties=None)
    second = bought_by("Haven Homes", ("GB-PPON", "ABCD-1234"))

    imported(first, second)

    assert names(second) == ["Hafan Housing"]


def test_what_was_merged_leads_to_what_it_was_merged_into(imported):
    old, new = build.organisation(name_en="Old Trust"), build.organisation(name_en="New Trust")
    accounts.merge(organisation=old, into=new, by=build.user(is_staff=True))
    made = bought_by("Old Trust")

    imported(made)

    assert opportunity(made).buyer == new


def test_an_enterprise_that_buys_is_a_public_body_too_when_its_number_says_so(imported):
    enterprise = build.organisation(name_en="Hafan Housing", is_enterprise=True)
    enterprise.identifiers.create(scheme="GB-COH", value="01234568")
    made = bought_by("Hafan Housing", ("GB-COH", "1234568"))

    imported(made)

    enterprise.refresh_from_db()
    assert opportunity(made).buyer == enterprise
    assert enterprise.is_public_body


def test_an_enterprise_of_the_same_name_is_not_taken_for_the_buyer(imported):
    enterprise = build.organisation(name_en="Hafan Housing", is_enterprise=True)
    made = bought_by("Hafan Housing")

    imported(made)

    assert opportunity(made).buyer != enterprise
    assert opportunity(made).buyer.slug == "hafan-housing-2"


def test_those_who_buy_together_are_joint_buyers(imported):
    parties = [
        {"id": "1", "name": "Hafan Housing", "roles": ["buyer"]},
        {"id": "2", "name": "Cartrefi Môn", "roles": ["buyer", "payer"]},
        {"id": "3", "name": "High Court", "roles": ["reviewBody"]},
        {"id": "4", "name": "HAFAN HOUSING", "roles": ["buyer"]},
    ]
    made = release(buyer={"id": "1"}, parties=parties)

    imported(made)

    found = opportunity(made)
    assert found.buyer.name_en == "Hafan Housing"
    assert [body.name for body in found.joint_buyers.all()] == ["Cartrefi Môn"]


def test_a_notice_that_names_nobody_is_refused(imported):
    ran = imported(release(buyer=None, parties=None), release(buyer={"id": "9"}, parties=None))

    assert ran.summary == "0 new, 0 changed, 0 unchanged, 2 refused"
    assert {row["path"].partition("]")[2] for row in ran.report} == {".buyer.name"}


def test_the_rules_a_body_follows_come_from_where_it_is(imported):
    welsh = bought_by("Hafan Housing", address={"region": "UKL18"})
    devolved = {"classifications": [{"scheme": "UK_CA_DEVOLVED_REGULATIONS", "id": "GB-WLS"}]}
    also_welsh = bought_by("Cartrefi Môn", address={"region": "UKI31"}, details=devolved)

    imported(welsh, also_welsh, bought_by("Elsewhere", address={"region": "UKM22"}), bought_by("Nowhere"))

    regimes = {each.name: each.regime for each in Organisation.objects.all()}
    assert regimes == {"Hafan Housing": "wales", "Cartrefi Môn": "wales", "Elsewhere": "scotland", "Nowhere": ""}


def test_a_supplier_without_a_number_is_a_name_only(imported):
    made = release(tag=["award"], awards=[{"id": "W", "suppliers": [{"id": "GB-CFS-1", "name": "Glanhau Cyf"}]}])

    imported(made)

    award = opportunity(made).awards.get()
    assert (award.supplier, award.supplier_name) == (None, "Glanhau Cyf")
    assert not Organisation.objects.filter(is_enterprise=True).exists()


def test_a_buyer_can_change(imported):
    first = release()
    imported(first)

    imported(after(first, buyer={"id": "org-2", "name": "Cartrefi Môn"}, parties=None))

    assert names(first) == ["Cartrefi Môn"]
    assert Opportunity.objects.get().releases.count() == 2


def test_many_are_recognised_with_a_handful_of_queries(reference_data, django_assert_max_num_queries):
    parties = [Party(f"Body number {n}", (("GB-PPON", f"N-{n}"),)) for n in range(200)]

    with django_assert_max_num_queries(12):
        found = buyers.recognise(buyers=parties, suppliers=parties[:50])
    with django_assert_max_num_queries(8):
        again = buyers.recognise(buyers=parties, suppliers=[])

    assert found.buyers == again.buyers
    assert Organisation.objects.count() == 200


def test_names_of_any_length_and_script_get_an_address(reference_data):
    parties = [Party("Ὀδυσσεύς"), Party("!!!"), Party("x" * 255), Party("& " * 120), Party("Star"), Party("Star!")]

    found = buyers.recognise(buyers=parties, suppliers=[])

    slugs = {organisation.slug for organisation in found.buyers.values()}
    assert len(slugs) == len(set(found.buyers.values())) == 5
