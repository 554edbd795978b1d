"""What OCDS has no home for: our small extension, the object `portal` of a release, and the codes of our areas."""

from collections.abc import Iterable
from typing import Any

from collab_portal.reference.areas import areas_by_code
from procurement import changes
from procurement.models import Opportunity
from procurement.ocds import terms
from procurement.snapshot import Snapshot, Window

FIELD = "portal"
WINDOWS = {
    "tender_start": "tenderStart",
    "tender_close": "tenderClose",
    "award": "award",
    "contract_start": "contractStart",
}


def extension(said: Snapshot, before: Snapshot | None) -> dict[str, Any]:
    """The windows with their confidence, which dates moved by how many days, and the portal's own codes."""
    return {
        "reference": said.reference,
        "stage": said.stage,
        "category": said.category,
        "areas": said.area_codes,
        "regime": said.regime,
        "lightTouch": said.light_touch,
        "follows": said.follows,
        "terms": terms.in_extension(said),
        "windows": {WINDOWS[name]: _window(getattr(said, name)) for name in Opportunity.MILESTONES},
        "slippage": _slippage(said, before),
    }


def addresses(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Where the work is done, as delivery addresses. Regions are NUTS codes, which several councils may share."""
    return [_address(code) for code in dict.fromkeys(codes)]


def _address(code: str) -> dict[str, Any]:
    area = areas_by_code().get(code)
    council = area if area and area.kind == area.Kind.COUNCIL else None
    return {
        "region": area.nuts or code if area else code,
        "locality": council.name_en if council else None,
        "country": "GB",
        "countryName": "United Kingdom",
    }


def _window(window: Window) -> dict[str, Any]:
    if window.earliest is None or window.latest is None:
        return {}
    return {
        "earliest": window.earliest.isoformat(),
        "latest": window.latest.isoformat(),
        "confidence": window.confidence,
    }


def _slippage(said: Snapshot, before: Snapshot | None) -> list[dict[str, Any]]:
    if before is None:
        return []
    moved = [each for each in changes.between(before, said) if each.slipped_days]
    return [{"date": WINDOWS.get(each.field, "submissionsClose"), "days": each.slipped_days} for each in moved]
