"""Taking in what other systems publish: files, counts, refusals, and that nothing is half done."""

import json

import pytest
from django.db import DatabaseError

from collab_portal.audit.models import Act
from collab_portal.text import parse
from procurement.imports import creation
from procurement.models import ImportedRelease, Opportunity, OutboxEvent, PipelineEntry, Release
from tests.procurement import notices, ocds
from tests.procurement.notices import after, package, release

pytestmark = pytest.mark.django_db

INVALID = "public_contracts_scotland_invalid.json"


@pytest.mark.sample_data
def test_everything_there_is_goes_in_once(imported, sample_data):
    files = sorted((sample_data / "notices").glob("*.json"))

    first, again = imported(*files), imported(*files)

    assert first.summary == "193 new, 2 changed, 1 unchanged, 10 refused"
    assert again.summary == "0 new, 0 changed, 196 unchanged, 10 refused"
    assert not first.failed
    assert Opportunity.objects.count() == PipelineEntry.objects.count() == 193


@pytest.mark.sample_data
def test_what_is_invalid_is_named_one_by_one(imported, sample_data):
    ran = imported(sample_data / "notices" / INVALID)

    given = json.loads((sample_data / "notices" / INVALID).read_text())["releases"]
    assert ran.summary == "0 new, 0 changed, 0 unchanged, 10 refused"
    assert [(row["ocid"], row["path"], row["reason"]) for row in ran.report] == [
        (each["ocid"], f"$.releases[{n}].id", "required, but missing") for n, each in enumerate(given)
    ]


@pytest.mark.sample_data
def test_imported_opportunities_are_found_by_the_words_of_their_titles(imported, sample_data):
    imported(sample_data / "notices" / "sell2wales.json")

    def found(words):
        return PipelineEntry.objects.filter(document=parse(words).as_expression()).count()

    assert found("agency social workers") == 1
    assert found("greenmeadow farm catering") == 1
    assert found("gwasanaeth bws lleol") >= 1
    assert found("submarines") == 0


@pytest.mark.sample_data
def test_what_was_imported_is_valid_when_it_is_exported_again(imported, sample_data):
    imported(*sorted((sample_data / "notices").glob("*.json")))

    for release_of in Release.objects.select_related("opportunity"):
        assert ocds.faults(release_of.ocds, sample_data / "standards") == []
        assert release_of.ocds["ocid"] == release_of.opportunity.ocid
    kept = ImportedRelease.objects.values_list("ocid", flat=True)
    assert set(kept) == set(Release.objects.values_list("ocds__ocid", flat=True))


@pytest.mark.sample_data
def test_a_release_is_kept_just_as_it_came(imported, sample_data):
    path = sample_data / "notices" / "fts_uk1_pipeline_northumberland_037689-2026.json"

    imported(path)

    kept = ImportedRelease.objects.get()
    assert kept.data == json.loads(path.read_text())["releases"][0]
    assert (kept.release_id, kept.publisher) == ("037689-2026", "Cabinet Office")


def test_the_last_line_is_the_summary_and_the_trail_knows(imported):
    ran = imported(release(), release(), release(id=None))

    assert ran.out == "2 new, 0 changed, 0 unchanged, 1 refused\n"
    assert Act.objects.get(verb="notices imported").details == {"new": 2, "changed": 0, "refused": 1}


def test_standard_input_is_a_file_too(imported):
    ran = imported.from_standard_input(package(release()))

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 0 refused"


def test_a_refusal_is_told_on_standard_error_and_does_no_harm(imported):
    bad = release(tender__value={"amount": "a lot"})

    ran = imported(release(), bad, release())

    assert ran.summary == "2 new, 0 changed, 0 unchanged, 1 refused"
    assert f"{bad['id']}: {bad['ocid']}: $.releases[1].tender.value.amount: Invalid decimal string" in ran.err
    assert not ran.failed


def test_the_report_cannot_act_in_a_spreadsheet(imported):
    ran = imported(release(id="=1+1", ocid="@ocid", tag=[]))

    assert (ran.report[0]["release id"], ran.report[0]["ocid"]) == ("'=1+1", "'@ocid")


def test_reasons_stay_on_one_line(imported, tmp_path):
    imported(release(tag=["a\nb"]), release(tender__title="A\nB" * 500))

    lines = (tmp_path / "report.csv").read_text().splitlines()
    assert len(lines) == 3


