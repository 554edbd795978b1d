"""Deliveries for tests: an offer that won, and its plan, made by the same actions as the pages use."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collab_portal.files import documents
from procurement import actions as pipeline
from socialvalue import sealing
from socialvalue.actions import deliveries as actions
from socialvalue.actions import statutory, valuations
from socialvalue.models import Delivery, Promise, Proxy, ProxySet, Report
from tests import build
from tests.files import samples
from tests.socialvalue import offers

STARTS = date(2026, 1, 1)  # of the contract, so that three quarters are over on `build.NOW`


def won(*, bidder=None, buyer=None, asked=None, in_pounds=False, people: int = 3, **tender):
    """A lot that was awarded to the bidder of its one offer: `(offer, publisher of the buyer)`."""
    opportunity = offers.tendering(**({"buyer": buyer} if buyer else {}), **tender)
    criteria = offers.published(opportunity, in_pounds=in_pounds, **({"asked": asked} if asked else {}))
    organisation, person = bidder or offers.bidder()
    offer = offers.hand_in(criteria, organisation, person, people=people)
    offers.the_deadline_passes(opportunity)
    by = build.user(role="publisher", of=opportunity.buyer)
    award = {"lot": criteria.lot, "supplier": organisation, "supplier_name": organisation.name, "awarded_on": STARTS}
    pipeline.award(opportunity=opportunity, by=by, at=timezone.now(), awards=[award])
    with sealing.opened(criteria) as found:
        return found.select_related("criteria__lot__opportunity__buyer").get(pk=offer.pk), by


def begun(*, starts_on: date = STARTS, **fields) -> Delivery:
    """A plan of four quarters with three people in each, and one promise in words."""
    return begun_from(won(**fields)[0], starts_on=starts_on)


def begun_from(offer, *, starts_on: date = STARTS) -> Delivery:
    by = build.user(role="publisher", of=offer.criteria.lot.opportunity.buyer)
    return actions.begin_delivery(offer=offer, by=by, at=build.NOW, starts_on=starts_on)


def counted(delivery: Delivery) -> Promise:
    return delivery.promises.exclude(unit="").order_by("pk").first()


def reported(promise: Promise, quarter: int, quantity, *, by=None, accept=None) -> Report:
    """By the supplier; `accept` is how much of it the buyer accepts."""
    by = by or build.user(role="editor", of=promise.delivery.supplier)
    said = {"quantity": None if quantity is None else Decimal(quantity), "account": "Three young people began."}
    file = documents.check(SimpleUploadedFile("letter.pdf", samples.PDF))
    made = actions.report(promise=promise, quarter=quarter, by=by, at=build.NOW, evidence=[file], **said)
    if accept is not None:
        officer = build.user(role="editor", of=promise.delivery.buyer)
        reason = "" if Decimal(accept) == made.quantity else "One letter is missing."
        verdict = {"verdict": Report.State.ACCEPTED, "quantity": Decimal(accept), "reason": reason}
        actions.decide(report=made, by=officer, at=build.NOW, **verdict)
        made.refresh_from_db()
    return made


def open_value(**fields) -> Proxy:
    """Pounds for one person, of a set that everybody may use."""
    known = {"name": "Open values", "licence": "OGL v3.0", "loaded_at": build.NOW}
    found, _made = ProxySet.objects.get_or_create(owner=None, code="OPEN", version="2025", defaults=known)
    told = {"code": "P1", "title_en": "A first job", "unit": "people", "price_year": 2025, "source": "Open survey"}
    amounts = {"low": Decimal(800), "central": Decimal(1000), "high": Decimal(1200)}
    return found.proxies.get_or_create(**(told | amounts | fields))[0]


def valued(promise: Promise, proxy: Proxy | None = None, **fields):
    """A fifth of it would have happened anyway, give or take; half is owed to others."""
    none, half = [Decimal(0)] * 3, [Decimal("0.5")] * 3
    fifth = [Decimal("0.1"), Decimal("0.2"), Decimal("0.3")]
    shares = {"deadweight": fifth, "attribution": half, "displacement": none, "dropoff": none}
    told = {"shares": {name: (share, f"Because of {name}") for name, share in shares.items()}} | fields
    by = build.user(role="editor", of=promise.delivery.buyer)
    return valuations.value_promise(promise=promise, proxy=proxy or open_value(), by=by, at=build.NOW, **told)


def world(council) -> dict:
    """For the table of routes: an offer to the council that won, and a delivery to it with a report."""
    offer, _by = won(buyer=council, bidder=offers.bidder("Winning CIC"))
    delivery = begun(buyer=council, bidder=offers.bidder("Delivering CIC"), in_pounds=True)
    promise = counted(delivery)
    report = reported(promise, 1, 3)
    valued(promise)
    own = {"reference": delivery.reference}
    return {
        "offer-that-won": {"reference": offer.criteria.lot.opportunity.reference, "number": 1, "pk": offer.pk},
        "sv-delivery": own,
        "sv-promise": own | {"pk": promise.pk},
        "sv-quarter": own | {"pk": promise.pk, "number": 1},
        "sv-step": own | {"pk": promise.pk, "kind": "query"},
        "sv-report": own | {"pk": report.pk},
        "sv-evidence": own | {"pk": report.evidence.get().pk},
        "report-year": {"slug": council.slug, "year": 2026},
        "report-section": {"slug": council.slug, "year": 2026, "code": "next"},
        "sv-objective": {"slug": council.slug, "number": _objective(council)},
    }


def _objective(council) -> int:
    by = build.user(role="editor", of=council)
    words = {"title_en": "Buy locally", "title_cy": "Prynu’n lleol", "goals": ["WBG1"]}
    return statutory.write_objective(body=council, by=by, **words).number
