"""Switches the sending of all mail off and on, or says which it is."""

from django.core.management.base import BaseCommand

from collab_portal.mail import actions, health
from collab_portal.mail.models import Hold


class Command(BaseCommand):
    help = (
        "Say whether mail is sent, or switch it off or on. A restored base begins with sending off: "
        "what it holds may have gone out already."
    )
    requires_system_checks = []  # mail can be stopped even if a page is broken

    def add_arguments(self, parser):
        parser.add_argument("wanted", nargs="?", choices=["on", "off"])
        parser.add_argument("--why", default="by hand", metavar="REASON", help="with off: shown to whoever asks")
        parser.add_argument(
            "--discard", action="store_true", help="with on: cancel what waits, for people who may have had it"
        )

    def handle(self, *, wanted, why, discard, **options):
        discarded = 0
        if wanted == "off":
            actions.switch_off(reason=why)
        elif wanted == "on":
            discarded = actions.switch_on(discard=discard)
        hold = Hold.objects.first()
        state = str(hold) if hold else "sending is on"
        self.stdout.write(f"{state}; {health.figures()['waiting']} waiting, {discarded} discarded")
