"""Clauses, and what people asked, on pages that know nothing of them."""

from django import template

from procurement.models import Opportunity
from socialvalue.practice import clauses
from socialvalue.practice.models import ClauseCopy

register = template.Library()


@register.simple_tag
def clauses_to_check(opportunity: Opportunity) -> int:
    """How many clauses of a contract have a newer version, or rest on a law that changed."""
    copies = ClauseCopy.objects.filter(opportunity=opportunity).select_related("version")
    standing = clauses.standing([each.version for each in copies])
    return sum(not each.is_good for each in standing.values())
