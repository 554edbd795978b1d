"""Their data is theirs: what a person handed in, and all that an enterprise wrote in its offers."""

from typing import Any

from collab_portal.accounts.models import Organisation, User
from enterprises.models import Enterprise
from socialvalue import offering, sealing
from socialvalue.models import Delivery, Offer, OfferDraft, Report, StandingAnswer

WHERE = "criteria__lot__opportunity"


def export(user: User) -> list[dict[str, Any]]:
    """The offers she handed in for her organisations. What they say is the organisation's."""
    found = []
    for organisation in Organisation.objects.of(user).order_by("pk"):
        with sealing.as_bidder(organisation):
            mine = Offer.objects.filter(submitted_by=user.pk).select_related(WHERE).order_by("pk")
            found += [_where(each) | {"at": each.submitted_at.isoformat(), "digest": each.digest} for each in mine]
    return found


def erase(user: User) -> None:
    """Nothing to do: an offer keeps her number, as the trail does, and it leads to nobody once she is gone."""


def of_enterprise(organisation: Organisation) -> dict[str, Any]:
    """Drafts, offers and standing answers of the organisation, ready for JSON."""
    with sealing.as_bidder(organisation):
        drafts = OfferDraft.objects.select_related(WHERE).order_by("pk")
        offers = Offer.objects.filter(route=Offer.Route.PORTAL).select_related(WHERE).order_by("pk")
        return {
            "drafts": [_where(each) | {"offer": each.content} for each in drafts],
            "handed_in": [
                _where(each)
                | {"at": each.submitted_at.isoformat(), "digest": each.digest}
                | {"offer": offering.write(offering.handed_in(each))}
                for each in offers
            ],
            "standing_answers": _standing(organisation),
            "deliveries": [_delivery(each) for each in organisation.deliveries_by.order_by("pk")],
        }


def _where(row: Offer | OfferDraft) -> dict[str, Any]:
    lot = row.criteria.lot
    return {"opportunity": lot.opportunity.reference, "lot": lot.number}


def _standing(organisation: Organisation) -> list[dict[str, Any]]:
    enterprise = Enterprise.objects.filter(organisation=organisation)
    kept = StandingAnswer.objects.filter(enterprise__in=enterprise).select_related("measure").order_by("pk")
    names = ("language", "text", "how", "evidence", "who")
    return [{"measure": each.measure.code} | {name: getattr(each, name) for name in names} for each in kept]


def _delivery(delivery: Delivery) -> dict[str, Any]:
    """The plan, and what was reported on it; the files are the buyer's evidence, and are named here."""
    reports = Report.objects.filter(promise__delivery=delivery).prefetch_related("evidence__file").order_by("pk")
    promised = delivery.promises.order_by("pk")
    said = ("title_en", "title_cy", "unit", "text", "how", "evidence", "who", "from_quarter")
    return {
        "reference": delivery.reference,
        "promises": [
            {name: getattr(each, name) for name in said}
            | {"number": each.pk, "by_quarter": list(map(str, each.quantities))}
            for each in promised
        ],
        "reports": [
            {
                "promise": each.promise_id,
                "quarter": each.quarter,
                "quantity": None if each.quantity is None else str(each.quantity),
                "account": each.account,
                "state": each.state,
                "files": [kept.file.name for kept in each.evidence.all()],
            }
            for each in reports
        ],
    }
