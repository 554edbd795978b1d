"""The kinds of message: for each, how to write it and whether it is still wanted. Apps above register theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Payload = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """What a person reads, in one language. Headers may add to ours, and never replace them."""

    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `render(payload, language)` writes it at the moment of sending; `still_wanted(payload)` answers None, or why not.
    An essential one, such as a sign-in code, goes first, and reaches people who complained about another message.
    """

    name: str
    render: Callable[[Payload, str], Message]
    still_wanted: Callable[[Payload], str | None]
    essential: bool = False


class UnknownKind(LookupError):
    """Nobody registered it: a name misspelt, or a process older than the release that brought it."""


_kinds: dict[str, Kind] = {}


def always_wanted(payload: Payload) -> None:
    return None


def register(
    name: str,
    *,
    render: Callable[[Payload, str], Message],
    still_wanted: Callable[[Payload], str | None] = always_wanted,
    essential: bool = False,
) -> None:
    """Make a kind known. Called from an AppConfig's `ready`."""
    if name in _kinds:
        raise ValueError(f"The kind {name!r} is registered twice.")
    _kinds[name] = Kind(name=name, render=render, still_wanted=still_wanted, essential=essential)


def get(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def one_click_unsubscribe(url: str) -> dict[str, str]:
    """The two headers of RFC 8058. `url` must answer a bare POST, and change nothing on GET."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
