"""Who has which key, as sets of bits in the memory of this process, brought up to the present by one query.

A set is a Python integer: bit n stands for the enterprise with key n. What is kept is an edition (see `edition`) and,
over it, every enterprise that changed since. Which those are, PostgreSQL says exactly: `SearchChange` names the
transaction of each change, and we ask for the changes whose transaction our last snapshot did not see. A transaction
that began early and commits late is therefore not missed, and nobody waits for anybody.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from sys import intern
from typing import Any

from django.db import connection

Change = tuple[int, list[str] | None, list[str] | None]  # who, the keys, the words

ALL = "listed"  # everybody has this key
WORD = "word:"
REMEMBERED = 500  # answers, and sets that are not always at hand: more of them, and memory would grow without end

# The number of the change table's file is part of what we hold on to: it is another one after a restore.
CLUSTER = """
(SELECT system_identifier::text FROM pg_control_system())
|| '/' || pg_relation_filenode('enterprises_searchchange'::regclass)
"""
LISTED = """
LEFT JOIN LATERAL (
    SELECT each.keys, each.document FROM enterprises_enterprise AS each
    JOIN accounts_organisation AS organisation ON organisation.id = each.organisation_id
    WHERE each.id = note.enterprise AND each.is_listed AND organisation.merged_into_id IS NULL
) AS entry ON true
"""
NOW = f"""
SELECT {CLUSTER} AS cluster, pg_current_snapshot()::text AS seen,
       pg_current_xact_id_if_assigned() IS NOT NULL AS is_writing
"""
# One statement, so one snapshot: what it says of the present, of the edition and of the changes belongs together.
SINCE = f"""
WITH now AS ({NOW}), edition AS (
    SELECT id, snapshot FROM enterprises_searchedition, now WHERE enterprises_searchedition.cluster = now.cluster
    ORDER BY id DESC LIMIT 1
), since AS (
    SELECT CASE WHEN now.cluster = %(cluster)s AND (edition.id IS NULL OR edition.id = %(edition)s) THEN %(seen)s
           ELSE edition.snapshot END::pg_snapshot AS seen
    FROM now LEFT JOIN edition ON true
)
SELECT now.cluster, now.seen, now.is_writing, edition.id, since.seen::text,
       note.enterprise, entry.keys, tsvector_to_array(entry.document)
