"""What people do with clauses: write, publish, note that a law changed, copy into a contract."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from procurement.models import Opportunity
from socialvalue.practice.actions.writing import free_slug
from socialvalue.practice.models import Clause, ClauseCopy, ClauseVersion, LawChange, NotAllowed

RESERVED = frozenset(("new", "law"))
CARRIED = ("jurisdiction", "contract_form", "category", "rests_on", "source_study", "legal_reviewed_on")
WORDS = tuple(f"{name}_{language}" for name in ("title", "text", "use") for language in ("en", "cy"))


@transaction.atomic
def start_clause(
    *, owner: Organisation, by: User | None, at: datetime, is_example: bool = False, **said: Any
) -> Clause:
    """Write the first version of a new clause. Nobody else sees it yet."""
    title = said.get("title_en") or said.get("title_cy") or "clause"
    slug = free_slug(title, among=Clause, reserved=RESERVED)
    clause = Clause.objects.create(slug=slug, owner=owner, is_example=is_example, created_by=by, created_at=at)
    ClauseVersion.objects.create(clause=clause, number=1, written_by=by, changed_at=at, **said)
    trail.record("clause written", by=by, target=clause)
    return clause


@transaction.atomic
def write_version(*, clause: Clause, by: User, at: datetime, **said: Any) -> ClauseVersion:
    """Change the version that is not published yet; where there is none, begin one. What is published stays."""
    held = Clause.objects.select_for_update(of=["self"]).get(pk=clause.pk)
    version = open_version(held)
    for name, value in said.items():
        setattr(version, name, value)
    version.written_by, version.changed_at = by, at
    version.save()
    trail.record("clause version written", by=by, target=held, number=version.number)
    return version


def open_version(clause: Clause) -> ClauseVersion:
    """The version that can be changed; or the next one, not saved, which begins with the words of the last."""
    versions = clause.versions.order_by("-number")
    last = versions.first()
    if last is not None and last.published_at is None:
        return last
    words = {name: getattr(last, name) for name in (*CARRIED, *WORDS)} if last else {}
    return ClauseVersion(clause=clause, number=last.number + 1 if last else 1, **words)


@transaction.atomic
def publish_version(*, clause: Clause, by: User | None, at: datetime) -> ClauseVersion:
    """Everybody can read and copy it. The version before stays to be read, under a note that there is a newer one."""
    held = Clause.objects.select_for_update(of=["self"]).get(pk=clause.pk)
    version = held.versions.filter(published_at=None).first()
    if version is None:
        raise NotAllowed(_("There is no version to publish. Change the text first."))
    if not (version.title_en or version.title_cy) or not (version.text_en or version.text_cy):
        raise NotAllowed(_("Enter a title and a text before you publish."))
    version.published_by, version.published_at = by, at
    version.save()
    trail.record("clause published", by=by, target=held, number=version.number)
    return version


@transaction.atomic
def record_law_change(
    *, law: str, in_force_on: date, source_url: str, by: User, at: datetime, what_en: str = "", what_cy: str = ""
) -> LawChange:
    """Mark every clause that rests on the law and that nobody has looked at since."""
    said = {"what_en": what_en, "what_cy": what_cy, "recorded_by": by, "recorded_at": at}
    change, is_new = LawChange.objects.get_or_create(
        law=law, in_force_on=in_force_on, source_url=source_url, defaults=said
    )
    if not is_new:
        raise NotAllowed(_("This change is recorded already."))
    trail.record("law change recorded", by=by, target=change, law=law)
    return change


@transaction.atomic
def copy_clause(*, version: ClauseVersion, opportunity: Opportunity, by: User, at: datetime) -> ClauseCopy:
    """Put its words into a contract that is being written. Where they come from stays with them."""
    if version.published_at is None:
        raise NotAllowed(_("This version is not published yet."))
    words = {"text_en": version.text_en, "text_cy": version.text_cy}
    try:
        with transaction.atomic():
            copy = ClauseCopy.objects.create(
                version=version,
                opportunity=opportunity,
                organisation=opportunity.buyer,
                copied_by=by,
                copied_at=at,
                **words,
            )
    except IntegrityError:
        raise NotAllowed(_("This version is in that contract already.")) from None
    trail.record("clause copied", by=by, target=version.clause, number=version.number, opportunity=opportunity.pk)
    return copy


@transaction.atomic
def take_as_text(*, version: ClauseVersion, by: User | None, at: datetime) -> ClauseCopy:
    """Note that somebody took it away, and for which organisation."""
    organisation = by.acting_for if by else None
    return ClauseCopy.objects.create(version=version, organisation=organisation, copied_by=by, copied_at=at)


@transaction.atomic
def fit_copy(*, copy: ClauseCopy, text_en: str, text_cy: str, by: User, at: datetime) -> None:
    """Fit the words to the contract. The clause in the library stays as it is."""
    ClauseCopy.objects.filter(pk=copy.pk).update(text_en=text_en, text_cy=text_cy, changed_at=at)
    trail.record("clause copy changed", by=by, target=copy)


@transaction.atomic
def remove_copy(*, copy: ClauseCopy, by: User) -> None:
    """Take it out of the contract."""
    trail.record("clause copy removed", by=by, target=copy)
    copy.delete()
