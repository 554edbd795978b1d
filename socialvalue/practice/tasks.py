"""What the clock does for case studies. A task may come late, twice or not at all: the next finds what is left."""

from django.utils import timezone

from collab_portal.celery import app
from socialvalue.practice import actions, adapting, reviews
from socialvalue.practice.actions import digests, groups
from socialvalue.practice.five_steps import reminders


@app.task(name="practice.tick")
def publish_what_is_due():
    """Studies whose moment has come."""
    actions.publish_due(at=timezone.now())


@app.task(name="practice.sweep")
def look_after_studies():
    """Take out what rests on a consent that ran out, remind people of dates and plans, send what groups said,
    draft the networks' monthly letters."""
    at = timezone.now()
    actions.expire_consents(at=at)
    reviews.remind(at=at)
    adapting.remind(at=at)
    reminders.remind(at=at)
    groups.send_daily(at=at)
    digests.draft_due(at=at)
