"""The floor of any page: the same template, rendered again from what the view gave it, with every row in memory.

A request that asks for it passes the portal's middleware as usual. The first one is answered by the view, and what its
template was given is kept; the next ones of that occasion only render. What a page costs beyond that is what it looks
up and works out.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import local
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.backends.django import Template
from django.utils.translation import get_language

HEADER = "X-Bench-Floor"
ASKED = "X-Bench-Asked"  # milliseconds that tags of the template waited for the database: no part of a floor


@dataclass(frozen=True)
class Rendered:
    """A template with what it was given, and what came of it."""

    template: Template
    context: dict[str, Any] | None
    text: str


class Waited:
    """For how long the database was asked."""

    milliseconds = 0.0

    def __call__(self, execute: Callable, *asked: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*asked)
        finally:
            self.milliseconds += (time.perf_counter() - started) * 1000


class _Kept(local):
    """What the templates of the request at hand came to; None where nobody asks."""

    rendered: list[Rendered] | None = None


_kept = _Kept()
_render = Template.render


def _watched(template: Template, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
    text = _render(template, context, request)
    if _kept.rendered is not None:
        _kept.rendered.append(Rendered(template, context, str(text)))
    return text


class RowsInMemory:
    """Stands last of the middleware: whoever is signed in, the language and the limits are dealt with before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        Template.render = _watched
        self._pages: dict[tuple[str, ...], Rendered] = {}
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponseBase | None:
        if HEADER not in request.headers:
            return None
        occasion, cookie = request.headers[HEADER], request.headers.get("Cookie", "")
        asked = (occasion, request.get_full_path(), get_language() or "", cookie)
        if asked not in self._pages:
            return self._first(asked, view, request, *args, **kwargs)
        page, waited = self._pages[asked], Waited()
        with connection.execute_wrapper(waited):
            answer = HttpResponse(_render(page.template, page.context, request))
        answer.headers[ASKED] = f"{waited.milliseconds:.3f}"
        return answer

    def _first(self, asked: tuple[str, ...], view: Callable, *args, **kwargs) -> HttpResponseBase:
        _kept.rendered = []
        try:
            answer = view(*args, **kwargs)
        finally:
            rendered, _kept.rendered = _kept.rendered, None
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        if page := next((each for each in rendered if each.text == text), None):
            self._pages[asked] = page
        else:
            answer.headers[HEADER] = "none"  # a file: there is no template to render again
        return answer
