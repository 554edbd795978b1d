"""Mails about networks: somebody asks to join, here is the answer, somebody left, you are invited."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from enterprises.models import Departure, MembershipRequest, NetworkInvitation

State = MembershipRequest.State


def register() -> None:
    kinds.register("network-request", render=request, still_wanted=request_still_wanted)
    kinds.register("network-decision", render=decision, still_wanted=decision_still_wanted)
    kinds.register("network-departure", render=departure, still_wanted=departure_still_wanted)
    kinds.register("network-invitation", render=invitation, still_wanted=invitation_still_wanted)


def request(payload: Payload, language: str) -> Message:
    """To each coordinator."""
    asked = _request(payload)
    names = {"member": asked.member, "network": asked.network}
    return _write(
        gettext("%(member)s would like to join") % names,
        gettext("%(member)s asks to become a member of %(network)s.") % names,
        said=asked.note,
        url=reverse("networks:request", args=[asked.network.slug, asked.pk]),
        button=gettext("Answer the request"),
    )


def decision(payload: Payload, language: str) -> Message:
    """To the person who asked."""
    asked = _request(payload)
    names = {"member": asked.member, "network": asked.network}
    if asked.state == State.ACCEPTED:
        heading = gettext("Welcome to %(network)s") % names
        lead = gettext("%(member)s is now a member.") % names
    else:
        heading = gettext("Your request to %(network)s") % names
        lead = gettext("%(network)s has not accepted the request of %(member)s. This is why:") % names
    url = reverse("networks:detail", args=[asked.network.slug])
    return _write(heading, lead, said=asked.reason, url=url, button=gettext("See the network"))


def departure(payload: Payload, language: str) -> Message:
    """To the coordinators where a member left; to the member's administrators where it was removed."""
    gone = Departure.objects.select_related("network", "member").get(pk=payload["departure"])
    names = {"member": gone.member, "network": gone.network}
    if gone.is_removal:
        heading = gettext("%(member)s is no longer a member of %(network)s") % names
        lead = gettext("The network has ended the membership. This is why:")
    else:
        heading = gettext("%(member)s has left") % names
        lead = gettext("%(member)s is no longer a member of %(network)s, by its own choice.") % names
    url = reverse("networks:detail", args=[gone.network.slug])
    return _write(heading, lead, said=gone.reason, url=url, button=gettext("See the network"))


def invitation(payload: Payload, language: str) -> Message:
    asked = NetworkInvitation.objects.select_related("network").get(pk=payload["invitation"])
    names = {"network": asked.network}
    return _write(
        gettext("Join %(network)s") % names,
        gettext("%(network)s invites your organisation to become a member. It costs nothing on this portal.") % names,
        url=reverse("networks:invitation", args=[asked.token]),
        button=gettext("Read the invitation"),
        note=gettext("The link works for 30 days. If you do not want to join, you need do nothing."),
    )


def request_still_wanted(payload: Payload) -> str | None:
    waiting = MembershipRequest.objects.waiting().filter(pk=payload["request"])
    return None if waiting.exists() else "answered already"


def decision_still_wanted(payload: Payload) -> str | None:
    return None if MembershipRequest.objects.filter(pk=payload["request"]).exists() else "request gone"


def departure_still_wanted(payload: Payload) -> str | None:
    return None if Departure.objects.filter(pk=payload["departure"]).exists() else "record gone"


def invitation_still_wanted(payload: Payload) -> str | None:
    open_ones = NetworkInvitation.objects.open(timezone.now()).filter(pk=payload["invitation"])
    return None if open_ones.exists() else "answered or out of time"


def _request(payload: Payload) -> MembershipRequest:
    return MembershipRequest.objects.select_related("network", "member").get(pk=payload["request"])


def _write(heading: str, lead: str, *, url: str, button: str, said: str = "", note: str = "") -> Message:
    context = {"heading": heading, "lead": lead, "said": said, "note": note, "url": absolute(url), "button": button}
    return compose("enterprises/email/network", subject=heading, context=context)
