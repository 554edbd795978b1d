"""What a row says otherwise than the directory does, and whether the row or the directory is right."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from collab_portal.accounts.models import Organisation
from collab_portal.sheets.report import Kind
from collab_portal.text import normalised_name
from enterprises.imports.stub import Stub
from enterprises.models import Enterprise

COLUMN_OF = {"offer_en": "offer", "offer_cy": "offer", "description_en": "description", "founded_in": "founded"}
COLUMN_OF |= {"mailbox": "email", "categories": "category"}


@dataclass
class Changes:
    """What an import would write. Empty for a row that says nothing new."""

    fields: dict[str, Any] = field(default_factory=dict)  # of the enterprise
    details: dict[str, str] = field(default_factory=dict)  # of the organisation
    names: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    categories: tuple[str, ...] | None = None  # None leaves its activities alone

    def __bool__(self):
        return bool(self.fields or self.details or self.names or self.numbers or self.categories is not None)


def between(stub: Stub, organisation: Organisation, enterprise: Enterprise | None, *, source: str) -> Changes:
    """What the row adds or corrects. What is blank in it erases nothing.

    A stub follows the list it came from; another list only fills what is empty. An enterprise that has been claimed
    says itself what is true: whatever the row says otherwise is told, and stays out.
    """
    changes = Changes()
    is_ours = enterprise is None or enterprise.state == Enterprise.State.UNCLAIMED
    follows = is_ours and enterprise is not None and enterprise.source_name == source
    rules = _Rules(stub, may_fill=is_ours, may_correct=follows or enterprise is None)
    for name, value in stub.fields.items():
        if rules.takes(name, value, getattr(enterprise, name, "")):
            changes.fields[name] = value
    details = stub.details | {"name_cy": stub.name_cy} | ({"name_en": stub.name} if follows else {})
    for name, value in details.items():
        if rules.takes(name, value, getattr(organisation, name)):
            changes.details[name] = value
    if not is_ours:
        return changes
    known = {each.key for each in organisation.names.all()}
    every = [stub.name, stub.name_cy, *stub.other_names]
    changes.names = [name for name in every if name and normalised_name(name) not in known]
    _compare_numbers(stub, organisation, changes)
    changes.categories = _activities(stub, enterprise, may_correct=rules.may_correct)
    return changes


@dataclass
class _Rules:
    stub: Stub
    may_fill: bool
    may_correct: bool

    def takes(self, name: str, value: Any, current: Any) -> bool:
        if value in ("", None) or value == current:
            return False
        if self.may_correct or (self.may_fill and not current):
            return True
        key = COLUMN_OF.get(name, "name" if name.startswith("name_") else name)
        self.stub.tell(key, self._why(), kind=Kind.KEPT)
        return False

    def _why(self) -> str:
        if self.may_fill:
            return _("Another list says otherwise, and came first.")
        return _("The enterprise looks after its own entry, and says otherwise.")


def _compare_numbers(stub: Stub, organisation: Organisation, changes: Changes) -> None:
    have = {each.scheme: each.value for each in organisation.identifiers.all()}
    for scheme, value in stub.numbers.items():
        if scheme not in have:
            changes.numbers[scheme] = value
        elif have[scheme] != value:
            stub.tell("name", _("It is known by another number of the same register."), kind=Kind.KEPT)


def _activities(stub: Stub, enterprise: Enterprise | None, *, may_correct: bool) -> tuple[str, ...] | None:
    if not stub.categories:
        return None
    current = {each.category_id: tuple(each.area_codes) for each in enterprise.activities.all()} if enterprise else {}
    if current == dict.fromkeys(stub.categories, stub.area_codes) or (current and not may_correct):
        return None
    return stub.categories
