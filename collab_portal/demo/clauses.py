"""The clauses of the demo world: in our own words, marked as examples, and one of them copied into a contract."""

from datetime import datetime, timedelta

from collab_portal.accounts.models import Organisation
from collab_portal.demo import files
from collab_portal.demo.people import People
from procurement.models import Opportunity
from socialvalue.practice.actions import clauses as actions


def add_clauses(organisations: dict[str, Organisation], cast: People, *, used_in: Opportunity, now: datetime) -> None:
    authors = cast.publishers | {"nwsen": cast.parts["coordinator"]}
    at = now - timedelta(days=60)
    for entry in files.read("clauses"):
        key = entry.pop("owner")
        said = {name: text.strip() if isinstance(text, str) else text for name, text in entry.items()}
        made = actions.start_clause(owner=organisations[key], by=authors[key], at=at, is_example=True, **said)
        version = actions.publish_version(clause=made, by=authors[key], at=at)
        if said["category"] == "SPW1":
            actions.copy_clause(version=version, opportunity=used_in, by=cast.publishers["flintshire"], at=now)
