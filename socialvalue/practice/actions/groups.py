"""What people do in peer groups: make one, let people in, talk, and hide what does not belong there."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from collab_portal.mail.outbox import Letter
from socialvalue.practice.actions.writing import free_slug
from socialvalue.practice.models import GroupMember, GroupPost, GroupThread, NotAllowed, PeerGroup

RESERVED = frozenset(("new",))
MORNING = time(7)
State, Mail = GroupMember.State, GroupMember.Mail


@transaction.atomic
def make_group(*, network: Organisation, by: User, at: datetime, **said: Any) -> PeerGroup:
    """Who makes it is its first member."""
    slug = free_slug(said.get("title_en") or said.get("title_cy") or "", among=PeerGroup, reserved=RESERVED)
    group = PeerGroup.objects.create(network=network, slug=slug, created_by=by, created_at=at, **said)
    GroupMember.objects.create(group=group, user=by, state=State.MEMBER, asked_at=at, decided_at=at, decided_by=by)
    trail.record("peer group made", by=by, target=group)
    return group


@transaction.atomic
def change_group(*, group: PeerGroup, by: User, **said: Any) -> None:
    for name, value in said.items():
        setattr(group, name, value)
    group.save()
    trail.record("peer group changed", by=by, target=group)


@transaction.atomic
def close_group(*, group: PeerGroup, by: User, at: datetime) -> None:
    """It has done its work. Its members still read what was said, and nobody says or joins anything any more."""
    PeerGroup.objects.open().filter(pk=group.pk).update(closed_at=at)
    trail.record("peer group closed", by=by, target=group)


@transaction.atomic
def open_group_again(*, group: PeerGroup, by: User) -> None:
    PeerGroup.objects.filter(pk=group.pk).update(closed_at=None)
    trail.record("peer group opened again", by=by, target=group)


@transaction.atomic
def ask_to_join_group(*, group: PeerGroup, note: str, by: User, at: datetime) -> GroupMember:
    """The network's coordinators hear of it and decide."""
    asked, is_new = GroupMember.objects.get_or_create(group=group, user=by, defaults={"note": note, "asked_at": at})
    if not is_new:
        raise NotAllowed(_("You are in this group already, or have asked to join."))
    roles = Membership.objects.filter(organisation=group.network_id, role__in=Membership.PUBLISHERS)
    coordinators = User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("pk")
    key = f"group-request/{asked.pk}"
    outbox.post_to_each(coordinators, key=key, kind="group-request", payload={"member": asked.pk})
    trail.record("asked to join a peer group", by=by, target=group)
    return asked


@transaction.atomic
def let_in(*, member: GroupMember, by: User, at: datetime) -> None:
    held = GroupMember.objects.select_for_update(of=["self"]).select_related("user").get(pk=member.pk)
    if held.state == State.MEMBER:
        return
    held.state, held.decided_by, held.decided_at = State.MEMBER, by, at
    held.save()
    outbox.post_to_each([held.user], key=f"group-welcome/{held.pk}", kind="group-welcome", payload={"member": held.pk})
    trail.record("let into a peer group", by=by, target=held.group, member=held.user_id)


@transaction.atomic
def take_out_of_group(*, member: GroupMember, by: User) -> None:
    """She leaves, or is not let in, or is taken out by a coordinator. What she said stays."""
    trail.record("out of a peer group", by=by, target=member.group, member=member.user_id)
    member.delete()


@transaction.atomic
def choose_group_mail(*, member: GroupMember, mail: str, at: datetime) -> None:
    """At once, once a day, or never. What was said before is not sent later."""
    GroupMember.objects.filter(pk=member.pk).update(mail=mail, told_until=at)


@transaction.atomic
def start_thread(*, group: PeerGroup, title: str, body: str, by: User, at: datetime) -> GroupThread:
    thread = GroupThread.objects.create(group=group, title=title, started_by=by, started_at=at, last_at=at)
    _say(thread, body, by=by, at=at)
    return thread


@transaction.atomic
def reply_in_thread(*, thread: GroupThread, body: str, by: User, at: datetime) -> GroupPost:
    GroupThread.objects.filter(pk=thread.pk).update(last_at=at)
    return _say(thread, body, by=by, at=at)


def _say(thread: GroupThread, body: str, *, by: User, at: datetime) -> GroupPost:
    """It stands in the thread, and goes at once to those who want that."""
    if not PeerGroup.objects.open().filter(pk=thread.group_id).exists():
        raise NotAllowed(_("This group is closed. What was said in it can still be read."))
    post = GroupPost.objects.create(thread=thread, body=body, by=by, at=at)
    eager = GroupMember.objects.filter(group=thread.group_id, mail=Mail.AT_ONCE).reachable().exclude(user=by)
    outbox.post_many(
        Letter(
            key=f"group-post/{post.pk}/{each.pk}",
            kind="group-post",
            address=each.user.email,
            language=each.user.language,
            payload={"post": post.pk, "member": each.pk},
        )
        for each in eager.select_related("user").order_by("pk")
    )
    return post


@transaction.atomic
def hide_post(*, post: GroupPost, because: str, by: User, at: datetime) -> None:
    """Nobody reads it any more, nor does a mail that waits carry it. The reason stands in its place."""
    GroupPost.objects.standing().filter(pk=post.pk).update(hidden_at=at, hidden_by=by, hidden_because=because)
    trail.record("post hidden", by=by, target=post)


@transaction.atomic
def show_post_again(*, post: GroupPost, by: User) -> None:
    """A coordinator thinks better of it."""
    GroupPost.objects.filter(pk=post.pk).update(hidden_at=None, hidden_by=None, hidden_because="")
    trail.record("post shown again", by=by, target=post)


def send_daily(*, at: datetime) -> int:
    """In the morning, what was said since the last time, to those who want it once a day. Answers to how many."""
    today = timezone.localdate(at)
    morning = timezone.make_aware(datetime.combine(today, MORNING))
    if at < morning:
        return 0
    since = Coalesce("told_until", F("decided_at"))
    fresh = GroupPost.objects.standing().filter(thread__group=OuterRef("group"), at__gt=OuterRef("since"), at__lte=at)
    fresh = fresh.filter(Q(by=None) | ~Q(by=OuterRef("user")))
    due = GroupMember.objects.reachable().filter(mail=Mail.DAILY).annotate(since=since)
    due = due.filter(Q(told_until=None) | Q(told_until__lt=morning)).filter(Exists(fresh))
    return sum(_tell_of_the_day(each.pk, at=at) for each in due.order_by("pk"))


@transaction.atomic
def _tell_of_the_day(pk: int, *, at: datetime) -> bool:
    free = GroupMember.objects.select_for_update(of=["self"], skip_locked=True).select_related("user")
    member = free.filter(pk=pk).first()
    since = member and (member.told_until or member.decided_at)
    if member is None or since is None or since >= at - timedelta(seconds=1):
        return False  # another clock was quicker
    outbox.post(
        key=f"group-daily/{member.pk}/{timezone.localdate(at).isoformat()}",
        kind="group-daily",
        address=member.user.email,
        language=member.user.language,
        payload={"member": member.pk, "since": since.isoformat(), "until": at.isoformat()},
    )
    member.told_until = at
    member.save(update_fields=["told_until"])
    return True
