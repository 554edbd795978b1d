"""What a row's own words and codes clearly say: kind of work, council area, legal form. Nothing is guessed."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from collab_portal.reference.areas import areas_by_code, areas_for_region_code
from collab_portal.reference.categories import OTHER, all_categories
from collab_portal.reference.models import Area
from collab_portal.sheets.mapping import plain
from enterprises.lookups.legal_forms import LEGAL_FORMS

if TYPE_CHECKING:
    from enterprises.imports.stub import Stub

MORE_WORDS = {
    "arts and culture": "arts-and-culture",
    "education": "childcare-and-education",
    "childcare": "childcare-and-education",
    "sports and recreation": "sport-and-leisure",
    "sport": "sport-and-leisure",
    "energy and environment": "energy-and-environment",
    "transport": "transport",
    "food service accommodation and pubs": "catering-and-food",
    "catering": "catering-and-food",
    "cleaning": "cleaning-and-facilities",
    "recycling": "waste-and-recycling",
    "construction": "building-and-repairs",
    "translation": "translation",
    "social care": "social-care",
    "employment support": "employment-support",
}
FORMS = {
    "llp": "LLP",
    "cio": "CIO",
    "scio": "SCIO",
    "unincorporated": "UNINC",
    "co operative society": "COOP",
    "cooperative society": "COOP",
    "co operative": "COOP",
    "community benefit society": "BENCOM",
    "bencom": "BENCOM",
    "clg": "CLG",
    "company limited by guarantee": "CLG",
    "company limited by shares": "CLS",
    "cic limited by guarantee": "CIC-G",
    "cic limited by shares": "CIC-S",
    "limited partnership": "OTHER",
    "sole trader": "SOLE",
}
# The sheet says less than we ask. To choose one of the two would be to invent it.
UNCLEAR = {
    "society": ("COOP", "BENCOM"),
    "registered society": ("COOP", "BENCOM"),
    "company": ("CLG", "CLS"),
    "limited company": ("CLG", "CLS"),
    "ltd": ("CLG", "CLS"),
    "community interest company": ("CIC-G", "CIC-S"),
    "cic": ("CIC-G", "CIC-S"),
    "charity": ("CIO", "CHARITY-CO", "CHARITY-UN"),
}
NAMES_A_COUNCIL = re.compile(r"council|authority|awdurdod|cyngor")


def categories(stub: "Stub") -> tuple[str, ...]:
    """From SIC 2007 codes where our table knows them, else from words. None is better than a wrong one."""
    record = stub.record
    codes = re.findall(r"\b[0-9]{4,5}\b", record.text("sic"))
    by_code = {found for code in codes if (found := _by_sic(code.zfill(5)))}
    if by_code:
        return tuple(sorted(by_code))
    return in_words(record.text("category"))


def in_words(text: str) -> tuple[str, ...]:
    """The categories that the text names, by their names here or by other plain words."""
    parts = [text, *re.split(r"[;|\n/]", text)]
    return tuple(sorted({slug for part in parts if (slug := _by_words().get(plain(part)))}))


@cache
def _by_words() -> dict[str, str]:
    meant = [each for each in all_categories() if each.slug != OTHER]
    named = {plain(name): each.slug for each in meant for name in (each.slug, each.name_en, each.name_cy)}
    return MORE_WORDS | named


@cache
def _sic_table() -> dict[str, str]:
    with files(__package__).joinpath("kinds.csv").open(encoding="utf-8") as table:
        return {row["sic"]: row["category"] for row in csv.DictReader(table)}


def _by_sic(code: str) -> str:
    """The longest part of the code that the table has."""
    return next((_sic_table()[code[:n]] for n in (5, 4, 3, 2) if code[:n] in _sic_table()), "")


def areas(stub: "Stub") -> tuple[str, ...]:
    """The Welsh council area that the row names. Nothing is worked out from a postcode: no table ships for that."""
    text = stub.record.text("council").strip()
    found = [code for code in areas_for_region_code(text) if areas_by_code()[code].kind == Area.Kind.COUNCIL]
    if len(found) == 1:
        return tuple(found)
    if text and NAMES_A_COUNCIL.search(plain(stub.record.heading("council"))):
        stub.tell("council", _("We do not know a Welsh council of this name."))
    return ()


@cache
def _legal_forms() -> dict[str, str]:
    named = {plain(name): code for code, each in LEGAL_FORMS.items() for name in (code, each.name_en, each.name_cy)}
    return FORMS | named


def legal_form(stub: "Stub") -> str:
    text = plain(stub.record.text("legal_form"))
    if not text:
        return ""
    if text in UNCLEAR:
        stub.tell("legal_form", _("This can mean several legal forms, and does not say which."))
        return ""
    if text not in _legal_forms():
        stub.tell("legal_form", _("We do not know this legal form."))
    return _legal_forms().get(text, "")
