"""Links that end the mails of a group or a network with one click: signed by the portal, nothing secret is stored."""

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail.kinds import one_click_unsubscribe
from socialvalue.practice.models import DigestReader, GroupMember

_signer = signing.Signer(salt="practice.stop-mail", sep="~")  # compares in constant time


def stop_url(who: GroupMember | DigestReader) -> str:
    said = {"digest" if isinstance(who, DigestReader) else "group": who.pk}
    return absolute(reverse("stop-mail", args=[_signer.sign_object(said)]))


def headers(who: GroupMember | DigestReader) -> dict[str, str]:
    return one_click_unsubscribe(stop_url(who))


def find(token: str) -> GroupMember | DigestReader | None:
    """Whose mails the link would end; None where they have ended already, or where the link is not ours."""
    try:
        said = _signer.unsign_object(token)
    except signing.BadSignature:
        return None
    if "digest" in said:
        return DigestReader.objects.filter(pk=said["digest"]).select_related("network", "user").first()
    members = GroupMember.objects.inside().filter(pk=said["group"]).exclude(mail=GroupMember.Mail.NONE)
    return members.select_related("group", "user").first()


def what(who: GroupMember | DigestReader) -> str:
    """In words, for the page that asks."""
    if isinstance(who, DigestReader):
        return gettext("The monthly letter of %(network)s") % {"network": who.network}
    return gettext("What is said in the group “%(name)s”") % {"name": who.group}


def stop(who: GroupMember | DigestReader) -> None:
    """End them. More than once does no harm."""
    if isinstance(who, DigestReader):
        DigestReader.objects.filter(pk=who.pk).delete()
    else:
        GroupMember.objects.filter(pk=who.pk).update(mail=GroupMember.Mail.NONE)
