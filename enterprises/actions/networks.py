"""Organisations join networks."""

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from enterprises.models import NetworkMembership


@transaction.atomic
def join_network(*, network: Organisation, member: Organisation, by: User | None = None) -> NetworkMembership:
    """A public body, enterprise or support agency belongs to the network from now on."""
    membership, created = NetworkMembership.objects.get_or_create(network=network, member=member)
    if created:
        trail.record("network joined", by=by, target=membership)
    return membership
