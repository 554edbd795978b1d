"""Who may open what: every address, asked for by every kind of person. A new address without a line fails."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Membership, Organisation
from collab_portal.mail.models import Delivery
from enterprises import actions as directory
from enterprises import invitation_lists, links
from enterprises.actions import shortlists
from enterprises.imports.uploads import take_file
from enterprises.models import DoubtfulPair
from procurement import actions
from procurement.actions import consortia, expressions, interest, market_events, prospects, questions, supply_needs
from procurement.engagement import links as answer_links
from procurement.matching import Criteria
from procurement.plans import uploads as plans
from tests import build
from tests.practice import assessments, exchange_routes
from tests.practice import routes as practice
from tests.routes import ALLAUTH, PEOPLE, ROUTES
from tests.socialvalue import build_value, deliveries, offers, panels

pytestmark = pytest.mark.django_db


def names(resolver=None, namespace: str = "") -> list[str]:
    """Every named route, as `reverse` wants it."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += names(pattern, inside)
        elif isinstance(pattern, URLPattern):
            found.append(f"{namespace}{pattern.name}")
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all these tests, in which everybody is signed in; thrown away after the last of them."""
    mail = override_settings(MAIL_FOLDER=tmp_path_factory.mktemp("mail"))
    with django_db_blocker.unblock(), mail, transaction.atomic():
        made = _made()
        cookies = {name: _signed_in(person) for name, person in made["people"].items()}
        yield made | {"cookies": cookies, "client": Client()}  # one, because each builds the middleware anew
        transaction.set_rollback(True)


def _signed_in(person):
    client = Client()
    client.force_login(person)
    return client.cookies


def _made():
    """A public body with a draft and a published opportunity, an enterprise, a case study, somebody of each kind."""
    build.reference_data()
    council = build.organisation(name_en="Our Council", mailbox="letters@council.example")
    people = {role: build.user(role=role, of=council) for role in Membership.Role.values}
    people["person"] = build.user()
    people["stranger"] = build.user(role="administrator", of=build.organisation(name_en="Other Council"))
    people["staff"] = build.user(is_staff=True)
    invitation = accounts.invite(
        organisation=council,
        email="new@example.org",
        role="viewer",
        language="en",
        by=people["staff"],
        at=timezone.now(),
    )
    published = build.opportunity(buyer=council, at=timezone.now())
    saved = {"name": "", "frequency": "daily", "hour": 7}
    criteria = Criteria.from_query("q=lunch")
    search = interest.save_search(by=people["viewer"], criteria=criteria, at=timezone.now(), **saved)
    watch = interest.watch(by=people["viewer"], opportunity=published, at=timezone.now())
    network, host = _network(council, people)
    booking = directory.book(event=host["public"], by=people["viewer"], at=timezone.now())
    own = {"slug": council.slug}
    belongings = build.belongings(council, by=people["editor"])
    removal = build.removal(build.enterprise(name_en="Unwilling CIC"))
    return {
        "people": people,
        "own": own,
        "own-page": own | {"section": "offer"},
        "own-section": own | {"section": "outcomes"},
        "own-line": own | {"section": "outcomes", "pk": _outcome(council).pk},
        "own-picture": own | {"pk": belongings["picture"].pk},
        "own-document": own | {"pk": belongings["document"].pk},
        "own-grant": own | {"pk": belongings["grant"].pk},
        "shown": own | {"digest": belongings["picture"].file.sha256},
        "removal": {"pk": removal.pk},
        "removal-token": {"token": removal.token},
        **network,
        **_sheet(network["network"]["slug"], people),
        **_trust(network["network"]["slug"], council, people),
        "event": {"reference": host["public"].reference},
        "event-draft": {"reference": host["draft"].reference},
        "booking": {"token": booking.token},
        **_shortlist(council, people),
        **_plan(council, people),
        "council": {"slug": council.slug},
        "member": {"slug": council.slug, "pk": people["viewer"].memberships.get(organisation=council).pk},
        "invitation": {"token": invitation.token},
        "invitation-number": {"slug": council.slug, "pk": invitation.pk},
        "draft": {"reference": build.opportunity(stage="draft", buyer=council).reference},
        "redesign": {"number": _redesign(published, people["publisher"]).pk},
        "elsewhere": (elsewhere := {"reference": build.opportunity(at=timezone.now()).reference}),
        "own-plan": own | elsewhere | {"part": "all"},
        "plan-token": {"token": _plan_reader(people["viewer"], council).token},
        **_won(council, people),
        **_board(council),
        "meeting": {"reference": published.reference, "pk": _meeting(published).pk},
        "settled-question": {"reference": published.reference, "pk": _settled_question(published).pk},
        "question": {"reference": published.reference, "pk": _question(published).pk},
        "answer-link": {"token": token_of(watch)},
        "published": {"reference": published.reference},
        "enterprise": {"slug": build.enterprise().organisation.slug},
        **practice.made(council, people),
        **assessments.made(council, people, at=timezone.now()),
        **exchange_routes.made(council, people),
        "delivery": {"reference": Delivery.objects.get(kind="invitation").reference},
        "subscriber": {"token": watch.subscriber.token},
        "search": {"token": search.token},
        "watch": {"token": watch.token},
        **build_value.world(council, by=people["editor"]),
        **offers.world(council, people),
        **deliveries.world(council),
        **panels.world(council, people),
        "": {},
    }


def _sheet(network, people):
    """A list that the network brings in, ready to be confirmed, and two entries that may be one."""
    file = {"name": "members.csv", "content": b"Name,Postcode\nCegin,CF10 1AA\n", "source_name": "Our members"}
    ours = Organisation.objects.get(slug=network)
    sheet = take_file(network=ours, by=people["publisher"], **file)
    two = [build.enterprise(name_en=name).organisation for name in ("Caffi Un", "Caffi Un Cyf")]
    pair = DoubtfulPair.objects.create(newer=two[1], older=two[0], reason="similar-name", network=ours)
    return {
        "sheet": {"reference": sheet.reference},
        "sheet-row": {"reference": sheet.reference, "number": 2},
        "double": {"number": pair.pk},
    }


def _network(council, people):
    """A network of the council, in which everybody has the same role as there; and two of its events."""
    ours, kitchen = build.network(name_en="Our Network", members=[council]), build.organisation(is_enterprise=True)
    for role in Membership.Role.values:
        Membership.objects.create(user=people[role], organisation=ours, role=role)
    asked = directory.ask_to_join(network=ours, member=kitchen, by=people["stranger"], at=timezone.now())
    lines = invitation_lists.read(["somebody@example.org"])
    directory.invite_to_network(network=ours, lines=lines, language="en", by=people["publisher"], at=timezone.now())
    keys = {
        "network": {"slug": ours.slug},
        "network-member": {"slug": ours.slug, "member": council.slug},
        "network-request": {"slug": ours.slug, "pk": asked.pk},
        "network-invited": {"token": ours.network_invitations.get().token},
    }
    at = {"host": ours, "at": timezone.now()}
    return keys, {"public": build.event(**at), "draft": build.event(is_published=False, **at)}


def _trust(network, council, people):
    """Two claims on a stub, a request to join, and a member of the network that waits to be checked."""
    ours, at = Organisation.objects.get(slug=network), timezone.now()
    stub, neighbour = build.enterprise(name_en="Stub CIC"), build.enterprise(name_en="Neighbour CIC", state="claimed")
    stub.organisation.website = "https://stub.example"
    stub.organisation.save()
    directory.join_network(network=ours, member=build.proven(neighbour).organisation)
    mailed = {"address": "post@stub.example", "language": "en"}
    by_mail = directory.claim_by_email(enterprise=stub, by=people["viewer"], at=at, **mailed)
    asked = {"network": ours, "message": "Mine"}
    vouched = directory.claim_by_vouching(enterprise=stub, by=people["person"], at=at, **asked)
    request = directory.ask_for_membership(enterprise=council.enterprise, by=build.user(), at=at)
    return {
        "stub": {"slug": stub.organisation.slug},
        "claim": {"slug": stub.organisation.slug, "token": links.token_of(by_mail)},
        "neighbour": {"slug": neighbour.organisation.slug},
        "own-request": {"slug": council.slug, "pk": request.pk},
        "network-claim": {"slug": network, "pk": vouched.pk},
        "network-neighbour": {"slug": network, "enterprise": neighbour.organisation.slug},
    }


def _redesign(opportunity, by):
    texts = {"title_en": "Two lots", "before_en": "One.", "after_en": "Two.", "why_en": "Small kitchens."}
    return actions.share_redesign(opportunity=opportunity, by=by, at=timezone.now(), checks=["F-01"], **texts)


def _plan(council, people):
    """A plan of the council's, ready to be confirmed."""
    sheet = plans.take_file(buyer=council, by=people["editor"], name="plan.csv", content=b"Contract title\nTaxis\n")
    return {"plan": {"reference": sheet.reference}, "plan-row": {"reference": sheet.reference, "number": 2}}


