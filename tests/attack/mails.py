"""Letters with line breaks in every field, and words that must not be found in any log, queue or counter."""

import redis
from django.conf import settings

from collab_portal.accounts.models import Organisation
from tests import build
from tests.attack import world
from tests.attack.portal import Portal
from tests.attack.registry import Breach, against, none_of

INJECTED = "Hello\r\nBcc: victim@evil.example\r\n\r\nbody"
CANARIES = {
    "address": "canary.person@canary-mail.example",
    "name": "Zephaniah Canaryson",
    "phone": "07700 900461",
    "password": "canary-password-kestrel-77",
    "words": "canaryquestion of our kitchen",
}
SEARCHED = "canarysearchword"


@against("S26")
def headers_in_every_field_of_a_letter(portal: Portal) -> str:
    """To an organisation, to an enterprise, and to whoever asks for an invitation or a search."""
    before, sender = len(portal.sink), portal.browser("editor")
    council = Organisation.objects.get(slug=portal.world["council"]["slug"])
    answers = [
        sender.post(f"/organisations/{council.slug}/write/", {"subject": INJECTED, "body": INJECTED}),
        portal.browser().post("/alerts/save/?q=lunch", _asking(f"a@example.org{INJECTED}")),
        portal.browser().post("/alerts/save/?q=lunch", _asking("a@example.org,b@evil.example")),
        portal.browser().post("/alerts/save/?q=lunch%0d%0aBcc:x@evil.example", _asking("one@example.org")),
        portal.browser().post("/accounts/password/reset/", {"email": "a@example.org\r\nBcc: v@evil.example"}),
        portal.browser("administrator").post(
            f"/organisations/{council.slug}/invite/",
            {"email": "x@example.org\nCc: y@evil.example", "role": "viewer", "language": "en"},
        ),
    ]
    sent = portal.sink.wait_for(before + 2, seconds=5)[before:]
    wrong = [f"{answer.status}" for answer in answers if answer.status >= 500]
    for mail in sent:
        if "evil.example" in mail.recipient or mail.mail["Bcc"] or mail.mail["Cc"] or len(mail.mail.get_all("To")) != 1:
            wrong.append(f"{mail.recipient}: {mail.mail['To']} {mail.mail['Bcc']} {mail.mail['Cc']}")
    if not sent:
        wrong.append("no mail went out; the attack was not tried")
    refused = sum(answer.status == 422 for answer in answers)
    said = f"{len(answers)} tries, {refused} refused; {len(sent)} mails, each to one and with no header more"
    return none_of(wrong, said=said)


def _asking(address: str) -> dict[str, str]:
    return {
        "email": address,
        "address": address,
        "frequency": "immediately",
        "hour": "7",
        "language": "en",
        "name": "x",
    }


@against("S38", last=True)
def nothing_personal_in_any_log(portal: Portal) -> str:
    """After all other attacks; and somebody whose every word is known types it everywhere."""
    person = build.user(email=CANARIES["address"], name=CANARIES["name"])
    person.set_password(CANARIES["password"])
    world.may_sign_in(person)
    browser = portal.browser()
    world.sign_in(browser, person.email, password=CANARIES["password"])
    world.sign_in(browser, person.email)
    published = portal.world["published"]["reference"]
    everything = {
        "name": CANARIES["name"],
        "phone": CANARIES["phone"],
        "body": CANARIES["words"],
        "text": CANARIES["words"],
        "message": CANARIES["words"],
    }
    browser.post(f"/pipeline/{published}/questions/ask/", everything | {"language": "en"})
    browser.post(
        f"/organisations/{portal.world['council']['slug']}/write/", everything | {"subject": CANARIES["words"]}
    )
    portal.browser().post(f"/alerts/save/?q={SEARCHED}", _asking(CANARIES["address"]))
    portal.browser().post("/accounts/password/reset/", {"email": CANARIES["address"]})
    browser.get(f"/pipeline/?q={SEARCHED}")
    browser.get(f"/nothing/{SEARCHED}/")
    token = portal.world["search"]["token"]
    browser.get(f"/u/{token}/")
    portal.sink.wait_for(10_000, seconds=2)
    places = {"the web's log": portal.log("web"), "the worker's log": portal.log("worker"), "Redis": _redis()}
    words = CANARIES | {"searched": SEARCHED, "token": token, "session": browser.cookies["__Host-session"]}
    found = [f"{name} in {place}" for place, text in places.items() for name, word in words.items() if word in text]
    if not portal.log("web"):
        raise Breach("there is no log to look at")
    lines = sum(text.count("\n") for text in places.values())
    return none_of(found, said=f"{len(words)} kinds of personal data in none of {lines:,} lines and keys")


def _redis() -> str:
    """Every key, and what is in it."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    lines = []
    for key in client.scan_iter(count=1000):
        kind = client.type(key)
        value = {b"string": client.get, b"list": lambda name: client.lrange(name, 0, -1)}.get(kind, client.type)(key)
        lines.append(f"{key!r} {value!r}")
    client.close()
    return "\n".join(lines) + "\n"
