"""The rows by which the library finds studies, worked out from their editions."""

from collections.abc import Iterable
from uuid import uuid4

from django.db.models import Value

from collab_portal.text import Document, welsh_sort_key
from socialvalue.practice import content
from socialvalue.practice.content import Content
from socialvalue.practice.library import words
from socialvalue.practice.library.facets import keys_of
from socialvalue.practice.models import Adaptation, Edition, LibraryEntry, LibraryStamp
from socialvalue.practice.models.study import TOLD

SAME = (
    "slug",
    *(f"{name}_{language}" for name in ("title", "summary") for language in ("en", "cy")),
    *("steps", "goals", "duties", "area_codes", "route", "value_band", "evidence_level", "status", "is_example"),
)


def entry_of(edition: Edition, said: Content) -> LibraryEntry:
    """The row for an edition, not saved yet, and without the words that search looks in."""
    return LibraryEntry(
        study_id=edition.study_id,
        edition=edition,
        **{name: getattr(said, name) for name in SAME},
        category_id=said.category or None,
        lead_id=said.lead.id,
        partner_ids=[each.id for each in said.partners],
        first_published_at=edition.study.published_at,
        published_at=edition.published_at,
        keys=keys_of(said),
        sort_key_en=(said.title_en or said.title_cy).casefold()[:100],
        sort_key_cy=welsh_sort_key(said.title_cy or said.title_en)[:400],
        adapted=Adaptation.objects.done().filter(study=edition.study_id).count(),
    )


def refresh(edition: Edition) -> None:
    """Make the library find this edition, in place of the one before."""
    said = content.read(edition.content)
    before = list(LibraryEntry.objects.defer("document").filter(study=edition.study_id))
    LibraryEntry.objects.filter(study=edition.study_id).delete()
    entry = entry_of(edition, said)
    entry.save(force_insert=True)
    words.count(come=[entry], gone=before)
    LibraryEntry.objects.filter(study=edition.study_id).update(document=document_of(said))
    stamp()


def remove(study_ids: Iterable[int]) -> None:
    """The library finds them no more."""
    leaving = LibraryEntry.objects.filter(study__in=study_ids)
    words.count(gone=leaving.defer("document"))
    leaving.delete()
    stamp()


def count_adaptations(study_id: int) -> None:
    """How many have adapted it, anew."""
    done = Adaptation.objects.done().filter(study=study_id).count()
    if LibraryEntry.objects.filter(study=study_id).exclude(adapted=done).update(adapted=done):
        stamp()


def stamp() -> None:
    """Tell everybody who keeps the library in memory that it is another one now: once this transaction is through."""
    LibraryStamp.objects.update_or_create(number=1, defaults={"stamp": uuid4()})


def document_of(said: Content) -> Document:
    """All the words of a study, the title's before the rest, in each language."""
    rest = {
        language: "\n".join(getattr(said, f"{name}_{language}") for name in ("summary", *TOLD))
        for language in ("en", "cy")
    }
    return Document(*(Value(part) for part in (said.title_en, said.title_cy, rest["en"], rest["cy"])))
