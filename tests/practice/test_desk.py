"""The way of a study over the desk, as the people at it see it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from collab_portal.mail.models import Delivery
from procurement.actions import share_redesign
from socialvalue.practice import actions, links, reviews, tasks
from socialvalue.practice.models import CaseStudy, FactCheck, LibraryEntry, State
from tests import build
from tests.files import samples
from tests.practice import studies

pytestmark = pytest.mark.django_db
MAP = (CaseStudy.Withdrawal.NOTICE, 200), (CaseStudy.Withdrawal.CONSENT, 410), (CaseStudy.Withdrawal.ERROR, 410)


def address(name: str, study: CaseStudy, *more) -> str:
    return reverse(f"case-studies:{name}", args=[study.slug, *more])


@pytest.fixture
def author():
    return build.user(role="editor", of=build.organisation(name_en="Our Council"))


def test_five_answers_become_a_study_on_the_coordinators_desk(client, author):
    client.force_login(author)
    told = {"title": "Lots for villages", "challenge": "Too big.", "solution": "Lots.", "result": "", "lessons": "Ask."}
    refused = client.post(reverse("case-studies:short"), told)
    client.post(reverse("case-studies:short"), told | {"result": "Three kitchens won."})
    client.force_login(studies.coordinator())
    desk = client.get(reverse("case-studies:desk")).content.decode()

    assert refused.status_code == 422
    assert "Too big." in refused.content.decode()
    study = CaseStudy.objects.get()
    assert (study.state, study.result_en, study.is_short) == (State.SUBMITTED, "Three kitchens won.", True)
    assert "Lots for villages" in desk


def test_the_second_of_two_editors_sees_what_changed_and_loses_nothing(client, author):
    study = studies.started(by=author, owner=author.acting_for)
    client.force_login(author)
    page = address("section", study, "about")
    stamp = client.get(page).context["form"].stamp
    typed = {"title_en": "Mine", "original_language": "en", "stamp": stamp}
    actions.save_study(study=study, by=author, at=build.NOW, title_en="Theirs")

    answered = client.post(page, typed)

    assert answered.status_code == 409
    assert 'value="Mine"' in answered.content.decode()
    assert "Theirs" in answered.content.decode()
    assert CaseStudy.objects.get().title_en == "Theirs"


def test_every_page_of_the_form_keeps_what_it_shows(client, author):
    study = studies.started(by=author, owner=author.acting_for, measures=[{"name_en": "Jobs", "committed": "3"}])
    client.force_login(author)
    before = study.revisions.count()

    for slug in ("about", "story", "lessons", "filing", "evidence", "costs", "people", "quotes"):
        form = client.get(address("section", study, slug)).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        typed = {name: "" if value is None else value for name, value in shown.items()}
        answered = client.post(address("section", study, slug), typed | {"stamp": form.stamp})
        assert answered.status_code == 302, slug

    assert study.revisions.count() - before <= 1  # the amounts of measures are written in full
    assert CaseStudy.objects.get().goals.get().pk == "WBG1"


def test_a_study_tells_of_published_contracts_and_of_what_those_who_took_part_designed_anew(client, author):
    study = studies.started(by=author, owner=author.acting_for)
    draft, public = (build.opportunity(stage=stage, buyer=author.acting_for) for stage in ("draft", "planned"))
    ours, theirs = (
        share_redesign(opportunity=each, by=author, at=build.NOW, checks=["F-03"], title_en="Two lots")
        for each in (public, build.opportunity())
    )
    client.force_login(author)
    page = address("section", study, "people")
    form = client.get(page).context["form"]
    typed = {"stamp": form.stamp, "opportunities": public.reference.lower(), "redesigns": ours.pk}

    secret = client.post(page, typed | {"opportunities": draft.reference})
    foreign = client.post(page, typed | {"redesigns": theirs.pk})
    client.post(page, typed)

    assert (secret.status_code, foreign.status_code) == (422, 422)
    assert list(study.opportunities.all()) == [public]
    assert list(study.redesigns.all()) == [ours]


def test_a_picture_that_is_too_big_or_has_no_words_is_refused_and_the_words_stay(client, author):
    study = studies.started(by=author, owner=author.acting_for)
    client.force_login(author)
    page = address("picture-new", study)
    words = {"alt_en": "Our kitchen", "alt_cy": "Ein cegin", "licence": "ogl"}

    too_big = SimpleUploadedFile("big.png", samples.picture() + b"0" * 30_000_000)
    big = client.post(page, words | {"picture": too_big})
    silent = client.post(page, words | {"alt_cy": "", "picture": SimpleUploadedFile("a.png", samples.picture())})
    taken = client.post(page, words | {"picture": SimpleUploadedFile("a.png", samples.picture())})

    assert big.status_code in (413, 422)
    assert silent.status_code == 422
    assert "Our kitchen" in silent.content.decode()
    assert taken.status_code == 302
    picture = study.studypictures.get()
    shown = client.get(address("picture-file", study, picture.file.small.sha256))
    client.logout()
    assert shown.status_code == 200
    assert client.get(address("picture-file", study, picture.file.small.sha256)).status_code == 404


def test_opening_the_link_answers_nothing_and_an_answer_is_given_once(client):
    study = studies.in_review()
    asked = actions.ask_fact_check(
        study=study,
        side="council",
        email="mair@example.org",
        language="cy",
        by=studies.coordinator(),
        at=timezone.now(),
    )
    page = reverse("fact-check", args=[links.token_of(asked)])

    opened = client.get(page)
    unanswered = FactCheck.objects.get().answered_at
    empty = client.post(page, {"answer": "corrected", "name": "Mair", "role": "Officer"})
    given = client.post(page, {"answer": "corrected", "corrections": "Four, not three.", "name": "M", "role": "O"})
    again = client.post(page, {"answer": "confirmed", "name": "M", "role": "O"})
    forged = client.get(reverse("fact-check", args=[links.token_of(asked)[:-2] + "xx"]))

    assert opened.status_code == 200
    assert unanswered is None
    assert empty.status_code == 422
    assert b"Four, not three." in given.content
    assert FactCheck.objects.get().answer == "corrected"
    assert again.status_code == 200
    assert forged.status_code == 404
    assert Delivery.objects.filter(kind="fact-check", language="cy").count() == 1
    assert Delivery.objects.filter(kind="fact-check-answer").exists()


def test_a_link_that_ran_out_says_so(client):
    study = studies.in_review()
    old = timezone.now() - timedelta(days=31)
    asked = actions.ask_fact_check(
        study=study, side="council", email="mair@example.org", language="en", by=studies.coordinator(), at=old
    )

    assert client.get(reverse("fact-check", args=[links.token_of(asked)])).status_code == 410


def test_the_clock_publishes_what_is_scheduled_and_edits_after_it_do_not_leak(client):
    at = timezone.now()
    study = studies.in_review(at=at - timedelta(days=2))
    studies.agreed(study, at=at - timedelta(days=2))
    due = at - timedelta(minutes=1)
    actions.schedule(study=study, publish_at=due, by=studies.coordinator(), at=at - timedelta(days=1))

    tasks.publish_what_is_due()
    tasks.publish_what_is_due()
    actions.revise(study=study, by=study.created_by, at=at)
    actions.save_study(study=study, by=study.created_by, at=at, result_en="Not yet for everybody.")
    page = client.get(study.get_absolute_url())

    assert study.editions.count() == 1
    assert page.status_code == 200
    assert b"Three kitchens won." in page.content
    assert b"Not yet for everybody." not in page.content


def test_a_consent_taken_back_stops_what_is_scheduled_and_says_why():
    at = build.NOW
    study = studies.in_review()
    studies.agreed(study)
    actions.schedule(study=study, publish_at=at + timedelta(days=2), by=studies.coordinator(), at=at)

    actions.withdraw_consent(consent=study.consents.get(), by=studies.coordinator(), at=at + timedelta(days=1))
    actions.publish_due(at=at + timedelta(days=3))

    study.refresh_from_db()
    assert study.state == State.IN_REVIEW
    assert not LibraryEntry.objects.exists()
    assert Delivery.objects.filter(kind="study-held").exists()


def test_something_missing_at_the_scheduled_moment_keeps_it_in():
    study = studies.in_review()
    studies.agreed(study)
    actions.schedule(study=study, publish_at=build.NOW + timedelta(days=2), by=studies.coordinator(), at=build.NOW)
    studies.confirmed(study, "council", answer="corrected", corrections="No.", at=build.NOW + timedelta(days=1))

    actions.publish_due(at=build.NOW + timedelta(days=3))

    study.refresh_from_db()
    assert (study.state, study.publish_at) == (State.IN_REVIEW, None)


@pytest.mark.parametrize(("withdrawal", "status"), MAP)
def test_a_withdrawn_study_says_so_where_it_stood_and_where_it_is_linked(client, withdrawal, status):
    study, other = studies.published(), studies.published(title_en="Another")
    linking = studies.published(challenge_en=f"See [this](/case-studies/{study.slug}/).")

    actions.withdraw(study=study, withdrawal=withdrawal, because_en="Old.", by=studies.coordinator(), at=build.NOW)
    page = client.get(study.get_absolute_url())

    assert page.status_code == status
    assert b"withdrawn" in page.content
    assert (b"Three kitchens won." in page.content) == (status == 200)
    assert b"(withdrawn)" in client.get(linking.get_absolute_url()).content
    assert b"(withdrawn)" not in client.get(other.get_absolute_url()).content


def test_a_study_that_is_part_of_another_leads_there(client):
    study, other = studies.published(), studies.published()
    actions.withdraw(study=study, withdrawal="consolidated", moved_to=other, by=studies.coordinator(), at=build.NOW)

    page = client.get(study.get_absolute_url())

    assert (page.status_code, page["Location"]) == (301, other.get_absolute_url())


def test_reminders_go_out_sixty_and_fourteen_days_before_and_once_each(client):
    study = studies.published()
    day = build.NOW + timedelta(days=365)

    for before in (61, 60, 59, 14, 13, 1):
        reviews.remind(at=day - timedelta(days=before))
    keys = Delivery.objects.filter(kind="study-review").values_list("key", flat=True)
    people = {key.rpartition("/")[2] for key in keys}

    assert len(keys) == 2 * len(people)
    CaseStudy.objects.filter(pk=study.pk).update(review_on=timezone.localdate() - timedelta(days=1))
    assert b"Not reviewed since" in client.get(study.get_absolute_url()).content


def test_a_live_tender_is_a_warning_that_must_be_read(client):
    opportunity = build.opportunity(stage="tendering")
    study = studies.in_review(opportunities=[opportunity])
    studies.agreed(study, at=timezone.now())
    client.force_login(studies.coordinator())

    shown = client.get(address("publish", study)).content.decode()
    refused = client.post(address("publish", study))
    client.post(address("publish", study), {"read": "on"})

    assert opportunity.reference in shown
    assert refused.status_code == 422
    assert LibraryEntry.objects.filter(study=study).exists()


def test_remarks_stay_at_their_paragraph_and_revisions_show_what_changed(client, author):
    study = studies.started(by=author, owner=author.acting_for, solution_en="One.\n\nTwo words here.")
    client.force_login(author)
    client.post(address("remark", study, "solution", "en", 1), {"body": "Which words?"})
    actions.save_study(study=study, by=author, at=build.NOW, solution_en="Nought.\n\nOne.\n\nTwo words here.")

    review = client.get(address("review", study))
    part = next(each for each in review.context["parts"] if (each.field, each.language) == ("solution", "en"))
    changed = client.get(address("revision", study, 2)).content.decode()
    client.post(address("revision", study, 1))

    assert [len(each.remarks) for each in part.paragraphs] == [0, 0, 1]
    assert "<ins>" in changed
    assert CaseStudy.objects.get().solution_en == "One.\n\nTwo words here."
    assert study.revisions.get(number=3).restores == 1


def test_what_else_changed_is_said_in_words(client, author):
    study = studies.started(by=author, owner=author.acting_for)
    actions.save_study(
        study=study, by=author, at=build.NOW, route="none", steps=["pipeline"], area_codes=["W06000005"],
        contact_officer=author,
    )  # fmt: skip

    client.force_login(author)
    changed = client.get("/cy" + address("revision", study, study.revisions.count())).context["others"]

    now = {name: said for name, _was, said in changed}
    assert now["Sut prynwyd y gwaith"] == "Ni phrynwyd dim"
    assert now["Ble"] == "Sir y Fflint"
    assert str(author) in now.values()


def test_the_review_page_and_a_study_cost_few_queries(client, django_assert_max_num_queries):
    study = studies.published()
    client.get(study.get_absolute_url())
    with django_assert_max_num_queries(11):
        client.get(study.get_absolute_url())
    client.force_login(studies.coordinator())
    with django_assert_max_num_queries(40):
        client.get(address("review", study))
