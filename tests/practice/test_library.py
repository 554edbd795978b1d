"""The library of case studies as everybody reads it."""

import pytest
from django.urls import reverse

from tests import build
from tests.practice import studies

pytestmark = pytest.mark.django_db


def test_a_step_finds_its_studies(client):
    wanted = build.case_study(steps=["pipeline"])
    build.case_study(steps=["culture"])

    page = client.get(reverse("case-studies:list"), {"step": "pipeline"}).context["page"]

    assert [each.study_id for each in page] == [wanted.pk]


def test_words_find_a_study_in_either_language(client):
    wanted = build.case_study(title_en="Kitchens", title_cy="Ceginau", summary_cy="Bwyd da yng Nghaerffili")
    build.case_study(title_en="Buses", title_cy="Bysiau")

    page = client.get(reverse("case-studies:list"), {"q": "Caerffili OR Rhuthun"}).context["page"]

    assert [each.study_id for each in page] == [wanted.pk]


def test_a_missing_language_shows_the_original_and_says_so(client):
    study = build.case_study(challenge_en="Too **big** a contract.", challenge_cy="")

    page = client.get(f"/cy{study.get_absolute_url()}").content.decode()

    assert '<div lang="en"><p class="govuk-body">Too <strong>big</strong> a contract.</p>' in page


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://example.org/x.png)",
        '<img src=x onerror="alert(1)">',
        "<style>body{display:none}</style>",
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_rich_text_cannot_run_or_load_anything(client, hostile):
    study = build.case_study(challenge_en=hostile)

    page = client.get(study.get_absolute_url()).content.decode()
    told = page[page.index("The challenge") :]

    assert "<script" not in told[: told.index("What was done")]
    assert "<img" not in told
    assert "<style" not in told
    assert 'href="javascript:' not in told
    assert 'href="data:' not in told


def test_an_example_is_marked_as_one(client):
    study = build.case_study(is_example=True)

    assert "made up" in client.get(study.get_absolute_url()).content.decode()


def test_an_unpublished_study_is_not_found(client):
    study = studies.in_review()

    assert client.get(study.get_absolute_url()).status_code == 404
