"""A coordinator brings a list in page by page: nothing is stored before she has seen it, nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from collab_portal.sheets import work
from enterprises.imports import uploads
from enterprises.models import DirectorySheet, DoubtfulPair, Enterprise
from tests import build
from tests.sheets import making

pytestmark = pytest.mark.django_db

START = "/enterprises/import/"
ROWS = [
    ["Our members"],
    [],
    ["Firm", "Where", "Company number"],
    ["Cegin Werdd CIC", "CF10 1AA", "01234567"],
    ["Gardd y Cwm", "LL41 3AA", "12-34"],
]


@pytest.fixture(autouse=True)
def reference(monkeypatch):
    build.reference_data()
    monkeypatch.setattr("collab_portal.celery.nudge", lambda name: None)


@pytest.fixture
def network():
    return build.organisation(name_en="Rhwydwaith", is_network=True)


@pytest.fixture
def coordinator(client, network):
    person = build.user(role="publisher", of=network)
    client.force_login(person)
    return person


def upload(client, content: bytes, name="members.png", **fields):
    file = SimpleUploadedFile(name, content)
    return client.post(START, {"file": file, "source_name": "Our members", **fields}, follow=True)


def address(name: str, **more) -> str:
    return reverse(f"enterprises:{name}", args=[DirectorySheet.objects.get().reference, *more.values()])


def test_from_a_messy_sheet_to_the_directory(client, coordinator, network):
    page = upload(client, making.simple(ROWS))
    assert "What do the columns hold?" in page.content.decode()

    page = client.post(address("import-place"), {"header_row": "3"}, follow=True)
    assert "We found the headings in row 3" in page.content.decode()

    refused = client.post(address("import-columns"), {"name": "", "postcode": "1"})
    assert refused.status_code == 422
    assert "Choose the column that holds this: Name" in refused.content.decode()

    columns = {"name": "0", "postcode": "1", "company_number": "2"}
    page = client.post(address("import-columns"), columns, follow=True).content.decode()
    assert "is not a number of this register" in page
    assert "C5" in page
    assert not Enterprise.objects.exists()

    fixed = {"name": "Gardd y Cwm", "postcode": "LL41 3AA", "company_number": "7654321"}
    page = client.post(address("import-row", number=5), fixed, follow=True).content.decode()
    assert "Row 5 is corrected" in page
    assert "07654321" in page

    client.post(address("import-result"))
    assert "0 of 2 rows are done" in client.get(address("import-result")).content.decode()
    uploads.take_next(at=build.NOW)

    page = client.get(address("import-result")).content.decode()
    assert "Imported" in page
    assert {str(each.organisation.identifiers.get()) for each in Enterprise.objects.all()} == {
        "GB-COH-01234567",
        "GB-COH-07654321",
    }
    assert Enterprise.objects.first().source_name == "Our members"

    again = upload(client, making.simple([*ROWS[:3], ["Caffi", "CF1 1AA", ""]])).content.decode()
    assert "Check before it goes in" in again, "what the columns mean is remembered"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\x89PNG\r\n", "picture"), (making.raw("<row>" + "<c><v>1</v></c>" * 600 + "</row>"), "600 columns")],
)
def test_a_file_that_cannot_be_taken_keeps_what_was_typed(client, coordinator, content, said):
    page = upload(client, content, name="list.csv", source_url="https://example.org/list")

    assert page.status_code == 422
    assert said in page.content.decode()
    assert "https://example.org/list" in page.content.decode()
    assert not DirectorySheet.objects.exists()


def test_a_recognised_list_is_checked_at_once_and_can_be_forgotten(client, coordinator):
    page = upload(client, b"Name,Postcode\n=cmd(),CF10 1AA\n<b>Bold</b>,CF1\n").content.decode()
    assert "Check before it goes in" in page
    assert "&lt;b&gt;Bold" in page

    report = client.get(address("import-report")).getvalue().decode()
    client.post(address("import-discard"))

    assert "This is not a postcode" in report
    assert not DirectorySheet.objects.exists()


def test_an_import_goes_on_where_it_was_interrupted(client, coordinator, monkeypatch):
    monkeypatch.setattr("enterprises.imports.running.BATCH", 2)
    upload(client, b"Name,Postcode\n" + b"".join(b"Enterprise %d,CF%d 1AA\n" % (n, n) for n in range(1, 6)))
    client.post(address("import-result"))
    asked = iter([False, True])

    uploads.take_next(at=build.NOW, stop=lambda: next(asked))
    half = DirectorySheet.objects.get()
    uploads.take_next(at=build.NOW)

    done = DirectorySheet.objects.get()
    assert (half.state, half.done) == ("applying", 2)
    assert (done.state, str(done.told)) == ("applied", "5 new, 0 changed, 0 unchanged, 0 refused")


def test_a_long_list_is_looked_over_by_a_worker(client, coordinator, monkeypatch):
    monkeypatch.setattr(work, "QUICK", 1)
    page = upload(client, b"Name,Postcode\nA,CF1 1AA\nB,CF2 2BB\n").content.decode()
    assert "We are checking your rows" in page

    uploads.take_next(at=build.NOW)

    assert "Check before it goes in" in client.get(address("import-result"), follow=True).content.decode()


def test_old_files_are_dropped_and_what_nobody_finished_goes(client, coordinator):
    for name in ("Done", "Left"):
        upload(client, b"Name,Postcode\nA,CF1 1AA\n", source_name=name)
    done = DirectorySheet.objects.get(source_name="Done")
    client.post(reverse("enterprises:import-result", args=[done.reference]))
    uploads.take_next(at=build.NOW)

    uploads.forget_old(at=timezone.now() + work.KEPT - timedelta(days=1))
    kept = [bytes(each.content) for each in DirectorySheet.objects.all()]
    uploads.forget_old(at=timezone.now() + work.KEPT + timedelta(days=1))

    assert all(kept)
    assert [(each.source_name, bytes(each.content)) for each in DirectorySheet.objects.all()] == [("Done", b"")]
    assert client.get(reverse("enterprises:import-result", args=[done.reference])).status_code == 200


def test_only_the_networks_own_coordinators_see_its_lists(client, coordinator, network):
    upload(client, b"Name,Postcode\nA,CF1 1AA\n")
    pages = [address("import-check"), address("import-row", number=2), address("import-report")]
    others = [
        build.user(role="administrator", of=build.organisation(is_network=True)),
        build.user(role="editor", of=network),
        build.user(role="administrator", of=build.organisation()),
    ]

    for person in others:
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def doubles(client, network, first="A list", second="Another"):
    for name, rows in ((first, b"Cegin Werdd,CF10 1AA,Fresh food"), (second, b"Cegin Werdd,SA1 1AA,")):
        upload(client, b"Name,Postcode,Description\n" + rows + b"\n", source_name=name)
        sheet = DirectorySheet.objects.order_by("-pk")[0]
        client.post(reverse("enterprises:import-result", args=[sheet.reference]))
        uploads.take_next(at=build.NOW)
    return DoubtfulPair.objects.get()


def test_a_doubtful_pair_is_merged_and_the_list_then_changes_nothing(client, coordinator, network):
    pair = doubles(client, network)
    page = client.get(reverse("enterprises:double", args=[pair.pk])).content.decode()
    assert "CF10 1AA" in page
    assert "SA1 1AA" in page

    client.post(reverse("enterprises:double", args=[pair.pk]), {"decision": "merged"})
    upload(client, b"Name,Postcode,Description\nCegin Werdd,SA1 1AA,\n", source_name="Another")

    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by) == ("merged", coordinator)
    assert Enterprise.objects.listed().get().postcode == "CF10 1AA"
    assert str(DirectorySheet.objects.order_by("-pk")[0].told) == "0 new, 0 changed, 1 unchanged, 0 refused"


def test_a_pair_that_is_two_is_not_asked_again(client, coordinator, network):
    pair = doubles(client, network)

    client.post(reverse("enterprises:double", args=[pair.pk]), {"decision": "two"})

    assert Enterprise.objects.listed().count() == 2
    assert client.get(reverse("enterprises:double", args=[pair.pk])).status_code == 404
    assert "Nothing waits for you" in client.get(reverse("enterprises:doubles")).content.decode()


def test_two_entries_with_people_of_their_own_are_not_merged_here(client, coordinator, network):
    pair = doubles(client, network)
    Enterprise.objects.update(state="claimed")

    page = client.post(reverse("enterprises:double", args=[pair.pk]), {"decision": "merged"})

    assert page.status_code == 422
    assert Enterprise.objects.listed().count() == 2
