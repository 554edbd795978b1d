"""A list of enterprises comes in as unclaimed stubs, is recognised the next time, and never overwrites anybody."""

import csv

import pytest
from django.core.management import CommandError, call_command

from collab_portal.accounts.models import Organisation
from collab_portal.audit.models import Act
from enterprises import leaving
from enterprises.models import DoubtfulPair, Enterprise, NetworkMembership
from tests import build

pytestmark = pytest.mark.django_db

HEAD = "Ref,Organisation,Postcode,Company number,Charity number,Website,SIC code,Local authority,Description"
KITCHEN = "1,Cegin Newydd CIC,CF10 1AA,1234567,,ceginnewydd.example,56210,Cardiff,Fresh lunches for schools"
GARDEN = "2,Gardd y Cwm,LL41 3AA,,1123456,,81300,Gwynedd,Gerddi cymunedol a gwaith coed i bobl y cwm"


@pytest.fixture(autouse=True)
def reference():
    build.reference_data()


@pytest.fixture
def bring(tmp_path, capsys):
    """Import these rows, or this content; the answer is the last line on standard output."""

    def run(*rows, content: bytes | None = None, head: str = HEAD, **options):
        path = tmp_path / "list.csv"
        path.write_bytes("\n".join([head, *rows, ""]).encode() if content is None else content)
        call_command("import_enterprises", str(path), **{"source": "A list", **options})
        said = capsys.readouterr()
        run.errors = said.err
        return said.out.splitlines()[-1]

    return run


def test_rows_become_unclaimed_stubs_that_say_where_they_came_from(bring):
    said = bring(KITCHEN, GARDEN, source_url="https://example.org/list", licence="OGL v3.0")

    kitchen, garden = Enterprise.objects.order_by("pk").select_related("organisation")
    assert said == "2 new, 0 changed, 0 unchanged, 0 refused"
    assert (kitchen.state, kitchen.is_listed, kitchen.postcode) == ("unclaimed", True, "CF10 1AA")
    assert (kitchen.source_name, kitchen.source_url, kitchen.source_licence) == (
        "A list", "https://example.org/list", "OGL v3.0"
    )  # fmt: skip
    assert str(kitchen.organisation.identifiers.get()) == "GB-COH-01234567"
    assert kitchen.organisation.website == "https://ceginnewydd.example"
    assert kitchen.organisation.slug == "cegin-newydd-cic"
    assert {"category:catering-and-food", "area:W06000015", "state:unclaimed"} <= set(kitchen.keys)
    assert garden.description_cy.startswith("Gerddi")
    assert str(garden.organisation.identifiers.get()) == "GB-CHC-1123456"
    assert Act.objects.get(verb="enterprises imported").details["new"] == 2


def test_the_same_list_again_changes_nothing_and_a_new_edition_only_what_it_says(bring):
    bring(KITCHEN, GARDEN)

    again = bring(KITCHEN, GARDEN)
    corrected = bring(KITCHEN.replace("CF10 1AA", "CF10 2BB").replace("Fresh", "Warm"), GARDEN.replace("81300", ""))

    kitchen, garden = Enterprise.objects.order_by("pk")
    assert again == "0 new, 0 changed, 2 unchanged, 0 refused"
    assert corrected == "0 new, 1 changed, 1 unchanged, 0 refused"
    assert (kitchen.postcode, kitchen.description_en) == ("CF10 2BB", "Warm lunches for schools")
    assert garden.activities.get().category_id == "grounds-and-green-spaces"


def test_a_dry_run_says_the_same_and_stores_nothing(bring):
    assert bring(KITCHEN, GARDEN, dry_run=True) == "2 new, 0 changed, 0 unchanged, 0 refused"
    assert not Enterprise.objects.exists()
    assert not Act.objects.filter(verb="enterprises imported").exists()


def test_what_has_been_claimed_stays_and_the_difference_is_told(bring, tmp_path):
    bring(KITCHEN)
    Enterprise.objects.update(state="claimed", description_en="We cook.", postcode="CF10 9ZZ")

    said = bring(KITCHEN.replace("Fresh", "Warm"), report=str(tmp_path / "report.csv"))

    kitchen = Enterprise.objects.get()
    told = list(csv.reader((tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()))
    assert said == "0 new, 0 changed, 1 unchanged, 0 refused"
    assert (kitchen.description_en, kitchen.postcode) == ("We cook.", "CF10 9ZZ")
    assert ["2", "I – Description", "Warm lunches for schools"] in [row[:3] for row in told]
    assert "What is here stays" in {row[4] for row in told}


def test_another_list_only_fills_what_is_empty(bring):
    bring(KITCHEN.replace("ceginnewydd.example", ""))

    said = bring(KITCHEN.replace("Fresh", "Warm").replace("1,Cegin", "77,Cegin"), source="Another list")

    kitchen = Enterprise.objects.get()
    assert said == "0 new, 1 changed, 0 unchanged, 0 refused"
    assert kitchen.description_en.startswith("Fresh")
    assert kitchen.organisation.website == "https://ceginnewydd.example"
    assert kitchen.source_name == "A list"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("9,The Cegin Newydd C.I.C.,CF10 1AA,,,,,,", None),
        ("9,Other Name Ltd,SA1 1AA,01234567,,,,,", None),
        ("9,Cegin Newydd CIC,SA1 1AA,,,,,,", "same-name"),
        ("9,Cegin Newydd Caerdydd CIC,CF10 1AA,,,,,,", "similar-name"),
        ("9,Cegin Newydd CIC,CF10 1AA,07654321,,,,,", "other-number"),
        ("9,Clwb Rygbi,CF10 1AA,,,,,,", ""),
    ],
    ids=["name and postcode", "number", "same name elsewhere", "similar name", "another number", "a neighbour"],
)
def test_doubles_are_recognised_or_put_to_a_person(bring, second, reason):
    bring(KITCHEN)

    said = bring(second, source="Another list")

    assert said.startswith("0 new" if reason is None else "1 new")
    assert list(DoubtfulPair.objects.values_list("reason", flat=True)) == ([reason] if reason else [])


