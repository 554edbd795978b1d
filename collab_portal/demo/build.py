"""The demo world, from the organisations to the first alerts."""

from datetime import datetime

from django.db import transaction

from collab_portal.demo import (
    clauses,
    criteria,
    deliveries,
    followers,
    library,
    networks,
    organisations,
    people,
    plan,
    policy,
    practice,
    profiles,
    shortlist,
    steps,
)
from collab_portal.demo.pipeline import Pipeline
from collab_portal.mail import outbox
from collab_portal.mail.clock import ClockTime
from procurement.models import OutboxEvent


@transaction.atomic
def build_world(*, now: datetime) -> None:
    """Make all of it, or nothing. The sign-ins are kept in a file of this machine."""
    bodies = organisations.add_bodies(at=now)
    everybody = bodies | organisations.add_enterprises(bodies, at=now)
    cast = people.add_people(everybody, at=now)
    profiles.add_profiles(everybody, cast.parts, cast.publishers, now=now)
    networks.add_networks(everybody, cast.everyone, now=now)
    pipeline = Pipeline(everybody, cast.publishers, now=now)
    pipeline.add_history()
    library.add_case_studies(everybody, cast, contracts=pipeline.by_key, now=now)
    policy.add_policy(bodies["flintshire"], cast.publishers["flintshire"], at=now)
    clauses.add_clauses(everybody, cast, used_in=pipeline.by_key["home-care"], now=now)
    criteria.publish_criteria(pipeline.by_key["home-care"], cast.publishers["flintshire"], at=now)
    deliveries.add_delivery(everybody, cast, now=now)
    practice.use_case_studies(everybody, cast, now=now)
    steps.add_five_steps(bodies, cast.publishers, now=now)
    _let_the_past_rest()
    followers.add_followers(cast.parts, pipeline.by_key, at=now)
    shortlist.add_shortlist(cast.parts["officer"])
    pipeline.add_news()
    plan.add_plan(cast.parts["entrepreneur"], at=now)
    people.keep(cast.sign_ins)


def _let_the_past_rest() -> None:
    """Nobody shall be written to about what happened before the world was made."""
    OutboxEvent.objects.filter(processed_at=None).update(processed_at=ClockTime())
    kinds = ("invitation", "trust-news", "network-request", "event-confirm", "event-booking")
    for kind in (*kinds, *library.KINDS, *practice.KINDS, *deliveries.KINDS):
        outbox.cancel(reason="the demo world was being made", kind=kind)
