"""What the portal itself knows about a body and the five steps. Each fact is one query; what is not known is None.

Its docstring is the formula with its source, for who reads the code; `how` says the same to who reads the page.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from enterprises.models import NetworkMembership
from procurement import slippage
from procurement.design import review
from procurement.design.gathering import Planned
from procurement.models import Opportunity, Release
from procurement.snapshot import read
from procurement.statutory import share
from socialvalue.models import Policy
from socialvalue.practice.five_steps import promises
from socialvalue.practice.models import Adaptation, CaseStudy, Step

YEAR = timedelta(days=365)
DAY = 24 * 3600  # seconds that an answer is kept
Known = int | None
Measure = Callable[[Organisation, date], Known]


class Unit(TextChoices):
    YES_NO = "yes-no", _("yes or no")
    COUNT = "count", _("number")
    PERCENT = "percent", _("per cent")
    DAYS = "days", _("days")


@dataclass(frozen=True)
class Fact:
    """One thing that the portal can find out, how it does, and the name of the page that shows it."""

    code: str
    step: Step
    unit: Unit
    label: str | Promise
    how: str | Promise
    page: str
    measure: Measure


FACTS: dict[str, Fact] = {}


def fact(
    code: str, step: Step, unit: Unit, label: str | Promise, how: str | Promise, *, page: str
) -> Callable[[Measure], Measure]:
    """Register a measure. The order here is the order on the pages."""

    def register(measure: Measure) -> Measure:
        FACTS[code] = Fact(code, step, unit, label, how, page, measure)
        return measure

    return register


def measured(body: Organisation, *, on: date, step: Step | None = None) -> dict[str, Known]:
    """All facts, or those of one step, as they are on a day."""
    return {code: each.measure(body, on) for code, each in FACTS.items() if step in (None, each.step)}


@fact(
    "officer",
    Step.CULTURE,
    Unit.YES_NO,
    _("Names an officer for social enterprises"),
    _("The body’s public page names a role that answers letters, and letters reach it."),
    page="public-bodies:detail",
)
def officer(body: Organisation, on: date) -> Known:
    """1 if the organisation has both a contact role and a mailbox. Source: the organisation's own details."""
    return int(bool((body.contact_role_en or body.contact_role_cy) and body.mailbox))


@fact(
    "strategy",
    Step.CULTURE,
    Unit.YES_NO,
    _("Links to its procurement strategy"),
    _("The body’s details hold a link to the strategy. Nobody has checked what it says."),
    page="public-bodies:detail",
)
def strategy(body: Organisation, on: date) -> Known:
    """1 if the organisation gives a link to its strategy. Source: the organisation's own details."""
    return int(bool(body.strategy_url))


@fact(
    "networks",
    Step.CULTURE,
    Unit.COUNT,
    _("Networks it belongs to"),
    _("Memberships of networks on this portal that began by that day."),
    page="public-bodies:detail",
)
def networks(body: Organisation, on: date) -> Known:
    """How many memberships began by the day and still hold. Source: NetworkMembership."""
    return NetworkMembership.objects.filter(member=body, joined_at__date__lte=on).count()


@fact(
    "studies",
    Step.PRACTICE,
    Unit.COUNT,
    _("Case studies it has published"),
    _("Studies in the library that the body led, first published by that day."),
    page="case-studies:list",
)
def studies(body: Organisation, on: date) -> Known:
    """How many studies it leads stand in the library. Source: CaseStudy with a LibraryEntry."""
    return CaseStudy.objects.published().filter(lead=body, published_at__date__lte=on).count()


@fact(
    "adapted",
    Step.PRACTICE,
    Unit.COUNT,
    _("Examples of others that it adapted"),
    _("Adaptations that the body has reported as done."),
    page="case-studies:list",
)
def adapted(body: Organisation, on: date) -> Known:
    """How many adaptations it reported by the day. Source: Adaptation in the state done."""
    return Adaptation.objects.done().filter(organisation=body, reported_at__date__lte=on).count()


@fact(
    "taken-up",
    Step.PRACTICE,
    Unit.COUNT,
    _("Times that others adapted its studies"),
    _("Adaptations of the body’s studies that somebody else has reported as done."),
    page="case-studies:list",
)
def taken_up(body: Organisation, on: date) -> Known:
    """How many adaptations of studies it leads others reported by the day. Source: Adaptation in the state done."""
    done = Adaptation.objects.done().filter(study__lead=body, reported_at__date__lte=on)
    return done.exclude(organisation=body).count()


