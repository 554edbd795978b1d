"""What a file is, told by its first bytes and never by its name."""

import re
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

HEAD = 4096

# As they stand in “logo.png” is a ZIP file, not a picture.
KINDS = {
    "png": _("a PNG picture"),
    "jpeg": _("a JPEG picture"),
    "webp": _("a WebP picture"),
    "gif": _("a GIF picture"),
    "svg": _("an SVG drawing"),
    "heic": _("a HEIC photo"),
    "avif": _("an AVIF picture"),
    "tiff": _("a TIFF picture"),
    "bmp": _("a BMP picture"),
    "pdf": _("a PDF document"),
    "zip": _("a ZIP file"),
    "ole": _("an old Office document"),
    "program": _("a program"),
    "html": _("a web page"),
    "rtf": _("an RTF document"),
    "archive": _("an archive"),
    "media": _("a sound or a film"),
}

SIGNATURES = [
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"BM", "bmp"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
]
BRANDS = {b"heic": "heic", b"heix": "heic", b"hevc": "heic", b"mif1": "heic", b"msf1": "heic", b"avif": "avif"}
MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|svg)\b", re.IGNORECASE)


def of(head: bytes) -> str:
    """A key of KINDS, or nothing for what cannot be told, such as plain text."""
    for start, kind in SIGNATURES:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return "webp" if head[8:12] == b"WEBP" else "media"
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "media")
    if found := MARKUP.search(head):
        return "svg" if found[1].lower() == b"svg" else "html"
    return ""


def of_file(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return of(head)
