"""What the clock does for procurement. A task may come late, twice or not at all: the next one finds what is left."""

from django.conf import settings
from django.utils import timezone

from collab_portal.celery import app, is_shutting_down
from collab_portal.mail import health
from procurement import alerts, beside
from procurement.alerts import digests, upkeep
from procurement.imports.nightly import NIGHT, fetch_by_night
from procurement.plans import uploads as plans


@app.task(name="procurement.tick")
def tick():
    """Tell people what is due to them, once a publication or once a day; then tidy up."""
    health.ticked("procurement")
    drain()
    digests.run_due(at=timezone.now())
    upkeep.refile(at=timezone.now())
    upkeep.forget_unconfirmed(at=timezone.now())


@app.task(name="procurement.drain")
def drain():
    """Turn publications into mails."""
    alerts.drain(at=timezone.now(), stop=is_shutting_down)


@app.task(name="engagement.record")
def record_engagement():
    """Put on the public record which events are over, moved or called off."""
    beside.record_due(at=timezone.now())


@app.task(name="notices.fetch")
def fetch_notices():
    """By night, read what the public services have published since."""
    now = timezone.now()
    if settings.NOTICES_BY_NIGHT and timezone.localtime(now).hour in NIGHT:
        fetch_by_night(settings.NOTICES_BY_NIGHT, at=now)


@app.task(name="plans.drain")
def take_in_plans():
    """Look over and take in the plans that wait; then drop the files of those long done."""
    while not is_shutting_down() and plans.take_next(at=timezone.now(), stop=is_shutting_down):
        pass
    plans.forget_old(at=timezone.now())
