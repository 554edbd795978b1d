"""Writes the shared codes: what ships with the portal, the official CPV list, and codes met for the first time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models, transaction

from collab_portal.reference import shipped
from collab_portal.reference.cpv import cpv_ancestors, cpv_code, cpv_level
from collab_portal.reference.models import Area, Category, CpvCode, Threshold, WellbeingGoal
from collab_portal.text import plain_line

CPV_COLUMNS = ("code", "level", "parent", "label_en")
LABEL_LENGTH: int = CpvCode._meta.get_field("label_en").max_length or 0


class UnknownCpvCode(ValueError):
    """Not eight digits, or in no division of the vocabulary."""


class Counts(NamedTuple):
    """What an upsert did to a table."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(*(sum(pair) for pair in zip(self, other, strict=True)))


class Refusal(NamedTuple):
    """A line of a CPV list that was not taken, and why."""

    line: int
    code: str
    reason: str


@dataclass(frozen=True)
class CpvReport:
    """What came of a CPV list."""

    counts: Counts
    refused: list[Refusal] = field(default_factory=list)


@transaction.atomic
def load_reference_data() -> Counts:
    """Bring the tables to what the portal ships. Rows that are no longer shipped stay: others may point at them."""
    tables = [
        upsert(Category, shipped.categories(), key=["slug"]),
        upsert(Area, shipped.areas(), key=["code"]),
        upsert(CpvCode, shipped.divisions(), key=["code"], keep=["label_cy"]),
        upsert(WellbeingGoal, shipped.wellbeing_goals(), key=["code"]),
        upsert(Threshold, shipped.thresholds(), key=["kind", "valid_from"]),
    ]
    total = Counts()
    for counts in tables:
        total = total.plus(counts)
    return total


@transaction.atomic
def load_cpv(*, rows: Iterable[tuple[int, Mapping[str, str]]]) -> CpvReport:
    """Take the official list: rows with code, level, parent and label_en, each with its line number in the file."""
    taken: dict[str, CpvCode] = {}
    lines: dict[str, int] = {}
    refused = []
    for line, row in rows:
        code, level, parent, label = ((row.get(name) or "").strip() for name in CPV_COLUMNS)
        if reason := _fault(code, level, parent, label, taken):
            refused.append(Refusal(line, code, reason))
            continue
        taken[code] = CpvCode(code=code, label_en=label, level=level, parent_id=parent or None, is_official=True)
        lines[code] = line
    for code in _without_parent(taken):
        refused.append(Refusal(lines[code], code, f"its parent {taken[code].parent_id} is not in the list"))
        del taken[code]
    return CpvReport(upsert(CpvCode, taken.values(), key=["code"], keep=["label_cy"]), sorted(refused))


def learn_cpv_code(*, code: str, label: str) -> CpvCode:
    """The code as we know it; met for the first time, it is kept with this label until the official list is loaded."""
    known = learn_cpv_codes(found={code: label})
    if not known:
        raise UnknownCpvCode(f"{code} is not a CPV code")
    return CpvCode.objects.get(code__in=known)


@transaction.atomic
def learn_cpv_codes(*, found: Mapping[str, str]) -> frozenset[str]:
    """The same for many codes and their labels in two queries. Those that come back are known now, as eight digits."""
    labels = {code: label for written, label in found.items() if (code := cpv_code(written))}
    related = {relative for code in labels for relative in (code, *cpv_ancestors(code))}
    known = set(CpvCode.objects.filter(code__in=related).values_list("code", flat=True))
    learnt = []
    for code in sorted(labels.keys() - known):  # what stands above sorts first
        parent = next((ancestor for ancestor in cpv_ancestors(code) if ancestor in known), None)
        if parent:
            label = plain_line(labels[code])[:LABEL_LENGTH] or code
            learnt.append(CpvCode(code=code, label_en=label, level=cpv_level(code), parent_id=parent))
            known.add(code)
    CpvCode.objects.bulk_create(learnt, ignore_conflicts=True)  # another import may learn it at the same moment
    return frozenset(known & labels.keys())


def upsert(
    model: type[models.Model], instances: Iterable[models.Model], *, key: list[str], keep: Collection[str] = ()
) -> Counts:
    """Insert or update all at once, by a unique key; fields named in `keep` are only written to new rows."""
    fields = [field for field in model._meta.concrete_fields if field.name not in {*key, *keep, "id"}]
    names = [*key, *(field.attname for field in fields)]
    stored = {row[: len(key)]: row for row in model._default_manager.values_list(*names)}
    new, changed, unchanged = [], [], []
    for instance in instances:
        row = tuple(getattr(instance, name) for name in names)
        before = stored.get(row[: len(key)])
        (new if before is None else unchanged if before == row else changed).append(instance)
    model._default_manager.bulk_create(
        new + changed,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=key,
        update_fields=[field.name for field in fields],
    )
    return Counts(len(new), len(changed), len(unchanged))


def _fault(code: str, level: str, parent: str, label: str, taken: Mapping[str, CpvCode]) -> str:
    if cpv_code(code) != code:
        return "the code is not eight digits"
    if code in taken:
        return "the code stands in the list twice"
    if level != cpv_level(code):
        return f"the level is {level or 'empty'}, but the digits are those of a {cpv_level(code)}"
    if not label:
        return "the label is empty"
    if not label.isprintable():
        return "the label holds characters that cannot be printed"
    if len(label) > LABEL_LENGTH:
        return f"the label is longer than {LABEL_LENGTH} characters"
    if parent not in (cpv_ancestors(code) or ("",)):
        return f"the parent {parent or 'is empty, and'} does not stand above it in the digits"
    return ""


def _without_parent(taken: Mapping[str, CpvCode]) -> list[str]:
    """Codes whose parent is neither in the list nor known already, and what hangs below them."""
    known = set(CpvCode.objects.values_list("code", flat=True)) | taken.keys()
    lost: list[str] = []
    for code in sorted(taken):  # what stands above sorts first
        parent = taken[code].parent_id
        if parent and (parent not in known or parent in lost):
            lost.append(code)
    return lost
