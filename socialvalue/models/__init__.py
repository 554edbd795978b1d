"""How good is it? Frameworks, criteria, offers, what a panel says of them, and what was delivered."""

from socialvalue.models.criteria import Criteria, Criterion
from socialvalue.models.frameworks import Framework, Measure, Outcome, Theme, Unit
from socialvalue.models.offers import Answer, Offer, OfferDraft, Price, StandingAnswer
from socialvalue.models.panel import Consensus, PanelMember, Result, Score
from socialvalue.models.policies import Policy, PolicyBand, ScoringMethod
from socialvalue.models.proxies import Proxy, ProxySet, ProxySheet

__all__ = [
    "Answer",
    "Consensus",
    "Criteria",
    "Criterion",
    "Framework",
    "Measure",
    "Offer",
    "OfferDraft",
    "Outcome",
    "PanelMember",
    "Policy",
    "PolicyBand",
    "Price",
    "Proxy",
    "ProxySet",
    "ProxySheet",
    "Result",
    "Score",
    "ScoringMethod",
    "StandingAnswer",
    "Theme",
    "Unit",
]
