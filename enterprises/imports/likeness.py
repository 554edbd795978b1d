"""How alike two names are: by the groups of three letters they share, as PostgreSQL's pg_trgm counts them."""

from functools import lru_cache

ALIKE = 0.6


@lru_cache(maxsize=20_000)
def trigrams(key: str) -> frozenset[str]:
    """Of a normalised name; each word is padded, so that beginnings weigh more."""
    return frozenset(
        padded[at : at + 3] for word in key.split() for padded in [f"  {word} "] for at in range(len(padded) - 2)
    )


def similarity(one: str, other: str) -> float:
    """0 for nothing in common, 1 for the same words in any order."""
    first, second = trigrams(one), trigrams(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def is_near(some: set[str], others: set[str]) -> bool:
    """Whether a name of the one is almost a name of the other, and none is the same."""
    return any(similarity(one, other) >= ALIKE for one in some for other in others)
