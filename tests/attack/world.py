"""The world that is attacked: one of everything, as the table of routes knows it, and a browser for each person."""

from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import build, test_routes
from tests.attack.portal import COOKIES, Answer, Browser, Portal
from tests.routes import ROUTES, Route
from tests.socialvalue import offers

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PRICE, BIDDER = 7_654_321, "Canary Kitchen CIC"  # of the sealed offer; they stand nowhere else
FORMULAS = ("=1+1", "+1", "-1+cmd|'/C calc'!A0", "@SUM(1)", "＝1+1", ";=1", '"\n=1', '=HYPERLINK("//e")')
NEEDS_SECOND_FACTOR = ("stranger", "publisher", "administrator", "staff")


@dataclass(frozen=True)
class Place:
    """An address of the portal, with who may do what there."""

    route: Route
    path: str


def make(portal: Portal) -> None:
    """Commit the world, and sign everybody in."""
    with transaction.atomic():
        portal.world = test_routes._made()
        portal.sealed = _sealed_offer(portal.world["people"]["administrator"])
        _names_that_would_run()
        for name, person in portal.world["people"].items():
            if name in NEEDS_SECOND_FACTOR:
                TOTP.activate(person, KEY)
    portal.people = {name: session_of(person) for name, person in portal.world["people"].items()}
    portal.addresses = [
        Place(route, reverse(route.name, kwargs=portal.world[route.about] | route.more)) for route in ROUTES
    ]


def _sealed_offer(administrator) -> str:
    """One to the council, before its deadline."""
    council = administrator.memberships.order_by("pk").first().organisation
    criteria = offers.published(offers.tendering(buyer=council))
    offers.hand_in(criteria, *offers.bidder(BIDDER), price=PRICE)
    return criteria.lot.opportunity.reference


def _names_that_would_run() -> None:
    for number, text in enumerate(FORMULAS):
        build.enterprise(name_en=f"{text} kitchen {number}", offer_en=text)
        build.opportunity(at=timezone.now(), title_en=f"{text} lunch {number}", title_cy=text)


def may_sign_in(person) -> None:
    """Give somebody a password that the web server can check."""
    person.password = make_password(build.PASSWORD, hasher="pbkdf2_sha256")
    person.save(update_fields=["password"])


def session_of(person) -> dict[str, str]:
    """The cookies of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    return {COOKIES["session"]: client.cookies[COOKIES["session"]].value}


def sign_in(browser: Browser, email: str, *, password: str = build.PASSWORD, **more: str) -> Answer:
    """The form of the sign-in page, filled in."""
    return browser.post("/accounts/login/", {"login": email, "password": password} | more)
