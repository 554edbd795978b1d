"""What is wanted: opportunities, their public record, and who wants to hear of them."""

from procurement.models.consortia import Consortium, ConsortiumMember
from procurement.models.design import DesignThreshold
from procurement.models.engagement import Interest
from procurement.models.interest import DigestRun, Match, OutboxEvent, SavedSearch, Subscriber, Watch
from procurement.models.listing import PipelineEntry
from procurement.models.lots import AwardCriterion, Lot, Reserved
from procurement.models.market_events import MarketEvent
from procurement.models.opportunity import Confidence, Opportunity, ValueBand
from procurement.models.outcomes import Award, NoticeLink
from procurement.models.plans import PlanLine, PlanSheet, Renewal
from procurement.models.prospects import PlanReader, Prospect
from procurement.models.questions import Question, QuestionPeriod
from procurement.models.record import Change, EngagementRelease, ImportDifference, ImportedRelease, Release
from procurement.models.redesigns import Redesign
from procurement.models.shortlisted import OpportunityShortlist
from procurement.models.sources import NoticeSource
from procurement.models.stages import Stage
from procurement.models.supply_needs import SupplyNeed
from procurement.models.terms import ClosedList, GroupBids, Reporting, ShortWindow

__all__ = [
    "Award",
    "AwardCriterion",
    "Change",
    "ClosedList",
    "Confidence",
    "Consortium",
    "ConsortiumMember",
    "DesignThreshold",
    "DigestRun",
    "EngagementRelease",
    "GroupBids",
    "ImportDifference",
    "ImportedRelease",
    "Interest",
    "Lot",
    "MarketEvent",
    "Match",
    "NoticeLink",
    "NoticeSource",
    "Opportunity",
    "OpportunityShortlist",
    "OutboxEvent",
    "PipelineEntry",
    "PlanLine",
    "PlanReader",
    "PlanSheet",
    "Prospect",
    "Question",
    "QuestionPeriod",
    "Redesign",
    "Release",
    "Renewal",
    "Reporting",
    "Reserved",
    "SavedSearch",
    "ShortWindow",
    "Stage",
    "Subscriber",
    "SupplyNeed",
    "ValueBand",
    "Watch",
]
