"""What an enterprise says of itself, told by its own editors, one page or one line at a time."""

from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Organisation, OrganisationIdentifier, User
from collab_portal.audit import trail
from enterprises import projection
from enterprises.models import Activity, Badge, ClientReference, Enterprise, Insurance, Outcome, Standing
from enterprises.reach import served_codes
from enterprises.register_numbers import checked

# Who it is, how far it is trusted and whether it is shown are changed by actions of their own.
FIXED = {"id", "organisation", "state", "is_listed", "listed_at", "source_name", "source_url", "source_licence"}
Record = TypeVar("Record", bound=models.Model)
UNCHECKED: dict[str, Any] = {"checked_by": None, "checked_at": None}
OF_ORGANISATION = ("name_en", "name_cy", "website", "mailbox")


class NumberTaken(Exception):
    """Another organisation stands under this number."""

    def __init__(self, organisation: Organisation):
        self.organisation = organisation
        super().__init__(_("This number belongs to another organisation in our records."))


@transaction.atomic
def amend_profile(*, enterprise: Enterprise, by: User | None, **fields: Any) -> list[str]:
    """Change what is said of the enterprise as a whole. Returns the names of the fields that differ from before."""
    if fixed := FIXED & fields.keys():
        raise ValueError(f"not for amending: {', '.join(sorted(fixed))}")
    kept = Enterprise.objects.select_for_update().select_related("organisation").get(pk=enterprise.pk)
    of_organisation = {name: fields.pop(name) for name in OF_ORGANISATION if name in fields}
    named = [name for name, value in of_organisation.items() if getattr(kept.organisation, name) != value]
    if named:
        changes = {name: of_organisation[name] for name in named}
        accounts.change_organisation(organisation=enterprise.organisation, by=by, **changes)
    changed = [name for name, value in fields.items() if getattr(kept, name) != value]
    for name, value in fields.items():
        setattr(enterprise, name, value)
    if changed:
        enterprise.save(update_fields=changed)
    if changed or named:
        _told(enterprise, by, "profile amended", fields=[*named, *changed])
    return [*named, *changed]


@transaction.atomic
def put_activity(
    *, enterprise: Enterprise, by: User | None, on: date, activity: Activity | None = None, **fields: Any
) -> Activity:
    """Add a kind of work, or change it. How much room there is for more is dated: it is soon untrue."""
    activity = activity or Activity(enterprise=enterprise)
    room = fields.get("capacity", activity.capacity)
    fields.setdefault("capacity_on", on if room else None)
    _set(activity, fields)
    activity.served_codes = served_codes(activity)
    return _put(activity, enterprise, by)


@transaction.atomic
def put_insurance(
    *, enterprise: Enterprise, by: User | None, insurance: Insurance | None = None, **fields: Any
) -> Insurance:
    """Add a cover, or change what is said of it."""
    return _put(_set(insurance or Insurance(enterprise=enterprise), fields), enterprise, by)


@transaction.atomic
def put_badge(*, enterprise: Enterprise, by: User | None, badge: Badge | None = None, **fields: Any) -> Badge:
    """Add a badge, or change what is said of it. What was checked before no longer counts as checked."""
    return _put(_set(badge or Badge(enterprise=enterprise), fields | UNCHECKED), enterprise, by)


@transaction.atomic
def put_standing(
    *, enterprise: Enterprise, by: User | None, on: date, standing: Standing | None = None, **fields: Any
) -> Standing:
    """State what reserved lots ask for, or change what shows it. What was checked before is open again."""
    standing = standing or Standing(enterprise=enterprise)
    return _put(_set(standing, fields | UNCHECKED | {"stated_on": on}), enterprise, by)


@transaction.atomic
def put_reference(
    *, enterprise: Enterprise, by: User | None, reference: ClientReference | None = None, **fields: Any
) -> ClientReference:
    """Add a piece of work for a client, or change what is said of it."""
    return _put(_set(reference or ClientReference(enterprise=enterprise), fields), enterprise, by)


@transaction.atomic
def put_outcome(*, enterprise: Enterprise, by: User | None, outcome: Outcome | None = None, **fields: Any) -> Outcome:
    """Add something that the enterprise changes for people or places, or change how it is told."""
    return _put(_set(outcome or Outcome(enterprise=enterprise), fields), enterprise, by)


@transaction.atomic
def put_number(
    *,
    enterprise: Enterprise,
    by: User | None,
    scheme: str,
    value: str,
    number: OrganisationIdentifier | None = None,
) -> OrganisationIdentifier:
    """Say under which number a register knows it.

    Raises `ValidationError` where it is no number of that register, `NumberTaken` where it is somebody else's.
    """
    value = checked(scheme, value)
    same = _known_number(scheme, value)
    if same and same.organisation_id != enterprise.organisation_id:
        raise NumberTaken(same.organisation)
    number = number or same or OrganisationIdentifier(organisation=enterprise.organisation)
    if same and same.pk != number.pk:
        same.delete()
    try:
        with transaction.atomic():
            return _put(_set(number, {"scheme": scheme, "value": value}), enterprise, by)
    except IntegrityError as clash:  # somebody else gave it between our look and our word
        if quicker := _known_number(scheme, value):
            raise NumberTaken(quicker.organisation) from clash
        raise


def _known_number(scheme: str, value: str) -> OrganisationIdentifier | None:
    return OrganisationIdentifier.objects.select_related("organisation").filter(scheme=scheme, value=value).first()


@transaction.atomic
def take_away(*, enterprise: Enterprise, by: User | None, record: models.Model) -> None:
    """Say no longer what one line of the profile says."""
    kind = record._meta.model_name
    record.delete()
    _told(enterprise, by, "profile line removed", kind=kind)


def _set(record: Record, fields: dict[str, Any]) -> Record:
    for name, value in fields.items():
        setattr(record, name, value)
    return record


def _put(record: Record, enterprise: Enterprise, by: User | None) -> Record:
    is_new = record.pk is None
    record.save()
    verb = "profile line added" if is_new else "profile line amended"
    _told(enterprise, by, verb, kind=record._meta.model_name)
    return record


def _told(enterprise: Enterprise, by: User | None, verb: str, **details: Any) -> None:
    projection.refresh(enterprise)
    trail.record(verb, by=by, target=enterprise, **details)
