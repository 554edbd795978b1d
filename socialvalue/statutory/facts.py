"""What the portal knows for a yearly report, as one value: made anew for a draft, kept as it was once published."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec
from django.utils import timezone

from collab_portal.accounts.models import Organisation
from collab_portal.reference.models import Threshold
from collab_portal.templatetags.words import value_band, window
from procurement import thresholds
from procurement.models import Award, PipelineEntry, Stage
from procurement.snapshot import Snapshot
from procurement.statutory import contracts, years
from procurement.statutory.cells import not_known
from procurement.statutory.contracts import Contract
from procurement.statutory.published import snapshots
from socialvalue.delivering import totals
from socialvalue.delivering.standing import State
from socialvalue.models import Objective, Outcome, ReasonableStep, Unit


class Exercise(msgspec.Struct, frozen=True):
    """One purchase of the year. `is_above`: at or above the threshold; None where that cannot be said."""

    reference: str
    title_en: str
    title_cy: str
    is_awarded: bool
    awarded_on: date | None
    value: Decimal | None
    currency: str
    suppliers: list[str]
    is_social_enterprise: bool | None
    is_above: bool | None


class Aim(msgspec.Struct, frozen=True):
    """An objective in force in the year, and how many steps the log has for it."""

    number: int
    version: int
    title_en: str
    title_cy: str
    goals: list[str]
    steps: int


class Taken(msgspec.Struct, frozen=True):
    """A step of the log."""

    taken_on: date
    text_en: str
    text_cy: str
    objective: int | None
    category_en: str
    category_cy: str
    reference: str


class Expected(msgspec.Struct, frozen=True):
    """A procurement of the two years ahead; `year` is None where nobody has said when."""

    year: int | None
    reference: str
    title_en: str
    title_cy: str
    earliest: date | None
    latest: date | None
    low: Decimal | None
    high: Decimal | None

    @property
    def tender(self) -> str:
        return window(self.earliest, self.latest) or not_known()

    @property
    def value(self) -> str:
        unknown = self.low in (None, 0) and self.high is None
        return not_known() if unknown else value_band(self.low, self.high)

    @property
    def year_name(self) -> str:
        return years.named(self.year) if self.year else not_known()


class Delivered(msgspec.Struct, frozen=True):
    """One measure over all contracts, to date. `evidenced` is None where nothing is known."""

    title_en: str
    title_cy: str
    unit: str
    contracts: int
    promised: Decimal | None
    evidenced: Decimal | None
    unknown: int

    @property
    def unit_name(self) -> str:
        return str(Unit(self.unit).label)


class Goal(msgspec.Struct, frozen=True):
    """How the promises for one goal stand; `unknown` of them are due, and not all is known."""

    name_en: str
    name_cy: str
    promises: int
    kept: int
    behind: int
    unknown: int


class Facts(msgspec.Struct, frozen=True):
    """All of it, on one day."""

    on: date
    exercises: list[Exercise]
    objectives: list[Aim]
    steps: list[Taken]
    expected: list[Expected]
    delivered: list[Delivered]
    goals: list[Goal]

    @property
    def awarded(self) -> list[Exercise]:
        return [each for each in self.exercises if each.is_awarded]

    @property
    def to_social_enterprises(self) -> int:
        return sum(each.is_social_enterprise is True for each in self.awarded)

    @property
    def supplier_unknown(self) -> int:
        """Awards of which nobody has said whether a social enterprise won."""
        return sum(each.is_social_enterprise is None for each in self.awarded)

    @property
    def value(self) -> Decimal:
        """What was awarded in pounds, as far as it is known."""
        return sum(
            (each.value for each in self.awarded if each.value is not None and each.currency == "GBP"), Decimal(0)
        )

    @property
    def value_unknown(self) -> int:
        return sum(each.value is None or each.currency != "GBP" for each in self.awarded)


def first_day(year: int) -> date:
    return date(year, years.APRIL, 1)


def last_day(year: int) -> date:
    return date(year + 1, 3, 31)


def of(body: Organisation, year: int, *, on: date) -> Facts:
    """As the portal knows it on that day: from what is published, the log, the objectives, and the deliveries."""
    return Facts(
        on=on,
        exercises=list(_exercises(body, year, on)),
        objectives=_aims(body, year),
        steps=_taken(body, year),
        expected=list(_expected(body, year)),
        **_delivered(body, min(on, last_day(year))),
    )


def _exercises(body: Organisation, year: int, on: date) -> Iterable[Exercise]:
    """Those awarded in the year, and those that were open or ended in it without a winner."""
    known = list(Threshold.objects.all())
    won: dict[str, list[Contract]] = {}
    for each in contracts.of(body):
        if each.award.awarded_on and first_day(year) <= each.award.awarded_on <= last_day(year):
            won.setdefault(each.said.reference, []).append(each)
    for found in won.values():
        yield _exercise(found[0].said, found, known, on)
    meant = PipelineEntry.objects.of_buyer(body).filter(stage__in=(Stage.TENDERING, Stage.CANCELLED, Stage.AWARDED))
    for said in snapshots(meant):
        closes = timezone.localdate(said.submissions_close_at) if said.submissions_close_at else None
        has_winner = any(each.outcome == Award.Outcome.AWARDED for each in said.awards)
        if closes and first_day(year) <= closes <= last_day(year) and not has_winner:
            yield _exercise(said, [], known, on)


def _exercise(said: Snapshot, won: list[Contract], known: list[Threshold], on: date) -> Exercise:
    standing = thresholds.standing(said, known, today=on)
    values = [each.value for each in won]
    social = {each.is_social_enterprise for each in won}
    return Exercise(
        reference=said.reference,
        title_en=said.title_en,
        title_cy=said.title_cy,
        is_awarded=bool(won),
        awarded_on=min((each.award.awarded_on for each in won if each.award.awarded_on), default=None),
        value=sum((each for each in values if each is not None), Decimal(0)) if values and None not in values else None,
        currency=won[0].currency if won else said.currency,
        suppliers=[each.award.supplier_name for each in won],
        is_social_enterprise=True if True in social else None if None in social or not social else False,
        is_above=standing.is_above if standing else None,
    )


def _aims(body: Organisation, year: int) -> list[Aim]:
    """The version that was in force last in the year."""
    published = Objective.objects.filter(body=body).published().filter(published_at__date__lte=last_day(year)).latest()
    logged = list(_steps(body, year).exclude(objective=None).values_list("objective__number", flat=True))
    return [
        Aim(each.number, each.version, each.title_en, each.title_cy, each.goals, logged.count(each.number))
        for each in published
    ]


def _steps(body: Organisation, year: int):
    within = ReasonableStep.objects.filter(body=body, taken_on__range=(first_day(year), last_day(year)))
    return within.select_related("objective", "opportunity").order_by("taken_on", "pk")


def _taken(body: Organisation, year: int) -> list[Taken]:
    improvements = {each.code: each for each in Outcome.objects.improvements()}
    found = []
    for step in _steps(body, year):
        about = improvements.get(step.category)
        found.append(
            Taken(
                taken_on=step.taken_on,
                text_en=step.text_en,
                text_cy=step.text_cy,
                objective=step.objective.number if step.objective else None,
                category_en=about.title_en if about else step.category,
                category_cy=about.title_cy if about else "",
                reference=step.opportunity.reference if step.opportunity else "",
            )
        )
    return found


def _expected(body: Organisation, year: int) -> Iterable[Expected]:
    summary = years.of(body, first=year + 1)
    groups = [(each.year, each.planned) for each in summary.years]
    for when, planned in [*groups, (None, summary.undated)]:
        for each in planned:
            said, (low, high) = each.said, each.limits
            tender = said.tender_start
            titles = (said.reference, said.title_en, said.title_cy)
            yield Expected(when, *titles, tender.earliest, tender.latest, low, high)


def _delivered(body: Organisation, on: date) -> dict[str, list]:
    picture = totals.of(body, on)
    return {
        "delivered": [_total(each) for each in picture.counted],
        "goals": [_goal(each) for each in picture.by_goal()],
    }


def _total(found: totals.Total) -> Delivered:
    promise = found.promise
    sums = (found.promised, found.evidenced) if found.adds_up else (None, None)
    return Delivered(promise.title_en, promise.title_cy, promise.unit, len(found.lines), *sums, found.unknown)


def _goal(count: totals.GoalCount) -> Goal:
    states = (count.states[State.KEPT], count.states[State.BEHIND], count.states[State.UNKNOWN])
    return Goal(count.name_en, count.name_cy, count.promises, *states)
