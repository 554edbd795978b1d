"""Sessions, passwords, second factors; and whether anybody learns who has an account."""

import re
import statistics
import time
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from collab_portal.accounts.middleware import BEGAN, SEEN
from collab_portal.accounts.models import User
from tests import build
from tests.attack import timing, world
from tests.attack.portal import Portal
from tests.attack.registry import Breach, against, none_of

SESSION = "__Host-session"
COMMON = (
    "password1234",
    "123456789012",
    "qwertyuiop12",
    "short",
    "aaaaaaaaaaaaaa",
    "Collaboration Portal",
)
LONG = ("a horse in the rain, a boat on the river", "pob lwc i’r gegin werdd ✓ heddiw", "x9 kestrel " * 14)


def _person(**fields) -> User:
    person = build.user(**fields)
    world.may_sign_in(person)
    return person


@against("S30")
def a_session_fixed_before_and_used_after(portal: Portal) -> str:
    person, browser = _person(), portal.browser()
    planted = "a" * 32
    browser.cookies[SESSION] = planted
    browser.get("/accounts/login/")
    world.sign_in(browser, person.email)
    first = browser.cookies[SESSION]
    inside = browser.get("/accounts/email/").status
    again = portal.browser()
    again.cookies[SESSION] = first
    browser.post("/accounts/logout/")
    after = again.get("/accounts/email/").status
    stored = Session.objects.filter(session_key=first).exists()
    if first == planted or inside != 200 or after != 302 or stored:
        raise Breach(
            f"kept the planted id: {first == planted}; {inside} inside; {after} after sign-out; stored: {stored}"
        )
    return "a new id at sign-in; the old one leads to the sign-in after sign-out"


@against("S30")
def a_session_ends_after_twelve_hours(portal: Portal) -> str:
    person, browser = _person(), portal.browser()
    world.sign_in(browser, person.email)
    stored = Session.objects.get(session_key=browser.cookies[SESSION])
    hours = (stored.expire_date.timestamp() - time.time()) / 3600
    Session.objects.filter(pk=stored.pk).update(expire_date="2026-01-01T00:00Z")
    status = browser.get("/accounts/email/").status
    if hours > 12.1 or status != 302:
        raise Breach(f"{hours:.0f} hours; {status} afterwards")
    return f"it ends after {hours:.0f} hours"


@against("S30")
def a_session_in_which_nothing_happens(portal: Portal) -> str:
    """As after half an hour, and after twelve hours in which much happened."""
    person, wrong = _person(), []
    for mark, seconds in ((SEEN, 30 * 60 + 1), (BEGAN, 12 * 3600 + 1)):
        browser = portal.browser()
        world.sign_in(browser, person.email)
        key = browser.cookies[SESSION]
        session = SessionStore(key)
        session[mark] -= seconds
        session.save()
        status = browser.get("/accounts/email/").status
        if status != 302 or Session.objects.filter(session_key=key).exists():
            wrong.append(f"{mark} {seconds} s ago: {status}")
    return none_of(wrong, said="it ends after 30 minutes of nothing, and after 12 hours")


@against("S31")
def who_has_an_account(portal: Portal) -> str:
    """The same answer to a known and an unknown address, in the same time: see `timing`."""
    wrong = []
    often = 10 if portal.is_small else 200
    doors = {
        "sign-in": ("/accounts/login/", lambda address: {"login": address, "password": "wrong wrong wrong"}, often),
        "reset": ("/accounts/password/reset/", lambda address: {"email": address}, 4),
        "sign-up": ("/accounts/signup/", lambda address: {"email": address, "password1": f"long enough {uuid4()}"}, 4),
        "find my alerts": ("/alerts/find/", lambda address: {"email": address, "address": address}, 4),
    }
    ratios = []
    for door, (path, data, tries) in doors.items():
        answers = {True: [], False: []}
        for number in range(tries):
            if number % 4 == 0 or door != "sign-in":  # more tries at one account would be refused for their number
                known = _person()
            for is_known in (number % 2 == 0, number % 2 == 1):
                address = known.email if is_known else f"{uuid4().hex[:9]}@example.org"
                answers[is_known].append(portal.browser().post(path, data(address)))
        shapes = {key: {(a.status, a.location, _length(a)) for a in these} for key, these in answers.items()}
        if shapes[True] != shapes[False]:
            wrong.append(f"{door}: {shapes[True]} known, {shapes[False]} unknown")
        times = {key: [a.seconds for a in these] for key, these in answers.items()}
        medians = {key: statistics.median(these) for key, these in times.items()}
        ratios.append(f"{door} {medians[True] / medians[False]:.2f}")
        is_slower = not 0.5 < medians[True] / medians[False] < 2
        if door in ("sign-in", "sign-up") and (is_slower or timing.differ(times[True], times[False])):
            wrong.append(f"{door} takes {medians[True]:.3f} s known, {medians[False]:.3f} s unknown")
    return none_of(wrong, said="same answers; times known to unknown: " + ", ".join(ratios))


