"""Files as people send them, and as nobody should: made anew for each test, no larger than they must be."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from collab_portal.files.office import EXCEL, WORD

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def picture(width: int = 60, height: int = 40, *, kind: str = "PNG", mode: str = "RGB", **saving) -> bytes:
    file = io.BytesIO()
    drawn = Image.new(mode, (width, height))
    if mode == "RGBA":
        drawn.putalpha(128)
    drawn.save(file, kind, **saving)
    return file.getvalue()


def animated(kind: str) -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def photo_from_a_phone() -> bytes:
    """Taken with the phone held upright: EXIF says so, and where."""
    photo = Image.new("RGB", (64, 32), "white")
    photo.paste("red", (0, 0, 16, 32))  # the left edge, which is the top of the scene
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter to the right
    exif[0x010F] = "Camera of Gwen"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 8.0, 20.0), 3: "W", 4: (4.0, 16.0, 35.0)})
    file = io.BytesIO()
    photo.save(file, "JPEG", exif=exif, comment=b"Camera of Gwen", quality=95)
    return file.getvalue()


def with_secret_text() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Camera of Gwen")
    return picture(pnginfo=text)


def pixel_flood(side: int) -> bytes:
    """A PNG of a few kilobytes that says it has side × side pixels; up to a hundred million it does."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + side // 8)) for _row in range(min(side, 10_000))) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file.getvalue()


def office(kind: str = WORD, *, more: dict[str, bytes] | None = None, described: str = "") -> bytes:
    override = described or f'<Override PartName="/word/document.xml" ContentType="{kind}.main+xml"/>'
    types = f'<?xml version="1.0"?><Types>{override}</Types>'
    return archive({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w:document/>", **(more or {})})


def word_with_macros() -> bytes:
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return office(described=f'<Override ContentType="{macro}"/>', more={"word/vbaProject.bin": b"x"})


def open_document(*, locked: bool = False, more: dict[str, bytes] | None = None) -> bytes:
    manifest = b"<manifest:encryption-data/>" if locked else b"<manifest:manifest/>"
    kind = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": b"<x/>", **(more or {})})


def workbook() -> bytes:
    return office(EXCEL)


def zip_bomb() -> bytes:
    """90 MB of nothing, in 90 KB."""
    return office(more={"word/media/image1.emf": bytes(90_000_000)})


def packed_pdf(inside: bytes) -> bytes:
    stream = zlib.compress(inside)
    head = b"%%PDF-1.7\n4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n"
    return head % len(stream) + stream + b"\nendstream\nendobj\n%%EOF\n"
