"""Whatever people do about an enterprise, and in whatever order: verified means what it says."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab_portal.accounts.models import Membership
from enterprises import actions, expiry
from enterprises.models import Enterprise, NotAllowed, Statement
from enterprises.models.states import TRANSITIONS, State
from tests import build
from tests.build import NOW

TESTS = Statement.Test.values
people = st.sampled_from(["person", "rival", "coordinator", "colleague", "staff"])
step = st.one_of(
    st.tuples(st.just("claim"), people),
    st.tuples(st.just("vouch"), people),
    st.tuples(st.just("answer"), st.tuples(people, st.sets(st.sampled_from(TESTS)), st.booleans())),
    st.tuples(st.just("answer"), st.tuples(st.just("person"), st.just(set(TESTS)), st.just(True))),
    st.tuples(st.just("verify"), st.tuples(people, st.sampled_from([TESTS, TESTS, TESTS[:3]]), st.integers(-1, 800))),
    st.tuples(st.just("send_back"), people),
    st.tuples(st.just("hire"), people),
    st.tuples(st.just("wait"), st.integers(1, 500)),
    st.tuples(st.just("delist"), people),
    st.tuples(st.just("relist"), people),
)


class World:
    """One stub, the people around it, and a clock that goes on."""

    def __init__(self):
        self.network = build.organisation(is_network=True)
        self.stub = build.enterprise()
        actions.join_network(network=self.network, member=self.stub.organisation)
        coordinators = {name: build.user(role="publisher", of=self.network) for name in ("coordinator", "colleague")}
        others = {"person": build.user(), "rival": build.user(), "staff": build.user(is_staff=True)}
        self.people, self.now = coordinators | others, NOW

    def begin(self):
        self.now = NOW
        self.stub = Enterprise.objects.select_related("organisation").get(pk=self.stub.pk)

    def about(self, name):
        return {"enterprise": self.stub, "by": self.people[name], "at": self.now}

    def claim(self, name):
        actions.claim_by_vouching(**self.about(name), network=self.network, message="Mine")

    def vouch(self, name):
        if claim := self.stub.claims.filter(decision="").first():
            actions.vouch(claim=claim, by=self.people[name], at=self.now)

    def answer(self, given):
        name, tests, is_true = given
        if Enterprise.objects.editable_by(self.people[name]).contains(self.stub):
            said = {test: actions.Answer(is_true, f"Said at {self.now}") for test in tests}
            actions.answer_base_test(**self.about(name), answers=said)

    def verify(self, given):
        name, checked, days = given
        recheck_on = (self.now + timedelta(days=days)).date()
        actions.verify(**self.about(name), network=self.network, checked=checked, as_of=self.now, recheck_on=recheck_on)
        self.verified_soundly(self.people[name], recheck_on)

    def send_back(self, name):
        actions.send_back(**self.about(name), network=self.network, reason="Not enough")

    def hire(self, name):
        build.Membership.objects.get_or_create(
            user=self.people[name], organisation=self.stub.organisation, defaults={"role": Membership.Role.EDITOR}
        )

    def wait(self, days):
        self.now += timedelta(days=days)
        expiry.lapse_due(at=self.now)

    def delist(self, name):
        actions.delist(**self.about(name), reason="Gone")

    def relist(self, name):
        actions.relist(**self.about(name), reason="Back")

    def verified_soundly(self, by, recheck_on):
        """What must be so at the moment of a check."""
        statements = list(self.stub.statements.all())
        assert {each.test for each in statements if each.is_true and each.checked_by == by} == set(TESTS)
        assert by not in {each.stated_by for each in statements}
        assert not by.memberships.filter(organisation=self.stub.organisation).exists()
        assert by.memberships.get(organisation=self.network).role in Membership.PUBLISHERS
        assert self.now.date() < recheck_on <= (self.now + timedelta(days=731)).date()

    def holds_together(self):
        """What must be so at all times."""
        is_verified = self.stub.state == State.VERIFIED
        assert self.stub.verifications.standing().count() == is_verified
        assert f"state:{self.stub.state}" in self.stub.keys
        assert self.stub.is_listed == (self.stub.state != State.DELISTED)
        if is_verified:
            statements = list(self.stub.statements.all())
            assert {each.test for each in statements if each.is_shown and each.checked_at} == set(TESTS)

    def take(self, name, value):
        """The step, or a refusal that leaves everything as it was."""
        self.now += timedelta(hours=1)
        try:
            with transaction.atomic():
                getattr(self, name)(value)
        except NotAllowed:
            pass
        self.stub = Enterprise.objects.select_related("organisation").get(pk=self.stub.pk)


@pytest.fixture
def world(db):
    """Made once: each example takes its steps in a transaction of its own, which is undone."""
    return World()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(step, min_size=3, max_size=10), begins_proven=st.booleans())
def test_verified_means_what_it_says_after_any_sequence_of_steps(world, steps, begins_proven):
    proven = [("claim", "person"), ("vouch", "coordinator"), ("answer", ("person", set(TESTS), True))]
    with transaction.atomic():
        world.begin()
        before = world.stub.state
        for name, value in [*(proven if begins_proven else []), *steps]:
            world.take(name, value)
            assert world.stub.state == before or world.stub.state in TRANSITIONS[State(before)]
            world.holds_together()
            before = world.stub.state
        transaction.set_rollback(True)


def test_the_usual_way_leads_to_verified(world):
    """Without this, the property would hold of a world in which nothing ever happens."""
    usual = [
        ("claim", "person"),
        ("vouch", "coordinator"),
        ("answer", ("person", set(TESTS), True)),
        ("verify", ("colleague", TESTS, 365)),
    ]
    for name, value in usual:
        world.take(name, value)

    assert world.stub.state == State.VERIFIED
