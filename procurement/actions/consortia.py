"""Enterprises form a group: the lead proposes shares, every member confirms, and whoever leaves ends it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from procurement.alerts.watching import KIND
from procurement.engagement import partners
from procurement.models import Consortium, ConsortiumMember, Opportunity, PipelineEntry
from procurement.models.stages import NotAllowed

ALL_OF_IT = Decimal(100)


@transaction.atomic
def propose_consortium(
    *,
    opportunity: Opportunity,
    lot: int | None,
    lead: Organisation,
    name: str,
    shares: Mapping[Organisation, Decimal],
    by: User,
    at: datetime,
) -> Consortium:
    """Say who would do how much. It ends what the lead proposed for this part before; the others are asked by mail.

    Raises `NotAllowed` unless all of them look for partners here, there are two or more, and the shares make 100 %.
    """
    entry = PipelineEntry.objects.current(at).filter(pk=opportunity.pk).only("version").first()
    if entry is None:
        raise NotAllowed(_("This opportunity is over. No groups are formed any more."))
    _check(opportunity, lot, lead, shares)
    Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity.pk)
    for earlier in Consortium.objects.current().filter(opportunity=opportunity, lot=lot, lead=lead):
        end_consortium(consortium=earlier, by=by, at=at)
    made = Consortium.objects.create(
        opportunity=opportunity, version=entry.version, lot=lot, lead=lead, name=name, proposed_at=at
    )
    for organisation, share in shares.items():
        agreed = {"confirmed_at": at, "confirmed_by": by} if organisation == lead else {}
        ConsortiumMember.objects.create(consortium=made, organisation=organisation, share=share, **agreed)
    _tell(made, "asked", [each for each in shares if each != lead])
    trail.record("consortium proposed", by=by, target=made, members=len(shares))
    return made


@transaction.atomic
def confirm_share(*, member: ConsortiumMember, by: User, at: datetime) -> None:
    """Say yes to one's own share. With the last yes the group is formed, and the buyer sees it as one."""
    opportunity = Consortium.objects.values_list("opportunity", flat=True).get(pk=member.consortium_id)
    Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity)  # two groups at once take turns
    group = Consortium.objects.select_for_update().get(pk=member.consortium_id)
    if group.ended_at:
        raise NotAllowed(_("This group has ended meanwhile."))
    others = Consortium.objects.formed().filter(opportunity=group.opportunity_id, lot=group.lot).exclude(pk=group.pk)
    if others.filter(members__organisation=member.organisation_id).exists():
        raise NotAllowed(_("You are in another group for this part. Leave that one first."))
    held = ConsortiumMember.objects.select_for_update().get(pk=member.pk)
    if held.confirmed_at is None:
        held.confirmed_at, held.confirmed_by = at, by
        held.save(update_fields=["confirmed_at", "confirmed_by"])
        trail.record("share of a consortium confirmed", by=by, target=group)
    if group.formed_at is None and not group.members.filter(confirmed_at=None).exists():
        group.formed_at = at
        group.save(update_fields=["formed_at"])
        _tell(group, "formed", [each.organisation for each in group.members.select_related("organisation")])
        trail.record("consortium formed", by=by, target=group)


@transaction.atomic
def end_consortium(*, consortium: Consortium, by: User | None, at: datetime) -> None:
    """A member says no or leaves, or the lead starts anew: the shares no longer hold. A second time does nothing."""
    group = Consortium.objects.select_for_update().get(pk=consortium.pk)
    if group.ended_at is None:
        group.ended_at = at
        group.save(update_fields=["ended_at"])
        _tell(group, "ended", [each.organisation for each in group.members.select_related("organisation")])
        trail.record("consortium ended", by=by, target=group)


@transaction.atomic
def leave_groups(
    *, opportunity: Opportunity, organisation: Organisation, lot: int | None, by: User | None, at: datetime
) -> None:
    """Whoever is no longer interested, or no longer looks for partners, is in no group for that part."""
    for group in Consortium.objects.current().filter(
        opportunity=opportunity, lot=lot, members__organisation=organisation
    ):
        end_consortium(consortium=group, by=by, at=at)


def _check(
    opportunity: Opportunity, lot: int | None, lead: Organisation, shares: Mapping[Organisation, Decimal]
) -> None:
    looking = set(partners.on_the_board(opportunity.pk, lot).values_list("organisation", flat=True))
    if {each.pk for each in shares} - looking:
        raise NotAllowed(_("Choose from those who look for partners here."))
    if lead not in shares or len(shares) < 2:
        raise NotAllowed(_("A group has a lead and at least one partner."))
    if any(share <= 0 for share in shares.values()) or sum(shares.values()) != ALL_OF_IT:
        raise NotAllowed(_("The shares must make 100 % together."))


def _tell(group: Consortium, what: str, organisations: Iterable[Organisation]) -> None:
    """To those who may decide for them: each person once."""
    people = User.objects.filter(
        is_active=True, memberships__organisation__in=list(organisations), memberships__role__in=Membership.EDITORS
    ).distinct()
    payload = {"opportunity": group.opportunity_id, "group": group.pk, "what": what}
    outbox.post_to_each(people, key=f"{KIND}/group/{group.pk}/{what}", kind=KIND, payload=payload)
