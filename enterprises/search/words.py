"""Which enterprises some words mean, and what a word that nobody uses may have been meant to be.

A rare word is looked up in PostgreSQL's own index. A word that a thousand enterprises use has a set of bits in the
edition: PostgreSQL would have to look at each of their rows.
"""

import re
from collections.abc import Iterable, Iterator

from django.db import connection

from collab_portal.text.search import Query, Step, Term
from collab_portal.text.welsh import folded, radicals
from enterprises.search import index as bits
from enterprises.search.index import WORD, Index

FOUND = "SELECT array_agg(id) FROM enterprises_enterprise WHERE document @@ %s::tsquery"
PHRASE = "SELECT array_agg(id) FROM enterprises_enterprise WHERE id = ANY(%s) AND document @@ %s::tsquery"
LIKE = """
SELECT DISTINCT ON (typed.word) typed.word, near.word
FROM unnest(%s::text[], %s::text[]) AS typed(word, form) CROSS JOIN LATERAL (
    (SELECT word, uses, similarity(word, typed.form) AS alike FROM enterprises_searchword
     WHERE word %% typed.form ORDER BY alike DESC, uses DESC LIMIT 1)
    UNION ALL
    (SELECT word, 1, similarity(word, typed.form)
     FROM (SELECT enterprise FROM enterprises_searchchange ORDER BY changed_in DESC LIMIT 1000) AS note
     JOIN enterprises_enterprise AS entry ON entry.id = note.enterprise AND entry.is_listed, unnest(entry.words) AS word
     WHERE word %% typed.form ORDER BY 3 DESC LIMIT 1)
) AS near(word, uses, alike)
WHERE near.alike >= %s
ORDER BY typed.word, near.alike DESC, near.uses DESC
"""
LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST = 4  # letters of a word that is put right
ALIKE = 0.35  # of 1; two letters changed places in a word of eight


def found(index: Index, query: Query) -> int:
    """Everybody in whose texts the words stand, listed or not."""
    if query.is_empty:
        return index[bits.ALL]
    groups = [[step for term in terms for step in term] for terms in query.required]
    if not groups or not all(any(map(index.is_common, _lexemes(steps))) for steps in groups):
        return _matching(query.tsquery()) if query.required else index[bits.ALL] & ~_matching(_positive(query))
    index.fetch(f"{WORD}{lexeme}" for steps in groups for lexeme in _lexemes(steps))
    everybody = index[bits.ALL]
    for terms in query.required:
        everybody &= _any_of(index, terms)
    for term in query.excluded:
        everybody &= ~_any_of(index, [term])
    return everybody


def _any_of(index: Index, terms: Iterable[Term]) -> int:
    """Who has one of the terms. A phrase of common words is looked at row by row, which is kept for the next."""
    found = 0
    for term in terms:
        everybody = index[bits.ALL]
        for step in term:
            everybody &= _having(index, step)
        found |= everybody if len(term) == 1 else _phrase(index, term, everybody)
    return found


def _having(index: Index, step: Step) -> int:
    common = {lexeme for lexeme in step.lexemes if index.is_common(lexeme)}
    rare = step.lexemes - common
    found = index.any_of(f"{WORD}{lexeme}" for lexeme in common)
    if not rare:
        return found
    text = _written([(Step(0, rare),)])  # comes with every search for the common form
    return found | index.remembered(text, lambda: _matching(text))


def _phrase(index: Index, term: Term, among: int) -> int:
    text = _written([term])

    def ask() -> int:
        with connection.cursor() as cursor:
            cursor.execute(PHRASE, [bits.numbers(among), text])
            return bits.as_bits(cursor.fetchone()[0] or ())

    return index.remembered(text, ask)


def _matching(tsquery: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [tsquery])
        return bits.as_bits(cursor.fetchone()[0] or ())


def _positive(query: Query) -> str:
    return _written(query.excluded)


def _written(terms: Iterable[Term]) -> str:
    return Query(required=(frozenset(terms),)).tsquery()


def _lexemes(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        yield from step.lexemes


def put_right(q: str, *, like: str = LIKE) -> str:
    """The words with each one that no name, offer or category has replaced by the most similar one that is there.

    A word as it stands is most similar to itself, so right words stay. Nothing where nothing would change. Other lists
    have words of their own: their statement `like` takes the words, their forms and ALIKE, and answers with pairs.
    """
    typed = {folded(word) for word in LETTERS.findall(q) if len(word) >= SHORTEST}
    if not typed:
        return ""
    forms = [(word, form) for word in sorted(typed) for form in sorted(radicals(word))]
    with connection.cursor() as cursor:
        cursor.execute(like, [[word for word, _form in forms], [form for _word, form in forms], ALIKE])
        near = dict(cursor.fetchall())
    better = LETTERS.sub(lambda word: near.get(folded(word[0]), word[0]), q)
    return "" if folded(better) == folded(q) else better
