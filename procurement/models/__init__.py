"""What is wanted: opportunities, their public record, and who wants to hear of them."""

from procurement.models.interest import DigestRun, Match, OutboxEvent, SavedSearch, Subscriber, Watch
from procurement.models.listing import PipelineEntry
from procurement.models.opportunity import (
    Award,
    AwardCriterion,
    Confidence,
    Lot,
    NoticeLink,
    Opportunity,
    Reserved,
    Stage,
    ValueBand,
)
from procurement.models.record import Change, ImportDifference, ImportedRelease, Release

__all__ = [
    "Award",
    "AwardCriterion",
    "Change",
    "Confidence",
    "DigestRun",
    "ImportDifference",
    "ImportedRelease",
    "Lot",
    "Match",
    "NoticeLink",
    "Opportunity",
    "OutboxEvent",
    "PipelineEntry",
    "Release",
    "Reserved",
    "SavedSearch",
    "Stage",
    "Subscriber",
    "ValueBand",
    "Watch",
]
