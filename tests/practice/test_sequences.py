"""Whatever people do at the desk, in whatever order, the promises of the library hold."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab_portal.text.paired import LANGUAGES
from socialvalue.practice import actions, content, gates
from socialvalue.practice.history import facts
from socialvalue.practice.models import CaseStudy, Consent, Edition, FactCheck, LibraryEntry, NotAllowed, State
from tests import build
from tests.practice import studies

pytestmark = pytest.mark.django_db
WHEN = build.NOW


class Desk:
    """A study, the people around it, and the acts they try by chance. What is refused changes nothing."""

    def __init__(self, seed: int):
        self.chance, self.at = random.Random(seed), WHEN
        council = build.organisation(name_en="Our Council")
        self.people = [build.user(role="editor", of=council), studies.coordinator(), build.user(is_staff=True)]
        self.study = studies.started(owner=council, by=self.people[0])
        self.revisions: list[dict] = self._kept()

    def step(self) -> None:
        self.at += timedelta(hours=self.chance.choice((1, 30, 24 * 40)))
        actions.expire_consents(at=self.at)  # the clock does, every hour
        self.study = CaseStudy.objects.get(pk=self.study.pk)
        act = self.chance.choice(ACTS)
        try:
            with transaction.atomic():
                act(self, self.chance.choice(self.people))
        except NotAllowed:
            pass
        self.check()

    def check(self) -> None:
        """The promises."""
        kept = self._kept()
        assert kept[: len(self.revisions)] == self.revisions, "history is complete and does not change"
        self.revisions = kept
        self.study = CaseStudy.objects.get(pk=self.study.pk)
        if self.study.state != State.WITHDRAWN:
            assert content.write(content.of(self.study)) == kept[-1], "the last revision is what is there now"
        entry = LibraryEntry.objects.filter(study=self.study).first()
        today = self.at.date()
        if entry is not None:
            live = Consent.objects.of_named().filter(study=self.study, asked_at__lte=entry.published_at)
            assert all(each.withdrawn_at is None for each in live)
            assert live.live(today).exists()

    def publishes(self, edition: Edition) -> None:
        """What has to be true at the moment something goes out."""
        said = content.read(edition.content)
        asked = (
            FactCheck.objects.filter(study=self.study, side="council").exclude(answer="").order_by("-answered_at")[0]
        )
        assert asked.answer == "confirmed"
        assert facts(content.read(asked.revision.content)) == facts(said)
        agreed = Consent.objects.of_named().filter(study=self.study).live(self.at.date())
        assert {each.id for each in said.organisations} <= {each.organisation_id for each in agreed}
        assert edition.by_id not in {self.study.created_by_id, edition.revision.by_id}
        assert not said.missing() or said.one_language_because

    def _kept(self) -> list[dict]:
        return list(self.study.revisions.order_by("number").values_list("content", flat=True))


def write(desk, by):
    language, word = desk.chance.choice(LANGUAGES), desk.chance.choice(("", "A word.", "Two *words*."))
    because = desk.chance.choice(("", "No translator yet."))
    field = desk.chance.choice(("result", "costs"))
    actions.save_study(
        study=desk.study, by=by, at=desk.at, one_language_because=because, **{f"{field}_{language}": word}
    )


def restore(desk, by):
    revision = desk.chance.choice(list(desk.study.revisions.all()))
    restored = actions.restore_revision(revision=revision, by=by, at=desk.at)
    assert restored.content == revision.content


def agree(desk, by):
    named = actions.name_party(study=desk.study, organisation=desk.study.lead, scope=["named"], by=by, at=desk.at)
    expires_on = desk.chance.choice((None, (desk.at + timedelta(days=60)).date()))
    actions.give_consent(consent=named, given_by="Mair", given_on=desk.at.date(), expires_on=expires_on, by=by)


def disagree(desk, by):
    for each in desk.study.consents.filter(withdrawn_at=None):
        actions.withdraw_consent(consent=each, by=by, at=desk.at)


def forget(desk, by):
    for each in desk.study.consents.exclude(withdrawn_at=None):
        actions.no_longer_named(consent=each, by=by, at=desk.at)


def confirm(desk, by):
    answer = desk.chance.choice(("confirmed", "confirmed", "corrected"))
    studies.confirmed(desk.study, "council", at=desk.at, answer=answer, corrections="No.")


def date_it(desk, by):
    actions.set_review_date(study=desk.study, review_on=(desk.at + timedelta(days=300)).date(), by=by, at=desk.at)


def publish(desk, by):
    desk.publishes(actions.publish(study=desk.study, by=by, at=desk.at))


def schedule(desk, by):
    actions.schedule(study=desk.study, publish_at=desk.at + timedelta(hours=20), by=by, at=desk.at)


def tick(desk, by):
    before = set(Edition.objects.values_list("pk", flat=True))
    actions.publish_due(at=desk.at)
    for edition in Edition.objects.exclude(pk__in=before):
        desk.publishes(edition)


def withdraw(desk, by):
    actions.withdraw(study=desk.study, withdrawal="notice", by=by, at=desk.at)


def make_ready(desk, by, *, forgotten=""):
    """The way of the diligent, so that chance comes that far; one thing can be forgotten."""
    said = f"{desk.at:%d %m %H}"  # what was confirmed before this is confirmed no more
    write_all = {"result_en": said, "result_cy": said, "costs_en": "", "costs_cy": ""}
    if forgotten == "Welsh":
        write_all |= {"costs_en": "A week.", "one_language_because": ""}
    writer = desk.people[1] if forgotten == "second person" else desk.people[0]
    actions.save_study(study=desk.study, by=writer, at=desk.at, **write_all)
    disagree(desk, by)
    if forgotten != "consent":
        forget(desk, by)
        agree(desk, by)
    if forgotten != "facts":
        studies.confirmed(desk.study, "council", at=desk.at)
    date_it(desk, by)


def hurry(desk, by):
    """All is ready but for one thing, and it is to go out at once: a gate is all that stands in the way."""
    for forgotten in ("consent", "facts", "Welsh", "second person"):
        with suppress(NotAllowed), transaction.atomic():
            make_ready(desk, by, forgotten=forgotten)
            publish(desk, desk.people[1])


def onward(desk, by):
    """What brings it nearer to the library, so that chance comes there often."""
    act = ONWARD[State(desk.study.state)]
    desk.chance.choice(act)(desk, by)


def submit(desk, by):
    actions.submit(study=desk.study, by=by, at=desk.at)


def take(desk, by):
    actions.take(study=desk.study, by=by, at=desk.at)


def revise(desk, by):
    actions.revise(study=desk.study, by=by, at=desk.at)


ONWARD = {
    State.DRAFT: (submit,),
    State.SENT_BACK: (submit,),
    State.SUBMITTED: (take,),
    State.IN_REVIEW: (make_ready, hurry, publish, publish, schedule),
    State.SCHEDULED: (tick,),
    State.PUBLISHED: (tick, revise),
    State.WITHDRAWN: (revise,),
    State.SUPERSEDED: (revise,),
}
ACTS = [
    *(onward,) * 14,
    *(write, restore, agree, disagree, forget, confirm, date_it, withdraw),
    *(publish, schedule, tick, make_ready),
    lambda desk, by: actions.send_back(study=desk.study, by=by, at=desk.at, note="More, please."),
    lambda desk, by: actions.hold(study=desk.study, by=by, at=desk.at),
]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_goes_out_without_consents_fact_check_and_a_second_person(seed):
    with transaction.atomic():
        desk = Desk(seed)
        for _step in range(22):
            desk.step()
        transaction.set_rollback(True)


def test_the_diligent_way_ends_in_the_library_and_every_shortcut_is_refused():
    study = studies.in_review()
    with pytest.raises(gates.NotReady) as refused:
        actions.publish(study=study, by=studies.coordinator(), at=WHEN)
    studies.agreed(study)
    for own in (study.created_by, study.submitted_by):
        with pytest.raises(gates.ItsOwn):
            actions.publish(study=study, by=own, at=WHEN)

    edition = actions.publish(study=study, by=studies.coordinator(), at=WHEN)

    assert {gap.section for gap in refused.value.gaps} == {"consents", "checks", "review"}
    assert edition.number == 1
    assert LibraryEntry.objects.get(study=study).edition == edition
