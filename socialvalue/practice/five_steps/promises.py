"""Which of the promises made to a body were kept, as far as they were due."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from collab_portal.accounts.models import Organisation
from socialvalue.models import Promise, Report


def due(body: Organisation, on: date) -> list[bool]:
    """One answer for each counted promise that was due by a day: was as much accepted as was promised?

    Two queries, and one for substitutes. What another promise replaced counts until then.
    """
    agreed = Promise.objects.agreed().filter(delivery__buyer=body).exclude(unit="").select_related("delivery")
    found = list(agreed.prefetch_related("substitutes"))
    accepted: dict[int, Decimal] = defaultdict(Decimal)
    reports = Report.objects.filter(promise__in=found, state=Report.State.ACCEPTED, accepted__isnull=False)
    reports = reports.filter(decided_at__date__lte=on)
    quarters = {each.pk: _quarters(each, on) for each in found}
    for promise, quarter, quantity in reports.values_list("promise", "quarter", "accepted"):
        if quarter in quarters[promise]:
            accepted[promise] += quantity
    kept = []
    for each in found:
        promised = sum((each.quantities[number - 1] for number in quarters[each.pk]), Decimal(0))
        if promised:
            kept.append(accepted[each.pk] <= promised if each.less_is_better else accepted[each.pk] >= promised)
    return kept


def _quarters(promise: Promise, on: date) -> set[int]:
    """Those that are over and for which it stands."""
    over = range(1, min(promise.delivery.due(on), len(promise.quantities)) + 1)
    return {number for number in over if promise.stands_in(number)}
