"""Their data is theirs: what a person handed in, and all that an enterprise wrote in its offers."""

from typing import Any

from collab_portal.accounts.models import Organisation, User
from enterprises.models import Enterprise
from socialvalue import offering, sealing
from socialvalue.models import Offer, OfferDraft, StandingAnswer

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
        }


def _where(row: Offer | OfferDraft) -> dict[str, Any]:
    lot = row.criteria.lot
    return {"opportunity": lot.opportunity.reference, "lot": lot.number}


def _standing(organisation: Organisation) -> list[dict[str, Any]]:
    enterprise = Enterprise.objects.filter(organisation=organisation)
    kept = StandingAnswer.objects.filter(enterprise__in=enterprise).select_related("measure").order_by("pk")
    names = ("language", "text", "how", "evidence", "who")
    return [{"measure": each.measure.code} | {name: getattr(each, name) for name in names} for each in kept]
