"""Clauses: versions that stay, copies that know where they come from, and a mark when the law changes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from socialvalue.practice import clauses as standings
from socialvalue.practice.actions import clauses as actions
from socialvalue.practice.models import ClauseCopy, ClauseVersion, NotAllowed
from tests import build
from tests.practice import exchange

pytestmark = pytest.mark.django_db
TYPED = {
    "title_en": "Fair pay",
    "text_en": "Pay fairly.",
    "jurisdiction": "wales",
    "contract_form": "nec",
    "rests_on": ["minimum-wage-1998"],
}


@pytest.fixture
def officer():
    return build.user(role="publisher", of=build.organisation(name_en="Our Council"))


def test_a_council_writes_publishes_and_replaces_and_the_old_version_stays_readable(client, officer):
    client.force_login(officer)
    owner = {"owner": officer.acting_for_id}
    refused = client.post(reverse("clauses:new"), TYPED | {"title_en": ""} | owner)
    client.post(reverse("clauses:new"), TYPED | owner)
    version = ClauseVersion.objects.get()
    edit = reverse("clauses:edit", args=[version.clause.slug])
    client.logout()
    hidden = client.get(version.clause.get_absolute_url()).status_code
    client.force_login(officer)
    client.post(reverse("clauses:publish", args=[version.clause.slug]))
    stamp = client.get(edit).context["form"].stamp
    client.post(edit, TYPED | {"text_en": "Pay more than fairly.", "stamp": stamp})
    client.post(reverse("clauses:publish", args=[version.clause.slug]))

    assert refused.status_code == 422
    assert "Pay fairly." in refused.content.decode()
    assert hidden == 404
    old = client.get(reverse("clauses:version", args=[version.clause.slug, 1])).content.decode()
    new = client.get(version.clause.get_absolute_url()).content.decode()
    assert "Pay fairly." in old
    assert "There is a newer version" in old
    assert "Pay more than fairly." in new
    assert "There is a newer version" not in new
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        ClauseVersion.objects.filter(number=1).update(text_en="Something else")


def test_a_copy_says_where_it_comes_from_and_is_marked_when_the_version_or_the_law_is_overtaken(client, officer):
    clause = exchange.clause(at=timezone.now() - timedelta(days=30))
    draft = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)
    client.force_login(officer)
    copy = reverse("clauses:copy", args=[clause.slug, 1])
    client.post(copy, {"opportunity": draft.reference})
    twice = client.post(copy, {"opportunity": draft.reference})
    page = reverse("clause-copies", args=[draft.reference])
    before = client.get(page).content.decode()
    actions.record_law_change(
        law="late-payment-1998",
        in_force_on=timezone.localdate() + timedelta(days=10),
        source_url="https://example.org/law",
        what_en="Twenty days instead of thirty.",
        by=officer,
        at=timezone.now(),
    )
    actions.write_version(clause=clause, by=officer, at=timezone.now(), text_en="Twenty days.")
    actions.publish_version(clause=clause, by=officer, at=timezone.now())
    after = client.get(page).content.decode()
    overview = client.get(reverse("pipeline:edit", args=[draft.reference])).content.decode()
    library = client.get(reverse("clauses:detail", args=[clause.slug]) + "1/").content.decode()

    assert twice.status_code == 422
    assert "Copied from the clause “Pay the whole chain in 30 days”, version 1, on" in before
    assert "Twenty days instead of thirty." not in before
    for marked in (after, library):
        assert "Twenty days instead of thirty." in marked
        assert "Read version 2" in marked
    assert "1 to look at" in overview
    assert "The Supplier pays" in after


def test_a_legal_review_after_the_change_takes_the_mark_away():
    clause = exchange.clause(at=build.NOW)
    change = actions.record_law_change(
        law="late-payment-1998",
        in_force_on=(build.NOW + timedelta(days=5)).date(),
        source_url="https://example.org/law",
        what_en="Changed.",
        by=build.user(),
        at=build.NOW,
    )
    other = ClauseVersion(rests_on=["equality-2010"], published_at=build.NOW)
    reviewed = ClauseVersion(
        rests_on=["late-payment-1998"],
        published_at=build.NOW,
        legal_reviewed_on=(build.NOW + timedelta(days=6)).date(),
    )
    touched = clause.versions.get()

    assert standings.standing([touched])[touched.pk].changes == [change]
    assert standings.touching(reviewed, [change]) == []
    assert standings.touching(other, [change]) == []


def test_copies_are_shown_to_those_who_may_know_of_the_contract(client, officer):
    clause = exchange.clause()
    version = clause.versions.get()
    draft = build.opportunity(stage="draft", buyer=officer.acting_for, title_en="Secret meals")
    public = build.opportunity(title_en="Open meals")
    for contract in (draft, public):
        actions.copy_clause(version=version, opportunity=contract, by=officer, at=build.NOW)

    everybody = client.get(clause.get_absolute_url()).content.decode()
    client.force_login(officer)
    own = client.get(clause.get_absolute_url()).content.decode()

    assert "It was copied 2 times." in everybody
    assert "Open meals" in everybody
    assert "Secret meals" not in everybody
    assert "Secret meals" in own


def test_words_are_fitted_in_the_contract_only_and_taken_away_as_text_with_their_origin(client, officer):
    clause = exchange.clause()
    draft = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)
    copy = actions.copy_clause(version=clause.versions.get(), opportunity=draft, by=officer, at=build.NOW)
    client.force_login(officer)
    page = reverse("clause-copy", args=[draft.reference, copy.pk])
    stamp = client.get(page).context["form"].stamp
    client.post(page, {"text_en": "Twenty days.", "text_cy": "Ugain diwrnod.", "stamp": stamp})
    stale = client.post(page, {"text_en": "Ten days.", "text_cy": "", "stamp": stamp})
    client.logout()
    taken = client.post(reverse("clauses:take", args=[clause.slug, 1]))

    copy.refresh_from_db()
    assert copy.text_en == "Twenty days."
    assert stale.status_code == 409
    assert "Ten days." in stale.content.decode()
    assert "The Supplier pays" in taken.content.decode()
    assert "Copied from the clause" in taken.content.decode()
    assert "not legal advice" in taken.content.decode()
    assert ClauseCopy.objects.filter(opportunity=None, organisation=None).count() == 1


def test_what_is_not_published_cannot_be_copied(officer):
    clause = exchange.clause(is_published=False)
    draft = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)

    with pytest.raises(NotAllowed):
        actions.copy_clause(version=clause.versions.get(), opportunity=draft, by=officer, at=build.NOW)


def test_the_list_is_found_by_word_and_category_and_asks_a_fixed_number_of_questions(
    client, django_assert_max_num_queries
):
    for number in range(4):
        exchange.clause(title_en=f"Training {number}", category="SPW4")
    exchange.clause()

    with django_assert_max_num_queries(16):
        found = client.get(reverse("clauses:list"), {"q": "training", "category": "SPW4"})

        mutated = client.get(reverse("clauses:list"), {"q": "dalu OR nothing"})

    assert [str(each) for each, _standing in found.context["rows"]] == [f"Training {n}" for n in range(4)]
    assert len(mutated.context["rows"]) == 5, "talu, as the text has it"
