"""The demo world, with somebody for each part that a reader can play, and the mails that are due in it."""

from contextlib import redirect_stdout
from io import StringIO

from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.demo import people
from collab_portal.mail import sender
from procurement import alerts
from procurement.alerts import digests

ROLES = ("nobody", "officer", "editor", "viewer", "entrepreneur", "coordinator", "staff")
COUNCIL = "flintshire-county-council"
MAIL_SECONDS = 120


def make() -> dict[str, dict[str, str]]:
    """Fill the database, send what is due, and answer with the cookies of each role."""
    now = timezone.now()
    with transaction.atomic(), redirect_stdout(StringIO()):
        call_command("load_reference_data")
        call_command("seed_demo")
        council, staff = Organisation.objects.get(slug=COUNCIL), User.objects.get(is_staff=True)
        for part, name, role in (
            ("editor", "Huw Parry", Membership.Role.EDITOR),
            ("viewer", "Lowri Ellis", Membership.Role.VIEWER),
        ):
            people.join(people.account(part, name, password=None), council, role, by=staff, at=now)
    alerts.drain(at=now)
    digests.run_due(at=now)
    sender.drain(budget=MAIL_SECONDS)
    return {role: _cookies(role) for role in ROLES}


def _cookies(role: str) -> dict[str, str]:
    if role == "nobody":
        return {}
    client = Client()
    client.force_login(User.objects.get(email=people.address(role)))
    return {name: morsel.value for name, morsel in client.cookies.items()}