def _length(answer) -> int:
    """Without what the page repeats of the address."""
    return len(re.sub(r"[\w.-]+@example\.org|value=\"[^\"]*\"", "", answer.main))


@against("S32")
def passwords_guessed(portal: Portal) -> str:
    """Many at one account from everywhere; one at many accounts from one place, which says it is others."""
    person, wrong = _person(), []
    statuses = [world.sign_in(portal.browser(), person.email, password=f"guess {n}") for n in range(14)]
    tries = next((n for n, answer in enumerate(statuses) if "Too many" in answer.text), None)
    if tries is None or tries > 12:
        wrong.append("one account could be guessed at 14 times")
    spraying = portal.browser()
    spraying.address = "203.0.113.9"
    answers = []
    for number in range(40):
        forged = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"}
        answers.append(
            spraying.post("/accounts/login/", {"login": f"u{number}@example.org", "password": "x" * 12}, **forged)
        )
    sprayed = next((n for n, answer in enumerate(answers) if answer.status == 429 or "Too many" in answer.text), None)
    if sprayed is None:
        wrong.append("40 accounts could be tried from one address that forged others")
    other = _person()
    if world.sign_in(portal.browser(), other.email).status != 302:
        wrong.append("somebody else cannot sign in")
    return none_of(
        wrong, said=f"one account: {tries} tries; one address, forging others: {sprayed} tries; others sign in"
    )


@against("S33")
def a_second_factor_left_out_or_used_twice(portal: Portal) -> str:
    wrong = []
    council = portal.world["people"]["administrator"].memberships.order_by("pk").first().organisation
    without = _person(role="publisher", of=council)
    browser = portal.browser()
    world.sign_in(browser, without.email)
    for place in portal.addresses:
        if place.route.is_closed and place.route.expected("get", "publisher") == 200:
            answer = browser.get(place.path)
            if not (answer.status == 302 and answer.location.endswith("/accounts/2fa/")):
                wrong.append(f"{place.route.name} without a second factor: {answer.status}")
    with_app = _person()
    TOTP.activate(with_app, world.KEY)
    code = format_hotp_value(hotp_value(world.KEY, next(iter(yield_hotp_counters_from_time()))))
    entered = []
    for _time in range(2):
        browser = portal.browser()
        step = world.sign_in(browser, with_app.email)
        half = browser.get("/accounts/email/").status
        browser.post(step.location, {"code": code})
        entered.append((half, browser.get("/accounts/email/").status))
    if entered != [(302, 200), (302, 302)]:
        wrong.append(f"the same code twice: {entered}, not [(302, 200), (302, 302)]")
    return none_of(wrong, said="no page of a publisher without one; between the steps nothing; a code works once")


@against("S33")
def second_factor_codes_guessed(portal: Portal) -> str:
    person = _person()
    TOTP.activate(person, world.KEY)
    browser = portal.browser()
    step = world.sign_in(browser, person.email)
    answers = [browser.post(step.location, {"code": f"{n:06}"}) for n in range(15)]
    stopped = next((n for n, a in enumerate(answers) if a.status == 429 or "Too many" in a.text), None)
    if stopped is None:
        raise Breach("15 codes could be tried")
    return f"stopped after {stopped} codes"


@against("S34")
def weak_passwords(portal: Portal) -> str:
    wrong = []
    for password in COMMON:
        address = f"{uuid4().hex[:9]}@example.org"
        answer = portal.browser().post("/accounts/signup/", {"email": address, "password1": password})
        if answer.status in (302,) or User.objects.filter(email=address).exists():
            wrong.append(f"{password} was taken")
    for password in LONG:
        address = f"{uuid4().hex[:9]}@example.org"
        answer = portal.browser().post("/accounts/signup/", {"email": address, "password1": password})
        kept = User.objects.filter(email=address).values_list("password", flat=True).first() or ""
        algorithm, _, rest = kept.partition("$")
        if not (algorithm == "pbkdf2_sha256" and int(rest.partition("$")[0]) >= 600_000) and algorithm not in (
            "argon2",
            "scrypt",
        ):
            wrong.append(f"{len(password)} characters: {answer.status}, kept as {algorithm or 'nothing'}")
    return none_of(
        wrong, said=f"{len(COMMON)} weak ones refused, {len(LONG)} long ones taken, PBKDF2 with a million rounds"
    )
