"""The styles: small enough for a phone on a hill, and a rule for every class that a page uses."""

import gzip
import re

import pytest

KILOBYTE = 1024
CLASSES = re.compile(r'class="([^"]*)"')
TAGS = re.compile(r"{%.*?%}|{{.*?}}")


@pytest.fixture
def styles(settings) -> str:
    return (settings.BASE_DIR / "static" / "build" / "portal.css").read_text()


def test_the_styles_are_small(styles):
    assert len(gzip.compress(styles.encode())) <= 24 * KILOBYTE


@pytest.mark.django_db
def test_the_first_page_weighs_at_most_60_kilobytes(client, settings):
    static = settings.BASE_DIR / "static"
    page = client.get("/").content
    wanted = set(re.findall(r'"/static/([^"]+)"', page.decode()))
    files = [static / "build" / name if "/" not in name else static / name for name in wanted]

    weight = len(gzip.compress(page)) + sum(len(gzip.compress(file.read_bytes())) for file in files)

    assert {"portal.css", "portal.js", "govuk-frontend.min.js", "images/mark.svg"} <= wanted
    assert weight <= 60 * KILOBYTE


def test_every_class_of_ours_that_a_page_uses_has_a_rule(settings, styles):
    ruled = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles))
    unruled = {}
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        if "email" in template.parts:
            continue
        # A class that a tag completes ("app-way--{{ name }}") ends in a hyphen here, and is left out.
        names = {name for found in CLASSES.findall(TAGS.sub(" ", template.read_text())) for name in found.split()}
        ours = {name for name in names if name.startswith(("app-", "govuk-!-")) and not name.endswith("-")}
        for name in ours - ruled:
            unruled.setdefault(name, template.name)

    assert not unruled


def test_we_do_not_pass_for_the_government(styles):
    """GOV.UK's typeface and crest may be used on GOV.UK only."""
    assert "GDS Transport" not in styles
    assert "@font-face" not in styles
    assert "govuk-crest" not in styles or "footer__copyright-logo" in styles