def _plan_reader(person, organisation):
    """She has looked at the plan of her enterprise."""
    return prospects.look(membership=person.memberships.get(organisation=organisation), at=timezone.now())


def _won(council, people):
    """A contract of another buyer that the council's enterprise won, and what it passes on of it."""
    buyer, at = build.organisation(), timezone.now()
    won = build.opportunity(stage="tendering", buyer=buyer, at=at)
    award = {"supplier": council, "supplier_name": "Our Council", "awarded_on": at.date()}
    actions.award(opportunity=won, by=build.user(role="publisher", of=buyer), at=at, awards=[award])
    won.refresh_from_db()
    said = {"title_en": "Vans", "category": won.category, "wanted_by": at.date() + timedelta(days=30)}
    need = supply_needs.publish_need(opportunity=won, organisation=council, by=people["editor"], at=at, **said)
    return {"won": {"reference": won.reference}, "need": {"number": need.pk}}


def _settled_question(opportunity):
    question = _question(opportunity)
    questions.answer_question(question=question, by=None, at=timezone.now(), question_en="Why?", answer_en="So.")
    return question


def _question(opportunity):
    kitchen = build.enterprise(name_en="Asking CIC", state="claimed").organisation
    by, said = build.user(role="editor", of=kitchen), {"text": "When?", "language": "en"}
    return questions.ask(opportunity=opportunity, organisation=kitchen, by=by, at=timezone.now(), **said)