def test_nothing_is_written_in_a_dry_run(imported):
    ran = imported(release(), release(), dry_run=True)

    assert ran.summary == "2 new, 0 changed, 0 unchanged, 0 refused"
    assert not Opportunity.objects.exists()
    assert not Act.objects.filter(verb="notices imported").exists()


def test_a_file_of_many_parts_counts_as_one(imported, monkeypatch):
    monkeypatch.setattr("procurement.imports.files.MOST_RELEASES", 2)
    first = release()

    ran = imported(first, release(), release(id=None), after(first, tender__title="Other"), first)

    assert ran.summary == "2 new, 1 changed, 1 unchanged, 1 refused"


def test_long_releases_make_short_parts(imported, monkeypatch):
    monkeypatch.setattr("procurement.imports.files.MOST_BYTES", 100)

    assert imported(release(), release()).summary == "2 new, 0 changed, 0 unchanged, 0 refused"


# ------------------------------------------------------------------------------------------------------ packages


def test_records_give_their_releases(imported):
    first = release(tag=["planning"], tender__status="planned")
    second = after(first, tag=["tender"], tender__status="active")
    record = {"ocid": first["ocid"], "releases": [second, first], "compiledRelease": {"id": "c", "tag": ["compiled"]}}

    ran = imported(json.dumps({"records": [record]}))

    assert ran.summary == "1 new, 1 changed, 0 unchanged, 0 refused"
    assert notices.opportunity(first).stage == "tendering"


def test_a_record_with_links_only_gives_its_compiled_release(imported):
    compiled = release(tag=["compiled"])
    links = [{"url": "https://example.org/1", "date": "2026-11-20T10:00:00Z", "tag": ["tender"]}]
    record = {"ocid": compiled["ocid"], "releases": links, "compiledRelease": compiled}

    ran = imported(json.dumps({"records": [record]}))

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 0 refused"


def test_a_record_without_any_release_is_refused(imported):
    ran = imported(json.dumps({"records": [{"ocid": "ocds-1"}, 7]}))

    assert ran.summary == "0 new, 0 changed, 0 unchanged, 2 refused"
    assert [row["path"] for row in ran.report] == ["$.records[0].compiledRelease.ocid", "$.records[1]"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(imported, encoding):
    made = release(tender__title="Gofal i bobl hŷn" if encoding.startswith("utf") else "Café on the promenade")
    text = json.dumps({"releases": [made]}, ensure_ascii=False)

    ran = imported(text.encode(encoding))

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 0 refused"
    assert PipelineEntry.objects.get().title_en == made["tender"]["title"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "neither a release package nor a record package"),
        ("<html><body>Too many requests</body></html>", "not JSON"),
        ('{"message": "Not found"}', "neither a release package nor a record package"),
        ("[]", "neither a release package nor a record package"),
        ("null", "not JSON"),
        ('{"releases": {}}', "neither a release package nor a record package"),
        (b"\x00\x01\x02\xff{", "stops in the middle"),
    ],
)
def test_a_file_that_is_no_package_ends_with_status_1(imported, content, reason):
    ran = imported(content)

    assert ran.failed
    assert reason in ran.rows("file")[0]["reason"]
    assert ran.summary == "0 new, 0 changed, 0 unchanged, 0 refused"


def test_a_missing_file_does_not_keep_the_others_out(imported, tmp_path):
    ran = imported(tmp_path / "missing.json", tmp_path, release())

    assert ran.failed
    assert ran.summary == "1 new, 0 changed, 0 unchanged, 0 refused"
    assert [row["reason"] for row in ran.rows("file")] == ["No such file or directory", "Is a directory"]


def test_what_was_complete_before_a_cut_goes_in_and_the_cut_is_reported(imported):
    text = package(release(), release(), release())

    ran = imported(text[:-400])

    assert ran.failed
    assert ran.summary == "2 new, 0 changed, 0 unchanged, 0 refused"
    assert ran.rows("file")[0]["reason"] == "the file stops in the middle of a package"


