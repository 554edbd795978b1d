"""Where there is no demo world: outside a local run, or not yet."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collab_portal.demo import files, people
from collab_portal.reference.models import Category

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def local_folder(tmp_path, settings):
    settings.LOCAL_DIR = tmp_path


def sign_ins() -> str:
    said = StringIO()
    call_command("demo_sign_ins", stdout=said)
    return said.getvalue()


def test_outside_a_local_run_no_world_is_made_and_no_sign_in_printed(settings):
    settings.LOCAL_RUN = False

    with pytest.raises(CommandError, match="local run"):
        call_command("seed_demo")
    assert sign_ins() == ""


def test_without_a_world_nothing_is_printed():
    people.keep([people.SignIn("Officer", "officer@demo.example", "secret", "publishes")])

    assert sign_ins() == ""


def test_every_text_of_the_world_fits_its_place():
    """Keys that lead nowhere would only be found when somebody looks at the page."""
    call_command("load_reference_data", stdout=StringIO())
    bodies = {each["key"] for each in files.read("bodies")}
    enterprises = {each["key"] for each in files.read("enterprises")}
    opportunities = files.read("opportunities")
    categories = set(Category.objects.values_list("slug", flat=True))

    assert not bodies & enterprises
    assert {each["category"] for each in opportunities} <= categories
    assert {slug for each in files.read("enterprises") for slug in each["categories"]} <= categories
    assert {award["supplier"] for each in opportunities for award in each.get("awards", []) if "supplier" in award} <= (
        enterprises
    )
    assert {each["follows"] for each in opportunities if "follows" in each} <= {
        each.get("key") for each in opportunities
    }
