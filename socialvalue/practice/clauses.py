"""What whoever uses a clause has to know: that there is a newer version, or that the law under it has changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from collab_portal.feeds import absolute
from collab_portal.text import paired
from socialvalue.practice.models import ClauseVersion, LawChange


@dataclass(frozen=True)
class Standing:
    """How one version stands now."""

    newer: ClauseVersion | None = None
    changes: list[LawChange] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.newer is None and not self.changes


def looked_at_on(version: ClauseVersion) -> date | None:
    """The last day on which somebody looked at its law: the legal review, or else the day it was published."""
    published = timezone.localdate(version.published_at) if version.published_at else None
    return version.legal_reviewed_on or published


def touching(version: ClauseVersion, changes: Iterable[LawChange]) -> list[LawChange]:
    """Those changes of its laws that came after somebody looked at it, the newest first; those to come as well."""
    looked_at = looked_at_on(version)
    if looked_at is None:
        return []
    after = [each for each in changes if each.law in version.rests_on and each.in_force_on > looked_at]
    return sorted(after, key=lambda each: each.in_force_on, reverse=True)


def standing(versions: Iterable[ClauseVersion]) -> dict[int, Standing]:
    """How each of these stands, by its key; two queries for all."""
    versions = list(versions)
    if not versions:
        return {}
    clauses = {each.clause_id for each in versions}
    newest = {each.clause_id: each for each in ClauseVersion.objects.newest().filter(clause__in=clauses)}
    by_law = defaultdict(list)
    for change in LawChange.objects.filter(law__in={law for each in versions for law in each.rests_on}):
        by_law[change.law].append(change)
    return {
        each.pk: Standing(
            newer=_newer(each, newest.get(each.clause_id)),
            changes=touching(each, [change for law in each.rests_on for change in by_law[law]]),
        )
        for each in versions
    }


def _newer(version: ClauseVersion, newest: ClauseVersion | None) -> ClauseVersion | None:
    return newest if newest and newest.number > version.number else None


def provenance(version: ClauseVersion, on: date) -> str:
    """“Copied from the clause … version 2 on 4 May 2027”, in the language of the page."""
    title, _language = paired(version, "title", get_language() or "en")
    names = {"title": title, "number": version.number, "date": date_format(on, "j F Y")}
    return gettext("Copied from the clause “%(title)s”, version %(number)s, on %(date)s.") % names


def as_text(version: ClauseVersion, *, on: date) -> str:
    """A version to take away, with where it comes from above it."""
    language = get_language() or "en"
    title, _title_language = paired(version, "title", language)
    words, _words_language = paired(version, "text", language)
    reviewed = version.legal_reviewed_on
    lines = [
        title,
        "",
        provenance(version, on),
        gettext("Kept by %(owner)s.") % {"owner": version.clause.owner},
        gettext("Legal review on %(date)s.") % {"date": date_format(reviewed, "j F Y")}
        if reviewed
        else gettext("No legal review is recorded."),
        gettext("This is not legal advice. Have it checked for your contract."),
        absolute(version.get_absolute_url()),
        "",
        words,
    ]
    return "\n".join(lines) + "\n"
