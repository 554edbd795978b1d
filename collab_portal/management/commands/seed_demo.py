"""Makes the demo world: public bodies, enterprises, opportunities, people who can sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collab_portal.accounts.models import Organisation
from collab_portal.demo.build import build_world
from enterprises.models import Enterprise
from procurement.models import PipelineEntry
from socialvalue.practice.models import LibraryEntry


class Command(BaseCommand):
    help = "Makes the demo world in an empty database. Only in a local run: its people are made up."

    def handle(self, *args, **options):
        if not settings.LOCAL_RUN:
            raise CommandError("The demo world belongs to a local run (`make run`), and to no other.")
        if Organisation.objects.exists():
            raise CommandError("There are organisations already. The demo world is made in an empty database.")
        build_world(now=timezone.now())
        made = {"opportunities": PipelineEntry, "enterprises": Enterprise, "case studies": LibraryEntry}
        counts = ", ".join(f"{model.objects.count()} {what}" for what, model in made.items())
        self.stdout.write(f"Demo world: {counts}")
