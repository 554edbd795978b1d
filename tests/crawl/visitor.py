"""Somebody who asks for pages: plain HTTP, no script, always from an address that has asked for nothing yet."""

import http.client
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

TOKEN = "0123456789abcdef" * 2  # of the form and of its cookie, as a browser would send them
_numbers = count()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    location: str
    content: bytes


@dataclass
class Visitor:
    """One person with her cookies, on one connection that is kept."""

    port: int
    cookies: dict[str, str]
    connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        self.cookies.setdefault("portal_csrf", TOKEN)
        body = urlencode([*fields, ("csrfmiddlewaretoken", self.cookies["portal_csrf"])])
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        headers = {"X-Forwarded-For": new_address(), "Host": f"127.0.0.1:{self.port}", **more}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        while True:
            is_new = self.connection is None
            self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            try:
                self.connection.request(method, path, body=body, headers=headers)
                answer = self.connection.getresponse()
                content = answer.read()
            except (http.client.HTTPException, OSError):
                self.connection.close()
                self.connection = None
                if is_new:
                    raise
                continue  # the server had closed a connection that was idle
            if answer.will_close:
                self.connection = None
            kind = answer.headers.get_content_type()
            return Answer(answer.status, kind, answer.headers.get("Location", ""), content)


def new_address() -> str:
    """Of somebody whom no limit has counted."""
    number = next(_numbers) % 16_000_000
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
