"""Where a contract is delivered, and under which areas it is found."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from collab_portal.reference import shipped
from collab_portal.reference.models import Area
from collab_portal.text import normalised_name, welsh_sort_key

REGION_CODE = re.compile(r"(?:UK|TL)[A-Z][0-9A-Z]{0,3}")


@cache
def all_areas(language: str) -> tuple[Area, ...]:
    """The United Kingdom, Wales, the councils in the alphabetical order of the language, then the rest. No query."""
    councils = [area for area in shipped.areas() if area.kind == Area.Kind.COUNCIL]
    order = welsh_sort_key if language == "cy" else str.casefold
    in_order = iter(sorted(councils, key=lambda area: order(getattr(area, f"name_{language}"))))
    return tuple(next(in_order) if area.kind == Area.Kind.COUNCIL else area for area in shipped.areas())


@cache
def areas_by_code() -> dict[str, Area]:
    return {area.code: area for area in shipped.areas()}


def expanded(area_codes: Iterable[str]) -> frozenset[str]:
    """The areas under which something delivered in these areas is found: themselves, all above, all below.

    What is stored with an opportunity is this set; what is looked for is simply the area somebody chose. So

    * a search for Cardiff finds what is delivered in Cardiff, in all of Wales, and UK-wide, but not in Powys;
    * a search for Wales finds what is delivered in any Welsh council's area, in all of Wales, and UK-wide;
    * a search for the United Kingdom finds everything that names any area;
    * what names no area is found under none.

    A code that is not one of ours stands for itself.
    """
    return frozenset().union(*(_found_under().get(code, {code}) for code in area_codes))


def smallest(area_codes: Iterable[str]) -> frozenset[str]:
    """These areas written out as the smallest that we know: Wales as its councils, England as its regions.

    So one place covers another if its set holds the other's. A code that is not one of ours stands for itself.
    """
    return frozenset().union(*(_smallest_within().get(code, {code}) for code in area_codes))


@lru_cache(maxsize=2000)
def areas_for_region_code(written: str) -> tuple[str, ...]:
    """Our area codes for a region as a notice writes it: a GSS, NUTS or ITL code of any year, or a name.

    As exact as can be: "UKL18" is Swansea, "UKL1" every council in it, "UKC21" the North East of England, since we keep
    no smaller areas there. Nothing for what is not known, which the caller reports.
    """
    text = " ".join(str(written).split())
    code = text.upper()
    if code in areas_by_code():
        return (code,)
    if REGION_CODE.fullmatch(code):
        return _in_region(code)
    found_in = _by_name().get(normalised_name(text))
    return () if found_in is None else areas_for_region_code(found_in)


def _in_region(code: str) -> tuple[str, ...]:
    """The area with this code, or those within, or the smallest one we know around it."""
    codes = {area.code: (area.nuts, area.itl_2021, area.itl_2025) for area in shipped.areas()}
    for length in range(len(code), 2, -1):
        part = code[:length]
        exact = tuple(area for area, known in codes.items() if part in known)
        within = tuple(area for area, known in codes.items() if any(one.startswith(part) for one in known))
        if exact or within:
            return exact or within
    return ()


@cache
def _by_name() -> dict[str, str]:
    names = {normalised_name(row["name"]): row["found_in"] for row in shipped.rows("area_names")}
    return names | {
        normalised_name(name): area.code for area in shipped.areas() for name in (area.name_en, area.name_cy)
    }


@cache
def _found_under() -> dict[str, frozenset[str]]:
    above = {code: frozenset(_upwards(code)) for code in areas_by_code()}
    return {code: above[code] | {below for below in above if code in above[below]} for code in above}


@cache
def _smallest_within() -> dict[str, frozenset[str]]:
    above = {code: set(_upwards(code)) for code in areas_by_code()}
    parents = {area.parent_id for area in shipped.areas()}
    return {code: frozenset(each for each in above if each not in parents and code in above[each]) for code in above}


def _upwards(code: str | None) -> Iterable[str]:
    while code:
        yield code
        code = areas_by_code()[code].parent_id
