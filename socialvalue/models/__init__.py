"""How good is it? Frameworks, criteria, offers, what a panel says of them, and what was delivered."""

from socialvalue.models.criteria import Criteria, Criterion
from socialvalue.models.frameworks import Framework, Measure, Outcome, Policy, PolicyBand, Proxy, ProxySet, Theme, Unit
from socialvalue.models.offers import Answer, Offer, StandingAnswer
from socialvalue.models.panel import Consensus, PanelMember, Result, Score

__all__ = [
    "Answer",
    "Consensus",
    "Criteria",
    "Criterion",
    "Framework",
    "Measure",
    "Offer",
    "Outcome",
    "PanelMember",
    "Policy",
    "PolicyBand",
    "Proxy",
    "ProxySet",
    "Result",
    "Score",
    "StandingAnswer",
    "Theme",
    "Unit",
]
