"""What procurement keeps of a person: what she asked to hear of, what she was told, and what she did for others."""

from typing import Any

from collab_portal.accounts.models import User
from procurement.actions import interest
from procurement.models import Interest, Match, PlanReader, Question, Subscriber, SupplyNeed


def export(user: User) -> list[dict[str, Any]]:
    """Her subscriptions: the one of her account, and one she began at the same address without it."""
    return [of_subscriber(subscriber) for subscriber in Subscriber.objects.of(user)]


def erase(user: User) -> None:
    for subscriber in Subscriber.objects.of(user):
        interest.forget(subscriber=subscriber)


def of_subscriber(subscriber: Subscriber) -> dict[str, Any]:
    """Everything about one address, ready for JSON."""
    told = Match.objects.filter(search__subscriber=subscriber).select_related("opportunity").order_by("pk")
    return {
        "email": subscriber.address,
        "language": subscriber.language,
        "since": subscriber.created_at.isoformat(),
        "confirmed_at": _moment(subscriber.confirmed_at),
        "stopped_at": _moment(subscriber.stopped_at),
        "stop_reason": subscriber.stop_reason,
        "saved_searches": [
            {
                "name": search.name,
                "query": search.query,
                "frequency": search.frequency,
                "hour": search.hour,
                "asked_at": _moment(search.asked_at),
                "confirmed_at": _moment(search.confirmed_at),
            }
            for search in subscriber.searches.order_by("pk")
        ],
        "watched": [
            {"opportunity": watch.opportunity.reference, "asked_at": _moment(watch.asked_at)}
            for watch in subscriber.watches.select_related("opportunity").order_by("pk")
        ],
        "answers": [of_interest(each) for each in subscriber.interests.select_related("opportunity").order_by("pk")],
        "found_for_you": [
            {"opportunity": match.opportunity.reference, "version": match.version, "at": _moment(match.created_at)}
            for match in told
        ],
    }


def of_interest(interest: Interest) -> dict[str, Any]:
    """An answer to an opportunity, ready for JSON."""
    names = ("lot", "name", "answer", "role", "note", "reason", "reason_words", "seeks_partners", "pitch")
    said = {name: getattr(interest, name) for name in names}
    return said | {"opportunity": interest.opportunity.reference, "at": _moment(interest.said_at)}


def export_answers(user: User) -> list[dict[str, Any]]:
    """What she answered for organisations: theirs, and written by her."""
    mine = Interest.objects.filter(by=user, subscriber=None).select_related("opportunity").order_by("pk")
    return [of_interest(each) for each in mine]


def forget_answers(user: User) -> None:
    """They stay the organisation's answers, and no longer say who wrote them."""
    Interest.objects.filter(by=user).update(by=None)


def export_questions(user: User) -> list[dict[str, Any]]:
    """What she asked about opportunities. When she goes, the questions stay and no longer lead to her."""
    asked = Question.objects.filter(asked_by=user).select_related("opportunity").order_by("pk")
    return [
        {
            "opportunity": each.opportunity.reference,
            "asked": each.asked,
            "at": _moment(each.asked_at),
            "state": each.state,
        }
        for each in asked
    ]


def forget_questions(user: User) -> None:
    Question.objects.filter(asked_by=user).update(asked_by=None)


def export_plans(user: User) -> dict[str, Any]:
    """When she looked at the plans of her enterprises, and what work she published that they pass on."""
    readers = PlanReader.objects.filter(membership__user=user).select_related("membership__organisation")
    needs = SupplyNeed.objects.filter(published_by=user).select_related("opportunity").order_by("pk")
    return {
        "read": [
            {
                "organisation": str(each.membership.organisation),
                "looked_at": _moment(each.looked_at),
                "seen_at": _moment(each.seen_at),
            }
            for each in readers.order_by("pk")
        ],
        "supply_chain_needs": [
            {"opportunity": each.opportunity.reference, "number": each.pk, "at": _moment(each.published_at)}
            for each in needs
        ],
    }


def forget_plans(user: User) -> None:
    """Needs stay her organisation's, and no longer say who published them. The plans she read stay the enterprises'."""
    PlanReader.objects.filter(membership__user=user).delete()
    SupplyNeed.objects.filter(published_by=user).update(published_by=None)


def _moment(at) -> str | None:
    return at.isoformat() if at else None
