"""A page as a reader meets it: its texts with the language each claims to be in, its links, its forms."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
NOT_READ = frozenset(("script", "style", "template", "textarea", "code", "pre"))
SPOKEN = ("title", "aria-label", "alt", "placeholder", "aria-description", "aria-roledescription")
LANGUAGE_BY_NAME = {"description": "content"}
HAS_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Text:
    """What stands between two tags, or in an attribute that is read out."""

    words: str
    language: str
    where: str


@dataclass(frozen=True)
class Link:
    """Where it leads, and the language it says it leads to."""

    href: str
    language: str


@dataclass
class Form:
    """What it takes to send it without a script."""

    method: str
    action: str
    has_button: bool = False
    fields: list[tuple[str, str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """One HTML page, read once."""

    def __init__(self, source: str):
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.headings = 0
        self.title = ""
        self.texts: list[Text] = []
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.scripted: list[str] = []  # what does nothing without a script
        self.ids: list[str] = []
        self.skeleton: list[str] = []  # of its main part
        self._open: list[tuple[str, str]] = []
        self._forms_by_id: dict[str, Form] = {}
        self._buttons_elsewhere: list[str] = []
        self.feed(source)
        self.close()
        for name in self._buttons_elsewhere:
            if name in self._forms_by_id:
                self._forms_by_id[name].has_button = True

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = {name: value or "" for name, value in attributes}
        # lang="" says that nobody knows: what somebody wrote where the portal does not ask for the language
        language = given["lang"] if "lang" in given else self._open[-1][1] if self._open else ""
        if tag == "html":
            self.language = given.get("lang", "")
        self.headings += tag == "h1"
        if given.get("id"):
            self.ids.append(given["id"])
        self._listen(tag, given, language)
        self._note(tag, given)
        if any(name == "main" for name, _ in self._open):
            self.skeleton.append(f"{tag}.{given.get('class', '')}")
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attributes: list) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._open or any(name in NOT_READ for name, _ in self._open):
            return
        tag, language = self._open[-1]
        if tag == "title" and not any(name == "svg" for name, _ in self._open):
            self.title += data
            for part in data.split(" – "):
                self._add(part, language, "title")
        else:
            self._add(data, language, tag)

    def _listen(self, tag: str, given: dict[str, str], language: str) -> None:
        for name in SPOKEN:
            if given.get(name):
                self._add(given[name], language, f"{tag}[{name}]")
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self._add(given.get("value", ""), language, "input[value]")
        if tag == "meta" and given.get("name") in LANGUAGE_BY_NAME:
            self._add(given.get("content", ""), language, "meta[description]")

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("a", "area", "link") and "href" in given and given.get("rel") != "stylesheet":
            self.links.append(Link(given["href"].strip(), given.get("hreflang", "")))
            if given["href"].strip() in ("", "#") or given["href"].startswith("javascript:"):
                self.scripted.append(f'<{tag} href="{given["href"]}">')
        elif tag == "img" and given.get("src"):
            self.links.append(Link(given["src"], "any"))
        elif tag == "form":
            form = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(form)
            self._forms_by_id[given.get("id", "")] = form
        elif tag in ("button", "input", "select", "textarea"):
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text" if tag == "input" else tag)
        inside = self.forms[-1] if any(name == "form" for name, _ in self._open) else None
        if kind in ("submit", "image"):
            if given.get("form"):
                self._buttons_elsewhere.append(given["form"])
            elif inside:
                inside.has_button = True
            else:
                self.scripted.append(f"a {tag} outside any form")
        elif kind == "button" and "hidden" not in given:
            self.scripted.append(f"<{tag} type=button class={given.get('class', '')!r}>")
        if inside and given.get("name"):
            inside.fields.append((given["name"], kind, given.get("value", "")))

    def _add(self, words: str, language: str, where: str) -> None:
        words = " ".join(words.split())
        if HAS_LETTERS.search(words):
            self.texts.append(Text(words, language, where))
