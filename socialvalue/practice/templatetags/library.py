"""What belongs to a study besides its text, and where parts of an opportunity were copied from."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from collab_portal.accounts.models import Membership
from collab_portal.feeds import absolute
from collab_portal.templatetags.words import paired
from procurement.models import Redesign
from socialvalue.models import Criteria
from socialvalue.practice.content import Content
from socialvalue.practice.library import alike, tree
from socialvalue.practice.models import CaseStudy, Copied, Edition

register = template.Library()

HARMLESS = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}  # a text cannot end the block
LICENCES = {
    "ogl": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "cc-by": "https://creativecommons.org/licenses/by/4.0/",
}


@register.inclusion_tag("practice/_adaptations.html")
def adaptations_of(study: CaseStudy, user) -> dict:
    """`{% adaptations_of study user %}`: who made what of it, as a tree, and the way to join them."""
    trunk = tree.tree_of(study.pk)
    return {"study": study, "trunk": trunk, "count": len(tree.organisations_in(trunk)), "user": user}


@register.inclusion_tag("practice/_alike.html")
def more_like(study: CaseStudy) -> dict:
    """`{% more_like study %}`: other studies that have much in common with it."""
    return {"studies": alike.like(study.pk)}


@register.inclusion_tag("practice/_to_copy.html")
def to_copy(study: CaseStudy, said: Content) -> dict:
    """`{% to_copy study said %}`: the redesigns and the published criteria that it tells of."""
    redesigns = Redesign.objects.filter(pk__in=said.redesigns).order_by("pk") if said.redesigns else []
    criteria = Criteria.objects.published().filter(lot__opportunity__reference__in=said.opportunities)
    criteria = criteria.select_related("lot__opportunity").order_by("lot__opportunity_id", "lot__number")
    return {"study": study, "redesigns": redesigns, "criteria": criteria if said.opportunities else []}


@register.inclusion_tag("practice/_copied.html")
def copied_into(reference: str) -> dict:
    """`{% copied_into reference %}`: on an opportunity's pages, what of it was modelled on somebody else's."""
    found = Copied.objects.filter(opportunity__reference=reference).order_by("at", "pk")
    found = found.select_related("source", "redesign", "criteria__lot__opportunity", "study")
    return {"copied": list(found)}


@register.simple_tag
def may_copy(user) -> bool:
    """She writes the drafts of a public body."""
    if not user.is_authenticated:
        return False
    roles = Membership.objects.filter(user=user, role__in=Membership.EDITORS, organisation=user.acting_for_id)
    return roles.filter(organisation__is_public_body=True).exists()


@register.simple_tag
def schema_org(study: CaseStudy, edition: Edition, said: Content) -> SafeString:
    """`{% schema_org study edition said %}`: the study as search engines read it. Browsers do not run such data."""
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": paired(said, "title")[0],
        "description": paired(said, "summary")[0],
        "inLanguage": [each for each in ("en", "cy") if getattr(said, f"title_{each}")],
        "url": absolute(study.get_absolute_url()),
        "datePublished": study.published_at.isoformat() if study.published_at else None,
        "dateModified": edition.published_at.isoformat(),
        "author": {"@type": "Organization", "name": paired(said.lead, "name")[0]},
        "license": LICENCES.get(said.licence),
        "isAccessibleForFree": True,
    }
    written = json.dumps({name: value for name, value in data.items() if value is not None}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written.translate(HARMLESS)))  # noqa: S308
