"""What pages say of themselves: tokens of forms, cookies, policies, and where they lead."""

import ast
import re
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from collab_portal.local.environment import ROOT
from tests import build
from tests.attack import world
from tests.attack.portal import HOST, ORIGIN, TOKEN, Portal
from tests.attack.registry import against, none_of

ONE_CLICK = ("unsubscribe", "one-click", "stop-mail")  # a mail program posts to them (RFC 8058)

REFLECTED = (
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "{{7*7}}",
    "{% debug %}",
    "javascript:alert(1)",
)
ELSEWHERE = (
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "%2f%2fevil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
    "https://evil.example",
    "/%0d%0aX-Evil:1",
    "///evil.example",
    "http://portal.example@evil.example",
)
FILTERS = (
    "?q='",
    "?q=%27%20OR%201=1--",
    "?q=a%20%26%20|%20!(",
    "?sort=value;drop table",
    "?sort=-pk",
    "?page=-1",
    "?page=9e9",
    "?page=%00",
    "?q=%00",
    "?_connector=OR%201=1",
    "?_negated=1",
    "?__proto__[x]=1",
    "?category=x'&cpv=%27&area=%ff",
    "?value_from=1e400&value_to=NaN",
    "?tender_from=0000-00-00",
    "?buyer__password=a",
    "?q=" + "(" * 500,
    "?lots_under=-1",
    "?stage=all&stage[]=x",
    "?q=:*&q=<->",
    "?page=1&page=2",
    "?reserved=%C0%AF",
)


@against("S10")
def forms_without_a_right_token(portal: Portal) -> str:
    """As the administrator: no token, one of another cookie, no origin and another's referrer, another's origin."""
    wrong, asked = [], 0
    tricks = {
        "no token": ({}, {"Origin": ORIGIN}),
        "another token": ({"csrfmiddlewaretoken": "y" * 32}, {"Origin": ORIGIN}),
        "another origin": ({"csrfmiddlewaretoken": TOKEN}, {"Origin": "https://evil.example"}),
        "another referrer": ({"csrfmiddlewaretoken": TOKEN}, {"Referer": "https://evil.example/"}),
        "no referrer": ({"csrfmiddlewaretoken": TOKEN}, {}),
    }
    posted = [
        place
        for place in portal.addresses
        if place.route.expected("post", "administrator") in (200, 302, 409, 422) and place.route.name not in ONE_CLICK
    ]
    browser = portal.browser("administrator")
    browser.cookies["__Host-csrf"] = TOKEN
    for place in posted:
        for what, (data, headers) in list(tricks.items())[asked % 3 :: 3] if portal.is_small else tricks.items():
            body = "&".join(f"{name}={value}" for name, value in data.items()).encode()
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            answer = browser.ask("POST", place.path, body=body, headers=kind | headers)
            asked += 1
            if answer.status != 403:
                wrong.append(f"{what} {place.route.name}: {answer.status}")
    return none_of(wrong, said=f"{asked:,} forged posts to {len(posted)} addresses: 403")


@against("S11")
def cookies(portal: Portal) -> str:
    wrong = [
        f"{place.path} sets a cookie for a reader"
        for place in portal.addresses
        if not place.route.is_closed
        and place.route.expected("get", "nobody") == 200
        and any("session" in name for name in portal.look("nobody")[place.path].cookies)
    ]
    person = build.user()  # of her own: a new password ends the sessions of whoever gets it
    world.may_sign_in(person)
    answer = world.sign_in(portal.browser(), person.email)
    lines = {line.partition("=")[0]: line for line in answer.headers.get_all("Set-Cookie") or []}
    for name in ("__Host-session", "__Host-csrf"):
        line = lines.get(name, "")
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            if part not in line or "Domain" in line:
                wrong.append(f"{name}: {part} is missing in {line.partition(';')[2] or 'nothing'}")
    return none_of(wrong, said="both cookies with all four; readers get no session")


@against("S19")
def what_is_asked_comes_back_as_text(portal: Portal) -> str:
    wrong, asked = [], 0
    open_pages = [p for p in portal.addresses if p.route.expected("get", "nobody") == 200]
    names = ("q", "next", "sort", "category", "cpv", "area", "buyer", "page", "from", "step", "language")
    for place in open_pages:
        for sent in REFLECTED[::2] if portal.is_small else REFLECTED:
            query = "&".join(f"{name}={_quoted(sent)}" for name in names)
            answer, asked = portal.browser().get(f"{place.path}?{query}"), asked + 1
            if (
                sent in answer.text and "html" in answer.headers.get("Content-Type", "") and "<" in sent
            ) or answer.main.strip() == "49":
                wrong.append(f"{place.path} repeats {sent}")
            if answer.status >= 500:
                wrong.append(f"{place.path} {sent}: {answer.status}")
            if re.search(r'(?:href|src|action)="\s*javascript:', answer.text):
                wrong.append(f"{place.path} leads to {sent}")
    for sent in REFLECTED:
        answer = portal.browser().get(f"/{_quoted(sent)}/")
        if ("<" in sent and sent in answer.text) or answer.status != 404:
            wrong.append(f"the page of what is not there: {answer.status}")
    return none_of(wrong, said=f"{asked:,} questions with script or template code: escaped")


