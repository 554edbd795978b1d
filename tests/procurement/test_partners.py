"""The partner board and the groups formed there: who sees whom, shares of a hundred, one interest to the buyer."""

from decimal import Decimal

import pytest
from django.urls import reverse

from collab_portal.mail.models import Delivery
from procurement.actions import consortia, expressions
from procurement.engagement import interests
from procurement.mails import engagement
from procurement.models import Consortium
from procurement.models.stages import NotAllowed
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def opportunity():
    return build.opportunity(lots=[{"title_en": "Mold"}, {"title_en": "Flint"}])


def editor(opportunity, name, *, lot=1, seeks=True):
    """An editor of an enterprise that is interested, and shows itself to others or does not."""
    by = build.user(role="editor", of=build.enterprise(name_en=name, state="claimed").organisation)
    said = {
        "answer": "interested",
        "role": "partner",
        "seeks_partners": seeks,
        "pitch": f"{name} bakes" if seeks else "",
    }
    answer = {"opportunity": opportunity, "organisation": by.acting_for, "by": by, "at": build.NOW, "lot": lot}
    expressions.answer_opportunity(**answer, **said)
    return by


def address(name, opportunity, *rest):
    return reverse(f"pipeline:{name}", args=[opportunity.reference, *rest])


def proposed(opportunity, lead, *others, shares=(60, 40), lot=1):
    parties = dict(zip([lead.acting_for, *(each.acting_for for each in others)], map(Decimal, shares), strict=False))
    group = {"opportunity": opportunity, "lot": lot, "lead": lead.acting_for, "name": "Clwyd caterers"}
    return consortia.propose_consortium(**group, shares=parties, by=lead, at=build.NOW)


def confirmed(group, by):
    member = group.members.get(organisation=by.acting_for)
    consortia.confirm_share(member=member, by=by, at=build.NOW)
    group.refresh_from_db()


def test_only_those_who_show_themselves_on_a_part_see_each_other(client, opportunity):
    ann, bob = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Bara CIC")
    hidden, other = editor(opportunity, "Cudd CIC", seeks=False), editor(opportunity, "Dros CIC", lot=2)
    page = address("partners", opportunity)

    def sees(person):
        client.force_login(person)
        shown = client.get(page).text
        return [name for name in ("Aelwyd", "Bara", "Cudd", "Dros") if f"{name} CIC" in shown.partition("<main")[2]]

    assert sees(ann) == ["Bara"]
    letter = reverse("enterprises:write", args=[bob.acting_for.slug])  # relayed: no address is shown
    assert letter in client.get(page).text
    assert bob.email not in client.get(page).text
    assert sees(hidden) == []
    assert sees(other) == []
    client.force_login(build.user(role="publisher", of=opportunity.buyer))
    assert client.get(page).status_code == 403  # what they tell each other is not for the buyer
    assert "bakes" not in client.get(address("interested", opportunity)).text


@pytest.mark.parametrize("shares", [(60, 39), (60, 41), (100,), (100, 0), (120, -20)])
def test_shares_make_a_hundred_between_two_or_more(opportunity, shares):
    lead, partner = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Bara CIC")

    with pytest.raises(NotAllowed):
        proposed(opportunity, lead, partner, shares=shares)


def test_a_group_takes_only_those_on_the_same_board(opportunity):
    lead, other = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Dros CIC", lot=2)

    with pytest.raises(NotAllowed):
        proposed(opportunity, lead, other)


def test_the_form_counts_and_asks_the_others_by_mail(client, opportunity):
    lead, partner = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Bara CIC")
    client.force_login(lead)
    page = address("group-propose", opportunity, lead.acting_for.interests.get().pk)
    one, two = f"share_{lead.acting_for.pk}", f"share_{partner.acting_for.pk}"

    assert client.post(page, {"name": "Clwyd", one: "60", two: "30"}).status_code == 422
    assert client.post(page, {"name": "Clwyd", one: "66.66", two: "33.34"}).status_code == 302

    asked = Delivery.objects.get(kind="engagement")
    assert asked.address == partner.email
    assert "33.34 %" in engagement.render(asked.payload, "en").text
    client.force_login(partner)
    assert client.get(address("group-propose", opportunity, lead.acting_for.interests.get().pk)).status_code == 404


