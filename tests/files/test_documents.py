"""Documents are kept as they came, once they are what they say and cannot act."""

import pytest

from collab_portal.files import archives, documents
from collab_portal.files.documents import SUFFIXES
from collab_portal.files.office import EXCEL, WORD
from collab_portal.files.refusals import Refused
from tests.files import samples
from tests.files.samples import upload

TEXT = "Polisi cydraddoldeb: ŵ, ŷ.\nAil linell, gyda choma.\n"


@pytest.mark.parametrize(
    ("make", "content_type"),
    [
        (lambda: samples.PDF, "application/pdf"),
        (lambda: samples.packed_pdf(b"<< /Type /Page >>"), "application/pdf"),
        (lambda: samples.office(), WORD),
        (lambda: samples.workbook(), EXCEL),
        (lambda: samples.open_document(), "application/vnd.oasis.opendocument.text"),
        (lambda: samples.picture(), "image/png"),
        (lambda: samples.picture(kind="JPEG"), "image/jpeg"),
        (lambda: TEXT.encode(), "text/plain"),
        (lambda: TEXT.encode("utf-16"), "text/plain"),
        (lambda: "Cost: £5".encode("cp1252"), "text/plain"),
    ],
)
def test_a_document_is_known_by_its_content_and_kept_byte_for_byte(make, content_type):
    data = make()

    checked = documents.check(upload(data, "Our policy.exe"))

    assert (checked.content_type, checked.data) == (content_type, data)
    assert checked.name == f"Our policy.exe{SUFFIXES[content_type]}"


def test_csv_is_text_that_calls_itself_so():
    assert documents.check(upload(b"name,cover\n", "Cover.CSV")).content_type == "text/csv"
    assert documents.check(upload(b"name,cover\n", "cover.txt")).content_type == "text/plain"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: samples.word_with_macros(), "holds macros"),
        (lambda: samples.office(more={"word/vbaProject.bin": b"x"}), "holds macros"),
        (lambda: samples.open_document(more={"Basic/Standard/Module1.xml": b"x"}), "holds macros"),
        (lambda: samples.office(more={"word/embeddings/oleObject1.bin": b"x"}), "has a program or another file inside"),
        (lambda: samples.office(more={"word/media/run.exe": b"x"}), "has a program or another file inside"),
        (lambda: samples.zip_bomb(), "would unpack to far more"),
        (lambda: samples.office(more={f"word/media/{n}.png": b"" for n in range(3_001)}), "would unpack to far more"),
        (lambda: samples.archive({"a.pdf": samples.PDF}), "is a ZIP file. Choose a PDF, Word"),
        (lambda: samples.office()[:-30], "is damaged or incomplete"),
        (lambda: samples.open_document(locked=True), "is locked with a password"),
        (lambda: samples.OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "is locked with a password"),
        (lambda: samples.OLD_OFFICE, "is an old Office document"),
        (lambda: samples.PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), "is locked with a password"),
        (
            lambda: samples.PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert) >>"),
            "holds a script",
        ),
        (lambda: samples.PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript >>"), "holds a script"),
        (lambda: samples.packed_pdf(b"<< /S /Launch /F (cmd.exe) >>"), "holds a script"),
        (lambda: samples.packed_pdf(bytes(40_000_000)), "is damaged or incomplete"),
        (lambda: samples.PDF[:-7], "is damaged or incomplete"),
        (lambda: b"<html><script>alert(1)</script></html>", "is a web page"),
        (lambda: samples.SCRIPT, "is an SVG drawing"),
        (lambda: b"\x7fELF" + bytes(50), "is a program"),
        (lambda: b"#!/bin/sh\nrm -rf /\n", "is a program"),
        (lambda: b"\x00\x01\x02\x03", "We cannot read “policy.pdf”"),
        (lambda: b"", "“policy.pdf” is empty"),
        (lambda: samples.pixel_flood(6_000), "too many pixels"),
    ],
)
def test_what_can_act_or_cannot_be_read_is_refused(make, said):
    data = make()

    with pytest.raises(Refused) as refused:
        documents.check(upload(data, "policy.pdf"))

    assert said in refused.value.message
    assert "policy.pdf" in refused.value.message


def test_the_limit_is_a_setting(settings):
    settings.DOCUMENT_MAX_BYTES = 100

    with pytest.raises(Refused, match=r"Choose a file of at most 0\.1 MB"):
        documents.check(upload(samples.PDF + bytes(100), "policy.pdf"))


def test_a_member_is_never_read_further_than_asked():
    file = upload(samples.archive({"mimetype": bytes(5_000_000)}), "a.odt")

    with pytest.raises(archives.Bomb):
        archives.member(file, "mimetype", most=200)
