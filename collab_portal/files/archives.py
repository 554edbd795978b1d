"""Files that are ZIP archives inside: their table of contents is read and judged before anything is unpacked."""

import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

MOST_MEMBERS = 3_000
MOST_CONTENTS = 1_000_000  # bytes of the table of contents itself
MOST_UNPACKED = 200_000_000
MOST_OF_ONE = 100_000_000
DENSEST = 200  # unpacked bytes for one that is packed, once it is worth asking
WORTH_ASKING = 1_000_000
LOCKED = 0x1
RUNS = {
    *(".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta"),
    *(".jar", ".apk", ".sh", ".lnk", ".class", ".pif", ".cpl"),
}
END = b"PK\x05\x06"
END_LENGTH, LONGEST_COMMENT = 22, 65_535


class BadArchive(Exception):
    """Cut off, or not what it says it is."""


class Bomb(Exception):
    """Small to send and huge to unpack."""


@dataclass(frozen=True)
class Contents:
    """What is in an archive, without its bytes."""

    names: frozenset[str]
    has_locked: bool
    has_programs: bool


def contents(file: BinaryIO) -> Contents:
    """Judge the table of contents. Raises `Bomb` or `BadArchive`."""
    _table_is_short(file)
    members = _members(file)
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_UNPACKED:
        raise Bomb
    for each in members:
        dense = each.file_size > WORTH_ASKING and each.file_size > DENSEST * max(each.compress_size, 1)
        if dense or each.file_size > MOST_OF_ONE:
            raise Bomb
    names = frozenset(each.filename for each in members)
    if len(names) != len(members):
        raise BadArchive  # two of one name: what one program reads is not what another does
    return Contents(
        names=names,
        has_locked=any(each.flag_bits & LOCKED for each in members),
        has_programs=any(PurePosixPath(name.lower()).suffix in RUNS for name in names),
    )


def member(file: BinaryIO, name: str, *, most: int) -> bytes:
    """The bytes of one member, and never more of them than that."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as opened:
            data = opened.read(most + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise BadArchive from error
    if len(data) > most:
        raise Bomb
    return data


def _table_is_short(file: BinaryIO) -> None:
    """Before Python builds a list from it: a few megabytes can hold a hundred thousand entries."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - END_LENGTH - LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_LENGTH:
        raise BadArchive
    entries, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > MOST_MEMBERS or size > MOST_CONTENTS:
        raise Bomb
    file.seek(0)


def _members(file: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise BadArchive from error
    finally:
        file.seek(0)
