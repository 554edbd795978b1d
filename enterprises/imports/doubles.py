"""Two entries that may be one: a person says which, and the answer is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from enterprises import projection
from enterprises.models import Activity, DoubtfulPair, Enterprise, NotAllowed

FILLED = ("trading_name", "offer_en", "offer_cy", "description_en", "description_cy", "legal_form", "founded_in")
FILLED += ("town", "postcode")
UNCLAIMED = Enterprise.State.UNCLAIMED


@transaction.atomic
def merge(*, pair: DoubtfulPair, by: User, at: datetime) -> Organisation:
    """They are one: the entry that somebody looks after stays, or else the older one, and takes in what it lacks."""
    goes, stays = _order(pair)
    _decide(pair, DoubtfulPair.Decision.MERGED, by, at)
    former = goes.enterprise
    Enterprise.objects.filter(pk=former.pk).update(is_listed=False)
    if stays.enterprise.state == UNCLAIMED:
        _fill(stays, former)
    accounts.merge(organisation=goes, into=stays, by=by)
    projection.refresh(stays.enterprise)
    trail.record("double merged", by=by, target=stays.enterprise, merged=former.pk)
    return stays


@transaction.atomic
def keep_apart(*, pair: DoubtfulPair, by: User, at: datetime) -> None:
    """They are two. Nobody is asked again."""
    _decide(pair, DoubtfulPair.Decision.TWO, by, at)
    trail.record("doubles kept apart", by=by, target=pair, newer=pair.newer_id, older=pair.older_id)


def _decide(pair: DoubtfulPair, decision: str, by: User, at: datetime) -> None:
    pair.decision, pair.decided_by, pair.decided_at = decision, by, at
    pair.save(update_fields=["decision", "decided_by", "decided_at"])


def _order(pair: DoubtfulPair) -> tuple[Organisation, Organisation]:
    """Which goes, and which stays."""
    newer, older = pair.newer, pair.older
    if UNCLAIMED not in (newer.enterprise.state, older.enterprise.state):
        raise NotAllowed(_("Both entries are looked after by their own people. Ask the portal’s staff to merge them."))
    return (newer, older) if newer.enterprise.state == UNCLAIMED else (older, newer)


def _fill(stays: Organisation, former: Enterprise) -> None:
    """Only what is empty: the entry that stays came first."""
    for name in FILLED:
        if not getattr(stays.enterprise, name):
            setattr(stays.enterprise, name, getattr(former, name))
    stays.enterprise.save(update_fields=list(FILLED))
    for name in ("website", "mailbox", "name_cy"):
        if not getattr(stays, name):
            setattr(stays, name, getattr(former.organisation, name))
    stays.save(update_fields=["website", "mailbox", "name_cy"])
    if not stays.enterprise.activities.exists():
        Activity.objects.filter(enterprise=former).update(enterprise=stays.enterprise)
