"""Brings categories, areas, CPV divisions, goals, thresholds and frameworks to what the portal ships."""

from django.core.management.base import BaseCommand

from collab_portal.reference import actions
from socialvalue.actions import load_frameworks


class Command(BaseCommand):
    help = "Loads the shared codes that ship with the portal. Run at every deploy; a second run changes nothing."

    def handle(self, *args, **options):
        counts = actions.load_reference_data().plus(load_frameworks())
        self.stdout.write(f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged")
