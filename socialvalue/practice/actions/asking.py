"""Asking those who were there: remarks at a paragraph, fact-checks, and consents."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from socialvalue.practice.actions import desk
from socialvalue.practice.actions.keeping import held, keep
from socialvalue.practice.history import paragraphs
from socialvalue.practice.models import CaseStudy, Consent, FactCheck, NotAllowed, Remark, State

LINK_LASTS = timedelta(days=30)


@transaction.atomic
def remark(*, study: CaseStudy, field: str, language: str, paragraph: int, body: str, by: User, at: datetime) -> Remark:
    """Say something about one paragraph."""
    parts = paragraphs(getattr(study, f"{field}_{language}"))
    quoted = parts[paragraph] if paragraph < len(parts) else ""
    where = {"field": field, "language": language, "paragraph": paragraph, "quoted": quoted}
    return Remark.objects.create(study=study, body=body, by=by, at=at, **where)


@transaction.atomic
def settle_remark(*, remark: Remark, by: User, at: datetime) -> None:
    """It is dealt with. It stays to be read."""
    Remark.objects.open().filter(pk=remark.pk).update(settled_by=by, settled_at=at)


@transaction.atomic
def ask_fact_check(*, study: CaseStudy, side: str, email: str, language: str, by: User, at: datetime) -> FactCheck:
    """Send a link to somebody who was there. Asking the same side again ends the link before."""
    now = held(study)
    now.fact_checks.open(at).filter(side=side).update(expires_at=at)
    asked = FactCheck.objects.create(
        study=now,
        revision=keep(now, by=by, at=at),
        side=side,
        email=email,
        language=language,
        asked_by=by,
        asked_at=at,
        expires_at=at + LINK_LASTS,
    )
    outbox.post(
        key=f"fact-check/{asked.pk}", kind="fact-check", address=email, language=language, payload={"check": asked.pk}
    )
    trail.record("case study: fact-check asked for", by=by, target=now, side=side)
    return asked


@transaction.atomic
def answer_fact_check(
    *, check: FactCheck, answer: str, name: str, role: str, at: datetime, corrections: str = ""
) -> FactCheck:
    """They confirm the facts, or say what has to be corrected. It is on record and answered once."""
    asked = FactCheck.objects.select_for_update(of=["self"]).select_related("study", "asked_by").get(pk=check.pk)
    if asked.answered_at or asked.expires_at <= at:
        raise NotAllowed(_("This has been answered already, or the link has run out."))
    asked.answer, asked.answered_at = answer, at
    asked.corrections = corrections if answer == FactCheck.Answer.CORRECTED else ""
    asked.name, asked.role = name, role
    asked.save()
    trail.record("case study: fact-check answered", target=asked.study, side=asked.side, answer=answer)
    whom = [each for each in {asked.asked_by, asked.study.reviewer} if each and each.is_active]
    key = f"fact-check/{asked.pk}/answer"
    outbox.post_to_each(whom, key=key, kind="fact-check-answer", payload={"check": asked.pk})
    return asked


@transaction.atomic
def name_party(
    *,
    study: CaseStudy,
    by: User,
    at: datetime,
    scope: Iterable[str],
    organisation: Organisation | None = None,
    name: str = "",
    role: str = "",
) -> Consent:
    """Note that the study names somebody, who has to agree."""
    who = {"organisation": organisation, "name": name, "role": role}
    return Consent.objects.create(study=study, scope=list(scope), asked_at=at, recorded_by=by, **who)


@transaction.atomic
def give_consent(
    *, consent: Consent, given_by: str, given_on: date, by: User | None, expires_on: date | None = None
) -> Consent:
    """Note that they agreed: who said so, when, and until when it holds."""
    now = Consent.objects.select_for_update().get(pk=consent.pk)
    if now.withdrawn_at:
        raise NotAllowed(_("This was taken back. Ask anew if they agree again."))
    now.given_by, now.given_on, now.expires_on, now.recorded_by = given_by, given_on, expires_on, by
    now.save()
    trail.record("case study: consent given", by=by, target=now.study, consent=now.pk)
    return now


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User | None, at: datetime, because: str = "") -> None:
    """They take it back: what is scheduled stays in, and what is published goes out of the library at once."""
    study = held(consent.study)
    now = Consent.objects.select_for_update().get(pk=consent.pk)
    if now.withdrawn_at is None:
        now.withdrawn_at, now.withdrawn_because = at, because
        now.save()
        trail.record("case study: consent withdrawn", by=by, target=study, consent=now.pk)
        _stop(study, now, by=by, at=at)


@transaction.atomic
def no_longer_named(*, consent: Consent, by: User, at: datetime) -> None:
    """The text does not name them any more, so that nothing depends on their consent."""
    Consent.objects.filter(pk=consent.pk).update(no_longer_named_at=at)
    trail.record("case study: no longer named", by=by, target=consent.study, consent=consent.pk)


def expire_consents(*, at: datetime) -> int:
    """Consents whose days are over count as taken back."""
    over = Consent.objects.run_out(timezone.localdate(at)).order_by("pk")
    found = [each for each in over.select_related("study")[:200] if _depends(each)]
    for each in found:
        with transaction.atomic():
            _stop(held(each.study), each, by=None, at=at)
    return len(found)


def _depends(consent: Consent) -> bool:
    """Something would go out, or is out, that rests on it."""
    return consent.study.state == State.SCHEDULED or _is_in_edition(consent.study, consent)


def _is_in_edition(study: CaseStudy, consent: Consent) -> bool:
    entry = getattr(CaseStudy.objects.select_related("entry").get(pk=study.pk), "entry", None)
    return entry is not None and consent.asked_at <= entry.published_at and consent.no_longer_named_at is None


def _stop(study: CaseStudy, consent: Consent, *, by: User | None, at: datetime) -> None:
    if study.state == State.SCHEDULED:
        desk.hold(study=study, by=None, at=at, note=say("Somebody who is named no longer agrees."))
    if _is_in_edition(study, consent):
        desk.withdraw(study=study, withdrawal=CaseStudy.Withdrawal.CONSENT, by=by, at=at)
