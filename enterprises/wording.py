"""How a profile is said in words, in the language of the page."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.choices import in_language
from collab_portal.reference.places import place_named
from collab_portal.templatetags import words
from enterprises.models import Activity


def where(activity: Activity, limit: int = 0) -> str:
    """Gwynedd, Conwy; or: up to 30 km from Mold (Flintshire, Wrexham); or: all of Wales."""
    if activity.reach in (Activity.Reach.WALES, Activity.Reach.UK):
        return str(Activity.Reach(activity.reach).label)
    served = words.places([areas_by_code()[code] for code in activity.served_codes if code in areas_by_code()], limit)
    if activity.reach == Activity.Reach.DISTANCE:
        place = place_named(activity.place)
        name = in_language(place, "name") if place else activity.place
        told = _("Up to %(km)d km from %(place)s") % {"km": activity.distance_km, "place": name}
        return f"{told}: {served}" if served else told
    return served


def room(activity: Activity) -> str:
    """Can take on work now (3 May 2027)."""
    if not activity.capacity:
        return ""
    return f"{activity.get_capacity_display()} ({date_format(activity.capacity_on, 'j F Y')})"


def until(day: date) -> str:
    return _("until %(day)s") % {"day": date_format(day, "j F Y")}
