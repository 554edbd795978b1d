"""Writing a study: every save is a revision, and any of them can come back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.files import documents, images
from collab_portal.files.documents import CheckedDocument
from collab_portal.files.images import CheckedPicture
from procurement.models import Opportunity
from socialvalue.practice import content, delivered
from socialvalue.practice.actions.keeping import held, keep
from socialvalue.practice.models import CaseStudy, NotAllowed, Revision, StudyFile, StudyPicture
from socialvalue.practice.models.states import ON_THE_DESK, WITH_AUTHORS

MANY = ("goals", "partners", "opportunities", "redesigns")
RESERVED = frozenset(("new", "short", "desk", "collections", "steps", "goals", "adaptations", "copy"))


@transaction.atomic
def start_study(
    *,
    owner: Organisation,
    by: User | None,
    at: datetime,
    slug: str = "",
    lead: Organisation | None = None,
    **fields: Any,
) -> CaseStudy:
    """Begin a study on behalf of an organisation. Nobody else sees it before it is sent in."""
    many = {name: fields.pop(name) for name in MANY if name in fields}
    slug = free_slug(slug or fields.get("title_en") or fields.get("title_cy") or "")
    study = CaseStudy.objects.create(owner=owner, lead=lead or owner, slug=slug, created_by=by, **fields)
    for name, values in many.items():
        getattr(study, name).set(values)
    keep(study, by=by, at=at)
    trail.record("case study started", by=by, target=study)
    return study


@transaction.atomic
def save_study(*, study: CaseStudy, by: User | None, at: datetime, **fields: Any) -> Revision:
    """Change what a study says. Nothing is public before it is published again."""
    now = _open(study)
    many = {name: fields.pop(name) for name in MANY if name in fields}
    for name, value in fields.items():
        setattr(now, name, value)
    now.save()
    for name, values in many.items():
        getattr(now, name).set(values)
    return keep(now, by=by, at=at)


@transaction.atomic
def take_over_delivered(*, study: CaseStudy, by: User, at: datetime) -> Revision:
    """Put down what the records of its deliveries show, in place of what they showed before."""
    now = _open(study)
    found = delivered.measures(now, by, timezone.localdate(at))
    if not found:
        raise NotAllowed(_("The records of your deliveries have no figures for quarters that are over."))
    others = [each for each in now.measures if not each.get("promise")]
    return save_study(study=now, by=by, at=at, measures=[*content.rows(found), *others])


@transaction.atomic
def restore_revision(*, revision: Revision, by: User, at: datetime) -> Revision:
    """Bring a study back to what it said then. What it says now stays in its history."""
    now = _open(revision.study)
    said = content.read(revision.content)
    texts = {f"{name}_{language}" for name in content.TEXTS for language in ("en", "cy")}
    for name in (*texts, *content.LISTS, *content.CHOSEN, *content.SINGLE):
        setattr(now, name, getattr(said, name))
    now.lead_id = said.lead.id
    now.category_id = said.category or None
    now.measures, now.quotes = content.rows(said.measures), content.rows(said.quotes)
    now.contact_officer = User.objects.filter(pk=said.contact_officer).first()
    now.save()
    now.goals.set(said.goals)
    now.partners.set([each.id for each in said.partners])
    now.opportunities.set(Opportunity.objects.filter(reference__in=said.opportunities))
    now.redesigns.set(now.redesigns.model.objects.filter(pk__in=said.redesigns))
    _restore_parts(now, said)
    return keep(now, by=by, at=at, restores=revision.number)


def _restore_parts(study: CaseStudy, said: content.Content) -> None:
    study.studypictures.exclude(pk__in=[each.id for each in said.pictures]).update(is_shown=False)
    study.studyfiles.exclude(pk__in=[each.id for each in said.files]).update(is_shown=False)
    for each in said.pictures:
        words = {"alt_en": each.alt_en, "alt_cy": each.alt_cy, "credit": each.credit, "licence": each.licence}
        study.studypictures.filter(pk=each.id).update(is_shown=True, consent=each.consent, **words)
    for file in said.files:
        titles = {"title_en": file.title_en, "title_cy": file.title_cy, "kind": file.kind}
        study.studyfiles.filter(pk=file.id).update(is_shown=True, **titles)


@transaction.atomic
def add_picture(*, study: CaseStudy, picture: CheckedPicture, by: User, at: datetime, **words: Any) -> StudyPicture:
    now = _open(study)
    if now.studypictures.filter(is_shown=True).count() >= StudyPicture.MOST:
        raise NotAllowed(_("There are as many pictures as a study can have. Take one out first."))
    added = StudyPicture.objects.create(study=now, file=images.store(picture), added_by=by, **words)
    keep(now, by=by, at=at)
    return added


@transaction.atomic
def add_file(*, study: CaseStudy, document: CheckedDocument, by: User, at: datetime, **words: Any) -> StudyFile:
    now = _open(study)
    if now.studyfiles.filter(is_shown=True).count() >= StudyFile.MOST:
        raise NotAllowed(_("There are as many files as a study can have. Take one out first."))
    added = StudyFile.objects.create(study=now, file=documents.store(document), added_by=by, **words)
    keep(now, by=by, at=at)
    return added


@transaction.atomic
def change_part(*, part: StudyPicture | StudyFile, by: User, at: datetime, **words: Any) -> None:
    """Describe a picture or a file anew; with `is_shown=False` take it out."""
    now = _open(part.study)
    type(part).objects.filter(pk=part.pk).update(**words)
    keep(now, by=by, at=at)


def free_slug(name: str, *, among: type[Model] = CaseStudy, reserved: Collection[str] = RESERVED) -> str:
    """An address from the title that no other study has, or no other one `among` rows that have a slug too."""
    stem = slugify(name)[:90].strip("-") or among._meta.model_name or ""
    known = among._default_manager.filter(slug__startswith=stem)
    taken = set(reserved) | set(known.values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _open(study: CaseStudy) -> CaseStudy:
    """Held, and in a state in which somebody works on it. Once scheduled or published it stays as it is."""
    now = held(study)
    if now.state not in (*WITH_AUTHORS, *ON_THE_DESK):
        raise NotAllowed(
            _("Nothing can be changed now: the study is scheduled or published. Open it for a new edition.")
        )
    return now
