"""Taking over into a draft what another body designed. Where it came from stays with the draft, and with the result."""

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from django.db import transaction
from django.utils import timezone
from msgspec.structs import replace

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from procurement import actions as procurement
from procurement import snapshot
from procurement.models import Lot, Opportunity, Redesign
from procurement.snapshot import LotSnapshot
from socialvalue import actions as socialvalue
from socialvalue import rules
from socialvalue.models import Criteria, Criterion, Framework, Measure
from socialvalue.practice.models import CaseStudy, Copied

RULES = (
    *("method", "quantitative_share", "target", "price_method", "scale", "levels"),
    *("rounding", "places", "rounding_decides", "tie", "in_pounds"),
)
POUND, CENT = Decimal(1), Decimal("0.01")


@transaction.atomic
def copy_redesign(
    *, redesign: Redesign, opportunity: Opportunity, by: User, at: datetime, study: CaseStudy | None = None
) -> Copied:
    """Note what a draft is modelled on. Where the other contract is public, its lots and their weights come along."""
    if lots := lots_of(redesign):
        whole = opportunity.value_amount
        procurement.choose_lots(opportunity=opportunity, by=by, lots=fitted(lots, whole))
    titles = {"title_en": redesign.title_en, "title_cy": redesign.title_cy}
    return _note(
        opportunity,
        Copied.Kind.REDESIGN,
        by=by,
        at=at,
        study=study,
        source=redesign.buyer,
        redesign=redesign,
        **titles,
    )


@transaction.atomic
def copy_criteria(
    *, criteria: Criteria, lot: Lot, by: User, at: datetime, study: CaseStudy | None = None
) -> tuple[Criteria, Copied]:
    """The rules and questions of published criteria, as a draft for a lot. What people need there is not copied.

    Weights keep their proportions, and sum to what social value weighs in the lot. Targets are the other contract’s.
    """
    opportunity, theirs = lot.opportunity, criteria.lot.opportunity
    draft = socialvalue.start_criteria(lot=lot, by=by, at=at)
    frameworks = Framework.objects.open_to(opportunity.buyer).valid(timezone.localdate(at))
    framework = frameworks.filter(pk=criteria.framework_id).first() or draft.framework
    rules_of_it = {name: getattr(criteria, name) for name in RULES}
    socialvalue.amend_criteria(criteria=draft, by=by, framework=framework, **rules_of_it)
    _ask_the_same(criteria, draft, by=by)
    titles = {"title_en": theirs.title_en, "title_cy": theirs.title_cy}
    source = {"source": theirs.buyer, "criteria": criteria, "lot_number": lot.number}
    note = _note(opportunity, Copied.Kind.CRITERIA, by=by, at=at, study=study, **source, **titles)
    draft.refresh_from_db()
    return draft, note


def lots_of(redesign: Redesign) -> list[LotSnapshot]:
    """As the public reads them; none where the contract is not public."""
    release = redesign.opportunity.releases.order_by("-version").first() if redesign.opportunity else None
    return list(snapshot.read(release.snapshot).lots) if release else []


def fitted(lots: Sequence[LotSnapshot], whole: Decimal | None) -> list[LotSnapshot]:
    """The same lots for a contract of another value in another place: each keeps its share."""
    theirs = sum((each.value_amount or Decimal(0) for each in lots), Decimal(0))
    own = []
    for number, lot in enumerate(lots, start=1):
        value = None
        if whole and theirs and lot.value_amount is not None:
            value = (whole * lot.value_amount / theirs).quantize(POUND, ROUND_DOWN)
        own.append(replace(lot, number=number, source_id="", value_amount=value, value_gross=None, area_codes=[]))
    if own and whole and all(each.value_amount is not None for each in own):
        rest = whole - sum(each.value_amount for each in own)
        own[0] = replace(own[0], value_amount=own[0].value_amount + rest)
    return own


def _ask_the_same(criteria: Criteria, draft: Criteria, *, by: User) -> None:
    buyer = draft.lot.opportunity.buyer
    asked = list(criteria.questions.filter(part=Criterion.Part.SOCIAL_VALUE).order_by("position", "pk"))
    usable = Measure.objects.open_to(buyer).current().in_bulk([each.measure_id for each in asked if each.measure_id])
    measured = [each for each in asked if each.measure_id in usable]
    worded = [each for each in asked if each.measure_id not in usable]
    own = [{"title_en": each.title_en, "title_cy": each.title_cy} for each in worded]
    socialvalue.choose_questions(
        criteria=draft, by=by, measures=[usable[each.measure_id] for each in measured], own=own
    )
    ours = list(draft.questions.filter(part=Criterion.Part.SOCIAL_VALUE).order_by("position", "pk"))
    by_measure = {each.measure_id: each for each in ours if each.measure_id}
    pairs = [(each, by_measure[each.measure_id]) for each in measured]
    pairs += zip(worded, [each for each in ours if not each.measure_id], strict=True)
    weights = proportional([each.weight for each, _own in pairs], rules.weight_of(draft.lot, "social-value"))
    rows = {}
    for (theirs, question), weight in zip(pairs, weights, strict=True):
        kept = {"weight": weight}
        if question.kind == Criterion.Kind.QUANTITY:
            kept |= {"unit_value": theirs.unit_value, "unit_value_source": theirs.unit_value_source}
        else:
            kept |= {"minimum": theirs.minimum}
        rows[question.pk] = kept
    socialvalue.weigh_questions(criteria=draft, by=by, rows=rows)


def proportional(weights: Sequence[Decimal], whole: Decimal) -> list[Decimal]:
    """The same proportions, summing to the whole; as they are where the whole is not known yet."""
    total = sum(weights, Decimal(0))
    if not whole or not total:
        return list(weights)
    fitted = [max((each * whole / total).quantize(CENT, ROUND_DOWN), CENT) for each in weights]
    fitted[0] += whole - sum(fitted)
    return fitted


def _note(opportunity: Opportunity, kind: str, *, by: User, at: datetime, **source) -> Copied:
    note = Copied.objects.create(opportunity=opportunity, kind=kind, by=by, at=at, **source)
    trail.record("copied into a draft", by=by, target=opportunity, kind=str(kind), copied=note.pk)
    return note
