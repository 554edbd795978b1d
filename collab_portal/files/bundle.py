"""Many files as one ZIP, sent while it is made: one file at a time is in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from collab_portal.files.refusals import clean_name

EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a ZIP; the moment of packing says nothing about a file


def pieces(members: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The archive in pieces. A name that was there before gets a number; a folder stands before a slash."""
    outlet, taken = _Outlet(), set()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for path, data in members:
            archive.writestr(zipfile.ZipInfo(_free(path, taken), EARLIEST), data)
            yield outlet.take()
    yield outlet.take()


def _free(path: str, taken: set[str]) -> str:
    folder, slash, name = path.rpartition("/")
    name = clean_name(name)
    stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
    number, free = 1, f"{folder}{slash}{name}"
    while free.casefold() in taken:
        number += 1
        free = f"{folder}{slash}{stem} ({number}){dot}{suffix}"
    taken.add(free.casefold())
    return free


class _Outlet(io.RawIOBase):
    """What is written to it waits until it is taken."""

    def __init__(self):
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        taken, self.waiting = bytes(self.waiting), bytearray()
        return taken
