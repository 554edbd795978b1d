"""The tree in the digits, and how the table of codes fills."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from collab_portal.reference import actions
from collab_portal.reference.cpv import cpv_ancestors, cpv_code, cpv_level, cpv_prefixes, cpv_search_token
from collab_portal.reference.models import CpvCode

CODES = st.from_regex(r"[0-9]{2}[0-9]{6}", fullmatch=True)
HEADER = "code,check_digit,level,parent,label_en\n"


@pytest.fixture
def divisions(db):
    actions.load_reference_data()


@pytest.fixture
def official(sample_data):
    with (sample_data / "cpv" / "cpv_2008.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(*args) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("code", "prefixes"),
    [
        ("90911200", ("90", "909", "9091", "90911", "909112")),
        ("09100000", ("09", "091")),
        ("30000000", ("30",)),
        ("03000000", ("03",)),
        ("80100000", ("80", "801")),
        ("39254000", ("39", "392", "3925", "39254")),
        ("30192121", ("30", "301", "3019", "30192", "301921", "3019212", "30192121")),
        ("60112000", ("60", "601", "6011", "60112")),
    ],
)
def test_a_code_is_found_under_each_beginning_of_its_digits(code, prefixes):
    assert cpv_prefixes(code) == prefixes
    assert cpv_search_token(code) == prefixes[-1]


@given(CODES, CODES)
def test_a_search_finds_a_code_and_what_lies_below_it_only(above, code):
    found = cpv_search_token(above) in cpv_prefixes(code)

    assert cpv_search_token(code) in cpv_prefixes(code)
    assert found == (above == code or above in cpv_ancestors(code))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("90911200-8", "90911200"),
        (" 90911200 ", "90911200"),
        ("9091120", None),
        ("AA01-1", None),
        ("", None),
        (None, None),
    ],
)
def test_a_code_is_read_with_or_without_its_check_digit(written, code):
    assert cpv_code(written) == code


@pytest.mark.sample_data
def test_the_digits_tell_the_same_tree_as_the_official_list(official):
    assert len(official) == 9454
    for row in official:
        assert cpv_level(row["code"]) == row["level"]
        assert row["parent"] in (cpv_ancestors(row["code"]) or ("",))
        if row["parent"]:
            assert cpv_search_token(row["parent"]) in cpv_prefixes(row["code"])
    assert len({cpv_search_token(row["code"]) for row in official}) == len(official)


@pytest.mark.sample_data
def test_every_code_that_skips_a_level_is_found_under_all_above_it(official):
    codes = {row["code"] for row in official}
    odd = [row for row in official if row["parent"] and cpv_ancestors(row["code"])[0] not in codes]

    assert len(odd) == 35
    for row in odd:
        above = row["code"]
        while above := next(other["parent"] for other in official if other["code"] == above):
            assert cpv_search_token(above) in cpv_prefixes(row["code"])


def test_a_code_met_in_an_import_is_learnt_under_the_nearest_code_known(divisions):
    group = actions.learn_cpv_code(code="90910000-9", label="Cleaning services")
    below = actions.learn_cpv_code(code="90911200", label="Building cleaning")
    again = actions.learn_cpv_code(code="90911200", label="Another label")

    assert (group.parent_id, below.parent_id) == ("90000000", "90910000")
    assert (below.level, below.is_official) == ("subcategory", False)
    assert again.label_en == "Building cleaning"


def test_many_codes_are_learnt_in_two_queries(divisions, django_assert_num_queries):
    found = {
        "90911200-8": "Building cleaning",
        "90910000": "Cleaning",
        "77310000": "<b> </b>",
        "99000000": "?",
        "x": "?",
    }

    with django_assert_num_queries(4):  # two of them open and close the savepoint
        known = actions.learn_cpv_codes(found=found)

    assert known == {"90911200", "90910000", "77310000"}
    assert CpvCode.objects.get(pk="90911200").parent_id == "90910000"
    assert CpvCode.objects.get(pk="77310000").label_en == "77310000"


@pytest.mark.parametrize("code", ["99000000", "9091", "", "AA010000", "９０９１１２００"])
def test_what_is_no_code_is_not_learnt(divisions, code):
    with pytest.raises(actions.UnknownCpvCode):
        actions.learn_cpv_code(code=code, label="x")


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "1234567x", "level": "subcategory", "parent_id": "90000000"},
        {"code": "90900000", "level": "group", "parent_id": None},
        {"code": "91000000", "level": "division", "parent_id": "90000000"},
    ],
)
def test_the_database_refuses_a_malformed_code(divisions, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        CpvCode.objects.create(label_en="x", **fields)


@pytest.mark.sample_data
def test_the_official_list_loads_and_a_second_time_changes_nothing(divisions, sample_data):
    actions.learn_cpv_code(code="90911200", label="as an import called it")
    path = sample_data / "cpv" / "cpv_2008.csv"

    first, errors = run("load_cpv", path)
    second, _errors = run("load_cpv", path)

    assert first.splitlines()[-1] == "9408 new, 1 changed, 45 unchanged, 0 refused"
    assert errors == ""
    assert second.splitlines()[-1] == "0 new, 0 changed, 9454 unchanged, 0 refused"
    learnt = CpvCode.objects.get(pk="90911200")
    assert (learnt.label_en, learnt.is_official, learnt.parent_id) == ("Building-cleaning services", True, "90911000")
    assert CpvCode.objects.filter(level="division").count() == 45


def test_bad_lines_are_refused_with_their_reason_and_the_rest_go_in(divisions, tmp_path):
    path = tmp_path / "cpv.csv"
    path.write_text(
        HEADER
        + "90900000,6,group,90000000,Cleaning and sanitation services\n"
        + "9091,0,class,90900000,Too short\n"
        + "90910000,9,group,90900000,Wrong level\n"
        + "90920000,2,class,77000000,Wrong parent\n"
        + "90930000,2,class,90900000,\n"
        + '90900000,6,group,90000000,"Twice"\n'
        + "77310000,6,class,77300000,Orphan\n"
        + "77311000,3,category,77310000,Below an orphan\n"
        + "90940000,2,class,90900000,"
        + "x" * 300
        + "\n90950000,2,class,90900000,a\0b\n"
    )

    out, errors = run("load_cpv", path)

    assert out == "1 new, 0 changed, 0 unchanged, 9 refused\n"
    assert errors.splitlines() == [
        "line 3: 9091: the code is not eight digits",
        "line 4: 90910000: the level is group, but the digits are those of a class",
        "line 5: 90920000: the parent 77000000 does not stand above it in the digits",
        "line 6: 90930000: the label is empty",
        "line 7: 90900000: the code stands in the list twice",
        "line 8: 77310000: its parent 77300000 is not in the list",
        "line 9: 77311000: its parent 77310000 is not in the list",
        "line 10: 90940000: the label is longer than 250 characters",
        "line 11: 90950000: the label holds characters that cannot be printed",
    ]


def test_a_dry_run_reports_and_writes_nothing(divisions, tmp_path):
    path = tmp_path / "cpv.csv"
    path.write_text(HEADER + "90900000,6,group,90000000,Cleaning\n")

    out, _errors = run("load_cpv", path, "--dry-run")

    assert out == "1 new, 0 changed, 0 unchanged, 0 refused\n"
    assert not CpvCode.objects.filter(pk="90900000").exists()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "has no column code"),
        (b"code;level;parent;label_en\n", "has no column code"),
        (b"code,level,label_en\n", "has no column parent"),
        (HEADER.encode() + b"90900000,6,group,90000000,Caf\xe9\n", "is not UTF-8 text"),
        (HEADER.encode() + b'90900000,6,group,90000000,"' + b"x" * (17 << 20) + b'"\n', "is not a CSV file"),
    ],
)
def test_a_file_that_is_no_cpv_list_is_named_as_such(db, tmp_path, content, complaint):
    path = tmp_path / "cpv.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=complaint):
        run("load_cpv", path)
    with pytest.raises(CommandError, match="cannot be read"):
        run("load_cpv", tmp_path / "missing.csv")
