"""The trail is sealed as it grows; whoever alters it behind the portal's back is found, and where."""

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from collab_portal.audit import sealing, tasks, trail
from collab_portal.audit.models import Act, Seal

pytestmark = pytest.mark.django_db

# What only the owner of the tables can do, inside the transaction of the test.
TAMPER = """
CREATE OR REPLACE FUNCTION as_the_owner(said text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN EXECUTE said; END $$
"""
REPRINT = """
UPDATE audit_seal SET prints = (
    SELECT array_agg(print_of_act(act) ORDER BY act.id) FROM audit_act AS act WHERE act.id = ANY (acts)
)
"""
REBIND = """
UPDATE audit_seal AS seal SET digest = digest_of_seal(
    coalesce((SELECT digest FROM audit_seal WHERE number = seal.number - 1), ''), number, sealed_at, acts, prints
) WHERE number = {}
"""


@pytest.fixture
def tamper(django_db_setup):
    owner = {"user": settings.DATABASE_OWNER["USER"], "password": settings.DATABASE_OWNER["PASSWORD"]}
    with psycopg.connect(**connection.get_connection_params() | owner) as connected:
        connected.execute(TAMPER)

    def tamper(statement):
        with connection.cursor() as cursor:
            cursor.execute("SELECT as_the_owner(%s)", [statement])

    return tamper


@pytest.fixture
def acts():
    """Five acts under two seals."""
    for number in range(3):
        trail.record("opened", number=number)
    assert sealing.seal() == 3
    for number in range(2):
        trail.record("closed", number=number)
    assert sealing.seal() == 2
    return list(Act.objects.order_by("pk").values_list("pk", flat=True))


def test_a_trail_that_nobody_touched_holds(acts):
    kept = str(Seal.objects.get(number=1))
    trail.record("not sealed yet")

    checked = sealing.check(kept)

    assert (checked.acts, checked.seals, checked.findings) == (6, 2, [])
    assert checked.latest == str(Seal.objects.get(number=2))
    assert sealing.seal() == 1
    assert sealing.seal() == 0


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE audit_act SET actor = 7 WHERE id = {1}", "act {1} was changed"),
        ("UPDATE audit_act SET details = '{{}}' WHERE id = {4}", "act {4} was changed"),
        ("UPDATE audit_act SET at = at - interval '1 microsecond' WHERE id = {0}", "act {0} was changed"),
        ("DELETE FROM audit_act WHERE id = {2}", "act {2} was removed"),
        (
            "UPDATE audit_act SET id = -5 WHERE id = {3}",  # moved to the beginning
            "act {3} was removed",
        ),
        ("DELETE FROM audit_seal WHERE number = 1", "seal 2: it does not follow from the one before"),
        ("UPDATE audit_seal SET sealed_at = now() WHERE number = 1", "seal 1: it does not follow from the one before"),
    ],
)
def test_what_was_altered_is_named(acts, tamper, statement, finding):
    tamper(statement.format(*acts))

    assert finding.format(*acts) in sealing.check().findings


def test_an_act_that_was_slipped_in_is_named(acts, tamper):
    tamper("INSERT INTO audit_act (id, verb, target_type, target_id, details) VALUES (-5, 'opened', '', '', '{}')")

    assert sealing.check().findings == ["act -5 was slipped in"]


@pytest.mark.parametrize(
    "after",
    [
        ("UPDATE audit_act SET actor = 7", REPRINT, REBIND.format(1), REBIND.format(2)),
        ("DELETE FROM audit_seal WHERE number = 2", "DELETE FROM audit_act WHERE verb = 'closed'"),
    ],
    ids=["rewritten from end to end", "the end cut off"],
)
def test_a_chain_that_holds_but_is_another_is_found_by_a_seal_kept_elsewhere(acts, tamper, after):
    kept = str(Seal.objects.get(number=2))
    for statement in after:
        tamper(statement)

    assert sealing.check().findings == []  # nothing in the database says so
    with pytest.raises(CommandError, match="1 found altered"):
        call_command("check_trail", kept=kept)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_seal (number, sealed_at, acts, prints, digest) VALUES (9, now(), '{}', '{}', '')",
        "UPDATE audit_seal SET digest = ''",
        "DELETE FROM audit_seal",
    ],
)
def test_the_portal_itself_writes_no_seal(acts, statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_seal_of_the_day_leaves_the_database_once_a_day(acts, settings, mailoutbox):
    settings.TRAIL_SEAL_ADDRESS = "auditor@example.org"

    tasks.check()
    tasks.check()

    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["auditor@example.org"], "The trail: as it was")
    assert f"Seal: {Seal.objects.get(number=2)}" in letter.body
    assert Act.objects.filter(verb="trail checked").count() == 1
