"""From which value the full rules apply."""

from datetime import date

from collab_portal.reference.models import Threshold


def threshold_for(kind: Threshold.Kind | str, on: date) -> Threshold | None:
    """The threshold in force on the day the tender notice is (to be) published; none where we know no figure."""
    return Threshold.objects.in_force(on).filter(kind=kind).order_by("-valid_from").first()
