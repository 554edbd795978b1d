"""Puts a back-up into the database, and leaves sending off."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from collab_portal.backups import restoring
from collab_portal.backups.tools import BackupError


class Command(BaseCommand):
    help = (
        "Put a back-up into an empty database, all of it or nothing, migrate it and grant the web role its rights. "
        "Mail stays off until `manage.py sending on`."
    )
    requires_system_checks = []  # there may be nothing yet to check against

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="remove what is in the database now")

    def handle(self, *, folder, replace, **options):
        name = {"NAME": connection.settings_dict["NAME"]}
        owner, reader = settings.DATABASE_OWNER | name, settings.DATABASE_BACKUP | name
        connection.close()
        try:
            found = restoring.put_back(folder, owner=owner, reader=reader, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        self.stdout.write("Sending is off: `manage.py sending on` when you have seen that all is well.")
        self.stdout.write(f"{sum(found.rows.values())} rows as of {found.made_at:%Y-%m-%d %H:%M:%S %Z}")
