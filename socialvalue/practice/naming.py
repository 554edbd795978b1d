"""What the parts of a study are called on its pages, and how a value is said in one line."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import WellbeingGoal
from collab_portal.text import paired
from socialvalue.practice.content import CHOSEN, LISTS
from socialvalue.practice.models import CaseStudy

LABELS = {
    "title": _("Title"),
    "summary": _("Summary"),
    "challenge": _("The challenge"),
    "solution": _("What was done"),
    "result": _("What came of it"),
    "sustained": _("How it goes on"),
    "failures": _("What did not work"),
    "lessons": _("What to know before you try"),
    "conditions": _("What must be in place"),
    "lots": _("Lots"),
    "costs": _("Costs and time"),
    "steps": _("Steps"),
    "goals": _("Well-being goals"),
    "duties": _("What its clauses improve"),
    "category": _("Kind of work"),
    "cpv_codes": _("CPV codes"),
    "area_codes": _("Where"),
    "route": _("How it was bought"),
    "value_band": _("What the contract was worth"),
    "evidence_level": _("Strength of the evidence"),
    "status": _("Does it still go on?"),
    "cost_amount": _("Cost to set up"),
    "staff_days": _("Days of staff time"),
    "measures": _("Promised and delivered"),
    "quotes": _("Quotes"),
    "pictures": _("Pictures"),
    "files": _("Files"),
    "lead": _("Led by"),
    "partners": _("Who else took part"),
    "opportunities": _("Contracts in the pipeline"),
    "redesigns": _("Redesigned contracts"),
    "notice_url": _("Statutory notice"),
    "contact_officer": _("Officer to ask"),
    "contact_mode": _("May others ask?"),
    "licence": _("Licence"),
    "is_example": _("Example"),
    "slug": _("Web address"),
    "original_language": _("Written first in"),
    "one_language_because": _("Why some of it stays in one language"),
}


def label(field: str, language: str = "") -> str:
    """“What was done (Welsh)”."""
    name = str(LABELS[field])
    if not language:
        return name
    return f"{name} ({gettext('Welsh') if language == 'cy' else gettext('English')})"


def said(field: str, value: Any) -> str:
    """What a field holds, in one line, for whoever compares; codes by their names."""
    return _line(value, _names(field, value))


def _line(value: Any, names: Mapping[Any, str]) -> str:
    if value in (None, "", [], False):
        return "–"
    if value is True:
        return gettext("Yes")
    if isinstance(value, msgspec.Struct):
        parts = (getattr(value, name) for name in value.__struct_fields__ if name not in ("id", "slug", "consent"))
        return ", ".join(_line(part, {}) for part in parts if part not in (None, "", False))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(_line(each, names) for each in value)
    return str(names.get(value, value))


def _names(field: str, value: Any) -> Mapping[Any, str]:
    """What the codes of a field stand for."""
    named: Iterable[Any] = ()
    match field:
        case "category":
            named = all_categories()
        case "area_codes":
            named = areas_by_code().values()
        case "goals":
            named = WellbeingGoal.objects.all()
        case "contact_officer":
            return {each.pk: str(each) for each in User.objects.filter(pk=value)}
    if named:
        return {each.pk: paired(each, "name", get_language() or "en")[0] for each in named}
    if field not in (*CHOSEN, *LISTS):
        return {}
    column = CaseStudy._meta.get_field(field)
    return dict(getattr(column, "base_field", column).flatchoices)
