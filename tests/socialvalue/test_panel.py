"""A panel scores alone: nobody comes in too early, too late or with an interest, and nothing that was typed is lost."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab_portal.accounts.personal_data import erase, export
from collab_portal.audit.models import Act
from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from procurement.models.stages import NotAllowed
from socialvalue import judging, sealing, slow_panels
from socialvalue.actions import offers as offering
from socialvalue.actions import panel as actions
from socialvalue.actions.panel import Given
from socialvalue.models import PanelMember, Score
from tests import build
from tests.socialvalue import offers, panels

pytestmark = pytest.mark.django_db


def url(name, criteria, *more):
    return reverse(name, args=[criteria.lot.opportunity.reference, criteria.lot.number, *more])


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(page, **values) -> dict:
    """What the form of a page sends, with these values in place of its own."""
    form = page.context["form"]
    return {"stamp": form.stamp} | {name: form[name].value() or "" for name in form.fields} | values


@pytest.fixture
def criteria():
    return panels.tender()


def test_a_publisher_names_a_panel_and_each_is_told(criteria):
    client, nia = signed_in(panels.publisher(criteria)), build.user(email="nia@example.org")

    said = {"role": "evaluator", "person": "", "email": "NIA@example.org"}
    answer = client.post(url("panel:detail", criteria), said)
    twice = client.post(url("panel:detail", criteria), said)
    unknown = client.post(url("panel:detail", criteria), said | {"email": "nobody@example.org"})
    desk = signed_in(nia).get(reverse("accounts:desk")).content.decode()

    assert (answer.status_code, twice.status_code, unknown.status_code) == (302, 422, 422)
    assert criteria.panel.get().user == nia
    assert url("panel:detail", criteria) in desk
    assert Delivery.objects.get(kind="panel-asked").address == "nia@example.org"


def test_a_member_of_a_bidder_is_refused_and_the_trail_shows_it(criteria):
    bidding = build.user(email="mole@example.org", role="viewer", of=panels.all_offers(criteria)[0].bidder)

    answer = signed_in(panels.publisher(criteria)).post(
        url("panel:detail", criteria), {"role": "evaluator", "person": "", "email": bidding.email}
    )

    assert answer.status_code == 422
    assert "a member of an organisation that made an offer" in answer.content.decode().lower()
    assert not criteria.panel.exists()
    assert Act.objects.filter(verb="panel member of a bidder refused", details__person=bidding.pk).exists()


def test_who_was_named_before_the_deadline_and_turns_out_to_bid_is_stood_down_at_the_door():
    criteria = offers.published()
    organisation, person = offers.bidder()
    seat = panels.member(criteria, person, declares=False)  # before the deadline nobody may know who bids
    offers.hand_in(criteria, organisation, person)
    offers.the_deadline_passes(criteria.lot.opportunity)

    first, again = (signed_in(person).get(url("panel:declare", criteria)) for _each in range(2))

    assert (first.status_code, again.status_code) == (403, 404)
    assert "Cegin Werdd CIC" in first.content.decode()
    seat.refresh_from_db()
    assert seat.stood_down_at
    assert Act.objects.filter(verb="panel member of a bidder refused", actor=person.pk).exists()


def test_before_the_deadline_the_panel_reads_nothing_and_is_told_until_when():
    criteria = offers.published()
    people = [build.user() for _each in range(2)]
    for person, role in zip(people, PanelMember.Role.values, strict=True):
        panels.member(criteria, person, role=role, declares=False)

    for person, names in zip(
        people, (("scores:list", "scores:lock"), ("moderation:list", "result:detail")), strict=True
    ):
        answers = [signed_in(person).get(url(name, criteria)) for name in ("panel:declare", *names[:1])]
        assert [each.status_code for each in answers] == [403, 403]
        assert "Sealed until" in answers[0].content.decode()
    assert Act.objects.filter(verb="sealed offers asked for").count() == 4


def test_interests_come_before_offers_and_who_has_one_takes_no_part(criteria):
    seat = panels.member(criteria, declares=False)
    client = signed_in(seat.user)

    before = client.get(url("scores:list", criteria))
    asked = client.get(url("panel:declare", criteria))
    empty = client.post(url("panel:declare", criteria), {"has_interest": "yes"})
    client.post(url("panel:declare", criteria), {"has_interest": "yes", "interest": "My sister works there"})

    assert before.url == url("panel:declare", criteria)
    assert "Rival CIC" in asked.content.decode()
    assert "The secret of our kitchen" not in asked.content.decode()
    assert empty.status_code == 422
    assert client.get(url("scores:list", criteria)).status_code == 404
    assert signed_in(panels.publisher(criteria)).get(url("panel:detail", criteria)).context["gone"] == [seat]


def test_nobody_else_finds_anything(criteria):
    seat = panels.member(criteria)
    panels.score(seat, 3, 4)
    offer = panels.all_offers(criteria)[0]
    others = [
        panels.member(criteria, role="moderator").user,
        panels.publisher(criteria),
        build.user(role="publisher", of=build.organisation()),
        build.user(role="editor", of=offer.bidder),
        build.user(is_staff=True, is_superuser=True),
    ]
    pages = [url("scores:list", criteria), url("scores:offer", criteria, offer.pk), url("scores:lock", criteria)]

    assert [[signed_in(each).get(page).status_code for page in pages] for each in others] == [[404] * 3] * 5
    assert [signed_in(each).get(url("moderation:list", criteria)).status_code for each in others] == [403] + [404] * 4
    assert [signed_in(each).get(url("result:detail", criteria)).status_code for each in others] == [403, 403] + [
        404
    ] * 3
    assert signed_in(seat.user).get(url("moderation:list", criteria)).status_code == 403
    assert signed_in(seat.user).get(url("result:detail", criteria)).status_code == 403


def test_an_evaluator_scores_alone_in_drafts_without_a_price(criteria):
    seat, other = panels.member(criteria), panels.member(criteria)
    panels.score(other, 1, 1)
    offer, question = panels.all_offers(criteria)[0], judging.judged(criteria)[0]
    client, page = signed_in(seat.user), url("scores:offer", criteria, offer.pk)

    first = client.get(page)
    half = client.post(page, typed(first, **{f"reason_{question.pk}": "Clear."}))
    off_the_scale = client.post(page, typed(client.get(page), **{f"points_{question.pk}": "9"}))
    unlocked = client.post(url("scores:lock", criteria))

    assert "The secret of our kitchen" in first.content.decode()
    assert "90,000" not in first.content.decode()
    assert panels.REASON not in first.content.decode()
    assert half.status_code == 302
    assert seat.scores.get(criterion=question).reason == "Clear."
    assert off_the_scale.status_code == 422
    assert "Choose one of the levels of the scale" in off_the_scale.content.decode()
    assert off_the_scale.context["form"][f"reason_{question.pk}"].value() == "Clear."
    assert unlocked.status_code == 422
    assert len(unlocked.context["problems"]) == 4


def test_the_same_person_in_two_windows_is_told_and_loses_nothing(criteria):
    seat, question = panels.member(criteria), judging.judged(criteria)[0]
    client, page = signed_in(seat.user), url("scores:offer", criteria, panels.all_offers(criteria)[0].pk)
    both = client.get(page), client.get(page)
    client.post(page, typed(both[0], **{f"reason_{question.pk}": "First window."}))

    second = client.post(page, typed(both[1], **{f"reason_{question.pk}": "Second window."}))

    assert second.status_code == 409
    assert "First window." in second.content.decode()
    assert second.context["form"][f"reason_{question.pk}"].value() == "Second window."
    assert seat.scores.get(criterion=question).reason == "First window."


def test_locked_scores_change_only_as_a_new_version_with_its_reason(criteria):
    seat = panels.locked(criteria, points=((3, 4), (2, 2)))[0]
    offer, question = panels.all_offers(criteria)[0], judging.judged(criteria)[0]
    client, page = signed_in(seat.user), url("scores:offer", criteria, offer.pk)
    better = {f"points_{question.pk}": "5"}

    silent = client.post(page, typed(client.get(page), **better))
    said = client.post(page, typed(client.get(page), **better, because="I had overlooked the annex."))

    assert (silent.status_code, said.status_code) == (422, 302)
    versions = seat.scores.filter(offer=offer, criterion=question).order_by("version")
    assert [(each.points, each.changed_because) for each in versions] == [(3, ""), (5, "I had overlooked the annex.")]
    assert judging.own_scores(seat, offer)[offer.pk, question.pk].points == 5
    for change in (
        lambda: versions.filter(version=1).update(points=0),
        lambda: versions.filter(version=1).delete(),
        lambda: PanelMember.objects.filter(pk=seat.pk).update(locked_at=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(NotAllowed):
        actions.save_scores(member=seat, offer=offer, given={}, by=seat.user, at=timezone.now())


def test_when_all_have_locked_the_panel_is_closed_and_prices_open(criteria):
    moderator = panels.member(criteria, role="moderator")
    seats = panels.locked(criteria)

    with sealing.opened(criteria):
        assert sorted(sealing.prices(criteria).values()) == [80_000, 90_000]
    assert Delivery.objects.get(kind="panel-locked").address == moderator.user.email
    with pytest.raises(NotAllowed):
        panels.member(criteria)
    with pytest.raises(NotAllowed):
        actions.stand_down(member=seats[0], because="Late", by=None, at=timezone.now())
    content = offers.content(criteria)
    with pytest.raises(NotAllowed):
        offering.enter_offer(criteria=criteria, name="Late Ltd", by=moderator.user, content=content)


def test_a_week_before_the_planned_award_whoever_has_not_locked_is_reminded_once(criteria):
    slow, quick, gone = (panels.member(criteria, build.user(name=name)) for name in ("Slow", "Quick", "Gone"))
    panels.member(criteria, role="moderator")
    panels.score(quick, 3, 4)
    panels.lock(quick)
    now = timezone.now()
    actions.stand_down(member=gone, because="On leave", by=panels.publisher(criteria), at=now)
    planned = timezone.localdate(now) + timedelta(days=20)
    criteria.lot.opportunity.__class__.objects.update(award_earliest=planned, award_latest=planned)

    assert [slow_panels.remind(at=now + timedelta(days=days)) for days in (1, 12, 13, 14)] == [0, 0, 1, 1]

    mail = Delivery.objects.get(kind="panel-slow")
    assert mail.address == slow.user.email
    kind = kinds.get("panel-slow")
    assert reverse("scores:list", args=[criteria.lot.opportunity.reference, 1]) in kind.render(mail.payload, "en").text
    assert kind.still_wanted(mail.payload) is None
    panels.score(slow, 3, 4)
    panels.lock(slow)
    assert kind.still_wanted(mail.payload)


def test_points_off_the_scale_are_refused_whoever_asks(criteria):
    seat, offer = panels.member(criteria), panels.all_offers(criteria)[0]
    question = judging.judged(criteria)[0]

    for points in ("5.5", "-1", "6"):
        given = {question.pk: Given(Decimal(points), "Good.")}
        with pytest.raises(NotAllowed):
            actions.save_scores(member=seat, offer=offer, given=given, by=seat.user, at=timezone.now())


def test_an_erased_evaluator_leaves_her_scores_without_her_name(criteria):
    seat = panels.locked(criteria)[0]
    PanelMember.objects.filter(pk=seat.pk).update(interest="I was at school with her", stood_down_because="Is ill")

    given = export(seat.user)["panels"]
    erase(user=seat.user)

    seat.refresh_from_db()
    assert given["seats"][0]["interest"] == "I was at school with her"
    assert {(each["points"], each["reason"]) for each in given["scores"]} == {
        ("3.00", panels.REASON),
        ("4.00", panels.REASON),
    }
    assert (seat.user, seat.interest, seat.stood_down_because) == (None, "", "")
    assert Score.objects.filter(member=seat).count() == 4
    assert "erased" in str(seat.name)


@pytest.mark.django_db(transaction=True)
def test_evaluators_who_save_and_lock_at_once_never_disturb_each_other():
    criteria = panels.tender()
    seats = [panels.member(criteria) for _each in range(4)]
    start, done = Barrier(4), []

    def judge(number: int) -> None:
        start.wait(timeout=30)
        try:
            panels.score(seats[number], number, number + 1)
            panels.lock(seats[number])
            done.append(number)
        finally:
            connection.close()

    threads = [Thread(target=judge, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(done) == [0, 1, 2, 3]
    first, second = panels.all_offers(criteria)
    for number, seat in enumerate(seats):
        scores = judging.own_scores(seat).values()
        assert {(each.offer_id, each.points) for each in scores} == {(first.pk, number), (second.pk, number + 1)}
    assert judging.is_locked(criteria)
    assert Act.objects.filter(verb="all scores locked").count() == 1
