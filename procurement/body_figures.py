"""What the page of a public body tells in figures, worked out once for each state of its part of the pipeline.

Both go through everything that it ever published. They are kept under a name that says how often its entries were
published and when last, so that no publication is ever missed. Only a winner who comes into the directory, or leaves
it, is counted up to an hour late.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from collab_portal.accounts.models import Organisation
from procurement import slippage
from procurement.models import PipelineEntry
from procurement.slippage import Slippage
from procurement.statutory import share
from procurement.statutory.share import Share

KEPT_SECONDS = 3600
FORM = 1  # of what is kept: raise it when one of the classes changes


@dataclass(frozen=True)
class Figures:
    slippage: Slippage
    share: Share


def of(body: Organisation) -> Figures:
    entries = PipelineEntry.objects.of_buyer(body)
    state = entries.aggregate(count=Count("pk"), versions=Sum("version"), last=Max("changed_at"))
    last = state["last"].timestamp() if state["last"] else 0
    name = f"body-figures:{FORM}:{body.pk}:{state['count']}:{state['versions']}:{last}"
    return cache.get_or_set(name, lambda: Figures(slippage.of(body), share.of(body)), KEPT_SECONDS)
