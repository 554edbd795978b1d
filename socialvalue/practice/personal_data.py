"""What case studies keep of a person: what she wrote and said, what she adapts, facts that she checked."""

from typing import Any

from django.db.models import Q

from collab_portal.accounts.models import User
from socialvalue.practice.models import Adaptation, CaseStudy, FactCheck, Remark


def export(user: User) -> dict[str, Any]:
    begun = CaseStudy.objects.filter(Q(created_by=user) | Q(submitted_by=user)).order_by("pk")
    remarks = Remark.objects.filter(by=user).select_related("study").order_by("pk")
    adaptations = Adaptation.objects.filter(created_by=user).select_related("study", "organisation").order_by("pk")
    checks = FactCheck.objects.filter(email__iexact=user.email).select_related("study").order_by("pk")
    return {
        "studies": [{"title": str(each), "reference": each.reference, "state": each.state} for each in begun],
        "remarks": [{"study": str(each.study), "at": each.at.isoformat(), "said": each.body} for each in remarks],
        "adaptations": [
            {
                "study": str(each.study),
                "organisation": str(each.organisation),
                "at": each.created_at.isoformat(),
                "what": each.what,
                "who": each.who,
                "state": each.state,
                "result": each.result,
            }
            for each in adaptations
        ],
        "fact_checks": [
            {
                "study": str(each.study),
                "asked_at": each.asked_at.isoformat(),
                "answer": each.answer,
                "corrections": each.corrections,
                "name": each.name,
                "role": each.role,
            }
            for each in checks
        ],
    }


def erase(user: User) -> None:
    """That facts were confirmed stays on record; by whom does not. Links that she was sent open nothing any more."""
    FactCheck.objects.filter(email__iexact=user.email).update(email="", name="", role="")
