"""What people do about organisations: create, invite, join, decide, switch, write, merge."""

from datetime import datetime, timedelta
from typing import Any

import pghistory.models
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Invitation, Letter, Membership, Organisation, OrganisationName, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from collab_portal.text import normalised_name, welsh_sort_key

INVITATION_LASTS = timedelta(days=14)
RESERVED = {"claim", "download", "import", "map", "new"}  # pages that stand where the page of an organisation would


class LastAdministrator(Exception):
    """Somebody must be left who can decide."""

    def __init__(self) -> None:
        super().__init__(_("An organisation needs at least one administrator. Make somebody else one first."))


class WrongAddress(Exception):
    """An invitation is for the address it was sent to."""

    def __init__(self) -> None:
        super().__init__(_("This invitation was sent to another e-mail address. Sign in with that one."))


@transaction.atomic
def create_organisation(*, by: User | None = None, **fields: Any) -> Organisation:
    """Add an organisation, with an address of its own and a key for each of its names."""
    organisation = Organisation(slug=free_slug(fields.get("name_en") or fields.get("name_cy", "")), **fields)
    organisation.sort_key_cy = welsh_sort_key(organisation.name_cy or organisation.name_en)
    organisation.save()
    for language in ("en", "cy"):
        know_by_name(organisation, getattr(organisation, f"name_{language}"), language=language)
    trail.record("organisation created", by=by, target=organisation)
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: User, **fields: Any) -> None:
    """Change what is known of it. A name that goes is kept as a former name, so that it is still recognised."""
    for language in ("en", "cy"):
        old, new = getattr(organisation, f"name_{language}"), fields.get(f"name_{language}")
        if new is not None and new != old:
            organisation.names.filter(key=normalised_name(old)).update(is_former=True)
            know_by_name(organisation, new, language=language)
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.sort_key_cy = welsh_sort_key(organisation.name_cy or organisation.name_en)
    organisation.save()
    trail.record("organisation changed", by=by, target=organisation, fields=sorted(fields))


def know_by_name(organisation: Organisation, name: str, *, language: str = "") -> None:
    """Remember a name, so that the next notice that prints it finds the organisation."""
    if key := normalised_name(name):
        defaults = {"name": name, "language": language, "is_former": False}
        OrganisationName.objects.update_or_create(organisation=organisation, key=key, defaults=defaults)


def free_slug(name: str) -> str:
    """An address from the name that no other organisation has."""
    stem = slugify(name)[:70] or "organisation"
    taken = RESERVED | set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: str, language: str, by: User, at: datetime) -> Invitation:
    """Ask a person to join. A second invitation to the same address takes the place of the first."""
    Invitation.objects.filter(organisation=organisation, email__iexact=email, accepted_at=None).delete()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.strip().lower(),
        role=role,
        language=language,
        invited_by=by,
        expires_at=at + INVITATION_LASTS,
    )
    outbox.post(
        key=f"invitation/{invitation.pk}",
        kind="invitation",
        address=invitation.email,
        language=language,
        payload={"invitation": invitation.pk},
    )
    trail.record("person invited", by=by, target=organisation, role=role)
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, user: User, at: datetime) -> Membership:
    """Join in the role one was invited for, and act for the organisation from now on.

    An invitation never takes rights away: who already has a higher role keeps it.
    """
    if user.email.lower() != invitation.email.lower():
        raise WrongAddress
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    roles = list(Membership.Role.values)
    if not created and roles.index(invitation.role) > roles.index(membership.role):
        membership.role = invitation.role
        membership.save(update_fields=["role"])
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    user.acting_for = invitation.organisation
    user.save(update_fields=["acting_for"])
    trail.record("invitation accepted", by=user, target=invitation.organisation, role=membership.role)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> None:
    _keep_an_administrator(membership, role)
    membership.role = role
    membership.save(update_fields=["role"])
    trail.record("role changed", by=by, target=membership.organisation, person=membership.user_id, role=role)


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    _keep_an_administrator(membership, "")
    User.objects.filter(pk=membership.user_id, acting_for=membership.organisation).update(acting_for=None)
    trail.record("member removed", by=by, target=membership.organisation, person=membership.user_id)
    membership.delete()


def _keep_an_administrator(membership: Membership, role: str) -> None:
    if membership.role != Membership.Role.ADMINISTRATOR or role == Membership.Role.ADMINISTRATOR:
        return
    administrators = Membership.objects.select_for_update().filter(
        organisation=membership.organisation, role=Membership.Role.ADMINISTRATOR
    )
    if not [each for each in administrators if each.pk != membership.pk]:
        raise LastAdministrator


@transaction.atomic
def switch(*, user: User, organisation: Organisation) -> None:
    """Act for another of one's organisations from now on."""
    user.acting_for = organisation
    user.save(update_fields=["acting_for"])
    trail.record("switched organisation", by=user, target=organisation)


@transaction.atomic
def write_letter(
    *, recipient: Organisation, by: User, subject: str, body: str, language: str, about: str = ""
) -> Letter:
    """Relay a message to a role mailbox. The writer's name and address go with it, so that it can be answered.

    `about` is the reference of what it is about; the recipient sees it in the letter and beside it in their log.
    """
    said = {"subject": subject, "body": body, "about": about}
    letter = Letter.objects.create(sender=by, on_behalf_of=by.acting_for, recipient=recipient, **said)
    outbox.post(
        key=f"letter/{letter.pk}",
        kind="letter",
        address=recipient.mailbox,
        language=language,
        payload={"letter": letter.pk},
    )
    trail.record("letter relayed", by=by, target=recipient, about=about)
    return letter


@transaction.atomic
def merge(*, organisation: Organisation, into: Organisation, by: User) -> None:
    """Two records are one organisation: everything that points at the first points at the second from now on.

    The first stays, empty, so that its links lead on. Where both have the same thing (a member, a name), the
    second's is kept.
    """
    if into.merged_into_id or organisation == into:
        raise ValueError("merge into a current, different organisation")
    organisation.merged_into = into
    organisation.save(update_fields=["merged_into"])
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if _is_pointed_at(relation):
            _repoint(relation, organisation, into)
    Organisation.objects.filter(merged_into=organisation).update(merged_into=into)
    flags = {
        name: getattr(organisation, name) or getattr(into, name)
        for name in ("is_public_body", "is_enterprise", "is_network", "is_support_agency")
    }
    Organisation.objects.filter(pk=into.pk).update(**flags)
    trail.record("organisations merged", by=by, target=into, merged=organisation.pk)


def _is_pointed_at(relation: Any) -> bool:
    """Rows of any app that point at an organisation; history stays as it was."""
    if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
        return False
    return relation.related_model is not Organisation and not issubclass(relation.related_model, pghistory.models.Event)


def _repoint(relation: Any, organisation: Organisation, into: Organisation) -> None:
    rows: models.QuerySet = relation.related_model._base_manager.filter(**{relation.field.name: organisation})
    for pk in rows.values_list("pk", flat=True):
        try:
            with transaction.atomic():
                rows.filter(pk=pk).update(**{relation.field.name: into})
        except IntegrityError:  # the other one has it already
            continue
