"""What is done to case studies."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.text import Document
from socialvalue.practice.models import CaseStudy

TOLD = ("summary", "challenge", "solution", "result", "lessons")


@transaction.atomic
def publish_case_study(*, by: User | None = None, at: datetime, **fields: Any) -> CaseStudy:
    """Put a case study into the public library."""
    goals, partners = fields.pop("goals", []), fields.pop("partners", [])
    study = CaseStudy.objects.create(published_at=at, **fields)
    study.goals.set(goals)
    study.partners.set(partners)
    CaseStudy.objects.filter(pk=study.pk).update(document=_document(study))
    trail.record("case study published", by=by, target=study)
    return study


def _document(study: CaseStudy) -> Document:
    rest = {language: "\n".join(getattr(study, f"{name}_{language}") for name in TOLD) for language in ("en", "cy")}
    return Document(*(Value(part) for part in (study.title_en, study.title_cy, rest["en"], rest["cy"])))
