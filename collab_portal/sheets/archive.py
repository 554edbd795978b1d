"""An XLSX file is a ZIP archive of XML: its directory, its parts, and how large its sheets would become."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.limits import MAX_TEXT, MB, Checked, Kind, Refused, named, refuse_size

MAX_PARTS = 1000
MAX_RATIO = 200  # sheets shrink by 10 to 50, bombs by 1,000
SMALL = 64 * 1024  # bytes, below which the ratio says nothing
MAX_PART = 64 * MB
MAX_TOTAL = 96 * MB
MAX_CHARACTERS = 48_000_000  # in all cells of a sheet together: one long text can stand in many
CHUNK = 1 * MB

WORKBOOK = "xl/workbook.xml"
READ = re.compile(r"(?:\[Content_Types\]|_rels/.*|xl/(?!drawings|charts|media|theme|pivot|comments|externalLinks).*)")
OTHERS = [
    ("xl/workbook.bin", _("This is a binary Excel workbook (.xlsb).")),
    ("word/document.xml", _("This is a Word document.")),
    ("ppt/presentation.xml", _("This is a PowerPoint presentation.")),
    ("Index/Document.iwa", _("This is an Apple Numbers sheet.")),
    ("content.xml", _("This is an OpenDocument file (.ods or .odt).")),
]
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
STRINGS = "xl/sharedStrings.xml"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def check(content: bytes) -> Checked:
    """The workbook with only the parts that are read, each checked. Everything else stays outside."""
    try:
        return _checked(zipfile.ZipFile(io.BytesIO(content)), content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeError) as error:
        raise Refused(
            _("The workbook is damaged or was not sent whole. Save it again, and choose that file.")
        ) from error


def _checked(archive: zipfile.ZipFile, content: bytes) -> Checked:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    _refuse_bombs(parts)
    if WORKBOOK not in names:
        raise named(next((what for name, what in OTHERS if name in names), _("This is a ZIP archive without a sheet.")))
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_("The workbook is protected with a password. Save it without one, and choose that file."))
    clean, lengths, oddities = io.BytesIO(), [], {}
    read = [part for part in parts if READ.fullmatch(part.filename) and part.filename.endswith((".xml", ".rels"))]
    if len({part.filename.lower() for part in read}) != len(read):
        raise Refused(_("The workbook has one part twice. Save it again, and choose that file."))
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as copy:
        for part in sorted(read, key=lambda part: part.filename != STRINGS):  # sheets point into the strings
            text = _unpacked(content, part)
            walk = _walk(part.filename, text, lengths)
            if SHEET.fullmatch(part.filename):
                oddities[part.filename] = walk.oddities
            elif part.filename == STRINGS:
                lengths = walk.lengths
            copy.writestr(part.filename, text)
    return Checked(Kind.XLSX, clean.getvalue(), oddities)


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    """What the directory says is enough to refuse most of them, without unpacking a byte."""
    if len(parts) > MAX_PARTS:
        raise Refused(_("The workbook has %(count)s parts, far more than a sheet needs."), params={"count": len(parts)})
    for part in parts:
        if part.file_size > MAX_PART or part.file_size > max(SMALL, MAX_RATIO * part.compress_size):
            raise _too_large(part.filename, part.file_size)
    if sum(part.file_size for part in parts) > MAX_TOTAL:
        raise _too_large("", sum(part.file_size for part in parts))


def _too_large(name: str, size: int) -> Refused:
    where = _("The part “%(name)s” of the workbook") % {"name": name} if name else _("The workbook")
    return Refused(
        _("%(where)s unpacks to %(size)s MB, far more than a sheet needs. We did not open it."),
        params={"where": where, "size": f"{-(-size // MB):,}"},
    )


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """The part as it is, not as the directory says: unpacking stops where it grows beyond that."""
    name_length = int.from_bytes(content[part.header_offset + 26 : part.header_offset + 28], "little")
    extra_length = int.from_bytes(content[part.header_offset + 28 : part.header_offset + 30], "little")
    start = part.header_offset + 30 + name_length + extra_length
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        text = bytes(packed)
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        text = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
    else:
        raise zipfile.BadZipFile(part.filename)
    if len(text) > part.file_size:
        raise _too_large(part.filename, len(text))
    if len(text) < part.file_size or zlib.crc32(text) != part.CRC:
        raise zipfile.BadZipFile(part.filename)
    return text


def _walk(name: str, text: bytes, lengths: list[int]) -> "_Walk":
    """Read the XML of a part once, which refuses entities everywhere, and sheets that would become too large."""
    walk = (_SheetWalk if SHEET.fullmatch(name) else _StringsWalk if name == STRINGS else _Walk)(name, lengths)
    try:
        for chunk in _chunks(text):
            walk.parser.Parse(chunk, False)
        walk.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused(
            _("The part “%(name)s” of the workbook is damaged in line %(line)s."),
            params={"name": name, "line": error.lineno},
        ) from error
    return walk


def _chunks(text: bytes) -> Iterator[bytes]:
    for start in range(0, len(text), CHUNK):
        yield text[start : start + CHUNK]


class _Walk:
    """One reading of a part's XML. A document type is how entities come in, and no sheet has one."""

    def __init__(self, name: str, lengths: list[int]):
        self.name = name
        self.lengths = lengths
        self.oddities: dict[tuple[int, int], str] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse_entities

    def refuse_entities(self, *declared):
        raise Refused(
            _("The part “%(name)s” of the workbook declares entities, which a sheet never does. We did not open it."),
            params={"name": self.name},
        )


