"""Who has which key, as sets of bits in the memory of this process. A number in the database says if it still holds.

A set is a Python integer. Bit 0 stands for the newest study, bit 1 for the one before it: so the lowest bits of a set
are the first page of it.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from socialvalue.practice.models import LibraryEntry, LibraryStamp

REMEMBERED = 500  # answers: more of them, and memory would grow without end
ORDERS = {  # of what is known of each study; the newest of equals comes first
    "title_en": lambda row: row["sort_key_en"],
    "title_cy": lambda row: row["sort_key_cy"],
    "adapted": lambda row: -row["adapted"],
    "evidence": lambda row: -(-1 if row["evidence_level"] is None else row["evidence_level"]),
}
READ = ("study_id", "keys", "sort_key_en", "sort_key_cy", "adapted", "evidence_level")


@dataclass(frozen=True)
class Index:
    """The whole library at one moment."""

    stamp: UUID | None
    studies: tuple[int, ...] = ()  # the newest first
    sets: dict[str, int] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)  # places, as they stand in that order
    _answers: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return (1 << len(self.studies)) - 1

    def any_of(self, keys: Iterable[str]) -> int:
        found = 0
        for key in keys:
            found |= self.sets.get(key, 0)
        return found

    def places(self, studies: Iterable[int]) -> int:
        """These studies as a set. Those that are not in the library are left out."""
        place = self.remembered("places", lambda: {study: at for at, study in enumerate(self.studies)})
        return as_set(len(self.studies), (place[each] for each in studies if each in place))

    def remembered(self, asked: Hashable, answer: Callable[[], Any]) -> Any:
        """The answer from last time: what this index knows does not change."""
        found = self._answers.get(asked)
        if found is None:
            found = answer()
            if len(self._answers) > REMEMBERED:
                self._answers.clear()
            self._answers[asked] = found
        return found


_kept = Index(None)


def current() -> Index:
    """The one kept from last time, or a new one where the library is another by now."""
    global _kept
    stamp = LibraryStamp.objects.values_list("stamp", flat=True).first()
    if stamp != _kept.stamp:
        _kept = _made(stamp)
    return _kept


def _made(stamp: UUID | None) -> Index:
    """The stamp was read before the rows: whatever changed in between makes another stamp, and the next one reads."""
    rows = list(LibraryEntry.objects.order_by("-published_at", "-study").values(*READ))
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for key in row["keys"]:
            places[key].append(place)
    return Index(
        stamp=stamp,
        studies=tuple(row["study_id"] for row in rows),
        sets={key: as_set(len(rows), found) for key, found in places.items()},
        orders={
            name: sorted(range(len(rows)), key=lambda place, known=known: known(rows[place]))
            for name, known in ORDERS.items()
        },
    )


def as_set(size: int, places: Iterable[int]) -> int:
    bits = bytearray(size // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def in_order(bits: int, order: Iterable[int] | None = None) -> Iterator[int]:
    """The places of a set: the newest first, or as they stand in another order."""
    drawn = f"{bits:b}"[::-1]
    if order is not None:
        yield from (place for place in order if drawn[place : place + 1] == "1")
        return
    place = drawn.find("1")
    while place >= 0:
        yield place
        place = drawn.find("1", place + 1)
