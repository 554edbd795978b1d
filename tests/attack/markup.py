"""Every form of the portal filled in by somebody who means harm; then every page looked at as a browser reads it."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.forms.models import model_to_dict

from collab_portal.accounts.models import Membership, Organisation
from procurement.models import Opportunity
from tests.attack.forms import Form, forms_of
from tests.attack.portal import Browser, Portal, new_address
from tests.attack.registry import against, none_of

MARK = "xssmark"
PAYLOADS = (
    '"><script>xssmark()</script>',
    "'\"><img src=x onerror=xssmark()>",
    "<svg/onload=xssmark()>",
    "</textarea><script>xssmark()</script>",
    "</title><script>xssmark()</script>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=xssmark()&gt;">',
    "[x](javascript:xssmark())",
    "<javascript:xssmark()>",
    '![x](x"onerror="xssmark())',
    "[x](data:text/html,<script>xssmark()</script>)",
    "<iframe srcdoc='<script>xssmark()</script>'>",
    "<style>@import'//xssmark.example'</style>",
    "<a href=jAvAsCrIpT&colon;xssmark()>x</a>",
    "</script><script>xssmark()</script>",
    "]]><script>xssmark()</script>",
    '<noscript><p title="</noscript><img src=x onerror=xssmark()>">',
    "<form><button formaction=javascript:xssmark()>x",
    "<base href=//xssmark.example>",
    "<object data=javascript:xssmark()>",
    '" autofocus onfocus=xssmark() x="',
    "' onmouseover='xssmark()",
    "<embed src=//xssmark.example>",
    "{{constructor.constructor('xssmark()')()}}",
    "<<script>xssmark()//<</script>",
    "<img src=`x`onerror=xssmark()>",
    "\x3cscript\x3exssmark()\x3c/script\x3e",
    "&lt;script&gt;xssmark()&lt;/script&gt;",
)
MORE = {
    "is_staff": "true",
    "is_superuser": "true",
    "is_active": "false",
    "role": "administrator",
    "stage": "awarded",
    "state": "verified",
    "published_at": "2020-01-01",
    "score": "100",
    "submissions_close_at": "2099-01-01",
    "buyer": "1",
    "acting_for": "1",
    "is_public_body": "on",
    "is_network": "on",
    "merged_into": "1",
    "verified_at": "2020-01-01",
    "verified": "true",
    "owner": "1",
    "user": "1",
    "id": "1",
}
# What ends the world of the others, or leads away.
ENDS = re.compile(
    r"erase|delete|remove|withdraw|discard|leave|logout|stop|merge|cancel|retire|take-back|let-end|uninvite|2fa|switch|act-for"
)
VOID = {"sort", "q"}
FOREIGN = ("999999999", "-1", "nobodys-slug")


def _writers(portal: Portal, person: str) -> list[tuple[str, Form]]:
    """The forms that somebody may send, each where it stands."""
    browser, found, known = portal.browser(person), [], set()
    for place in portal.addresses:
        if place.route.expected("get", person) != 200 or ENDS.search(place.path):
            continue
        browser.address = new_address()
        answer = browser.get(place.path)
        for form in forms_of(answer.text, path=place.path):
            target = urljoin(place.path, form.action)
            if target in known or ENDS.search(target) or form.has_files or not form.fields:
                continue
            known.add(target)
            found.append((target, form))
    return found


def _send(browser: Browser, path: str, values: dict[str, str]):
    browser.address = new_address()
    return browser.post(path, values)


@against("S3", last=True)
def choices_that_were_not_offered(portal: Portal) -> str:
    """Each list to choose from is answered with something that does not stand in it."""
    wrong, asked = [], 0
    for person in ("publisher",) if portal.is_small else ("editor", "publisher"):
        browser = portal.browser(person)
        for path, form in _writers(portal, person):
            for each in form.of_kind("select", "radio", "checkbox"):
                for foreign in FOREIGN[asked % 3 :: 3] if portal.is_small else FOREIGN:
                    answer, asked = _send(browser, path, form.values() | {each.name: foreign}), asked + 1
                    if answer.status >= 500 or (
                        answer.status == 302 and each.kind != "checkbox" and each.choices not in ([], [""])
                    ):
                        wrong.append(f"{person} {path} {each.name}={foreign}: {answer.status}")
    return none_of(wrong or ([] if asked > 50 else [f"only {asked} tried"]), said=f"{asked:,} foreign values refused")


@against("S4", last=True)
def more_than_a_form_asks_for(portal: Portal) -> str:
    """Each form as it stands, with a dozen fields that belong to nobody but the portal."""
    asked, before = 0, _state(portal)
    wrong = []
    for person in ("editor",) if portal.is_small else ("person", "viewer", "editor"):
        browser = portal.browser(person)
        for path, form in _writers(portal, person):
            extra = {name: value for name, value in MORE.items() if name not in form.fields}
            answer, asked = _send(browser, path, form.values() | extra), asked + 1
            if answer.status >= 500:
                wrong.append(f"{person} {path}: {answer.status}")
    after = _state(portal)
    wrong += [
        f"{what} changed: {before[what]} to {after.get(what)}" for what in before if before[what] != after.get(what)
    ]
    wrong += [] if asked > 20 else [f"only {asked} forms tried"]
    return none_of(wrong, said=f"{asked} forms with {len(MORE)} fields more: no right, stage or owner changed")


def _state(portal: Portal) -> dict[str, object]:
    """Who is what, and how far each thing has come: what no form of a viewer or an editor may change."""
    people = portal.world["people"]
    council = Organisation.objects.get(slug=portal.world["council"]["slug"])
    kept = {f"opportunity {o.reference}": (o.stage, o.buyer_id) for o in Opportunity.objects.all()}
    kinds = ("is_public_body", "is_network", "is_enterprise", "merged_into")
    kept["council"] = {name: value for name, value in model_to_dict(council).items() if name in kinds}
    for name, person in people.items():
        person.refresh_from_db()
        roles = sorted(Membership.objects.filter(user=person).values_list("organisation", "role"))
        kept[name] = (person.is_staff, person.is_superuser, person.is_active, roles if name != "person" else len(roles))
    return kept


@against("S18", last=True)
def script_in_every_field(portal: Portal) -> str:
    """All texts of all forms of three roles; afterwards every page as each of five people, and every mail."""
    stored, sent = 0, 0
    for person in ("publisher",) if portal.is_small else ("editor", "publisher", "staff"):
        browser = portal.browser(person)
        for path, form in _writers(portal, person):
            texts = form.of_kind("text", "textarea", "search", "tel")
            for turn in range(1 if portal.is_small else 4):
                filled = {
                    t.name: _payload(t.value, turn * 7 + number) for number, t in enumerate(texts) if t.name not in VOID
                }
                if filled:
                    answer, sent = _send(browser, path, form.values() | filled), sent + 1
                    stored += answer.status == 302
                    break_out = _active(answer.text)
                    if break_out or answer.status >= 500:
                        return none_of([f"{path} itself: {answer.status} {break_out}"], said="")
            for text in (
                texts[::3] if portal.is_small else texts
            ):  # one at a time: a date that is script would keep all others out
                answer, sent = _send(browser, path, form.values() | {text.name: _payload(text.value, sent)}), sent + 1
                stored += answer.status == 302
    wrong, looked = [], 0
    people = (
        ("nobody", "publisher", "staff") if portal.is_small else ("nobody", "stranger", "editor", "publisher", "staff")
    )
    for person in people:
        browser = portal.browser(person)
        for place in portal.addresses:
            browser.address = new_address()
            answer = browser.get(place.path)
            if MARK in answer.text:
                looked += 1
                wrong += [
                    f"{person} {place.path}: {node}"
                    for node in _active(answer.text, answer.headers.get("Content-Type", ""))
                ]
    mails = [mail.mail for mail in portal.sink.accepted()]
    for mail in mails:
        page = mail.get_body(("html",))
        wrong += [f"mail {mail['Subject']}: {node}" for node in _active(page.get_content() if page else "")]
    if stored < 20 or looked < 20:
        wrong.append(f"only {stored} forms took it, {looked} pages show it: the attack was not tried")
    return none_of(
        wrong, said=f"{sent:,} forms sent, {stored} stored; on {looked} pages and in {len(mails)} mails nothing active"
    )


def _payload(value: str, number: int) -> str:
    return f"{value[:20]} {PAYLOADS[number % len(PAYLOADS)]}"


class _Active(HTMLParser):
    """Finds what a browser would run or load: elements, handlers and addresses with the mark in them."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag if tag in ("script", "style") else ""
        said = {name: value or "" for name, value in attributes}
        for name, value in said.items():
            if name.startswith("on") or (name in ("srcdoc", "formaction") and MARK in value):
                self.found.append(f"{tag} {name}={value[:40]}")
            if name in ("href", "src", "action", "data", "xlink:href") and MARK in value and not _is_harmless(value):
                self.found.append(f"{tag} {name}={value[:60]}")
        if tag in ("iframe", "object", "embed", "base") and MARK in json.dumps(said):
            self.found.append(tag)

    def handle_data(self, data):
        if self.inside and MARK in data and self.inside != "script":
            self.found.append(f"{self.inside}: {data[:40]}")
        if self.inside == "script" and f"{MARK}()" in data and not data.lstrip().startswith("{"):
            self.found.append(f"script: {data[:40]}")

    def handle_endtag(self, tag):
        self.inside = ""


def _is_harmless(address: str) -> bool:
    """An address of ours, or an ordinary one that a person must follow herself."""
    return urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme in ("", "http", "https", "mailto", "tel")


def _active(page: str, kind: str = "text/html") -> list[str]:
    if "html" not in kind:
        return []
    reader = _Active()
    reader.feed(page)
    return reader.found