class _StringsWalk(_Walk):
    """How long each of the shared strings is."""

    def __init__(self, name: str, lengths: list[int]):
        super().__init__(name, lengths)
        self.lengths = []
        self.parser.StartElementHandler = self.start
        self.parser.CharacterDataHandler = self.add

    def start(self, tag, attributes):
        if tag.endswith(" si"):
            self.lengths.append(0)

    def add(self, text):
        if self.lengths:
            self.lengths[-1] += len(text)


class _SheetWalk(_Walk):
    """How far the cells of a sheet reach, how much text they hold, and which of them hold an error."""

    def __init__(self, name: str, lengths: list[int]):
        super().__init__(name, lengths)
        self.row = self.column = self.last_row = self.last_column = -1
        self.first_row = self.first_column = 1 << 30
        self.characters = 0
        self.kind = self.inside = self.text = self.formula = ""
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.add

    def start(self, tag, attributes):
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._place(attributes.get("r"))
            self.kind, self.text, self.formula = attributes.get("t", "n"), "", ""
        elif name == "row":
            self.row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self.row + 1
            self.column = -1
        elif name in ("v", "t", "f"):
            self.inside = name

    def _place(self, reference):
        found = REFERENCE.fullmatch(reference or "")
        if found:
            self.column, self.row = column_number(found[1]), int(found[2]) - 1
        else:
            self.column += 1
        self.first_row, self.last_row = min(self.first_row, self.row), max(self.last_row, self.row)
        self.first_column = min(self.first_column, self.column)
        self.last_column = max(self.last_column, self.column)

    def add(self, text):
        if self.inside == "f":
            self.formula += text
        elif self.inside:
            self.text += text

    def end(self, tag):
        name = tag.rpartition(" ")[2]
        if name in ("v", "t", "f"):
            self.inside = ""
        elif name == "c":
            self._weigh()
        elif name == "row":
            refuse_size(self.last_row + 1, self.last_column + 1)

    def _weigh(self):
        length = len(self.text)
        if self.kind == "s" and self.text.isdigit() and int(self.text) < len(self.lengths):
            length = self.lengths[int(self.text)]
        elif self.kind == "e":
            self.oddities[self.row, self.column] = self.text or "#ERROR!"
        elif self.formula and not self.text:
            self.oddities[self.row, self.column] = f"={self.formula}"
        self.characters += length
        if length > MAX_TEXT or self.characters > MAX_CHARACTERS:
            raise Refused(
                _("Row %(row)s of the workbook holds far more text than a sheet needs. We did not open it."),
                params={"row": self.row + 1},
            )


def column_number(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    while number >= 0:
        letters, number = chr(65 + number % 26) + letters, number // 26 - 1
    return letters
