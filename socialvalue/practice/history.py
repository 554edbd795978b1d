"""What changed between two revisions, word by word, and putting a study's content together again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import msgspec

from collab_portal.text.paired import LANGUAGES
from socialvalue.practice.content import TEXTS, Content

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
SAME, OUT, IN = "same", "out", "in"
LONGEST = 20_000  # characters; a longer text is compared line by line


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, went out or came in."""

    kind: str
    text: str


@dataclass(frozen=True)
class TextChange:
    """How one text in one language changed."""

    field: str
    language: str
    pieces: list[Piece]


def words_between(before: str, after: str) -> list[Piece]:
    """The pieces that make up both texts: without those that came in it is the first, without those out the second."""
    pattern = WORDS if len(before) + len(after) < LONGEST else re.compile(r"[^\n]*\n|[^\n]+")
    old, new = pattern.findall(before), pattern.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece(OUT, "".join(old[a:b])))
        if d > c:
            pieces.append(Piece(IN, "".join(new[c:d])))
    return pieces


def text_changes(before: Content, after: Content) -> list[TextChange]:
    """Of every text that differs, in both languages."""
    return [
        TextChange(name, language, words_between(*pair))
        for name in TEXTS
        for language in LANGUAGES
        if len(set(pair := _pair(before, after, f"{name}_{language}"))) > 1
    ]


def other_changes(before: Content, after: Content) -> Iterator[tuple[str, Any, Any]]:
    """Of everything else: the name of the field, what was there, what is there."""
    texts = {f"{name}_{language}" for name in TEXTS for language in LANGUAGES}
    for field in msgspec.structs.fields(Content):
        was, now = _pair(before, after, field.name)
        if field.name not in texts and was != now:
            yield field.name, was, now


def _pair(before: Content, after: Content, name: str) -> tuple[Any, Any]:
    return getattr(before, name), getattr(after, name)


def facts(said: Content) -> tuple[Any, ...]:
    """What a fact-check is about. A translation, a new picture or a better summary of places does not change it."""
    texts = tuple(" ".join(said.said_first(name).split()) for name in TEXTS)
    amounts = (said.cost_amount, said.staff_days, said.value_band, said.route)
    return texts, tuple(said.measures), tuple(each.id for each in said.organisations), amounts


def paragraphs(text: str) -> list[str]:
    """A text as the desk talks about it: the parts between empty lines."""
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
