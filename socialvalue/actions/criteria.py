"""Preparing how offers for a lot are judged, and publishing it for good."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from procurement import record
from procurement.actions.draft import note_edit
from procurement.models import AwardCriterion, Lot, Stage
from procurement.models.stages import CURRENT_STAGES, NotAllowed
from socialvalue import policies, rules
from socialvalue.frameworks import scales
from socialvalue.models import Criteria, Criterion, Framework, Measure
from socialvalue.models.policies import ScoringMethod

BEGIN_WITH = "LA-0-5"
SETTLED_BY = {"method", "quantitative_share"}
CENT = Decimal("0.01")


@transaction.atomic
def start_criteria(*, lot: Lot, by: User, at: datetime) -> Criteria:
    """Begin criteria from what the buyer's policy asks of a contract of this value."""
    opportunity, on = lot.opportunity, timezone.localdate(at)
    existing = Criteria.objects.filter(lot=lot).first()
    if existing:
        return existing
    band = policies.band_for(opportunity.buyer, rules.contract_value(lot), on)
    usable = Framework.objects.open_to(opportunity.buyer).valid(on).filter(kind=Framework.Kind.MEASURES)
    share = (band.quantitative_share if band else None) or Decimal(0)
    # A policy that asks for quantities and names no method: in their own units, which needs no pounds.
    method = (band.method if band else "") or (ScoringMethod.UNIT if share else ScoringMethod.QUALITY)
    scale = scales.named(BEGIN_WITH)
    criteria = Criteria.objects.create(
        lot=lot,
        band=band,
        framework=usable.order_by("-valid_from", "pk").first(),
        method=method,
        quantitative_share=Decimal(0) if method == ScoringMethod.QUALITY else share,
        scale=scale.code if scale else "",
        levels=scales.levels(scale) if scale else [],
    )
    _settle(criteria)
    trail.record("criteria started", by=by, target=opportunity, lot=lot.number)
    return criteria


@transaction.atomic
def amend_criteria(*, criteria: Criteria, by: User, **fields: Any) -> None:
    """Change the draft. Another method asks other kinds of questions, so weights are then proposed anew."""
    criteria = _draft(criteria)
    changed = {name for name, value in fields.items() if getattr(criteria, name) != value}
    for name, value in fields.items():
        setattr(criteria, name, value)
    if criteria.method == ScoringMethod.QUALITY:
        criteria.quantitative_share = Decimal(0)
    criteria.save()
    _settle(criteria, anew=bool(changed & SETTLED_BY))
    trail.record("criteria amended", by=by, target=criteria.lot.opportunity, lot=criteria.lot.number)


@transaction.atomic
def choose_questions(
    *, criteria: Criteria, by: User, measures: Iterable[Measure], own: Sequence[Mapping[str, str]] = ()
) -> None:
    """Ask for these measures, and these questions in the officer's own words.

    Weights are proposed anew where something else is asked than before.
    """
    criteria = _draft(criteria)
    asked = {each.measure_id: each for each in _social(criteria) if each.measure_id}
    chosen = list(measures)
    gone = asked.keys() - {each.pk for each in chosen}
    own_now = [each for each in _social(criteria) if not each.measure_id]
    is_same = not gone and len(asked) == len(chosen) and len(own_now) == len(own)
    criteria.questions.filter(measure__in=gone).delete()
    codes = set(criteria.questions.values_list("code", flat=True))
    for measure in chosen:
        if measure.pk not in asked:
            _ask(criteria, code=_free(measure.code, codes), measure=measure, title_en=measure.title_en,
                 title_cy=measure.title_cy, less_is_better=measure.direction == Measure.Direction.LESS)  # fmt: skip
    for question, words in zip(own_now, own, strict=False):
        Criterion.objects.filter(pk=question.pk).update(**words)
    for question in own_now[len(own) :]:
        question.delete()
    for words in own[len(own_now) :]:
        _ask(criteria, code=_free("W1", codes), **words)
    _settle(criteria, anew=not is_same)
    trail.record("questions chosen", by=by, target=criteria.lot.opportunity, lot=criteria.lot.number)