def _meeting(opportunity):
    """Held by the buyer three weeks from now."""
    event, at = build.event(host=opportunity.buyer, at=timezone.now()), timezone.now()
    held = {"opportunity": opportunity, "event": event, "closes_on": event.ends_at.date()}
    return market_events.hold_event(**held, by=None, at=at)


def _board(council):
    """The council's enterprise looks for partners on an opportunity of another buyer, and is asked to join a group."""
    opportunity, at = build.opportunity(at=timezone.now()), timezone.now()
    lead = build.enterprise(name_en="Leading CIC", state="claimed").organisation
    said = {"opportunity": opportunity, "answer": "interested", "role": "partner", "seeks_partners": True, "at": at}
    mine, _theirs = [expressions.answer_opportunity(**said, organisation=each) for each in (council, lead)]
    group = {"opportunity": opportunity, "lot": None, "lead": lead, "name": "Clwyd caterers", "by": None, "at": at}
    made = consortia.propose_consortium(**group, shares={lead: 60, council: 40})
    reference = {"reference": opportunity.reference}
    return {"board": reference | {"pk": mine.pk}, "group": reference | {"pk": made.pk}}


def token_of(watch):
    """The link of an alert that answers without signing in."""
    return answer_links.answer_path(watch.subscriber_id, watch.opportunity_id).rstrip("/").rpartition("/")[2]


def _shortlist(council, people):
    """A list of the council's, with one enterprise on it."""
    ours = shortlists.make_shortlist(organisation=council, name="Caterers", by=people["editor"])
    listed = build.enterprise(name_en="Listed CIC")
    shortlists.add_to_shortlist(shortlist=ours, enterprise=listed, by=people["editor"])
    return {
        "shortlist": {"reference": ours.reference},
        "shortlisted": {"reference": ours.reference, "slug": listed.organisation.slug},
    }


def _outcome(council):
    enterprise = council.enterprise
    return directory.put_outcome(enterprise=enterprise, by=None, what_en="More people have work")


def test_every_address_has_its_line():
    assert sorted(set(names())) == sorted({*(route.name for route in ROUTES), *ALLAUTH})


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.name}-{route.about}".rstrip("-"))
def test_each_address_answers_each_person_as_its_line_says(world, route):
    address = reverse(route.name, kwargs=world[route.about] | route.more)

    answers = {method: tuple(ask(world, method, address, person) for person in PEOPLE) for method in ("get", "post")}

    assert answers == {"get": route.get, "post": route.post}


def test_what_is_closed_leads_to_the_sign_in(client):
    answer = client.get(reverse("accounts:desk"))

    assert answer.url == f"{reverse('account_login')}?next={reverse('accounts:desk')}"


def ask(world, method: str, address: str, person: str) -> int:
    """The answer's status; whatever the request did is undone, so that the next person meets the same world."""
    client = world["client"]
    client.cookies.clear()
    client.cookies.update(world["cookies"].get(person, {}))
    cache.clear()  # many people, one address: no limit should speak here
    before = transaction.savepoint()
    status = getattr(client, method)(address).status_code
    transaction.savepoint_rollback(before)
    return status
