"""Publishing an opportunity and taking it from stage to stage. Each step writes one release, or none at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.celery import nudge
from procurement import beside, readiness, record, snapshot
from procurement.changes import Reason
from procurement.models import Award, Opportunity, Release, Stage
from procurement.models.stages import TAKEN_BACK, NotAllowed
from procurement.readiness import Gap
from procurement.record import ReasonNeeded


class NotReady(Exception):
    """Something must be entered before this can be published. `gaps` says what and where."""

    def __init__(self, gaps: list[Gap]):
        super().__init__("; ".join(str(gap.message) for gap in gaps))
        self.gaps = gaps


class DeadlineShortened(Exception):
    """While bids are coming in, their deadline may only be extended."""

    def __init__(self) -> None:
        super().__init__(_("The deadline can only be made later: people are already writing their bids."))


class DeadlineGone(Exception):
    """A deadline that has passed before anybody hears of it is no deadline."""

    def __init__(self) -> None:
        super().__init__(_("The deadline must be in the future."))


@transaction.atomic
def publish(*, opportunity: Opportunity, by: User, at: datetime) -> Release:
    """Put a draft into the public pipeline, and note that its alerts are due."""
    opportunity = _locked(opportunity)
    opportunity.move_to(Stage.PLANNED, at=at)
    _require_ready(opportunity)
    return _say(opportunity, "opportunity published", by=by, at=at)


@transaction.atomic
def publish_changes(
    *, opportunity: Opportunity, by: User, at: datetime, reasons: Mapping[str, Reason] | None = None
) -> Release | None:
    """Show the public what was changed since the last release. None where nothing was.

    `reasons` says for each date why it moved; `procurement.record.ReasonNeeded` names those left out.
    """
    opportunity = _locked(opportunity)
    if opportunity.stage == Stage.DRAFT:
        return publish(opportunity=opportunity, by=by, at=at)
    _require_ready(opportunity)
    return _say(opportunity, "changes published", by=by, at=at, reasons=reasons)


@transaction.atomic
def open_tender(
    *,
    opportunity: Opportunity,
    by: User,
    at: datetime,
    submissions_close_at: datetime,
    reasons: Mapping[str, Reason] | None = None,
) -> Release:
    """The tender is out: bids are due by one exact moment. What was changed before is published with it."""
    opportunity = _locked(opportunity)
    opportunity.move_to(Stage.TENDERING, at=at)
    if submissions_close_at <= at:
        raise DeadlineGone
    opportunity.tender_opened_on = timezone.localdate(at)
    opportunity.submissions_close_at = submissions_close_at
    _done_here(opportunity, "stage", "tender_opened_on", "submissions_close_at")
    _require_ready(opportunity)
    return _say(opportunity, "tender opened", by=by, at=at, reasons=reasons)


@transaction.atomic
def extend_deadline(
    *, opportunity: Opportunity, by: User, at: datetime, submissions_close_at: datetime, reason: Reason
) -> Release:
    """Give bidders more time, and say why."""
    opportunity = _locked(opportunity)
    if opportunity.stage != Stage.TENDERING:
        raise NotAllowed(_("Only a tender that is open has a deadline to extend."))
    if opportunity.submissions_close_at and submissions_close_at <= opportunity.submissions_close_at:
        raise DeadlineShortened
    if submissions_close_at <= at:
        raise DeadlineGone
    opportunity.submissions_close_at = submissions_close_at
    reasons = {"submissions_close_at": reason}
    try:
        with transaction.atomic():
            return _say_step(opportunity, "deadline extended", "submissions_close_at", by=by, at=at, reasons=reasons)
    except IntegrityError as refused:  # offers that were handed in rest on it
        raise NotAllowed(_("The deadline has passed and offers may have been read, so it stays as it is.")) from refused


@transaction.atomic
def award(*, opportunity: Opportunity, by: User, at: datetime, awards: Sequence[Mapping[str, Any]]) -> Release:
    """Say who won, lot by lot, or that nobody did. `awards` are the fields of `Award`."""
    opportunity = _locked(opportunity)
    opportunity.move_to(Stage.AWARDED, at=at)
    _replace_awards(opportunity, awards)
    return _say_step(opportunity, "contract awarded", "stage", "awards", by=by, at=at)


@transaction.atomic
def correct_award(
    *, opportunity: Opportunity, by: User, at: datetime, awards: Sequence[Mapping[str, Any]], reason: Reason
) -> Release | None:
    """The result was published wrongly: say it anew, and why. None where it was said like that before."""
    opportunity = _locked(opportunity)
    if opportunity.stage != Stage.AWARDED:
        raise NotAllowed(_("Only a result that is published can be corrected."))
    _replace_awards(opportunity, awards)
    differences = record.only(record.pending(opportunity), ["awards"]).differences
    reasons = dict.fromkeys((each.field for each in differences), reason)
    if differences and not reason:
        raise ReasonNeeded(differences)
    return _say_step(opportunity, "award corrected", "awards", by=by, at=at, reasons=reasons)


@transaction.atomic
def reopen(*, opportunity: Opportunity, by: User, at: datetime, reason: Reason) -> Release:
    """A result was published by mistake: there is none, and the tender goes on."""
    opportunity = _locked(opportunity)
    if opportunity.stage not in TAKEN_BACK:
        raise NotAllowed(_("Only a result that is published can be taken back."))
    opportunity.stage = TAKEN_BACK[Stage(opportunity.stage)]
    opportunity.awards.all().delete()
    return _say_step(opportunity, "award taken back", "stage", "awards", by=by, at=at, reasons={"stage": reason})


@transaction.atomic
def withdraw(*, opportunity: Opportunity, by: User, at: datetime, reason: Reason) -> Release:
    """It is no longer planned. The entry stays, says so, and says why."""
    opportunity = _locked(opportunity)
    opportunity.move_to(Stage.WITHDRAWN, at=at)
    return _say_step(opportunity, "opportunity withdrawn", "stage", by=by, at=at, reasons={"stage": reason})


@transaction.atomic
def cancel(*, opportunity: Opportunity, by: User, at: datetime, reason: Reason) -> Release:
    """The tender ends without an award. The entry stays, says so, and says why."""
    opportunity = _locked(opportunity)
    opportunity.move_to(Stage.CANCELLED, at=at)
    return _say_step(opportunity, "tender cancelled", "stage", by=by, at=at, reasons={"stage": reason})


def _replace_awards(opportunity: Opportunity, awards: Sequence[Mapping[str, Any]]) -> None:
    """An award of the same lot to the same winner stays the one that a notice knows by its id."""
    if not awards:
        raise NotAllowed(_("Say how at least one lot ended."))
    known = {(row.lot_id, row.supplier_name): row for row in opportunity.awards.all()}
    rows = [Award(opportunity=opportunity, **fields) for fields in awards]
    for row in rows:
        if before := known.pop((row.lot_id, row.supplier_name), None):
            row.source_id, row.currency = before.source_id, before.currency
    opportunity.awards.all().delete()
    Award.objects.bulk_create(rows)


def _locked(opportunity: Opportunity) -> Opportunity:
    """The row as it is now, held until the end, so that two people cannot take the same step."""
    return Opportunity.objects.select_for_update(of=["self"]).select_related("buyer", "category").get(pk=opportunity.pk)


def _require_ready(opportunity: Opportunity) -> None:
    if gaps := readiness.blocking(snapshot.of(opportunity)):
        raise NotReady(gaps)


def _say(
    opportunity: Opportunity, act: str, *, by: User, at: datetime, reasons: Mapping[str, Reason] | None = None
) -> Release | None:
    """Publish the whole working copy."""
    _keep_step(opportunity)
    release = record.publish_release(opportunity, at=at, reasons=reasons)
    return _told(release, opportunity, act, by=by)


def _say_step(
    opportunity: Opportunity,
    act: str,
    *fields: str,
    by: User,
    at: datetime,
    reasons: Mapping[str, Reason] | None = None,
) -> Release:
    """Publish these fields alone. Half-made edits of the working copy must not go out with a step."""
    _done_here(opportunity, *fields)
    _keep_step(opportunity)
    release = record.publish_step(opportunity, fields, at=at, reasons=reasons)
    return _told(release, opportunity, act, by=by)


def _done_here(opportunity: Opportunity, *fields: str) -> None:
    """An imported notice never overwrites a step that was taken here."""
    opportunity.edited_fields = sorted({*opportunity.edited_fields, *fields})


def _keep_step(opportunity: Opportunity) -> None:
    fields = ["stage", "published_at", "tender_opened_on", "submissions_close_at", "edited_fields"]
    opportunity.save(update_fields=fields)


def _told(release: Release | None, opportunity: Opportunity, act: str, *, by: User) -> Release | None:
    if release:
        trail.record(act, by=by, target=opportunity, version=release.version)
        if release.version == 1:  # events may have been kept with the draft
            beside.record(opportunity.pk, at=release.published_at)
        transaction.on_commit(lambda: nudge("procurement.drain"), robust=True)
    return release
