"""What could we deliver? The current pipeline for one enterprise, by the same rules as for the buyer, in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from enterprises.models import Enterprise
from procurement.matching import rules
from procurement.models.opportunity import CURRENT_STAGES

# What `entry` asks for only says where to look: each ask names the same work as its entry.
FOUND = f"""
WITH offer AS MATERIALIZED ({rules.OFFERS} AND activity.enterprise_id = %(enterprise)s),
entry AS MATERIALIZED (
    SELECT entry.opportunity_id, entry.asks FROM procurement_pipelineentry AS entry
    WHERE entry.stage = ANY(%(stages)s) AND (entry.expires_at IS NULL OR entry.expires_at > %(at)s)
      AND (entry.category_id IN (SELECT category FROM offer) OR entry.cpv_tokens && ARRAY(
          SELECT rpad(rtrim(code, '0'), 2, '0')::varchar FROM offer, unnest(offer.cpv) AS code
      ))
)
SELECT DISTINCT ON (entry.opportunity_id, ask.number)
       entry.opportunity_id, ask.number, offer.activity, coalesce(found.obstacles[1], '')
FROM entry
CROSS JOIN LATERAL jsonb_to_recordset(entry.asks) AS {rules.ASK}
JOIN offer ON {rules.DOES_THE_WORK}
JOIN {rules.FOUND}
ORDER BY entry.opportunity_id, ask.number, {rules.BEST}
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True)
class Chance:
    """An opportunity, or one of its lots, that an enterprise fits; or nearly: `obstacle` says what is in its way."""

    opportunity: int
    number: int
    activity: int
    obstacle: str


def chances(enterprise: Enterprise, *, at: datetime) -> list[Chance]:
    """Everything in the current pipeline that the enterprise could deliver, or nearly could."""
    given: dict[str, Any] = {
        "enterprise": enterprise.pk,
        "most": rules.NEARLY,
        "stages": [str(stage) for stage in CURRENT_STAGES],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(FOUND, given)
        return [Chance(*row) for row in cursor.fetchall()]
