"""An enterprise answers the base test, and what becomes of a check when it answers otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from collab_portal.accounts.models import User
from enterprises import projection, trust_log
from enterprises.models import Enterprise, Statement, TrustStep, Verification


@dataclass(frozen=True)
class Answer:
    """What an enterprise says to one of the four statements, and what shows it."""

    is_true: bool
    evidence: str = ""
    evidence_url: str = ""


@transaction.atomic
def answer_base_test(*, enterprise: Enterprise, answers: Mapping[str, Answer], by: User, at: datetime) -> set[str]:
    """Keep the answers, and say which of them are new. What changed has to be checked, whatever was checked before."""
    enterprise = held(enterprise)
    known = {each.test: each for each in enterprise.statements.all()}
    changed = {test for test, answer in answers.items() if test not in known or _answer(known[test]) != answer}
    for test in changed:
        statement = known.get(test) or Statement(enterprise=enterprise, test=test)
        _keep(statement, answers[test], by=by, at=at)
    if not changed:
        return changed
    if enterprise.is_verified:
        end_check(enterprise, Verification.End.CHANGED, TrustStep.What.CHANGED, by=by, at=at)
    else:
        projection.refresh(enterprise, on=timezone.localdate(at))
        trust_log.write(enterprise, TrustStep.What.STATED, by=by, at=at)
    return changed


def end_check(
    enterprise: Enterprise, because: str, what: TrustStep.What, *, by: User | None, at: datetime, reason: str = ""
) -> TrustStep:
    """The standing check is over, and the entry is no longer shown as verified. All whom it concerns are told."""
    standing = enterprise.verifications.standing().select_related("by", "network").get()
    enterprise.verifications.end(because, at)
    enterprise.move_to(Enterprise.State.LAPSED)
    enterprise.save(update_fields=["state"])
    projection.refresh(enterprise, on=timezone.localdate(at))
    step = trust_log.write(enterprise, what, by=by, at=at, network=standing.network, reason=reason)
    trust_log.tell(step, [*trust_log.administrators(enterprise.organisation), *trust_log.checkers(standing)])
    return step


def held(enterprise: Enterprise) -> Enterprise:
    """The row as it is now, held until the end, so that an answer and a check are one after the other."""
    rows = Enterprise.objects.select_for_update(of=["self"]).select_related("organisation").defer("document")
    return rows.get(pk=enterprise.pk)


def _answer(statement: Statement) -> Answer:
    return Answer(statement.is_true, statement.evidence, statement.evidence_url)


def _keep(statement: Statement, answer: Answer, *, by: User, at: datetime) -> None:
    statement.is_true, statement.evidence, statement.evidence_url = answer.is_true, answer.evidence, answer.evidence_url
    statement.stated_by, statement.stated_at = by, at
    statement.checked_by = statement.checked_for = statement.checked_at = None
    statement.save()
