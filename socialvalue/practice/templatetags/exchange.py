"""Clauses, and what people asked, on pages that know nothing of them."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from collab_portal.accounts.models import User
from collab_portal.rich_text import rendered
from procurement.models import Opportunity
from socialvalue.practice import clauses, officers
from socialvalue.practice.models import CaseStudy, ClauseCopy, ClauseVersion
from socialvalue.practice.models.study import coordinates

register = template.Library()


@register.simple_tag
def clauses_to_check(opportunity: Opportunity) -> int:
    """How many clauses of a contract have a newer version, or rest on a law that changed."""
    copies = ClauseCopy.objects.filter(opportunity=opportunity).select_related("version")
    standing = clauses.standing([each.version for each in copies])
    return sum(not each.is_good for each in standing.values())


@register.inclusion_tag("practice/questions/_of_study.html", takes_context=True)
def asked_of(context: Context, study: CaseStudy) -> dict[str, Any]:
    """`{% asked_of study %}`: asking the officer who did it, what was answered, and clauses that come from it."""
    user = context["user"]
    reader = user if user.is_authenticated else None
    return {
        "study": study,
        "reach": officers.reach(study, timezone.localdate()),
        "shown": study.questions.shown().order_by("answered_at"),
        "clauses": ClauseVersion.objects.newest().filter(source_study=study).select_related("clause").order_by("pk"),
        "contacts": officers.contacts(study),
        "may_moderate": reader is not None and coordinates(reader),
        "may_take": reader is not None and officers.may_take_questions(study, reader),
        "takes": reader is not None and study.contact_officer_id == reader.pk,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.filter
def markdown(said: str) -> SafeString:
    """What somebody wrote, without whatever could run or load something."""
    return rendered(said)


@register.simple_tag
def name_inside(person: User | None) -> str:
    """How members of a group see each other: by name, or by organisation; never by address."""
    if person is None:
        return gettext("Somebody who has left")
    if person.name and person.acting_for:
        return f"{person.name} ({person.acting_for})"
    return person.name or str(person.acting_for or gettext("A member"))
