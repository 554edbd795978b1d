"""Where criteria put small providers off, and what to do about it. Advice, never a bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from socialvalue import rules
from socialvalue.models import Criteria, Criterion
from socialvalue.models.policies import ScoringMethod

SMALL = Decimal(250_000)  # pounds without VAT: below it, published policies ask no pounds (Rotherham)
MOST_QUESTIONS = 6
MOST_TEXTS = 6
HIGH_GATE = Decimal("0.6")  # of the scale


@dataclass(frozen=True)
class Advice:
    """`found` says what is there, `do` what would be better; `section`: the page where it can be done."""

    code: str
    found: str
    do: str
    section: str


def of(criteria: Criteria, questions: Sequence[Criterion]) -> list[Advice]:
    social = [each for each in questions if each.part == Criterion.Part.SOCIAL_VALUE]
    asked = [*_measures(social), *_twice(social), *_words(criteria, questions)]
    return [*_amount(criteria, social, questions), *_method(criteria), *_tie(criteria), *asked]


def _amount(criteria: Criteria, social: Sequence[Criterion], questions: Sequence[Criterion]) -> Iterator[Advice]:
    most = (criteria.band.most_measures if criteria.band else None) or MOST_QUESTIONS
    if len(social) > most:
        yield Advice(
            "too-many",
            gettext("You ask %(count)d questions about social value. More than %(most)d put small providers off.")
            % {"count": len(social), "most": most},
            gettext("Keep those that matter most for this contract, and drop the rest."),
            "questions",
        )
    texts = sum(each.kind == Criterion.Kind.WORDS for each in questions)
    if texts > MOST_TEXTS:
        yield Advice(
            "too-many-texts",
            gettext("Bidders must write %(count)d texts.") % {"count": texts},
            gettext("Ask one question where two ask nearly the same, or ask for a number instead."),
            "questions",
        )
    weight = rules.weight_of(criteria.lot, "social-value")
    wanted = criteria.band.weight if criteria.band else None
    if wanted is not None and weight < wanted:
        values = {"weight": f"{weight.normalize():f}", "wanted": f"{wanted.normalize():f}"}
        yield Advice(
            "below-policy",
            gettext("Social value weighs %(weight)s%%, and your policy asks for %(wanted)s%%.") % values,
            gettext("Raise its weight among the lot’s award criteria, or note why not."),
            "",
        )


def _method(criteria: Criteria) -> Iterator[Advice]:
    value = rules.contract_value(criteria.lot)
    is_small = value is None or value < SMALL
    if criteria.method == ScoringMethod.RELATIVE:
        yield Advice(
            "league-table-small" if is_small else "league-table",
            gettext("A league table in pounds on a small contract favours whoever can promise most.")
            if is_small
            else gettext("Against the highest offer, one extravagant promise takes the points from everybody else."),
            gettext("Compare each measure in its own unit against a target, or ask in words only."),
            "method",
        )
    elif criteria.method == ScoringMethod.TARGET and is_small:
        yield Advice(
            "pounds-small",
            gettext("Pounds for social value cost small providers work that a small contract does not pay for."),
            gettext("Compare each measure in its own unit, or ask in words only."),
            "method",
        )


def _tie(criteria: Criteria) -> Iterator[Advice]:
    if criteria.tie == Criteria.Tie.SHARED:
        yield Advice(
            "shared-place",
            gettext("If two offers are equal, nothing says which of them has the award."),
            gettext("Choose what decides between equals, unless the contract has room for both."),
            "price",
        )


def _measures(social: Sequence[Criterion]) -> Iterator[Advice]:
    for each in social:
        if each.measure and each.measure.counts_activity:
            yield Advice(
                f"counts-activity-{each.code}",
                gettext("“%(title)s” counts what is done, not what changes.") % {"title": rules.question_title(each)},
                gettext("Ask what is different for people afterwards, or ask for it in words as well."),
                "questions",
            )
        if each.measure and not each.measure.is_verified:
            yield Advice(
                f"unverified-{each.code}",
                gettext("“%(title)s” is not yet compared with its source.") % {"title": rules.question_title(each)},
                gettext("Compare its words with the framework before you publish."),
                "questions",
            )


def _twice(social: Sequence[Criterion]) -> Iterator[Advice]:
    """A framework may list one metric under several of its criteria."""
    codes: dict[tuple[str, str], list[str]] = {}
    for each in social:
        if each.kind == Criterion.Kind.QUANTITY:
            title = rules.question_title(each)
            codes.setdefault((title.strip().casefold(), each.unit), []).append(each.code)
    for each in social:
        same = codes.get((rules.question_title(each).strip().casefold(), each.unit), [])
        if len(same) > 1 and each.code == min(same):
            yield Advice(
                f"asked-twice-{each.code}",
                gettext("“%(title)s” is asked more than once: %(codes)s. One promise would bring points each time.")
                % {"title": rules.question_title(each), "codes": ", ".join(same)},
                gettext("Keep it where it fits best, or say in each what is counted there and nowhere else."),
                "questions",
            )


def _words(criteria: Criteria, questions: Sequence[Criterion]) -> Iterator[Advice]:
    if not criteria.need_en and not criteria.need_cy:
        yield Advice(
            "no-need",
            gettext("Nothing says what people here need."),
            gettext("Write two or three sentences: who would be better off, and how you know."),
            "need",
        )
    if any(not each.title_en or not each.title_cy for each in questions):
        yield Advice(
            "one-language",
            gettext("Some questions are in one language only."),
            gettext("Write them in English and in Welsh, so that both kinds of bidders start equal."),
            "questions",
        )
    top = max((Decimal(level["points"]) for level in criteria.levels), default=Decimal(0))
    gates = [each for each in questions if each.minimum and top and each.minimum > top * HIGH_GATE]
    if gates:
        yield Advice(
            "high-gate",
            gettext("The lowest score accepted is high, so that a good offer can fall at one answer."),
            gettext("Set it only where a weak answer would really make the contract fail."),
            "weights",
        )
