"""How common a term is among the entries, as PostgreSQL's statistics know it. A wrong figure only costs time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

from procurement.models import PipelineEntry

# A term is a letter for its kind and what it says: w:garden, c:45000000, a:W06000002.
WORD, CPV, AREA, BUYER, CATEGORY, RESERVED = "w:", "c:", "a:", "b:", "k:", "r:"
VCSE = "suitable"
ANY = "*"  # every entry has it

COLUMNS = {
    "document": WORD,
    "cpv_tokens": CPV,
    "area_tokens": AREA,
    "buyer_ids": BUYER,
    "category_id": CATEGORY,
    "reserved": RESERVED,
}
UNKNOWN = {WORD: 0.005, CPV: 0.05, AREA: 0.1, BUYER: 0.02, CATEGORY: 0.05, RESERVED: 0.03}  # before the first ANALYZE
FLAGS = {VCSE: 0.5, ANY: 1.0}

STATISTICS = """
SELECT attname,
       coalesce(most_common_elems, most_common_vals)::text::text[],
       coalesce(most_common_elem_freqs, most_common_freqs)
FROM pg_stats
WHERE schemaname = current_schema AND tablename = %s AND attname = ANY(%s)
"""


@dataclass(frozen=True)
class Frequencies:
    """The share of entries that have a term. `rarest` holds, for each kind, the share below which it is not counted."""

    shares: Mapping[str, float] = field(default_factory=dict)
    rarest: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def known(cls) -> "Frequencies":
        """As the last ANALYZE found them; PostgreSQL does that by itself as entries come."""
        shares, rarest = {}, {}
        for column, values, figures in _statistics():
            kind = COLUMNS[column]
            counted = dict(zip(values, figures, strict=False))  # after those of the values come least and most
            shares |= {f"{kind}{value}": share for value, share in counted.items()}
            rarest[kind] = min(counted.values(), default=UNKNOWN[kind])
        return cls(shares, rarest)

    def of(self, term: str) -> float:
        if term in FLAGS:
            return FLAGS[term]
        kind = term[:2]
        return self.shares.get(term, self.rarest.get(kind, UNKNOWN[kind]) / 2)

    def cost(self, group: Iterable[str]) -> float:
        """How many entries will have to be looked at, at most, for a search filed under these terms."""
        return sum(map(self.of, group))


def _statistics() -> Iterator[tuple[str, list[str], list[float]]]:
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS, [PipelineEntry._meta.db_table, list(COLUMNS)])
        yield from ((column, values or [], figures or []) for column, values, figures in cursor.fetchall())
