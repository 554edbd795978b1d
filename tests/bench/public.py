"""Every page that anybody may read, as the table of routes lists them, and those that people who sign in read most."""

from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from collab_portal.accounts.models import Organisation
from enterprises.models import Enterprise
from procurement.models import PipelineEntry
from socialvalue.practice.models import LibraryEntry
from tests import test_routes
from tests.bench import pages
from tests.bench.table import Row
from tests.bench.web import Web
from tests.routes import ROUTES, Route

# Whole files are measured apart, and some answers are not pages.
FILES = ("enterprises:csv", "enterprises:json", "enterprises:xlsx", "pipeline:csv", "enterprise-picture", "readyz")
STUBS = ("enterprises:removal",)  # only for what nobody has claimed
DETAILS = ("pipeline:detail", "enterprises:detail", "case-studies:detail", "public-bodies:detail")
WELSH = ("home", *DETAILS)
SIGNED_IN = {
    "publisher": ("accounts:desk", "pipeline:desk", "pipeline:edit", "pipeline:section", "pipeline:suppliers"),
    "administrator": ("enterprises:edit", "chances", "alerts:list"),
}


class World:
    """One of everything, as the tests of the routes make it; where there is volume, the page is about the volume."""

    def __init__(self) -> None:
        with transaction.atomic():
            self._made = test_routes._made()
        self.cookies = {part: _cookie(person) for part, person in self._made["people"].items()}

    def path(self, name: str) -> str:
        route = next(each for each in ROUTES if each.name == name)
        with override("en"):
            return reverse(name, kwargs=self._made[route.about] | route.more)

    def public(self) -> dict[str, str]:
        """By name. What one person finds through a letter is left out: it is about that person only."""
        grown = self._made | _volume()
        with override("en"):
            return {
                route.name: reverse(route.name, kwargs=self._things(route, grown)[route.about] | route.more)
                for route in ROUTES
                if route.get[0] == 200 and "token" not in self._made[route.about] and route.name not in FILES
            }

    def details(self) -> list[str]:
        """One page of each kind of thing with volume."""
        paths = self.public()
        return [paths[name] for name in DETAILS]

    def _things(self, route: Route, grown: dict[str, dict]) -> dict[str, dict]:
        return self._made if route.name in STUBS else grown


def rows(web: Web, world: World, *, size: str, times: int) -> list[Row]:
    paths = world.public()
    paths |= {f"{name} in Welsh": f"/cy{paths[name]}" for name in WELSH}
    return pages.measured(web, paths, size=size, times=times)


def signed_in_rows(web: Web, world: World, *, size: str, times: int) -> list[Row]:
    made = []
    for part, names in SIGNED_IN.items():
        paths = {f"{name} ({part})": world.path(name) for name in names}
        made += pages.measured(web, paths, size=size, times=times, cookie=world.cookies[part])
    return made


def _volume() -> dict[str, dict]:
    """What has most to show: the body with most opportunities, an opportunity that changed most."""
    bought = PipelineEntry.objects.values("buyer").annotate(entries=Count("pk")).order_by("-entries", "buyer").first()
    body = bought and Organisation.objects.get(pk=bought["buyer"])
    entry = PipelineEntry.objects.filter(stage="awarded").order_by("-version", "-pk").first()
    listed = Enterprise.objects.verified().select_related("organisation").order_by("pk").first()
    study = LibraryEntry.objects.order_by("pk").last()
    found = {}
    if entry:
        found |= {"council": {"slug": body.slug}, "published": {"reference": entry.reference}}
    if listed:
        found |= {"enterprise": {"slug": listed.organisation.slug}}
    if study:
        found |= {"study": {"slug": study.slug}}
    return found


def _cookie(person) -> str:
    client = Client(SERVER_NAME=pages.HOST)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{morsel.key}={morsel.value}" for morsel in client.cookies.values())
