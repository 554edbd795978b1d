"""A row of a set, understood: what would be stored of it, and what in it cannot be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from collab_portal.accounts.models import Organisation
from collab_portal.sheets.mapping import Record
from collab_portal.sheets.report import Kind, Problem
from socialvalue.imports import cells
from socialvalue.imports.columns import BY_KEY
from socialvalue.models import Proxy

TEXTS = {"theme": "theme", "outcome": "outcome", "title_cy": "title_cy", "evidence_required": "evidence"}
NEEDED = {"measure_code": "code", "title_en": "title_en", "unit": "unit"}
READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "proxy_value": ("central", cells.pounds),
    "price_year": ("price_year", cells.year),
    "deadweight": ("deadweight", cells.share),
    "attribution": ("attribution_share", cells.share),
    "cap": ("cap", cells.quantity),
    "local_flag": ("is_local", cells.yes_or_no),
}
DAYS = ("valid_from", "valid_to")
LONGEST_SHOWN = 200


@dataclass(frozen=True)
class About:
    """Whose licence it is, and what was typed of the set; a file that says it itself has the last word."""

    owner: Organisation
    set_code: str = ""
    set_version: str = ""
    licence: str = ""
    licence_expires_on: date | None = None
    source_url: str = ""


@dataclass
class Line:
    record: Record
    said: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.problems

    def refuse(self, key: str, reason: str, **named: str | int) -> None:
        """The reason is kept in the words of the code, to be translated when it is read."""
        with override("en"):
            column = self.record.column_name(key) or str(BY_KEY[key].label)
        text = self.record.text(key)[:LONGEST_SHOWN]
        self.problems.append(Problem(self.record.number, column, text, reason, Kind.REFUSED, named))

    def read(self, key: str, name: str, reader: Callable[[Any], Any], value: Any) -> None:
        try:
            self.said[name] = reader(value)
        except cells.CannotBeRead as error:
            self.refuse(key, str(error))


@dataclass
class Reader:
    """Reads the rows of one file, which is one edition of one set: the first row says which."""

    about: About
    set_code: str = ""
    set_version: str = ""
    licence: str = ""
    licence_expires_on: date | None = None
    seen: set[str] = field(default_factory=set)

    def lines(self, records: Iterable[Record]) -> list[Line]:
        return [self._line(record) for record in records]

    def _line(self, record: Record) -> Line:
        line = Line(record)
        self._of_one_set(line)
        self._licensed(line)
        for key, name in NEEDED.items():
            if not record.text(key).strip():
                line.refuse(key, _("This must not be empty."))
            elif key != "unit":
                self._text(line, key, name)
        for key, name in TEXTS.items():
            self._text(line, key, name)
        for key, (name, reader) in READ.items():
            line.read(key, name, reader, record.text(key))
        for key in DAYS:
            line.read(key, key, cells.day, record.values.get(key))
        self._unit(line)
        self._agree(line)
        return line

    def _text(self, line: Line, key: str, name: str) -> None:
        text = " ".join(line.record.text(key).split())
        most = Proxy._meta.get_field(name).max_length or 0
        if len(text) > most:
            line.refuse(key, _("Use at most %(most)s characters."), most=most)
        line.said[name] = text

    def _unit(self, line: Line) -> None:
        if line.record.text("unit").strip():
            line.read("unit", "unit", cells.unit, line.record.text("unit"))
        line.read("unit_per", "per", cells.period, line.record.text("unit_per"))
        if isinstance(line.said.get("unit"), tuple):
            line.said["unit"], per = line.said["unit"]
            line.said["per"] = line.said.get("per") or per

    def _agree(self, line: Line) -> None:
        """What one cell says must go with what another says."""
        said = line.said
        if said.get("central") is not None and said.get("price_year") is None:
            line.refuse("price_year", _("A value needs the year of its prices."))
        if said.get("valid_from") and said.get("valid_to") and said["valid_to"] < said["valid_from"]:
            line.refuse("valid_to", _("The last day is before the first."))
        if said.get("code") in self.seen:
            line.refuse("measure_code", _("This code stands in the file twice."))
        self.seen.add(said.get("code", ""))

    def _of_one_set(self, line: Line) -> None:
        for key in ("set_code", "set_version"):
            says = line.record.text(key).strip() or getattr(self.about, key)
            if not says:
                line.refuse(key, _("Say which set this is, and which edition: in the file, or where you upload it."))
            elif len(says) > 40:
                line.refuse(key, _("Use at most %(most)s characters."), most=40)
            elif not getattr(self, key):
                setattr(self, key, says)
            elif says != getattr(self, key):
                line.refuse(key, _("One file holds one edition of one set. This row is of another."))

    def _licensed(self, line: Line) -> None:
        holder = line.record.text("licence_holder").strip()
        if holder and holder not in self._our_names:
            line.refuse("licence_holder", _("Somebody else holds this licence."))
        self.licence = self.licence or line.record.text("licence_reference").strip()[:200] or self.about.licence
        try:
            expires = cells.day(line.record.values.get("licence_expires"))
        except cells.CannotBeRead as error:
            line.refuse("licence_expires", str(error))
        else:
            self.licence_expires_on = self.licence_expires_on or expires or self.about.licence_expires_on

    @property
    def _our_names(self) -> set[str]:
        ours = self.about.owner
        return {ours.slug, ours.name_en, ours.name_cy} - {""}
