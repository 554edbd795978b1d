"""A study's way over the desk: sent in, reviewed, sent back, scheduled, published, replaced, withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from socialvalue.practice import content, gates, listing, people
from socialvalue.practice.actions.keeping import act, held, keep
from socialvalue.practice.models import Act, CaseStudy, Edition, NotAllowed, State

Withdrawal = CaseStudy.Withdrawal


@transaction.atomic
def submit(*, study: CaseStudy, by: User, at: datetime, note: str = "") -> CaseStudy:
    """Hand it to the coordinators. The short form may leave out what they will write."""
    now = held(study)
    if gaps := gates.incomplete(content.of(now), is_short=now.is_short):
        raise gates.NotReady(gaps)
    sent = act(now, Act.SUBMIT, by=by, at=at, note=note, submitted_by=by, submitted_at=at)
    _tell(sent, people.coordinators_for(sent), "study-submitted", at)
    return sent


@transaction.atomic
def take(*, study: CaseStudy, by: User, at: datetime) -> CaseStudy:
    """A coordinator begins to review it."""
    return act(held(study), Act.TAKE, by=by, at=at, reviewer=by)


@transaction.atomic
def send_back(*, study: CaseStudy, by: User, at: datetime, note: str) -> CaseStudy:
    """Ask its authors for more, and say what."""
    back = act(held(study), Act.SEND_BACK, by=by, at=at, note=note)
    _tell(back, people.authors_of(back), "study-sent-back", at)
    return back


@transaction.atomic
def set_review_date(*, study: CaseStudy, review_on: date, by: User, at: datetime) -> CaseStudy:
    """When somebody looks at it again. Of a published study this says: it was looked at now, and still holds."""
    now = held(study)
    if review_on <= timezone.localdate(at):
        raise NotAllowed(_("Enter a day to come."))
    now.review_on = review_on
    if now.published_at:
        now.reviewed_on = timezone.localdate(at)
    now.save(update_fields=["review_on", "reviewed_on"])
    trail.record("case study: review date set", by=by, target=now, review_on=review_on.isoformat())
    return now


@transaction.atomic
def schedule(*, study: CaseStudy, publish_at: datetime, by: User, at: datetime) -> CaseStudy:
    """Have the clock publish it. All must be ready now, and is looked at again then."""
    now = held(study)
    if publish_at <= at:
        raise NotAllowed(_("Enter a moment to come."))
    gates.check(now, by=by, at=at)
    return act(now, Act.SCHEDULE, by=by, at=at, publish_at=publish_at, publisher=by)


@transaction.atomic
def hold(*, study: CaseStudy, by: User | None, at: datetime, note: str = "") -> CaseStudy:
    """Take it off the schedule. Without a person it was the portal that stopped it, and the desk hears why."""
    now = held(study)
    told = people.desk_of(now)
    stopped = act(now, Act.HOLD, by=by, at=at, note=note, publish_at=None, publisher=None)
    if by is None:
        _tell(stopped, told, "study-held", at)
    return stopped


@transaction.atomic
def publish(*, study: CaseStudy, by: User, at: datetime) -> Edition:
    """Put it into the library as a new edition. The one before is kept, and no longer shown."""
    return _publish(held(study), by=by, at=at)


def publish_due(*, at: datetime) -> int:
    """What the clock does: publish what is scheduled, or take it off the schedule where something is missing now."""
    due = list(CaseStudy.objects.due(at).order_by("publish_at", "pk").values_list("pk", flat=True)[:50])
    return sum(_publish_one_due(pk, at=at) for pk in due)


@transaction.atomic
def _publish_one_due(pk: int, *, at: datetime) -> bool:
    free = CaseStudy.objects.due(at).select_for_update(of=["self"], skip_locked=True)
    study = free.select_related("lead", "owner", "publisher").filter(pk=pk).first()
    if study is None:
        return False  # another clock was quicker
    try:
        with transaction.atomic():
            _publish(study, by=study.publisher, at=at)
    except NotAllowed as refused:
        hold(study=study, by=None, at=at, note=str(refused))
        return False
    return True


def _publish(now: CaseStudy, *, by: User | None, at: datetime) -> Edition:
    said = gates.check(now, by=by, at=at)
    revision = keep(now, by=by, at=at)
    fresh = {"publish_at": None, "publisher": by, "reviewed_on": timezone.localdate(at)}
    back = {"withdrawal": "", "withdrawn_at": None, "moved_to": None}
    back |= {"withdrawn_because_en": "", "withdrawn_because_cy": ""}
    published = act(now, Act.PUBLISH, by=by, at=at, published_at=now.published_at or at, **fresh, **back)
    edition = Edition.objects.create(
        study=published,
        number=published.editions.count() + 1,
        revision=revision,
        content=content.write(said),
        by=by,
        published_at=at,
    )
    listing.refresh(edition)
    _tell(published, people.authors_of(published), "study-published", at)
    return edition


@transaction.atomic
def revise(*, study: CaseStudy, by: User, at: datetime) -> CaseStudy:
    """Open it for a new edition. Until that is published the public reads the last one, if there is one to read."""
    return act(held(study), Act.REVISE, by=by, at=at, reviewer=None, submitted_by=None)


@transaction.atomic
def supersede(*, study: CaseStudy, moved_to: CaseStudy, by: User, at: datetime) -> CaseStudy:
    """Another study says it better now. Readers of this one are told so."""
    if not CaseStudy.objects.published().filter(pk=moved_to.pk).exclude(pk=study.pk).exists():
        raise NotAllowed(_("Choose another study that is published."))
    replaced = act(held(study), Act.SUPERSEDE, by=by, at=at, moved_to=moved_to)
    listing.remove([replaced.pk])
    return replaced


@transaction.atomic
def withdraw(
    *,
    study: CaseStudy,
    withdrawal: str,
    by: User | None,
    at: datetime,
    because_en: str = "",
    because_cy: str = "",
    moved_to: CaseStudy | None = None,
) -> CaseStudy:
    """Take it out of the library. What stands in its place depends on why."""
    now = held(study)
    if not now.editions.exists():
        raise NotAllowed(_("It was never published, so there is nothing to withdraw."))
    if (withdrawal == Withdrawal.CONSOLIDATED) != (moved_to is not None):
        raise NotAllowed(_("Choose the study that it is now part of."))
    if moved_to and not CaseStudy.objects.published().filter(pk=moved_to.pk).exclude(pk=now.pk).exists():
        raise NotAllowed(_("Choose another study that is published."))
    why = {"withdrawal": withdrawal, "withdrawn_at": at, "moved_to": moved_to, "publish_at": None}
    why |= {"withdrawn_because_en": because_en, "withdrawn_because_cy": because_cy}
    note = because_en or because_cy
    told = people.desk_of(now)
    gone = act(now, Act.WITHDRAW, by=by, at=at, note=note, **why)
    listing.remove([gone.pk])
    if by is None or withdrawal == Withdrawal.CONSENT:
        _tell(gone, told, "study-held", at)
    return gone


def is_public(study: CaseStudy) -> bool:
    """In the library now, whatever happens to the working copy."""
    return study.state != State.WITHDRAWN and CaseStudy.objects.published().filter(pk=study.pk).exists()


def _tell(study: CaseStudy, whom: list[User], kind: str, at: datetime) -> None:
    last = study.milestones.order_by("-pk").values_list("pk", flat=True).first()
    outbox.post_to_each(
        whom, key=f"{kind}/{study.pk}/{last}", kind=kind, payload={"study": study.pk, "milestone": last}
    )
