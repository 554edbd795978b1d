"""What a panel has said of the offers for a lot: read inside `sealing.opened`, for whoever may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from collab_portal.accounts.models import User
from socialvalue import rules
from socialvalue.models import Answer, Consensus, Criteria, Criterion, Offer, PanelMember, Score
from socialvalue.scoring import Level

Place = tuple[int, int]  # the numbers of an offer and of a question


def judged(criteria: Criteria) -> list[Criterion]:
    """The questions that are answered in words: what is counted needs no judgement."""
    return list(criteria.questions.filter(kind=Criterion.Kind.WORDS).order_by("position"))


def levels(criteria: Criteria) -> tuple[Level, ...]:
    """The frozen scale, from its lowest level."""
    scales = rules.frozen(criteria).scales
    return tuple(sorted(scales[0].levels, key=lambda level: level.score)) if scales else ()


def bids_of(user: User, criteria: Criteria) -> list[Offer]:
    """The offers of organisations of which the person is a member: she cannot judge."""
    hers = Q(bidder__memberships__user=user) | Q(bidder__merged_into__memberships__user=user)
    return list(Offer.objects.filter(hers, criteria=criteria).select_related("bidder").distinct())


def waits_for(criteria: Criteria) -> list[PanelMember]:
    """The evaluators who have not locked their scores yet."""
    return list(criteria.panel.evaluators().filter(locked_at=None).select_related("user").order_by("pk"))


def is_locked(criteria: Criteria) -> bool:
    """Every evaluator has locked, so prices and scores are open to the panel."""
    evaluators = criteria.panel.evaluators()
    return evaluators.exists() and not evaluators.filter(locked_at=None).exists()


def own_scores(member: PanelMember, offer: Offer | None = None) -> dict[Place, Score]:
    """What one evaluator says now."""
    scores = member.scores.all() if offer is None else member.scores.filter(offer=offer)
    return {(each.offer_id, each.criterion_id): each for each in scores.current()}


def own_versions(member: PanelMember, offer: Offer) -> list[Score]:
    """What she said before, where she changed it after the lock: the latest first."""
    changed = member.scores.filter(offer=offer, version__gt=1).values("criterion")
    found = member.scores.filter(offer=offer, criterion__in=changed).select_related("criterion")
    return list(found.order_by("criterion__position", "-version"))


@dataclass(frozen=True)
class Sheet:
    """All that the panel said: by evaluator, offer and question. Only after every evaluator has locked."""

    evaluators: list[PanelMember]
    offers: list[Offer]
    questions: list[Criterion]
    scores: Mapping[tuple[int, int, int], Score] = field(default_factory=dict)
    agreed: Mapping[Place, Consensus] = field(default_factory=dict)

    def said(self, offer: Offer, question: Criterion) -> list[tuple[PanelMember, Score]]:
        """Each evaluator with her score."""
        keys = [(each, (each.pk, offer.pk, question.pk)) for each in self.evaluators]
        return [(each, self.scores[key]) for each, key in keys if key in self.scores]

    def points(self, offer: Offer, question: Criterion) -> dict[str, Decimal]:
        """By evaluator. Two of the same name stay apart."""
        numbers = {each.pk: number for number, each in enumerate(self.evaluators, start=1)}
        return {
            f"{numbers[each.pk]}. {each.name}": score.points
            for each, score in self.said(offer, question)
            if score.points is not None
        }

    def missing(self) -> list[Criterion]:
        """The questions of which something is not agreed yet."""
        return [q for q in self.questions if any((each.pk, q.pk) not in self.agreed for each in self.offers)]


def sheet(criteria: Criteria, offers: Iterable[Offer]) -> Sheet:
    """In five queries, however many there are."""
    evaluators = list(criteria.panel.evaluators().select_related("user").order_by("pk"))
    scores = Score.objects.filter(member__in=evaluators).current()
    return Sheet(
        evaluators,
        list(offers),
        judged(criteria),
        {(each.member_id, each.offer_id, each.criterion_id): each for each in scores},
        agreed(criteria),
    )


def agreed(criteria: Criteria) -> dict[Place, Consensus]:
    found = Consensus.objects.filter(criterion__criteria=criteria).current()
    return {(each.offer_id, each.criterion_id): each for each in found}


def answers_to(question: Criterion, offers: Iterable[Offer]) -> dict[int, Answer]:
    """By the number of the offer."""
    return {each.offer_id: each for each in Answer.objects.filter(criterion=question, offer__in=offers)}
