"""Who may open what, over the wire: the whole table of routes, others' objects, roles that end."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from collab_portal.accounts.models import Membership, User
from tests import build
from tests.attack import world
from tests.attack.portal import ORIGIN, TOKEN, Portal, new_address
from tests.attack.registry import Breach, against, none_of
from tests.routes import PEOPLE

# What may be written when a page is only asked for: sessions, sign-ins seen, and that somebody looked.
WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables"
LOOKED = re.compile(r"session|usersession|audit_act|clock|tick|reader|download|statistic|visit|history|event$")
# What only a local run has; and the providers' doors, which ask for a secret once there is one.
ONLY_LOCAL = ("components", "mail-machine:mailbox", "mail-machine:message", "mail-machine:html", "mail-machine:style")
GALLERY = ("components", "staff")  # they look after the portal, and may see what it is built of
PROVIDERS = ("mail-machine:bounces", "mail-machine:receipts")
FEWER = ("nobody", "stranger")  # in the short form; others ask for everything elsewhere


@against("S1")
def every_address_as_everybody(portal: Portal) -> str:
    """GET of everything; of POST what is refused, for what is allowed would change the world the others need."""
    asked, wrong = 0, []
    for person in FEWER if portal.is_small else PEOPLE:
        answers = [
            (place, "get", answer) for place, answer in zip(portal.addresses, portal.look(person).values(), strict=True)
        ]
        with ThreadPoolExecutor(4) as pool:
            refused = [place for place in portal.addresses if _is_refused(place, person)]
            posted = pool.map(lambda place, person=person: portal.browser(person).post(place.path), refused)
            answers += [(place, "post", answer) for place, answer in zip(refused, posted, strict=True)]
        for place, method, answer in answers:
            expected, asked = _expected(place, method, person), asked + 1
            if answer.status != expected:
                about = f"{place.route.name} {place.route.about}".strip()
                wrong.append(f"{person} {method} {about}: {answer.status}, not {expected}")
    return none_of(wrong, said=f"{asked:,} answers as in the table")


def _is_refused(place: world.Place, person: str) -> bool:
    expected = place.route.expected("post", person)
    return expected in (403, 404, 405) or (person == "nobody" and place.route.is_closed)


def _expected(place: world.Place, method: str, person: str) -> int:
    """As the table says; but the table is of a local run."""
    if place.route.name in ONLY_LOCAL and method == "get" and (place.route.name, person) != GALLERY:
        return 404
    if place.route.name in PROVIDERS and method == "post":
        return 401
    return place.route.expected(method, person)


@against("S1", long=True)
def methods_that_no_page_knows(portal: Portal) -> str:
    """As somebody to whom most is allowed."""
    browser, wrong = portal.browser("administrator"), []
    browser.cookies["__Host-csrf"] = TOKEN
    for place in portal.addresses:
        for method in ("PUT", "DELETE"):
            answer = browser.ask(method, place.path, headers={"X-CSRFToken": TOKEN, "Origin": ORIGIN})
            if answer.status not in (302, 403, 404, 405):
                wrong.append(f"{method} {place.route.name}: {answer.status}")
    return none_of(wrong, said=f"{2 * len(portal.addresses):,} PUT and DELETE refused")


@against("S2")
def what_is_not_hers_looks_like_what_is_not_there(portal: Portal) -> str:
    """The administrator of another body asks for each thing, and for one that nobody has."""
    wrong, asked, pages = [], 0, portal.look("stranger")
    nothing = _shape(portal.browser("stranger").get("/pipeline/CP-NOTHING/edit/").text)
    for place in portal.addresses:
        if place.route.expected("get", "stranger") != 404:
            continue
        answer, asked = pages[place.path], asked + 1
        if answer.status != 404 or _shape(answer.text) != nothing:
            wrong.append(f"{place.route.name}: {answer.status}, {len(answer.text)} bytes")
    return none_of(wrong, said=f"{asked} things, each the page of what does not exist")


def _shape(page: str) -> str:
    """The words of a page, without its own address and without what is new each time."""
    return re.sub(r"<[^>]+>|\s+", " ", page.partition("<main")[2].partition("</main>")[0])


@against("S5", last=True)
def a_role_that_ends(portal: Portal) -> str:
    """A session stays open while the membership, and then the account, ends."""
    council = portal.world["people"]["administrator"].memberships.order_by("pk").first().organisation
    person = build.user(role=Membership.Role.EDITOR, of=council)
    browser = portal.browser()
    browser.cookies |= world.session_of(person)
    address = next(place.path for place in portal.addresses if place.route.name == "accounts:organisation")
    seen = [browser.get(address).status]
    Membership.objects.filter(user=person, organisation=council).update(role=Membership.Role.VIEWER)
    draft = portal.world["draft"]["reference"]
    seen.append(browser.post(f"/pipeline/{draft}/publish/").status)
    Membership.objects.filter(user=person, organisation=council).delete()
    seen.append(browser.get(address).status)
    User.objects.filter(pk=person.pk).update(is_active=False)
    seen.append(browser.get(address).status)
    if seen != [200, 403, 404, 302]:
        raise Breach(f"{seen}, not 200 403 404 302")
    return "200 while a member; 403 as viewer, 404 after leaving, sign-in once disabled"


@against("S6")
def publishing_without_the_role(portal: Portal) -> str:
    """Each address that only some roles may use, sent a whole form by the roles below."""
    wrong, asked = [], 0
    for person in ("viewer", "editor"):
        browser = portal.browser(person)
        for place in portal.addresses:
            if place.route.expected("post", person) != 403:
                continue
            browser.address = new_address()
            answer = browser.post(place.path, {"confirm": "yes", "reason_en": "Because", "action": "publish"})
            asked += 1
            if answer.status != 403:
                wrong.append(f"{person} {place.route.name}: {answer.status}")
    return none_of(wrong, said=f"{asked} acts above a role: 403")


@against("S9")
def pages_that_are_only_looked_at(portal: Portal) -> str:
    """Every address twice as the administrator: no row of any table changes but notes that somebody looked."""
    browser = portal.browser("administrator")
    before = _written()
    for place in portal.addresses * (1 if portal.is_small else 2):
        browser.address = new_address()
        browser.get(place.path)
    changed = [f"{name}: {number}" for name, number in (_written() - before).items() if not LOOKED.search(name)]
    return none_of(changed, said=f"{len(portal.addresses)} addresses, no row changed")


def _written() -> Counter:
    """How many rows were ever written, table by table; the server's figures are up to a second old."""
    time.sleep(1.5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WRITTEN)
        return Counter(dict(cursor.fetchall()))
