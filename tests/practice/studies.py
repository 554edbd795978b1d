"""Plausible case studies on their way over the desk."""

from datetime import datetime, timedelta
from itertools import count

from collab_portal.accounts.models import Organisation, User
from socialvalue.practice import actions, content, gates
from socialvalue.practice.models import CaseStudy, Consent
from tests import build

PLAUSIBLE = {
    "title_en": "Lots that a village can win",
    "title_cy": "Lotiau y gall pentref eu hennill",
    "summary_en": "A council split its catering by valley, and three local kitchens won.",
    "summary_cy": "Rhannodd cyngor ei arlwyo fesul cwm, ac enillodd tair cegin leol.",
    "challenge_en": "One contract was too big.",
    "challenge_cy": "Roedd un contract yn rhy fawr.",
    "solution_en": "Three lots, one for each valley.",
    "solution_cy": "Tair lot, un i bob cwm.",
    "result_en": "Three kitchens won.",
    "result_cy": "Enillodd tair cegin.",
    "lessons_en": "Ask the kitchens first.",
    "lessons_cy": "Holwch y ceginau yn gyntaf.",
    "original_language": "en",
    "steps": ["contract-design"],
    "goals": ["WBG1"],
    "category_id": "catering-and-food",
    "area_codes": ["W06000002"],
    "route": "open",
    "evidence_level": 1,
}
_numbers = count(1)


def started(
    *, owner: Organisation | None = None, by: User | None = None, at: datetime = build.NOW, **fields
) -> CaseStudy:
    """A draft with everything that readers need, in both languages."""
    build.reference_data()
    fields = PLAUSIBLE | {"slug": f"case-study-{next(_numbers)}"} | fields
    owner = owner or build.organisation()
    return actions.start_study(owner=owner, by=by or build.user(role="editor", of=owner), at=at, **fields)


def in_review(*, at: datetime = build.NOW, **fields) -> CaseStudy:
    """Sent in by its author and taken by a coordinator."""
    study = started(at=at, **fields)
    actions.submit(study=study, by=study.created_by, at=at)
    return actions.take(study=study, by=coordinator(), at=at)


def agreed(study: CaseStudy, *, at: datetime = build.NOW) -> None:
    """Everybody it names has agreed, everybody asked has confirmed the facts, and a review date is set."""
    said = content.of(study)
    for body in said.organisations:
        named = actions.name_party(
            study=study,
            organisation=Organisation.objects.get(pk=body.id),
            scope=[Consent.Scope.NAMED],
            by=coordinator(),
            at=at,
        )
        actions.give_consent(consent=named, given_by="Head of procurement", given_on=at.date(), by=None)
    for side in gates.sides(said):
        confirmed(study, side, at=at)
    actions.set_review_date(study=study, review_on=(at + timedelta(days=365)).date(), by=coordinator(), at=at)


def confirmed(
    study: CaseStudy, side: str, *, at: datetime = build.NOW, answer: str = "confirmed", corrections: str = ""
):
    asked = actions.ask_fact_check(
        study=study, side=side, email="mair@example.org", language="en", by=coordinator(), at=at
    )
    who = {"name": "Mair", "role": "Officer", "corrections": corrections}
    return actions.answer_fact_check(check=asked, answer=answer, at=at, **who)


def published(*, at: datetime = build.NOW, **fields) -> CaseStudy:
    """In the library, by the whole way over the desk."""
    study = in_review(at=at, **fields)
    agreed(study, at=at)
    actions.publish(study=study, by=coordinator(), at=at)
    return CaseStudy.objects.get(pk=study.pk)


def coordinator() -> User:
    """Somebody of a network, always the same within one test."""
    known = User.objects.filter(email="desk@network.example").first()
    if known:
        return known
    network = build.organisation(is_network=True, name_en="Our Network")
    return build.user(email="desk@network.example", role="publisher", of=network)
