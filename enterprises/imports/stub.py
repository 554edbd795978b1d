"""A row of a sheet as it would be stored: its values cleaned and checked, and what had to be left out."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from collab_portal.sheets.mapping import Record
from collab_portal.sheets.report import Kind, Problem
from collab_portal.text import language_of, normalised_name
from enterprises.imports import kinds, numbers
from enterprises.imports.columns import BY_KEY, POSTCODE

LONGEST = {"name": 255, "name_cy": 255, "registered_name": 255, "trading_name": 255, "town": 80, "reference": 200}
LONGEST |= {"offer": 200, "description": 5000, "description_cy": 5000}
GONE = frozenset(("dissolved", "closed", "deregistered", "removed", "liquidation", "inactive", "struck off", "dormant"))
ROLES = re.compile(
    r"(info|enquir(y|ies)|hello|helo|contact|office|admin|mail|post|general|team|reception|sales|bookings?|support"
    r"|ymholiadau|gwybodaeth|swyddfa|cyswllt)([._-]?[a-z]+)?[0-9]?@.*",
    re.IGNORECASE,
)
web_address, email_address = URLValidator(schemes=["http", "https"]), EmailValidator()


@dataclass
class Stub:
    """What one row says of one enterprise. `fields` are columns of Enterprise, `details` those of Organisation."""

    record: Record
    name: str = ""
    name_cy: str = ""
    other_names: tuple[str, ...] = ()
    reference: str = ""
    postcode: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    area_codes: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def row(self) -> int:
        return self.record.number

    @property
    def is_refused(self) -> bool:
        return any(problem.kind == Kind.REFUSED for problem in self.problems)

    @cached_property
    def keys(self) -> set[str]:
        """The normalised names by which it could be known already."""
        names = (self.name, self.name_cy, *self.other_names)
        return {key for key in map(normalised_name, names) if key}

    @cached_property
    def line(self) -> str:
        """By what the next version of the sheet is expected to call the same line."""
        if self.reference:
            return f"ref {self.reference}"
        for scheme, value in sorted(self.numbers.items()):
            return f"{scheme} {value}"
        return f"{normalised_name(self.name)[:200]} {self.postcode}"

    @cached_property
    def fingerprint(self) -> str:
        said = (self.name, self.name_cy, self.other_names, self.postcode, self.numbers, self.fields, self.details)
        packed = msgspec.json.encode((*said, self.categories, self.area_codes), order="sorted")
        return hashlib.sha256(packed).hexdigest()

    def tell(self, key: str, reason: Any, *, kind: Kind = Kind.LEFT_OUT, **named: Any) -> None:
        """Note a problem with what the column of this key holds. `named` goes into the reason."""
        with override("en"):  # the words of the code, which are translated when they are read
            where = self.record.column_name(key) or str(BY_KEY[key].label)
            named = {name: one if isinstance(one, int) else str(one) for name, one in named.items()}
            self.problems.append(Problem(self.row, where, self.record.text(key)[:200], str(reason), kind, named))


def read(record: Record) -> Stub:
    """Clean and check the row. A refused one says why; a value that cannot be used is left out, and named."""
    stub = Stub(record)
    texts = {key: _text(stub, key) for key in LONGEST}
    stub.name, stub.name_cy, stub.reference = texts["name"], texts["name_cy"], texts["reference"]
    if not stub.name:
        stub.tell("name", _("Enter the name of the enterprise."), kind=Kind.REFUSED)
    stub.other_names = tuple(
        name for name in (texts["registered_name"], texts["trading_name"]) if name and name != stub.name
    )
    _refuse_if_gone(stub)
    stub.postcode = _postcode(stub)
    stub.numbers = numbers.read(stub)
    stub.categories, stub.area_codes = kinds.categories(stub), kinds.areas(stub)
    stub.details = {"website": _website(stub), "mailbox": _mailbox(stub)}
    stub.fields = {
        "trading_name": texts["trading_name"],
        "town": texts["town"],
        "postcode": stub.postcode,
        "legal_form": kinds.legal_form(stub),
        "founded_in": _year(stub),
        **_in_its_language("offer", texts["offer"]),
        **_in_its_language("description", texts["description"]),
    }
    if texts["description_cy"]:
        stub.fields["description_cy"] = texts["description_cy"]
    return stub


def _text(stub: Stub, key: str) -> str:
    text = stub.record.text(key).strip()
    if not text.startswith("#") and "\x00" not in text and len(text) <= LONGEST[key]:
        return text
    if len(text) > LONGEST[key]:
        needed = Kind.REFUSED if key == "name" else Kind.LEFT_OUT
        reason = _("Use at most %(most)d characters. There are %(count)d.")
        stub.tell(key, reason, kind=needed, most=LONGEST[key], count=len(text))
        return text[: LONGEST[key]]
    stub.tell(key, _("This is an error of the spreadsheet, not a value."))
    return ""


def _in_its_language(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{language_of(text)}": text} if text else {}


def _refuse_if_gone(stub: Stub) -> None:
    if stub.record.text("status").strip().casefold() in GONE:
        stub.tell("status", _("The register says that it is no longer active."), kind=Kind.REFUSED)
    if stub.record.text("dissolved").strip():
        stub.tell("dissolved", _("It has been dissolved."), kind=Kind.REFUSED)


def _postcode(stub: Stub) -> str:
    text = " ".join(stub.record.text("postcode").upper().split())
    if not text:
        return ""
    if not POSTCODE.fullmatch(text):
        stub.tell("postcode", _("This is not a postcode. One looks like CF10 3NP."))
        return ""
    together = text.replace(" ", "")
    return f"{together[:-3]} {together[-3:]}"


def _website(stub: Stub) -> str:
    text = stub.record.text("website").strip()
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        web_address(address)
    except ValidationError:
        address = ""
    if not address or len(address) > 200:
        stub.tell("website", _("This is not a web address. One looks like https://www.example.org."))
        return ""
    return address


def _mailbox(stub: Stub) -> str:
    text = stub.record.text("email").strip()
    if not text:
        return ""
    try:
        email_address(text)
    except ValidationError:
        stub.tell("email", _("This is not an e-mail address. One looks like info@example.org."))
        return ""
    if not ROLES.fullmatch(text):
        stub.tell("email", _("This may be the address of a person. Only role mailboxes, such as info@, are taken."))
        return ""
    return text.lower()


def _year(stub: Stub) -> int | None:
    value = stub.record.values.get("founded")
    if isinstance(value, date | datetime):
        return value.year
    found = re.search(r"\b(1[6-9][0-9]{2}|20[0-9]{2})\b", stub.record.text("founded"))
    if found is None and stub.record.text("founded"):
        stub.tell("founded", _("There is no year in this."))
    return int(found[1]) if found else None
