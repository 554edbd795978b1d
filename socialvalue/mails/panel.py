"""Mails to a panel and to bidders: asked to judge, all have locked, and the letter about an offer."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override

from collab_portal.feeds import absolute
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from socialvalue import awarding, letters, slow_panels
from socialvalue.models import Criteria, Decision, PanelMember

WHERE = "lot__opportunity__buyer"


def asked(payload: Payload, language: str) -> Message:
    member = PanelMember.objects.select_related(f"criteria__{WHERE}").get(pk=payload["member"])
    page = "scores:list" if member.role == PanelMember.Role.EVALUATOR else "moderation:list"
    subject = gettext("You are asked to judge offers: %(title)s")
    return _compose("socialvalue/email/panel_asked", member.criteria, subject, page, member=member)


def still_asked(payload: Payload) -> str | None:
    """Not of somebody who was taken off the panel meanwhile."""
    if PanelMember.objects.active().filter(pk=payload["member"]).exists():
        return None
    return "no longer on the panel"


def locked(payload: Payload, language: str) -> Message:
    criteria = Criteria.objects.select_related(WHERE).get(pk=payload["criteria"])
    subject = gettext("Every evaluator has locked: %(title)s")
    return _compose("socialvalue/email/panel_locked", criteria, subject, "moderation:list")


def slow(payload: Payload, language: str) -> Message:
    member = PanelMember.objects.select_related(f"criteria__{WHERE}").get(pk=payload["member"])
    opportunity = member.criteria.lot.opportunity
    heading = gettext("Your scores are still needed: %(title)s") % {"title": paired(opportunity, "title")[0]}
    lead = gettext("The award is planned from %(day)s on. Please score each offer, and lock your scores before then.")
    context = {
        "heading": heading,
        "lead": lead % {"day": date_format(slow_panels.planned_end(opportunity), "j F Y")},
        "said": "",
        "note": gettext("Prices and the others’ scores open when everybody has locked. We remind you once."),
        "url": absolute(reverse("scores:list", args=_place(member.criteria))),
        "button": gettext("Score the offers"),
    }
    return compose("enterprises/email/network", subject=heading, context=context)


def award_letter(payload: Payload, language: str) -> Message:
    """In both languages, that of the offer first, whoever reads it."""
    decision = Decision.objects.select_related(f"result__criteria__{WHERE}").get(pk=payload["decision"])
    record, criteria = awarding.read(decision.result), decision.result.criteria
    both = letters.both(decision, record, str(payload["offer"]))
    subjects = []
    for each in both:
        with override(each.language):
            title = paired(criteria.lot.opportunity, "title")[0]
            subjects.append(gettext("The result of your offer: %(title)s") % {"title": title})
    addresses = {}
    for each in both:
        with override(each.language):
            addresses[each.language] = absolute(reverse("letters:own", args=_place(criteria)))
    context = {
        "letters": [(each, addresses[each.language]) for each in both],
        "opportunity": criteria.lot.opportunity,
        "lot": criteria.lot,
    }
    return compose("socialvalue/email/award_letter", subject=" / ".join(subjects), context=context)


def _place(criteria: Criteria) -> list:
    return [criteria.lot.opportunity.reference, criteria.lot.number]


def _compose(template: str, criteria: Criteria, subject: str, page: str, **context) -> Message:
    opportunity = criteria.lot.opportunity
    title = paired(opportunity, "title")[0]
    context |= {
        "opportunity": opportunity,
        "lot": criteria.lot,
        "title": title,
        "language": get_language(),
        "url": absolute(reverse(page, args=_place(criteria))),
    }
    return compose(template, subject=subject % {"title": title}, context=context)
