"""How far a contracting process has come, from the tags and the status of a release."""

from procurement.models import Stage
from procurement.ocds.source import Release

PLANNING = {"planning", "planningUpdate"}
PLANNING_STATUS = {"planning", "planned"}
ENDED = {
    "withdrawn": Stage.WITHDRAWN,
    "cancelled": Stage.CANCELLED,
    "unsuccessful": Stage.CANCELLED,
}
AFTER_AWARD = {
    *("award", "awardUpdate", "contract", "contractUpdate", "contractAmendment"),
    *("implementation", "implementationUpdate", "contractTermination"),
}
CANCELLING = {"tenderCancellation", "awardCancellation"}
UNDECIDED = {"pending"}
NOT_WON = {"cancelled", "unsuccessful"}


def stage(release: Release) -> Stage:
    """An ending said outright comes first, then what the awards tell, then the status, then the tags."""
    status = (release.tender and release.tender.status) or ""
    tags = set(release.tag)
    if status in ENDED:
        return ENDED[status]
    if tags & CANCELLING:
        return Stage.CANCELLED
    outcomes = {award.status or "active" for award in release.awards or ()} - UNDECIDED
    if outcomes and outcomes <= NOT_WON:
        return Stage.CANCELLED
    if outcomes or tags & AFTER_AWARD or status == "complete":
        return Stage.AWARDED
    if status == "active":
        return Stage.TENDERING
    if status in PLANNING_STATUS or tags <= PLANNING or release.tender is None:
        return Stage.PLANNED
    return Stage.TENDERING
