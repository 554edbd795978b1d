"""Who is interested in an opportunity: for its buyer by name, for everybody else as a count."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation, User
from collab_portal.templatetags.words import paired
from enterprises.models import Enterprise
from procurement import snapshot
from procurement.engagement import fit, partners
from procurement.engagement.fit import Fit, entry_of
from procurement.models import Consortium, ConsortiumMember, Interest, Opportunity, Release
from procurement.snapshot import Snapshot

FEWEST_SHOWN = 3  # fewer could be named by anybody who knows the trade


def public_count(opportunity: int) -> int:
    """How many are interested, each counted once; 0 where there are too few to be told."""
    count = _parties(Interest.objects.interested().filter(opportunity=opportunity), opportunity)
    return count if count >= FEWEST_SHOWN else 0


def _parties(rows: QuerySet[Interest], opportunity: int) -> int:
    """Organisations and addresses, each once; a group counts as one, and its members no more."""
    grouped = partners.in_formed_groups(opportunity)
    said = rows.values_list("organisation", "lot", "subscriber")
    alone = {(each, subscriber) for each, lot, subscriber in said if (each, lot) not in grouped}
    return len(alone) + Consortium.objects.formed().filter(opportunity=opportunity).count()


def enterprises_of(user: User) -> QuerySet[Enterprise]:
    """For which she may answer, the one she acts for first."""
    mine = Enterprise.objects.editable_by(user).filter(organisation__merged_into=None)
    return mine.select_related("organisation").defer("document", "words").order_by("organisation__name_en", "pk")


def reasons(opportunities: QuerySet[Opportunity]) -> Counter[str]:
    """Why enterprises said no to these, each reason with how often: what the design report asks."""
    said = Interest.objects.declined().filter(opportunity__in=opportunities.order_by().values("pk"))
    return Counter(said.values_list("reason", flat=True))


def in_words(found: Counter[str]) -> list[tuple[str, int]]:
    """Reasons as people read them, the most frequent first."""
    return [(str(Interest.Reason(reason).label), count) for reason, count in found.most_common()]


@dataclass(frozen=True)
class Row:
    """One who is interested, as the buyer sees it."""

    said: Interest
    name: str
    url: str
    part: str
    fit: Fit | None = None


@dataclass(frozen=True)
class Member:
    """One of a group, with its share in per cent. Its fit is that of it alone: together they may do more."""

    name: str
    url: str
    share: Decimal
    fit: Fit | None = None
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Several who answer together, the lead first."""

    said: Consortium
    part: str
    members: list[Member]


