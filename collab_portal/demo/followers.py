"""Who follows the pipeline of the demo world, with an account or only with an address."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from collab_portal.accounts.models import User
from collab_portal.demo import files
from procurement.actions import interest
from procurement.matching import Criteria
from procurement.models import Opportunity, SavedSearch


def add_followers(people: dict[str, User], opportunities: dict[str, Opportunity], *, at: datetime) -> None:
    """`people` are by their part, `opportunities` by their key in the files."""
    for entry in files.read("followers"):
        searches = [_asked(each) for each in entry["searches"]]
        if "part" in entry:
            person = people[entry["part"]]
            _follow(person, searches, (opportunities[key] for key in entry.get("watches", [])), at=at)
        else:
            _ask(entry["email"], entry["language"], searches, at=at)


def _follow(person: User, searches: list[dict], watched: Iterable[Opportunity], *, at: datetime) -> None:
    for search in searches:
        interest.save_search(by=person, at=at, **search)
    for opportunity in watched:
        opportunity.refresh_from_db()
        interest.watch(by=person, opportunity=opportunity, at=at)


def _ask(email: str, language: str, searches: list[dict], *, at: datetime) -> None:
    """By e-mail, and the link in our answer was followed."""
    for search in searches:
        interest.ask_to_save(email=email, language=language, at=at, **search)
    for asked in SavedSearch.objects.filter(subscriber__email=email):
        interest.confirm(asked=asked, at=at)


def _asked(entry: dict[str, Any]) -> dict[str, Any]:
    return {"criteria": Criteria.from_query(entry["query"]), "name": entry["name"], "frequency": entry["frequency"]}
