"""What stands in the cells of a line, and what would be stored of it."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from collab_portal.sheets.mapping import Record
from procurement import wording
from procurement.plans import saying
from procurement.plans.columns import BY_KEY
from procurement.plans.planning import known_cpv
from procurement.plans.reading import Line, lines
from procurement.plans.saying import Said

FIELDS = {
    "title": ("title_en", "title_cy"), "description": ("description_en", "description_cy"),
    "title_cy": ("title_cy",), "description_cy": ("description_cy",), "value": ("value",), "tender": ("tender_start",),
    "tender_end": ("tender_close",), "start": ("contract_start",), "term": ("contract_months",),
    "extension": ("extension_months",), "category": ("category", "main_category"), "cpv": ("cpv_codes",),
    "areas": ("area_codes",), "contact": ("contact_email",),
}  # fmt: skip


def cells(records: Iterable[Record], numbers: Collection[int]) -> list[list[dict]]:
    """Of the rows with these numbers. How a column writes its dates is told by all rows together."""
    wanted = [line for line in lines(records) if line.number in numbers]
    known = known_cpv(wanted)
    return [_of(line, saying.of(line, known_cpv=known)) for line in wanted]


def _of(line: Line, says: Said) -> list[dict]:
    record = line.record
    return [
        {
            "label": column.label,
            "address": record.address(key),
            "given": record.text(key),
            "is_fixed": key in record.fixed,
            "stored": _stored(key, line, says) or _("Nothing"),
        }
        for key, column in BY_KEY.items()
        if record.text(key)
    ]


def _stored(key: str, line: Line, says: Said) -> str:
    if key == "reference":
        return line.texts["reference"]
    if key == "annual_value":
        total = _field("value", says)
        return _("%(value)s for the whole contract") % {"value": total} if total else ""
    if key == "term" and "extension_months" in says:
        shown = {"length": _field("contract_months", says), "more": _field("extension_months", says)}
        return _("%(length)s, and up to %(more)s more") % shown
    if key == "end":
        return wording.length(line.months) if line.months else ""
    return "; ".join(filter(None, (_field(name, says) for name in FIELDS[key])))


def _field(name: str, says: Said) -> str:
    columns = saying.packed(says).get(name)
    if not columns:
        return ""
    if name == "value":
        field = "value_band" if columns["value_band"] else "value_amount"
        return wording.shown(field, columns[field])
    if name == "category":
        return wording.shown(name, columns["category_id"])
    if len(columns) > 1:
        parts = {part.removeprefix(f"{name}_"): value for part, value in columns.items()}
        return wording.shown(name, parts)
    return wording.shown(name, next(iter(columns.values())))