@transaction.atomic
def weigh_questions(*, criteria: Criteria, by: User, rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Weights, targets, minimum scores and values of the questions, by their number."""
    criteria = _draft(criteria)
    for question in criteria.questions.filter(pk__in=rows):
        for name, value in rows[question.pk].items():
            setattr(question, name, value)
        question.save()
    trail.record("questions weighed", by=by, target=criteria.lot.opportunity, lot=criteria.lot.number)


@transaction.atomic
def publish_criteria(*, criteria: Criteria, by: User, at: datetime) -> None:
    """Freeze the criteria: everybody reads them, offers can be made, and nothing of them changes any more.

    Raises `NotAllowed`, or `scoring.Refused` with every reason why the rule cannot stand.
    """
    criteria = _draft(criteria)
    lot, opportunity = criteria.lot, criteria.lot.opportunity
    if opportunity.stage not in CURRENT_STAGES:
        raise NotAllowed(_("Publish the opportunity first: its page is where bidders read the criteria."))
    if opportunity.stage == Stage.TENDERING and not _is_before_deadline(opportunity, at):
        raise NotAllowed(_("The deadline for offers has passed, so criteria can no longer be published."))
    if any(each.field.startswith("lots/") for each in record.pending(opportunity).differences):
        raise NotAllowed(_("Publish your changes to the lots first: the criteria rest on their weights."))
    _settle(criteria)
    questions = list(criteria.questions.order_by("position"))
    if any(not each.title_en and not each.title_cy for each in questions):
        raise NotAllowed(_("Every question needs its words. Write them under “What you ask for”."))
    criteria.rule = rules.freeze(criteria, questions)
    criteria.published_at, criteria.published_by = at, by
    criteria.save()
    note_edit(opportunity, "lots")  # no imported notice may change what offers rest on
    trail.record(
        "criteria published",
        by=by,
        target=opportunity,
        lot=lot.number,
        criteria=criteria.pk,
        framework=criteria.rule["framework"],
        method=criteria.method,
        questions=len(questions),
    )


def _draft(criteria: Criteria) -> Criteria:
    """The row as it is now, held until the end."""
    locked = Criteria.objects.select_for_update(of=["self"]).select_related("lot__opportunity__buyer", "framework")
    criteria = locked.get(pk=criteria.pk)
    if criteria.is_published:
        raise NotAllowed(_("These criteria are published, so nothing of them can change."))
    return criteria


def _is_before_deadline(opportunity, at: datetime) -> bool:
    return opportunity.submissions_close_at is not None and at < opportunity.submissions_close_at


def _social(criteria: Criteria) -> list[Criterion]:
    asked = criteria.questions.filter(part=Criterion.Part.SOCIAL_VALUE)
    return list(asked.select_related("measure").order_by("position", "pk"))


def _ask(criteria: Criteria, **fields: Any) -> None:
    last = criteria.questions.count() + 1
    words = {"kind": Criterion.Kind.WORDS, "weight": CENT, "position": last}
    Criterion.objects.create(criteria=criteria, part=Criterion.Part.SOCIAL_VALUE, **words, **fields)


def _free(code: str, taken: set[str]) -> str:
    """The code, or the next that nobody has."""
    stem, number, free = code.rstrip("0123456789") if code == "W1" else f"{code}-", 1, code
    while free in taken:
        number += 1
        free = f"{stem}{number}"
    taken.add(free)
    return free


def _settle(criteria: Criteria, *, anew: bool = False) -> None:
    """Bring the questions in line with the method and with the lot's own quality criteria; propose weights if asked."""
    social = _social(criteria)
    for question in social:
        unit = question.measure.unit if question.measure and criteria.method != ScoringMethod.QUALITY else ""
        question.kind = Criterion.Kind.QUANTITY if unit else Criterion.Kind.WORDS
        question.unit = unit
        if question.kind == Criterion.Kind.WORDS:
            question.target = question.unit_value = None
        else:
            question.minimum = None
    if anew:
        _propose(criteria, social)
    _settle_quality(criteria)
    for position, question in enumerate(social, start=1):
        question.position = position
        question.save()


def _propose(criteria: Criteria, social: list[Criterion]) -> None:
    """Equal weights in each part of the split. A part without a question gives its weight to the other."""
    whole = rules.weight_of(criteria.lot, AwardCriterion.Kind.SOCIAL_VALUE)
    counted = [each for each in social if each.kind == Criterion.Kind.QUANTITY]
    judged = [each for each in social if each.kind == Criterion.Kind.WORDS]
    share = (whole * criteria.quantitative_share / 100).quantize(CENT, ROUND_DOWN)
    if not counted or not judged:
        share = whole if counted else Decimal(0)
    for questions, weight in ((counted, share), (judged, whole - share)):
        for question, each in zip(questions, _even(weight, len(questions)), strict=True):
            question.weight = max(each, CENT)


def _even(whole: Decimal, parts: int) -> list[Decimal]:
    """Parts of two places that sum to the whole; the first takes what is left over."""
    if not parts:
        return []
    part = (whole / parts).quantize(CENT, ROUND_DOWN)
    return [whole - part * (parts - 1), *[part] * (parts - 1)]


def _names(criterion: AwardCriterion) -> dict[str, str]:
    """Its name in both languages; one without a name is called by its kind."""
    if criterion.name_en or criterion.name_cy:
        return {"title_en": criterion.name_en, "title_cy": criterion.name_cy}
    names = {}
    for language in ("en", "cy"):
        with override(language):
            names[f"title_{language}"] = str(AwardCriterion.Kind(criterion.kind).label)
    return names


def _settle_quality(criteria: Criteria) -> None:
    """One question in words for each quality criterion of the lot, with the whole of its weight."""
    wanted = [each for each in criteria.lot.criteria.order_by("pk") if each.kind == AwardCriterion.Kind.QUALITY]
    asked = criteria.questions.filter(part=Criterion.Part.QUALITY)
    codes = [f"Q{number}" for number, each in enumerate(wanted, start=1) if each.weight]
    asked.exclude(code__in=codes).delete()
    for number, each in enumerate(wanted, start=1):
        if each.weight:
            said = _names(each) | {"weight": each.weight}
            fixed = {"part": Criterion.Part.QUALITY, "kind": Criterion.Kind.WORDS, "position": 500 + number}
            asked.update_or_create(criteria=criteria, code=f"Q{number}", defaults=said | fixed)
