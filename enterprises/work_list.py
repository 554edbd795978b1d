"""A network's work list: which of its members wait for a coordinator's check, and since when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collab_portal.accounts.models import Organisation, User
from enterprises import recheck
from enterprises.models import Enterprise, Statement, TrustStep, Verification

State = Enterprise.State


@dataclass(frozen=True)
class Row:
    """One member that waits. Who belongs to it, or answered for it, leaves the check to a colleague."""

    enterprise: Enterprise
    since: datetime | None
    recheck_on: date | None
    is_complete: bool
    is_own: bool


@dataclass(frozen=True)
class WorkList:
    """Those never checked, those whose check has lapsed, those whose recheck is due; the oldest first in each."""

    first: list[Row]
    lapsed: list[Row]
    due: list[Row]

    @property
    def is_empty(self) -> bool:
        return not (self.first or self.lapsed or self.due)


def of(network: Organisation, user: User, *, on: date) -> WorkList:
    """What she can do for the network on that day."""
    found = list(_waiting(network, on).select_related("organisation").defer("document"))
    able = set(
        Enterprise.objects.verifiable_by(user).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True)
    )
    rows = [
        Row(
            enterprise=each,
            since=each.waits_since,
            recheck_on=each.recheck_on,
            is_complete=each.shown == len(Statement.Test),
            is_own=each.pk not in able,
        )
        for each in found
    ]
    by_state = {state: [row for row in rows if row.enterprise.state == state] for state in State}
    due = sorted(by_state[State.VERIFIED], key=lambda row: row.recheck_on)
    return WorkList(first=by_state[State.CLAIMED], lapsed=by_state[State.LAPSED], due=due)


def _waiting(network: Organisation, on: date) -> QuerySet:
    steps = TrustStep.objects.filter(enterprise=OuterRef("pk")).order_by("-at", "-pk")
    sent_back = steps.filter(what=TrustStep.What.SENT_BACK).values("at")[:1]
    ended = steps.filter(what__in=[TrustStep.What.LAPSED, TrustStep.What.CHANGED]).values("at")[:1]
    standing = Verification.objects.standing().filter(enterprise=OuterRef("pk")).values("recheck_on")[:1]
    is_shown = Q(statements__is_true=True) & (~Q(statements__evidence="") | ~Q(statements__evidence_url=""))
    members = (
        Enterprise.objects.listed()
        .filter(organisation__networks__network=network)
        .annotate(
            shown=Count("statements", filter=is_shown),
            answered_at=Max("statements__stated_at"),
            sent_back_at=Subquery(sent_back),
            waits_since=Coalesce(Subquery(ended), Max("statements__stated_at")),
            recheck_on=Subquery(standing),
        )
    )
    is_answered_since = Q(sent_back_at=None) | Q(answered_at__gt=F("sent_back_at"))
    soon = on + timedelta(days=max(recheck.REMIND))
    waits = (
        Q(state=State.CLAIMED, shown=len(Statement.Test)) & is_answered_since
        | Q(state=State.LAPSED) & is_answered_since
        | Q(state=State.VERIFIED, recheck_on__lte=soon)
    )
    return members.filter(waits).order_by("waits_since", "pk")
