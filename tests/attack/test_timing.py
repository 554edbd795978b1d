"""The stopwatch of the attacks: it sees what is there, and nothing else."""

from random import Random

import pytest

from tests.attack.timing import differ, mann_whitney


def test_it_agrees_with_a_published_example():
    assert mann_whitney([19, 22, 16, 29, 24], [20, 11, 17, 12]) == pytest.approx(0.1113468865)


def test_equal_lots_are_equal():
    assert mann_whitney([1, 1, 1], [1, 1, 1]) == 1


@pytest.mark.parametrize(("shift", "seen"), [(1.0, False), (1.02, False), (1.2, True)])
def test_it_sees_a_fifth_in_a_noisy_machine_and_no_ghosts(shift, seen):
    chance = Random(20261122)
    known, unknown = ([chance.lognormvariate(-1.6, 0.2) for _ in range(100)] for _ in range(2))

    assert differ([value * shift for value in known], unknown) is seen
