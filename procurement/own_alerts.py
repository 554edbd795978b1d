"""All that a person asked to hear of, and what was found for her, as her page shows it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max

from collab_portal.mail import suppression
from procurement.mails.news import name_of
from procurement.models import Match, PipelineEntry, SavedSearch, Subscriber, Watch

SHOWN = 50


@dataclass(frozen=True)
class Found:
    """An opportunity that one or more of her searches found."""

    entry: PipelineEntry
    at: datetime
    searches: list[str]


@dataclass(frozen=True)
class Watched:
    watch: Watch
    entry: PipelineEntry


class OwnAlerts:
    """One subscriber's page. Whether a mail went or not, everything that was found stands here."""

    def __init__(self, subscriber: Subscriber):
        self.subscriber = subscriber

    @cached_property
    def searches(self) -> list[tuple[SavedSearch, str]]:
        """Her saved searches with their names, the newest first."""
        saved = self.subscriber.searches.confirmed().order_by("-pk").defer("words", "keys")
        return [(search, name_of(search)) for search in saved]

    @cached_property
    def watched(self) -> list[Watched]:
        watches = list(self.subscriber.watches.confirmed().order_by("-pk"))
        entries = self._entries({watch.opportunity_id for watch in watches})
        return [Watched(watch, entries[watch.opportunity_id]) for watch in watches if watch.opportunity_id in entries]

    @cached_property
    def found(self) -> list[Found]:
        """The opportunities found last, each once."""
        matches = Match.objects.filter(search__subscriber=self.subscriber)
        last = list(
            matches.values("opportunity").annotate(at=Max("created_at")).order_by("-at", "-opportunity")[:SHOWN]
        )
        entries = self._entries({row["opportunity"] for row in last})
        names = self._names(matches.filter(opportunity__in=entries))
        return [
            Found(entries[row["opportunity"]], row["at"], names[row["opportunity"]])
            for row in last
            if row["opportunity"] in entries
        ]

    @cached_property
    def is_suppressed(self) -> bool:
        """Our mail server refuses to write to her, though she may not be paused yet."""
        return suppression.is_suppressed(self.subscriber.address)

    @property
    def is_paused(self) -> bool:
        return self.subscriber.stopped_at is not None or self.is_suppressed

    def _names(self, matches) -> dict[int, list[str]]:
        names = {search.pk: name for search, name in self.searches}
        found: dict[int, list[str]] = {}
        for opportunity, search in matches.order_by("search").values_list("opportunity", "search").distinct():
            found.setdefault(opportunity, []).append(names[search])
        return found

    def _entries(self, opportunities: set[int]) -> dict[int, PipelineEntry]:
        return PipelineEntry.objects.defer("document").in_bulk(opportunities)
