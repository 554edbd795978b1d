"""What the page of a public body tells of the five steps."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from collab_portal.accounts.models import Membership, Organisation, User
from socialvalue.practice.five_steps import showing
from socialvalue.practice.five_steps.facts import FACTS
from socialvalue.practice.models import Assessment, CaseStudy

register = template.Library()

TOLD = ("open", "notice", "policy", "delivered")  # the page tells the other facts in its own words
STUDIES = 5


@register.inclusion_tag("practice/five_steps/_body.html")
def five_steps_of(body: Organisation, user: User | AnonymousUser) -> dict[str, Any]:
    """Figures of today, its newest studies, and the assessments that it published."""
    on = timezone.localdate()
    known = {code: FACTS[code].measure(body, on) for code in TOLD}
    public = Assessment.objects.public().filter(body=body)
    return {
        "body": body,
        "facts": showing.facts(body, known, TOLD),
        "studies": CaseStudy.objects.published().filter(lead=body).order_by("-published_at", "pk")[:STUDIES],
        "years": list(public.order_by("-year").values_list("year", flat=True)),
        "is_own": user.is_authenticated and Membership.objects.filter(user=user, organisation=body).exists(),
    }
