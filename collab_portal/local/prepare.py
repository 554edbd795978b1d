"""Brings the database and the collected files up to date, in one Django process, before the servers start."""

import os

import django
from django.core.management import call_command
from django.db import transaction


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print("Reference data: ", end="", flush=True)
    call_command("load_reference_data")
    if os.environ.get("PORTAL_DEMO") == "no":
        return
    if _is_empty():
        with transaction.atomic():  # a world is made whole or not at all
            call_command("seed_demo")
    call_command("demo_sign_ins")


def _is_empty() -> bool:
    from collab_portal.accounts.models import Organisation

    return not Organisation.objects.exists()


if __name__ == "__main__":
    main()
