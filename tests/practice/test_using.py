"""Using a case study: adapting it, reporting how it went, and copying what it tells of into a draft."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from collab_portal.mail.models import Delivery
from enterprises.actions import join_network
from procurement.actions import amend_lot, share_redesign
from procurement.snapshot import LotSnapshot
from socialvalue.practice import actions, adapting, personal_data
from socialvalue.practice.actions.copying import fitted, proportional
from socialvalue.practice.library import index, tree
from socialvalue.practice.library.alike import alike
from socialvalue.practice.models import Adaptation, Copied, LibraryEntry
from tests import build
from tests.practice import studies
from tests.socialvalue import offers


def _council(name: str):
    """A public body and its editor, who acts for it."""
    body = build.organisation(name_en=name)
    return body, build.user(role="editor", of=body)


@pytest.mark.django_db
def test_who_adapts_says_what_and_by_when_and_the_authors_hear_of_both(client):
    study = studies.published()
    join_network(network=studies.coordinator().memberships.get().organisation, member=study.owner)
    ours, officer = _council("Gwent Council")
    draft = build.opportunity(stage="draft", buyer=ours)
    client.force_login(officer)
    adapt, soon = reverse("case-studies:adapt", args=[study.slug]), timezone.localdate() + timedelta(days=30)
    day = {"by_when_day": soon.day, "by_when_month": soon.month, "by_when_year": soon.year}
    client.get(adapt)

    late = client.post(adapt, {"what": "Four lots", **dict.fromkeys(day, 1), "by_when_year": 2020})
    client.post(adapt, {"what": "Four lots", "who": "Head of catering", "opportunity": draft.pk, **day})
    made = Adaptation.objects.get()
    told_first = set(Delivery.objects.filter(kind="adaptation-planned").values_list("address", flat=True))
    adapting.remind(at=timezone.now() + timedelta(days=31))
    adapting.remind(at=timezone.now() + timedelta(days=32))
    report = reverse("case-studies:adaptation", args=[made.pk])
    silent = client.post(report, {"outcome": "done", "result": ""})
    client.post(report, {"outcome": "done", "result": "Two local bids.", "opportunity": draft.pk})
    again = client.post(report, {"outcome": "done", "result": "Twice."})
    page = client.get(study.get_absolute_url()).content.decode()

    assert (late.status_code, silent.status_code, again.status_code) == (422, 422, 302)
    assert told_first == {study.created_by.email, "desk@network.example"}
    assert Delivery.objects.filter(kind="adaptation-done").count() == 2
    assert Delivery.objects.filter(kind="adaptation-due", address=officer.email).count() == 1
    assert "Two local bids." in page
    assert "Gwent Council" in page
    assert draft.reference not in page, "a draft stays secret"
    assert "Head of catering" not in page
    assert LibraryEntry.objects.get(study=study).adapted == 1
    assert "Head of catering" in str(personal_data.export(officer))


@pytest.mark.django_db
def test_adaptations_grow_a_tree_over_the_studies_that_tell_of_them(client, django_assert_max_num_queries):
    study, told = studies.published(), studies.published(title_en="What we made of it")
    (gwent, by), (powys, other) = _council("Gwent Council"), _council("Powys Council")
    first = actions.plan_adaptation(
        study=study, organisation=gwent, by=by, at=build.NOW, language="en", what="Four lots"
    )
    actions.plan_adaptation(
        study=study, organisation=powys, by=other, at=build.NOW, language="cy", what="Pum lot", after=first
    )
    dropped = actions.plan_adaptation(
        study=study, organisation=powys, by=other, at=build.NOW, language="en", what="Six lots"
    )
    actions.give_up_adaptation(adaptation=dropped, by=other, at=build.NOW, language="en", why="No money")
    actions.report_adaptation(adaptation=first, by=by, at=build.NOW, language="en", result="Two bids", told_in=told)
    actions.plan_adaptation(study=told, organisation=powys, by=other, at=build.NOW, language="en", what="Seven lots")
    round_again = actions.plan_adaptation(
        study=told, organisation=gwent, by=by, at=build.NOW, language="en", what="Eight lots"
    )
    actions.report_adaptation(adaptation=round_again, by=by, at=build.NOW, language="en", result="Good", told_in=study)

    with django_assert_max_num_queries(6):
        trunk = tree.tree_of(study.pk)

    [root] = trunk
    assert [each.adaptation.what for each in root.branches] == ["Pum lot", "Seven lots", "Eight lots"]
    assert tree.organisations_in(trunk) == {gwent.pk, powys.pk}
    assert root.told_in.study_id == told.pk
    page = client.get(study.get_absolute_url()).content.decode()
    assert "Six lots" not in page
    assert "No money" not in page


@pytest.mark.django_db
def test_a_redesign_is_copied_into_a_draft_and_the_draft_says_where_from(client):
    theirs = build.opportunity(
        value_amount=Decimal(100_000),
        lots=[
            {"title_en": "North", "value_amount": Decimal(25_000), "area_codes": ["W06000002"]},
            {"title_en": "South", "value_amount": Decimal(75_000)},
        ],
    )
    redesign = share_redesign(opportunity=theirs, by=build.user(), at=build.NOW, checks=["F-03"], title_en="Two lots")
    study = studies.published(redesigns=[redesign])
    ours, officer = _council("Gwent Council")
    draft = build.opportunity(stage="draft", buyer=ours, value_amount=Decimal(1_001))
    elsewhere = build.opportunity(stage="draft")
    client.force_login(officer)
    address = reverse("case-studies:copy-redesign", args=[redesign.pk]) + f"?study={study.slug}"

    offered = client.get(study.get_absolute_url()).content.decode()
    not_hers = client.post(address, {"into": elsewhere.reference})
    client.post(address, {"into": draft.reference})
    client.post(address, {"into": "new"})
    page = client.get(reverse("pipeline:edit", args=[draft.reference])).content.decode()

    assert address in offered
    assert not_hers.status_code == 422
    lots = list(draft.lots.order_by("number").values_list("title_en", "value_amount", "area_codes"))
    assert lots == [("North", Decimal(251), []), ("South", Decimal(750), [])]
    first, second = Copied.objects.order_by("pk")
    assert (first.opportunity, first.source, first.study) == (draft, theirs.buyer, study)
    assert second.opportunity.title_en == "Two lots"
    assert "Adapted from" in page
    assert redesign.get_absolute_url() in page


@pytest.mark.django_db
def test_criteria_are_copied_with_their_proportions_and_their_origin(client):
    theirs = offers.published()
    ours, officer = _council("Gwent Council")
    draft = build.opportunity(stage="draft", buyer=ours)
    weights = [{"kind": "price", "weight": Decimal(95)}, {"kind": "social-value", "weight": Decimal(5)}]
    amend_lot(opportunity=draft, by=officer, lot=draft.lots.get(), criteria=weights)
    client.force_login(officer)

    client.post(reverse("case-studies:copy-criteria", args=[theirs.pk]), {"into": f"{draft.reference}/1"})
    page = client.get(reverse("pipeline:edit", args=[draft.reference])).content.decode()

    lot = draft.lots.get()
    copied, asked = lot.social_value, theirs.questions.filter(part="social-value").order_by("position")
    own = list(copied.questions.filter(part="social-value").order_by("position"))
    assert copied.published_at is None
    assert (copied.method, copied.levels, copied.tie) == (theirs.method, theirs.levels, theirs.tie)
    assert [each.title_en for each in own] == [each.title_en for each in asked]
    assert sum(each.weight for each in own) == 5
    assert copied.need_en == ""
    assert Copied.objects.get().criteria == theirs
    assert "Adapted from" in page


@given(st.lists(st.decimals("0.01", "100", places=2), min_size=1, max_size=6), st.integers(1, 100))
def test_proportions_sum_to_the_whole(weights, whole):
    fitted_weights = proportional(weights, Decimal(whole))

    assert sum(fitted_weights) == whole


def test_lots_without_values_stay_without():
    lots = [LotSnapshot(number=4, title_en="A", source_id="x"), LotSnapshot(number=7, value_amount=Decimal(5))]

    copied = fitted(lots, Decimal(100))

    assert [(each.number, each.source_id, each.value_amount) for each in copied] == [
        (1, "", None),
        (2, "", Decimal(100)),
    ]


def test_the_most_alike_come_first_and_strangers_never():
    keys = {
        "category:food": 0b00111,
        "step:culture": 0b00011,
        "step:pipeline": 0b01000,
        "goal:WBG1": 0b11111,
    }
    known = index.Index(None, (50, 40, 30, 20, 10), keys)

    assert alike(known, 50) == [40, 30]
    assert alike(known, 10) == []