def test_the_buyer_sees_one_interest_once_everybody_has_confirmed(client, opportunity):
    lead, partner = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Bara CIC")
    editor(opportunity, "Dros CIC", lot=2)
    group = proposed(opportunity, lead, partner)
    assert interests.public_count(opportunity.pk) == 3
    assert not interests.Answers(opportunity).groups  # nobody speaks for another

    confirmed(group, partner)

    answers = interests.Answers(opportunity)
    assert group.formed_at
    assert [[(who.name, who.share) for who in each.members] for each in answers.groups] == [
        [("Aelwyd CIC", 60), ("Bara CIC", 40)]
    ]
    assert [each.name for each in answers.interested] == ["Dros CIC"]
    assert answers.organisations == 2
    assert interests.public_count(opportunity.pk) == 0  # two are too few to be told


def test_the_buyer_sees_how_each_of_a_group_fits_and_what_it_noted(client):
    opportunity = build.opportunity(value_amount=120_000, lots=[{"value_amount": 20_000}, {"value_amount": 100_000}])
    lead, partner = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Bara CIC")
    partner.acting_for.enterprise.activities.update(served_codes=["W06000011"])
    partner.acting_for.interests.update(note="=We have two vans")
    confirmed(proposed(opportunity, lead, partner), partner)
    client.force_login(build.user(role="viewer", of=opportunity.buyer))

    page = client.get(address("interested", opportunity)).text
    sheet = client.get(address("interested-csv", opportunity)).getvalue().decode()

    for shown in (page, sheet):
        assert "Nobody has checked it yet; not in Gwynedd" in shown
        assert "=We have two vans" in shown
    assert "Clwyd caterers: Bara CIC (40 %)" in sheet
    assert "'=We" in sheet


def test_nobody_confirms_for_another(client, opportunity):
    lead, partner = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Bara CIC")
    outsider = editor(opportunity, "Cegin CIC")
    group = proposed(opportunity, lead, partner)
    page = address("group-decide", opportunity, group.pk)

    client.force_login(outsider)
    assert client.post(page, {"decision": "confirm"}).status_code == 404
    client.force_login(lead)
    client.post(page, {"decision": "confirm"})
    group.refresh_from_db()
    assert group.formed_at is None
    client.force_login(partner)
    client.post(page, {"decision": "confirm"})
    group.refresh_from_db()
    assert group.formed_at


def test_one_formed_group_for_each_enterprise_and_part(opportunity):
    ann, bob, cai = (editor(opportunity, name) for name in ("Aelwyd CIC", "Bara CIC", "Cegin CIC"))
    first, second = proposed(opportunity, ann, bob), proposed(opportunity, cai, bob)
    confirmed(first, bob)

    with pytest.raises(NotAllowed):
        confirmed(second, bob)


def test_whoever_takes_her_interest_back_ends_the_group_and_the_others_are_told(opportunity):
    lead, partner = editor(opportunity, "Aelwyd CIC"), editor(opportunity, "Bara CIC")
    group = proposed(opportunity, lead, partner)
    confirmed(group, partner)

    expressions.take_answer_back(interest=partner.acting_for.interests.get(), by=partner, at=build.NOW)

    assert not Consortium.objects.current().exists()
    assert [each.name for each in interests.Answers(opportunity).interested] == ["Aelwyd CIC"]
    told = Delivery.objects.get(address=lead.email, key__contains="/ended/")
    assert engagement.still_wanted(told.payload) is None
    asked = Delivery.objects.get(address=partner.email, key__contains="/asked/")
    assert engagement.still_wanted(asked.payload) == "the group has ended"
