"""Looking at published studies again, before they are out of date."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from collab_portal.mail import outbox
from collab_portal.mail.kinds import Payload
from socialvalue.practice import people
from socialvalue.practice.models import CaseStudy

BEFORE = (60, 14)  # days


def remind(*, at: datetime) -> int:
    """Write to those who have a study in hand, 60 and 14 days before its review date: each once for that date."""
    today = timezone.localdate(at)
    soon = CaseStudy.objects.published().filter(review_on__range=(today, today + timedelta(days=BEFORE[0])))
    studies = list(soon.order_by("pk"))
    for study in studies:
        days = min(each for each in BEFORE if (study.review_on - today).days <= each)
        payload = {"study": study.pk, "review_on": study.review_on.isoformat()}
        key = f"study-review/{study.pk}/{study.review_on}/{days}"
        outbox.post_to_each(people.desk_of(study), key=key, kind="study-review", payload=payload)
    return len(studies)


def still_due(payload: Payload) -> str | None:
    """A reminder is of no use once somebody has looked, or the study is gone."""
    due = CaseStudy.objects.published().filter(pk=payload["study"], review_on=date.fromisoformat(payload["review_on"]))
    return None if due.exists() else "reviewed or withdrawn"


def overdue_since(study: CaseStudy, on: date) -> date | None:
    """The day it was last looked at, where its review date has passed: readers are told."""
    return study.reviewed_on if study.review_on and study.review_on < on else None
