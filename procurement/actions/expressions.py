"""An enterprise says that it is interested, or not this time and why; changes that, and takes it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from procurement.actions import consortia
from procurement.models import Interest, Opportunity, PipelineEntry, Subscriber
from procurement.models.stages import NotAllowed


@transaction.atomic
def answer_opportunity(
    *,
    opportunity: Opportunity,
    at: datetime,
    answer: str,
    organisation: Organisation | None = None,
    subscriber: Subscriber | None = None,
    by: User | None = None,
    name: str = "",
    lot: int | None = None,
    role: str = "",
    note: str = "",
    reason: str = "",
    reason_words: str = "",
    seeks_partners: bool = False,
    pitch: str = "",
) -> Interest:
    """Say whether one is interested in all of it or in a lot. A second answer about the same replaces the first.

    Raises `NotAllowed` where it can no longer be answered, or where the buyer answers itself.
    """
    entry = PipelineEntry.objects.current(at).filter(pk=opportunity.pk).only("version", "buyer_ids").first()
    if entry is None:
        raise NotAllowed(_("This opportunity is over. It takes no more answers."))
    if organisation and organisation.pk in entry.buyer_ids:
        raise NotAllowed(_("A buyer cannot answer its own opportunity."))
    is_interested = answer == Interest.Answer.INTERESTED
    seeks = is_interested and seeks_partners and organisation is not None
    said = {
        "version": entry.version,
        "name": "" if organisation else name,
        "answer": answer,
        "role": role if is_interested else "",
        "note": note if is_interested else "",
        "reason": "" if is_interested else reason,
        "reason_words": "" if is_interested else reason_words,
        "seeks_partners": seeks,
        "pitch": pitch if seeks else "",
        "by": by,
        "said_at": at,
    }
    whose = {"organisation": organisation, "subscriber": None if organisation else subscriber}
    made, _new = Interest.objects.update_or_create(opportunity=opportunity, lot=lot, **whose, defaults=said)
    if organisation and not seeks:
        consortia.leave_groups(opportunity=opportunity, organisation=organisation, lot=lot, by=by, at=at)
    trail.record("opportunity answered", by=by, target=opportunity, answer=answer, lot=lot, reason=said["reason"])
    return made


@transaction.atomic
def take_answer_back(*, interest: Interest, at: datetime, by: User | None = None) -> None:
    """Nothing of it is kept; also when the opportunity is over."""
    if interest.organisation:
        whose = {"organisation": interest.organisation, "lot": interest.lot}
        consortia.leave_groups(opportunity=interest.opportunity, **whose, by=by, at=at)
    trail.record("answer taken back", by=by, target=interest.opportunity, answer=interest.answer, lot=interest.lot)
    interest.delete()