@fact(
    "policy",
    Step.SOCIAL_VALUE,
    Unit.YES_NO,
    _("Has a social value policy in use"),
    _("A policy of the body on this portal is in use on that day."),
    page="social-value:policies",
)
def policy(body: Organisation, on: date) -> Known:
    """1 if one of its policies is in use and valid on the day. Source: Policy."""
    return int(Policy.objects.filter(owner=body, is_in_use=True, valid_from__lte=on).exists())


@fact(
    "delivered",
    Step.SOCIAL_VALUE,
    Unit.PERCENT,
    _("Social value promises that were kept so far"),
    _("Of the promises with numbers that were due by that day: how many were kept in full."),
    page="outcomes:social-value",
)
def delivered(body: Organisation, on: date) -> Known:
    """100 × promises kept ÷ promises due, by number of promises: units differ, so quantities cannot be added.

    Source: promises and accepted reports of deliveries to the body, for the quarters that were over.
    """
    due = promises.due(body, on)
    return round(100 * sum(due) / len(due)) if due else None


@fact(
    "notice",
    Step.PIPELINE,
    Unit.DAYS,
    _("Notice before the tender"),
    _("Half of the tenders opened in the 12 months before were published here at least so many days earlier."),
    page="public-bodies:timeline",
)
def notice(body: Organisation, on: date) -> Known:
    """The median of (tender opened − first published), in days, at least 0. Source: opportunities of the buyer."""
    opened = Opportunity.objects.filter(
        buyer=body, published_at__isnull=False, tender_opened_on__gt=on - YEAR, tender_opened_on__lte=on
    )
    days = [
        max(0, (tender - timezone.localdate(first)).days)
        for first, tender in opened.values_list("published_at", "tender_opened_on")
    ]
    return round(median(days)) if days else None


@fact(
    "slipped",
    Step.PIPELINE,
    Unit.PERCENT,
    _("Opportunities that are later than announced"),
    _("Of all that the body has published: the share with a date later now than first announced."),
    page="public-bodies:detail",
)
def slipped(body: Organisation, on: date) -> Known:
    """100 × slipped ÷ published, over everything it has published. Source: the public change log."""
    found = slippage.of(body)
    return round(100 * found.slipped / found.published) if found.published else None


@fact(
    "slip-days",
    Step.PIPELINE,
    Unit.DAYS,
    _("How much later"),
    _("Half of those that slipped are later by so many days or more. 0 where none slipped."),
    page="public-bodies:detail",
)
def slip_days(body: Organisation, on: date) -> Known:
    """The median of the longest slip of each opportunity that slipped. Source: the public change log."""
    found = slippage.of(body)
    return found.median_days if found.published else None


@fact(
    "open",
    Step.DESIGN,
    Unit.PERCENT,
    _("Contracts without a barrier to small providers"),
    _("Of what was first published in the 12 months before: how many had no barrier then, by our design checks."),
    page="public-bodies:timeline",
)
def open_designs(body: Organisation, on: date) -> Known:
    """100 × designs without a barrier ÷ first releases of the year, each judged on its day, as in `design.trend`."""
    first = Release.objects.filter(opportunity__buyer=body, version=1)
    first = first.filter(published_at__date__gt=on - YEAR, published_at__date__lte=on).order_by("pk")
    name = f"open-designs:{body.pk}:{on}:{_digest(first.values_list('pk', flat=True), review.limits_now())}"
    return cache.get_or_set(name, lambda: _share_open(first), DAY)


def _share_open(first: QuerySet[Release]) -> Known:
    planned = [
        Planned(read(kept), timezone.localdate(at)) for at, kept in first.values_list("published_at", "snapshot")
    ]
    found = [each.is_open for _day, each in review.when_published(planned)]
    return round(100 * sum(found) / len(found)) if found else None


def _digest(*parts: Iterable) -> str:
    """Releases never change: what is found follows from which they are, and from the limits of the day."""
    return hashlib.sha256(repr([list(part) for part in parts]).encode()).hexdigest()[:32]


@fact(
    "share",
    Step.DESIGN,
    Unit.PERCENT,
    _("Contracts that social enterprises won"),
    _("Of all awards here of which it is known who won: the share that went to social enterprises, by number."),
    page="public-bodies:contracts",
)
def share_of_awards(body: Organisation, on: date) -> Known:
    """100 × awards to social enterprises ÷ awards of which it is known. Source: the contracts register."""
    return share.of(body).percent
