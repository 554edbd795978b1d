"""What stands in the cells of a row, and what the directory would store of it."""

from django.utils.translation import gettext as _

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.sheets.mapping import Record
from collab_portal.templatetags.words import paired
from enterprises.imports import stub
from enterprises.imports.columns import BY_KEY
from enterprises.imports.stub import Stub
from enterprises.lookups.legal_forms import LEGAL_FORMS
from enterprises.register_numbers import REGISTERS

NUMBERS = {"company_number": "GB-COH", "charity_number": "GB-CHC", "society_number": "GB-MPR"}


def cells(record: Record) -> list[dict]:
    """Each mapped cell that holds something, where it stands, and what would be stored of it."""
    read = stub.read(record)
    return [
        {
            "label": BY_KEY[key].label,
            "address": record.address(key),
            "given": record.text(key),
            "is_fixed": key in record.fixed,
            "stored": _stored(key, read) or _("Nothing"),
        }
        for key in BY_KEY
        if record.text(key)
    ]


def _stored(key: str, read: Stub) -> str:
    if key in NUMBERS:
        return read.numbers.get(NUMBERS[key], "")
    if key in ("registered_number", "registrar", "country"):
        return ", ".join(f"{REGISTERS[scheme].name}: {value}" for scheme, value in read.numbers.items())
    if key in ("category", "sic"):
        return ", ".join(paired(each, "name")[0] for each in all_categories() if each.slug in read.categories)
    if key == "council":
        return ", ".join(paired(areas_by_code()[code], "name")[0] for code in read.area_codes)
    if key == "legal_form":
        return str(LEGAL_FORMS.get(read.fields["legal_form"], ""))
    if key in ("description", "offer"):
        return read.fields.get(f"{key}_en", "") or read.fields.get(f"{key}_cy", "")
    others = {"email": read.details["mailbox"], "website": read.details["website"], "name": read.name}
    others |= {"founded": read.fields["founded_in"], "reference": read.reference, "name_cy": read.name_cy}
    others |= {"registered_name": read.record.text("registered_name")}
    return str(others.get(key, read.fields.get(key)) or "")
