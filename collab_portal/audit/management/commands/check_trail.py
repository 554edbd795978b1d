"""Finds what was done to the trail behind the portal's back."""

from django.core.management.base import BaseCommand, CommandError

from collab_portal.audit import sealing


class Command(BaseCommand):
    help = "Seal the trail, then look for acts that were changed, removed or slipped in, and for seals rewritten."

    requires_system_checks = []  # whoever doubts the trail does not want to hear of a page

    def add_arguments(self, parser):
        parser.add_argument("--kept", default="", metavar="SEAL", help="kept elsewhere: NUMBER-DIGEST")

    def handle(self, *, kept, **options):
        sealing.seal()
        checked = sealing.check(kept)
        for finding in checked.findings:
            self.stdout.write(finding)
        counts = f"{checked.acts} acts, {checked.seals} seals, {len(checked.findings)} found altered"
        summary = f"{counts}; latest seal {checked.latest or 'none'}"
        if checked.findings:
            raise CommandError(summary)
        self.stdout.write(summary)
