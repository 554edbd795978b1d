"""One role's walk through the portal in one language: every page its links lead to, and what is wrong there."""

import csv
import io
import json
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.etree import ElementTree

from django.urls import Resolver404, resolve
from django.utils.translation import override

from tests.crawl.markup import Page
from tests.crawl.visitor import Answer, Visitor
from tests.crawl.words import catalogue

STARTS = ("", "desk/", "components/", "accounts/login/", "pipeline/", "enterprises/", "case-studies/")
FEW = 2  # pages of those that are alike
GALLERY = "components"  # it shows parts of pages, of which some are headings and some do nothing
BY_SCRIPT = "mfa_add_webauthn"  # browsers make a passkey for a script only; codes are the other way
WORKSHOP = "/dev/"  # the mail folder of a local run, for developers
REFUSED = (b"You cannot do this", b"Ni allwch wneud hyn")  # the heading of all other refusals
UNTRANSLATED = ("/static/", "/dev/", "/api/", "/media/")
REDIRECTS = (301, 302, 303, 307, 308)
PARSED = {
    "application/json": json.loads,
    "application/atom+xml": ElementTree.fromstring,
    "application/xml": ElementTree.fromstring,
    "image/svg+xml": ElementTree.fromstring,
}
FIRST_BYTES = {
    "application/pdf": b"%PDF-",
    "application/zip": b"PK",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK",
    "text/calendar": b"BEGIN:VCALENDAR",
}


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong, and one place where it is."""

    check: str
    kind: str  # of page: the name of its address
    detail: str
    role: str
    language: str
    path: str


@dataclass(frozen=True)
class Seen:
    """One page that was opened: enough to open it again in a browser."""

    kind: str
    path: str
    skeleton: int
    forms: tuple[str, ...] = ()


@dataclass
class Walk:
    """Who walks, in which language, how thoroughly; afterwards, what was seen."""

    port: int
    role: str
    language: str
    cookies: dict[str, str]
    each: int  # how many pages of one kind; 0 for all
    known: frozenset[str] = frozenset()  # kinds of which somebody else has seen all
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    links: int = 0
    kinds: Counter = field(default_factory=Counter)
    met: dict[str, str] = field(default_factory=dict)  # Welsh messages, and a page where each stands

    def go(self) -> "Walk":
        visitor, prefix = Visitor(self.port, dict(self.cookies)), "/cy/" if self.language == "cy" else "/"
        waiting = deque((f"{prefix}{start}", "") for start in STARTS)
        known = {path for path, _ in waiting}
        while waiting:
            path, comes_from = waiting.popleft()
            kind = name_of(path)
            if self._is_enough(kind, path):
                continue
            for target in self._look_at(path, kind, visitor.get(path), comes_from):
                if target not in known:
                    known.add(target)
                    waiting.append((target, path))
        return self

    @property
    def pages(self) -> int:
        return self.kinds.total()

    def _is_enough(self, kind: str, path: str) -> bool:
        """Pages with a query are many and alike: of each set of questions two are looked at."""
        names = sorted({name for name, _ in parse_qsl(urlsplit(path).query, keep_blank_values=True)})
        same = (kind, bool(names)) if self.each else (kind, *names)
        most = self.each or (FEW if names or kind in self.known else 0)
        if most and self.kinds[same] >= most:
            return True
        self.kinds[same] += 1
        return False

    def _look_at(self, path: str, kind: str, answer: Answer, comes_from: str) -> list[str]:
        if answer.status in REDIRECTS:
            target = self._inside(urljoin(path, answer.location))
            if target and self.language_of(target) not in (self.language, ""):
                self._fault("language", kind, f"leads to {target}", path)
                return []
            return [target] if target else []
        if answer.status != 200 and not says_why(answer):
            self._fault("links", kind, f"{answer.status} (linked from {name_of(comes_from)})", f"{comes_from} → {path}")
            return []
        if answer.kind != "text/html":
            self._check_file(path, kind, answer)
            return []
        page = Page(answer.content.decode())
        if path.startswith(WORKSHOP):
            return []  # mails are looked at by themselves
        self._check(page, path, kind)
        forms = tuple(form.action for form in page.forms if form.method == "post" and typed(form.fields))
        self.seen.append(Seen(kind, path, hash(tuple(page.skeleton)), forms))
        return self._targets(page, path, kind)

    def _check(self, page: Page, path: str, kind: str) -> None:
        if page.headings != 1 and kind != GALLERY:
            self._fault("h1", kind, f"{page.headings} of them", path)
        if page.language != self.language:
            self._fault("lang", kind, f"says {page.language or 'nothing'}", path)
        if not page.title.strip():
            self._fault("title", kind, "empty", path)
        for name, times in Counter(page.ids).items():
            if times > 1:
                self._fault("ids", kind, f"#{name} stands {times} times", path)
        if kind not in (GALLERY, BY_SCRIPT):
            self._check_without_script(page, path, kind)
        self.check_words(page, path, kind)

    def _check_without_script(self, page: Page, path: str, kind: str) -> None:
        for what in set(page.scripted):
            self._fault("script", kind, what, path)
        for form in page.forms:
            if not form.has_button:
                self._fault("script", kind, f"a form to {form.action or 'itself'} has no button", path)
            if form.action and (target := self._inside(urljoin(path, form.action))) and name_of(target) == "?":
                self._fault("links", kind, f"a form leads to {target}, which is nowhere", path)

    def check_words(self, page: Page, path: str, kind: str) -> None:
        for text in set(page.texts):
            if text.language == "cy" and (piece := catalogue().welsh(text.words)):
                self.met.setdefault(piece, path)
            if found := catalogue().fault(text.words, text.language):
                self._fault(found[0], kind, f"{found[1]} ({text.where})", f"{path}: “{text.words[:100]}”")

    def _targets(self, page: Page, path: str, kind: str) -> list[str]:
        targets = []
        for link in page.links:
            target = self._inside(urljoin(path, link.href))
            if not target:
                continue
            self.links += 1
            language = self.language_of(target)
            if language in (self.language, ""):
                targets.append(target)
            elif link.language != language:
                self._fault("language", kind, f"a link to {name_of(target)} does not say its language", path)
        return targets

    def _check_file(self, path: str, kind: str, answer: Answer) -> None:
        """Whatever is not a page: it must be what it says it is."""
        content = answer.content
        start = FIRST_BYTES.get(answer.kind, b"")
        try:
            if not content.startswith(start):
                raise ValueError(f"it begins with {content[:8]!r}")
            if answer.kind == "text/csv":
                self._check_heads(path, kind, content.decode("utf-8-sig"))
            PARSED.get(answer.kind, len)(content)
        except (ValueError, ElementTree.ParseError) as problem:
            self._fault("files", kind, f"no {answer.kind}: {problem}", path)

    def _check_heads(self, path: str, kind: str, text: str) -> None:
        heads = next(csv.reader(io.StringIO(text)), [])
        if not heads:
            raise ValueError("it is empty")
        for head in heads:
            if found := catalogue().fault(head, self.language):
                self._fault(found[0], kind, f"{found[1]} (column)", path)

    def _inside(self, address: str) -> str:
        """The path of an address of ours, without the place on the page."""
        parts = urlsplit(address)
        if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", f"127.0.0.1:{self.port}"):
            return ""
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @staticmethod
    def language_of(path: str) -> str:
        """Of the page at this address; empty for what stands once for both."""
        if path.startswith("/cy/"):
            return "cy"
        return "" if path.startswith(UNTRANSLATED) or is_once(path) else "en"

    def _fault(self, check: str, kind: str, detail: str, path: str) -> None:
        self.faults.append(Fault(check, kind, detail, self.role, self.language, path))


def typed(fields: list[tuple[str, str, str]]) -> bool:
    """Whether a form asks for something that must be typed or chosen: sent empty, it answers with what is missing."""
    return any(kind not in ("hidden", "submit", "checkbox", "file", "password") for _, kind, _ in fields)


def name_of(address: str) -> str:
    """The name of an address, which is the kind of its page."""
    return _name_of(urlsplit(address).path)


@cache
def _name_of(path: str) -> str:
    with override("cy" if path.startswith("/cy/") else "en"):
        try:
            return resolve(path).view_name or path
        except Resolver404:
            return "static" if path.startswith("/static/") else "?"


def says_why(answer: Answer) -> bool:
    """Whether a refusal is a page of its own, which says who may do it and how to become one of them."""
    return answer.status == 403 and not any(title in answer.content for title in REFUSED)


@cache
def is_once(path: str) -> bool:
    """Whether an address stands outside the languages: in Welsh it does not exist."""
    with override("cy"):
        try:
            resolve(urlsplit(path).path)
        except Resolver404:
            return False
    return True
