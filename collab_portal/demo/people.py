"""Who can sign in to the demo world. Passwords are made anew for each world, and work only in a local run."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings

from collab_portal.accounts import actions
from collab_portal.accounts.models import Language, Membership, Organisation, User

WORDS = ("afon", "bryn", "carreg", "derwen", "eira", "ffynnon", "gwynt", "llwybr", "mynydd", "nant", "pont", "rhosyn")
PUBLISHERS = {  # of the bodies for which nobody signs in
    "gwynedd": ("Mari Llwyd", Language.WELSH),
    "rct": ("Gareth Pugh", Language.ENGLISH),
    "swansea": ("Nadia Rahman", Language.ENGLISH),
    "health": ("Siân Bowen", Language.WELSH),
    "housing": ("Ifan Roberts", Language.WELSH),
    "valleys": ("Rhodri Evans", Language.ENGLISH),
}


@dataclass(frozen=True)
class SignIn:
    """What is needed to try the portal as somebody, and what there is to try."""

    who: str
    email: str
    password: str
    does: str


@dataclass(frozen=True)
class People:
    """Those who act in the demo world: by the part they play, and who publishes for each body, by its key."""

    parts: dict[str, User]
    publishers: dict[str, User]
    sign_ins: list[SignIn]

    @property
    def everyone(self) -> dict[str, User]:
        """All of them by their part; a publisher's is `publisher.KEY`."""
        return {**{f"publisher.{key}": person for key, person in self.publishers.items()}, **self.parts}


def address(part: str) -> str:
    return f"{part}@{settings.DEMO_DOMAIN}"


def add_people(organisations: dict[str, Organisation], *, at: datetime) -> People:
    """Staff, who invite all others; and for every body somebody who may publish."""
    passwords = {part: _password() for part in ("officer", "entrepreneur", "coordinator", "staff")}
    staff = account("staff", "Nia Prosser", password=passwords["staff"])
    staff.is_staff = True
    staff.save(update_fields=["is_staff"])

    def member(part: str, name: str, key: str, role: str, language: str = Language.ENGLISH) -> User:
        person = account(part, name, password=passwords.get(part), language=language)
        join(person, organisations[key], role, by=staff, at=at)
        return person

    parts = {
        "staff": staff,
        "officer": member("officer", "Eleri Vaughan", "flintshire", Membership.Role.ADMINISTRATOR),
        "entrepreneur": member("entrepreneur", "Tomos Rees", "cegin-alun", Membership.Role.ADMINISTRATOR),
        "coordinator": member("coordinator", "Bethan Morris", "nwsen", Membership.Role.PUBLISHER, Language.WELSH),
    }
    publishers = {
        key: member(f"publisher.{key}", name, key, Membership.Role.PUBLISHER, language)
        for key, (name, language) in PUBLISHERS.items()
    }
    sign_ins = [
        SignIn(who, address(part), passwords[part], does)
        for part, who, does in (
            ("officer", "Council officer", "publishes for Flintshire County Council, and decides who is a member"),
            ("entrepreneur", "Social entrepreneur", "runs Cegin Alun CIC, has saved searches and gets alerts"),
            ("coordinator", "Network coordinator", "publishes for the North Wales network; e-mails in Welsh"),
            ("staff", "Staff of the portal", "adds public bodies and networks, and looks after the mail"),
        )
    ]
    return People(parts, {"flintshire": parts["officer"], **publishers}, sign_ins)


def keep(sign_ins: list[SignIn]) -> None:
    """Write the sign-ins down, for this machine's owner only."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(each) for each in sign_ins], indent=2), encoding="utf-8")


def kept() -> list[SignIn]:
    """The sign-ins of the demo world in this database; none where there is no such world."""
    if not _file().exists():
        return []
    sign_ins = [SignIn(**each) for each in json.loads(_file().read_text(encoding="utf-8"))]
    there = set(User.objects.filter(email__in=[each.email for each in sign_ins]).values_list("email", flat=True))
    return [each for each in sign_ins if each.email in there]


def _file() -> Path:
    return settings.LOCAL_DIR / "demo-sign-ins.json"


def _password() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"


def account(part: str, name: str, *, password: str | None, language: str = Language.ENGLISH) -> User:
    """Somebody with a verified address. Without a password nobody can sign in as them."""
    person = User.objects.create_user(address(part), password, name=name, language=language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def join(person: User, organisation: Organisation, role: str, *, by: User, at: datetime) -> None:
    """As everybody joins: invited, and the invitation accepted."""
    invited = {"email": person.email, "role": role, "language": person.language}
    invitation = actions.invite(organisation=organisation, by=by, at=at, **invited)
    actions.accept(invitation=invitation, user=person, at=at)
