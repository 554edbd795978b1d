"""What the clock does for social value. A task may come late, twice or not at all: the next finds what is left."""

from django.utils import timezone

from collab_portal.celery import app, is_shutting_down
from socialvalue import slow_panels
from socialvalue.delivering import mailing
from socialvalue.imports import uploads


@app.task(name="proxies.drain")
def take_in_proxies():
    """Look over and take in the sets of values that wait; then drop the files of those long done."""
    while not is_shutting_down() and uploads.take_next(at=timezone.now(), stop=is_shutting_down):
        pass
    uploads.forget_old(at=timezone.now())


@app.task(name="deliveries.sweep")
def remind_of_deliveries():
    """Write to those who have a quarter to report on."""
    mailing.remind(at=timezone.now())


@app.task(name="panels.sweep")
def remind_panels():
    """Write to evaluators who have not locked, a week before the planned award."""
    slow_panels.remind(at=timezone.now())
