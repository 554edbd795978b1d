"""Letters about a delivery: news from the other side, and reminders of a quarter that is over."""

from django.utils.formats import date_format
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from socialvalue.delivering import mailing, standing
from socialvalue.models import Delivery, RemedyStep, Report

Kind, State = RemedyStep.Kind, Report.State


def register() -> None:
    kinds.register("delivery-news", render=news)
    kinds.register("delivery-due", render=due, still_wanted=mailing.still_missing)
    kinds.register("delivery-late", render=late, still_wanted=mailing.still_missing)


def news(payload: Payload, language: str) -> Message:
    delivery = _delivery(payload)
    said = {
        "begun": gettext("Your delivery plan has begun. It holds what your offer promised, quarter by quarter."),
        "reported": gettext("The supplier has reported. The report waits for your decision."),
        State.ACCEPTED: gettext("The buyer has accepted a report."),
        State.QUERIED: gettext("The buyer asks about a report. Please report again."),
        State.REJECTED: gettext("The buyer has rejected a report. It does not count."),
        Kind.QUERY: gettext("The buyer asks why a promise is behind."),
        Kind.PLAN: gettext("The supplier has written a recovery plan."),
        Kind.PROPOSAL: gettext("The supplier proposes another promise in the place of one."),
        Kind.APPROVAL: gettext("The buyer has approved the substitute. It is part of the plan now."),
        Kind.REFUSAL: gettext("The buyer has refused the substitute."),
        Kind.RETENTION: gettext("The buyer keeps money back, or asks for a service credit."),
        Kind.NOTICE: gettext("The buyer has given notice under the contract."),
        Kind.SETTLED: gettext("The buyer says that the matter is settled."),
    }
    heading = gettext("News about a delivery: %(title)s") % {"title": _title(delivery)}
    return _write(delivery, heading, said[payload["what"]])


def due(payload: Payload, language: str) -> Message:
    delivery = _delivery(payload)
    heading = gettext("A quarter is over, please report: %(title)s") % {"title": _title(delivery)}
    lead = gettext("%(quarter)s is over. Please say what was done for each promise, and show it.")
    return _write(delivery, heading, lead % {"quarter": standing.quarter_name(delivery, payload["quarter"])})


def late(payload: Payload, language: str) -> Message:
    delivery = _delivery(payload)
    heading = gettext("Reports are missing: %(title)s") % {"title": _title(delivery)}
    lead = gettext("%(quarter)s ended on %(day)s, and not every promise has a report yet.")
    ended = date_format(delivery.quarter_ends(payload["quarter"]), "j F Y")
    name = standing.quarter_name(delivery, payload["quarter"])
    return _write(delivery, heading, lead % {"quarter": name, "day": ended})


def _delivery(payload: Payload) -> Delivery:
    return Delivery.objects.select_related("lot__opportunity").get(pk=payload["delivery"])


def _title(delivery: Delivery) -> str:
    return paired(delivery.lot.opportunity, "title")[0]


def _write(delivery: Delivery, heading: str, lead: str) -> Message:
    url, button = absolute(delivery.get_absolute_url()), gettext("See the delivery plan")
    context = {"heading": heading, "lead": lead, "said": "", "note": "", "url": url, "button": button}
    return compose("enterprises/email/network", subject=heading, context=context)
