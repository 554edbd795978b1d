"""Who belongs to an organisation, and who decides about it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_portal.accounts import actions
from collab_portal.accounts.models import Invitation, Membership
from collab_portal.audit.models import Act
from collab_portal.mail.models import Delivery
from tests import build

pytestmark = pytest.mark.django_db
Role = Membership.Role


def invitation(council, email="new@example.org", role=Role.EDITOR, at=build.NOW):
    by = build.user(role=Role.ADMINISTRATOR, of=council)
    return actions.invite(organisation=council, email=email, role=role, language="cy", by=by, at=at)


def test_an_invitation_is_a_mail_in_the_language_asked_for():
    asked = invitation(build.organisation())

    delivery = Delivery.objects.get(key=f"invitation/{asked.pk}")
    assert (delivery.address, delivery.language) == ("new@example.org", "cy")


def test_accepting_an_invitation_makes_a_member_who_acts_for_the_organisation():
    council = build.organisation()
    asked = invitation(council)
    person = build.user(email="new@example.org")

    actions.accept(invitation=asked, user=person, at=build.NOW)

    assert person.memberships.get().role == Role.EDITOR
    assert person.acting_for == council
    assert not Invitation.objects.open(build.NOW).exists()


def test_an_invitation_is_only_for_the_address_it_was_sent_to(client):
    asked = invitation(build.organisation(), at=timezone.now())
    client.force_login(build.user(email="other@example.org"))

    answer = client.post(reverse("accounts:invitation", args=[asked.token]))

    assert answer.status_code == 422
    assert "another e-mail address" in answer.content.decode()
    assert Membership.objects.filter(user__email="other@example.org").count() == 0


def test_an_invitation_never_takes_rights_away():
    council = build.organisation()
    person = build.user(email="new@example.org", role=Role.ADMINISTRATOR, of=council)

    actions.accept(invitation=invitation(council, role=Role.VIEWER), user=person, at=build.NOW)

    assert person.memberships.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize(("days", "status"), [(13, 200), (15, 410)])
def test_an_invitation_is_open_for_fourteen_days(client, days, status):
    asked = invitation(build.organisation(), at=timezone.now() - timedelta(days=days))

    answer = client.get(reverse("accounts:invitation", args=[asked.token]))

    assert answer.status_code == status


def test_a_second_invitation_takes_the_place_of_the_first():
    council = build.organisation()
    first = invitation(council)
    second = invitation(council)

    assert list(Invitation.objects.all()) == [second]
    assert first.token != second.token


def test_the_last_administrator_cannot_step_down_or_leave():
    council = build.organisation()
    chief = build.user(role=Role.ADMINISTRATOR, of=council).memberships.get()

    with pytest.raises(actions.LastAdministrator):
        actions.change_role(membership=chief, role=Role.EDITOR, by=chief.user)
    with pytest.raises(actions.LastAdministrator):
        actions.remove_member(membership=chief, by=chief.user)


def test_a_removed_member_no_longer_acts_for_the_organisation():
    council = build.organisation()
    build.user(role=Role.ADMINISTRATOR, of=council)
    leaving = build.user(role=Role.PUBLISHER, of=council)

    actions.remove_member(membership=leaving.memberships.get(), by=leaving)

    leaving.refresh_from_db()
    assert leaving.acting_for is None


@pytest.mark.parametrize(
    ("role", "status"), [("", 404), (Role.VIEWER, 403), (Role.PUBLISHER, 403), (Role.ADMINISTRATOR, 200)]
)
def test_only_administrators_invite(client, role, status):
    council = build.organisation()
    client.force_login(
        build.user(role=role, of=council) if role else build.user(role=Role.ADMINISTRATOR, of=build.organisation())
    )

    answer = client.get(reverse("accounts:invite", args=[council.slug]))

    assert answer.status_code == status


def test_an_administrator_invites_from_the_page(client):
    council = build.organisation()
    client.force_login(build.user(role=Role.ADMINISTRATOR, of=council))

    answer = client.post(
        reverse("accounts:invite", args=[council.slug]),
        {"email": "new@example.org", "role": "publisher", "language": "en"},
    )

    assert answer.status_code == 302
    assert Invitation.objects.get().role == Role.PUBLISHER
    assert Act.objects.filter(verb="person invited").count() == 1


def test_staff_add_a_public_body_and_invite_its_first_administrator(client):
    client.force_login(build.user(is_staff=True))
    fields = {"name_en": "Ceredigion County Council", "name_cy": "Cyngor Sir Ceredigion", "is_public_body": "on"}

    answer = client.post(
        reverse("accounts:staff-new"),
        {**fields, "regime": "wales", "administrator": "chief@example.org", "language": "en"},
    )

    assert answer.status_code == 302
    assert Invitation.objects.get().organisation.slug == "ceredigion-county-council"


def test_nobody_but_staff_sees_the_staff_pages(client):
    client.force_login(build.user(role=Role.ADMINISTRATOR, of=build.organisation()))

    assert client.get(reverse("accounts:staff-organisations")).status_code == 404


def test_an_open_invitation_waits_on_the_desk(client):
    council, person = build.organisation(name_en="Conwy Council"), build.user(email="mair@example.org")
    invitation = actions.invite(
        organisation=council, email="Mair@example.org", role="editor", language="en", by=build.user(), at=timezone.now()
    )
    client.force_login(person)

    desk = client.get(reverse("accounts:desk")).content.decode()

    assert "Conwy Council" in desk
    assert reverse("accounts:invitation", args=[invitation.token]) in desk


def test_staff_find_an_organisation_by_any_of_its_names(client):
    council = build.organisation(name_en="Isle of Anglesey County Council", name_cy="Cyngor Sir Ynys Môn")
    build.organisation(name_en="Powys County Council")
    client.force_login(build.user(is_staff=True))

    found = client.get(reverse("accounts:staff-organisations"), {"q": "ynys mon"}).context["page"]

    assert list(found) == [council]
