"""Who may see and do what, asked of the querysets that decide it: one of each kind of person, one of each thing."""

import pytest
from django.contrib.auth.models import AnonymousUser

from collab_portal.accounts.models import Membership, Organisation
from enterprises.models import Enterprise, Network, Shortlist
from procurement.models import Opportunity
from socialvalue.practice import actions
from socialvalue.practice.models import CaseStudy
from tests import build
from tests.practice import studies

pytestmark = pytest.mark.django_db
ROLES = tuple(Membership.Role.values)
EDITORS, PUBLISHERS = {"editor", "publisher", "administrator"}, {"publisher", "administrator"}


def people_of(organisation):
    """One in each role; and one who belongs to it but acts for another, one of another, staff, and nobody."""
    other = build.organisation()
    people = {role: build.user(role=role, of=organisation) for role in ROLES}
    people |= {"elsewhere": build.user(role="administrator", of=organisation)}
    Membership.objects.create(user=people["elsewhere"], organisation=other, role="viewer")
    people["elsewhere"].acting_for = other
    people["elsewhere"].save()
    return people | {"stranger": build.user(role="administrator", of=other), "staff": build.user(is_staff=True)}


def who(people, queryset):
    return {name for name, person in people.items() if queryset(person).exists()}


def test_a_draft_is_for_those_who_act_for_its_buyer_each_as_far_as_her_role_goes():
    council = build.organisation()
    build.opportunity(stage="draft", buyer=council)
    people, drafts = people_of(council), Opportunity.objects

    assert who(people, drafts.visible_to) == set(ROLES)
    assert who(people, drafts.editable_by) == EDITORS
    assert who(people, drafts.publishable_by) == PUBLISHERS
    assert not drafts.visible_to(AnonymousUser())


def test_a_shortlist_is_for_those_who_act_for_its_organisation():
    council = build.organisation()
    people, lists = people_of(council), Shortlist.objects
    Shortlist.objects.create(organisation=council, name="Food")

    assert who(people, lists.visible_to) == set(ROLES)
    assert who(people, lists.editable_by) == EDITORS
    assert not lists.visible_to(AnonymousUser())
    assert not lists.editable_by(AnonymousUser())


def test_an_organisation_is_administered_by_its_administrators_until_it_is_merged():
    council = build.organisation()
    people = people_of(council)

    def administered(person):
        return Organisation.objects.administered_by(person).filter(pk=council.pk)

    def belonging(person):
        return Organisation.objects.of(person).filter(pk=council.pk)

    assert who(people, administered) == {"administrator", "elsewhere"}
    assert who(people, belonging) == {*ROLES, "elsewhere"}
    Organisation.objects.filter(pk=council.pk).update(merged_into=build.organisation())
    assert who(people, administered) == who(people, belonging) == set()


def test_an_entry_is_for_its_people_its_coordinators_and_staff_and_nobody_checks_her_own():
    entry = build.enterprise(state=Enterprise.State.CLAIMED)
    network = build.network(members=[entry.organisation])
    build.enterprise(name_en="Another CIC", state=Enterprise.State.CLAIMED)
    people = people_of(entry.organisation)
    people |= {f"network {role}": build.user(role=role, of=network) for role in ROLES}
    both = build.user(role="publisher", of=network)
    Membership.objects.create(user=both, organisation=entry.organisation, role="viewer")
    people["both"] = both
    coordinators = {"network publisher", "network administrator"}

    def asked(method):
        return lambda person: getattr(Enterprise.objects, method)(person).filter(pk=entry.pk)

    assert who(people, asked("editable_by")) == EDITORS | {"elsewhere"}
    assert who(people, asked("administered_by")) == {"administrator", "elsewhere"}
    assert who(people, asked("of_member")) == {*ROLES, "elsewhere", "both"}
    assert who(people, asked("in_networks_of")) == coordinators | {"both"}
    assert who(people, asked("verifiable_by")) == coordinators
    assert who(people, asked("log_readable_by")) == {"administrator", "elsewhere", "both", "staff"} | coordinators
    assert who(people, asked("delistable_by")) == coordinators | {"both", "staff"}
    assert who(people, asked("claimable_by")) == set()
    assert who(people, asked("joinable_by")) == {*people} - {*ROLES, "elsewhere", "both"}


def test_a_stub_is_for_nobody_but_whoever_may_claim_it():
    stub = build.enterprise(state=Enterprise.State.UNCLAIMED)
    people = people_of(stub.organisation)

    def asked(method):
        return lambda person: getattr(Enterprise.objects, method)(person).filter(pk=stub.pk)

    assert who(people, asked("editable_by")) == who(people, asked("administered_by")) == set()
    assert who(people, asked("claimable_by")) == {"stranger", "staff"}
    assert who(people, asked("joinable_by")) == set()


def test_a_network_is_looked_after_by_its_publishers_as_long_as_it_is_one():
    network = build.network()
    people = people_of(network)

    assert who(people, Network.objects.coordinated_by) == PUBLISHERS | {"elsewhere"}
    Organisation.objects.filter(pk=network.pk).update(is_network=False, is_public_body=True)
    assert who(people, Network.objects.coordinated_by) == set()


def test_a_study_is_its_authors_first_and_the_coordinators_once_it_is_sent_in():
    council = build.organisation()
    study = studies.started(owner=council)
    people = people_of(council) | {"coordinator": studies.coordinator()}
    people |= {"of the network": build.user(role="editor", of=build.organisation(is_network=True))}
    authors, told = EDITORS | {"elsewhere"}, CaseStudy.objects

    assert who(people, told.visible_to) == who(people, told.editable_by) == authors | {"staff"}
    assert who(people, told.reviewable_by) == set()
    actions.submit(study=study, by=study.created_by, at=build.NOW)
    assert who(people, told.visible_to) == authors | {"staff", "coordinator"}
    assert who(people, told.editable_by) == who(people, told.reviewable_by) == {"staff", "coordinator"}
