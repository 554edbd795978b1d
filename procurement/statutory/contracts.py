"""Contracts that were awarded, one for each winner, with what is known of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from collab_portal.accounts.models import Organisation
from collab_portal.reference.categories import all_categories
from collab_portal.templatetags.words import paired
from enterprises.models import Enterprise
from procurement.models import Award, PipelineEntry, Stage
from procurement.ocds.dates import months_later
from procurement.snapshot import AwardSnapshot, LotSnapshot, Snapshot
from procurement.statutory.published import snapshots


@dataclass(frozen=True)
class Contract:
    """What one supplier won. `enterprise_url` where it stands in the directory of social enterprises."""

    said: Snapshot
    award: AwardSnapshot
    enterprise_url: str = ""

    @property
    def lot(self) -> LotSnapshot | None:
        return next((lot for lot in self.said.lots if lot.number == self.award.lot), None)

    @property
    def title(self) -> str:
        """The opportunity, and the lot where it has a name of its own."""
        whole = paired(self.said, "title")[0]
        part = paired(self.lot, "title")[0] if self.lot and len(self.said.lots) > 1 else ""
        return f"{whole}: {part}" if part else whole

    @property
    def subject(self) -> str | None:
        category = next((each for each in all_categories() if each.slug == self.said.category), None)
        if category:
            return paired(category, "name")[0]
        return paired(self.said, "description")[0][:300] or None

    @property
    def value(self) -> Decimal | None:
        """As awarded; or else what was estimated, where that is certainly of this contract alone."""
        return self.estimate if self.award.value_amount is None else self.award.value_amount

    @property
    def currency(self) -> str:
        return self.said.currency if self.award.value_amount is None else self.award.currency

    @property
    def estimate(self) -> Decimal | None:
        if self._winners(self.award.lot) != 1:
            return None
        if self.lot and self.lot.value_amount is not None:
            return self.lot.value_amount
        return self.said.value_amount if len(self.said.lots) <= 1 else None

    @property
    def starts(self) -> tuple[date | None, date | None]:
        """The first and the last day on which it may begin; the same day once that is settled."""
        if self.award.starts_on:
            return self.award.starts_on, self.award.starts_on
        return self.said.contract_start.earliest, self.said.contract_start.latest

    @property
    def starts_on(self) -> date | None:
        earliest, latest = self.starts
        return earliest if earliest == latest else None

    @property
    def ends_on(self) -> date | None:
        if self.award.ends_on or not self.starts_on or not self.said.contract_months:
            return self.award.ends_on
        return months_later(self.starts_on, self.said.contract_months)

    @property
    def dates_are_agreed(self) -> bool:
        return bool(self.award.starts_on and self.award.ends_on)

    @property
    def is_social_enterprise(self) -> bool | None:
        """It stands in the directory, or the buyer says so."""
        return True if self.enterprise_url else self.award.is_social_enterprise

    def _winners(self, lot: int | None) -> int:
        return sum(each.outcome == Award.Outcome.AWARDED and each.lot == lot for each in self.said.awards)


def of(body: Organisation) -> list[Contract]:
    """All that a body has awarded here, the latest award first, and last those whose date nobody knows."""
    found = list(_found(PipelineEntry.objects.of_buyer(body).filter(stage=Stage.AWARDED)))
    return sorted(found, key=lambda each: each.award.awarded_on or date.min, reverse=True)


def _found(entries: QuerySet[PipelineEntry]) -> Iterable[Contract]:
    awarded = [
        (said, award) for said in snapshots(entries) for award in said.awards if award.outcome == Award.Outcome.AWARDED
    ]
    suppliers = {award.supplier_id for _said, award in awarded if award.supplier_id}
    listed = Enterprise.objects.listed().filter(organisation__in=suppliers).select_related("organisation")
    urls = {each.organisation_id: each.get_absolute_url() for each in listed} if suppliers else {}
    return (Contract(said, award, urls.get(award.supplier_id, "")) for said, award in awarded)
