"""Many hand in at once, around a deadline: each offer is in as a whole, or out as a whole."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from socialvalue import sealing
from socialvalue.actions import offers as actions
from tests.socialvalue import offers

BIDDERS = 16


@pytest.mark.django_db(transaction=True)
def test_hand_ins_that_race_the_deadline_are_all_in_or_all_out():
    """Sixteen threads; half of the tenders have passed. What was refused left nothing, what was taken is whole."""
    open_one, shut = offers.published(), offers.published()
    pairs = [(open_one if n % 2 else shut, *offers.bidder(f"Bidder {n}")) for n in range(BIDDERS)]
    drafts = [
        actions.save_draft(criteria=each, bidder=org, by=by, content=offers.content(each)) for each, org, by in pairs
    ]
    offers.the_deadline_passes(shut.lot.opportunity, ago=timedelta(microseconds=1))
    start, taken, refused = Barrier(BIDDERS), [], []

    def race(number: int) -> None:
        criteria, organisation, person = pairs[number]
        start.wait(timeout=30)
        try:
            both = {"criteria": criteria, "bidder": organisation, "by": person}
            taken.append(actions.hand_in(**both, seen_at=drafts[number].saved_at).criteria_id)
        except actions.TooLate:
            refused.append(criteria.pk)
        finally:
            connection.close()

    threads = [Thread(target=race, args=[number]) for number in range(BIDDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (taken, refused) == ([open_one.pk] * 8, [shut.pk] * 8)
    offers.the_deadline_passes(open_one.lot.opportunity)
    with sealing.opened(open_one) as opened:
        assert [each.answers.count() for each in opened] == [3] * 8
    with sealing.opened(shut) as opened:
        assert not opened.exists()
