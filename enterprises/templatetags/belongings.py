"""What the pages of an enterprise ask about its files: where a picture lies, and what belongs on its public page."""

from django import template
from django.urls import reverse
from django.utils import timezone

from collab_portal.accounts.models import Membership
from collab_portal.files.models import StoredFile
from enterprises.models import Enterprise, PackGrant, Picture

register = template.Library()


@register.filter
def keeps_shortlists(user) -> bool:
    """Whether she may put enterprises on a list of the organisation she acts for."""
    if not user.is_authenticated or not user.acting_for_id:
        return False
    mine = Membership.objects.filter(user=user, organisation=user.acting_for_id, role__in=Membership.EDITORS)
    return mine.exists()


@register.simple_tag
def picture_url(enterprise: Enterprise, file: StoredFile) -> str:
    return reverse("enterprise-picture", args=[enterprise.organisation.slug, file.sha256])


@register.inclusion_tag("enterprises/files_of.html", takes_context=True)
def enterprise_files(context, enterprise: Enterprise, pictures: list[Picture]):
    """The way to the pack for those who may read it, pictures, and how a stub can be removed."""
    user = context["request"].user
    may_read = False
    if user.is_authenticated:
        grants = PackGrant.objects.current(timezone.localdate()).to_bodies_of(user)
        may_read = grants.filter(enterprise=enterprise).exists()
    return {"enterprise": enterprise, "pictures": pictures, "may_read_pack": may_read}
