"""What is done to the library."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from socialvalue.practice import content, listing
from socialvalue.practice.models import CaseStudy, Edition, Revision, State


@transaction.atomic
def publish_case_study(*, by: User | None = None, at: datetime, **fields: Any) -> CaseStudy:
    """Put a case study into the public library."""
    goals, partners = fields.pop("goals", []), fields.pop("partners", [])
    fields = {"owner": fields["lead"], "review_on": (at + timedelta(days=365)).date(), **fields}
    study = CaseStudy.objects.create(published_at=at, reviewed_on=at.date(), state=State.PUBLISHED, **fields)
    study.goals.set(goals)
    study.partners.set(partners)
    said = content.write(content.of(study))
    revision = Revision.objects.create(study=study, number=1, content=said, by=by, at=at)
    edition = Edition.objects.create(study=study, number=1, revision=revision, content=said, by=by, published_at=at)
    listing.refresh(edition)
    trail.record("case study published", by=by, target=study)
    return study