def test_doubles_within_a_list_are_refused_or_put_to_a_person(bring):
    said = bring(KITCHEN, KITCHEN.replace("1,C", "5,C"), "6,Cegin Newydd CIC,SA1 1AA,,,,,,")

    assert said == "2 new, 0 changed, 0 unchanged, 1 refused"
    assert "refused: row 3: B – Organisation: Cegin Newydd CIC: Row 2 is about the same enterprise." in bring.errors
    assert DoubtfulPair.objects.get().reason == "same-name"


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("1,,CF10 1AA,,,,,,", "B – Organisation", "Enter the name"),
        ("1,A,CF10 1AA,SC12,,,,,", "D – Company number", None),
        ("1,A,CF10 1AA,12-34,,,,,", "D – Company number", "not a number of this register"),
        (f"1,{'A' * 256},CF10 1AA,,,,,,", "B – Organisation", "at most 255"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_others_go_in(bring, row, column, why):
    said = bring(row, GARDEN)

    assert said == ("1 new, 0 changed, 0 unchanged, 1 refused" if why else "2 new, 0 changed, 0 unchanged, 0 refused")
    assert why is None or (f"row 2: {column}" in bring.errors and why in bring.errors)


def test_values_that_cannot_be_used_are_left_out_and_told(bring):
    head = "Name,Postcode,Email,Website,Local authority,Legal form,Registered number,Registrar"
    said = bring("A,CF1,joe.bloggs@example.org,not an address,Narnia,Company,123,Jersey", head=head, verbosity=2)

    assert said == "1 new, 0 changed, 0 unchanged, 0 refused"
    assert bring.errors.count("left out: row 2") == 6
    assert Enterprise.objects.get().organisation.mailbox == ""


def test_a_society_number_is_never_taken_for_a_company(bring):
    head = "Name,Registered number,Registrar"
    bring("Clwb,24287R,FCA", "Fferm,SC123456,Companies House", head=head)

    assert [str(each.organisation.identifiers.get()) for each in Enterprise.objects.order_by("pk")] == [
        "GB-MPR-24287", "GB-COH-SC123456"
    ]  # fmt: skip


def test_what_asked_to_be_left_out_stays_out(bring):
    bring(KITCHEN)
    leaving.take_out(Enterprise.objects.get())

    said = bring(KITCHEN.replace("Cegin", "Y Gegin"), GARDEN, source="Another list")

    assert said == "1 new, 0 changed, 0 unchanged, 1 refused"
    assert "asked to be left out" in bring.errors


def test_members_of_a_network_join_it(bring):
    network = build.organisation(name_en="Rhwydwaith", is_network=True)

    bring(KITCHEN, network=network.slug, members=True)

    assert NetworkMembership.objects.get().network == network


def test_a_public_body_is_not_made_an_enterprise(bring):
    council = build.organisation(name_en="Cardiff Council")
    council.identifiers.create(scheme="GB-COH", value="01234567")

    assert bring(KITCHEN).endswith("1 refused")
    assert Organisation.objects.get() == council


def test_columns_that_are_not_recognised_are_asked_for_and_can_be_told(bring):
    rows = ("Cegin,CF10 1AA", "Gardd,LL41 3AA")

    with pytest.raises(CommandError, match="Say what they hold"):
        bring(*rows, head="Firm,Where")

    assert bring(*rows, head="Firm,Where", header_row=1, columns=["name=A", "postcode=where"]).startswith("2 new")
    assert bring(*rows, head="Tŷ Coffi,CF5 1AA", columns=["name=A", "postcode=B"], header_row=0).startswith("1 new")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Name,Postcode\nA,B\x00C\n", "NUL"),
        (b'Name,Postcode\n"A,B\n', "quotation mark"),
        (b"Name,Name\nA,B\n", "called the same"),
        (b"A,B\nC,D\n", "No row with headings"),
        (b"\n\n", "no rows"),
        (b"", "empty"),
    ],
)
def test_files_that_are_no_list_are_refused_whole(bring, content, said):
    with pytest.raises(CommandError, match=said):
        bring(content=content)

    assert not Enterprise.objects.exists()


def test_blank_rows_totals_and_a_lone_header_are_no_rows(bring):
    assert bring(",,,,,,,,", KITCHEN, "Total,,,12,,,,,") == "1 new, 0 changed, 0 unchanged, 0 refused"
    assert bring() == "0 new, 0 changed, 0 unchanged, 0 refused"


@pytest.mark.sample_data
def test_real_registers_come_in_and_the_second_run_changes_nothing(bring, sample_data):
    """Open data of Co-operatives UK: quoted newlines, blank numbers, several legal forms, 21 enterprises in both."""
    folder = sample_data / "social-enterprise"
    files = [path.read_bytes() for path in sorted(folder.glob("*.csv"))]
    source = {"source": "Co-operatives UK open data", "licence": "ODC-By 1.0"}

    first = [bring(content=content, **source) for content in files]
    second = [bring(content=content, **source) for content in files]

    assert first[0] == "509 new, 0 changed, 0 unchanged, 0 refused"
    assert [line.split(" refused")[0].split()[-1] for line in first] == ["0", "0"]
    assert second == ["0 new, 0 changed, 509 unchanged, 0 refused", "0 new, 0 changed, 387 unchanged, 0 refused"]
    assert Enterprise.objects.count() == 509 + int(first[1].split()[0])
