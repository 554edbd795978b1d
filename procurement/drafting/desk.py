"""What an officer sees of her public body's opportunities: sorted by stage, with what needs attention."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collab_portal.accounts.models import User
from collab_portal.text import missing_languages
from procurement import record
from procurement.design import advice
from procurement.design.advice import Advice
from procurement.models import Opportunity, Stage
from procurement.models.opportunity import CURRENT_STAGES

UNFINISHED = (Stage.DRAFT, *CURRENT_STAGES)
ENDED = (Stage.AWARDED, Stage.WITHDRAWN, Stage.CANCELLED)


@dataclass(frozen=True)
class View:
    """A part of the opportunities, as the desk's links choose it."""

    name: str
    title: str | Promise
    choose: Callable[[QuerySet, datetime], QuerySet]


STAGES = (
    View("", pgettext_lazy("opportunities", "Current"), lambda own, at: own.filter(stage__in=UNFINISHED)),
    View("draft", _("Drafts"), lambda own, at: own.filter(stage=Stage.DRAFT)),
    View("planned", pgettext_lazy("opportunities", "Planned"), lambda own, at: own.filter(stage=Stage.PLANNED)),
    View("tendering", _("Open for bids"), lambda own, at: own.filter(stage=Stage.TENDERING)),
    View("ended", pgettext_lazy("opportunities", "Ended"), lambda own, at: own.filter(stage__in=ENDED)),
)
NEEDS = (
    View("late", _("A date has gone by"), lambda own, at: own.late(at)),
    View("translation", _("Welsh or English text is missing"), lambda own, at: own.half_translated()),
    View("differences", _("An imported notice or plan says something else"), lambda own, at: own.differing()),
)
SOONEST = [F(date).asc(nulls_last=True) for date in ("submissions_close_at", "tender_start_latest")]
VIEWS = {view.name: view for view in (*STAGES, *NEEDS)}


@dataclass(frozen=True)
class Row:
    """One opportunity in the list."""

    opportunity: Opportunity
    has_changes: bool
    is_late: bool
    advice: Advice | None

    @property
    def missing(self) -> list[str]:
        """The languages in which a title or description is missing."""
        texts = ("title", "description")
        return sorted(missing_languages(self.opportunity, texts)) if self.opportunity.is_published else []


class Desk:
    """The opportunities of the public body a person acts for, at one moment."""

    def __init__(self, user: User, *, at: datetime):
        self.own = Opportunity.objects.visible_to(user)
        self.at = at

    def view(self, name: str) -> View:
        """The view of that name, or the one to begin with."""
        return VIEWS.get(name, VIEWS[""])

    @cached_property
    def stages(self) -> list[tuple[View, int]]:
        per_stage = dict(self.own.order_by().values_list("stage").annotate(Count("pk")))
        wanted = {"": UNFINISHED, "ended": ENDED}
        counts = {view.name: wanted.get(view.name, (view.name,)) for view in STAGES}
        return [(view, sum(per_stage.get(stage, 0) for stage in counts[view.name])) for view in STAGES]

    @cached_property
    def needs(self) -> list[tuple[View, int]]:
        """What needs attention, and how many; nothing where there are none."""
        counted = [(view, view.choose(self.own, self.at).count()) for view in NEEDS]
        return [(view, count) for view, count in counted if count]

    def in_order(self, view: View) -> QuerySet:
        """The next date first; what has none, last. Of what has ended, the newest first."""
        chosen = view.choose(self.own, self.at).select_related("buyer", "category", "follows")
        if view.name == "ended":
            return chosen.order_by("-published_at", "-pk")
        return chosen.order_by(*SOONEST, "-pk")

    def rows(self, opportunities: Iterable[Opportunity]) -> list[Row]:
        opportunities = list(opportunities)
        late = set(
            Opportunity.objects.filter(pk__in=[each.pk for each in opportunities])
            .late(self.at)
            .values_list("pk", flat=True)
        )
        pending = record.publications(opportunities)
        shown = Opportunity.objects.filter(pk__in=[each.pk for each in opportunities])
        found = advice.of_working_copies(shown, today=timezone.localdate(self.at))
        return [
            Row(
                each.opportunity,
                bool(each.differences),
                each.opportunity.pk in late,
                found.get(each.opportunity.reference),
            )
            for each in pending
        ]
