"""People get their data back, and can have it erased."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from collab_portal.accounts.models import Membership, User
from collab_portal.audit.models import Act
from collab_portal.mail.models import Delivery
from tests import build

pytestmark = pytest.mark.django_db


def test_a_person_downloads_what_is_kept_of_her(client):
    council = build.organisation(name_en="Conwy Council")
    person = build.user(role=Membership.Role.EDITOR, of=council, name="Mair")
    client.force_login(person)

    answer = client.get(reverse("accounts:export"))

    data = json.loads(answer.content)
    assert data["account"]["email"] == person.email
    assert data["memberships"][0]["organisation"] == "Conwy Council"
    assert Act.objects.filter(verb="personal data exported", actor=person.pk).exists()


def test_an_erased_person_leaves_no_address_in_any_table(client):
    person = build.user(email="gone.for.good@example.org", name="Gone Forgood")
    client.force_login(person)

    answer = client.post(reverse("accounts:erase"), {"email": "GONE.for.good@example.org"})

    assert answer.status_code == 302
    assert not User.objects.filter(pk=person.pk).exists()
    assert _tables_that_mention("gone.for.good") == []
    assert _tables_that_mention("Gone Forgood") == []


def test_erasing_asks_for_the_right_address(client):
    person = build.user()
    client.force_login(person)

    answer = client.post(reverse("accounts:erase"), {"email": "somebody.else@example.org"})

    assert answer.status_code == 422
    assert User.objects.filter(pk=person.pk).exists()


def test_the_only_administrator_of_others_names_another_first(client):
    council = build.organisation(name_en="Conwy Council")
    chief = build.user(role=Membership.Role.ADMINISTRATOR, of=council)
    build.user(role=Membership.Role.EDITOR, of=council)
    client.force_login(chief)

    answer = client.post(reverse("accounts:erase"), {"email": chief.email})

    assert answer.status_code == 422
    assert "Conwy Council" in answer.content.decode()
    assert Delivery.objects.count() == 0


def _tables_that_mention(text: str) -> list[str]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found
