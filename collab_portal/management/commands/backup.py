"""Takes a back-up of everything the portal keeps."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from collab_portal.backups import taking
from collab_portal.backups.tools import BackupError


class Command(BaseCommand):
    help = (
        "Write all rows and files, as they are at one moment, into an empty folder, with a manifest. "
        "It signs in as DATABASE_BACKUP_URL, which must see sealed offers. Keep SECRET_KEY elsewhere: it is not in it."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        source = settings.DATABASE_BACKUP | {"NAME": connection.settings_dict["NAME"]}
        try:
            taken = taking.take(source, folder, at=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows, tables = sum(taken.rows.values()), len(taken.rows)
        self.stdout.write(f"{rows} rows of {tables} tables, {taken.size} bytes, SHA-256 {taken.sha256}")
