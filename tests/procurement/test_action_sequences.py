"""Whatever people do, and in whatever order: the promises of the public record hold."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement import actions, record, snapshot
from procurement.changes import Reason
from procurement.models import Opportunity, OutboxEvent, PipelineEntry, Release, Stage
from procurement.models.stages import TAKEN_BACK, TRANSITIONS, NotAllowed
from tests import build
from tests.build import NOW, REASON

REFUSALS = (NotAllowed, actions.NotReady, actions.DeadlineShortened, actions.DeadlineGone, record.ReasonNeeded)

reasons = st.sampled_from([REASON, Reason(), Reason(cy="Oherwydd y tywydd.")])
days = st.integers(-20, 60)
months = st.integers(0, 8)

step = st.one_of(
    st.tuples(st.just("title"), st.sampled_from(["Lunch clubs", "Hot lunches", ""])),
    st.tuples(st.just("tender_start"), st.none() | months),
    st.tuples(st.just("contract_start"), st.none() | months),
    st.tuples(st.just("add_lot"), st.none()),
    st.tuples(st.just("remove_lot"), st.none()),
    st.tuples(st.just("publish"), st.none()),
    st.tuples(st.just("publish_changes"), reasons),
    st.tuples(st.just("open_tender"), st.tuples(days, reasons)),
    st.tuples(st.just("extend_deadline"), st.tuples(days, reasons)),
    st.tuples(st.just("award"), st.booleans()),
    st.tuples(st.just("correct_award"), st.tuples(st.booleans(), reasons)),
    st.tuples(st.just("reopen"), reasons),
    st.tuples(st.just("drop_changes"), st.none()),
    st.tuples(st.just("withdraw"), reasons),
    st.tuples(st.just("cancel"), reasons),
    st.tuples(st.just("rewrite"), st.none()),
)


class World:
    """One opportunity, its officer, and a clock that goes on."""

    def __init__(self):
        self.officer = build.user(role="publisher", of=build.organisation())
        self.made = build.opportunity(stage="draft", buyer=self.officer.acting_for, by=self.officer)
        self.now = NOW

    @property
    def who(self):
        return {"opportunity": self.made, "by": self.officer}

    @property
    def when(self):
        return self.who | {"at": self.now}

    def title(self, text):
        actions.amend(**self.who, title_en=text, title_cy="")

    def tender_start(self, month):
        self._move("tender_start", month)

    def contract_start(self, month):
        self._move("contract_start", month)

    def _move(self, name, month):
        first = None if month is None else date(2027, 1 + month, 1)
        fields = {f"{name}_earliest": first, f"{name}_latest": first}
        actions.amend(**self.who, **fields)

    def add_lot(self, _nothing):
        actions.amend_lot(**self.who, title_en="Another lot")

    def remove_lot(self, _nothing):
        actions.remove_lot(lot=self.made.lots.select_related("opportunity").earliest("number"), by=self.officer)

    def publish(self, _nothing):
        actions.publish(**self.when)

    def publish_changes(self, reason):
        actions.publish_changes(**self.when, reasons=self._always(reason))

    def open_tender(self, typed):
        after, reason = typed
        closes_at = self.now + timedelta(days=after)
        actions.open_tender(**self.when, submissions_close_at=closes_at, reasons=self._always(reason))

    def extend_deadline(self, typed):
        after, reason = typed
        closes_at = (self.made.submissions_close_at or self.now) + timedelta(days=after)
        actions.extend_deadline(**self.when, submissions_close_at=closes_at, reason=reason)

    def award(self, is_won):
        actions.award(**self.when, awards=self._result(is_won))

    def correct_award(self, typed):
        is_won, reason = typed
        actions.correct_award(**self.when, awards=self._result(is_won), reason=reason)

    def _result(self, is_won):
        won = {"outcome": "awarded", "supplier_name": "Cegin y Bobl CIC"} if is_won else {"outcome": "not-awarded"}
        return [won | {"lot": self.made.lots.first()}]

    def reopen(self, reason):
        actions.reopen(**self.when, reason=reason)

    def drop_changes(self, _nothing):
        actions.drop_changes(**self.who)
        assert not record.pending(Opportunity.objects.get(pk=self.made.pk)).differences

    def withdraw(self, reason):
        actions.withdraw(**self.when, reason=reason)

    def cancel(self, reason):
        actions.cancel(**self.when, reason=reason)

    def rewrite(self, _nothing):
        """What nobody can do: change a release."""
        with pytest.raises(Error), transaction.atomic():
            Release.objects.filter(opportunity=self.made).update(version=99)

    @staticmethod
    def _always(reason):
        return dict.fromkeys((*Opportunity.MILESTONES, "submissions_close_at"), reason)

    def take(self, name, value):
        """The step, or a refusal that leaves everything as it was."""
        self.now += timedelta(hours=1)
        try:
            with transaction.atomic():
                getattr(self, name)(value)
        except REFUSALS:
            pass
        self.made = Opportunity.objects.get(pk=self.made.pk)


@pytest.mark.django_db
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(step, min_size=3, max_size=14))
def test_the_promises_hold_after_any_sequence_of_steps(db, steps):
    with transaction.atomic():
        world = World()
        before = world.made
        for name, value in [("publish", None), *steps]:
            world.take(name, value)
            the_table_is_obeyed(before, world.made)
            the_deadline_was_not_shortened(before, world.made)
            at_least_one_lot_is_left(world.made)
            before = world.made
        the_record_is_whole(world.made)
        transaction.set_rollback(True)


def the_table_is_obeyed(before, after):
    stage = Stage(before.stage)
    assert after.stage in {stage, *TRANSITIONS[stage], TAKEN_BACK.get(stage)}


def the_deadline_was_not_shortened(before, after):
    if before.submissions_close_at:
        assert after.submissions_close_at >= before.submissions_close_at


def at_least_one_lot_is_left(made):
    numbers = list(made.lots.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def the_record_is_whole(made):
    releases = list(Release.objects.filter(opportunity=made).order_by("version"))
    said = [snapshot.read(release.snapshot) for release in releases]
    entry = PipelineEntry.objects.filter(opportunity=made).first()
    assert [release.version for release in releases] == list(range(1, made.version + 1))
    assert OutboxEvent.objects.filter(opportunity=made).count() == len(releases)
    for earlier, later, release in zip(said, said[1:], releases[1:], strict=False):
        assert snapshot.write(earlier) != snapshot.write(later)
        assert release.changes.exists()
    for change in made.changes.all():
        if (change.slipped_days or 0) > 0 or (change.before and not change.after and "_start" in change.field):
            assert change.reason_en or change.reason_cy
    assert (entry is not None) == made.is_published == bool(releases)
    if entry:
        assert (entry.version, entry.stage) == (made.version, made.stage) == (releases[-1].version, said[-1].stage)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
