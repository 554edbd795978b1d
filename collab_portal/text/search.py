"""What a person types into a search box, in one normalised form: words, phrases, alternatives, exclusions."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import Func, Value

from collab_portal.text.welsh import all_forms, folded

MAX_WORDS = 20
MAX_WORD_LENGTH = 64
MAX_LENGTH = 2 * MAX_WORDS * MAX_WORD_LENGTH  # of all that is typed; the rest is not read

ALTERNATIVE = ("OR", "NEU")
# The English stop words are PostgreSQL's own. Only what carries no meaning in a search stands here.
WELSH_STOP_WORDS = frozenset(
    re.findall(r"\w+", "a ac ag am ar at ei ein eich er eu fel gan gyda i mae n na nac neu o r sydd u w y yn yng ym yr")
)
WELSH_MARK = "cyx"  # Welsh lexemes carry it, in documents too: see portal_document in reference/migrations/0001

PLAINER = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | {"\0": " "})
TYPED = re.compile(r'(?P<minus>(?<!\S)-(?=\S))?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
# The same as in portal_words: whatever PostgreSQL's parser could take for more than the end of a word.
BREAKS = re.compile(
    r"[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\xbf\xd7\xf7"
    r"\u2000-\u2bff\u2e00-\u2e7f\u3000-\u303f\ue000-\uf8ff\ufff0-\uffff\U0001f000-\U0001faff]+"
)

LEXEMES = """
SELECT word, tsvector_to_array(portal_english_words(word)), true FROM unnest(%s::text[]) word
UNION ALL
SELECT form, tsvector_to_array(portal_welsh_words(form)), false FROM unnest(%s::text[]) form
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a term: any of these lexemes, standing `gap` words after the step before."""

    gap: int
    lexemes: frozenset[str]


Term = tuple[Step, ...]  # one step: a word; several: a phrase


@dataclass(frozen=True)
class Query:
    """What is looked for: every required group (any one of its terms), and none of the excluded terms.

    `tsquery` and `groups` both follow from these two fields, so that a search page and an alert mean the same.
    """

    required: tuple[frozenset[Term], ...] = ()
    excluded: frozenset[Term] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.required and not self.excluded

    @cached_property
    def groups(self) -> tuple[frozenset[str], ...]:
        """Lexemes of which every document found has at least one from each group.

        A phrase gives a group for each of its words. Of alternatives one group is made, and from an alternative that
        is itself a phrase its longest word goes in: enough, since the whole phrase must be there.
        """
        found = []
        for terms in self.required:
            if len(terms) == 1:
                found += [step.lexemes for term in terms for step in term]
            else:
                found.append(frozenset().union(*(_rarest(term).lexemes for term in terms)))
        return tuple(dict.fromkeys(found))

    def tsquery(self) -> str:
        """For `::tsquery`; every lexeme is quoted, and equal queries give equal text."""
        required = [_any_of(terms) for terms in self.required]
        excluded = [f"!{_any_of([term])}" for term in sorted(self.excluded, key=_written)]
        return " & ".join(sorted(set(required)) + excluded)

    def as_expression(self) -> "ParsedQuery":
        """For the ORM: `filter(search=query.as_expression())`, `SearchRank("search", query.as_expression())`."""
        return ParsedQuery(self.tsquery())


class ParsedQuery(SearchQuery):
    """A tsquery that is ready: no configuration goes over its lexemes a second time."""

    def __init__(self, tsquery: str):
        super().__init__(Value(tsquery))

    def as_sql(self, compiler, connection, function=None, template=None):
        return super().as_sql(compiler, connection, function="", template="(%(expressions)s)::tsquery")


class Document(Func):
    """The searchable form of a text: `Document(english, welsh)`, or with titles that weigh more,
    `Document(title_en, title_cy, rest_en, rest_cy)`."""

    function = "portal_document"
    output_field = SearchVectorField()


def parse(q: str) -> Query:
    """Read what was typed: words, "a phrase", -without, one OR other (NEU in Welsh). Nothing typed is an error.

    Every plain word is looked for by its English stem and, in Welsh, by all its mutations. A hyphenated word is a
    phrase. Stop words of either language drop out. One query to the database, none when there is no word.
    """
    typed = list(_typed(_readable(q)))
    meanings = _meanings({word for words, _excluded, _joined in typed for word in words})
    required: list[set[Term]] = []
    excluded: set[Term] = set()
    for words, is_excluded, is_joined in typed:
        term = _term(words, meanings)
        if is_excluded:
            excluded |= {term} if term else set()
        elif is_joined and required:
            required[-1] |= {term} if term else set()
        else:
            required.append({term} if term else set())
    groups = dict.fromkeys(frozenset(terms) for terms in required if terms)
    return Query(tuple(sorted(groups, key=_any_of)), frozenset(excluded))


def _readable(q: str) -> str:
    text = unicodedata.normalize("NFKC", str(q)[:MAX_LENGTH]).translate(PLAINER)
    return "".join(c for c in text if unicodedata.category(c) != "Cs")  # half a character: not text at all


def _typed(text: str) -> Iterator[tuple[tuple[str, ...], bool, bool]]:
    """The terms in order: their words, whether they are excluded, whether OR joins them to the one before."""
    left, joined, after_term = MAX_WORDS, False, False
    for match in TYPED.finditer(text):
        if match["bare"] in ALTERNATIVE and not match["minus"]:
            joined = after_term
            continue
        cut = BREAKS.sub(" ", match["quoted"] if match["bare"] is None else match["bare"]).split()
        words = tuple(word[:MAX_WORD_LENGTH].lower() for word in cut[:left])
        left -= len(words)
        if words:
            yield words, bool(match["minus"]), joined and not match["minus"]
            joined, after_term = False, not match["minus"]


def _meanings(words: set[str]) -> dict[str, frozenset[str]]:
    """The lexemes of each word; none for a stop word. Stems and accents are PostgreSQL's, as in the documents."""
    words = {word for word in words if folded(word) not in WELSH_STOP_WORDS}
    if not words:
        return {}
    forms = {word: all_forms(word) for word in words}
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [sorted(words), sorted(frozenset().union(*forms.values()))])
        rows = cursor.fetchall()
    english = {word: frozenset(lexemes) for word, lexemes, is_english in rows if is_english}
    welsh = {form: frozenset(lexemes) - {WELSH_MARK} for form, lexemes, is_english in rows if not is_english}
    return {word: english[word].union(*(welsh[form] for form in forms[word])) for word in words if english[word]}


def _term(words: Iterable[str], meanings: dict[str, frozenset[str]]) -> Term:
    steps, gap = [], 0
    for word in words:
        gap += 1
        if word in meanings:
            steps.append(Step(gap if steps else 0, meanings[word]))
            gap = 0
    return tuple(steps)


def _rarest(term: Term) -> Step:
    """The step that fewest documents will have, as far as one can tell without asking: the longest word."""
    return max(term, key=lambda step: (min(map(len, step.lexemes)), sorted(step.lexemes)))


def _written(term: Term) -> str:
    parts = []
    for step in term:
        lexemes = " | ".join(sorted(_quoted(lexeme) for lexeme in step.lexemes))
        parts += ([f"<{step.gap}>"] if step.gap else []) + [f"({lexemes})"]
    return " ".join(parts) if len(term) == 1 else f"({' '.join(parts)})"


def _any_of(terms: Iterable[Term]) -> str:
    written = sorted(map(_written, terms))
    return written[0] if len(written) == 1 else f"({' | '.join(written)})"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
