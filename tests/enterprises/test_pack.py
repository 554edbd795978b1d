"""The tell-us-once pack and the pictures: who sees them, what is handed out, and what is written down."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from collab_portal.accounts.models import Membership
from collab_portal.audit.models import Act
from collab_portal.files.images import LOGO, PICTURE
from collab_portal.files.images import check as checked_picture
from collab_portal.files.models import StoredContent, StoredFile
from collab_portal.files.sweep import sweep
from enterprises.actions import pack as actions
from enterprises.completeness import score, told_by
from enterprises.models import Insurance, PackDocument, Picture
from tests import build
from tests.files import samples
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return build.enterprise(state="claimed")


@pytest.fixture
def editor(enterprise):
    return build.user(role=Membership.Role.EDITOR, of=enterprise.organisation)


@pytest.fixture
def officer():
    return build.user(role=Membership.Role.VIEWER, of=build.organisation(name_en="Gwynedd Council"))


def address(enterprise, name, *more):
    return reverse(f"enterprises:{name}", args=[enterprise.organisation.slug, *more])


def add_document(client, enterprise, **fields):
    given = {"kind": "equality", "title": "Equality policy", "file": upload(samples.PDF, "polisi.pdf")}
    return client.post(address(enterprise, "document-new"), given | fields)


def zipped(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_document_is_kept_once_and_downloaded_as_it_came(client, enterprise, editor):
    client.force_login(editor)

    answer = add_document(client, enterprise, valid_until_day="1", valid_until_month="5", valid_until_year="2028")

    document = PackDocument.objects.get()
    assert answer.url == address(enterprise, "pack")
    assert (document.title, document.valid_until) == ("Equality policy", date(2028, 5, 1))
    file = client.get(address(enterprise, "document-file", document.pk))
    assert (file.content, file["Content-Disposition"]) == (samples.PDF, 'attachment; filename="polisi.pdf"')


def test_logo_and_pack_count_for_how_much_is_told_and_the_list_shows_the_logo(client, enterprise, editor):
    client.force_login(editor)
    before = told_by(enterprise)

    client.post(address(enterprise, "logo"), {"logo": upload(samples.picture(), "logo.png")})
    add_document(client, enterprise)

    assert told_by(enterprise) - before == {"logo", "pack"}
    kept = enterprise.completeness
    enterprise.refresh_from_db()
    assert enterprise.completeness == score(told_by(enterprise)) > kept
    logo = Picture.objects.get().file
    shown = client.get(reverse("enterprises:list")).content.decode()
    assert (
        f'/{enterprise.organisation.slug}/{logo.sha256}.webp" width="{logo.width}" height="{logo.height}" alt=""'
        in shown
    )

    PackDocument.objects.update(valid_until=build.NOW.date() - timedelta(days=1))
    assert "pack" not in told_by(enterprise, on=build.NOW.date())


def test_a_refused_file_keeps_what_was_typed_and_stores_nothing(client, enterprise, editor):
    client.force_login(editor)

    answer = add_document(client, enterprise, title="Our cover", file=upload(samples.word_with_macros(), "a.docm"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“a.docm” holds macros" in page
    assert 'value="Our cover"' in page
    assert (PackDocument.objects.count(), StoredContent.objects.count()) == (0, 0)


def test_another_error_says_that_the_file_must_be_chosen_again(client, enterprise, editor):
    client.force_login(editor)

    answer = add_document(client, enterprise, title="")

    assert "Choose “polisi.pdf” again" in answer.content.decode()


def test_a_public_body_reads_the_pack_from_the_grant_until_it_is_taken_back(client, enterprise, editor, officer):
    client.force_login(editor)
    add_document(client, enterprise)
    document = PackDocument.objects.get()
    pages = [address(enterprise, name) for name in ("pack", "pack-zip")]
    pages.append(address(enterprise, "document-file", document.pk))

    def answers():
        client.force_login(officer)
        return [client.get(page).status_code for page in pages]

    assert answers() == [404, 404, 404]
    client.force_login(editor)
    client.post(address(enterprise, "pack-share"), {"organisation": officer.acting_for_id})
    assert answers() == [200, 200, 200]
    assert "Read the documents" in client.get(enterprise.get_absolute_url()).content.decode()
    client.force_login(editor)
    client.post(address(enterprise, "pack-withdraw", enterprise.pack_grants.get().pk))
    assert answers() == [404, 404, 404]


def test_a_grant_ends_by_itself(client, enterprise, editor, officer):
    at = timezone.now() - timedelta(days=10)
    body = {"enterprise": enterprise, "organisation": officer.acting_for, "by": editor}
    actions.grant_pack(**body, until=timezone.localdate(), at=at)
    client.force_login(officer)
    page = address(enterprise, "pack")

    assert client.get(page).status_code == 200
    actions.grant_pack(**body, until=timezone.localdate() - timedelta(days=1), at=at)
    assert client.get(page).status_code == 404


def test_the_zip_holds_a_summary_and_every_document(client, enterprise, editor, officer):
    Insurance.objects.create(enterprise=enterprise, kind="public-liability", cover=5_000_000, expires_on="2027-03-31")
    enterprise.organisation.identifiers.create(scheme="GB-COH", value="01234567")
    client.force_login(editor)
    add_document(client, enterprise, title="=cmd()")
    letter = samples.office()
    add_document(client, enterprise, title="Second of the same name", file=upload(letter, "polisi.docx"))
    add_document(client, enterprise, title="Third", file=upload(samples.PDF + b"%", "polisi.pdf"))
    actions.grant_pack(enterprise=enterprise, organisation=officer.acting_for, until=None, by=editor, at=timezone.now())
    client.force_login(officer)

    archive = zipped(client.get(address(enterprise, "pack-zip")))

    names = ["Documents/polisi (2).pdf", "Documents/polisi.docx", "Documents/polisi.pdf", "Summary.xlsx"]
    assert sorted(archive.namelist()) == names
    assert archive.read("Documents/polisi.docx") == letter
    rows = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("Summary.xlsx"))).get_sheet_by_index(0).to_python()
    assert ["Insurance", "Public liability", 5_000_000.0, date(2027, 3, 31)] in rows
    assert ["Register numbers", "GB-COH", "01234567", ""] in rows
    assert ["Equality policy", "=cmd()", "polisi.pdf", ""] in rows
    with zipfile.ZipFile(io.BytesIO(archive.read("Summary.xlsx"))) as workbook:
        assert b"<f>" not in workbook.read("xl/worksheets/sheet1.xml")


def test_the_zip_speaks_the_language_of_the_page(client, enterprise, editor):
    client.force_login(editor)

    archive = zipped(client.get("/cy" + address(enterprise, "pack-zip")))

    assert archive.namelist() == ["Crynodeb.xlsx"]


def test_every_download_is_in_the_enterprises_log_by_body_and_never_by_person(client, enterprise, editor, officer):
    client.force_login(editor)
    add_document(client, enterprise)
    actions.grant_pack(enterprise=enterprise, organisation=officer.acting_for, until=None, by=editor, at=timezone.now())
    client.force_login(officer)
    client.get(address(enterprise, "document-file", PackDocument.objects.get().pk))
    client.get(address(enterprise, "pack-zip"))

    client.force_login(editor)
    page = client.get(address(enterprise, "pack")).content.decode()

    assert page.count("<strong>Gwynedd Council</strong>") == 2
    assert "the whole pack" in page
    assert officer.email not in page
    assert Act.objects.filter(verb__contains="downloaded", actor=officer.pk).count() == 2


def test_a_document_that_is_replaced_or_removed_is_gone_at_once(client, enterprise, editor):
    client.force_login(editor)
    add_document(client, enterprise)
    document = PackDocument.objects.get()

    newer = {"kind": "equality", "title": "Newer", "file": upload(samples.office(), "newer.docx")}
    client.post(address(enterprise, "document", document.pk), newer)
    assert StoredFile.objects.get().name == "newer.docx"
    client.post(address(enterprise, "document-remove", document.pk))

    assert (PackDocument.objects.count(), StoredFile.objects.count(), StoredContent.objects.count()) == (0, 0, 0)


def test_pictures_are_public_described_in_both_languages_and_in_order(client, enterprise, editor):
    client.force_login(editor)
    shown = {"alt_en": "Two cooks", "alt_cy": "Dau gogydd", "picture": upload(samples.picture(2000, 1500), "a.png")}
    client.post(address(enterprise, "picture-new"), shown)
    client.post(
        address(enterprise, "picture-new"), shown | {"alt_en": "", "picture": upload(samples.picture(), "b.png")}
    )
    second = checked_picture(upload(samples.picture(90, 90), "c.png"), PICTURE)
    second = actions.add_picture(enterprise=enterprise, picture=second, alt_en="A van", alt_cy="Fan", by=editor)
    client.post(address(enterprise, "picture", second.pk), {"alt_en": "A van", "alt_cy": "Fan", "is_first": "on"})
    client.logout()

    page = client.get("/cy" + enterprise.get_absolute_url()).content.decode()

    assert page.index('alt="Fan"') < page.index('alt="Dau gogydd"')
    large = Picture.objects.get(alt_en="Two cooks").file
    for file in (large, large.small):
        fetched = client.get(reverse("enterprise-picture", args=[enterprise.organisation.slug, file.sha256]))
        assert (fetched.content, fetched["Content-Type"]) == (file.read(), "image/webp")


def test_a_logo_takes_the_place_of_the_one_before(client, enterprise, editor):
    client.force_login(editor)
    for side in (50, 60):
        client.post(address(enterprise, "logo"), {"logo": upload(samples.picture(side, side), "logo.png")})

    assert StoredFile.objects.get().width == 60
    assert "Logo of Cegin Werdd CIC" in client.get(enterprise.get_absolute_url()).content.decode()
    client.post(address(enterprise, "logo-remove"))
    assert StoredFile.objects.count() == 0


def test_a_picture_of_an_unlisted_enterprise_is_only_for_its_people(client, enterprise, editor):
    actions.set_logo(
        enterprise=enterprise, picture=checked_picture(upload(samples.picture(), "l.png"), LOGO), by=editor
    )
    type(enterprise).objects.filter(pk=enterprise.pk).update(is_listed=False)
    page = reverse("enterprise-picture", args=[enterprise.organisation.slug, StoredFile.objects.get().sha256])

    assert client.get(page).status_code == 404
    client.force_login(editor)
    assert client.get(page)["Cache-Control"] == "private, no-store"


def test_a_document_is_no_public_picture_and_no_other_enterprises(client, enterprise, editor):
    client.force_login(editor)
    add_document(client, enterprise)
    document = PackDocument.objects.get()
    other = build.enterprise(name_en="Other CIC", state="claimed")
    client.force_login(build.user(role=Membership.Role.ADMINISTRATOR, of=other.organisation))

    assert client.get(address(other, "document-file", document.pk)).status_code == 404
    assert client.post(address(other, "document-remove", document.pk)).status_code == 404
    digest = document.file.sha256
    assert client.get(reverse("enterprise-picture", args=[enterprise.organisation.slug, digest])).status_code == 404


def test_as_many_pictures_as_there_may_be(client, enterprise, editor, monkeypatch):
    monkeypatch.setattr(Picture, "MOST", 0)
    client.force_login(editor)
    shown = {"alt_en": "Two cooks", "alt_cy": "Dau gogydd", "picture": upload(samples.picture(), "a.png")}

    answer = client.post(address(enterprise, "picture-new"), shown)

    assert answer.status_code == 422
    assert "at most 0" in answer.content.decode()
    assert StoredFile.objects.count() == 0


def test_the_nightly_sweep_leaves_what_a_row_points_at(enterprise, editor):
    belongings = build.belongings(enterprise.organisation, by=editor)
    later = timezone.now() + timedelta(days=2)

    assert sweep(at=later) == 0
    belongings["picture"].delete()
    assert sweep(at=later) == 2
    assert belongings["document"].file.read() == samples.PDF
