"""Links that end the mails of a group with one click: signed by the portal, nothing secret is stored."""

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail.kinds import one_click_unsubscribe
from socialvalue.practice.models import GroupMember

_signer = signing.Signer(salt="practice.stop-mail", sep="~")  # compares in constant time


def stop_url(member: GroupMember) -> str:
    return absolute(reverse("stop-mail", args=[_signer.sign_object({"group": member.pk})]))


def headers(member: GroupMember) -> dict[str, str]:
    return one_click_unsubscribe(stop_url(member))


def find(token: str) -> GroupMember | None:
    """Whose mails the link would end; None where they have ended already, or where the link is not ours."""
    try:
        said = _signer.unsign_object(token)
    except signing.BadSignature:
        return None
    members = GroupMember.objects.inside().filter(pk=said["group"]).exclude(mail=GroupMember.Mail.NONE)
    return members.select_related("group", "user").first()


def what(member: GroupMember) -> str:
    """In words, for the page that asks."""
    return gettext("What is said in the group “%(name)s”") % {"name": member.group}


def stop(member: GroupMember) -> None:
    """End them. More than once does no harm."""
    GroupMember.objects.filter(pk=member.pk).update(mail=GroupMember.Mail.NONE)
