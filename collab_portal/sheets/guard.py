"""Looking at an uploaded file before it is opened: what it really is, and whether it is safe to read.

The name of a file says nothing: its content does. An XLSX file is a ZIP archive, and a small archive can unpack to more
than any memory holds. So its directory is read first, then each part is unpacked under a limit, and what was checked
is written to a plain archive of its own: the reader sees exactly that, whatever else the upload held.
"""

import re

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets import archive
from collab_portal.sheets.limits import MAX_BYTES, MB, Checked, Kind, Refused, named

WHAT_IT_IS = [
    (b"%PDF", _("This is a PDF document.")),
    (b"\x89PNG", _("This is a picture (PNG).")),
    (b"\xff\xd8\xff", _("This is a picture (JPEG).")),
    (b"GIF8", _("This is a picture (GIF).")),
    (b"II*\0", _("This is a picture (TIFF).")),
    (b"MM\0*", _("This is a picture (TIFF).")),
    (b"{\\rtf", _("This is a text document (RTF).")),
    (b"\x1f\x8b", _("This is a compressed file (gzip). Unpack it first.")),
    (b"7z\xbc\xaf", _("This is a compressed file (7z). Unpack it first.")),
    (b"Rar!", _("This is a compressed file (RAR). Unpack it first.")),
]
MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|table|\?xml)", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def check(content: bytes) -> Checked:
    """Say what the file is, and refuse what is not a sheet or not safe."""
    if not content:
        raise Refused(_("The file is empty. Choose a file that has rows in it."))
    if len(content) > MAX_BYTES:
        raise Refused(
            _("The file has %(size)d MB. Choose one of at most %(most)d MB, or split it."),
            params={"size": -(-len(content) // MB), "most": MAX_BYTES // MB},
        )
    if content.startswith(ZIP):
        return archive.check(content)
    _refuse_others(content)
    return Checked(Kind.TEXT, content)


def _refuse_others(content: bytes) -> None:
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Refused(_("The workbook is protected with a password. Save it without one, and choose that file."))
        raise named(_("This is an old Excel workbook (.xls)."))
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        raise named(_("This is a picture (WebP)."))
    for start, what in WHAT_IT_IS:
        if content.startswith(start):
            raise named(what)
    if MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise named(_("This is a web page or an XML file, even if its name ends in .xls."))
