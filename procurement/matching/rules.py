"""When an enterprise fits what is asked, and what is in its way: said once, in SQL, and asked in both directions.

The words of the rules are `ask` (see `procurement.matching.asks`), `activity` and `enterprise`. Somebody fits who does
the work and in whose way nothing is; somebody nearly fits in whose way is one thing only. Whoever does the work in
several activities is taken by the one that fits best.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab_portal.reference.areas import areas_by_code, smallest
from enterprises.models import Activity, Enterprise


class Obstacle(models.TextChoices):
    """The one thing that is in the way of somebody who nearly fits."""

    AREA = "area", _("They do this work, but not everywhere it is needed")
    LARGE = "large", _("The contract is larger than they would take")
    SMALL = "small", _("The contract is smaller than they would take")
    FULL = "full", _("They are full at the moment")
    STANDING = "standing", _("It is reserved, and they are not among those it is reserved for")
    LAPSED = "lapsed", _("Their check has lapsed")
    UNCHECKED = "unchecked", _("Nobody has checked them yet")


State, Capacity = Enterprise.State, Activity.Capacity
CONSIDERED = (State.VERIFIED, State.LAPSED, State.CLAIMED)  # nobody stands behind what a stub says
ASK = "ask(number int, category varchar, cpv varchar[], places varchar[], low numeric, high numeric, standing varchar)"

DOES_THE_WORK = "(activity.category_id = ask.category OR activity.cpv_codes && ask.cpv)"
IS_IN_THE_DIRECTORY = f"""
(enterprise.is_listed AND enterprise.state IN ({", ".join(f"'{state}'" for state in CONSIDERED)}) AND EXISTS (
    SELECT FROM accounts_organisation AS organisation
    WHERE organisation.id = enterprise.organisation_id AND organisation.merged_into_id IS NULL
))
"""
HAS_STANDING = """
EXISTS (
    SELECT FROM enterprises_standing AS held WHERE held.enterprise_id = enterprise.id AND held.kind = ask.standing
)
"""


def _served() -> str:
    """The places an activity serves, those within Wales, England and the United Kingdom written out."""
    wide = {code: sorted(smallest([code])) for code in areas_by_code() if smallest([code]) != {code}}
    within = (
        f" || CASE WHEN '{code}' = ANY(activity.served_codes) THEN '{{{','.join(codes)}}}'::varchar[] ELSE '{{}}' END"
        for code, codes in wide.items()
    )
    return f"activity.served_codes{''.join(within)}"


IN_THE_WAY = f"""
array_remove(ARRAY[
    CASE enterprise.state WHEN '{State.VERIFIED}' THEN NULL
        WHEN '{State.LAPSED}' THEN '{Obstacle.LAPSED}' ELSE '{Obstacle.UNCHECKED}' END,
    CASE WHEN NOT ask.places <@ activity.served_codes AND NOT ask.places <@ ({_served()}) THEN '{Obstacle.AREA}' END,
    CASE WHEN enterprise.largest_lot < ask.low THEN '{Obstacle.LARGE}' END,
    CASE WHEN enterprise.smallest_lot > ask.high THEN '{Obstacle.SMALL}' END,
    CASE WHEN ask.standing <> '' AND NOT {HAS_STANDING} THEN '{Obstacle.STANDING}' END,
    CASE WHEN activity.capacity = '{Capacity.FULL}' THEN '{Obstacle.FULL}' END
], NULL)
"""
# The best of several activities, and the order in which people are shown: who has room comes first.
ROOM = f"""
CASE activity.capacity WHEN '{Capacity.FREE}' THEN 0 WHEN '{Capacity.LIMITED}' THEN 1 WHEN '' THEN 2 ELSE 3 END
"""
BEST = "cardinality(found.obstacles), found.room, activity.id"
# OFFSET 0 keeps it from being worked out once for each time it is named.
FOUND = f"""
LATERAL (SELECT {IN_THE_WAY} AS obstacles, {ROOM} AS room OFFSET 0) AS found ON cardinality(found.obstacles) < 2
"""
