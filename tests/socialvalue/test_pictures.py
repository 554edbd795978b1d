"""Pictures from rows: places in per cent, never outside; the table and the CSV hold the same; unknown is not zero."""

from decimal import Decimal

from django.template.loader import render_to_string

from collab_portal.sheets.writing import csv_rows
from socialvalue.pictures import Contribution, Doubt, Quarter, Scored, goals, quarters, spread, tornado


def number(percent):
    return Decimal(percent.removesuffix("%"))


def test_a_tornado_shows_the_widest_first_on_both_sides_of_the_centre():
    narrow = Doubt("people", Decimal(50), Decimal(66), Decimal(90), Decimal(110))
    wide = Doubt("deadweight", Decimal("0.3"), Decimal("0.6"), Decimal(150), Decimal(60))

    picture = tornado([narrow, wide], Decimal(100))

    assert [row["label"] for row in picture.rows] == ["deadweight", "people"]
    first = picture.rows[0]
    assert number(first["below"].x) + number(first["below"].width) == number(picture.centre)
    assert first["above"].x == picture.centre
    assert (first["least"], first["most"]) == ("£60", "£150")
    assert list(csv_rows(picture.csv))[1] == "deadweight,0.3,0.6,150,60\r\n"


def test_evaluators_who_agree_make_one_larger_dot():
    bid = Scored("Bidder", {"b": Decimal(2), "a": Decimal(2), "c": Decimal(5)}, Decimal(3))

    picture = spread([bid, Scored("Late", {})], Decimal(5))

    row, late = picture.rows
    assert [dot["size"] for dot in row["dots"]] == [8, 6]
    assert (row["said"], row["agreed_said"]) == ("2 to 5", "3")
    assert 0 < number(row["dots"][0]["x"]) < number(row["agreed"]) < number(row["dots"][1]["x"]) < 100
    assert (late["dots"], late["line"], late["said"]) == ([], None, "Not scored yet")
    assert picture.cells == [["Bidder", "2", "2", "5", "3"], ["Late", *["Not known"] * 4]]


def test_what_is_not_known_has_no_bar_and_says_so():
    by_goal = goals([Contribution("One", Decimal(20)), Contribution("Two", None)], "Pounds", in_pounds=True)
    by_quarter = quarters([Quarter("Q1", Decimal(10), Decimal(0)), Quarter("Q2", Decimal(10), None)])

    assert [(row["bar"] is None, row["said"]) for row in by_goal.rows] == [(False, "£20"), (True, "Not known")]
    assert [row["evidenced"] is None for row in by_quarter.rows] == [False, True]
    html = render_to_string(
        "components/promised_evidenced.html", {"caption": "Jobs", "picture": by_quarter, "csv_url": ""}
    )
    assert html.count('class="app-chart__fill"') == 1
    assert "Of 10: not known" in html


def test_nothing_at_all_draws_nothing():
    assert goals([], "Pounds").rows == []
    assert quarters([Quarter("Q1", Decimal(0), Decimal(0))]).rows[0]["evidenced"].width == "0.00%"
    assert tornado([], Decimal(0)).rows == []
