"""Which language words are in: as the catalogue knows them, as dates name months, and as whole sentences read."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel.messages import pofile

from collab_portal.local.assets import CATALOGUE

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
NUMBER = re.compile(r"%\((?:count|counter|number|total|shown)\)[a-z]")
TAG = re.compile(r"<[^<>]*>")
WORD = re.compile(r"[^\W\d_]{3,}")
NAMES = {"en": "English", "cy": "Welsh"}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}
DATES = {name: re.compile(rf"\b\d{{1,2}} (?:{'|'.join(months.split())})\b") for name, months in MONTHS.items()}
# Words that stand in almost every sentence of one language, and in none of the other.
SMALL_WORDS = {
    name: frozenset(words.split())
    for name, words in {
        "en": "the of and to for with is are you your we our it this that from by be or can on what who",
        "cy": "yn yr ac ar am eich ein mae nad sy sydd gan gyda wedi ei eu hyn hwn hon fel neu nid oes gall chi ddim",
    }.items()
}
ENOUGH = 4  # small words, before a sentence is said to be in a language


class Catalogue:
    """The messages of the code as they would stand on a page of the wrong language."""

    def __init__(self):
        with CATALOGUE.open("rb") as file:
            messages = [message for message in pofile.read_po(file, locale="cy") if message.id]
        texts: dict[str, set[str]] = {"en": set(), "cy": set(), "without Welsh": set()}
        for message in messages:
            whole = all(all_of(message.string)) and not message.fuzzy
            texts["en" if whole else "without Welsh"] |= set(pieces(all_of(message.id)))
            texts["cy"] |= set(pieces(all_of(message.string)))
        self.wrong = {  # on a page of the one language, messages that only the other has
            "cy": _Lookup(texts["en"] - texts["cy"]),
            "en": _Lookup(texts["cy"] - texts["en"] - texts["without Welsh"]),
        }
        self.gaps = _Lookup(texts["without Welsh"] - texts["en"])

    def welsh(self, words: str) -> str:
        """The piece of a Welsh message that these words are, if they are one."""
        return self.wrong["en"].find(words)

    def fault(self, words: str, language: str) -> tuple[str, str] | None:
        """Why these words do not belong on a page in this language: the check, and what it found."""
        if language not in self.wrong:
            return None
        other = "en" if language == "cy" else "cy"
        if found := self.wrong[language].find(words):
            return "messages", f"{NAMES[other]}: {found}"
        if language == "cy" and (found := self.gaps.find(words)):
            return "gaps", found
        if DATES[other].search(words):
            return "dates", f"{NAMES[other]} date in: {words[:80]}"
        if reads_as(words) == other:
            return "foreign", f"not marked as {NAMES[other]}: {words[:80]}"
        return None


@cache
def catalogue() -> Catalogue:
    """Read once, before the processes that walk part."""
    return Catalogue()


class _Lookup:
    """Finds a text among messages; those with gaps to fill are filed under their longest word."""

    def __init__(self, texts: set[str]):
        self.plain = {text for text in texts if not PLACEHOLDER.search(text) and WORD.search(text)}
        self.filed: dict[str, list[tuple[re.Pattern, str]]] = {}
        for text in texts - self.plain:
            words = WORD.findall(PLACEHOLDER.sub(" ", text))
            if len(words) >= 2:
                self.filed.setdefault(max(words, key=len), []).append((_pattern(text), text))

    @cache  # noqa: B019 - it lives as long as the crawl
    def find(self, words: str) -> str:
        if words in self.plain:
            return words
        for word in set(WORD.findall(words)):
            for pattern, text in self.filed.get(word, ()):
                if pattern.fullmatch(words):
                    return text
        return ""


@cache
def reads_as(words: str) -> str:
    """The language of a whole sentence, as far as its small words tell; often nothing does."""
    used = [word.lower() for word in re.findall(r"[^\W\d_]+", words)]
    counts = {name: sum(word in small for word in used) for name, small in SMALL_WORDS.items()}
    for name, other in (("en", "cy"), ("cy", "en")):
        if counts[name] >= ENOUGH and counts[name] > 3 * counts[other]:
            return name
    return ""


def _pattern(text: str) -> re.Pattern:
    """What a message with gaps becomes: numbers in those for numbers, anything in the others."""
    parts = (".+?".join(map(re.escape, PLACEHOLDER.split(part))) for part in NUMBER.split(text))
    return re.compile(r"[\d,.]+".join(parts))


def all_of(text) -> Iterable[str]:
    return text if isinstance(text, list | tuple) else (text,)


def pieces(texts: Iterable[str]) -> Iterator[str]:
    """A message with tags in it stands on the page in pieces; those of a word or two say nothing."""
    for text in texts:
        parts = TAG.split(text)
        for part in parts:
            piece = " ".join(html.unescape(part).replace("%%", "%").split())
            if piece and (len(parts) == 1 or len(WORD.findall(piece)) >= 2):
                yield piece
