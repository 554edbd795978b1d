"""The shortlist that the officer of the demo world keeps for one of her drafts, with her first notes."""

from collab_portal.accounts.models import User
from enterprises.actions import shortlists
from enterprises.models import Activity
from procurement import snapshot
from procurement.actions.shortlist import keep_supplier
from procurement.matching import asks, suppliers
from procurement.models import Opportunity, Stage

KEPT = 3
NOTES = (
    "Met them at the open day. Would like to see smaller lots.",
    "Cyfarfod da ym mis Mai. Gwasanaeth Cymraeg llawn.",  # a good meeting; all of the service in Welsh
)


def add_shortlist(officer: User) -> None:
    """For the draft that most enterprises fit, the first three of them."""
    drafts = Opportunity.objects.filter(buyer=officer.acting_for, stage=Stage.DRAFT).order_by("pk")
    markets = [(draft, suppliers.markets(asks.of(snapshot.of(draft)))[0]) for draft in drafts]
    draft, market = max(markets, key=lambda one: (one[1].fits.count, one[1].nearly_count))
    groups = [market.fits, *market.nearly.values()]
    found = [key for group in groups for key in group.activities][:KEPT]
    activities = Activity.objects.select_related("enterprise").in_bulk(found)
    for number, key in enumerate(found):
        enterprise = activities[key].enterprise
        kept = keep_supplier(opportunity=draft, enterprise=enterprise, by=officer)
        if number < len(NOTES):
            entry = kept.entries.get(enterprise=enterprise)
            shortlists.note_on_shortlist(entry=entry, note=NOTES[number], by=officer)
