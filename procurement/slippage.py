"""How well a public body keeps to its dates: figures from the public change log, for its page."""

from dataclasses import dataclass
from statistics import median

from django.db.models import Sum

from collab_portal.accounts.models import Organisation
from procurement import changes
from procurement.models import Change, PipelineEntry, Stage


@dataclass(frozen=True)
class DateSlips:
    """How often one kind of date is later now than first announced, and by how much."""

    field: str
    count: int
    median_days: int
    longest_days: int


@dataclass(frozen=True)
class Slippage:
    """What became of everything a body has published here.

    A date that moved and came back has not slipped: each opportunity counts with the sum of its moves.
    """

    published: int
    slipped: int
    withdrawn: int
    cancelled: int
    median_days: int
    dates: list[DateSlips]

    @property
    def kept(self) -> int:
        return self.published - self.slipped


def of(body: Organisation) -> Slippage:
    """In two queries: the stages of its entries, and the sum of the moves of each date."""
    entries = PipelineEntry.objects.of_buyer(body)
    stages = list(entries.values_list("stage", flat=True))
    moves = (
        Change.objects.filter(opportunity__in=entries.values("opportunity"), slipped_days__isnull=False)
        .values_list("field", "opportunity_id")
        .annotate(days=Sum("slipped_days"))
    )
    later = [(field, opportunity, days) for field, opportunity, days in moves if days > 0]
    worst: dict[int, int] = {}
    for _field, opportunity, days in later:
        worst[opportunity] = max(days, worst.get(opportunity, 0))
    return Slippage(
        published=len(stages),
        slipped=len(worst),
        withdrawn=stages.count(Stage.WITHDRAWN),
        cancelled=stages.count(Stage.CANCELLED),
        median_days=round(median(worst.values())) if worst else 0,
        dates=[slips for field in changes.DATES if (slips := _slips(field, later))],
    )


def _slips(field: str, later: list[tuple[str, int, int]]) -> DateSlips | None:
    days = [days for name, _opportunity, days in later if name == field]
    return DateSlips(field, len(days), round(median(days)), max(days)) if days else None
