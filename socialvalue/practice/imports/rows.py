"""What one row says of a study, and what of it could not be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from collab_portal.accounts.models import Language, Organisation
from collab_portal.reference.areas import all_areas
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import WellbeingGoal
from collab_portal.sheets.mapping import Record, plain
from collab_portal.sheets.report import Kind, Problem
from socialvalue.practice.content import TEXTS
from socialvalue.practice.models import CaseStudy, Evidence, Route, Step

LIMITS = {"title": 100, "summary": 300} | {name: 8000 for name in TEXTS if name not in ("title", "summary")}


@dataclass
class Reading:
    """A row as fields of a study; refused where there is a problem of that kind."""

    row: int
    key: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    lead: Organisation | None = None
    partners: list[Organisation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(each.kind == Kind.REFUSED for each in self.problems)


@dataclass
class Known:
    """What values can mean, looked up once for all rows."""

    steps: Mapping[str, str]
    goals: Mapping[str, str]
    categories: Mapping[str, str]
    areas: Mapping[str, str]
    routes: Mapping[str, str]

    @classmethod
    def now(cls) -> "Known":
        goals = WellbeingGoal.objects.all()
        return cls(
            steps=_labels(Step),
            goals=_names((each.code, each.code, each.name_en, each.name_cy) for each in goals),
            categories=_names((each.slug, each.slug, each.name_en, each.name_cy) for each in all_categories()),
            areas=_names((each.code, each.code, each.name_en, each.name_cy) for each in all_areas("en")),
            routes=_labels(Route),
        )


def read(record: Record, known: Known) -> Reading:
    found = Reading(record.number)
    language = Language.WELSH if plain(record.text("language"))[:2] in ("cy", "we") else Language.ENGLISH
    _texts(found, record, language)
    found.key = slugify(record.text("reference") or record.text("title") or record.text("title_cy"))[:150]
    _chosen(found, record, known)
    _parties(found, record)
    return found


def _texts(found: Reading, record: Record, language: str) -> None:
    """A column without a language holds the one that the row was written in."""
    found.fields["original_language"] = str(language)
    for name in TEXTS:
        said, welsh = record.text(name).strip(), record.text(f"{name}_cy").strip()
        pair = {f"{name}_{language}": said} | ({f"{name}_cy": welsh} if welsh else {})
        for key, text in pair.items():
            if len(text) > LIMITS[name]:
                _tell(found, name, text[:80], _("This is too long: at most %(most)d characters."), most=LIMITS[name])
            elif text:
                found.fields[key] = text
    if not found.fields.get("title_en") and not found.fields.get("title_cy"):
        _tell(found, "title", "", _("There is no title."))


def _chosen(found: Reading, record: Record, known: Known) -> None:
    found.fields["steps"] = _several(found, record, "steps", known.steps)
    found.fields["goals"] = _several(found, record, "goals", known.goals)
    found.fields["area_codes"] = _several(found, record, "areas", known.areas)
    found.fields["category_id"] = next(iter(_several(found, record, "category", known.categories, split=False)), None)
    found.fields["route"] = next(iter(_several(found, record, "route", known.routes, split=False)), "")
    level = record.text("evidence").strip()[:1]
    if level.isdecimal() and int(level) in Evidence.values:
        found.fields["evidence_level"] = int(level)
    elif level:
        _tell(found, "evidence", record.text("evidence"), _("Enter a level from 0 to 5."), kind=Kind.LEFT_OUT)


def _several(found: Reading, record: Record, key: str, known: Mapping[str, str], *, split: bool = True) -> list[str]:
    text = record.text(key).strip()
    if not text:
        return []
    if (whole := known.get(plain(text))) or not split:
        parts = [text]
    else:
        parts = [part for part in re.split(r"[;,|\n]", text) if part.strip()]
    values = []
    for part in parts:
        value = whole or known.get(plain(part))
        if value:
            values.append(value)
        else:
            _tell(found, key, part.strip(), _("This is not a value that we know."), kind=Kind.LEFT_OUT)
    return list(dict.fromkeys(values))


def _parties(found: Reading, record: Record) -> None:
    name = record.text("lead").strip()
    if name:
        found.lead = _organisation(name)
        if found.lead is None:
            _tell(found, "lead", name, _("There is no organisation of this name."))
    for part in re.split(r"[;|\n]", record.text("partners")):
        if not part.strip():
            continue
        if partner := _organisation(part.strip()):
            found.partners.append(partner)
        else:
            reason = _("There is no organisation of this name.")
            _tell(found, "partners", part.strip(), reason, kind=Kind.LEFT_OUT)


def _organisation(name: str) -> Organisation | None:
    """By its address here or its name; none where several have that name."""
    by_slug = Organisation.objects.current().filter(slug=name).first()
    if by_slug:
        return by_slug
    named = Organisation.objects.current()
    same = [*named.filter(name_en__iexact=name)[:2], *named.filter(name_cy__iexact=name)[:2]]
    return same[0] if len({each.pk for each in same}) == 1 else None


def _tell(found: Reading, column: str, value: str, reason: str, *, kind: Kind = Kind.REFUSED, **named: Any) -> None:
    found.problems.append(Problem(found.row, column, value, reason, kind, named))


def _names(rows) -> dict[str, str]:
    return {plain(name): key for key, *names in rows for name in names if name}


def _labels(choices) -> dict[str, str]:
    """By code, and by label in both languages."""
    found = {plain(each.value): each.value for each in choices}
    for language in ("en", "cy"):
        with override(language):
            found |= {plain(str(each.label)): each.value for each in choices}
    return found


def stored(study: CaseStudy, fields: Mapping[str, Any]) -> bool:
    """Whether the study says all this already."""
    goals = sorted(each.pk for each in study.goals.all())
    return all(
        (goals == sorted(value)) if name == "goals" else getattr(study, name) == value
        for name, value in fields.items()
        if name != "partners"
    )
