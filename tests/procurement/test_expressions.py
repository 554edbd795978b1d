"""Who says "we are interested" or "not this time", who reads it, and what the link in an alert can do."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from collab_portal.accounts import personal_data
from collab_portal.mail.models import Delivery
from procurement import alerts
from procurement.actions import expressions, interest
from procurement.engagement import interests, links
from procurement.mails import news
from procurement.models import Interest
from procurement.models.stages import NotAllowed
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

YES = {"answer": "interested", "role": "lead", "note": "We cook in five valleys."}
NO = {"answer": "not-this-time", "reason": "insurance", "reason_words": "Ten million is too much."}


def editor_of(name):
    enterprise = build.enterprise(name_en=name, state="claimed")
    return build.user(role="editor", of=enterprise.organisation)


def says(opportunity, name, **said):
    by = editor_of(name)
    answer = {"opportunity": opportunity, "organisation": by.acting_for, "by": by, "at": build.NOW}
    return expressions.answer_opportunity(**answer, **(said or YES))


def address(name, opportunity):
    return reverse(f"pipeline:{name}", args=[opportunity.reference])


def test_an_editor_answers_about_a_lot_changes_her_answer_and_takes_it_back(client):
    opportunity = build.opportunity(lots=[{"title_en": "Mold"}, {"title_en": "Flint"}])
    client.force_login(editor_of("Cegin CIC"))
    page = address("interest", opportunity)

    assert client.post(page, {**YES, "role": "", "lot": "2"}).status_code == 422  # says how
    assert client.post(page, {**YES, "lot": "3"}).status_code == 422
    assert client.post(page, {**YES, "lot": "2"}).status_code == 302
    first = Interest.objects.get()
    assert (first.lot, first.role, first.version) == (2, "lead", 1)

    client.post(page, {**NO, "lot": "2", "note": "not kept"})
    changed = Interest.objects.get()
    assert (changed.pk, changed.answer, changed.role, changed.note) == (first.pk, "not-this-time", "", "")

    client.post(page, {"withdraw": changed.pk})
    assert not Interest.objects.exists()


def test_nobody_takes_back_the_answer_of_another(client):
    said = says(build.opportunity(), "Cegin CIC")
    client.force_login(editor_of("Rival CIC"))

    client.post(address("interest", said.opportunity), {"withdraw": said.pk})

    assert Interest.objects.filter(pk=said.pk).exists()


def test_the_public_sees_a_count_and_nothing_below_three(client):
    opportunity = build.opportunity(lots=[{"title_en": "Mold"}, {"title_en": "Flint"}])
    first = says(opportunity, "Aelwyd CIC")
    expressions.answer_opportunity(
        opportunity=opportunity, organisation=first.organisation, at=build.NOW, lot=2, **YES
    )  # the same organisation once more: still one
    says(opportunity, "Bara CIC")
    says(opportunity, "Never CIC", **NO)

    assert interests.public_count(opportunity.pk) == 0
    assert "said that" not in client.get(opportunity.get_absolute_url()).text

    says(opportunity, "Cegin CIC")

    page = client.get(opportunity.get_absolute_url()).text
    assert "3 organisations have said that they are interested" in page
    assert "CIC" not in page


def test_the_buyer_sees_who_and_of_those_who_decline_only_why(client):
    opportunity = build.opportunity()
    says(opportunity, "Aelwyd CIC", **{**YES, "note": "=1+1"})
    says(opportunity, "Never CIC", **NO)
    client.force_login(build.user(role="viewer", of=opportunity.buyer))

    page = client.get(address("interested", opportunity)).text
    sheet = client.get(address("interested-csv", opportunity)).getvalue().decode()

    assert "Aelwyd CIC" in page
    assert "Ten million is too much." in page
    assert "Never CIC" not in page
    assert "Aelwyd CIC" in sheet
    assert "'=1+1" in sheet
    assert "Never CIC" not in sheet
    report = client.get(reverse("pipeline:design-report")).text
    assert "It asks for too much insurance" in report
    assert "Never CIC" not in report


def test_the_buyer_sees_how_each_fits_what_it_is_interested_in(client, django_assert_max_num_queries):
    opportunity = build.opportunity(value_amount=120_000, lots=[{"value_amount": 20_000}, {"value_amount": 100_000}])
    small, far = build.verified(), build.enterprise(name_en="Far CIC", state="claimed")
    type(small).objects.filter(pk=small.pk).update(largest_lot=50_000)
    far.activities.update(served_codes=["W06000011"])
    for organisation, lot in ((small.organisation, 1), (small.organisation, 2), (far.organisation, 1)):
        expressions.answer_opportunity(
            opportunity=opportunity, organisation=organisation, at=build.NOW, **{**YES, "lot": lot}
        )

    with django_assert_max_num_queries(12):
        fits = [str(row.fit) for row in interests.Answers(opportunity).interested]

    assert fits[0].startswith("Fits · ")
    assert "not said" not in fits[0]
    assert fits[1] == "Larger than the limit they give: £50,000 at most"
    assert fits[2] == "Nobody has checked it yet; not in Gwynedd"
    client.force_login(build.user(role="viewer", of=opportunity.buyer))
    assert fits[1] in client.get(address("interested", opportunity)).text


def test_the_buyer_itself_cannot_answer_and_nobody_can_once_it_is_over():
    opportunity = build.opportunity()
    with pytest.raises(NotAllowed):
        expressions.answer_opportunity(opportunity=opportunity, organisation=opportunity.buyer, at=build.NOW, **YES)
    with pytest.raises(NotAllowed):
        says(build.opportunity(stage="withdrawn"), "Late CIC")


def watcher(opportunity, **user):
    return interest.watch(by=build.user(**user), opportunity=opportunity, at=build.NOW).subscriber


def test_the_link_in_an_alert_answers_with_the_button_only(client):
    opportunity = build.opportunity()
    subscriber = watcher(opportunity)
    link = links.answer_path(subscriber.pk, opportunity.pk)

    assert client.get(link, YES).status_code == 200
    assert not Interest.objects.exists()

    assert client.post(link, YES).status_code == 422  # the buyer must know who it is
    assert client.post(link, {**YES, "name": "Clwb y Llan"}).status_code == 302
    said = Interest.objects.get()
    assert (said.subscriber, said.organisation, said.name) == (subscriber, None, "Clwb y Llan")


def test_the_link_of_an_editor_answers_for_her_enterprise(client):
    opportunity, editor = build.opportunity(), editor_of("Cegin CIC")
    subscriber = interest.watch(by=editor, opportunity=opportunity, at=build.NOW).subscriber

    client.post(links.answer_path(subscriber.pk, opportunity.pk), NO)

    assert Interest.objects.get().organisation == editor.acting_for


def test_the_link_is_bound_to_one_person_and_one_opportunity_and_runs_out(client):
    opportunity = build.opportunity()
    subscriber = watcher(opportunity)
    link = links.answer_path(subscriber.pk, opportunity.pk)
    head, _sep, signature = link.rpartition("~")
    other = links.answer_path(subscriber.pk, build.opportunity().pk).rpartition("~")[0]

    assert client.get(f"{other}~{signature}").status_code == 404
    assert client.get(f"{head}~{signature[:-2]}x/").status_code == 404
    with time_machine.travel(build.NOW + links.WORKS_FOR + timedelta(days=1)):
        assert client.post(link, {**YES, "name": "Late"}).status_code == 404
    interest.forget(subscriber=subscriber)
    assert client.post(link, {**YES, "name": "Gone"}).status_code == 404
    assert not Interest.objects.exists()


def test_an_alert_carries_the_link(client):
    opportunity = build.opportunity()
    subscriber = watcher(opportunity)
    build.changed(opportunity, title_en="Lunch clubs and more")
    alerts.drain(at=build.NOW)
    delivery = Delivery.objects.get(kind="watch")

    text = news.render(delivery.payload, "en").text
    token = text.partition("/alerts/answer/")[2].split()[0].strip("/")
    assert links.opened(token) == (subscriber, opportunity)


def test_what_she_wrote_is_hers_and_stays_the_organisations_when_she_goes():
    said = says(build.opportunity(), "Cegin CIC")
    by = said.by
    build.user(role="administrator", of=said.organisation)

    assert personal_data.export(by)["answers"][0]["note"] == YES["note"]
    personal_data.erase(user=by)

    said.refresh_from_db()
    assert (said.by, said.note) == (None, YES["note"])


def test_an_answer_is_of_one_party_and_there_is_one_about_each_part():
    said = says(build.opportunity(), "Cegin CIC")
    said.pk = None
    with pytest.raises(IntegrityError):
        said.save(force_insert=True)
