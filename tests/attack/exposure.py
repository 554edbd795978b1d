"""What should not be there, the trail that cannot be rewritten, and tokens that open nothing else."""

import http.client

from django.db import DatabaseError, connection, transaction

from procurement.models import SavedSearch
from tests.attack.portal import ORIGIN, Answer, Portal
from tests.attack.registry import against, none_of

HIDDEN = (
    "/admin/",
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/metrics",
    "/flower/",
    "/server-status",
    "/debug/",
    "/__debug__/",
    "/static/",
    "/static/portal.css.map",
    "/media/",
    "/files/",
    "/settings.py",
    "/manage.py",
    "/static/../manage.py",
    "/static/%2e%2e/%2e%2e/manage.py",
    "/static/..%2f..%2fcollab_portal/settings.py",
    "/phpmyadmin/",
    "/wp-login.php",
    "/api/",
    "/dev/mail/",
    "/components/",
    "/staff/",
    "/.well-known/security",
    "/db.sqlite3",
    "/backup.sql",
)
TELLING = ("Traceback", "Django Version", "psycopg", "/site-packages/", "DEBUG = True")
TAMPERED = (
    "UPDATE {} SET verb = 'nothing'",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TABLE {}",
    "ALTER TABLE {} ADD COLUMN x int",
)


@against("S40")
def what_should_not_be_there(portal: Portal) -> str:
    wrong = []
    for path in HIDDEN:
        answer = portal.browser().get(path)
        if answer.status not in (403, 404, 400):
            wrong.append(f"{path}: {answer.status}")
        wrong += [f"{path} tells {word}" for word in TELLING if word in answer.text]
    connected = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)
    connected.request(
        "TRACE", "/", headers={"Host": "portal.example", "X-Forwarded-Proto": "https", "X-Secret": "echoed"}
    )
    traced = connected.getresponse()
    if traced.status < 400 or b"echoed" in traced.read():
        wrong.append(f"TRACE: {traced.status}")
    ready = portal.browser().get("/readyz")
    wrong += [
        f"/readyz tells {word}" for word in (*TELLING, "postgres", "host", "version") if word in ready.text.lower()
    ]
    for path in ("/", "/pipeline/", "/nothing/", "/readyz"):
        headers = portal.browser().get(path).headers
        if any(mark in headers.get("Server", "") for mark in "0123456789") or headers.get("X-Powered-By"):
            wrong.append(f"{path} names its server: {headers.get('Server')}")
    return none_of(wrong, said=f"{len(HIDDEN)} addresses closed; no TRACE, no version, no trace of code")


@against("S40")
def plain_http(portal: Portal) -> str:
    """Without TLS there is nothing but the way to it."""
    wrong = []
    for path in ("/", "/pipeline/", "/accounts/login/"):
        answer = portal.browser().get(path, X_Forwarded_Proto="http")
        if answer.status != 301 or not answer.location.startswith(ORIGIN):
            wrong.append(f"{path}: {answer.status} {answer.location}")
    return none_of(wrong, said="301 to https")


@against("S37")
def the_trail_rewritten(portal: Portal) -> str:
    """By whoever has taken over the web server."""
    portal.browser("viewer").get("/me/")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'pgh_id' AND table_schema = 'public'"
        )
        tables = sorted({"audit_act", *(name for (name,) in cursor.fetchall())})
        wrong, tried = [], 0
        for table in tables:
            for statement in TAMPERED:
                if "verb" in statement and table != "audit_act":
                    continue
                tried += 1
                try:
                    with transaction.atomic():
                        cursor.execute(statement.format(table))
                        transaction.set_rollback(True)
                    wrong.append(f"{statement.format(table)}: done")
                except DatabaseError:
                    continue
    return none_of(wrong, said=f"{tried} statements on {len(tables)} tables refused")


@against("S39")
def tokens_altered_and_of_another_kind(portal: Portal) -> str:
    """Each address with a token, with a letter changed, cut, doubled, and with every other token of the world."""
    wrong, asked = [], 0
    places = [place for place in portal.addresses if "token" in portal.world[place.route.about]]
    tokens = {place.route.about: str(portal.world[place.route.about]["token"]) for place in places}
    for place in places:
        own = tokens[place.route.about]
        # One click stops whatever a mail was about: a search, a watch, or everything of a subscriber.
        fitting = ("search", "watch", "subscriber") if place.route.name == "unsubscribe" else (place.route.about,)
        others = [token for about, token in tokens.items() if about not in fitting]
        guesses = [
            own[:-1] + ("A" if own[-1] != "A" else "B"),
            own[:-1],
            own + "A",
            own.swapcase(),
            "0",
            "%00",
            *others,
        ]
        for guess in guesses:
            if guess == own:
                continue
            answer, asked = portal.browser().get(place.path.replace(own, guess)), asked + 1
            if answer.status == 200 and _opens(answer):
                wrong.append(f"{place.route.name} with {guess[:12]}…: {answer.status}")
            if answer.status >= 500:
                wrong.append(f"{place.route.name} with {guess[:12]}…: {answer.status}")
    return none_of(wrong, said=f"{asked} wrong tokens at {len(places)} addresses open nothing")


def _opens(answer: Answer) -> bool:
    """A page that says that a link is no longer good has no form of its own; one that opened has."""
    return 'method="post"' in answer.main


@against("S39")
def tokens_only_looked_at(portal: Portal) -> str:
    """As a mail scanner would; and what such a page tells other sites."""
    wrong, asked = [], 0
    before = list(SavedSearch.objects.order_by("pk").values())
    for place in portal.addresses:
        if "token" not in portal.world[place.route.about] or place.route.expected("get", "nobody") != 200:
            continue
        answer, asked = portal.browser().get(place.path), asked + 1
        policy, kept = answer.headers.get("Referrer-Policy", ""), answer.headers.get("Cache-Control", "")
        if policy not in ("no-referrer", "same-origin"):
            wrong.append(f"{place.route.name}: Referrer-Policy {policy}")
        if "no-store" not in kept:
            wrong.append(f"{place.route.name}: Cache-Control {kept or 'missing'}")
    if list(SavedSearch.objects.order_by("pk").values()) != before:
        wrong.append("a look changed a search")
    return none_of(wrong, said=f"{asked} pages with a token: not stored, address not sent on")
