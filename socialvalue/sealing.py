"""Who reads offers, and from when: the one place that tells PostgreSQL for whom a transaction reads.

Row security (migration 0002_sealing) shows no offer to anybody unless one of these was entered: a bidder sees its own
drafts and offers, always; the buyer sees what was handed in, once the database's clock has passed the deadline. Prices
stay shut until every evaluator has locked her scores. What is read must be read inside: querysets are lazy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import QuerySet

from collab_portal.accounts.models import Organisation
from procurement.models import Opportunity, Stage
from socialvalue.models import Criteria, Offer, PanelMember, Price

# A hand-in that was on time may still be on its way into the database for a moment.
STILL_ARRIVING = 60


class Sealed(Exception):
    """The offers are sealed until that moment; without one, no deadline is set yet."""

    def __init__(self, until: datetime | None):
        self.until = until
        super().__init__(f"sealed until {until}")


class PricesSealed(Exception):
    """Some evaluator has not locked her scores yet, or there is no evaluator."""


@contextmanager
def as_bidder(organisation: Organisation) -> Iterator[None]:
    """Read and write the drafts and offers of this organisation, and of those merged into it."""
    with _reading("portal.bidder", organisation.pk):
        yield


@contextmanager
def opened(criteria: Criteria) -> Iterator[QuerySet[Offer]]:
    """The offers for a lot as the buyer reads them, without their prices. Raises `Sealed` before the deadline."""
    opportunity = Opportunity.objects.get(lots__social_value=criteria)
    with _reading("portal.buyer", opportunity.buyer_id):
        _require_passed(opportunity.pk)
        standing = Offer.objects.filter(criteria=criteria, replaced_by=None)
        yield standing.select_related("bidder").order_by("submitted_at", "pk")


def prices(criteria: Criteria) -> dict[int, Decimal]:
    """By the number of the offer; inside `opened`. Raises `PricesSealed` until all evaluators have locked."""
    judges = PanelMember.objects.filter(criteria=criteria, role=PanelMember.Role.EVALUATOR, stood_down_at=None)
    if not judges.exists() or judges.filter(locked_at=None).exists():
        raise PricesSealed
    return dict(Price.objects.filter(offer__criteria=criteria).values_list("offer", "amount"))


def database_now() -> datetime:
    """What counts for deadlines is the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def is_open(opportunity: Opportunity) -> bool:
    """Offers are taken: the tender is open, and the database's clock has not passed its deadline."""
    closes_at = opportunity.submissions_close_at
    return opportunity.stage == Stage.TENDERING and closes_at is not None and database_now() <= closes_at


def _require_passed(opportunity: int) -> None:
    """Wait for a hand-in that is under way: it holds the row, and what it brings was on time."""
    now = database_now()
    closes_at = Opportunity.objects.values_list("submissions_close_at", flat=True).get(pk=opportunity)
    if closes_at is None or now <= closes_at:
        raise Sealed(closes_at)
    if (now - closes_at).total_seconds() < STILL_ARRIVING:
        Opportunity.objects.select_for_update(no_key=True).only("pk").get(pk=opportunity)


@contextmanager
def _reading(setting: str, organisation: int) -> Iterator[None]:
    """For this transaction only. If it fails, PostgreSQL takes the setting back by itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [setting])
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, str(organisation)])
        yield
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, before])
