"""What the five steps keep of a person: how far she said her organisation is, and what she sees to."""

from typing import Any

from collab_portal.accounts.models import User
from socialvalue.practice.models import NextAction, StepAnswer


def export(user: User) -> dict[str, Any]:
    answers = StepAnswer.objects.filter(by=user).select_related("assessment__body").order_by("pk")
    owned = NextAction.objects.filter(owner=user).select_related("body").order_by("pk")
    return {
        "answers": [
            {
                "body": str(each.assessment.body),
                "year": each.assessment.year,
                "statement": each.statement,
                "level": each.level,
                "note": each.note,
                "link": each.link,
                "at": each.at.isoformat(),
            }
            for each in answers
        ],
        "next_actions": [
            {"body": str(each.body), "what": each.what, "due_on": each.due_on.isoformat(), "state": each.state}
            for each in owned
        ],
    }


def erase(user: User) -> None:
    """Nothing to do: answers stay the body's and no longer say whose they were; her actions wait for another owner."""
