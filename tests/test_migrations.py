"""Migrations: what is added in batches, and that everything has come to be which the models ask for."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations import operations as made
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from collab_portal.management.batches import Batch, batched
from collab_portal.management.commands.migrate import Command


def table(name, **fields):
    return made.CreateModel(name, [("id", models.AutoField(primary_key=True)), *fields.items()])


def column(of, name="size"):
    return made.AddField(of, name, models.IntegerField(null=True))


def rule(of, name):
    return made.AddConstraint(of, models.CheckConstraint(condition=models.Q(id__gt=0), name=name))


def index(of, name):
    return made.AddIndex(of, models.Index(fields=["id"], name=name))


def sizes(operations):
    return [len(each.operations) if isinstance(each, Batch) else 1 for each in operations]


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([table("A"), table("B")], [2]),
        ([table("A"), column("a"), table("B"), column("b")], [1, 2, 1]),  # B comes while A gets its column
        ([table("A"), rule("a", "one"), index("a", "two"), rule("b", "three")], [1, 3]),
        ([column("a", "x"), column("a", "y"), rule("A", "one")], [2, 1]),
        ([table("A"), made.RunSQL("select 1"), table("B")], [1, 1, 1]),
        ([table("A"), made.AlterField("b", "size", models.TextField()), table("C"), table("D")], [1, 1, 2]),
        ([], []),
    ],
)
def test_neighbours_go_together_until_one_asks_for_what_another_changed(operations, expected):
    assert sizes(batched(operations)) == expected


def test_a_batch_leaves_the_state_that_its_operations_leave_one_by_one():
    operations = [
        table("A"),
        table("B", of=models.ForeignKey("shop.A", models.PROTECT)),
        column("a"),
        rule("a", "one"),
        rule("a", "two"),
    ]
    alone, together = ProjectState(), ProjectState()
    assert together.apps  # as Django has it before each migration

    for operation in operations:
        operation.state_forwards("shop", alone)
    for operation in batched(operations):
        operation.state_forwards("shop", together)

    assert together == alone
    assert together.apps.get_model("shop", "B")._meta.get_field("of").remote_field.model._meta.object_name == "A"


@pytest.mark.parametrize(("is_told", "expected"), [(False, [2]), (True, [1, 1])])
def test_the_command_batches_a_migration_before_it_begins_unless_it_is_told_what_is_there(is_told, expected):
    migration = Migration("0001_initial", "shop")
    migration.operations = [table("A"), table("B")]
    command = Command()
    command.verbosity, command.is_told_what_is_there = 0, is_told

    command.migration_progress_callback("apply_start", migration)

    assert sizes(migration.operations) == expected


@pytest.mark.django_db
def test_every_constraint_index_and_trigger_that_a_model_names_is_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " UNION SELECT indrelid::regclass::text, relname FROM pg_index JOIN pg_class ON indexrelid = pg_class.oid"
            " UNION SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
        )
        found = set(cursor.fetchall())

    wanted = set()
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.managed and not options.proxy:
            wanted |= {(options.db_table, each.name) for each in (*options.constraints, *options.indexes)}
            wanted |= {(options.db_table, each.get_pgid(model)) for each in getattr(options, "triggers", ())}

    assert wanted - found == set()
    assert len(wanted) > 400
