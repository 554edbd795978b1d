"""Their data is theirs: taken along as a ZIP, deleted but for what the law needs, and never brought back."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from collab_portal.accounts import personal_data
from collab_portal.accounts.models import Letter, Membership, Organisation
from collab_portal.files.documents import check as checked_document
from collab_portal.files.images import PICTURE
from collab_portal.files.images import check as checked_picture
from collab_portal.files.models import StoredContent, StoredFile
from collab_portal.mail.models import Delivery
from enterprises import leaving, their_data
from enterprises.actions import leaving as actions
from enterprises.actions import pack, shortlists
from enterprises.models import Enterprise, RemovalRequest, RemovedEntry
from tests import build
from tests.files import samples
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


def with_files(enterprise, by):
    picture = checked_picture(upload(samples.picture(), "yard.png"), PICTURE)
    pack.add_picture(enterprise=enterprise, picture=picture, alt_en="Our yard", alt_cy="Ein hiard", by=by)
    document = checked_document(upload(samples.PDF, "policy.pdf"))
    pack.add_document(enterprise=enterprise, document=document, kind="quality", title="Policy", by=by)


@pytest.fixture
def enterprise():
    made = build.enterprise(state="claimed", postcode="LL55 1AB")
    made.organisation.identifiers.create(scheme="GB-COH", value="01234567")
    return made


@pytest.fixture
def administrator(enterprise):
    return build.user(role=Membership.Role.ADMINISTRATOR, of=enterprise.organisation, name="Gwen Administrator")


@pytest.fixture
def stub():
    return build.enterprise(name_en="Stub CIC", state="unclaimed", source_name="Public register of companies")


def url(name, *args):
    return reverse(f"enterprises:{name}", args=args)


def test_the_export_holds_everything_and_no_person(client, enterprise, administrator):
    with_files(enterprise, administrator)
    council = build.organisation(name_en="Gwynedd Council")
    officer = build.user(name="Ifan Officer", role="editor", of=council)
    letter = {"subject": "Lunches", "body": "Could you cook for us?", "on_behalf_of": council, "sender": officer}
    Letter.objects.create(recipient=enterprise.organisation, **letter)
    client.force_login(administrator)

    answer = client.get(url("export", enterprise.organisation.slug))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    text = archive.read("enterprise.json").decode()
    data = json.loads(text)
    assert data["enterprise"]["offer_cy"] == "Prydau ffres i ysgolion a chartrefi gofal"
    assert data["organisation"]["register_numbers"] == ["GB-COH-01234567"]
    assert data["activities"][0]["category"] == "catering-and-food"
    named = [row["file"] for name in ("pictures", "documents") for row in data[name]]
    assert sorted(archive.namelist()) == sorted(["enterprise.json", *named])
    assert archive.read(data["documents"][0]["file"]) == samples.PDF
    told = {name: data["letters"][0][name] for name in ("for", "subject", "body")}
    assert told == {"for": "Gwynedd Council", "subject": "Lunches", "body": "Could you cook for us?"}
    assert administrator.email not in text
    assert not any(name in text for name in ("Gwen ", "Ifan"))


def test_whatever_hangs_on_an_enterprise_is_exported_or_left_out_for_a_reason():
    hanging = {
        relation.get_accessor_name()
        for relation in Enterprise._meta.get_fields()
        if relation.auto_created and not relation.concrete and relation.related_model._meta.app_label == "enterprises"
        if not relation.related_model.__name__.endswith("Event")
    }

    assert hanging == {*their_data.ITS_OWN, *their_data.NOT_ITS_OWN}


def test_deletion_takes_everything_at_once(client, enterprise, administrator):
    with_files(enterprise, administrator)
    client.force_login(administrator)
    page = url("delete", enterprise.organisation.slug)

    assert client.post(page, {"name": "Another"}).status_code == 422
    assert client.post(page, {"name": "cegin werdd cic"}).status_code == 302

    assert not Organisation.objects.filter(pk=enterprise.organisation_id).exists()
    assert (StoredFile.objects.count(), StoredContent.objects.count()) == (0, 0)
    administrator.refresh_from_db()
    assert administrator.acting_for is None


def test_deletion_keeps_who_won_a_published_contract_and_nothing_else(enterprise, administrator):
    organisation = enterprise.organisation
    opportunity = build.opportunity(stage="awarded", at=build.NOW)
    award = opportunity.awards.get()
    type(award).objects.filter(pk=award.pk).update(supplier=organisation)
    Organisation.objects.filter(pk=organisation.pk).update(
        mailbox="post@cegin.example", website="https://cegin.example"
    )

    actions.delete_enterprise(enterprise=enterprise, by=administrator)

    organisation.refresh_from_db()
    assert (organisation.mailbox, organisation.website, organisation.is_enterprise) == ("", "", False)
    assert organisation.identifiers.get().value == "01234567"
    assert not organisation.memberships.exists()
    assert not Enterprise.objects.filter(organisation=organisation).exists()


def test_a_network_that_is_listed_too_stays_a_network(enterprise, administrator):
    Organisation.objects.filter(pk=enterprise.organisation_id).update(is_network=True)
    enterprise.refresh_from_db()

    actions.delete_enterprise(enterprise=enterprise, by=administrator)

    assert Organisation.objects.get(pk=enterprise.organisation_id).is_network


def test_a_stub_goes_after_its_address_is_confirmed_and_a_person_decides(client, stub):
    cache.clear()
    slug = stub.organisation.slug
    page = client.get(stub.get_absolute_url()).content.decode()
    assert url("removal", slug) in page
    assert "Public register of companies" in client.get(url("removal", slug)).content.decode()

    asked = {"email": "Mair@example.org", "language": "cy", "relation": "Fi yw’r cyfarwyddwr", "reason": ""}
    assert client.post(url("removal", slug), asked).status_code == 200
    removal = RemovalRequest.objects.get()
    confirm, decide = url("removal-confirm", removal.token), url("removal-decide", removal.pk)
    client.get(confirm)
    client.force_login(build.user(is_staff=True))
    assert client.get(decide).status_code == 404  # nobody confirmed it, and opening a link is not confirming
    client.post(confirm)
    client.post(decide, {"decision": "remove"})

    assert not Enterprise.objects.filter(pk=stub.pk).exists()
    assert client.get(stub.get_absolute_url()).status_code == 404
    assert not RemovalRequest.objects.exists()
    told = Delivery.objects.filter(address="mair@example.org").values_list("kind", "language")
    assert set(told) == {("removal-confirm", "cy"), ("removal-decided", "cy")}


def test_a_refused_removal_leaves_the_entry_and_forgets_who_asked(stub):
    asked = {"email": "mair@example.org", "language": "en", "relation": "Director", "reason": "No"}
    removal = actions.ask_removal(enterprise=stub, at=timezone.now(), **asked)
    actions.confirm_removal(removal=removal, at=timezone.now())

    actions.decide_removal(removal=removal, remove=False, by=build.user(is_staff=True), at=timezone.now())

    removal.refresh_from_db()
    assert (removal.email, removal.relation, removal.reason) == ("", "", "")
    assert Enterprise.objects.listed().filter(pk=stub.pk).exists()
    assert not RemovedEntry.objects.exists()


def test_a_coordinator_decides_for_her_network_only(client, stub):
    network = build.organisation(name_en="North network", is_network=True)
    removal = actions.ask_removal(
        enterprise=stub, at=timezone.now(), email="m@example.org", language="en", relation="Director", reason=""
    )
    actions.confirm_removal(removal=removal, at=timezone.now())
    client.force_login(build.user(role=Membership.Role.PUBLISHER, of=network))

    assert client.get(url("removal-decide", removal.pk)).status_code == 404
    build.directory.join_network(network=network, member=stub.organisation)
    assert client.get(url("removal-decide", removal.pk)).status_code == 200


def test_nobody_may_ask_for_what_somebody_looks_after(client, enterprise):
    assert client.get(url("removal", enterprise.organisation.slug)).status_code == 404


def test_what_left_is_known_again_by_number_or_by_name_and_place(enterprise, administrator):
    actions.delete_enterprise(enterprise=enterprise, by=administrator)

    by_number = leaving.digests(identifiers=[("GB-COH", "01234567")], names=["Renamed"], postcode="CF10 1AA")
    by_name = leaving.digests(identifiers=[], names=["CEGIN WERDD C.I.C."], postcode="ll551ab")
    another = leaving.digests(identifiers=[("GB-COH", "7654321")], names=["Cegin Werdd CIC"], postcode="CF10 1AA")

    assert len(RemovedEntry.objects.among(by_number)) == 1
    assert RemovedEntry.objects.among(by_name)
    assert not RemovedEntry.objects.among(another)


def test_requests_that_nobody_confirmed_are_forgotten(stub):
    asked = {"email": "m@example.org", "language": "en", "relation": "", "reason": ""}
    actions.ask_removal(enterprise=stub, at=timezone.now() - timedelta(days=8), **asked)

    assert actions.forget_unconfirmed(at=timezone.now()) == 1
    assert not RemovalRequest.objects.exists()


def test_a_person_gets_back_what_she_asked_and_it_goes_with_her_account(stub):
    person = build.user(email="mair@example.org")
    build.removal(stub)

    assert personal_data.export(person)["directory"]["removals_asked"][0]["entry"] == "Stub CIC"
    personal_data.erase(user=person)
    assert not RemovalRequest.objects.exists()


def test_a_person_gets_back_what_she_noted_on_a_shortlist(enterprise):
    officer = build.user()
    listed = shortlists.make_shortlist(organisation=build.organisation(), name="Lunches", by=officer)
    shortlists.add_to_shortlist(shortlist=listed, enterprise=enterprise, by=officer, note="Ask about allergies")

    told = personal_data.export(officer)["directory"]["put_on_shortlists"]

    assert [(each["list"], each["note"]) for each in told] == [("Lunches", "Ask about allergies")]
