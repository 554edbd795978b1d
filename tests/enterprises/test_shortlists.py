"""A team's shortlists, and letters to an enterprise: who sees what, what is kept, and what comes out as a file."""

import zipfile
from io import BytesIO

import pytest
from django.db import IntegrityError
from django.urls import reverse

from collab_portal.accounts.models import Letter
from collab_portal.mail.models import Delivery
from enterprises import actions as directory
from enterprises.actions import shortlists
from enterprises.models import Shortlist, ShortlistEntry
from procurement.models import Opportunity
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return build.organisation(name_en="Gwynedd Council")


@pytest.fixture
def officer(client, council):
    person = build.user(role="editor", of=council, name="Owen Officer")
    client.force_login(person)
    return person


@pytest.fixture
def kitchen():
    made = build.enterprise(name_en="=Cegin Werdd CIC", state="claimed")
    made.organisation.mailbox = "helo@cegin.example"
    made.organisation.save()
    return made


def add_to_new_list(client, enterprise, **typed):
    return client.post(reverse("shortlists:add", args=[enterprise.organisation.slug]), {"shortlist": "new"} | typed)


def test_a_colleague_sees_the_list_and_its_notes_and_nobody_else_does(client, council, officer, kitchen):
    add_to_new_list(client, kitchen, name="Caterers", note="Met at the open day.")
    client.force_login(build.user(role="viewer", of=council))

    page = client.get(Shortlist.objects.get().get_absolute_url()).content.decode()

    assert "Met at the open day." in page
    assert "Added by Owen Officer" in page
    client.force_login(build.user(role="administrator", of=build.organisation()))
    assert client.get(Shortlist.objects.get().get_absolute_url()).status_code == 404


def test_a_list_without_a_name_is_refused_and_the_note_is_still_there(client, officer, kitchen):
    answer = add_to_new_list(client, kitchen, note="Met at the open day.")

    assert answer.status_code == 422
    assert "Enter a name for the new list" in answer.content.decode()
    assert "Met at the open day." in answer.content.decode()
    assert not Shortlist.objects.exists()


def test_a_button_pressed_twice_makes_one_list_and_no_two_lists_get_one_name(client, council, officer, kitchen):
    for name in ("Caterers", "caterers "):
        assert client.post(reverse("shortlists:new"), {"name": name}).status_code == 302
    add_to_new_list(client, kitchen, name="CATERERS")
    caterers = Shortlist.objects.get()
    assert caterers.entries.get().enterprise == kitchen

    other = shortlists.make_shortlist(organisation=council, name="Cleaners", by=officer)
    answer = client.post(reverse("shortlists:change", args=[other.reference]), {"name": "Caterers"})

    assert answer.status_code == 422
    assert "Choose another name" in answer.content.decode()
    assert client.post(reverse("shortlists:change", args=[other.reference]), {"name": "cleaners"}).status_code == 302
    with pytest.raises(IntegrityError):
        Shortlist.objects.create(organisation=council, made_by=officer, name="caTerers")


def test_adding_twice_keeps_one_entry_and_both_notes(council, officer, kitchen):
    made = shortlists.make_shortlist(organisation=council, name="Caterers", by=officer)

    for note in ("Quick", "Cheap", ""):
        shortlists.add_to_shortlist(shortlist=made, enterprise=kitchen, by=officer, note=note)

    assert ShortlistEntry.objects.get().note == "Quick\nCheap"


def test_somebody_who_acts_for_two_chooses_among_the_lists_of_one(client, council, officer, kitchen):
    other = build.organisation(name_en="Other Council")
    theirs = shortlists.make_shortlist(organisation=other, name="Theirs", by=build.user(role="editor", of=other))

    answer = client.post(
        reverse("shortlists:add", args=[kitchen.organisation.slug]), {"shortlist": theirs.reference, "note": ""}
    )

    assert answer.status_code == 422
    assert not ShortlistEntry.objects.exists()


def test_a_list_comes_out_as_files_that_start_no_formula(client, officer, kitchen):
    add_to_new_list(client, kitchen, name="Caterers", note="=1+1")
    reference = Shortlist.objects.get().reference

    lines = b"".join(client.get(reverse("shortlists:csv", args=[reference]))).decode().splitlines()
    workbook = b"".join(client.get(reverse("shortlists:xlsx", args=[reference])))

    assert lines[1].startswith("'=Cegin Werdd CIC")
    assert lines[1].endswith("'=1+1")
    assert b"<f>" not in zipfile.ZipFile(BytesIO(workbook)).read("xl/worksheets/sheet1.xml")


