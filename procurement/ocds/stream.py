"""Releases out of packages of any length: a stream of bytes is cut into its releases, without being read whole.

Only brackets and strings are looked at. So a release that is no JSON (`NaN`, a missing comma) costs that release and
not the file, and the bytes of each are kept as they came. A file is a release package (`releases`) or a record package
(`records`), or several of them one after the other, as in JSON Lines.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

CHUNK = 2**18
LONGEST_RELEASE = 8 * 2**20
LONGEST_REST = 2**20  # what stands around the releases: publisher, licence, links

TEXT = rb'[^"\\]*+(?:\\.[^"\\]*+)*+'
PLAIN = rb'[^"{}\[\]]*+'
UP_TO_BRACKET = re.compile(PLAIN + rb'(?:"' + TEXT + rb'"' + PLAIN + rb")*+([{}\[\]])", re.DOTALL)
WITHOUT_BRACKET = re.compile(PLAIN + rb'(?:"' + TEXT + rb'"' + PLAIN + rb")*+", re.DOTALL)
REST_OF_TEXT = re.compile(TEXT, re.DOTALL)
LIST_BEGINS = re.compile(rb'"(releases|records)"\s*:\s*\[\Z')
OPENING = b"{["
BETWEEN = b" \t\r\n,"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


NO_PACKAGE = "the file is neither a release package nor a record package"


class Unreadable(Exception):
    """The file is no package, or stops in the middle of one. What was complete before it has been handed out."""


@dataclass(frozen=True)
class Piece:
    """One element of `releases` or `records`: its bytes as they came, where they stood, and who published them."""

    path: str
    content: bytes
    publisher: str = ""
    is_too_long: bool = False


def pieces(file: BinaryIO) -> Iterator[Piece]:
    """Every release or record of the file in turn. `Unreadable` comes where there is no going on, or at the end."""
    cutter = Cutter()
    for chunk in _chunks(file):
        yield from cutter.feed(chunk)
    cutter.close()


def utf8(content: bytes) -> bytes:
    """The same in UTF-8. Contracts Finder answers in ISO-8859-1 at times, which is read as browsers read it."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()
    return content


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of the file without a byte order mark; what is in UTF-16 or UTF-32 as UTF-8."""
    chunk = file.read(CHUNK)
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if chunk.startswith(mark)), "")
    decode = codecs.getincrementaldecoder(encoding)(errors="replace").decode if encoding else None
    chunk = chunk.removeprefix(codecs.BOM_UTF8)
    while chunk:
        yield decode(chunk).encode() if decode else chunk
        chunk = file.read(CHUNK)


class Cutter:
    """Takes bytes in any portions and gives back what they complete. It holds one release at most."""

    def __init__(self) -> None:
        self.carry = b""  # a backslash whose character is in the next portion
        self.in_text = False
        self.depth = 0
        self.list_depth = 0  # how deep the list stands that is being cut; 0 outside of one
        self.rest = bytearray()  # the package without its releases
        self.between = bytearray()  # what stands between two of them
        self.element: bytearray | None = None  # the release being read
        self.is_too_long = False
        self.name, self.position, self.publisher = "", 0, ""
        self.found_list = False

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        chunk, self.carry = self.carry + chunk, b""
        start = 0
        while start < len(chunk):
            if self.in_text:
                start = self._through_text(chunk, start)
            elif self.element is not None:
                start = self._through_element(chunk, start)
                if self.depth == self.list_depth:
                    yield self._piece()
            elif match := UP_TO_BRACKET.match(chunk, start):
                yield from self._bracket(chunk[start : match.start(1)], match[1])
                start = match.end()
            else:
                start = self._without_bracket(chunk, start)

    def close(self) -> None:
        """The file is over: say what is wrong with it as a whole."""
        if self.depth or self.in_text:
            raise Unreadable("the file stops in the middle of a package")
        if self.rest.strip(BETWEEN):
            raise Unreadable("text follows the last package" if self.found_list else "the file is not JSON")
        if not self.found_list:
            raise Unreadable(NO_PACKAGE)

    def _through_text(self, chunk: bytes, start: int) -> int:
        end = _after(REST_OF_TEXT, chunk, start)
        if chunk[end : end + 1] == b'"':
            self.in_text = False
            self._take(chunk[start : end + 1])
            return end + 1
        self.carry = chunk[end:]
        self._take(chunk[start:end])
        return len(chunk)

    def _through_element(self, chunk: bytes, start: int) -> int:
        """To the end of the release, or as far as the portion goes. This loop reads nearly every byte there is."""
        depth, end = self.depth, start
        while depth > self.list_depth and (match := UP_TO_BRACKET.match(chunk, end)):
            depth += 1 if match[1] in OPENING else -1
            end = match.end()
        self.depth = depth
        self._take(chunk[start:end])
        return end if depth == self.list_depth else self._without_bracket(chunk, end)

    def _without_bracket(self, chunk: bytes, start: int) -> int:
        """Up to the end of the portion, or into a text that the portion leaves open."""
        end = _after(WITHOUT_BRACKET, chunk, start)
        if end < len(chunk):
            self.in_text = True
            end += 1
        self._take(chunk[start:end])
        return end

    def _bracket(self, before: bytes, bracket: bytes) -> Iterator[Piece]:
        """A bracket outside of a release."""
        self._take(before)
        if bracket in OPENING:
            self.depth += 1
            if self.list_depth:
                yield from self._stray()
                self.element = bytearray()
            self._take(bracket)
            if self.depth == 2 and bracket == b"[":
                self._list_begins()
        else:
            self.depth -= 1
            if self.list_depth:
                yield from self._stray()
                self.list_depth = 0
            self._take(bracket)
            if self.depth <= 0:
                self._package_ends()

    def _take(self, content: bytes) -> None:
        """Keep bytes where they belong: in the release, between two of them, or around them all."""
        if self.element is not None:
            self.is_too_long = self.is_too_long or len(self.element) + len(content) > LONGEST_RELEASE
            if not self.is_too_long:
                self.element += content
            return
        place = self.between if self.list_depth else self.rest
        place += content
        if len(place) > LONGEST_REST:
            raise Unreadable(NO_PACKAGE)

    def _list_begins(self) -> None:
        if match := LIST_BEGINS.search(self.rest):
            self.found_list, self.list_depth = True, self.depth
            self.name, self.position = match[1].decode(), 0
            self.publisher = _publisher(bytes(self.rest) + b"]}")

    def _piece(self) -> Piece:
        content = b"" if self.is_too_long else bytes(self.element or b"")
        piece = Piece(f"$.{self.name}[{self.position}]", content, self.publisher, self.is_too_long)
        self.element, self.is_too_long = None, False
        self.position += 1
        return piece

    def _stray(self) -> Iterator[Piece]:
        """What stands in the list and is no object: a number, say, or the rest of a broken release."""
        if stray := self.between.strip(BETWEEN):
            self.element = stray
            yield self._piece()
        self.between.clear()

    def _package_ends(self) -> None:
        try:
            msgspec.json.decode(utf8(bytes(self.rest)), type=dict)
        except msgspec.ValidationError:
            raise Unreadable(NO_PACKAGE) from None
        except (msgspec.MsgspecError, RecursionError):
            raise Unreadable("the file is not JSON") from None
        self.rest.clear()


def _after(pattern: re.Pattern[bytes], chunk: bytes, start: int) -> int:
    """Where a pattern that may match nothing, and so always matches, ends."""
    found = pattern.match(chunk, start)
    return found.end() if found else start


class _Publisher(msgspec.Struct):
    name: str | None = None


class _Envelope(msgspec.Struct):
    publisher: _Publisher | None = None


def _publisher(start_of_package: bytes) -> str:
    """Who publishes, where the package says it before its releases."""
    try:
        envelope = msgspec.json.decode(utf8(start_of_package), type=_Envelope)
    except (msgspec.MsgspecError, RecursionError):
        return ""
    return (envelope.publisher and envelope.publisher.name) or ""
