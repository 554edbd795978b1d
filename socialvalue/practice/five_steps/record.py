"""What a closed assessment keeps for good, as one value, and how a score is made of answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean

import msgspec
from django.utils import timezone

from socialvalue.practice.five_steps.editions import Edition
from socialvalue.practice.models import Step, StepAnswer

TENTH = Decimal("0.1")
Scores = dict[str, Decimal]


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer. `by` is the number of the person: names are not kept here."""

    statement: str
    level: int
    on: date
    by: int | None = None
    note: str = ""
    link: str = ""


class Closed(msgspec.Struct, frozen=True):
    """The whole assessment: what people said, what the portal knew on that day, and the scores made of the answers."""

    answers: list[Answered]
    facts: dict[str, int | None]
    measured_on: date
    scores: dict[str, Decimal]

    def answer(self, statement: str) -> Answered | None:
        return next((each for each in self.answers if each.statement == statement), None)


def of(edition: Edition, answers: Iterable[StepAnswer], facts: Mapping[str, int | None], *, on: date) -> Closed:
    """The answers as they stand."""
    said = {each.statement: each for each in answers}
    kept = [
        Answered(
            statement=code,
            level=each.level,
            on=timezone.localdate(each.at),
            by=each.by_id,
            note=each.note,
            link=each.link,
        )
        for code in edition.codes
        if (each := said.get(code))
    ]
    levels = {each.statement: each.level for each in kept}
    return Closed(answers=kept, facts=dict(facts), measured_on=on, scores=scores(edition, levels))


def scores(edition: Edition, levels: Mapping[str, int]) -> Scores:
    """For each step the mean of its levels, from 0 to 3, to one decimal; only where all of it is answered."""
    found = {}
    for step in Step:
        wanted = [each.code for each in edition.of_step(step)]
        if wanted and all(code in levels for code in wanted):
            exact = mean(Decimal(levels[code]) for code in wanted)
            found[step.value] = exact.quantize(TENTH, rounding=ROUND_HALF_UP)
    return found


def _answered(answer: StepAnswer) -> Answered:
    return Answered(
        statement=answer.statement,
        level=answer.level,
        on=timezone.localdate(answer.at),
        by=answer.by_id,
        note=answer.note,
        link=answer.link,
    )


def write(closed: Closed) -> dict:
    return msgspec.to_builtins(closed)


def read(data: dict) -> Closed:
    return msgspec.convert(data, Closed)
