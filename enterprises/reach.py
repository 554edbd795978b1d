"""Where an activity reaches, written out as areas."""

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.places import councils_within, place_named
from enterprises.models import Activity


def served_codes(activity: Activity) -> list[str]:
    """The councils, or WALES, or UK, that an activity serves; each once, in the order of their codes."""
    if activity.reach == Activity.Reach.UK:
        return ["UK"]
    if activity.reach == Activity.Reach.WALES:
        return ["WALES"]
    if activity.reach == Activity.Reach.DISTANCE:
        place = place_named(activity.place)
        return councils_within(place, activity.distance_km or 0) if place else []
    return sorted({code for code in activity.area_codes if code in areas_by_code()})
