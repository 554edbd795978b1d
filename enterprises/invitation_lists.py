"""Reading a list of whom to invite: one on each line, an address, a name with an address, or a known name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import OrganisationName
from collab_portal.text import normalised_name

MOST = 500  # lines at once
ADDRESS = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
AROUND = " \t\u00a0\ufeff,;<>\"'"
LONGEST_NAME = 255


class Outcome(models.TextChoices):
    """What becomes of a line."""

    INVITED = "invited", _("Invited")
    MEMBER = "member", _("Is a member already")
    BEFORE = "before", _("Was invited before, and has not answered yet")
    TWICE = "twice", _("Stands in the list twice; the first one counts")
    WRONG = "wrong", _("This is not an e-mail address. Check its spelling.")
    UNKNOWN = "unknown", _("We know no organisation of this name. Add its e-mail address.")
    SEVERAL = "several", _("Several organisations have this name. Add the e-mail address.")
    SILENT = "silent", _("This organisation has not given us a mailbox. Add an e-mail address.")
    LATER = "later", _("You have invited many today. Send this line again tomorrow.")


@dataclass(frozen=True)
class Line:
    """One line of the list, as it was read. With a problem it invites nobody."""

    number: int
    text: str
    email: str = ""
    name: str = ""
    problem: Outcome | None = None


def read(rows: Iterable[str]) -> list[Line]:
    """Every line that holds something. A name alone is looked up among the organisations that the portal knows."""
    lines = [_line(number, row) for number, row in enumerate(rows, start=1) if row.strip(AROUND)]
    return list(_once(_looked_up(lines)))


def _line(number: int, row: str) -> Line:
    text = " ".join(row.split())
    found = ADDRESS.search(text)
    if found is None:
        return Line(number, text, name=text.strip(AROUND)[:LONGEST_NAME])
    email = found.group().lower()
    name = (text[: found.start()] + text[found.end() :]).strip(AROUND)[:LONGEST_NAME]
    try:
        validate_email(email)
    except ValidationError:
        return Line(number, text, name=name, problem=Outcome.WRONG)
    return Line(number, text, email=email, name=name)


def _looked_up(lines: list[Line]) -> Iterator[Line]:
    keys = {normalised_name(line.name) for line in lines if not line.email and not line.problem}
    known: dict[str, dict[int, str]] = {}
    names = OrganisationName.objects.filter(key__in=keys - {""}, organisation__merged_into=None)
    for key, pk, mailbox in names.values_list("key", "organisation", "organisation__mailbox"):
        known.setdefault(key, {})[pk] = mailbox
    for line in lines:
        yield line if line.email or line.problem else _with_mailbox(line, known.get(normalised_name(line.name), {}))


def _with_mailbox(line: Line, organisations: dict[int, str]) -> Line:
    if not organisations:
        return replace(line, problem=Outcome.UNKNOWN)
    if len(organisations) > 1:
        return replace(line, problem=Outcome.SEVERAL)
    [mailbox] = organisations.values()
    return replace(line, email=mailbox.lower()) if mailbox else replace(line, problem=Outcome.SILENT)


def _once(lines: Iterable[Line]) -> Iterator[Line]:
    seen = set()
    for line in lines:
        yield replace(line, problem=Outcome.TWICE) if line.email and line.email in seen else line
        seen.add(line.email)
