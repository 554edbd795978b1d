"""The worksheet recomputes: another program that evaluates its formulas comes to the same scores and ranks."""

from decimal import Decimal

import msgspec
import pytest
from django.utils import translation

from collab_portal.sheets.reading import open_book
from collab_portal.sheets.writing import Formula, csv_rows, workbook_pieces
from socialvalue.scoring import PriceMethod, TieBreak, score
from socialvalue.scoring.worksheet import sheets
from tests.socialvalue.recomputed import Book
from tests.socialvalue.tenders import tender


def same(one, other):
    if isinstance(one, float) and not isinstance(other, str):
        return abs(one - float(other)) <= 1e-9 * max(1, abs(one))
    return one == other


@pytest.mark.parametrize("method", list(PriceMethod))
def test_another_program_comes_to_the_same_in_every_cell(method):
    for seed in range(60):
        rule, bids = tender(seed, price_methods=(method,))
        made = sheets(score(rule, bids), bids)

        book = Book(made)

        scores = made[2]
        for number, row in enumerate(scores.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, Formula):
                    found = book.value(scores.title, number, column)
                    assert same(found, cell.value), (seed, scores.rows[0][column], cell.text, found, cell.value)


def test_the_last_column_is_the_rank():
    rule, bids = tender(11)
    result = score(rule, bids)

    rows = sheets(result, bids, {bid.id: f"=Bidder {bid.id}" for bid in bids})[2].rows

    assert rows[0][-1] == "Rank"
    assert {row[0]: row[-1].value or None for row in rows[1 : len(bids) + 1]} == {
        f"=Bidder {each.bid}": each.rank for each in result.outcomes
    }


def test_a_changed_offer_changes_the_ranks():
    """The reader types another price into the sheet of offers."""
    rule, bids = tender(3, price_methods=(PriceMethod.LOWEST_OVER_BID,))
    rule = msgspec.structs.replace(rule, ties=(TieBreak.PRICE,))
    bids = [bids[0], msgspec.structs.replace(bids[0], id="other")]
    made = sheets(score(rule, bids), bids)
    made[1].rows[1][1], made[1].rows[2][1] = Decimal(200), Decimal(100)

    book = Book(made)

    ranks = [book.value(made[2].title, number, len(made[2].rows[0]) - 1) for number in (1, 2)]
    assert ranks == [2, 1]


def test_names_cannot_act_and_values_are_there_without_recomputing():
    rule, bids = tender(11)
    result = score(rule, bids)

    with translation.override("cy"):
        made = sheets(result, bids, {bid.id: "=HYPERLINK(1)" for bid in bids})
        book = open_book(b"".join(workbook_pieces(made)))

    assert book.sheet().rows[1].values[0] == rule.criteria[0].code
    line = list(csv_rows(made[2].rows))[1]
    assert line.startswith("'=HYPERLINK(1),")
    assert "SUMPRODUCT" not in line
