"""Questions are asked without a name and answered to everybody, in both languages or whole in one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collab_portal.accounts import personal_data
from collab_portal.audit.models import Act
from collab_portal.mail.models import Delivery
from procurement import actions
from procurement.actions import interest, questions
from procurement.mails import engagement
from procurement.models import Question, QuestionPeriod
from procurement.models.stages import NotAllowed
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TEXTS = {
    "question_en": "May meals be cooked elsewhere?",
    "question_cy": "A gaiff prydau eu coginio mewn man arall?",
    "answer_en": "Yes, within an hour's drive.",
    "answer_cy": "Cânt, o fewn awr o daith.",
}
IN_BOTH = TEXTS | {"decision": "answer", "spoken": "both"}
TODAY = build.NOW.date()


@pytest.fixture
def opportunity():
    return build.opportunity()


@pytest.fixture
def question(opportunity):
    kitchen = build.enterprise(name_en="Cegin Gudd CIC", state="claimed").organisation
    by = build.user(role="editor", of=kitchen, email="asker@cegin.example", name="Gwen Gudd")
    said = {"text": "May we cook in our own kitchen?", "language": "en"}
    return questions.ask(opportunity=opportunity, organisation=kitchen, by=by, at=build.NOW, **said)


@pytest.fixture
def officer(client, opportunity):
    client.force_login(build.user(role="publisher", of=opportunity.buyer))
    return client


def address(name, opportunity, *rest):
    return reverse(f"pipeline:{name}", args=[opportunity.reference, *rest])


def watching(opportunity, **user):
    return interest.watch(by=build.user(**user), opportunity=opportunity, at=build.NOW).subscriber


def mails():
    """To bidders and to those who watch."""
    return Delivery.objects.filter(kind="engagement").exclude(payload__has_key="waiting").order_by("pk")


def to_the_buyer():
    return Delivery.objects.filter(payload__has_key="waiting").order_by("pk")


def test_no_page_of_the_buyer_reads_or_shows_who_asked(officer, opportunity, question):
    watching(opportunity)
    pages = [address("questions-waiting", opportunity), address("question-answer", opportunity, question.pk)]
    seen = []
    with CaptureQueriesContext(connection) as queries:
        seen += [officer.get(page).text for page in pages]
        assert officer.post(pages[1], IN_BOTH).status_code == 302
        seen += [officer.get(page).text for page in (pages[0], opportunity.get_absolute_url())]

    assert "own kitchen" in seen[0]
    assert "within an hour" in seen[-1]
    for page in seen:
        assert "Gudd" not in page
        assert "asker@" not in page
    read = [each["sql"] for each in queries if each["sql"].startswith("SELECT") and "FOR UPDATE" not in each["sql"]]
    assert not [sql for sql in read if '"procurement_question"."organisation_id"' in sql]
    told = mails().exclude(key__endswith="/asker").get()
    assert "Gudd" not in engagement.render(told.payload, "en").html
    assert Act.objects.get(verb="question asked").details == {}


def test_everybody_who_watches_and_whoever_asked_is_told_once(officer, opportunity, question):
    welsh, asker = watching(opportunity, language="cy"), question.asked_by
    interest.stop(subscriber=watching(opportunity), at=build.NOW)

    questions.answer_question(question=question, by=None, at=build.NOW, **TEXTS)

    assert {each.address for each in mails()} == {welsh.user.email, asker.email}
    with pytest.raises(NotAllowed):
        questions.answer_question(question=question, by=None, at=build.NOW, **TEXTS)
    assert mails().count() == 2
    mail = engagement.render(mails().get(address=welsh.user.email).payload, "en")
    assert TEXTS["answer_en"] in mail.text
    interest.unwatch(watch=welsh.watches.get())
    assert engagement.still_wanted(mails().get(address=welsh.user.email).payload) == "watch removed"
    assert engagement.still_wanted(mails().get(address=asker.email).payload) is None


def test_an_asker_who_watches_gets_one_mail(opportunity, question):
    interest.watch(by=question.asked_by, opportunity=opportunity, at=build.NOW)

    questions.refuse_question(question=question, by=None, at=build.NOW, reason_en="It is not about this.")

    assert mails().count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"answer_cy": ""},  # Welsh would get less
        {"question_cy": ""},
        {"answer_en": ""},
        {"spoken": "en"},  # a Welsh part beside it would be shorter, or not marked
        {"spoken": "cy", "question_en": ""},
        {"decision": ""},
        {"decision": "refuse", "answer_cy": ""},
    ],
)
def test_an_answer_is_whole_in_each_language_it_is_given_in(officer, opportunity, question, given):
    answer = officer.post(address("question-answer", opportunity, question.pk), IN_BOTH | given)

    assert answer.status_code == 422
    assert not mails()


def test_one_language_is_marked_on_the_other_page(officer, opportunity, question):
    only = IN_BOTH | {"spoken": "en", "question_cy": "", "answer_cy": ""}

    officer.post(address("question-answer", opportunity, question.pk), only)

    page = officer.get(f"/cy{address('questions', opportunity)}").text
    marked = page[page.rindex("<", 0, page.index(TEXTS["question_en"])) - 200 :][:400]
    assert 'lang="en"' in marked


def test_what_was_told_is_corrected_with_its_day_and_everybody_is_told_again(officer, opportunity, question):
    watching(opportunity)
    questions.refuse_question(question=question, by=None, at=build.NOW, reason_en="It is not about this.")
    page = address("question-correct", opportunity, question.pk)
    assert "It is not about this." in officer.get(page).text

    assert officer.post(page, IN_BOTH | {"answer_cy": ""}).status_code == 422
    assert officer.post(page, IN_BOTH).status_code == 302  # it is answered after all
    assert officer.post(page, {"decision": "refuse", "spoken": "en", "answer_en": "No."}).status_code == 422

    read = officer.get(address("questions", opportunity)).text
    assert "within an hour" in read
    assert "Corrected on 23 November 2026" in read
    assert mails().count() == 4  # who watches and who asked, twice
    assert "An answer is corrected" in engagement.render(mails().last().payload, "en").text


def test_the_buyer_hears_of_a_question_and_not_who_asks(opportunity, question):
    to_mailbox = to_the_buyer().get()
    mail = engagement.render(to_mailbox.payload, "en")

    assert to_mailbox.address == opportunity.contact_email
    assert question.asked in mail.text
    assert address("question-answer", opportunity, question.pk) in mail.text
    assert "Gudd" not in mail.html
    officer = build.user(role="editor", of=opportunity.buyer)
    interest.watch(by=officer, opportunity=opportunity, at=build.NOW)
    asking = {"opportunity": opportunity, "organisation": question.organisation, "by": question.asked_by}
    another = questions.ask(**asking, at=build.NOW, text="And where?", language="en")
    assert to_the_buyer().get(payload__waiting=another.pk).address == officer.email
    questions.answer_question(question=question, by=None, at=build.NOW, **TEXTS)
    assert engagement.still_wanted(to_mailbox.payload) == "settled meanwhile"


def test_a_refused_question_is_not_printed_but_the_reason_is(officer, opportunity, question):
    reason = {"answer_en": "It is about another contract.", "answer_cy": "Mae’n ymwneud â chontract arall."}
    officer.post(
        address("question-answer", opportunity, question.pk), {"decision": "refuse", "spoken": "both", **reason}
    )

    page = officer.get(address("questions", opportunity)).text
    assert reason["answer_en"] in page
    assert "own kitchen" not in page


def test_the_database_takes_no_half_answer(question):
    for half in ({"question_en": "?"}, {"question_en": "?", "answer_en": "!", "answer_cy": "!"}, {}):
        told = {"state": "answered", "number": 1, "settled_at": build.NOW, **half}
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(**told)


def test_the_last_day_is_told_to_all_only_moves_later_and_is_kept(client, officer, opportunity, question):
    watching(opportunity)
    last, page = TODAY + timedelta(days=3), address("questions-last-day", opportunity)

    def sent(day):
        return officer.post(
            page, {"closes_on_day": day.day, "closes_on_month": day.month, "closes_on_year": day.year}
        ).status_code

    assert sent(TODAY - timedelta(days=1)) == 422
    assert sent(last) == 302
    assert sent(last - timedelta(days=1)) == 422
    assert QuestionPeriod.objects.get().closes_on == last
    assert mails().count() == 1
    asking = {"opportunity": opportunity, "organisation": question.organisation, "by": question.asked_by}
    questions.ask(**asking, at=build.NOW + timedelta(days=3), text="In time?", language="en")
    with pytest.raises(NotAllowed):
        questions.ask(**asking, at=build.NOW + timedelta(days=4), text="Late?", language="en")


def test_answers_stay_when_the_opportunity_is_over_and_the_asker_has_gone(client, opportunity, question):
    questions.answer_question(question=question, by=None, at=build.NOW, **TEXTS)
    assert personal_data.export(question.asked_by)["questions"][0]["asked"] == question.asked
    personal_data.erase(user=question.asked_by)
    question.organisation.delete()
    actions.withdraw(opportunity=opportunity, by=None, at=build.NOW, reason=build.REASON)

    page = client.get(opportunity.get_absolute_url()).text
    assert "within an hour" in page
    assert address("ask", opportunity) not in page


def test_she_takes_her_question_back_until_it_is_answered_and_nobody_else_does(client, opportunity, question):
    page, rival = address("ask", opportunity), build.enterprise(name_en="Rival CIC", state="claimed").organisation
    client.force_login(build.user(role="editor", of=rival))
    client.post(page, {"withdraw": question.pk})
    assert Question.objects.count() == 1
    assert "own kitchen" not in client.get(page).text

    client.force_login(question.asked_by)
    client.post(page, {"withdraw": question.pk})
    assert not Question.objects.exists()
