"""Plain text from whatever an import brings: tags and control characters out, entities read, white space tidy."""

import html
import re
import unicodedata

ROUNDS = 4  # how deep text may be escaped within escaped text; what lies deeper stays as it is written

# Never across a second opening: a page full of openings without an end is still read only once.
UNSEEN = re.compile(
    r"<(script|style|head|template)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>|<!--(?:(?!<!--).)*?-->", re.IGNORECASE | re.DOTALL
)
LINE_TAG = re.compile(
    r"</?(?:address|article|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|tr|ul)\b[^<>]*>", re.IGNORECASE
)
CELL_TAG = re.compile(r"</?t[dh]\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[a-z/!?][^<>]*>", re.IGNORECASE)
TAG_START = re.compile(r"<(?=[a-z/!?])", re.IGNORECASE)
KEPT_CONTROLS = "\n\t"


def plain_text(html_or_text: str) -> str:
    """The words of it, in lines. No tag survives, not even one that was escaped; "5 < 6" stays as it is."""
    text = str(html_or_text)
    for _round in range(ROUNDS):
        stripped = html.unescape(_without_tags(text))
        if stripped == text:
            break
        text = stripped
    # What still looks like the start of a tag is kept as a character, but can no longer be read as one.
    text = TAG_START.sub("< ", _without_tags(_without_controls(text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain_line(html_or_text: str) -> str:
    """The same on one line: for titles and names."""
    return " ".join(plain_text(html_or_text).split())


def _without_tags(text: str) -> str:
    return TAG.sub("", CELL_TAG.sub(" ", LINE_TAG.sub("\n", UNSEEN.sub(" ", text))))


def _without_controls(text: str) -> str:
    """Without characters that cannot be seen: controls, half surrogates, marks that turn the reading direction."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.replace("\n", "").replace("\t", "").isprintable():  # nearly always, and imports clean a great deal of text
        return text
    return "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
