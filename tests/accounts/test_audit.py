"""The trail and the history cannot be rewritten by the role the portal runs as."""

import pytest
from django.db import ProgrammingError, connection, transaction

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.audit import trail
from collab_portal.audit.models import Act
from tests import build

pytestmark = pytest.mark.django_db

APPEND_ONLY = [
    "audit_act",
    "accounts_organisationevent",
    "accounts_membershipevent",
    "procurement_opportunityevent",
    "procurement_release",
]


def test_the_portal_runs_as_a_role_that_owns_no_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        owned = cursor.fetchone()[0]

    assert owned == 0


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_happened_can_be_neither_changed_nor_deleted(table, statement):
    statement = statement.format(table).replace(
        "SET id = id", "SET pgh_id = pgh_id" if table.endswith("event") else "SET id = id"
    )

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_every_change_of_a_row_is_in_its_history_even_a_bulk_update():
    council = build.organisation(name_en="Before")

    Organisation.objects.filter(pk=council.pk).update(name_en="After")

    assert list(council.history.order_by("pgh_id").values_list("pgh_label", "name_en")) == [
        ("insert", "Before"),
        ("update", "After"),
    ]


def test_history_says_who_was_signed_in(client):
    council = build.organisation()
    chief = build.user(role=Membership.Role.ADMINISTRATOR, of=council)
    client.force_login(chief)

    client.post(f"/organisations/{council.slug}/change/", {"name_en": "Renamed"})

    last = council.history.order_by("-pgh_id").first()
    assert (last.name_en, last.pgh_context) == ("Renamed", {"user": chief.pk})


def test_the_trail_keeps_numbers_not_names():
    person = build.user(name="Angharad", email="angharad@example.org")

    trail.record("did a thing", by=person, target=person, kind="test")

    act = Act.objects.get(verb="did a thing")
    assert (act.actor, act.target_type, act.target_id) == (person.pk, "accounts.user", str(person.pk))
