"""Whom the desk writes to."""

from django.db.models import Q

from collab_portal.accounts.models import Membership, User
from enterprises.models import NetworkMembership
from socialvalue.practice.models import CaseStudy


def coordinators_for(study: CaseStudy) -> list[User]:
    """Those of the networks that the authors' organisation belongs to, or is."""
    networks = NetworkMembership.objects.filter(member=study.owner_id).values("network")
    roles = Membership.objects.filter(role__in=Membership.PUBLISHERS, organisation__is_network=True)
    roles = roles.filter(Q(organisation__in=networks) | Q(organisation=study.owner_id))
    return _active(Q(pk__in=roles.values("user")))


def authors_of(study: CaseStudy) -> list[User]:
    """Who began it, and who sent it in."""
    return _active(Q(pk__in=[pk for pk in (study.created_by_id, study.submitted_by_id) if pk]))


def desk_of(study: CaseStudy) -> list[User]:
    """Who has it in hand: its authors, its reviewer and its publisher."""
    hands = (study.created_by_id, study.submitted_by_id, study.reviewer_id, study.publisher_id)
    return _active(Q(pk__in=[pk for pk in hands if pk]))


def told_of_use(study: CaseStudy) -> list[User]:
    """Who hears that somebody takes it up: its authors, the officer who did it, and their coordinators."""
    officer = [study.contact_officer] if study.contact_officer and study.contact_officer.is_active else []
    found = {each.pk: each for each in (*authors_of(study), *officer, *coordinators_for(study))}
    return list(found.values())


def _active(which: Q) -> list[User]:
    return list(User.objects.filter(which, is_active=True).order_by("pk"))
