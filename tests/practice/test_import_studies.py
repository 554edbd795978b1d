"""Case studies that others have written down come in as drafts."""

import io

import pytest
from django.core.management import CommandError, call_command

from socialvalue.practice.models import CaseStudy, LibraryEntry, State
from tests import build

pytestmark = pytest.mark.django_db

CSV = """Title,Title in Welsh,The challenge,Lead authority,Steps,Area,Evidence level
Village lots,Lotiau pentref,Too big,Our Council,contract-design; nonsense,Gwynedd,2
No such body,,Too big,Nobody,,,
,,No title,Our Council,,,
"""
ENGLISH = """---
title: Soup for meetings
lead: Our Council
steps:
  - culture
  - Make the pipeline clear
---
## The challenge
Nobody <script>alert(1)</script> knew.

## What we did
We brought **soup**.
"""
WELSH = "---\ntitle: Cawl i gyfarfodydd\n---\n## Yr her\nNi wyddai neb.\n"


@pytest.fixture
def network():
    build.reference_data()
    build.organisation(name_en="Our Council")
    return build.organisation(is_network=True, name_en="Our Network")


def run(file, network, *more: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_case_studies", str(file), "--network", network.slug, *more, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_rows_become_drafts_once_and_what_cannot_be_read_is_named(tmp_path, network):
    file = tmp_path / "studies.csv"
    file.write_text(CSV)

    dry, _said = run(file, network, "--dry-run")
    nothing = CaseStudy.objects.count()
    first, said = run(file, network)
    second, _said = run(file, network)
    file.write_text(CSV.replace("Too big,Our", "Far too big,Our"))
    third, _said = run(file, network)

    assert dry == first == "1 new, 0 changed, 0 unchanged, 2 refused\n"
    assert nothing == 0
    assert second == "0 new, 0 changed, 1 unchanged, 2 refused\n"
    assert third == "0 new, 1 changed, 0 unchanged, 2 refused\n"
    assert "nonsense" in said
    assert "Nobody" in said
    study = CaseStudy.objects.get()
    assert (study.state, study.title_cy, study.steps) == (State.DRAFT, "Lotiau pentref", ["contract-design"])
    assert (study.area_codes, study.evidence_level, study.challenge_en) == (["W06000002"], 2, "Far too big")
    assert not LibraryEntry.objects.exists()


def test_a_folder_of_markdown_holds_a_study_in_two_languages(tmp_path, network):
    (tmp_path / "soup.en.md").write_text(ENGLISH)
    (tmp_path / "soup.cy.md").write_text(WELSH)

    first, _said = run(tmp_path, network)
    again, _said = run(tmp_path, network)

    study = CaseStudy.objects.get()
    assert (first, again) == (
        "1 new, 0 changed, 0 unchanged, 0 refused\n",
        "0 new, 0 changed, 1 unchanged, 0 refused\n",
    )
    assert (study.title_en, study.title_cy) == ("Soup for meetings", "Cawl i gyfarfodydd")
    assert (study.solution_en, study.challenge_cy) == ("We brought **soup**.", "Ni wyddai neb.")
    assert study.steps == ["culture", "pipeline"]


def test_a_sheet_without_a_title_column_and_an_unknown_network_are_refused(tmp_path, network):
    file = tmp_path / "studies.csv"
    file.write_text("Colour,Size\nred,big\n")

    with pytest.raises(CommandError, match="Needed: title"):
        run(file, network)
    with pytest.raises(CommandError, match="no network"):
        call_command("import_case_studies", str(file), "--network", "nobody")
