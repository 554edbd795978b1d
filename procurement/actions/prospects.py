"""An enterprise puts opportunities into its plan, says what it thinks of them, and ticks off what is done."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Membership, User, new_token
from collab_portal.audit import trail
from enterprises.models import Enterprise
from procurement.models import PipelineEntry, PlanReader, Prospect
from procurement.models.stages import NotAllowed
from procurement.outlook.parts import Part


@transaction.atomic
def add_to_plan(*, enterprise: Enterprise, part: Part, by: User, at: datetime) -> Prospect:
    """Put it into the plan. What is there already stays as it is.

    Raises `NotAllowed` where the enterprise buys it itself.
    """
    buyers = PipelineEntry.objects.values_list("buyer_ids", flat=True).get(pk=part.opportunity)
    if enterprise.organisation_id in buyers:
        raise NotAllowed(_("You buy this yourselves, so it is not income of yours."))
    about = {"opportunity_id": part.opportunity, "lot": part.lot, "need_id": part.need}
    prospect, is_new = Prospect.objects.get_or_create(enterprise=enterprise, **about, defaults={"added_at": at})
    if is_new:
        trail.record("opportunity planned for", by=by, target=enterprise, opportunity=part.opportunity, part=str(part))
    return Prospect.objects.select_for_update().get(pk=prospect.pk)


@transaction.atomic
def weigh(
    *,
    enterprise: Enterprise,
    part: Part,
    by: User,
    at: datetime,
    probability: int | None,
    share: Decimal | None,
    value: Decimal | None,
    weeks: int,
    note: str,
) -> Prospect:
    """Say how likely it is, our share, what it is worth, how long the bid takes; and a note. The last word counts."""
    prospect = add_to_plan(enterprise=enterprise, part=part, by=by, at=at)
    prospect.probability, prospect.share, prospect.value = probability, share, value
    prospect.weeks, prospect.note = weeks, note
    prospect.save(update_fields=["probability", "share", "value", "weeks", "note"])
    trail.record("opportunity weighed", by=by, target=enterprise, opportunity=part.opportunity, part=str(part))
    return prospect


@transaction.atomic
def take_out_of_plan(*, prospect: Prospect, by: User) -> None:
    """Forget what was said. What one is interested in or watches stays in the plan, without figures."""
    trail.record("opportunity out of the plan", by=by, target=prospect.enterprise, opportunity=prospect.opportunity_id)
    prospect.delete()


@transaction.atomic
def tick(*, enterprise: Enterprise, part: Part, mark: str, is_done: bool, by: User, at: datetime) -> None:
    """Something to do is done, or is not after all."""
    prospect = add_to_plan(enterprise=enterprise, part=part, by=by, at=at)
    others = [each for each in prospect.done if each != mark]
    prospect.done = [*others, mark] if is_done else others
    prospect.save(update_fields=["done"])
    trail.record("task ticked", by=by, target=enterprise, opportunity=part.opportunity, mark=mark, is_done=is_done)


@transaction.atomic
def look(*, membership: Membership, at: datetime) -> PlanReader:
    """Somebody looks at the plan. When she comes back another time, what is new since then is new to her."""
    reader, _is_new = PlanReader.objects.get_or_create(membership=membership, defaults={"looked_at": at})
    reader = PlanReader.objects.select_for_update().get(pk=reader.pk)
    if reader.is_back(at):
        reader.seen_at = reader.looked_at
    reader.looked_at = max(at, reader.looked_at)
    reader.save(update_fields=["seen_at", "looked_at"])
    return reader


@transaction.atomic
def renew_calendar(*, reader: PlanReader, by: User) -> None:
    """A new secret address for the calendar; the old one works no more."""
    reader.token = new_token()
    reader.save(update_fields=["token"])
    trail.record("address of a calendar renewed", by=by, target=reader.membership.organisation)
