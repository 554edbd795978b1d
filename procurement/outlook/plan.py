"""The plan of one enterprise as one of its people sees it: everything is read once, for all lines together."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import F, Q
from django.utils import timezone

from collab_portal.accounts.models import User
from enterprises.models import Enterprise
from procurement import changelog, snapshot
from procurement.models import ConsortiumMember, Interest, PipelineEntry, Prospect, Release, SupplyNeed, Watch
from procurement.outlook import forecast, getting_ready, to_do
from procurement.outlook.lines import Line, Outcome, Source
from procurement.outlook.parts import Part

MOST_NEWS = 20


class Plan:
    """`user` sees besides what she watches herself: that is hers, and not her colleagues'."""

    def __init__(self, enterprise: Enterprise, user: User, *, at: datetime):
        self.enterprise, self.user, self.at = enterprise, user, at
        self.today = timezone.localdate(at)

    @cached_property
    def lines(self) -> list[Line]:
        """What is still open or was won, the next deadline first."""
        return sorted((each for each in self._lines if each.counts), key=self._pressing)

    @cached_property
    def ended(self) -> list[Line]:
        """What others won, or what was called off."""
        return sorted((each for each in self._lines if not each.counts), key=lambda each: -each.entry.pk)

    @cached_property
    def weighed(self) -> list[Line]:
        """Those that count in the forecast."""
        return [each for each in self.lines if each.income]

    @cached_property
    def forecast(self) -> forecast.Forecast:
        return forecast.of((each.income for each in self.weighed if each.income), today=self.today)

    @cached_property
    def tasks(self) -> list[to_do.Task]:
        targets = getting_ready.targets(self.lines, self.enterprise, at=self.at)
        papers = getting_ready.papers(self.enterprise)
        return to_do.tasks(targets, papers, largest=self.enterprise.largest_lot, today=self.today)

    def line(self, key: str) -> Line:
        return self._by_key[key]

    def part(self, part: Part) -> Line | None:
        return next((each for each in self._lines if each.part == part), None)

    def news(self, since: datetime | None) -> list[tuple[Line, list[changelog.Step]]]:
        """What was published of these after that moment, the latest first. On a first visit all is new, so none is."""
        if since is None:
            return []
        about = {each.part.opportunity: each for each in reversed(self._lines)}
        new = Release.objects.filter(opportunity__in=about, published_at__gt=since)
        steps = changelog.of_releases(new.order_by("-published_at", "-pk")[:MOST_NEWS])
        return [(about[opportunity], found) for opportunity, found in steps.items()]

    # --------------------------------------------------------------------------------------------------------- within

    @cached_property
    def _by_key(self) -> dict[str, Line]:
        return {each.key: each for each in self._lines}

    @cached_property
    def _lines(self) -> list[Line]:
        """Those of which something is published, and that it does not buy itself."""
        sources = self._sources()
        entries = self._entries(sources)
        said = _published(entries)
        groups = self._groups(entries)
        needs = SupplyNeed.objects.select_related("organisation").in_bulk(part.need for part in sources if part.need)
        return [
            Line(
                part=part,
                entry=entries[part.opportunity],
                said=said[part.opportunity],
                sources=frozenset(why),
                prospect=self._prospects.get(part),
                need=needs.get(part.need) if part.need else None,
                ours=frozenset({self.enterprise.organisation_id, *(lead for lead, _share in _of(groups, part))}),
                agreed=next((share for _lead, share in _of(groups, part)), None),
            )
            for part, why in sources.items()
            if part.opportunity in entries
        ]

    @cached_property
    def _prospects(self) -> dict[Part, Prospect]:
        found = Prospect.objects.filter(enterprise=self.enterprise).order_by("pk")
        return {Part(each.opportunity_id, each.lot, each.need_id): each for each in found}

    def _sources(self) -> dict[Part, set[Source]]:
        found: dict[Part, set[Source]] = defaultdict(set)
        interests = Interest.objects.interested().filter(organisation=self.enterprise.organisation_id)
        for opportunity, lot in interests.values_list("opportunity", "lot").order_by("pk"):
            found[Part(opportunity, lot)].add(Source.INTEREST)
        for part in self._prospects:
            found[part] = found[part] or {Source.BY_HAND}
        known = {part.opportunity for part in found}
        watched = Watch.objects.confirmed().filter(subscriber__user=self.user).order_by("pk")
        for opportunity in watched.values_list("opportunity", flat=True):
            if opportunity not in known or Part(opportunity) in found:
                found[Part(opportunity)].add(Source.WATCH)
        return dict(found)

    def _entries(self, parts: Iterable[Part]) -> dict[int, PipelineEntry]:
        shown = PipelineEntry.objects.defer("document", "asks")
        found = shown.in_bulk({part.opportunity for part in parts})
        own = self.enterprise.organisation_id
        return {key: entry for key, entry in found.items() if own not in entry.buyer_ids}

    def _groups(self, opportunities: Iterable[int]) -> dict[tuple[int, int | None], list]:
        """For each part the lead of its formed group, and the share agreed on."""
        formed = Q(consortium__ended_at=None, consortium__formed_at__isnull=False)
        mine = ConsortiumMember.objects.filter(formed, organisation=self.enterprise.organisation_id)
        found = mine.filter(consortium__opportunity__in=opportunities).select_related("consortium").order_by("pk")
        groups = defaultdict(list)
        for each in found:
            group = each.consortium
            groups[group.opportunity_id, group.lot].append((group.lead_id, each.share))
        return groups

    def _pressing(self, line: Line) -> tuple:
        closes_on = line.closes_on
        is_past = closes_on is not None and closes_on < self.today
        return line.outcome == Outcome.WON, is_past, closes_on is None, closes_on, line.part.opportunity, line.key


def _of(groups: dict, part: Part) -> list:
    return [] if part.need else groups.get((part.opportunity, part.lot), [])


def _published(opportunities: Iterable[int]) -> dict[int, snapshot.Snapshot]:
    """The last release of each."""
    last = Release.objects.filter(opportunity__in=opportunities, version=F("opportunity__entry__version"))
    return {key: snapshot.read(said) for key, said in last.values_list("opportunity", "snapshot")}
