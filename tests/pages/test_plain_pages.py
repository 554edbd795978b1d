"""Home, help pages and pages for faults, in both languages."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client

from collab_portal import views

PLAIN = ["about", "rules", "accessibility", "privacy", "cookies", "terms", "contact"]

LONG_TEXT = re.compile(r'<p class="(?:app-lead|govuk-body)">([^<]{40,})')


@pytest.mark.django_db
@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/cy", "cy")])
def test_every_help_page_is_open_to_all_in_both_languages(client, name, prefix, language):
    answer = client.get(f"{prefix}/{name}/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", PLAIN)
def test_help_pages_are_translated_and_not_only_framed(client, name):
    english, welsh = (
        set(LONG_TEXT.findall(client.get(f"{prefix}/{name}/").content.decode())) for prefix in ("", "/cy")
    )

    assert english
    assert not english & welsh


@pytest.mark.django_db
def test_the_frame_carries_what_every_page_owes(client):
    page = client.get("/about/").content.decode()

    assert "About the portal – Collaboration Portal</title>" in page
    assert 'href="#main-content"' in page
    assert 'href="/cy/about/" lang="cy" hreflang="cy"' in page
    for name in PLAIN:
        assert f'href="/{name}/"' in page
    assert "not the place of legal publication" in page
    assert "open-government-licence" in page


@pytest.mark.django_db
def test_home_says_for_whom_it_is_and_the_three_ways_in(client):
    page = client.get("/").content.decode()

    assert "Publish what you plan" in page
    assert "Find work early" in page
    assert "Learn from others" in page


@pytest.mark.django_db
def test_the_rules_are_not_legal_advice(client):
    assert "This is not legal advice" in client.get("/rules/").content.decode()


@pytest.mark.django_db
def test_the_cookie_page_names_the_cookies_that_are_set(client, settings):
    page = client.get("/cookies/").content.decode()

    assert settings.SESSION_COOKIE_NAME in page
    assert settings.CSRF_COOKIE_NAME in page


@pytest.mark.django_db
def test_a_character_that_no_text_holds_leads_nowhere(client):
    assert client.get("/u/%00/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "said"), [("/nothing/", "Page not found"), ("/cy/dim/", "Heb ddod o hyd")])
def test_a_page_that_is_not_there_says_so_and_can_be_read_in_the_other_language(client, path, said):
    answer = client.get(path)
    page = answer.content.decode()

    assert answer.status_code == 404
    assert said in page
    assert ('href="/cy/nothing/"' in page) == (path == "/nothing/")
    assert ('href="/dim/"' in page) == (path == "/cy/dim/")


@pytest.mark.django_db
def test_what_one_may_not_do_is_explained(rf, client):
    request = rf.get("/")
    request.resolver_match, request.user = None, None

    answer = views.forbidden(request, PermissionDenied())

    assert answer.status_code == 403
    assert "Your role in this organisation" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_explained():
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/accounts/login/", {"login": "a@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "Send the form once more" in answer.content.decode()


def test_a_fault_is_explained_without_any_database(rf):
    """Without the mark `django_db`, a query would be an error."""
    answer = views.broken(rf.get("/cy/"))
    page = answer.content.decode()

    assert answer.status_code == 500
    assert "Sorry, something went wrong" in page
    assert '<p class="govuk-body" lang="cy">' in page


@pytest.mark.parametrize(
    ("sqlstate", "status"), [(None, 503), ("57P01", 503), ("53300", 503), ("40P01", 500), ("57014", 500)]
)
def test_a_database_that_is_away_closes_the_portal_for_a_while(rf, sqlstate, status):
    """A deadlock or a query that was stopped is a fault, and no reason to come back later."""
    try:
        cause = Exception()
        cause.sqlstate = sqlstate
        raise OperationalError("the connection failed") from cause
    except OperationalError:
        answer = views.broken(rf.get("/"))

    assert answer.status_code == status
    assert ("Retry-After" in answer) == (status == 503)
    assert ("closed for a short time" in answer.content.decode()) == (status == 503)
    assert ("ar gau am gyfnod byr" in answer.content.decode()) == (status == 503)


@pytest.mark.django_db
def test_the_gallery_is_for_builders(client, settings):
    assert client.get("/components/").status_code == 200

    settings.LOCAL_RUN = False
    assert client.get("/components/").status_code == 404


@pytest.mark.django_db
def test_every_component_is_in_the_gallery(settings):
    components = settings.BASE_DIR / "templates" / "components"
    frame = {"header", "footer", "breadcrumbs"}  # on every page, the gallery included
    parts = {"chart_table"}  # of the pictures, which are shown
    gallery = "".join(part.read_text() for part in (settings.BASE_DIR / "templates" / "gallery").glob("*.html"))

    shown = {
        path.stem
        for path in components.glob("*.html")
        if f"components/{path.name}" in gallery or f"{{% {path.stem}" in gallery
    }

    assert {path.stem for path in components.glob("*.html")} - shown == frame | parts
    for path in components.glob("*.html"):
        assert path.read_text().startswith("{% comment %}"), f"{path.name} does not name its parameters"