def test_a_release_that_is_no_json_costs_only_itself(imported):
    text = package(release(), release(), release(), release())
    texts = text.replace('"amount": 48000', '"amount": NaN', 1).replace('"tag": ["tender"]', '"tag": ["tender",]', 2)
    broken = texts.replace('"tag": ["tender",]', '"tag": ["tender"]', 1)

    ran = imported(broken)

    assert ran.summary == "2 new, 0 changed, 0 unchanged, 2 refused"
    assert all("no JSON" in row["reason"] for row in ran.rows("refused"))


# ------------------------------------------------------------------------------------------- odd and hostile input


def test_numbers_beyond_all_reckoning_are_left_out_and_kept(imported):
    made = release()
    text = package(made).replace("48000", "1e9999")

    ran = imported(text)

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 0 refused"
    assert notices.opportunity(made).value_amount is None
    assert ran.reasons("left out") == {"tender.value.amount": "no amount of money"}
    assert ImportedRelease.objects.get().data["tender"]["value"]["amount"] > 10**400


def test_numbers_no_database_holds_are_refused(imported):
    text = package(release(), release()).replace('"id": "T1"', '"id": "T1", "pages": 1e999999', 1)

    ran = imported(text)

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 1 refused"
    assert "the database refuses it" in ran.report[0]["reason"]


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udc00\\ud800"])
def test_text_that_is_none_is_refused(imported, text):
    ran = imported(package(release(), release()).replace("forty flats", text, 1))

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 1 refused"


def test_absurd_nesting_is_refused(imported):
    deep = '{"a":' * 50_000 + "1" + "}" * 50_000

    ran = imported(package(release(), release()).replace('"T1"', deep, 1))

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 1 refused"
    assert "nested too deeply" in ran.report[0]["reason"]


def test_nesting_that_can_be_read_can_be_kept(imported):
    deep = "[" * 500 + "]" * 500

    ran = imported(package(release()).replace('"id": "T1"', f'"id": "T1", "x": {deep}'))

    assert ran.summary == "1 new, 0 changed, 0 unchanged, 0 refused"


def test_a_huge_text_is_cut_and_a_huge_release_refused(imported):
    long, huge = release(tender__description="word " * 100_000), release(tender__description="word " * 2_000_000)

    ran = imported(long, huge, release())

    assert ran.summary == "2 new, 0 changed, 0 unchanged, 1 refused"
    assert len(notices.opportunity(long).description_en) == 10_000
    assert ran.rows("refused")[0]["path"] == "$.releases[1]"


def test_html_is_read_as_text(imported):
    made = release(tender__title="<b>Care</b> &amp; <script>alert(1)</script>support")

    imported(made)

    assert notices.opportunity(made).title_en == "Care & support"


# ------------------------------------------------------------------------------------------- all of it, or nothing


def test_a_release_the_database_refuses_takes_no_other_with_it(imported, monkeypatch):
    """Whatever it is: the batch is halved until the release is found that is to blame."""
    good, bad = [release() for _ in range(5)], release(tender__title="This one fails")
    create = creation.create

    def fail(readings, recognition):
        made = create(readings, recognition)
        if any(each.title_en == "This one fails" for each in made):
            raise DatabaseError("too much of it")
        return made

    monkeypatch.setattr("procurement.imports.batch.creation.create", fail)

    ran = imported(*good[:3], bad, *good[3:])

    assert ran.summary == "5 new, 0 changed, 0 unchanged, 1 refused"
    assert ran.rows("refused")[0]["release id"] == bad["id"]
    assert not ImportedRelease.objects.filter(ocid=bad["ocid"]).exists()


def test_what_was_refused_can_come_again(imported):
    bad = release(tender__title=None)

    first, second = imported(bad), imported(after(bad, tender__title="Now with a title"))

    assert (first.summary[:5], second.summary[:5]) == ("0 new", "1 new")


# ------------------------------------------------------------------------------------------------------- alerts


def test_imports_tell_nobody(imported):
    imported(release())

    assert not OutboxEvent.objects.exists()


def test_on_demand_alerts_go_out_for_what_is_still_open(imported, monday):
    is_open = release(tender__tenderPeriod={"endDate": "2026-12-18T12:00:00Z"})
    is_over = release(tender__tenderPeriod={"endDate": "2026-11-22T12:00:00Z"})
    is_awarded = release(tag=["award"], tender__status="complete")

    imported(is_open, is_over, is_awarded, alert=True)

    assert [event.opportunity for event in OutboxEvent.objects.all()] == [notices.opportunity(is_open)]
