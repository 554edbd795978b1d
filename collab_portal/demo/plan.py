"""The plan that the entrepreneur of the demo world has begun: what she watches, weighed, with her first notes."""

from datetime import datetime

from collab_portal.accounts.models import User
from enterprises.models import Enterprise
from procurement.actions import prospects
from procurement.models import PipelineEntry, Watch
from procurement.outlook.parts import Part

GUESSES = (
    (60, "We do the same work two villages on. Ask Siân for a reference."),
    (25, "Too big for us alone: look for a partner with vans."),
)
WEIGHED = len(GUESSES)


def add_plan(entrepreneur: User, *, at: datetime) -> None:
    """The first of what she watches and could still win; where she watches too few, what closes next besides."""
    enterprise = Enterprise.objects.get(organisation=entrepreneur.acting_for_id)
    watched = Watch.objects.filter(subscriber__user=entrepreneur).values("opportunity")
    open_now = PipelineEntry.objects.current(at).order_by("submissions_close_at", "pk")
    hers, others = open_now.filter(pk__in=watched), open_now.exclude(pk__in=watched)
    chosen = [*hers[:WEIGHED], *others[:WEIGHED]][:WEIGHED]
    for entry, (probability, note) in zip(chosen, GUESSES, strict=True):
        figures = {"probability": probability, "share": None, "value": None, "weeks": 4, "note": note}
        prospects.weigh(enterprise=enterprise, part=Part(entry.pk), by=entrepreneur, at=at, **figures)
