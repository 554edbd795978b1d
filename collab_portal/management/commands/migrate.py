"""Migrates as the owner of the tables, then gives the web role what it needs and no more."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory.models
from django.apps import apps
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from collab_portal.management.batches import batched


class Command(migrate.Command):
    help = "Migrates as DATABASE_OWNER_URL, then grants the web role its rights."

    def handle(self, *args, **options):
        self.is_told_what_is_there = options["fake_initial"]
        connection = connections[options["database"]]
        with signed_in_as_owner(connection):
            super().handle(*args, **options)
            if not options["plan"]:
                grant_web_role(connection)

    def migration_progress_callback(self, action, migration=None, fake=False):
        """Called just before a migration begins: the last moment to say in which steps."""
        if action == "apply_start" and not self.is_told_what_is_there:
            migration.operations = batched(migration.operations)
        super().migration_progress_callback(action, migration, fake)


@contextmanager
def signed_in_as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The same database, another role. A test database keeps its name."""
    web = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    owner = {name: settings.DATABASE_OWNER.get(name, "") for name in ("USER", "PASSWORD", "HOST", "PORT")}
    owner["OPTIONS"] = settings.DATABASE_OWNER.get("OPTIONS", {})
    if all(web[name] == owner[name] for name in ("USER", "HOST", "PORT")):
        yield
        return
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(web)


def grant_web_role(connection: BaseDatabaseWrapper) -> None:
    """Rows may be read and written, never emptied as a whole; what must not be rewritten may only be added to."""
    quote = connection.ops.quote_name
    web = quote(settings.DATABASE_WEB_ROLE)
    if connection.settings_dict["USER"] == settings.DATABASE_WEB_ROLE:
        return  # one role for everything: allowed, but then nothing below is enforced
    existing = set(connection.introspection.table_names())
    append_only = [quote(model._meta.db_table) for model in append_only_models() if model._meta.db_table in existing]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {web}")
        cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {web}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {web}")
        if append_only:
            cursor.execute(f"revoke update, delete on {', '.join(append_only)} from {web}")
        for model in apps.get_models():
            if getattr(model, "written_by_the_database", False) and model._meta.db_table in existing:
                cursor.execute(f"revoke insert on {quote(model._meta.db_table)} from {web}")
        migrations = quote(MigrationRecorder.Migration._meta.db_table)
        cursor.execute(f"revoke insert, update, delete on {migrations} from {web}")


def append_only_models() -> list:
    """History of rows, and every model that says `append_only = True`."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, pghistory.models.Event) or getattr(model, "append_only", False)
    ]
