"""The receipt for an offer: when it was there, and by what it can be known again. It holds nothing of the offer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.feeds import absolute
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from socialvalue.models import Criteria


def receipt(payload: Payload, language: str) -> Message:
    criteria = Criteria.objects.select_related("lot__opportunity__buyer").get(pk=payload["criteria"])
    lot, opportunity = criteria.lot, criteria.lot.opportunity
    context = {
        "bidder": Organisation.objects.get(pk=payload["bidder"]).name,
        "opportunity": opportunity,
        "title": paired(opportunity, "title")[0],
        "lot": lot,
        "at": datetime.fromisoformat(payload["submitted_at"]),
        "digest": payload["digest"],
        "url": absolute(reverse("offers:receipt", args=[opportunity.reference, lot.number])),
    }
    subject = gettext("Receipt for your offer: %(title)s") % {"title": context["title"]}
    return compose("socialvalue/email/offer_receipt", subject=subject, context=context)
