"""What the policy of a public body asks of a contract."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from collab_portal.accounts.models import Organisation
from socialvalue.models import Policy, PolicyBand


def policy_of(organisation: Organisation, on: date) -> Policy | None:
    """The policy of the body that counts on that day: of those in use, the one that began last."""
    return Policy.objects.filter(owner=organisation).valid(on).order_by("-valid_from", "-pk").first()


def band_for(organisation: Organisation, value: Decimal | None, on: date) -> PolicyBand | None:
    """What the body's policy asks of a contract of this value, without VAT; None where it asks nothing."""
    policy = policy_of(organisation, on) if value is not None else None
    if policy is None:
        return None
    reaches = Q(value_to=None) | Q(value_to__gt=value)
    return policy.bands.filter(reaches, value_from__lte=value).select_related("policy").first()
