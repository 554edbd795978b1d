"""Files are kept with their rows, handed out so that they cannot act, and swept when nobody needs them."""

from datetime import timedelta

import pytest
from django import forms
from django.db import connection
from django.test import RequestFactory, override_settings
from django.utils import timezone

from collab_portal.files import answers, documents, images
from collab_portal.files.forms import DocumentField, PictureField
from collab_portal.files.models import StoredContent, StoredFile
from collab_portal.files.sweep import sweep
from collab_portal.forms import PortalForm
from tests.files import samples
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


class Upload(PortalForm):
    """A logo and a policy."""

    logo = PictureField(label="Logo", purpose=images.LOGO)
    policy = DocumentField(label="Policy", required=False)


def stored_picture() -> StoredFile:
    return images.store(images.check(upload(samples.picture(800, 600), "Ein hiard.png")))


def stored_document(name: str = "policy.pdf") -> StoredFile:
    return documents.store(documents.check(upload(samples.PDF, name)))


def test_a_form_hands_on_what_an_action_stores():
    form = Upload({}, {"logo": upload(samples.picture(), "a.png"), "policy": upload(samples.PDF, "b.pdf")})

    assert form.is_valid()
    file = documents.store(form.cleaned_data["policy"])
    file.refresh_from_db()
    assert (file.name, file.size, file.read()) == ("b.pdf", len(samples.PDF), samples.PDF)


def test_a_form_says_which_file_is_wrong_and_why():
    form = Upload({}, {"logo": upload(samples.archive({"a": b"x"}), "logo.png"), "policy": upload(b"", "b.pdf")})

    assert form.errors["logo"] == ["“logo.png” is a ZIP file, not a picture. Choose a PNG, JPEG or WebP file."]
    assert form.errors["policy"] == ["“b.pdf” is empty. Choose another file."]
    assert Upload({}, {}).errors == {"logo": ["Select logo"]}
    assert StoredFile.objects.count() == 0


def test_no_list_of_files_reads_their_bytes(django_assert_num_queries):
    stored_picture()

    with django_assert_num_queries(1) as asked:
        assert len(list(StoredFile.objects.select_related("small"))) == 2

    assert "data" not in asked.captured_queries[0]["sql"]


def test_the_database_does_not_compress_what_is_compressed():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = 'files_storedcontent'::regclass AND attname = 'data'"
        )

        assert cursor.fetchone()[0] in (b"e", "e")


def test_a_document_is_saved_not_shown_and_leaves_no_copy():
    answer = answers.document(stored_document("Polisi cyfle cyfartal – ŵ.pdf"))

    assert answer.content == samples.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Polisi%20cyfle%20cyfartal%20%E2%80%93%20%C5%B5.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_public_picture_is_fetched_once():
    file = stored_picture()
    request = RequestFactory().get("/")

    answer = answers.public_picture(request, file)
    again = answers.public_picture(RequestFactory().get("/", headers={"If-None-Match": answer["ETag"]}), file)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Content-Disposition"] == 'inline; filename="Ein hiard.webp"'
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status_code, again.content) == (304, b"")


def test_a_private_picture_leaves_no_copy():
    assert answers.private_picture(stored_picture())["Cache-Control"] == "private, no-store"


def test_what_nobody_points_at_is_swept_a_day_later():
    stored_picture()
    stored_document()

    assert sweep(at=timezone.now()) == 0
    assert sweep(at=timezone.now() + timedelta(days=2)) == 3
    assert (StoredFile.objects.count(), StoredContent.objects.count()) == (0, 0)


@override_settings(UPLOAD_MAX_BYTES=1_000_000)
@pytest.mark.parametrize("address", ["/accounts/login/", "/cy/accounts/login/"])
def test_what_is_too_much_at_once_is_not_read(client, address):
    answer = client.post(address, {"login": "x" * 1_000_001})

    assert answer.status_code == 413
    assert "1 MB" in answer.content.decode()


def test_each_form_says_how_it_sends_files():
    form = Upload()

    assert form.is_multipart()
    assert isinstance(form.fields["logo"].widget, forms.FileInput)
    assert ".docx" in form.fields["policy"].widget.attrs["accept"]
