"""The clock without Celery and Redis: does what is due, once or again and again."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from collab_portal.celery import CLOCK, app
from collab_portal.mail import health
from collab_portal.mail.stopping import between_messages


class Command(BaseCommand):
    help = "Run the tasks of the clock in this process: find whom to write to, and send what is due."
    requires_system_checks = []  # mail goes out even if a page is broken

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="until told to stop by a signal")
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="between two rounds (2)")

    def handle(self, *, loop, every, **options):
        app.loader.import_default_modules()
        with between_messages(then_obey=False) as stopped:
            self._round()
            while loop and not stopped():
                time.sleep(every)
                self._round()
        figures = health.figures()
        self.stdout.write(f"{figures['waiting']} waiting, {figures['failed']} failed")

    def _round(self):
        """Celery's own `apply` logs an error of one task and lets the others run."""
        for name in CLOCK:
            if name in app.tasks:
                app.tasks[name].apply()
                close_old_connections()
