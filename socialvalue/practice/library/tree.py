"""Who adapted a study, who learned it from them, and who adapted the studies in which they tell of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from socialvalue.practice.models import Adaptation, LibraryEntry

DEEPEST = 6


@dataclass
class Branch:
    """One adaptation, and those that grew from it. `told_in` is the study that tells of it, where readers find one."""

    adaptation: Adaptation
    told_in: LibraryEntry | None = None
    branches: list["Branch"] = field(default_factory=list)


def tree_of(study: int) -> list[Branch]:
    """The whole tree, a query or two for each generation. A study that comes again ends the branch."""
    trunk, seen = list(_grown([study])), {study}
    youngest = [branch for root in trunk for branch in _all(root)]
    for _generation in range(DEEPEST):
        told = {branch.told_in.pk: branch for branch in youngest if branch.told_in and branch.told_in.pk not in seen}
        if not told:
            break
        seen |= told.keys()
        youngest = []
        for branch in _grown(told):
            told[branch.adaptation.study_id].branches.append(branch)
            youngest += _all(branch)
    return trunk


def organisations_in(trunk: Iterable[Branch]) -> set[int]:
    """All who take part in it, however often."""
    return {branch.adaptation.organisation_id for root in trunk for branch in _all(root)}


def _grown(studies: Iterable[int]) -> Iterator[Branch]:
    """The branches that begin at these studies, each with those that were learned from it."""
    found = Adaptation.objects.shown().filter(study__in=list(studies))
    rows = list(found.select_related("organisation", "opportunity").order_by("created_at", "pk"))
    published = LibraryEntry.objects.only("study", "slug", "title_en", "title_cy")
    told = published.in_bulk([row.told_in_id for row in rows if row.told_in_id])
    branches = {row.pk: Branch(row, told.get(row.told_in_id)) for row in rows}
    for row in rows:
        if row.after_id in branches:
            branches[row.after_id].branches.append(branches[row.pk])
        else:
            yield branches[row.pk]


def _all(branch: Branch) -> Iterator[Branch]:
    yield branch
    for each in branch.branches:
        yield from _all(each)