FROM now CROSS JOIN since LEFT JOIN edition ON true
LEFT JOIN enterprises_searchchange AS note ON note.changed_in >= pg_snapshot_xmin(since.seen)::text::bigint
    AND NOT pg_visible_in_snapshot(note.changed_in::text::xid8, since.seen)
{LISTED}
"""  # noqa: S608 - put together from the constants above
# Without the words: only an edition knows which of them are common, and the others are asked of PostgreSQL anyway.
EVERYTHING = f"""
SELECT now.cluster, now.seen, now.is_writing, note.enterprise, entry.keys, NULL
FROM ({NOW}) AS now LEFT JOIN (SELECT id AS enterprise FROM enterprises_enterprise) AS note ON true
{LISTED}
"""  # noqa: S608 - the same
BITS = "SELECT key, bits FROM enterprises_searchbits WHERE edition_id = %s AND key = ANY(%s)"
# Words and pairs are fetched when somebody asks for them.
PLAIN = "SELECT key, CASE WHEN key LIKE 'word:%%' OR substr(key, 3, 1) = ':' THEN NULL ELSE bits END"
PLAIN += " FROM enterprises_searchbits WHERE edition_id = %s"


class Outdated(Exception):
    """The edition was replaced twice while this reader was at it. The next attempt reads the newest."""


@dataclass
class Edition:
    """The sets of one edition: the plain ones always, words and pairs as far as they were asked for lately."""

    pk: int
    known: frozenset[str]  # all its keys
    plain: dict[str, int]
    lately: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> int:
        if key not in self.known:
            return 0
        found = self.plain.get(key, self.lately.get(key))
        return self.fetch([key])[key] if found is None else found

    def fetch(self, keys: Iterable[str]) -> dict[str, int]:
        """All at once, so that asking for many costs one query; none where we have them."""
        missing = [key for key in keys if key in self.known and key not in self.plain and key not in self.lately]
        if not missing:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(BITS, [self.pk, missing])
            found = {key: int.from_bytes(bits, "little") for key, bits in cursor}
        if len(found) < len(missing):
            raise Outdated
        if len(self.lately) > REMEMBERED:
            self.lately.clear()
        self.lately |= found
        return found


NO_EDITION = Edition(0, frozenset(), {})


@dataclass
class Index:
    """Everybody's keys at one moment. It does not change; what changes makes another one."""

    edition: Edition = field(default_factory=lambda: NO_EDITION)
    cluster: str = ""
    seen: str = "1:1:"  # the snapshot up to which it knows everything; this one has seen nothing
    changed: int = 0  # those of whom the edition no longer tells
    fresh: dict[str, int] = field(default_factory=dict)  # their keys now
    keys_of: dict[int, list[str]] = field(default_factory=dict)  # the same, by enterprise
    _answers: dict[Hashable, Any] = field(default_factory=dict)

    def fetch(self, keys: Iterable[str]) -> None:
        self.edition.fetch(keys)

    def __getitem__(self, key: str) -> int:
        if not self.changed:
            return self.edition[key]
        return self.remembered(("key", key), lambda: self.edition[key] & ~self.changed | self.fresh.get(key, 0))

    def remembered(self, asked: Hashable, answer: Callable[[], Any]) -> Any:
        """The answer from last time, as long as nothing has changed."""
        found = self._answers.get(asked)
        if found is None:
            found = answer()
            if len(self._answers) > REMEMBERED:
                self._answers.clear()
            self._answers[asked] = found
        return found

    def any_of(self, keys: Iterable[str]) -> int:
        found = 0
        for key in keys:
            found |= self[key]
        return found

    def values(self, facet: str) -> list[str]:
        """The values that anybody has, of a filter whose values are not known beforehand."""
        start = f"{facet}:"
        return sorted({key.removeprefix(start) for key in {*self.edition.known, *self.fresh} if key.startswith(start)})

    def is_common(self, word: str) -> bool:
        """The edition has a set for the word: asking PostgreSQL for it would find a great many."""
        return f"{WORD}{word}" in self.edition.known

    def with_changes(self, seen: str, rows: Iterable[Change]) -> "Index":
        """The same with these enterprises as they are now. Without keys they are gone, or not listed."""
        keys_of = dict(self.keys_of)
        gone: dict[str, list[int]] = defaultdict(list)
        come: dict[str, list[int]] = defaultdict(list)
        changed = []
        for number, keys, words in rows:
            changed.append(number)
            for key in keys_of.pop(number, ()):
                gone[key].append(number)
            if keys is not None:
                found = [WORD + word for word in words or () if self.is_common(word)]
                keys_of[number] = [ALL, *map(intern, keys), *map(intern, found)]
                for key in keys_of[number]:
                    come[key].append(number)
        if not changed:
            return replace(self, seen=seen) if seen != self.seen else self
        fresh = dict(self.fresh)
        for key in {**gone, **come}:
            fresh[key] = fresh.get(key, 0) & ~as_bits(gone[key]) | as_bits(come[key])
        return Index(self.edition, self.cluster, seen, self.changed | as_bits(changed), fresh, keys_of)


_kept = {"index": Index()}


def current() -> Index:
    """The index as this transaction sees the directory. One query where nothing but single entries changed."""
    kept = _kept["index"]
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"cluster": kept.cluster, "edition": kept.edition.pk, "seen": kept.seen})
        rows = cursor.fetchall()
    cluster, seen, is_writing, edition, since = rows[0][:5]
    if since is None or (edition is None and kept.edition.pk):
        return _keep(*_everything())
    if edition is not None and (kept.edition.pk != edition or kept.cluster != cluster):
        kept = Index(_read(edition), cluster)
    return _keep(kept.with_changes(seen, (row[5:] for row in rows if row[5] is not None)), is_writing)


def _keep(found: Index, is_writing: bool) -> Index:
    """What this transaction has written may never be committed: then nobody else may see it."""
    if not is_writing:
        _kept["index"] = found
    return found


def _everything() -> tuple[Index, bool]:
    """Where there is no edition: on a new portal, or after a restore."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        first = cursor.fetchone()
        cluster, seen, is_writing = first[:3]
        rows = (row[3:] for row in chain([first], cursor) if row[3] is not None)
        return Index(cluster=cluster).with_changes(seen, rows), is_writing


def numbers(bits: int) -> list[int]:
    """The keys of those in a set, the smallest first."""
    written, found = bin(bits)[:1:-1], []
    at = written.find("1")
    while at >= 0:
        found.append(at)
        at = written.find("1", at + 1)
    return found


def as_bits(keys: Iterable[int]) -> int:
    keys = list(keys)
    if not keys:
        return 0
    content = bytearray(max(keys) // 8 + 1)
    for key in keys:
        content[key >> 3] |= 1 << (key & 7)
    return int.from_bytes(content, "little")


def as_bytes(bits: int) -> bytes:
    """As PostgreSQL's get_bit counts them."""
    return bits.to_bytes((bits.bit_length() + 7) // 8 or 1, "little")


def _read(edition: int) -> Edition:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [edition])
        rows = cursor.fetchall()
    if not rows:
        raise Outdated
    bits = {key: int.from_bytes(bits, "little") for key, bits in rows if bits is not None}
    return Edition(edition, frozenset(key for key, _bits in rows), bits)
