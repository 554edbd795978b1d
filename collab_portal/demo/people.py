"""Who can sign in to the demo world. Passwords are made anew for each world, and work only in a local run."""

import json
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings

from collab_portal.accounts import actions
from collab_portal.accounts.models import Membership, Organisation, User

SIGN_INS = settings.LOCAL_DIR / "demo-sign-ins.json"
WORDS = ("afon", "bryn", "carreg", "derwen", "eira", "ffynnon", "gwynt", "llwybr", "mynydd", "nant", "pont", "rhosyn")


def demo_address(part: str) -> str:
    return f"{part}@{settings.DEMO_DOMAIN}"


def add(part: str, *, name: str, role: str, of: Organisation, language: str = "en") -> tuple[User, str]:
    """A person with a verified address and a password of four words."""
    password = "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"
    person = User.objects.create_user(demo_address(part), password, name=name, language=language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Membership.objects.create(user=person, organisation=of, role=role)
    actions.switch(user=person, organisation=of)
    return person, password


def keep(sign_ins: list[dict[str, str]]) -> None:
    """Write the sign-ins down, for this machine's owner only."""
    SIGN_INS.parent.mkdir(parents=True, exist_ok=True)
    SIGN_INS.touch(mode=0o600)
    SIGN_INS.write_text(json.dumps(sign_ins, indent=2), encoding="utf-8")


def kept() -> list[dict[str, str]]:
    return json.loads(SIGN_INS.read_text(encoding="utf-8")) if SIGN_INS.exists() else []
