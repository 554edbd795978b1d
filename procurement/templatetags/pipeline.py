"""Tags for the pages of the pipeline."""

from django import template
from django.utils import timezone

from procurement import wording
from procurement.facts import Facts
from procurement.snapshot import Snapshot

register = template.Library()

register.filter("moment", wording.moment)
register.filter("slip", wording.slip)


@register.simple_tag
def opportunity_facts(said: Snapshot) -> Facts:
    """`{% opportunity_facts said as facts %}`: names for the codes in a snapshot, and what follows from it today."""
    return Facts(said, timezone.localdate())
