"""What may be opened: files are told by their content, and none of them can hurt."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from collab_portal.sheets import limits
from collab_portal.sheets.guard import check
from collab_portal.sheets.limits import Kind, Refused
from collab_portal.sheets.reading import open_book
from tests.sheets import making

DTD = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
CELL = '<row r="{row}"><c r="{at}" t="inlineStr"><is><t>x</t></is></c></row>'
LONG = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_the_kind_is_told_by_content():
    assert check(b"name,postcode\n").kind == Kind.TEXT
    assert check(making.simple([["name"]])).kind == Kind.XLSX


NOT_A_SHEET = {
    "empty": (b"", "empty"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0", "picture (PNG)"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "picture (WebP)"),
    "old excel": (OLE, "old Excel workbook (.xls)"),
    "password": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "protected with a password",
    ),
    "html": (b"\r\n<html><table><tr><td>1", "web page"),
    "ods": (making.zipped(mimetype="x", **{"content.xml": "<x/>"}), "OpenDocument"),
    "word": (making.zipped(word__document="x", **{"word__document.xml": "x"}), "Word document"),
    "zip": (making.zipped(photo="x"), "ZIP archive without a sheet"),
    "cut": (making.simple([["name"]])[:-40], "damaged"),
    "gzip": (b"\x1f\x8b\x08\0", "gzip"),
}


@pytest.mark.parametrize("name", NOT_A_SHEET)
def test_what_is_not_a_sheet_is_called_by_its_name(name):
    content, words = NOT_A_SHEET[name]

    with pytest.raises(Refused) as refused:
        open_book(content).sheet()

    assert words in refused.value.text


TRAPS = {
    "many rows": (making.raw("<row><c><v>1</v></c></row>" * 2_000_000), "unpacks to"),
    "one long cell": (
        making.raw('<row><c t="inlineStr"><is><t>' + "A" * 30_000_000 + "</t></is></c></row>"),
        "unpacks",
    ),
    "laughs": (making.raw("<row><c><v>&b;</v></c></row>", head=DTD), "entities"),
    "outside": (making.raw("<row><c><v>&x;</v></c></row>", head=OUTSIDE), "entities"),
    "far corner": (making.raw(CELL.format(row=1, at="A1") + CELL.format(row=1048576, at="XFD1048576")), "columns"),
    "last row": (making.raw(CELL.format(row=1, at="A1") + CELL.format(row=1048576, at="A1048576")), "1,048,576 rows"),
    "50,000 columns": (
        making.raw("<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(50_000)) + "</row>"),
        "50,000",
    ),
    "50,000 columns as text": (b",".join(b"x%d" % n for n in range(50_000)), "50,000 columns"),
    "too many rows of text": (b"a,b\n" * (limits.MAX_ROWS + 1), "50,001 rows"),
    "too many bytes": (b"a" * (limits.MAX_BYTES + 1), "21 MB"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_named_and_costs_little(name):
    content, words = TRAPS[name]
    tracemalloc.start()

    with pytest.raises(Refused) as refused:
        open_book(content).sheet()

    assert words in refused.value.text
    assert tracemalloc.get_traced_memory()[1] < 80 * limits.MB
    tracemalloc.stop()


def test_a_directory_that_lies_is_not_believed():
    """It says 100 bytes, with a checksum to match, while the part goes on for a megabyte."""
    content = bytearray(making.raw("<row>" + "<c><v>1</v></c>" * 3_000 + "</row>"))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    offset = struct.unpack_from("<I", content, entry + 42)[0]
    start = offset + 30 + sum(struct.unpack_from("<HH", content, offset + 26))
    beginning = zlib.decompressobj(-15).decompress(bytes(content[start:]), 100)
    struct.pack_into("<I", content, entry + 16, zlib.crc32(beginning))
    struct.pack_into("<I", content, entry + 24, 100)

    with pytest.raises(Refused) as refused:
        check(bytes(content))

    assert "sheet1.xml" in refused.value.text


def test_one_shared_text_in_many_cells_counts_each_time():
    with making.workbook() as (book, done):
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write_string(row, 0, "A" * 32_000)
        content = done()

    with pytest.raises(Refused) as refused:
        check(content)

    assert "Row 1501" in refused.value.text


def test_only_what_is_read_is_handed_on():
    content = making.raw("<row><c><v>1</v></c></row>")
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/media/image1.png", b"\x89PNG")

    names = zipfile.ZipFile(io.BytesIO(check(stream.getvalue()).content)).namelist()

    assert "xl/worksheets/sheet1.xml" in names
    assert not [name for name in names if "vba" in name or "media" in name]
