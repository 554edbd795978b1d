"""Word, Excel and OpenDocument files: which of them it is, and whether it is locked or holds programs."""

from typing import BinaryIO

from collab_portal.files import archives

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
}
PARTS = {f'"{WORD}.main+xml"'.encode(): WORD, f'"{EXCEL}.main+xml"'.encode(): EXCEL}
MOST_DESCRIPTION = 2_000_000
MACROS = ("vbaproject.bin", "vbadata.xml", "activex", "basic/", "scripts/", "macrosheets/", "dialogsheets/")
# The name under which Office keeps a document that a password locks; old files spell names in 16 bits.
LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")


class Unknown(Exception):
    """A ZIP file that is no document."""


class Locked(Exception):
    """A password is needed to read it."""


class Old(Exception):
    """From before 2007: macros in it cannot be told from text."""


class HasMacros(Exception):
    """It can act when it is opened."""


class HasPrograms(Exception):
    """Something that can be started, or that nobody can look into, travels inside."""


def content_type(file: BinaryIO) -> str:
    """The document's type; raises one of the above, or what `archives` raises."""
    inside = archives.contents(file)
    if "mimetype" in inside.names:
        found = _open_document(file, inside)
    elif "[Content_Types].xml" in inside.names:
        found = _office(file)
    else:
        raise Unknown
    if inside.has_locked:
        raise Locked
    if any(name in each.lower() for each in inside.names for name in MACROS):
        raise HasMacros
    if inside.has_programs or any("/embeddings/oleobject" in each.lower() for each in inside.names):
        raise HasPrograms
    return found


def is_locked(file: BinaryIO) -> bool:
    file.seek(0)
    return LOCKED_STREAM in file.read()


def _office(file: BinaryIO) -> str:
    """The description is searched, not parsed: what is not plainly there does not count."""
    description = archives.member(file, "[Content_Types].xml", most=MOST_DESCRIPTION)
    if b"macroEnabled" in description:
        raise HasMacros
    if b"<!DOCTYPE" in description or b"<!ENTITY" in description:
        raise archives.BadArchive
    for part, found in PARTS.items():
        if part in description:
            return found
    raise Unknown


def _open_document(file: BinaryIO, inside: archives.Contents) -> str:
    found = OPEN_DOCUMENT.get(archives.member(file, "mimetype", most=200).strip())
    if found is None:
        raise Unknown
    if "META-INF/manifest.xml" not in inside.names:
        raise archives.BadArchive
    if b"encryption-data" in archives.member(file, "META-INF/manifest.xml", most=MOST_DESCRIPTION):
        raise Locked
    return found