class Answers:
    """All that an opportunity was answered, for its buyer."""

    def __init__(self, opportunity: Opportunity):
        self._opportunity = opportunity

    @cached_property
    def interested(self) -> list[Row]:
        """In the order in which they said so."""
        rows = list(self._rows().interested().select_related("organisation__enterprise").order_by("said_at", "pk"))
        grouped = partners.in_formed_groups(self._opportunity.pk)
        rows = [each for each in rows if (each.organisation_id, each.lot) not in grouped]
        parts = part_names(self._opportunity, rows)
        fits = self._fits((each.organisation, each.lot) for each in rows)
        return [_row(each, parts[each.version, each.lot], fits) for each in rows]

    def _fits(self, places: Iterable[tuple[Organisation | None, int | None]]) -> Mapping[fit.Part, Fit]:
        """Of those that are in the directory."""
        listed = [(entry, lot) for organisation, lot in places if (entry := entry_of(organisation))]
        return fit.of(self._said, listed) if listed else {}

    @cached_property
    def _said(self) -> Snapshot:
        """What is published now."""
        newest = Release.objects.filter(opportunity=self._opportunity.pk).order_by("-version")
        return snapshot.read(newest.values_list("snapshot", flat=True)[0])

    @property
    def organisations(self) -> int:
        return _parties(self._rows().interested(), self._opportunity.pk)

    @cached_property
    def groups(self) -> list[Group]:
        """Those who answer together: one interest each."""
        formed = Consortium.objects.formed().filter(opportunity=self._opportunity)
        found = list(formed.prefetch_related("members__organisation__enterprise").order_by("formed_at", "pk"))
        parts = part_names(self._opportunity, found)
        fits = self._fits((member.organisation, each.lot) for each in found for member in each.members.all())
        noted = self._rows().interested().exclude(note="").values_list("organisation", "lot", "note")
        notes = {(organisation, lot): note for organisation, lot, note in noted}
        return [_group(each, parts[each.version, each.lot], fits, notes) for each in found]

    @cached_property
    def reasons(self) -> list[tuple[str, int]]:
        """Why others said no, the most frequent first. Not who: whoever is named is polite."""
        return in_words(reasons(Opportunity.objects.filter(pk=self._opportunity.pk)))

    @cached_property
    def words(self) -> list[str]:
        """What they added, in no order that tells who it was."""
        said = self._rows().declined().exclude(reason_words="")
        return sorted(said.values_list("reason_words", flat=True), key=str.casefold)

    def _rows(self):
        return Interest.objects.filter(opportunity=self._opportunity)

    def sheet(self) -> Iterator[list[object]]:
        yield [
            *(gettext("Organisation"), gettext("Directory"), gettext("What for"), gettext("Role"), gettext("Note")),
            *(gettext("Said on"), gettext("Fit")),
        ]
        for group in self.groups:
            on = group.said.formed_at.date()
            for place, each in enumerate(group.members):
                role = str(Interest.Role.PARTNER.label if place else Interest.Role.LEAD.label)
                name = f"{group.said.name}: {each.name} ({each.share.normalize():f} %)"
                yield [name, _full(each.url), group.part, role, each.note, on, str(each.fit or "")]
        for row in self.interested:
            said = row.said
            told = [row.name, _full(row.url), row.part, str(said.get_role_display()), said.note, said.said_at.date()]
            yield [*told, str(row.fit or "")]


def part_names(opportunity: Opportunity, rows: Iterable[Interest | Consortium]) -> dict[tuple[int, int | None], str]:
    """What each of these is about, in the words that were published when it was said."""
    wanted = {(each.version, each.lot) for each in rows}
    releases = Release.objects.filter(opportunity=opportunity, version__in={version for version, _lot in wanted})
    said = {each.version: snapshot.read(each.snapshot) for each in releases}
    return {(version, lot): part_name(said[version], lot) for version, lot in wanted}


def part_name(said: Snapshot, number: int | None) -> str:
    if number is None:
        return gettext("All of it")
    lot = next((each for each in said.lots if each.number == number), None)
    title = paired(lot, "title")[0] if lot else ""
    name = gettext("Lot %(number)s") % {"number": number}
    return f"{name}: {title}" if title else name


def _row(said: Interest, part: str, fits: Mapping[fit.Part, Fit]) -> Row:
    """Whoever is in the directory is called as there; others as they call themselves."""
    if said.organisation is None:
        return Row(said, said.name, "", part)
    entry = entry_of(said.organisation)
    found = fits.get((entry.pk, said.lot)) if entry else None
    return Row(said, said.organisation.name, _profile(said.organisation), part, found)


def _group(group: Consortium, part: str, fits: Mapping[fit.Part, Fit], notes: Mapping[fit.Part, str]) -> Group:
    members = sorted(group.members.all(), key=lambda each: (each.organisation_id != group.lead_id, each.pk))
    return Group(group, part, [_member(each, group.lot, fits, notes) for each in members])


def _member(
    member: ConsortiumMember, lot: int | None, fits: Mapping[fit.Part, Fit], notes: Mapping[fit.Part, str]
) -> Member:
    who, entry = member.organisation, entry_of(member.organisation)
    found = fits.get((entry.pk, lot)) if entry else None
    return Member(who.name, _profile(who), member.share, found, notes.get((who.pk, lot), ""))


def _full(url: str) -> str:
    return f"{settings.PORTAL_URL}{url}" if url else ""


def _profile(organisation: Organisation) -> str:
    entry = entry_of(organisation)
    return entry.get_absolute_url() if entry else ""
