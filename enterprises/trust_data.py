"""What trust keeps of a person: her claims and requests, what she answered for an enterprise, and what she checked."""

from typing import Any

from collab_portal.accounts.models import User
from enterprises.models import Claim, JoinRequest, Statement, TrustStep, Verification


def export(user: User) -> dict[str, Any]:
    claims = Claim.objects.filter(by=user).select_related("enterprise__organisation").order_by("pk")
    requests = JoinRequest.objects.filter(by=user).select_related("enterprise__organisation").order_by("pk")
    answers = Statement.objects.filter(stated_by=user).select_related("enterprise__organisation").order_by("pk")
    checks = Verification.objects.filter(by=user).select_related("enterprise__organisation", "network").order_by("pk")
    steps = TrustStep.objects.filter(by=user).select_related("enterprise__organisation").order_by("pk")
    return {
        "claims": [
            _asked(each) | {"way": each.way, "address": each.address, "asked_at": each.made_at.isoformat()}
            for each in claims
        ],
        "requests_to_join": [_asked(each) | {"asked_at": each.asked_at.isoformat()} for each in requests],
        "base_test_answers": [
            {
                "enterprise": str(each.enterprise),
                "statement": each.test,
                "is_true": each.is_true,
                "evidence": each.evidence,
                "evidence_url": each.evidence_url,
                "stated_at": each.stated_at.isoformat(),
            }
            for each in answers
        ],
        "checks": [
            {
                "enterprise": str(each.enterprise),
                "network": str(each.network),
                "name_shown": each.verifier_name,
                "verified_on": each.verified_on.isoformat(),
                "recheck_on": each.recheck_on.isoformat(),
                "note": each.note,
            }
            for each in checks
        ],
        "log": [
            {"enterprise": str(each.enterprise), "what": each.what, "at": each.at.isoformat(), "reason": each.reason}
            for each in steps
        ],
    }


def erase(user: User) -> None:
    """Her name no longer stands beside the checks she made; the checks stand. Claims and requests go with her."""
    Verification.objects.filter(by=user).update(verifier_name="")


def _asked(asked: Claim | JoinRequest) -> dict[str, Any]:
    return {
        "enterprise": str(asked.enterprise),
        "message": asked.message,
        "decision": asked.decision,
        "decided_at": asked.decided_at.isoformat() if asked.decided_at else None,
        "reason": asked.reason,
    }
