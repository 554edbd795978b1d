"""How good is it? Frameworks, criteria, offers, what a panel says of them, and what was delivered."""

from socialvalue.models.criteria import Criteria, Criterion
from socialvalue.models.delivery import Delivery, Evidence, Promise, RemedyStep, Report
from socialvalue.models.frameworks import Framework, Measure, Outcome, Theme, Unit
from socialvalue.models.offers import Answer, Offer, OfferDraft, Price, StandingAnswer
from socialvalue.models.panel import Consensus, Decision, FeedbackLetter, PanelMember, Result, Score
from socialvalue.models.policies import Policy, PolicyBand, ScoringMethod
from socialvalue.models.proxies import Proxy, ProxySet, ProxySheet
from socialvalue.models.statutory import AnnualReport, Objective, ReasonableStep, ReportText
from socialvalue.models.valuations import Valuation

__all__ = [
    "AnnualReport",
    "Answer",
    "Consensus",
    "Criteria",
    "Criterion",
    "Decision",
    "Delivery",
    "Evidence",
    "FeedbackLetter",
    "Framework",
    "Measure",
    "Objective",
    "Offer",
    "OfferDraft",
    "Outcome",
    "PanelMember",
    "Policy",
    "PolicyBand",
    "Price",
    "Promise",
    "Proxy",
    "ProxySet",
    "ProxySheet",
    "ReasonableStep",
    "RemedyStep",
    "Report",
    "ReportText",
    "Result",
    "Score",
    "ScoringMethod",
    "StandingAnswer",
    "Theme",
    "Unit",
    "Valuation",
]
