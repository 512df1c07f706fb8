"""Which policies may lie on the frontier, told from seeds that are noisy but shared."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tightrope.analysis.study.frontier import balanced, best_improvement, compared, surely_beaten

LOWER = (True, False)
"""Of two objectives, such as loss and trust: less of the first is better, more of the second."""


def noisy(means: list[tuple[float, float]], *, shared: float, own: float, seeds: int = 20) -> NDArray[np.float64]:
    """Policies' values, shape (objectives, policies, seeds), with noise that they share and noise of their own."""
    rng = np.random.default_rng(1)
    values = np.array(means).T[..., np.newaxis] + shared * rng.normal(size=(2, 1, seeds))
    return values + own * rng.normal(size=values.shape)


def test_what_is_beaten_without_noise_is_what_pareto_says() -> None:
    means = [(3.0, 1.0), (1.0, 1.0), (2.0, 2.0), (2.0, 1.5), (3.0, 3.0), (1.0, 1.0)]
    assert surely_beaten(noisy(means, shared=0, own=0), LOWER).tolist() == [True, False, False, True, False, False]


def test_noise_that_all_share_hides_nothing_and_noise_of_ones_own_does() -> None:
    means = [(1.0, 1.0), (0.9, 1.1)]
    assert surely_beaten(noisy(means, shared=5.0, own=0.01), LOWER).tolist() == [True, False]
    assert surely_beaten(noisy(means, shared=0.0, own=5.0), LOWER).tolist() == [False, False]


def test_one_sure_loss_is_not_enough_to_be_beaten() -> None:
    """Sure in the one objective, within noise in the other: it may lie on the frontier."""
    values = noisy([(1.0, 1.0), (0.5, 1.001)], shared=1.0, own=0.05)
    assert surely_beaten(values, LOWER).tolist() == [False, False]


def test_policies_that_are_alike_are_rarely_beaten() -> None:
    """Chance alone: each of 100 pairs of equal policies, judged in two objectives at once."""
    rng = np.random.default_rng(1)
    beaten = [surely_beaten(rng.normal(size=(2, 2, 10)), LOWER).any() for _ in range(400)]
    assert np.mean(beaten) < 0.02


def test_the_interval_of_a_difference_is_students() -> None:
    values = np.array([[[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]]])
    mean, half = compared(values)
    assert mean.tolist() == [[0.0, 2.0]]
    assert half[0] == pytest.approx([0.0, 4.302653 / np.sqrt(3)])


def test_the_balanced_policy_gives_up_least() -> None:
    means = [(0.5, 0.0), (0.0, 0.0), (1.0, 1.0), (0.3, 0.8), (0.6, 0.9)]
    values = noisy(means, shared=1.0, own=0.0)
    assert balanced(values, LOWER, np.array([1, 2, 3, 4])) == 3
    assert balanced(values, LOWER, np.array([2])) == 2
    assert balanced(100 * values, LOWER, np.array([1, 2, 3, 4])) == 3


def test_the_current_policy_is_bettered_only_at_no_cost() -> None:
    means = [(2.0, 2.0), (0.0, 1.9), (1.0, 2.0), (1.5, 2.5), (2.1, 4.0)]
    values = noisy(means, shared=1.0, own=0.0)
    loss, trust = (best_improvement(values, LOWER, objective) for objective in (0, 1))
    assert loss and trust
    assert loss.policy == 2 and loss.by == pytest.approx(1.0)
    assert trust.policy == 3 and trust.by == pytest.approx(0.5)
    assert best_improvement(values, LOWER, 0, current=1) is None
