"""The words of titles and summaries, by which a misspelt one is put right as in the directory."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from enterprises.projection import distinct_words
from enterprises.search import words as directory
from socialvalue.practice.models import LibraryEntry

LIKE = """
SELECT DISTINCT ON (typed.word) typed.word, near.word
FROM unnest(%s::text[], %s::text[]) AS typed(word, form) CROSS JOIN LATERAL (
    SELECT word, uses, similarity(word, typed.form) AS alike FROM practice_libraryword
    WHERE uses > 0 AND word %% typed.form ORDER BY alike DESC, uses DESC LIMIT 1
) AS near
WHERE near.alike >= %s
ORDER BY typed.word, near.alike DESC, near.uses DESC
"""
# In the order of the words, so that two who publish at once wait for each other and not in a ring.
COUNT = """
INSERT INTO practice_libraryword (word, uses) SELECT * FROM unnest(%s::text[], %s::int[]) AS counted(word, change)
ORDER BY word ON CONFLICT (word) DO UPDATE SET uses = practice_libraryword.uses + EXCLUDED.uses
"""


def put_right(q: str) -> str:
    """The words with each one that no study uses replaced by the most similar one that is used."""
    return directory.put_right(q, like=LIKE)


def count(*, come: Iterable[LibraryEntry] = (), gone: Iterable[LibraryEntry] = ()) -> None:
    """Note that these studies came into the library, and that those left it."""
    changes = Counter(word for entry in come for word in _of(entry))
    changes.subtract(word for entry in gone for word in _of(entry))
    changed = {word: change for word, change in changes.items() if change}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [list(changed), list(changed.values())])


def _of(entry: LibraryEntry) -> list[str]:
    return distinct_words((entry.title_en, entry.title_cy, entry.summary_en, entry.summary_cy))
