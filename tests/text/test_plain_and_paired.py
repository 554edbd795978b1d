"""Plain text from imports carries no tags; paired texts fall back and say so."""

import html
import re
import time
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collab_portal.text import missing_languages, paired, plain_line, plain_text

PIECES = st.sampled_from(["<", ">", "&lt;", "&#60;", "&amp;", "amp;", "lt;", "script", "<!--", "-->", *'b/!?" x'])


class Tags(HTMLParser):
    """What a browser would take for mark-up."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)

    handle_endtag = handle_decl = handle_comment = handle_pi = unknown_decl = lambda self, what: self.found.append(what)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("One<br/>two<br>three", "One\ntwo\nthree"),
        ("&lt;b&gt;Bold&lt;/b&gt; claims", "Bold claims"),
        ("&amp;lt;b&amp;gt;Bold", "Bold"),
        ("<script>alert(1)</script>Safe<style>p{}</style>", "Safe"),
        ("a <!-- hidden <b> --> b", "a b"),
        ("value < 5 and > 3, a<b", "value < 5 and > 3, a< b"),
        ("Tŷ&nbsp;Hafan – caf&eacute;", "Tŷ Hafan – café"),
        ("<td>one</td><td>two</td>", "one two"),
        ("Housern 153 London Roadrn", "Housern 153 London Roadrn"),
        ("a\x00b\x07\u202ec\ufeff\ud800d", "abcd"),
        ("  many   spaces\t\there \r\n\r\n\r\n\r\n next\r", "many spaces here\n\nnext"),
        ('<a href="x" title="a > b">link</a>', 'b">link'),
        ("<b unclosed", "< b unclosed"),
        ("", ""),
    ],
)
def test_the_words_remain_and_the_mark_up_goes(given_text, expected):
    assert plain_text(given_text) == expected


def test_a_title_is_one_line():
    assert plain_line("<h1>School\r\n cleaning</h1><br>2025") == "School cleaning 2025"


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@example("<<b>b>")
@example("&lt" + ";" * 10)
@example("<scr<script>ipt>")
@example("&amp;" * 50 + "lt;b>")
@example("<\u200bb>")
@example("<\x00script>")
def test_no_tag_survives(text):
    cleaned = plain_text(text)
    reader = Tags()
    reader.feed(cleaned)
    reader.close()

    assert reader.found == []
    assert not re.search(r"<[a-zA-Z/!?]", cleaned)
    assert cleaned == cleaned.strip()
    cleaned.encode()


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"], exclude_characters="<>&"), max_size=100))
def test_text_that_is_plain_already_stays(text):
    assert plain_text(html.escape(text, quote=False)).split() == plain_text(text).split()


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<", "</", "&amp;", "&lt;b&gt;", "<script", "<style></script "])
def test_hostile_text_takes_no_longer_than_any_other(piece):
    started = time.process_time()
    cleaned = plain_text(piece * 50_000 + "&" + "amp;" * 50_000 + "lt;b>")

    assert not re.search(r"<[a-zA-Z/!?]", cleaned)
    assert time.process_time() - started < 5


def test_a_text_is_shown_in_the_language_asked_for_or_else_in_the_other():
    both = SimpleNamespace(title_en="Bus", title_cy="Bws")
    english = SimpleNamespace(title_en="Bus", title_cy="  ")
    neither = SimpleNamespace(title_en="", title_cy="")

    assert paired(both, "title", "cy") == ("Bws", "cy")
    assert paired(english, "title", "cy") == ("Bus", "en")
    assert paired(neither, "title", "cy") == ("", "cy")


def test_what_is_written_in_one_language_only_is_missing_in_the_other():
    opportunity = SimpleNamespace(title_en="Bus", title_cy="", terms_en="", terms_cy="Telerau", note_en="", note_cy="")

    assert missing_languages(opportunity, ["title", "terms", "note"]) == {"cy": ("title",), "en": ("terms",)}
    assert missing_languages(opportunity, ["note"]) == {}
