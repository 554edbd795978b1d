"""The to-do list, without a database: counted backwards from the deadlines, nothing twice, nothing too late."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.outlook.to_do import PARTNER_WEEKS, Kind, Meeting, Paper, Target, tasks

TODAY = date(2026, 11, 23)
CLOSES, STARTS = date(2027, 2, 1), date(2027, 9, 1)
LIMIT = Decimal(100_000)


def found(*targets, papers=(), largest=LIMIT, today=TODAY):
    return tasks(targets, papers, largest=largest, today=today)


def kinds(*targets, **more):
    return [each.kind for each in found(*targets, **more)]


def target(**fields):
    return Target(**{"key": "CP-0001/all", "closes_on": CLOSES, "starts_on": STARTS} | fields)


def paper(until, kind=Kind.INSURANCE):
    return Paper(kind, "Public liability", until, "/renew/")


@pytest.mark.parametrize(
    ("until", "is_due"),
    [(STARTS - timedelta(days=1), True), (STARTS, False), (CLOSES - timedelta(days=1), True), (CLOSES, True)],
)
def test_a_paper_must_hold_on_the_day_the_contract_starts(until, is_due):
    assert (Kind.INSURANCE in kinds(target(), papers=[paper(until)])) == is_due


def test_without_a_start_it_must_hold_on_the_day_of_the_deadline():
    assert Kind.BADGE in kinds(target(starts_on=None), papers=[paper(CLOSES - timedelta(days=1), Kind.BADGE)])
    assert Kind.BADGE not in kinds(target(starts_on=None), papers=[paper(CLOSES, Kind.BADGE)])


def test_a_paper_is_renewed_once_for_all_that_need_it():
    sooner, later = target(key="CP-0002/all", starts_on=date(2027, 3, 1)), target()

    [task] = [each for each in found(later, sooner, papers=[paper(date(2026, 12, 1))]) if each.kind == Kind.INSURANCE]

    assert task.about == ("CP-0002/all", "CP-0001/all")
    assert (task.due_on, task.counts_to) == (date(2026, 12, 1), date(2027, 3, 1))
    assert not task.mark  # it goes away once it is renewed


def test_what_has_run_out_already_is_late():
    [task] = [each for each in found(target(), papers=[paper(TODAY - timedelta(days=1))]) if not each.mark]

    assert task.is_late(TODAY)


@pytest.mark.parametrize(("value", "is_due"), [(LIMIT, False), (LIMIT + 1, True), (None, False)])
def test_a_partner_is_wanted_where_it_is_larger_than_they_take(value, is_due):
    assert (Kind.PARTNER in kinds(target(value=value))) == is_due


def test_a_partner_is_not_wanted_twice_nor_without_a_limit():
    assert Kind.PARTNER not in kinds(target(value=LIMIT + 1, has_partners=True))
    assert Kind.PARTNER not in kinds(target(value=LIMIT + 1), largest=None)


def test_a_partner_may_be_wanted_before_the_deadline_is_known():
    [task] = found(target(value=LIMIT + 1, closes_on=None))

    assert (task.kind, task.due_on) == (Kind.PARTNER, None)


def test_the_bid_is_begun_so_many_weeks_before():
    [task] = found(target(weeks=6))

    assert (task.kind, task.due_on) == (Kind.BID, CLOSES - timedelta(weeks=6))


@pytest.mark.parametrize(("last", "is_due"), [(TODAY, True), (TODAY - timedelta(days=1), False), (None, False)])
def test_questions_are_asked_up_to_their_last_day(last, is_due):
    assert (Kind.QUESTIONS in kinds(target(questions_until=last))) == is_due


def test_a_place_is_booked_once():
    meetings = (Meeting("EV-0001", "Open day", TODAY), Meeting("EV-0002", "Again", TODAY, is_booked=True))

    [task] = [each for each in found(target(meetings=meetings)) if each.kind == Kind.EVENT]

    assert (task.name, task.mark) == ("Open day", "event-EV-0001")


@pytest.mark.parametrize("over", [{"closes_on": TODAY - timedelta(days=1)}, {"is_won": True}])
def test_no_bid_is_written_any_more_once_it_is_closed_or_won(over):
    still = target(value=LIMIT + 1, questions_until=CLOSES, **over)

    assert kinds(still, papers=[paper(TODAY)]) == [Kind.INSURANCE]  # it must still hold when the work begins


def test_ticked_ones_come_last():
    first, second = found(target(value=LIMIT + 1, done=frozenset({"partner"})))

    assert (first.kind, first.is_done) == (Kind.BID, False)
    assert (second.kind, second.is_done) == (Kind.PARTNER, True)


near = st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=800))
some_targets = st.lists(
    st.builds(
        Target,
        key=st.sampled_from([f"CP-000{n}/all" for n in range(4)]),
        closes_on=near,
        starts_on=near,
        is_won=st.booleans(),
        value=st.none() | st.integers(0, 300_000).map(Decimal),
        questions_until=near,
        weeks=st.integers(1, 52),
        done=st.frozensets(st.sampled_from(["bid", "partner", "questions"])),
    ),
    max_size=4,
    unique_by=lambda each: each.key,
)
some_papers = st.lists(near.filter(bool).map(paper), max_size=3)


@given(some_targets, some_papers)
def test_in_the_order_of_their_days_and_each_before_what_it_is_for(targets, papers):
    made = tasks(targets, papers, largest=LIMIT, today=TODAY)

    assert made == sorted(made, key=lambda each: (each.is_done, each.due_on is None, each.due_on or TODAY))
    ticked = [(each.about, each.mark) for each in made if each.mark]
    assert len(ticked) == len(set(ticked))
    for task in made:
        assert set(task.about) <= {each.key for each in targets}
        if task.due_on and task.counts_to:
            assert task.due_on < task.counts_to
        if task.kind == Kind.PARTNER and task.due_on:
            assert task.counts_to - task.due_on == timedelta(weeks=PARTNER_WEEKS)
