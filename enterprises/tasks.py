"""What the clock does for the directory. A task may come late, twice or not at all: the next finds what is left."""

from django.utils import timezone

from collab_portal.celery import app, is_shutting_down
from enterprises import actions, event_upkeep, expiry
from enterprises.actions import leaving, network_invitations
from enterprises.imports import uploads
from enterprises.search import edition


@app.task(name="events.sweep")
def look_after_events():
    """Remind people of what they booked; forget whom we need not know."""
    at = timezone.now()
    while not is_shutting_down() and event_upkeep.remind(at=at):
        pass  # a batch at a time, each kept before the next begins
    event_upkeep.forget_unconfirmed(at=at)
    while not is_shutting_down() and event_upkeep.empty_lists(at=at):
        pass
    network_invitations.forget_invitations(at=at)


@app.task(name="trust.sweep")
def look_after_trust():
    """End checks and claims whose time is over, take what ran out off the search, and remind people before it does."""
    at = timezone.now()
    while not is_shutting_down() and expiry.lapse_due(at=at):
        pass
    while not is_shutting_down() and expiry.refresh_stale(at=at):
        pass
    actions.expire_claims(at=at)
    expiry.remind(at=at)


@app.task(name="imports.drain")
def take_in_sheets():
    """Look over and take in the sheets that wait; then drop the files of those long done."""
    while not is_shutting_down() and uploads.take_next(at=timezone.now(), stop=is_shutting_down):
        pass
    uploads.forget_old(at=timezone.now())


@app.task(name="removals.sweep")
def forget_removals():
    """Requests for removal whose address nobody confirmed in time."""
    leaving.forget_unconfirmed(at=timezone.now())


@app.task(name="search.edition")
def make_search_ready():
    """Gather what the search knows into a new edition, once a day and whenever much has changed."""
    at = timezone.now()
    if edition.is_due(at):
        edition.make(at=at)
