"""What is done to the directory: an enterprise is entered, and organisations join networks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.reference.models import Category
from collab_portal.text import Document
from enterprises.models import Enterprise, NetworkMembership


@transaction.atomic
def list_enterprise(*, organisation: Organisation, by: User | None = None, at: datetime, **fields: Any) -> Enterprise:
    """Put an organisation into the public directory, or change what is said of it there."""
    categories = fields.pop("categories", None)
    enterprise, _created = Enterprise.objects.get_or_create(organisation=organisation)
    for name, value in fields.items():
        setattr(enterprise, name, value)
    enterprise.is_listed = True
    enterprise.listed_at = enterprise.listed_at or at
    enterprise.save()
    if categories is not None:
        enterprise.categories.set(categories)
    Enterprise.objects.filter(pk=enterprise.pk).update(document=_document(enterprise))
    trail.record("enterprise listed", by=by, target=enterprise)
    return enterprise


@transaction.atomic
def join_network(*, network: Organisation, member: Organisation, by: User | None = None) -> NetworkMembership:
    """A public body, enterprise or support agency belongs to the network from now on."""
    membership, created = NetworkMembership.objects.get_or_create(network=network, member=member)
    if created:
        trail.record("network joined", by=by, target=membership)
    return membership


def texts_of(enterprise: Enterprise, categories: Iterable[Category]) -> dict[str, str]:
    """By what search finds it, besides its names: its offer, and the plain words of its categories."""
    categories = list(categories)
    rest = {}
    for language in ("en", "cy"):
        told = [getattr(enterprise, f"{name}_{language}") for name in ("offer", "description")]
        rest[f"rest_{language}"] = "\n".join([*told, *(getattr(each, f"name_{language}") for each in categories)])
    return rest


def _document(enterprise: Enterprise) -> Document:
    """Its names weigh most."""
    organisation, rest = enterprise.organisation, texts_of(enterprise, enterprise.categories.order_by("pk"))
    parts = [organisation.name_en, organisation.name_cy, rest["rest_en"], rest["rest_cy"]]
    return Document(*(Value(part) for part in parts))
