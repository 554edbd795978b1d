"""What an organisation has won on the portal, for pages of the apps below: their Python knows nothing of contracts."""

from django import template

from collab_portal.accounts.models import Organisation
from procurement.models import Award, Stage

register = template.Library()
MOST = 20


@register.simple_tag
def awards_of(organisation: Organisation) -> list[Award]:
    """`{% awards_of organisation as awards %}`: the newest first, each with its `opportunity.entry`."""
    won = Award.objects.filter(
        supplier=organisation, outcome=Award.Outcome.AWARDED, opportunity__entry__stage=Stage.AWARDED
    )
    won = won.select_related("opportunity__entry__buyer").defer("opportunity__entry__document")
    return list(won.order_by("-awarded_on", "-pk")[:MOST])
