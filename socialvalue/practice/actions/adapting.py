"""Taking up what a study tells: first what is meant to be done, later what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from procurement.models import Opportunity
from socialvalue.practice import listing, people
from socialvalue.practice.models import Adaptation, CaseStudy, NotAllowed

State = Adaptation.State


@transaction.atomic
def plan_adaptation(
    *,
    study: CaseStudy,
    organisation: Organisation,
    by: User,
    at: datetime,
    language: str,
    what: str,
    who: str = "",
    by_when: date | None = None,
    after: Adaptation | None = None,
    opportunity: Opportunity | None = None,
) -> Adaptation:
    """Say that an organisation wants to adapt it. The authors and their coordinators hear of it."""
    made = Adaptation.objects.create(
        study=study,
        organisation=organisation,
        after=after,
        language=language,
        what=what,
        who=who,
        by_when=by_when,
        opportunity=opportunity,
        created_by=by,
        created_at=at,
    )
    trail.record("adaptation planned", by=by, target=study, adaptation=made.pk)
    _tell(made, "adaptation-planned", by)
    return made


@transaction.atomic
def report_adaptation(
    *,
    adaptation: Adaptation,
    by: User,
    at: datetime,
    language: str,
    result: str,
    told_in: CaseStudy | None = None,
    opportunity: Opportunity | None = None,
) -> Adaptation:
    """Say what came of it. It counts as a use of the study, and its authors hear of it."""
    done = _reported(adaptation, State.DONE, at=at, language=language, result=result)
    if told_in and told_in.pk == done.study_id:
        raise NotAllowed(_("That is the study you adapted. Name the one in which you tell of it yourself."))
    done.told_in, done.opportunity = told_in, opportunity
    done.save()
    listing.count_adaptations(done.study_id)
    trail.record("adaptation reported", by=by, target=done.study, adaptation=done.pk)
    _tell(done, "adaptation-done", by)
    return done


@transaction.atomic
def give_up_adaptation(*, adaptation: Adaptation, by: User, at: datetime, language: str, why: str = "") -> Adaptation:
    """It came to nothing. The public does not see it any more; the coordinators can read why."""
    dropped = _reported(adaptation, State.GIVEN_UP, at=at, language=language, result=why)
    dropped.save()
    trail.record("adaptation given up", by=by, target=dropped.study, adaptation=dropped.pk)
    return dropped


def _reported(adaptation: Adaptation, state: str, *, at: datetime, language: str, result: str) -> Adaptation:
    now = Adaptation.objects.select_for_update(of=["self"]).select_related("study").get(pk=adaptation.pk)
    if now.state != State.PLANNED:
        raise NotAllowed(_("Somebody has reported on this already."))
    now.state, now.reported_at, now.result_language, now.result = state, at, language, result
    return now


def _tell(adaptation: Adaptation, kind: str, by: User) -> None:
    whom = [each for each in people.told_of_use(adaptation.study) if each.pk != by.pk]
    outbox.post_to_each(whom, key=f"{kind}/{adaptation.pk}", kind=kind, payload={"adaptation": adaptation.pk})
