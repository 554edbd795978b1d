"""Makes volume for measurements: opportunities, enterprises, saved searches."""

import random
from ipaddress import ip_address

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from collab_portal.demo.volume import writing
from collab_portal.demo.volume.enterprises import add_enterprises, make_searchable
from collab_portal.demo.volume.opportunities import add_opportunities
from collab_portal.demo.volume.searches import add_searches
from enterprises.models import Enterprise, SearchBits, SearchChange, SearchWord
from procurement.models import Opportunity, PipelineEntry, Release, SavedSearch


class Command(BaseCommand):
    help = "Makes made-up volume in bulk. It refuses a database that is neither local nor marked for it."

    def add_arguments(self, parser):
        for kind in ("enterprises", "opportunities", "searches"):
            parser.add_argument(f"--{kind}", type=int, default=0, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same volume")

    def handle(self, *args, **options):
        _refuse_real_data()
        now, seed = timezone.now(), options["seed"]
        add_opportunities(options["opportunities"], chance=_chance("opportunities", seed), now=now)
        add_enterprises(options["enterprises"], chance=_chance("enterprises", seed), now=now)
        writing.analyze(Opportunity, PipelineEntry, Release, Enterprise)  # searches are filed by how common words are
        if options["enterprises"]:
            make_searchable(now)
            writing.analyze(SearchBits, SearchChange, SearchWord)
        add_searches(options["searches"], chance=_chance("searches", seed), now=now)
        writing.analyze(SavedSearch)
        counts = ", ".join(f"{options[kind]} {kind}" for kind in ("opportunities", "enterprises", "searches"))
        self.stdout.write(f"Added {counts}")


def _chance(kind: str, seed: int) -> random.Random:
    """Each kind has its own, so that more of one does not change the others."""
    return random.Random(f"{kind} {seed}")  # noqa: S311 - nothing here is a secret


def _refuse_real_data() -> None:
    host = connection.get_connection_params().get("host", "")
    if settings.VOLUME_ALLOWED or (settings.LOCAL_RUN and _is_on_this_machine(host)):
        return
    raise CommandError("This database may hold real data. Set VOLUME_ALLOWED=yes to have made-up volume added to it.")


def _is_on_this_machine(host: str) -> bool:
    """A socket is a path, or nothing at all."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name
        return False