@against("S20")
def the_policy_of_every_page(portal: Portal) -> str:
    """Of every kind of answer: open, closed, refused, not found, file."""
    wrong, asked = [], 0
    needed = (
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "script-src 'self'",
    )
    for person in ("nobody", "administrator") if portal.is_small else ("nobody", "viewer", "administrator", "staff"):
        for place in portal.addresses:
            if place.route.name in ("healthz", "readyz"):
                continue
            answer, asked = portal.look(person)[place.path], asked + 1
            policy = answer.headers.get("Content-Security-Policy", "")
            wrong += [
                f"{place.route.name}: no {part}" for part in needed if part not in policy and "sandbox" not in policy
            ]
            wrong += [f"{place.route.name}: {bad}" for bad in ("unsafe-inline", "unsafe-eval", "*") if bad in policy]
            said = {
                name: answer.headers.get(name, "") for name in ("X-Content-Type-Options", "Strict-Transport-Security")
            }
            if (
                said["X-Content-Type-Options"] != "nosniff"
                or "max-age=31536000" not in said["Strict-Transport-Security"]
            ):
                wrong.append(f"{place.route.name}: {said}")
    return none_of(wrong, said=f"{asked:,} answers, each with the whole policy, nosniff and HSTS")


@against("S25")
def where_a_sign_in_leads(portal: Portal) -> str:
    wrong = []
    person = build.user()
    world.may_sign_in(person)
    for target in ELSEWHERE[::3] if portal.is_small else ELSEWHERE:
        browser = portal.browser()
        answer = world.sign_in(browser, person.email, next=target)
        left = browser.post("/accounts/logout/", {"next": target})
        for what, location in (("in", answer.location), ("out", left.location)):
            if answer.status != 302 or not _is_ours(location):
                wrong.append(f"sign-{what} with {target}: {answer.status} {location}")
        switched = portal.browser("viewer").post(f"/accounts/switch/x/?next={target}", {"next": target})
        if switched.location and not _is_ours(switched.location):
            wrong.append(f"switch with {target}: {switched.location}")
    return none_of(wrong, said="every target at sign-in, sign-out and switch: none followed")


@against("S27")
def another_host(portal: Portal) -> str:
    wrong = []
    before = len(portal.sink)
    person = portal.world["people"]["editor"]
    for host in ("evil.example", f"{HOST}:80@evil.example", f"{HOST}.evil.example", "evil.example:443", " "):
        for path in ("/", "/accounts/password/reset/", "/pipeline/"):
            answer = portal.browser().get(path, Host=host)
            if answer.status != 400:
                wrong.append(f"{host} {path}: {answer.status}")
    browser = portal.browser()
    browser.post(
        "/accounts/password/reset/",
        {"email": person.email},
        X_Forwarded_Host="evil.example",
        Forwarded="host=evil.example",
    )
    mails = [mail.content for mail in portal.sink.wait_for(before + 1, seconds=20)[before:]]
    if (
        not mails
        or any("evil.example" in mail for mail in mails)
        or ORIGIN not in "".join(mails).replace("=\n", "").replace("=\r\n", "")
    ):
        wrong.append(f"{len(mails)} mails; the link is not of {ORIGIN}")
    return none_of(wrong, said="15 with another host: 400; the mail's link is the configured address's")


@against("S36")
def filters_that_are_code(portal: Portal) -> str:
    wrong, asked = [], 0
    open_pages = [p for p in portal.addresses if p.route.expected("get", "nobody") == 200]
    for number, place in enumerate(open_pages):
        for query in FILTERS[number % 5 :: 5] if portal.is_small else FILTERS:
            answer, asked = portal.browser().get(place.path + query), asked + 1
            if answer.status >= 500:
                wrong.append(f"{place.path}{query[:40]}: {answer.status}")
    return none_of(wrong, said=f"{asked:,} questions, no 500")


@against("S36")
def no_request_becomes_arguments(_portal: Portal) -> str:
    """`filter(**request.GET)` and its like: the root of Django's worst faults of 2025."""
    files = [
        path
        for app in ("collab_portal", "enterprises", "procurement", "socialvalue")
        for path in (ROOT / app).rglob("*.py")
    ]
    wrong = [f"{path.relative_to(ROOT)}:{line}" for path in files for line in _expanded(path)]
    return none_of(wrong, said=f"{len(files)} modules without ** of a request")


def _expanded(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [keyword for node in ast.walk(tree) if isinstance(node, ast.Call) for keyword in node.keywords]
    return [
        each.value.lineno
        for each in calls
        if each.arg is None and re.search(r"request\.(GET|POST|headers|COOKIES|META|body)", ast.unparse(each.value))
    ]


def _is_ours(location: str) -> bool:
    """Where a browser goes that reads this on the page of the sign-in."""
    return urlsplit(urljoin(f"{ORIGIN}/accounts/login/", location.replace("\\", "/"))).netloc == HOST


def _quoted(text: str) -> str:
    return quote(text, safe="")
