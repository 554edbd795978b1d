"""What the acts on a study share: holding its row, keeping each save as a revision, noting each act."""

from datetime import datetime
from typing import Any

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from socialvalue.practice import content
from socialvalue.practice.models import Act, CaseStudy, Milestone, Revision


def held(study: CaseStudy) -> CaseStudy:
    """The row as it is now, held until the end of the transaction."""
    return CaseStudy.objects.select_for_update(of=["self"]).select_related("lead", "owner").get(pk=study.pk)


def keep(study: CaseStudy, *, by: User | None, at: datetime, restores: int | None = None) -> Revision:
    """The study as it stands, as a revision; or the last one, where nothing is different."""
    stored = CaseStudy.objects.select_related("lead").get(pk=study.pk)  # as numbers are kept, not as they were typed
    said = content.write(content.of(stored))
    last = study.revisions.order_by("-number").first()
    if last is not None and last.content == said:
        return last
    number = last.number + 1 if last else 1
    return Revision.objects.create(study=study, number=number, content=said, by=by, at=at, restores=restores)


def act(study: CaseStudy, what: Act, *, by: User | None, at: datetime, note: str = "", **fields: Any) -> CaseStudy:
    """Move a held study on, and note who did it and what was said."""
    study.do(what)
    for name, value in fields.items():
        setattr(study, name, value)
    study.save()
    Milestone.objects.create(study=study, act=what, note=note, by=by, at=at)
    trail.record(f"case study: {what.value}", by=by, target=study)
    return study
