"""What the portal keeps of a person's talk with others: questions, answers, what she said in groups."""

from typing import Any

from collab_portal.accounts.models import User
from socialvalue.practice.models import DigestReader, GroupMember, GroupPost, StudyQuestion


def export(user: User) -> dict[str, Any]:
    questions = StudyQuestion.objects.of(user).select_related("study").order_by("pk")
    posts = GroupPost.objects.filter(by=user).select_related("thread").order_by("pk")
    groups = GroupMember.objects.filter(user=user).select_related("group").order_by("pk")
    letters = DigestReader.objects.filter(user=user).select_related("network").order_by("pk")
    return {
        "questions": [
            {
                "study": str(each.study),
                "asked_at": each.asked_at.isoformat(),
                "question": each.question if each.asked_by_id == user.pk else "",
                "answer": each.answer if each.officer_id == user.pk else "",
            }
            for each in questions
        ],
        "groups": [{"group": str(each.group), "state": each.state, "e-mail": each.mail} for each in groups],
        "posts": [{"thread": str(each.thread), "at": each.at.isoformat(), "said": each.body} for each in posts],
        "monthly_letters": [{"network": str(each.network), "since": each.since.isoformat()} for each in letters],
    }


def erase(user: User) -> None:
    """What nobody answered goes. What others read stays, and says no more who said it: the account takes that along."""
    StudyQuestion.objects.filter(asked_by=user).waiting().delete()
