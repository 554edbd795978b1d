"""Mails about trust: claims, requests to join, checks, and what is about to run out."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from enterprises import expiry, links
from enterprises.models import Claim, Decision, Enterprise, JoinRequest, TrustStep

What = TrustStep.What


def register() -> None:
    kinds.register("claim-link", render=claim_link, still_wanted=claim_link_still_wanted, essential=True)
    kinds.register("claim-waiting", render=claim_waiting, still_wanted=claim_waiting_still_wanted)
    kinds.register("claim-news", render=claim_news, still_wanted=claim_still_wanted)
    kinds.register("join-request", render=join_request, still_wanted=join_request_still_wanted)
    kinds.register("join-news", render=join_news, still_wanted=join_still_wanted)
    kinds.register("trust-news", render=trust_news, still_wanted=trust_still_wanted)
    kinds.register("running-out", render=running_out, still_wanted=running_out_still_wanted)


def claim_link(payload: Payload, language: str) -> Message:
    """To a mailbox at the enterprise's own domain."""
    claim = _claim(payload)
    names = {"name": claim.by.name or claim.by.email, "email": claim.by.email, "enterprise": claim.enterprise}
    lead = gettext(
        "%(name)s (%(email)s) says that they act for %(enterprise)s, and asks to look after its entry in the directory."
    )
    return _write(
        gettext("Is this person one of yours? %(enterprise)s") % names,
        lead % names,
        said=claim.message,
        url=links.claim_url(claim),
        button=gettext("Say if this is right"),
        note=gettext("The link works once, within 48 hours. If you do nothing, nothing happens."),
    )


def claim_waiting(payload: Payload, language: str) -> Message:
    """To each coordinator of the network that was asked."""
    claim = _claim(payload)
    names = {"name": claim.by, "enterprise": claim.enterprise}
    return _write(
        gettext("A claim waits for you: %(enterprise)s") % names,
        gettext("%(name)s says that they act for %(enterprise)s. Do you know them?") % names,
        said=claim.message,
        url=absolute(reverse("networks:claims", args=[claim.network.slug])),
        button=gettext("See the claims that wait"),
    )


def claim_news(payload: Payload, language: str) -> Message:
    """To the person who claimed."""
    claim = _claim(payload)
    names, slug = {"enterprise": claim.enterprise}, claim.enterprise.organisation.slug
    heading = gettext("Your claim: %(enterprise)s") % names
    if claim.decision == Decision.ACCEPTED:
        lead = gettext("Your claim is accepted. You are now an administrator of %(enterprise)s.") % names
        url, button = reverse("enterprises:base-test", args=[slug]), gettext("Answer the base test")
    elif claim.decision == Decision.OVERTAKEN:
        lead = gettext(
            "Somebody else’s claim on %(enterprise)s was accepted first. "
            "We have asked its administrators to let you join."
        )
        url, button = reverse("enterprises:detail", args=[slug]), gettext("See the entry")
        lead %= names
    else:
        lead = gettext("Your claim on %(enterprise)s is not accepted.") % names
        url, button = reverse("enterprises:claim", args=[slug]), gettext("Try another way")
    return _write(heading, lead, said=claim.reason, url=absolute(url), button=button)


def join_request(payload: Payload, language: str) -> Message:
    """To each administrator of the enterprise."""
    asked = _request(payload)
    names = {"name": asked.by, "enterprise": asked.enterprise}
    return _write(
        gettext("%(name)s asks to join %(enterprise)s") % names,
        gettext("You decide if they become a member, and what they may do.") % names,
        said=asked.message,
        url=absolute(reverse("enterprises:join-requests", args=[asked.enterprise.organisation.slug])),
        button=gettext("Answer the request"),
    )


def join_news(payload: Payload, language: str) -> Message:
    """To the person who asked."""
    asked = _request(payload)
    names = {"enterprise": asked.enterprise, "role": asked.get_role_display()}
    if asked.decision == Decision.ACCEPTED:
        heading = gettext("You are now a member of %(enterprise)s") % names
        lead = gettext("Your role: %(role)s") % names
    else:
        heading = gettext("Your request to join %(enterprise)s") % names
        lead = gettext("The administrators have not accepted your request. This is why:")
    url = absolute(reverse("enterprises:detail", args=[asked.enterprise.organisation.slug]))
    return _write(heading, lead, said=asked.reason, url=url, button=gettext("See the entry"))


