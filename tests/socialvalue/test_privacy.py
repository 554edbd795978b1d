"""What a body brings in under its own licence, and its own measures, reach nobody else: every page is searched."""

from datetime import date

import pytest
from django.urls import reverse

from collab_portal.accounts.models import Membership
from socialvalue.models.frameworks import FrameworkQuerySet
from tests import build
from tests.routes import PEOPLE, ROUTES
from tests.socialvalue import build_value
from tests.test_routes import world  # noqa: F401  (a fixture: one world of everything)

pytestmark = pytest.mark.django_db

VALUE = "73519.8642"
SECRET = "Gorse-and-quartz"
MARKS = tuple(text.encode() for text in (SECRET, "SECRETSET", VALUE, "73,519.86"))
FILE = (
    "Set code,Set version,Measure code,Title,Welsh title,Unit,Proxy value,Price year,Evidence\n"
    f"SECRETSET,2026,QZ1,{SECRET} jobs,Swyddi {SECRET},FTE,{VALUE},2025,{SECRET} letter\n"
)


@pytest.fixture
def holder(world):  # noqa: F811
    """A body with a licensed set and a framework of its own, both with marks that stand nowhere else."""
    body = build.organisation(name_en="Licensed Council")
    build_value.proxy_set(body, content=FILE.encode())
    outcome = {"title_en": f"{SECRET} outcome", "title_cy": f"Canlyniad {SECRET}"}
    measure = build_value.measure(body, title_en=f"{SECRET} measure", title_cy=f"Mesur {SECRET}", outcome=outcome)
    framework = measure.outcome.theme.framework
    framework.name_en, framework.valid_from = f"{SECRET} framework", date(2020, 1, 1)
    framework.save()
    build_value.policy(body, title_en=f"{SECRET} policy", title_cy=f"Polisi {SECRET}")
    return body


def addresses(world, *, is_closed, holder):  # noqa: F811
    """All that answers to GET and is found, files of every kind among them; what is public in both languages.

    Pages about a public body are asked for as those of the holder, too.
    """
    for route in ROUTES:
        if route.is_closed != is_closed or 200 not in route.get:
            continue
        about = [world[route.about]]
        about += [{"slug": holder.slug}] if about == [world["council"]] else []
        for kwargs in about:
            address = reverse(route.name, kwargs=kwargs | route.more)
            yield from ((route, f"{prefix}{address}") for prefix in ("", "/cy")[: 1 if is_closed else 2])


def leaks(client, address) -> list[bytes]:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [mark for mark in MARKS if mark in body]


def test_no_public_page_and_no_export_says_it(world, holder, client):  # noqa: F811
    asked = [address for _route, address in addresses(world, is_closed=False, holder=holder)]

    found = {address: said for address in asked if (said := leaks(client, address))}

    assert found == {}
    assert len(asked) > 100


@pytest.mark.parametrize("person", ["stranger", "staff"])
def test_no_page_of_somebody_else_says_it(world, holder, client, person):  # noqa: F811
    client.cookies.update(world["cookies"][person])
    column = PEOPLE.index(person)

    asked = [address for route, address in addresses(world, is_closed=True, holder=holder) if route.get[column] == 200]
    found = {address: said for address in asked if (said := leaks(client, address))}

    assert found == {}
    assert len(asked) > 20


def test_the_body_itself_sees_it_and_a_stranger_with_the_address_does_not(world, holder, client):  # noqa: F811
    held = holder.proxy_sets.get()
    theirs = [
        reverse("social-value:proxy-set", args=[held.pk]),
        reverse("social-value:own-measure", args=["OWN-1"]),
        reverse("social-value:own"),
    ]
    client.force_login(build.user(role=Membership.Role.EDITOR, of=holder))
    assert all(leaks(client, address) for address in theirs)

    client.force_login(build.user(role=Membership.Role.ADMINISTRATOR, of=build.organisation()))

    assert not any(leaks(client, address) for address in theirs)
    own = {"code": "own", "edition": "1"}
    assert client.get(reverse("social-value:framework", kwargs=own)).status_code == 404


def test_a_page_that_forgot_whose_it_is_would_be_found(holder, client, monkeypatch):
    monkeypatch.setattr(FrameworkQuerySet, "open_to", lambda self, organisation: self.all())

    assert leaks(client, reverse("social-value:overview")) == [SECRET.encode()]
