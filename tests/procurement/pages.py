"""Reading a page as its visitor does: what it says, and where its links lead."""

import re
from html import unescape
from html.parser import HTMLParser


class Page(HTMLParser):
    """The visible text of an answer, its headings, and its links by their words."""

    def __init__(self, response):
        super().__init__()
        self.status = response.status_code
        self.html = response.content.decode()
        self._words: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self._heading: list[str] | None = None
        self.links: dict[str, str] = {}
        self.headings: list[str] = []
        self._silent = 0
        self.feed(self.html)

    @property
    def text(self) -> str:
        return squeezed(" ".join(self._words))

    def handle_starttag(self, tag, attrs):
        if tag in ("title", "script", "style", "head"):
            self._silent += 1
        elif tag == "a":
            self._link = (dict(attrs).get("href", ""), [])
        elif tag in ("h1", "h2", "h3"):
            self._heading = []

    def handle_endtag(self, tag):
        if tag in ("title", "script", "style", "head"):
            self._silent -= 1
        elif tag == "a" and self._link:
            self.links[squeezed(" ".join(self._link[1]))] = self._link[0]
            self._link = None
        elif tag in ("h1", "h2", "h3") and self._heading is not None:
            self.headings.append(squeezed(" ".join(self._heading)))
            self._heading = None

    def handle_data(self, data):
        if self._silent:
            return
        self._words.append(data)
        if self._link:
            self._link[1].append(data)
        if self._heading is not None:
            self._heading.append(data)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def titles(page: Page) -> list[str]:
    """The titles of the cards of a list, in their order."""
    return [squeezed(found) for found in re.findall(r'app-card__title"><a[^>]*>([^<]*)</a>', page.html)]
