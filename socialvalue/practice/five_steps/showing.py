"""The five steps as pages show them: names, figures, the radar and the tables beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from procurement import wording
from socialvalue.pictures import Picture, plain
from socialvalue.practice.five_steps import comparing, editions, record
from socialvalue.practice.five_steps.editions import Statement
from socialvalue.practice.five_steps.facts import FACTS, Fact, Known, Unit
from socialvalue.practice.five_steps.record import Answered, Closed, Scores
from socialvalue.practice.models import Assessment, Level, Step
from socialvalue.radar import Series, radar

SHORT = {
    Step.CULTURE: _("Culture"),
    Step.PRACTICE: _("Good practice"),
    Step.SOCIAL_VALUE: _("Social value"),
    Step.PIPELINE: _("Pipeline"),
    Step.DESIGN: _("Contract design"),
}
ASKED = {
    Step.CULTURE: _("Do your people know social enterprises, and want to buy from them?"),
    Step.PRACTICE: _("Does what works in one place reach the next?"),
    Step.SOCIAL_VALUE: _("Do you ask for what matters, and look after it?"),
    Step.PIPELINE: _("Can others see early what you will buy?"),
    Step.DESIGN: _("Can a small organisation win, and live on it?"),
}
YEARS_SHOWN = 2  # in the radar, beside the others


@dataclass(frozen=True)
class ShownFact:
    """A fact with its value in words, and the page of the portal that shows it."""

    fact: Fact
    said: str
    url: str


@dataclass(frozen=True)
class ShownAnswer:
    """A statement with its answer, if there is one, and who gave it."""

    statement: Statement
    answer: Answered | None
    by: str

    @property
    def level(self) -> str:
        return str(Level(self.answer.level).label) if self.answer else gettext("No answer yet")

    @property
    def example(self) -> editions.Example | None:
        return self.statement.examples[self.answer.level] if self.answer else None


@dataclass(frozen=True)
class ShownStep:
    """Everything about one step on one page."""

    step: Step
    score: str
    facts: list[ShownFact]
    answers: list[ShownAnswer]

    @property
    def question(self) -> str | Promise:
        return ASKED[self.step]

    @property
    def answered(self) -> int:
        return sum(each.answer is not None for each in self.answers)


def figure(unit: Unit, value: Known) -> str:
    """“40%”, “12 days”, “Yes”."""
    if value is None:
        return gettext("Not known")
    if unit == Unit.YES_NO:
        return gettext("Yes") if value else gettext("No")
    if unit == Unit.PERCENT:
        return f"{value}%"
    return wording.days(value) if unit == Unit.DAYS else f"{value:,}"


def facts(body: Organisation, measured: Mapping[str, Known], wanted: Iterable[str]) -> list[ShownFact]:
    """In this order. One that was not measured then is not known."""
    return [shown_fact(body, FACTS[code], measured.get(code)) for code in wanted]


def of_step(step: Step) -> list[str]:
    return [code for code, each in FACTS.items() if each.step == step]


def shown_fact(body: Organisation, fact: Fact, value: Known) -> ShownFact:
    of_body = fact.page.startswith(("public-bodies:", "outcomes:"))
    url = reverse(fact.page, args=[body.slug] if of_body else [])
    return ShownFact(fact, figure(fact.unit, value), url)


def steps(body: Organisation, edition: editions.Edition, closed: Closed) -> list[ShownStep]:
    """All five; names are looked up once."""
    names = {each.pk: str(each) for each in User.objects.filter(pk__in=[said.by for said in closed.answers if said.by])}
    found = []
    for step in Step:
        answers = [(each, closed.answer(each.code)) for each in edition.of_step(step)]
        shown = [ShownAnswer(each, said, names.get(said.by, "") if said else "") for each, said in answers]
        found.append(ShownStep(step, score(closed.scores.get(step)), facts(body, closed.facts, of_step(step)), shown))
    return found


def score(value: Decimal | None) -> str:
    return gettext("Not known") if value is None else plain(value)


def as_it_stands(assessment: Assessment, measured: Mapping[str, Known], *, on: date) -> Closed:
    """What would be kept if it were closed now."""
    return record.of(editions.edition(assessment.edition), assessment.answers.all(), measured, on=on)


def picture(years: Sequence[tuple[int, Scores]], others: comparing.Others | None) -> Picture:
    """The last two of these years, the newest first, and the middle of the others where it may be shown."""
    series = [_series(str(year), scores) for year, scores in years[-YEARS_SHOWN:][::-1]]
    if others and others.are_enough:
        series.append(_series(gettext("Middle of the others"), others.middles))
    return radar([SHORT[step] for step in Step], series, max(Level))


def by_year(years: Sequence[tuple[int, Scores]]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table: a row for each step, and last how far it moved since the year before."""
    head = [gettext("Step"), *(str(year) for year, _scores in years)]
    rows = [[str(SHORT[step]), *(score(scores.get(step)) for _year, scores in years)] for step in Step]
    if len(years) > 1:
        head.append(gettext("Change since %(year)s") % {"year": years[-2][0]})
        for row, step in zip(rows, Step, strict=True):
            row.append(_change(years[-2][1].get(step), years[-1][1].get(step)))
    return head, rows


def beside_others(own: Scores, others: comparing.Others) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table: this body, and where a quarter, half and three quarters of the others are."""
    head = [gettext("Step"), gettext("This body")]
    head += [gettext("A quarter of the others at most"), gettext("Middle of the others")]
    head += [gettext("A quarter of the others at least")]
    rows = []
    for step in Step:
        if each := others.spreads.get(step):
            rows.append([str(SHORT[step]), score(own.get(step)), *map(plain, (each.lower, each.middle, each.upper))])
    return head, rows


def too_few(others: comparing.Others) -> str:
    said = ngettext(
        "So far %(count)s other body has closed this year’s assessment.",
        "So far %(count)s other bodies have closed this year’s assessment.",
        others.count,
    )
    return said % {"count": others.count}


def _series(label: str, scores: Scores) -> Series:
    return Series(label, [scores.get(step) for step in Step])


def _change(before: Decimal | None, now: Decimal | None) -> str:
    if before is None or now is None:
        return gettext("Not known")
    return gettext("the same") if now == before else f"{'+' if now > before else '−'}{plain(abs(now - before))}"
