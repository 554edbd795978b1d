"""Running the import of a plan from its first line to the last, a batch at a time: dry, or for good."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from collab_portal.accounts.models import Organisation
from collab_portal.sheets.report import Kind, Problem, Report
from procurement.models import PlanLine
from procurement.plans import planning, writing
from procurement.plans.keys import Keyed, keyed
from procurement.plans.planning import Planner
from procurement.plans.reading import Line

BATCH = 500
ENOUGH = 3  # where at least a third of a plan is recognised, this is its next version
After = Callable[[int, Report], None]


def check(lines: Iterable[Line], *, buyer: Organisation) -> Report:
    """What would become of the lines. Nothing is written."""
    every = keyed(lines)
    planner, total = Planner(every, buyer=buyer), Report()
    with transaction.atomic():
        for batch in _batches(every):
            total.add(planning.report(planner.steps(batch)))
    total.problems += _tell_vanished(_vanished(buyer, planner.recognised))
    return total


def run(
    lines: Iterable[Line],
    *,
    buyer: Organisation,
    at: datetime,
    begin: int = 0,
    after: After = lambda done, report: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Take the lines in, each batch in a transaction of its own, within which `after` hears how far it came.

    With `begin` it goes on behind lines that went in before it was interrupted, with the same `at`; it ends early when
    told to `stop`.
    """
    every = keyed(lines)
    planner, total, done = Planner(every, buyer=buyer), Report(), begin
    for batch in _batches(every[begin:]):
        if stop():
            return total
        with transaction.atomic():
            writing.take_turns(buyer)
            steps = planner.steps(batch)
            writing.write(steps, buyer=buyer, at=at)
            report = planning.report(steps)
            done += len(batch)
            after(done, report)
        total.add(report)
    with transaction.atomic():
        writing.take_turns(buyer)
        report = Report(problems=_close(buyer, at))
        after(done, report)
    total.add(report)
    return total


def _close(buyer: Organisation, at: datetime) -> list[Problem]:
    """Mark what has vanished from the plan, and bind its lines together: so its next version is recognised."""
    mine = PlanLine.objects.filter(buyer=buyer)
    seen = mine.filter(told_at=at)
    gone = _vanished(buyer, set(seen.values_list("pk", flat=True)))
    mine.filter(pk__in=[line.pk for line in gone]).update(vanished_at=at)
    plans = Counter(seen.exclude(plan="").values_list("plan", flat=True))
    seen.update(plan=plans.most_common(1)[0][0] if plans else secrets.token_hex(8))
    return _tell_vanished(gone)


def _vanished(buyer: Organisation, recognised: set[int]) -> list[PlanLine]:
    """The other lines of a plan of which these are the next version."""
    lines = PlanLine.objects.filter(buyer=buyer, vanished_at=None).exclude(plan="")
    plans: dict[str, list[int]] = {}
    for key, plan in lines.values_list("pk", "plan"):
        plans.setdefault(plan, []).append(key)
    missing = {plan: [key for key in keys if key not in recognised] for plan, keys in plans.items()}
    successors = (plan for plan, keys in plans.items() if (len(keys) - len(missing[plan])) * ENOUGH >= len(keys))
    gone = [key for plan in successors for key in missing[plan]]
    return list(lines.filter(pk__in=gone).select_related("opportunity").order_by("pk"))


def _tell_vanished(lines: Iterable[PlanLine]) -> list[Problem]:
    reason = _("It was in the plan before, and is not any more. You will be asked what became of it.")
    titled = ((line.opportunity.title_en or line.opportunity.title_cy) for line in lines if line.opportunity)
    return [Problem(0, _("Title"), title, reason, Kind.VANISHED) for title in titled]


def _batches(every: Sequence[Keyed]) -> Iterator[Sequence[Keyed]]:
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]
