"""What coordinators and staff do about trust: verify, ask again, take off the directory, put back."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from enterprises import projection, recheck, trust_log
from enterprises.actions.base_test import end_check, held
from enterprises.models import Enterprise, NotAllowed, Statement, TrustStep, Verification

State = Enterprise.State


class ChangedMeanwhile(NotAllowed):
    """What she checked is no longer what stands there."""

    def __init__(self) -> None:
        super().__init__(_("The enterprise changed an answer after you opened the page. Look again."))


@transaction.atomic
def verify(
    *,
    enterprise: Enterprise,
    network: Organisation,
    by: User,
    at: datetime,
    checked: Collection[str],
    as_of: datetime,
    recheck_on: date,
    note: str = "",
) -> Verification:
    """A coordinator checked the four statements. The entry is verified until the recheck date.

    `as_of` is when the newest of the answers that she looked at was given.
    """
    enterprise = held(enterprise)
    _require_checker(enterprise, network, by)
    _require_proof(enterprise, checked, as_of)
    today = timezone.localdate(at)
    if not today < recheck_on <= recheck.latest(today):
        raise NotAllowed(_("Choose a recheck date in the future, at most 24 months from today."))
    enterprise.verifications.end(Verification.End.RENEWED, at)
    verification = Verification.objects.create(
        enterprise=enterprise,
        by=by,
        verifier_name=by.name,
        network=network,
        verified_on=today,
        recheck_on=recheck_on,
        note=note,
    )
    enterprise.statements.update(checked_by=by, checked_for=network, checked_at=at)
    enterprise.move_to(State.VERIFIED)
    _save(enterprise, at)
    _say(enterprise, TrustStep.What.VERIFIED, by=by, at=at, network=network, reason=note)
    return verification


@transaction.atomic
def send_back(*, enterprise: Enterprise, network: Organisation, by: User, at: datetime, reason: str) -> None:
    """A coordinator could not confirm it, and says what is missing. A check that stood ends with that."""
    enterprise = held(enterprise)
    _require_checker(enterprise, network, by)
    if enterprise.is_verified:
        end_check(enterprise, Verification.End.SENT_BACK, TrustStep.What.SENT_BACK, by=by, at=at, reason=reason)
    else:
        _say(enterprise, TrustStep.What.SENT_BACK, by=by, at=at, network=network, reason=reason)


@transaction.atomic
def lapse(*, enterprise: Enterprise, at: datetime) -> bool:
    """The recheck date has gone by. False where somebody checked it anew in the meantime."""
    enterprise = held(enterprise)
    standing = enterprise.verifications.standing().first()
    if standing is None or not recheck.has_run_out(standing.recheck_on, on=timezone.localdate(at)):
        return False
    end_check(enterprise, Verification.End.LAPSED, TrustStep.What.LAPSED, by=None, at=at)
    return True


@transaction.atomic
def delist(*, enterprise: Enterprise, by: User, at: datetime, reason: str) -> None:
    """Take the entry off the directory, and end its check. Its people keep what they wrote."""
    enterprise = held(enterprise)
    _require_delister(enterprise, by)
    enterprise.move_to(State.DELISTED)
    enterprise.is_listed = False
    enterprise.verifications.end(Verification.End.DELISTED, at)
    _save(enterprise, at)
    _say(enterprise, TrustStep.What.DELISTED, by=by, at=at, network=_network_of(enterprise, by), reason=reason)


@transaction.atomic
def relist(*, enterprise: Enterprise, by: User, at: datetime, reason: str) -> None:
    """Put it back: as claimed where somebody looks after it, else as unclaimed. A check has to be made anew."""
    enterprise = held(enterprise)
    _require_delister(enterprise, by)
    has_administrator = bool(trust_log.administrators(enterprise.organisation))
    enterprise.move_to(State.CLAIMED if has_administrator else State.UNCLAIMED)
    enterprise.is_listed, enterprise.listed_at = True, enterprise.listed_at or at
    _save(enterprise, at)
    _say(enterprise, TrustStep.What.RELISTED, by=by, at=at, network=_network_of(enterprise, by), reason=reason)


def _require_checker(enterprise: Enterprise, network: Organisation, by: User) -> None:
    """Two people: who checks has neither a seat in the enterprise nor given one of the answers."""
    coordinates = by.memberships.filter(organisation=network, role__in=Membership.PUBLISHERS)
    is_member = enterprise.organisation.networks.filter(network=network)
    may = Enterprise.objects.verifiable_by(by).filter(pk=enterprise.pk)
    if not (coordinates.exists() and is_member.exists() and may.exists()):
        raise NotAllowed(_("You cannot check this enterprise. Ask another coordinator of your network."))


def _require_proof(enterprise: Enterprise, checked: Collection[str], as_of: datetime) -> None:
    statements = list(enterprise.statements.all())
    if any(each.stated_at > as_of for each in statements):
        raise ChangedMeanwhile
    shown = {each.test for each in statements if each.is_shown}
    if shown != set(Statement.Test.values) or set(checked) != shown:
        raise NotAllowed(_("All four statements must be true, shown by something, and checked by you."))


def _require_delister(enterprise: Enterprise, by: User) -> None:
    if not Enterprise.objects.delistable_by(by).filter(pk=enterprise.pk).exists():
        raise NotAllowed(_("Only a coordinator of one of its networks, or staff, can do this."))


def _network_of(enterprise: Enterprise, by: User) -> Organisation | None:
    """For which network she acted, if she did not act as staff."""
    mine = by.memberships.filter(role__in=Membership.PUBLISHERS).values("organisation")
    return Organisation.objects.networks().filter(pk__in=mine, network_members__member=enterprise.organisation).first()


def _save(enterprise: Enterprise, at: datetime) -> None:
    enterprise.save(update_fields=["state", "is_listed", "listed_at"])
    projection.refresh(enterprise, on=timezone.localdate(at))


def _say(
    enterprise: Enterprise,
    what: TrustStep.What,
    *,
    by: User,
    at: datetime,
    network: Organisation | None,
    reason: str,
) -> None:
    step = trust_log.write(enterprise, what, by=by, at=at, network=network, reason=reason)
    trust_log.tell(step, trust_log.administrators(enterprise.organisation))