def test_the_page_of_a_list_costs_the_same_for_one_and_for_ten(client, council, officer, django_assert_num_queries):
    made = shortlists.make_shortlist(organisation=council, name="Caterers", by=officer)
    for number in range(10):
        each = build.enterprise(name_en=f"Enterprise {number}")
        shortlists.add_to_shortlist(shortlist=made, enterprise=each, by=officer)

    with django_assert_num_queries(7):
        client.get(made.get_absolute_url())


def test_who_left_the_directory_is_only_counted(client, officer, kitchen):
    made = shortlists.make_shortlist(organisation=officer.acting_for, name="Caterers", by=officer)
    shortlists.add_to_shortlist(shortlist=made, enterprise=kitchen, by=officer)
    directory.hide_entry(enterprise=kitchen, by=None)

    page = client.get(made.get_absolute_url()).content.decode()

    assert "1 enterprise on this list is no longer in the directory." in page
    assert "Cegin" not in page


# --------------------------------------------------------------------------------- from an opportunity


def test_the_list_of_an_opportunity_begins_with_the_first_and_outlives_the_draft(client, council, officer, kitchen):
    draft = build.opportunity(stage="draft", buyer=council)
    build.verified(kitchen)
    address = reverse("pipeline:supplier-keep", args=[draft.reference, kitchen.organisation.slug])

    for _time in range(2):
        client.post(address, {"lot": "0"})
    page = client.get(reverse("pipeline:suppliers", args=[draft.reference])).content.decode()

    assert "On the shortlist" in page
    assert ShortlistEntry.objects.get().shortlist.organisation == council
    client.post(reverse("pipeline:discard", args=[draft.reference]))
    assert not Opportunity.objects.exists()
    assert ShortlistEntry.objects.exists()


def test_the_page_of_suppliers_costs_the_same_for_one_and_for_ten(client, council, officer, django_assert_num_queries):
    draft = build.opportunity(stage="draft", buyer=council)
    made = [build.enterprise(name_en=f"Enterprise {number}", state="claimed") for number in range(10)]
    network = build.organisation(name_en="Gwynedd Network", is_network=True)
    for each in made[:6]:
        build.verified(each, network=network)

    with django_assert_num_queries(16):
        page = client.get(reverse("pipeline:suppliers", args=[draft.reference])).content.decode()

    assert "6 social enterprises fit" in page
    assert "Nobody has checked them yet" in page


def test_an_editor_sees_what_her_enterprise_could_deliver(client, kitchen, django_assert_num_queries):
    build.opportunity(lots=[{"title_en": "North"}, {"title_en": "South", "area_codes": ["W06000008"]}])
    build.opportunity(title_en="Meals elsewhere", area_codes=["W06000008"])
    build.verified(kitchen)
    client.force_login(build.user(role="editor", of=kitchen.organisation))

    with django_assert_num_queries(7):
        page = client.get(reverse("chances", args=[kitchen.organisation.slug])).content.decode()

    assert "1 opportunity fits" in page
    assert "Meals elsewhere" in page
    assert "Not in Ceredigion" in page


# ---------------------------------------------------------------------------------------------- letters


def test_an_enterprise_sees_who_wrote_when_and_about_what_and_no_address_is_printed(client, council, officer, kitchen):
    draft = build.opportunity(stage="draft", buyer=council)
    write = reverse("pipeline:supplier-write", args=[draft.reference, kitchen.organisation.slug])

    client.post(write, {"subject": "Lunch", "body": "Could you?"})

    assert Delivery.objects.get(kind="letter").address == "helo@cegin.example"
    for page in (write, reverse("enterprises:detail", args=[kitchen.organisation.slug])):
        assert "helo@cegin.example" not in client.get(page).content.decode()
    client.force_login(build.user(role="editor", of=kitchen.organisation))
    log = client.get(reverse("enterprises:letters", args=[kitchen.organisation.slug])).content.decode()
    assert all(word in log for word in ("Owen Officer", "Gwynedd Council", "Lunch", draft.reference))


def test_who_has_no_mailbox_is_reached_through_the_coordinator_of_a_network(client, council, officer):
    stub = build.enterprise(name_en="Stub CIC")
    network = build.network(name_en="North West Wales", members=[stub.organisation])
    draft = build.opportunity(stage="draft", buyer=council)

    answer = client.get(reverse("pipeline:supplier-write", args=[draft.reference, stub.organisation.slug]), follow=True)

    page = answer.content.decode()
    assert "Nobody looks after this entry yet" in page
    assert reverse("accounts:write", args=[network.slug]) in page
    assert not Letter.objects.exists()
