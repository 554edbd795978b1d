"""Mails of peer groups: requests, what is said at once, and once a day."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from socialvalue.practice import stopping
from socialvalue.practice.models import GroupMember, GroupPost

MOST = 50  # posts in one mail


def register() -> None:
    """Make our kinds of message known. Called from the app's `ready`."""
    kinds.register("group-request", render=request, still_wanted=request_still_waits)
    kinds.register("group-welcome", render=welcome, still_wanted=still_inside)
    kinds.register("group-post", render=post, still_wanted=post_still_wanted)
    kinds.register("group-daily", render=daily, still_wanted=daily_still_wanted)


def request(payload: Payload, language: str) -> Message:
    """To the coordinators."""
    member = _member(payload)
    heading = gettext("Somebody would like to join the group “%(name)s”") % {"name": member.group}
    url = absolute(reverse("groups:members", args=[member.group.slug]))
    return _write(heading, gettext("You decide who joins."), said=member.note, url=url, button=gettext("Decide"))


def welcome(payload: Payload, language: str) -> Message:
    """To whoever asked."""
    member = _member(payload)
    heading = gettext("You are in the group “%(name)s”") % {"name": member.group}
    lead = gettext("You can read what its members say, and say something yourself.")
    return _write(heading, lead, url=absolute(member.group.get_absolute_url()), button=gettext("Go to the group"))


def post(payload: Payload, language: str) -> Message:
    """What one member said, to another who wants it at once."""
    member = _member(payload)
    said = GroupPost.objects.select_related("thread", "thread__group", "by").get(pk=payload["post"])
    names = {"group": member.group, "thread": said.thread}
    heading = gettext("%(group)s: %(thread)s") % names
    url = absolute(said.thread.get_absolute_url())
    return _to_member(member, heading, [said], url=url)


def daily(payload: Payload, language: str) -> Message:
    """What was said in a day."""
    member = _member(payload)
    said = list(_said(payload, member).select_related("thread", "by").order_by("thread", "at", "pk")[:MOST])
    heading = gettext("What was said in “%(name)s”") % {"name": member.group}
    return _to_member(member, heading, said, url=absolute(member.group.get_absolute_url()))


def request_still_waits(payload: Payload) -> str | None:
    return None if GroupMember.objects.waiting().filter(pk=payload["member"]).exists() else "decided"


def still_inside(payload: Payload) -> str | None:
    return None if GroupMember.objects.reachable().filter(pk=payload["member"]).exists() else "no member any more"


def post_still_wanted(payload: Payload) -> str | None:
    if not GroupPost.objects.standing().filter(pk=payload["post"]).exists():
        return "hidden"
    return _wants(payload, GroupMember.Mail.AT_ONCE)


def daily_still_wanted(payload: Payload) -> str | None:
    reason = _wants(payload, GroupMember.Mail.DAILY)
    if reason:
        return reason
    return None if _said(payload, _member(payload)).exists() else "nothing is left of it"


def _wants(payload: Payload, mail: str) -> str | None:
    found = GroupMember.objects.reachable().filter(pk=payload["member"], mail=mail)
    return None if found.exists() else "not wanted any more"


def _said(payload: Payload, member: GroupMember) -> QuerySet[GroupPost]:
    since, until = (datetime.fromisoformat(payload[name]) for name in ("since", "until"))
    said = GroupPost.objects.standing().filter(thread__group=member.group_id, at__gt=since, at__lte=until)
    return said.exclude(by=member.user_id)


def _member(payload: Payload) -> GroupMember:
    return GroupMember.objects.select_related("group", "user").get(pk=payload["member"])


def _to_member(member: GroupMember, heading: str, said: list[GroupPost], *, url: str) -> Message:
    context = {
        "heading": heading,
        "said": said,
        "url": url,
        "stop_url": stopping.stop_url(member),
    }
    return compose("practice/email/group", subject=heading, context=context, headers=stopping.headers(member))


def _write(heading: str, lead: str, *, url: str, button: str, said: str = "") -> Message:
    context = {"heading": heading, "lead": lead, "said": said, "note": "", "url": url, "button": button}
    return compose("enterprises/email/network", subject=heading, context=context)
