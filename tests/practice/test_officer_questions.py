"""Asking the officer who did it: by relay, answered by link or in the portal, shown only if both agree."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_portal.mail import kinds, suppression
from collab_portal.mail.models import Delivery
from socialvalue.practice import exchange_data, officers
from socialvalue.practice.actions import questions as actions
from socialvalue.practice.models import NotAllowed, StudyQuestion
from tests import build
from tests.practice import exchange

pytestmark = pytest.mark.django_db
ASKED = {"question": "How long did it take?", "language": "en", "may_show": "on"}
ANSWERED = {"decision": "answer", "answer": "Half a year.", "language": "en", "may_show": "on"}


def test_a_question_goes_to_the_officer_and_the_answer_stands_on_the_page_if_both_agree(client):
    study, officer = exchange.asked_study()
    asker = build.user(role="viewer", of=build.organisation(name_en="Asking Council"), email="asker@secret.example")
    client.force_login(asker)
    client.post(reverse("officers:ask", args=[study.slug]), ASKED)
    client.logout()
    question = StudyQuestion.objects.get()
    mail = Delivery.objects.get(kind="officer-question")
    written = kinds.get("officer-question").render(mail.payload, "en")
    link = reverse("officers:link", args=[officers.token_of(question)])
    opened = client.get(link).content.decode()
    refused = client.post(link, ANSWERED | {"answer": ""})
    client.post(link, ANSWERED)
    again = client.post(link, ANSWERED | {"answer": "Another."}).content.decode()
    page = client.get(study.get_absolute_url()).content.decode()

    assert mail.address == officer.email
    assert link in written.text
    assert "Asking Council" in written.text
    assert asker.email not in written.text + opened
    assert refused.status_code == 422
    assert "Half a year." in again
    assert "Half a year." in page
    assert "So far 1 person got in touch about this study." in page
    assert officer.email not in page
    back = Delivery.objects.get(kind="officer-answer")
    assert back.address == asker.email
    assert officer.email not in kinds.get("officer-answer").render(back.payload, "en").text
    assert kinds.get("officer-question").still_wanted(mail.payload) == "answered"


def test_either_of_the_two_can_take_it_off_again_and_so_can_a_coordinator(client):
    study, officer = exchange.asked_study()
    asker = build.user()
    question = exchange.question(study, by=asker, may_show=False)
    said = {"answer": "Half a year.", "language": "en", "may_show": True}
    actions.answer_as_officer(question=question, at=build.NOW, **said)
    seen = []
    for by, agrees in ((asker, "yes"), (officer, "no"), (officer, "yes")):
        client.force_login(by)
        seen.append("Half a year." in client.get(study.get_absolute_url()).content.decode())
        client.post(reverse("officers:show", args=[question.pk]), {"agrees": agrees})
    seen.append("Half a year." in client.get(study.get_absolute_url()).content.decode())
    client.force_login(build.user(role="publisher", of=build.network()))
    client.post(reverse("officers:hide", args=[question.pk]))
    seen.append("Half a year." in client.get(study.get_absolute_url()).content.decode())

    assert seen == [False, True, False, True, False]
    assert "Half a year." in str(exchange_data.export(officer))
    assert "Half a year." not in str(exchange_data.export(asker))


def test_nobody_is_asked_who_pauses_whose_mail_comes_back_or_who_left(client):
    study, officer = exchange.asked_study()
    today = timezone.localdate()
    client.force_login(officer)
    until = today + timedelta(days=20)
    client.post(
        reverse("officers:mine"), {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    )
    paused = officers.reach(study, today)
    client.logout()
    page = client.get(study.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed):
        exchange.question(study, at=timezone.now())
    client.force_login(officer)
    client.post(reverse("officers:resume"))
    resumed = officers.reach(study, today)
    suppression.suppress(officer.email, "bounce")

    assert paused == officers.Reach(until=until)
    assert "is not taking questions until" in page
    assert resumed.officer == officer
    assert officers.reach(study, today) == officers.Reach()
    assert officers.reach(study, today + timedelta(days=30)).until is None


def test_what_nobody_answered_goes_with_the_account_of_whoever_asked():
    study, _officer = exchange.asked_study()
    asker = build.user()
    exchange.question(study, by=asker)

    exchange_data.erase(asker)

    assert not StudyQuestion.objects.exists()
