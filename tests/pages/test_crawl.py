"""What the crawl of `make crawl` sees in a page: a crawler that is blind would call everything right."""

import pytest

from tests.crawl.markup import Page, Text
from tests.crawl.words import catalogue

PAGE = """<html lang="cy"><head><title>Map – Porth</title></head><body><main>
<h1>Un</h1><p>Sign <br>out <span lang="en">Sign in</span></p><p lang="">Whatever they wrote</p>
<a href="#">nowhere</a> <a href="/cy/about/" aria-label="Language">x</a>
<form method="post" action="/cy/away/"><input name="q"></form>
<form><button>Chwilio</button></form><button type="submit">alone</button></main></body></html>"""


def test_a_page_is_read_as_a_reader_meets_it():
    page = Page(PAGE)

    assert (page.language, page.headings, page.title) == ("cy", 1, "Map – Porth")
    assert Text("Sign in", "en", "span") in page.texts
    assert Text("Language", "cy", "a[aria-label]") in page.texts
    assert Text("Whatever they wrote", "", "p") in page.texts
    assert [form.has_button for form in page.forms] == [False, True]
    assert sorted(page.scripted) == ['<a href="#">', "a button outside any form"]


@pytest.mark.parametrize(
    ("words", "language", "check"),
    [
        ("Skip to main content", "cy", "messages"),
        ("Neidio i’r prif gynnwys", "cy", ""),
        ("Skip to main content", "en", ""),
        ("Skip to main content", "", ""),
        ("Questions are taken until 3 March 2027.", "cy", "messages"),
        ("Hyd at 3 March 2027", "cy", "dates"),
        ("We go to the breakfast of the network, and this is what our people said of it.", "cy", "foreign"),
        ("Mae ein pobl ni yn mynd i frecwast y rhwydwaith, ac mae hyn wedi newid eu meddwl.", "en", "foreign"),
    ],
)
def test_words_of_the_other_language_are_found(words, language, check):
    assert (catalogue().fault(words, language) or ("",))[0] == check
