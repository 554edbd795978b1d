"""What there is about an opportunity besides its text, asked once: its page then asks only for what is there."""

from typing import NamedTuple

from django.db import connection

THERE = """
SELECT EXISTS (SELECT FROM procurement_interest WHERE opportunity_id = %(opportunity)s)
       OR EXISTS (SELECT FROM procurement_consortium WHERE opportunity_id = %(opportunity)s),
       EXISTS (SELECT FROM procurement_marketevent WHERE opportunity_id = %(opportunity)s),
       EXISTS (SELECT FROM procurement_question WHERE opportunity_id = %(opportunity)s),
       EXISTS (SELECT FROM procurement_questionperiod WHERE opportunity_id = %(opportunity)s),
       EXISTS (SELECT FROM procurement_supplyneed WHERE opportunity_id = %(opportunity)s)
"""


class Parts(NamedTuple):
    """Most opportunities have none of these."""

    answers: bool  # of enterprises that are interested or not, and of their groups
    meetings: bool
    questions: bool
    last_day: bool  # for questions
    needs: bool  # in the supply chain


def of(opportunity: int) -> Parts:
    with connection.cursor() as cursor:
        cursor.execute(THERE, {"opportunity": opportunity})
        return Parts(*cursor.fetchone())
