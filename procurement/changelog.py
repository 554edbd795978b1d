"""The public change log of one opportunity: release by release what changed, from what, to what, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from procurement import wording
from procurement.models import Change, Opportunity, Release, Stage

SILENT = {"number", "source_id"}  # of a lot: they identify it, and say nothing to a reader
STEPS = {
    Stage.PLANNED: _("Planned again"),
    Stage.TENDERING: _("Opened for bids"),
    Stage.AWARDED: _("Awarded"),
    Stage.WITHDRAWN: _("Withdrawn"),
    Stage.CANCELLED: _("Cancelled"),
}


@dataclass(frozen=True)
class Line:
    """One thing that changed. Without `before` and `after` the label says it all."""

    label: str
    before: str = ""
    after: str = ""
    slip: str = ""
    is_later: bool = False
    reason_en: str = ""
    reason_cy: str = ""


@dataclass(frozen=True)
class Step:
    """One release as the time line shows it."""

    version: int
    at: datetime
    title: str | Promise
    lines: list[Line]


def of(opportunity: Opportunity, *, currency: str = "GBP") -> list[Step]:
    """Every release of the opportunity, the newest first."""
    releases = Release.objects.filter(opportunity=opportunity).order_by("-version")
    return next(iter(of_releases(releases, currency=currency).values()), [])


def of_releases(releases: QuerySet[Release], *, currency: str = "GBP") -> dict[int, list[Step]]:
    """These releases in their order, by opportunity."""
    releases = list(releases.defer("snapshot", "ocds"))
    changes = list(Change.objects.filter(release__in=releases).order_by("pk"))
    values = [(each.field, value) for each in changes for value in (each.before, each.after)]
    names = wording.names_in(values, currency=currency)
    of_release: dict[int, list[Change]] = {}
    for change in changes:
        of_release.setdefault(change.release_id, []).append(change)
    steps: dict[int, list[Step]] = {}
    for release in releases:
        step = _step(release, of_release.get(release.pk, []), names)
        steps.setdefault(release.opportunity_id, []).append(step)
    return steps


def _step(release: Release, changes: list[Change], names: wording.Names) -> Step:
    return Step(release.version, release.published_at, _title(release, changes), lines(changes, names))


def lines(changes: Iterable[Change], names: wording.Names) -> list[Line]:
    """Each change in words. A lot that came or went is one line, not one for each of its fields."""
    changes = list(changes)
    whole_lots = {_lot(each): each for each in changes if each.field.endswith("/number")}
    result = []
    for change in changes:
        lot, name = _lot(change), change.field.rpartition("/")[2]
        if lot in whole_lots:
            if whole_lots[lot] is change:
                result.append(_lot_line(change))
        elif name not in SILENT and not _is_told_by_the_title(change):
            result.append(_line(change, names))
    return result


def _is_told_by_the_title(change: Change) -> bool:
    has_reason = change.reason_en or change.reason_cy
    return change.field == "stage" and change.after in STEPS and not has_reason


def _title(release: Release, changes: list[Change]) -> str | Promise:
    if release.version == 1:
        return _("First published")
    stage = next((each for each in changes if each.field == "stage"), None)
    if stage and stage.before == Stage.AWARDED:
        return _("Result taken back")
    if stage and stage.after in STEPS:
        return STEPS[Stage(stage.after)]
    if any(each.field.startswith("awards/") and each.before for each in changes):
        return _("Result corrected")
    slips = [each.slipped_days or 0 for each in changes]
    if any(slip > 0 for slip in slips):
        extended = any(each.field == "submissions_close_at" for each in changes)
        return _("Deadline extended") if extended else _("Dates moved later")
    return _("Dates moved sooner") if any(slips) else _("Details changed")


def _line(change: Change, names: wording.Names) -> Line:
    reason = {"reason_en": change.reason_en, "reason_cy": change.reason_cy}
    if change.field.rpartition("/")[2] in wording.LONG:
        return Line(label=gettext("%(field)s: new wording") % {"field": wording.label(change.field)}, **reason)
    return Line(
        label=wording.label(change.field),
        before=wording.shown(change.field, change.before, names),
        after=wording.shown(change.field, change.after, names),
        slip=wording.slip(change.slipped_days) if change.slipped_days else "",
        is_later=(change.slipped_days or 0) > 0,
        **reason,
    )


def _lot_line(change: Change) -> Line:
    number = change.after if change.before is None else change.before
    text = _("Lot %(number)s was added") if change.before is None else _("Lot %(number)s was taken away")
    return Line(label=text % {"number": number})


def _lot(change: Change) -> str:
    parts = change.field.split("/")
    return parts[1] if parts[0] == "lots" else ""