def trust_news(payload: Payload, language: str) -> Message:
    """To those who look after the enterprise, and those who checked it: a check was made, or ended."""
    step = TrustStep.objects.select_related("enterprise__organisation", "network").get(pk=payload["step"])
    heading, lead = _news_of(step)
    is_shown = step.what in (What.VERIFIED, What.RELISTED)
    page = "enterprises:detail" if is_shown else "enterprises:log"
    url = absolute(reverse(page, args=[step.enterprise.organisation.slug]))
    return _write(
        heading,
        lead,
        said=step.reason,
        url=url,
        button=gettext("See the entry") if is_shown else gettext("See the log"),
    )


def _news_of(step: TrustStep) -> tuple[str, str]:
    names = {"enterprise": step.enterprise, "network": step.network or ""}
    again = gettext("A coordinator of a network has to look again before it is shown as verified.")
    told = {
        What.VERIFIED: (
            gettext("%(enterprise)s is verified"),
            gettext("%(network)s has checked the base test. Buyers now see that."),
        ),
        What.SENT_BACK: (
            gettext("%(enterprise)s could not be verified yet"),
            gettext("%(network)s looked at your base test and could not confirm all of it. This is why:"),
        ),
        What.LAPSED: (gettext("The check of %(enterprise)s has run out"), again),
        What.CHANGED: (
            gettext("%(enterprise)s has to be checked again"),
            gettext("An answer of the base test was changed after the check.") + " " + again,
        ),
        What.DELISTED: (
            gettext("%(enterprise)s is no longer in the directory"),
            gettext("The entry was taken off the directory. What you wrote is kept. This is why:"),
        ),
        What.RELISTED: (
            gettext("%(enterprise)s is in the directory again"),
            gettext("The entry was put back. It has to be checked before it is shown as verified."),
        ),
    }
    heading, lead = told[What(step.what)]
    return heading % names, lead % names


def running_out(payload: Payload, language: str) -> Message:
    """To administrators and the coordinator: a check, a badge or an insurance runs out soon."""
    enterprise = Enterprise.objects.select_related("organisation").defer("document").get(pk=payload["enterprise"])
    names = {
        "enterprise": enterprise,
        "what": expiry.name_of(payload),
        "date": date_format(date.fromisoformat(payload["last_day"]), "j F Y"),
    }
    if payload["what"] == "check":
        heading = gettext("The check of %(enterprise)s runs out on %(date)s") % names
        lead = gettext("Until then it is shown as verified. A coordinator of its network can check it anew.")
    else:
        heading = gettext("%(enterprise)s: %(what)s runs out on %(date)s") % names
        lead = gettext(
            "After that day it is no longer shown, and no longer found. Enter the new date when you have it."
        )
    url = absolute(reverse("enterprises:detail", args=[enterprise.organisation.slug]))
    return _write(heading, lead, url=url, button=gettext("See the entry"))


def claim_link_still_wanted(payload: Payload) -> str | None:
    return None if Claim.objects.open(timezone.now()).filter(pk=payload["claim"]).exists() else "claim over"


def claim_waiting_still_wanted(payload: Payload) -> str | None:
    return claim_link_still_wanted(payload)


def claim_still_wanted(payload: Payload) -> str | None:
    return None if Claim.objects.filter(pk=payload["claim"]).exists() else "claim gone"


def join_request_still_wanted(payload: Payload) -> str | None:
    return None if JoinRequest.objects.open().filter(pk=payload["request"]).exists() else "request answered"


def join_still_wanted(payload: Payload) -> str | None:
    return None if JoinRequest.objects.filter(pk=payload["request"]).exists() else "request gone"


def trust_still_wanted(payload: Payload) -> str | None:
    return None if TrustStep.objects.filter(pk=payload["step"]).exists() else "enterprise gone"


def running_out_still_wanted(payload: Payload) -> str | None:
    return None if expiry.still_runs_out(payload) else "renewed or gone"


def _claim(payload: Payload) -> Claim:
    return Claim.objects.select_related("enterprise__organisation", "by", "network").get(pk=payload["claim"])


def _request(payload: Payload) -> JoinRequest:
    return JoinRequest.objects.select_related("enterprise__organisation", "by").get(pk=payload["request"])


def _write(heading: str, lead: str, *, url: str, button: str, said: str = "", note: str = "") -> Message:
    context = {"heading": heading, "lead": lead, "said": said, "note": note, "url": url, "button": button}
    return compose("enterprises/email/network", subject=heading, context=context)
