"""Studies that have much in common with one: narrowed down by what matters most, as long as any are left."""

from itertools import islice

from socialvalue.practice.library import index
from socialvalue.practice.models import LibraryEntry

SHOWN = 3
MATTERS = ("category", "step", "route", "goal", "duty", "value", "area")  # the first the most
BEGINS = ("category", "step")  # who shares none of these is not alike


def like(study: int) -> list[LibraryEntry]:
    """The most alike first; none for a study that is not in the library."""
    studies = alike(index.current(), study)
    found = LibraryEntry.objects.only("study", "slug", "title_en", "title_cy").in_bulk(studies)
    return [found[each] for each in studies if each in found]


def alike(known: index.Index, study: int) -> list[int]:
    itself = known.places([study])
    keys = [key for key, having in known.sets.items() if having & itself]
    among, steps = known.any_of(key for key in keys if key.partition(":")[0] in BEGINS) & ~itself, []
    for name in MATTERS:
        steps.append(among)
        shared = among & known.any_of(key for key in keys if key.startswith(f"{name}:"))
        among = shared or among
    steps.append(among)
    found: dict[int, None] = {}
    for bits in reversed(steps):
        found |= dict.fromkeys(islice(index.in_order(bits), SHOWN))
    return [known.studies[place] for place in islice(found, SHOWN)]
