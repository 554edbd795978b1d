"""Tags for shortlists, which lie below the pipeline and do not know of it, and for who could deliver a lot."""

from django import template

from enterprises.models import Shortlist
from procurement.models import Opportunity
from procurement.snapshot import LotSnapshot

register = template.Library()


@register.simple_tag
def opportunity_of(shortlist: Shortlist) -> Opportunity | None:
    """`{% opportunity_of shortlist as opportunity %}`: the one it is kept for, if any."""
    return Opportunity.objects.filter(shortlisted__shortlist=shortlist).first()


@register.filter
def of_number(lots: dict[int, LotSnapshot], number: int) -> LotSnapshot:
    """The lot of that number."""
    return lots[number]
