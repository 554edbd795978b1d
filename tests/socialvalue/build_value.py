"""Plausible things about social value for tests, made by the same actions as the pages use."""

from datetime import date
from decimal import Decimal

from collab_portal.accounts.models import Organisation, User
from socialvalue import actions
from socialvalue.imports import uploads
from socialvalue.models import Measure, Policy, ProxySet, ProxySheet
from tests import build

SAID = {
    "title_en": "Young people from care in a first job",
    "title_cy": "Pobl ifanc o ofal mewn swydd gyntaf",
    "outcome": {"title_en": "More young people have work", "title_cy": "Mae gan fwy o bobl ifanc waith"},
    "unit": "people",
    "direction": "more",
    "evidence_en": "A letter from the employer",
    "evidence_cy": "Llythyr gan y cyflogwr",
    "goals": ["WBG1", "WBG4"],
}
SET = (
    b"Set code,Set version,Measure code,Title,Unit,Proxy value,Price year\n"
    b"LOC,2026,L1,A first job,FTE,15000,2025\n"
    b"LOC,2026,L2,An hour of mentoring,hrs,17.25,2025\n"
)


def frameworks() -> None:
    """As a new portal has them."""
    if not Measure.objects.exists():
        actions.load_frameworks()


def measure(owner: Organisation, *, by: User | None = None, at=build.NOW, **said) -> Measure:
    """A measure of the body's own."""
    return actions.add_measure(owner=owner, by=by, at=at, **SAID | said)


def policy(owner: Organisation, *, by: User | None = None, bands=(("0", None), ("100000", "10")), **said) -> Policy:
    """A policy in use: pairs of the value from which a band counts, and its weight."""
    rows = [
        {"value_from": Decimal(start), "weight": weight and Decimal(weight), "is_required": weight is not None}
        for start, weight in bands
    ]
    told = {"title_en": "Our policy", "title_cy": "Ein polisi", "valid_from": date(2026, 1, 1), "is_in_use": True}
    return actions.save_policy(policy=None, owner=owner, by=by, bands=rows, **told | said)


def sheet(owner: Organisation, *, by: User | None = None, content: bytes = SET, **said) -> ProxySheet:
    """A file with values in pounds, looked over and ready to be confirmed."""
    told = {"name": "set.csv", "licence": "L-1", **said}
    return uploads.take_file(owner=owner, by=by, content=content, **told)


def proxy_set(owner: Organisation, *, by: User | None = None, at=build.NOW, **said) -> ProxySet:
    """A set that came in."""
    made = sheet(owner, by=by, **said)
    uploads.confirm(sheet=made, by=by, at=at)
    uploads.take_next(at=at)
    return ProxySet.objects.get(owner=owner)


def world(council: Organisation, *, by: User) -> dict:
    """What the table of routes asks for."""
    frameworks()
    ready = sheet(council, by=by)
    owned = proxy_set(council, by=by, content=SET.replace(b"LOC", b"OLD"))
    return {
        "unverified": {"kind": "measure", "pk": Measure.objects.unverified().first().pk},
        "own-measure": {"code": measure(council, by=by).code},
        "own-policy": {"slug": policy(council, by=by).slug},
        "policy-example": {"slug": "bradford"},
        "proxy-sheet": {"reference": ready.reference},
        "proxy-row": {"reference": ready.reference, "number": 2},
        "proxy-set": {"pk": owned.pk},
    }
