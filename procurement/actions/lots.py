"""Splitting a contract anew: what was drawn in the lot designer becomes the lots of the working copy."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from msgspec import structs

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from procurement.actions.draft import amend, lots_may_change, note_edit, replace_criteria
from procurement.models import Lot, Opportunity, Stage
from procurement.models.opportunity import NotAllowed
from procurement.snapshot import LotSnapshot

BEFORE_THE_TENDER = (Stage.DRAFT, Stage.PLANNED)


@transaction.atomic
def choose_lots(
    *, opportunity: Opportunity, by: User, lots: Sequence[LotSnapshot], reason_en: str = "", reason_cy: str = ""
) -> None:
    """Replace the lots by these. Where one is left, the reason for not splitting is kept with it."""
    if opportunity.stage not in BEFORE_THE_TENDER:
        raise NotAllowed(_("The lots cannot be split anew once bids are asked for."))
    note_edit(opportunity, "lots")
    kept = {lot.number: lot for lot in opportunity.lots.select_for_update()}
    with lots_may_change():
        for lot in lots:
            _write(kept.pop(lot.number, Lot(opportunity=opportunity, number=lot.number)), lot)
        opportunity.lots.filter(number__in=kept).delete()
    if len(lots) == 1:
        amend(opportunity=opportunity, by=by, no_lots_reason_en=reason_en, no_lots_reason_cy=reason_cy)
    trail.record("lots chosen", by=by, target=opportunity, lots=len(lots))


def _write(row: Lot, lot: LotSnapshot) -> None:
    fields = structs.asdict(lot)
    criteria = fields.pop("criteria")
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    replace_criteria(row, [structs.asdict(each) for each in criteria])
