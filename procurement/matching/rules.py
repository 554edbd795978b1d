"""When an enterprise fits what is asked, and what is in its way: said once, in SQL, and asked in both directions.

The rules put an `ask` (see `procurement.matching.asks`) beside an `offer`: an activity and what is said of its
enterprise. Somebody fits who does the work and in whose way nothing is; somebody nearly fits in whose way is one thing
only. Whoever does the work in several activities is taken by the one that fits best.
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


def _served() -> str:
    """The places an activity serves, those within Wales, England and the United Kingdom written out."""
    wide = {code: sorted(smallest([code])) for code in areas_by_code() if smallest([code]) != {code}}
    within = (
        f" || CASE WHEN '{code}' = ANY(activity.served_codes) THEN '{{{','.join(codes)}}}'::varchar[] ELSE '{{}}' END"
        for code, codes in wide.items()
    )
    return f"activity.served_codes{''.join(within)}"


# ---------------------------------------------------------------- offers: what is said of each activity, once
# The organisation is looked up, not joined: where statistics are old, a join may be taken from the wrong end.

OFFERS = f"""
SELECT activity.id AS activity, activity.category_id AS category, activity.cpv_codes AS cpv, {_served()} AS places,
       enterprise.id AS enterprise, enterprise.smallest_lot, enterprise.largest_lot,
       enterprise.sort_key_en, enterprise.sort_key_cy,
       CASE activity.capacity WHEN '{Capacity.FREE}' THEN 0 WHEN '{Capacity.LIMITED}' THEN 1 WHEN '' THEN 2 ELSE 3 END
           AS room,
       array_remove(ARRAY[
           CASE enterprise.state WHEN '{State.VERIFIED}' THEN NULL
               WHEN '{State.LAPSED}' THEN '{Obstacle.LAPSED}' ELSE '{Obstacle.UNCHECKED}' END,
           CASE WHEN activity.capacity = '{Capacity.FULL}' THEN '{Obstacle.FULL}' END
       ], NULL) AS obstacles
FROM enterprises_activity AS activity
JOIN enterprises_enterprise AS enterprise ON enterprise.id = activity.enterprise_id
WHERE enterprise.is_listed AND enterprise.state IN ({", ".join(f"'{state}'" for state in CONSIDERED)}) AND (
    SELECT organisation.merged_into_id IS NULL FROM accounts_organisation AS organisation
    WHERE organisation.id = enterprise.organisation_id
)
"""  # noqa: S608 - put together from constants

# ------------------------------------------------------------------------------ an offer beside what is asked

DOES_THE_WORK = "(offer.category = ask.category OR offer.cpv && ask.cpv)"
IN_THE_WAY = f"""
offer.obstacles || array_remove(ARRAY[
    CASE WHEN NOT ask.places <@ offer.places THEN '{Obstacle.AREA}' END,
    CASE WHEN offer.largest_lot < ask.low THEN '{Obstacle.LARGE}' END,
    CASE WHEN offer.smallest_lot > ask.high THEN '{Obstacle.SMALL}' END,
    CASE WHEN ask.standing <> '' AND NOT EXISTS (
        SELECT FROM enterprises_standing AS held
        WHERE held.enterprise_id = offer.enterprise AND held.kind = ask.standing
    ) THEN '{Obstacle.STANDING}' END
], NULL)
"""
# OFFSET 0 keeps it from being worked out once for each time it is named.
FOUND = f"LATERAL (SELECT {IN_THE_WAY} AS obstacles OFFSET 0) AS found ON cardinality(found.obstacles) <= %(most)s"
BEST = "cardinality(found.obstacles), offer.room, offer.activity"  # of several activities that fit
NEARLY = 1  # obstacles at the most
