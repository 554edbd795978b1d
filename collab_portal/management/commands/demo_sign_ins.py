"""Prints who can sign in to the demo world."""

from django.conf import settings
from django.core.management.base import BaseCommand

from collab_portal.demo import people


class Command(BaseCommand):
    help = "Prints the sign-ins of the demo world; nothing where there is none."

    def handle(self, *args, **options):
        sign_ins = people.kept() if settings.LOCAL_RUN else []
        if not sign_ins:
            return
        width = max(len(each.email) for each in sign_ins)
        self.stdout.write("\nSign-ins of the demo world (they work on this machine only):\n\n")
        for each in sign_ins:
            self.stdout.write(f"  {each.email:<{width}}  {each.password}")
            self.stdout.write(f"  {'':<{width}}  {each.who}: {each.does}.\n\n")
