"""A body brings its licensed values in: what is read, what is refused, and why."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from socialvalue.imports import cells, uploads
from socialvalue.models import Proxy, ProxySet, ProxySheet, Unit
from tests import build
from tests.socialvalue import build_value

HEAD = "set_code,set_version,measure_code,title_en,unit,proxy_value,price_year,valid_from,valid_to,deadweight,{more}\n"
ROW = "NT,2022,{code},Jobs,{unit},{value},{year},{start},{end},{dead},{more}\n"


def file(*rows, more="cap") -> bytes:
    good = {"code": "NT1", "unit": "FTE", "value": "£1", "year": "2022", "start": "", "end": "", "dead": "", "more": ""}
    return (HEAD.format(more=more) + "".join(ROW.format(**good | row) for row in rows)).encode()


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("FTE", Unit.FTE, ""),
        ("hrs", Unit.HOURS, ""),
        ("%", Unit.PER_CENT, ""),
        ("Per incident", Unit.NUMBER, "event"),
        ("Per claimant per year", Unit.PEOPLE, "year"),
        ("per week", Unit.WEEKS, ""),
        ("Each", Unit.NUMBER, ""),
    ],
)
def test_units_as_people_write_them(text, unit, per):
    assert cells.unit(text) == (unit, per)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (cells.pounds, "£1,234.50", Decimal("1234.5")),
        (cells.pounds, "", None),
        (cells.share, "20%", Decimal("0.2")),
        (cells.share, "1", Decimal(1)),
        (cells.year, "2012/13", 2012),
        (cells.year, "2022", 2022),
        (cells.day, "31/12/2027", date(2027, 12, 31)),
        (cells.day, "2027-12-31", date(2027, 12, 31)),
    ],
)
def test_cells_as_people_write_them(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((cells.pounds, text) for text in ("-1", "NaN", "1e12", "ten")),
        *((cells.share, text) for text in ("20", "-0.1", "120%")),
        *((cells.year, text) for text in ("22", "1066", "soon")),
        *((cells.day, text) for text in ("31/02/2027", "soon")),
        (cells.unit, "hugs"),
        (cells.period, "moon"),
        (cells.yes_or_no, "perhaps"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(read, text):
    with pytest.raises(cells.CannotBeRead, match=r"^Write "):
        read(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"value": "-5"}, "Write an amount in pounds that is not negative"),
        ({"value": "99999999999"}, "Write an amount in pounds that is not negative"),
        ({"code": ""}, "This must not be empty."),
        ({"year": ""}, "A value needs the year of its prices."),
        ({"start": "2027-01-02", "end": "2027-01-01"}, "The last day is before the first."),
        ({"dead": "12"}, "Write a share between 0 and 1"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_go_in(row, reason):
    body = build.organisation()

    made = build_value.sheet(body, content=file({"code": "NT0"}, row))

    assert made.told.numbers == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    [problem] = made.told.problems
    assert problem.said.startswith(reason)
    assert problem.row == 3
    uploads.confirm(sheet=made, by=None, at=build.NOW)
    uploads.take_next(at=build.NOW)
    assert [proxy.code for proxy in ProxySet.objects.get(owner=body).proxies.all()] == ["NT0"]


@pytest.mark.django_db
def test_one_file_is_one_set_each_code_once_and_nobody_elses_licence():
    body = build.organisation()
    rows = [{"more": body.name_en}, {"code": "NT1"}, {"code": "NT2", "more": "Somebody Else"}]
    mixed = file(*rows, more="licence_holder") + b"OTHER,2022,NT9,Jobs,FTE,1,2022,,,,\n"

    told = build_value.sheet(body, content=mixed).told

    assert told.numbers == {"new": 1, "changed": 0, "unchanged": 0, "refused": 3}
    assert [problem.said for problem in told.problems] == [
        "This code stands in the file twice.",
        "Somebody else holds this licence.",
        "One file holds one edition of one set. This row is of another.",
    ]


@pytest.mark.django_db
def test_the_same_edition_again_brings_it_up_to_date_and_another_body_has_its_own():
    ours, theirs = build.organisation(), build.organisation()
    build_value.proxy_set(theirs, content=file({"value": "7"}))
    build_value.proxy_set(ours, content=file({"value": "7"}, {"code": "NT2"}))

    again = build_value.sheet(ours, content=file({"value": "8"}, {"code": "NT2"}, {"code": "NT3"}))
    uploads.confirm(sheet=again, by=None, at=build.NOW)
    uploads.take_next(at=build.NOW)

    again.refresh_from_db()
    assert again.told.numbers == {"new": 1, "changed": 1, "unchanged": 1, "refused": 0}
    value = Proxy.objects.filter(code="NT1").values_list("central", flat=True)
    assert value.get(proxy_set__owner=ours) == 8
    assert value.get(proxy_set__owner=theirs) == 7


@pytest.mark.django_db
def test_a_file_with_wrong_columns_is_refused_with_their_names(client):
    client.force_login(build.user(role="editor", of=build.organisation()))
    wrong = {"file": SimpleUploadedFile("wrong.csv", b"Colour,Weight\nred,3\nblue,4\n"), "licence": "L-1"}

    answer = client.post(reverse("social-value:proxies"), wrong)

    assert answer.status_code == 422
    said = (
        "none of the columns that a set of values needs: Code of the measure, Title, Unit, Value in pounds of one unit"
    )
    assert said in answer.content.decode()
    assert not ProxySheet.objects.exists()


@pytest.mark.django_db
def test_columns_that_are_not_recognised_are_asked_for_and_the_officer_looks_before_anything_is_stored(client):
    body = build.organisation()
    client.force_login(build.user(role="editor", of=body))
    odd = b"Code,Title,Unit,Worth,Price year\nA1,Jobs,FTE,12.5,2024\n"
    given = {"licence": "L-1", "set_code": "LOC", "set_version": "1"}

    first = client.post(reverse("social-value:proxies"), given | {"file": SimpleUploadedFile("odd.csv", odd)})

    sheet = ProxySheet.objects.get(owner=body)
    assert first.url == reverse("social-value:proxies-columns", args=[sheet.reference])
    mapped = {"measure_code": "0", "title_en": "1", "unit": "2", "proxy_value": "3", "price_year": "4"}
    assert client.post(first.url, mapped | {"proxy_value": ""}).status_code == 422
    checked = client.post(first.url, mapped)
    page = client.get(checked.url).content.decode()
    assert "full-time equivalent jobs" in page
    assert not ProxySet.objects.exists()
    client.post(reverse("social-value:proxies-result", args=[sheet.reference]))
    uploads.take_next(at=build.NOW)
    assert ProxySet.objects.get(owner=body).proxies.get().central == Decimal("12.5")
    assert "Imported" in client.get(reverse("social-value:proxies-result", args=[sheet.reference])).content.decode()


def run(*arguments, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_proxies", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue().strip().splitlines()[-1], err.getvalue()


@pytest.mark.django_db
@pytest.mark.sample_data
def test_the_command_reads_a_published_set_for_one_body_dry_and_for_good(sample_data):
    body = build.organisation()
    path = str(sample_data / "frameworks" / "import_fixtures" / "gmca_ucd_v1_4_extract.csv")
    options = {"organisation": body.slug, "set": "GMCA", "licence": "Creative Commons"}

    dry, _problems = run(path, **options, dry_run=True)
    stored_by_the_dry_run = Proxy.objects.count()
    told, _problems = run(path, **options)

    assert (dry, told, stored_by_the_dry_run) == (*["19 new, 0 changed, 0 unchanged, 0 refused"] * 2, 0)
    found = ProxySet.objects.get(owner=body)
    assert (found.code, found.version) == ("GMCA", "GMCA/New Economy UCD v1.4")
    claimant = found.proxies.get(code="E&E1.0")
    assert (claimant.central, claimant.unit, claimant.per, claimant.price_year) == (9800, Unit.PEOPLE, "year", 2012)
    assert found.proxies.get(code="HO4.1").central == Decimal("334.95")


@pytest.mark.django_db
def test_the_command_names_the_columns_that_it_misses(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Code,Title,Unit\nA,B,FTE\n")

    with pytest.raises(CommandError, match="Needed: proxy_value, price_year"):
        run(str(wrong), organisation=build.organisation().slug)
    with pytest.raises(CommandError, match="There is no public body “nobody”"):
        run(str(wrong), organisation="nobody")
