"""The towns of Wales, and which councils lie within a distance of one of them."""

from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt

from collab_portal.reference import shipped
from collab_portal.text import welsh_sort_key

EARTH_RADIUS_KM = 6371


@dataclass(frozen=True, slots=True)
class Place:
    """A town, known by its English name, which no other in the list has; and the council in whose area it lies."""

    name_en: str
    name_cy: str
    council: str
    latitude: float
    longitude: float

    def km_to(self, other: "Place") -> float:
        """As the crow flies."""
        north, east = radians(other.latitude - self.latitude), radians(other.longitude - self.longitude)
        widths = cos(radians(self.latitude)) * cos(radians(other.latitude))
        return 2 * EARTH_RADIUS_KM * asin(sqrt(sin(north / 2) ** 2 + widths * sin(east / 2) ** 2))


@cache
def all_places(language: str = "en") -> tuple[Place, ...]:
    """In the alphabetical order of the language. No query."""
    read = (
        Place(row["name_en"], row["name_cy"], row["council"], float(row["latitude"]), float(row["longitude"]))
        for row in shipped.rows("places")
    )
    order = welsh_sort_key if language == "cy" else str.casefold
    return tuple(sorted(read, key=lambda place: order(getattr(place, f"name_{language}"))))


def place_named(name: str) -> Place | None:
    """By its English name, under which it is kept."""
    return _by_name().get(name)


def councils_within(place: Place, km: float) -> list[str]:
    """The codes of the councils that a distance reaches, in the order of their codes.

    A council is reached when one of its towns in our list is no farther away; the place's own always is. Towns, and not
    borders, because what is delivered is delivered where people live. The list knows no town outside Wales.
    """
    within = {other.council for other in all_places() if place.km_to(other) <= km}
    return sorted(within | {place.council})


@cache
def _by_name() -> dict[str, Place]:
    return {place.name_en: place for place in all_places()}
