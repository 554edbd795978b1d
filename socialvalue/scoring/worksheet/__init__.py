"""The whole award as a workbook of three sheets that recomputes: the criteria, what was offered, the scores."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from collab_portal.sheets.writing import Sheet, sheet_title
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.result import Result
from socialvalue.scoring.worksheet.given import Known, Offers
from socialvalue.scoring.worksheet.sums import Sums

__all__ = ["sheets"]


def sheets(result: Result, bids: Sequence[Bid], names: Mapping[str, str] | None = None) -> list[Sheet]:
    """Three sheets for `workbook_pieces`. `names`: how each bid is called; where missing, by its id.

    The formulas use only + − × ÷, comparisons, IF, AND, OR, MIN, MAX, SUM, SUMPRODUCT, ROUND, ROUNDUP and ROUNDDOWN.
    A spreadsheet reckons in binary with fifteen digits: what is shown is the same, the sixteenth digit need not be.
    """
    in_order = sorted(bids, key=lambda bid: bid.id)
    called = {bid.id: (names or {}).get(bid.id, bid.id) for bid in in_order}
    titles = [sheet_title(title) for title in (gettext("Criteria"), gettext("Offers"), gettext("Scores"))]
    known, offers = Known(result.rule, titles[0]), Offers(result.rule, titles[1])
    sums = Sums(result, in_order, known, offers, titles[2])
    return [
        Sheet(titles[0], known.rows, (14, 40, 16, 40)),
        Sheet(titles[1], list(offers.rows(in_order, called)), (30, 14, 14)),
        Sheet(titles[2], list(sums.rows(called)), (30,)),
    ]
