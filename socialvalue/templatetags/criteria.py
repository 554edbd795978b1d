"""Criteria on the pages of lower apps, which know nothing of them."""

from django import template
from django.db.models import Prefetch

from procurement.models import Stage
from procurement.snapshot import Snapshot
from socialvalue.models import Criteria, Criterion

register = template.Library()


@register.inclusion_tag("socialvalue/_published_criteria.html")
def published_criteria(said: Snapshot) -> dict:
    """`{% published_criteria said %}`: what offers for its lots are judged by, where that is published."""
    social = Criterion.objects.filter(part=Criterion.Part.SOCIAL_VALUE).order_by("position")
    found = Criteria.objects.published().filter(lot__opportunity__reference=said.reference).select_related("lot")
    shown = found.prefetch_related(Prefetch("questions", social, to_attr="asked")).order_by("lot__number")
    return {"criteria": list(shown), "reference": said.reference, "is_tendering": said.stage == Stage.TENDERING}
