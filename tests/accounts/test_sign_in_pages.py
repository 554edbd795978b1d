"""Every page of the sign-in package is ours: our words, both languages, no inline script or style, errors included."""

from html.parser import HTMLParser

import pytest
from allauth import urls as package_urls
from django.conf import settings
from django.template import loader
from django.urls import URLPattern, reverse
from django.utils.translation import override

from tests.accounts.pages import ALL, Pages

pytestmark = pytest.mark.django_db

NEVER_SHOWN = {"account/confirm_login_code.html"}  # sign-in codes by e-mail are switched off
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")
# What is the same in both languages: names, addresses, and the other language's name.
SAME = {"Beta", "English", "Cymraeg", "Eleri", "Phone", "Firefox", "Windows"}


class Page(HTMLParser):
    """What a page says, and what our security policy would stop."""

    def __init__(self, html: str):
        super().__init__()
        self.said, self.stopped, self.title, self._inside = set(), [], "", []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._inside.append(tag)
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.stopped.append(self.get_starttag_text())
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.stopped.append(self.get_starttag_text())
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES or name.startswith("data-i18n"):
                self.handle_data(value)

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop() != tag:
            continue

    def handle_data(self, data):
        if "script" in self._inside:
            return
        if "title" in self._inside:
            self.title += data
        if words := data.strip(" .,:()\n"):
            self.said.add(words)


@pytest.fixture
def pages(client, trusted):
    return Pages(client, trusted)


def open_page(client, name, arguments, language, data=None) -> Page:
    with override(language):
        address = reverse(name, args=arguments)
    answer = client.get(address) if data is None else client.post(address, data)
    assert answer.status_code == 200, (answer.status_code, answer.get("Location"))
    if not answer["Content-Type"].startswith("text/html"):
        return Page(f"<title>{answer.content.decode()}</title>")
    own = [one.origin.name for one in answer.templates if one.origin and "/forms/widgets/" not in one.origin.name]
    assert all(path.startswith(str(settings.BASE_DIR / "templates")) for path in own if "site-packages/allauth" in path)
    return Page(answer.content.decode())


def untranslated(english: Page, welsh: Page) -> set[str]:
    both = english.said & welsh.said
    return {
        words
        for words in both
        if words not in SAME and any(letter.islower() for letter in words) and not data_like(words)
    }


def data_like(words: str) -> bool:
    """An address, a key, a number."""
    return "@" in words or "://" in words or (" " not in words and any(letter.isdigit() for letter in words))


@pytest.mark.parametrize("way", ALL)
def test_a_page_is_in_both_languages_and_within_the_policy(client, pages, way):
    name, arguments, refused = getattr(pages, way)()

    english, welsh = (open_page(client, name, arguments, language) for language in ("en", "cy"))

    assert not english.stopped
    assert not english.title.startswith("Error:")
    assert untranslated(english, welsh) == set()
    if refused is None:
        return
    english, welsh = (open_page(client, name, arguments, language, refused) for language in ("en", "cy"))
    assert (english.title.split()[0], welsh.title.split()[0]) == ("Error:", "Gwall:")
    assert not english.stopped
    assert untranslated(english, welsh) == set()


def views_of_the_package(patterns=package_urls.urlpatterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield getattr(pattern.callback, "view_class", None)
        else:
            yield from views_of_the_package(pattern.url_patterns)


def test_each_template_of_a_page_is_ours():
    named = {view.template_name for view in views_of_the_package() if getattr(view, "template_name", None)}

    found = {name: loader.get_template(name).origin.name for name in named - NEVER_SHOWN}

    assert len(found) > 20
    assert [name for name, path in found.items() if not path.startswith(str(settings.BASE_DIR))] == []
