"""What the page of an opportunity says beyond the snapshot's own words: names for codes, dates in order, thresholds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import Area, Category, CpvCode, Threshold
from collab_portal.templatetags.words import paired
from enterprises.models import Enterprise
from procurement import listing, thresholds, wording
from procurement.models import Award, AwardCriterion, Confidence, Opportunity, Reserved, Stage, ValueBand
from procurement.models.terms import TERMS
from procurement.snapshot import AwardSnapshot, Criterion, LotSnapshot, Notice, Snapshot, Window

WEBSITES = {
    "www.sell2wales.gov.wales": "Sell2Wales",
    "www.find-tender.service.gov.uk": "Find a Tender",
    "www.contractsfinder.service.gov.uk": "Contracts Finder",
}
AWAITED = {Stage.DRAFT: "tender_start", Stage.PLANNED: "tender_start", Stage.TENDERING: "submissions_close_at"}


@dataclass(frozen=True)
class Milestone:
    """A date on the way to the contract. `at` where it is one exact moment, else a window."""

    field: str
    window: Window
    at: datetime | None = None

    @property
    def label(self) -> str:
        return wording.label(self.field)

    @property
    def confidence(self) -> str:
        return wording.small(str(Confidence(self.window.confidence).label)) if self.window.confidence else ""


@dataclass(frozen=True)
class LotFacts:
    """A lot with its areas and CPV codes by name."""

    said: LotSnapshot
    areas: list[Area]
    cpv: list["CpvFacts"]

    @property
    def reserved(self) -> str:
        """For whom, as it stands inside a sentence."""
        return "" if self.said.reserved == Reserved.NONE else wording.small(str(Reserved(self.said.reserved).label))

    @property
    def criteria(self) -> list["CriterionFacts"]:
        return [CriterionFacts(each) for each in self.said.criteria]

    @property
    def is_weighted(self) -> bool:
        return any(each.weight is not None for each in self.said.criteria)


@dataclass(frozen=True)
class CriterionFacts:
    said: Criterion

    @property
    def name(self) -> str:
        """Its own name, or else its kind."""
        return paired(self.said, "name")[0] or self.kind

    @property
    def kind(self) -> str:
        return str(AwardCriterion.Kind(self.said.kind).label)

    @property
    def weight(self) -> str:
        return wording.percent(self.said.weight) if self.said.weight is not None else ""


@dataclass(frozen=True)
class AwardFacts:
    """How a lot ended, and where the winner stands in the directory, if it does."""

    said: AwardSnapshot
    supplier_url: str = ""

    @property
    def is_social_enterprise(self) -> bool | None:
        """It stands in the directory, or the buyer says so."""
        return True if self.supplier_url else self.said.is_social_enterprise

    @property
    def outcome(self) -> str | Promise:
        return Award.Outcome(self.said.outcome).label


@dataclass(frozen=True)
class CpvFacts:
    """A code, what it is called if that is known, and in which language."""

    code: str
    label: str
    language: str


@dataclass(frozen=True)
class TermFacts:
    """A term in words. `language` where the text is in one."""

    name: str
    value: Any
    currency: str

    @property
    def label(self) -> str:
        return wording.label(self.name)

    @property
    def text(self) -> str:
        return wording.shown(self.name, self.value, wording.Names(currency=self.currency))

    @property
    def language(self) -> str:
        return self.name[-2:] if self.name.endswith(("_en", "_cy")) else ""


@dataclass(frozen=True)
class NoticeFacts:
    said: Notice

    @property
    def website(self) -> str:
        host = urlsplit(self.said.url).hostname or ""
        return WEBSITES.get(host, host)


@dataclass(frozen=True)
class Facts:
    """A snapshot as its page reads it. Each part is looked up once, when the page comes to it."""

    said: Snapshot
    at: datetime

    @property
    def stage(self) -> str:
        """The stage, or "expired" where its dates have gone by."""
        expires_at = listing.expires_at(self.said)
        return "expired" if expires_at and expires_at <= self.at else self.said.stage

    @property
    def category(self) -> Category | None:
        return next((each for each in all_categories() if each.slug == self.said.category), None)

    @property
    def areas(self) -> list[Area]:
        return _areas(self.said.area_codes)

    @cached_property
    def cpv(self) -> list["CpvFacts"]:
        return self._cpv_facts(self.said.cpv_codes)

    def _cpv_facts(self, codes: list[str]) -> list["CpvFacts"]:
        return [CpvFacts(code, *_label(self._known_cpv.get(code))) for code in codes]

    @cached_property
    def _known_cpv(self) -> dict[str, CpvCode]:
        """All codes of the whole and of its lots: one query."""
        codes = {*self.said.cpv_codes, *(code for lot in self.said.lots for code in lot.cpv_codes)}
        return CpvCode.objects.in_bulk(codes) if codes else {}

    @cached_property
    def standing(self) -> thresholds.Standing | None:
        return thresholds.standing(self.said, Threshold.objects.all(), today=timezone.localdate(self.at))

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Those that are known, as they follow on one another. A set deadline takes the place of the close expected."""
        said = self.said
        closes_at = said.submissions_close_at
        dates = [Milestone("tender_start", said.tender_start)]
        dates.append(
            Milestone("submissions_close_at", Window(), closes_at)
            if closes_at
            else Milestone("tender_close", said.tender_close)
        )
        dates += [Milestone("award", said.award), Milestone("contract_start", said.contract_start)]
        return [each for each in dates if each.window or each.at]

    @property
    def next_milestone(self) -> Milestone | None:
        """The date a bidder waits for: the deadline once bids are taken, before that the start of the tender."""
        awaited = AWAITED.get(self.said.stage)
        return next((each for each in self.milestones if each.field == awaited), None)

    @cached_property
    def lots(self) -> list[LotFacts]:
        return [LotFacts(lot, _areas(lot.area_codes), self._cpv_facts(lot.cpv_codes)) for lot in self.said.lots]

    @cached_property
    def awards(self) -> list[AwardFacts]:
        suppliers = [each.supplier_id for each in self.said.awards if each.supplier_id]
        listed = Enterprise.objects.listed().filter(organisation__in=suppliers).select_related("organisation")
        urls = {each.organisation_id: each.get_absolute_url() for each in listed} if suppliers else {}
        return [AwardFacts(each, urls.get(each.supplier_id, "")) for each in self.said.awards]

    @property
    def notices(self) -> list[NoticeFacts]:
        return [NoticeFacts(each) for each in self.said.notices]

    @property
    def buyers(self) -> list:
        return [self.said.buyer, *self.said.joint_buyers]

    @property
    def value_band(self) -> str | Promise:
        return ValueBand(self.said.value_band).label if self.said.value_band else ""

    @property
    def main_category(self) -> str | Promise:
        return Opportunity.MainCategory(self.said.main_category).label

    @property
    def procedure(self) -> str | Promise:
        return Opportunity.Procedure(self.said.procedure).label if self.said.procedure else ""

    @property
    def regime(self) -> str | Promise:
        return Organisation.Regime(self.said.regime).label if self.said.regime else ""

    @property
    def terms(self) -> list["TermFacts"]:
        """What bidders are asked, as far as it is decided; a reason in one language bears its mark."""
        said = {name: getattr(self.said, name) for name in TERMS}
        return [TermFacts(name, value, self.said.currency) for name, value in said.items() if value not in (None, "")]

    @property
    def length(self) -> str:
        return wording.length(self.said.contract_months) if self.said.contract_months else ""

    @property
    def extension(self) -> str:
        return wording.length(self.said.extension_months) if self.said.extension_months else ""

    @property
    def says_whom_it_suits(self) -> bool:
        return any(lot.vcse_suitable is not None or lot.sme_suitable is not None for lot in self.said.lots)

    @property
    def marks(self) -> list[str]:
        """What makes it easier for a social enterprise. Where it is true of some lots only, that is said."""
        lots = self.said.lots
        marks = []
        if all(lot.vcse_suitable for lot in lots):
            marks.append(gettext("Suitable for social enterprises"))
        elif any(lot.vcse_suitable for lot in lots):
            marks.append(gettext("Some lots are suitable for social enterprises"))
        for whom in dict.fromkeys(lot.reserved for lot in self.lots if lot.reserved):
            is_whole = all(lot.reserved == whom for lot in self.lots)
            text = gettext("Reserved for %(whom)s") if is_whole else gettext("Some lots are reserved for %(whom)s")
            marks.append(text % {"whom": whom})
        return marks


def _areas(codes: Iterable[str]) -> list[Area]:
    known = areas_by_code()
    return [known[code] for code in codes if code in known]


def _label(known: CpvCode | None) -> tuple[str, str]:
    """A code learnt from a notice without a label is called by its digits, which says nothing twice."""
    if known is None or known.label_en == known.code:
        return "", ""
    return paired(known, "label")
