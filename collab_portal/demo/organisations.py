"""The bodies, networks and enterprises of the demo world."""

from datetime import datetime, timedelta

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Organisation
from collab_portal.demo import files
from collab_portal.reference.models import Category
from enterprises import actions as directory
from enterprises.models import Enterprise

TOLD = ("offer_en", "offer_cy", "description_en", "description_cy")
MEMBERS_SINCE = timedelta(days=700)
ONE_MORE_EACH = timedelta(days=22)
KINDS = {"body": "is_public_body", "network": "is_network", "agency": "is_support_agency"}


def add_bodies(*, at: datetime) -> dict[str, Organisation]:
    """Public bodies, networks and the support agency, by their key in the file; then who belongs to which network."""
    entries = files.read("bodies")
    bodies = {}
    for entry in entries:
        fields = {name: value for name, value in entry.items() if name not in ("key", "kind", "networks")}
        bodies[entry["key"]] = accounts.create_organisation(**{KINDS[entry["kind"]]: True}, **fields)
    for entry in entries:
        for network in entry.get("networks", []):
            directory.join_network(network=bodies[network], member=bodies[entry["key"]], at=at - MEMBERS_SINCE)
    return bodies


def add_enterprises(networks: dict[str, Organisation], *, at: datetime) -> dict[str, Organisation]:
    """Thirty social enterprises, listed in the directory, by their key in the file."""
    categories = {each.slug: each for each in Category.objects.all()}
    enterprises = {}
    for number, entry in enumerate(files.read("enterprises")):
        names = {name: entry.get(name, "") for name in ("name_en", "name_cy", "website", "mailbox")}
        organisation = accounts.create_organisation(is_enterprise=True, **names)
        directory.list_enterprise(
            organisation=organisation,
            at=at,
            state=Enterprise.State.CLAIMED,
            categories=[categories[slug] for slug in entry["categories"]],
            **{name: entry[name].strip() for name in TOLD},
            legal_form=entry["legal_form"],
            area_codes=entry["areas"],
            welsh_service=Enterprise.WelshService.FULL if entry.get("welsh_service") else "",
        )
        for network in entry.get("networks", []):
            since = at - MEMBERS_SINCE + number * ONE_MORE_EACH
            directory.join_network(network=networks[network], member=organisation, at=since)
        enterprises[entry["key"]] = organisation
    return enterprises
