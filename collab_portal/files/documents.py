"""Documents: kept byte for byte as they came, once they are what they say and cannot act by themselves."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab_portal.files import archives, images, kinds, office, pdf, plain
from collab_portal.files.models import StoredContent, StoredFile
from collab_portal.files.refusals import Refused, clean_name, not_empty, not_longer_than, wrong_kind

SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


@dataclass(frozen=True)
class CheckedDocument:
    """What a form hands to an action: ready to be stored, and not stored yet."""

    name: str
    content_type: str
    data: bytes


def check(file: UploadedFile) -> CheckedDocument:
    """The document as it came, under an honest name; or `Refused` with what to do."""
    not_empty(file)
    content_type = _content_type(file, kinds.of_file(file))
    file.seek(0)
    name = clean_name(file.name, suffix=SUFFIXES[content_type])
    return CheckedDocument(name, content_type, file.read())


@transaction.atomic
def store(document: CheckedDocument) -> StoredFile:
    """Keep the document. The row that points at it belongs in the same transaction."""
    return StoredFile.objects.create(
        name=document.name,
        content_type=document.content_type,
        size=len(document.data),
        sha256=hashlib.sha256(document.data).hexdigest(),
        content=StoredContent.objects.create(data=document.data),
    )


def _content_type(file: UploadedFile, kind: str) -> str:
    """What kind it is comes first, so that a film is called a film and not merely too long."""
    if kind not in ("pdf", "zip", "ole", "png", "jpeg", ""):
        raise _unknown(file, kind)
    not_longer_than(file, settings.DOCUMENT_MAX_BYTES)
    try:
        match kind:
            case "pdf":
                return pdf.content_type(file)
            case "zip":
                return office.content_type(file)
            case "ole":
                raise office.Locked if office.is_locked(file) else office.Old
            case "png" | "jpeg":
                images.opened(file, file.name)
                return f"image/{kind}"
            case _:
                return plain.content_type(file, file.name)
    except (office.Unknown, plain.NotText):
        raise _unknown(file, kind) from None
    except tuple(_SAID) as problem:
        raise Refused(
            _SAID[type(problem)] % {"name": clean_name(file.name)}, code=type(problem).__name__.lower()
        ) from None


def _unknown(file: UploadedFile, kind: str) -> Refused:
    return wrong_kind(
        file,
        file.name,
        kind=kind,
        text=_("“%(name)s” is %(kind)s. Choose a PDF, Word, Excel, OpenDocument, CSV, text, PNG or JPEG file."),
        otherwise=_("We cannot read “%(name)s”. Choose a PDF, Word, Excel, OpenDocument, CSV, text, PNG or JPEG file."),
    )


_SAID = {
    archives.Bomb: gettext_lazy("“%(name)s” would unpack to far more than it seems to hold. Save the document again."),
    archives.BadArchive: gettext_lazy("“%(name)s” is damaged or incomplete. Save the document again."),
    office.Locked: gettext_lazy("“%(name)s” is locked with a password. Save it without one."),
    office.Old: gettext_lazy("“%(name)s” is an old Office document. Save it as DOCX, XLSX or PDF."),
    office.HasMacros: gettext_lazy(
        "“%(name)s” holds macros, which are small programs. Save it without them, or as PDF."
    ),
    office.HasPrograms: gettext_lazy("“%(name)s” has a program or another file inside. Take it out, or save as PDF."),
    pdf.Locked: gettext_lazy("“%(name)s” is locked with a password. Save it without one."),
    pdf.Broken: gettext_lazy("“%(name)s” is damaged or incomplete. Save the document again."),
    pdf.Acts: gettext_lazy("“%(name)s” holds a script or another file inside. Print it to a new PDF, and choose that."),
}
