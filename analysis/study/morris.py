"""Morris screening: which factors matter at all, from a few trajectories through the space of factors."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.crossed import Crossed, noise_of_means, share_of_noise
from tightrope.analysis.study.intervals import half_widths
from tightrope.analysis.study.ranking import Ranking
from tightrope.scenarios.errors import InputError

__all__ = ["FEWEST_TRAJECTORIES", "morris"]

FEWEST_TRAJECTORIES = 4
NEGLIGIBLE = 0.1
"""Of the largest mean absolute effect."""
LOST = 2.0
"""Times the mean absolute effect that noise alone gives."""
SHAPES = {0.1: "nearly linear", 0.5: "one direction", 1.0: "mostly one direction", np.inf: "interacting or non-linear"}
"""How a factor works, by the most that sigma over mu* may be (Garcia Sanchez et al. 2014, Energy and Buildings 68)."""

type Numbers = NDArray[np.float64]


def morris(outcome: Crossed) -> Ranking:
    """Return mu, mu* and sigma of each factor's elementary effects (Morris 1991, Campolongo et al. 2007).

    A trajectory has one point more than there are factors; each step moves one factor. An elementary effect is the
    change of the outcome over the change of the factor's place in its range (on its own scale, log or whole), so that
    all effects are in units of the outcome over a factor's full range, and compare. ``mu_star`` is their mean absolute
    value, ``mu`` their mean, and ``sigma`` their standard deviation over trajectories, less the part that noise gives.
    ``noise`` is the ``mu_star`` that noise alone would give a factor without effect: an absolute value does not
    average out. ``reading`` says in words what follows.

    A trajectory with a missing run is left out as a whole. InputError for points that are no trajectories, fewer than
    ``FEWEST_TRAJECTORIES`` whole ones, and an outcome that does not vary beyond noise.
    """
    factors = len(outcome.factors)
    rows, steps = _trajectories(outcome)
    whole = np.isfinite(rows).all(axis=(1, 2))
    rows, steps = rows[whole], steps[whole]
    if len(rows) < FEWEST_TRAJECTORIES:
        raise InputError(
            f"{len(rows)} of {whole.size} trajectories of the Morris design are whole, and at least "
            f"{FEWEST_TRAJECTORIES} are needed: finish the sweep, or give its design more points"
        )
    seeds = rows.shape[2]
    share = share_of_noise(rows.reshape(-1, seeds))
    effects = _effects(rows, steps)
    found = _mu_and_star(effects)
    width = half_widths(lambda at, chosen: _mu_and_star(effects[at][..., chosen]), len(rows), seeds)
    low, high = found - width, found + width
    sigma = _sigma(effects)
    lost = np.sqrt(2 / np.pi * effects.var(axis=2, ddof=1).mean(axis=0) / seeds)
    table = pl.DataFrame({"factor": outcome.factors}).with_columns(
        *(
            pl.Series(f"{name}{end}", values[place])
            for name, place in (("mu_star", slice(factors, None)), ("mu", slice(factors)))
            for end, values in (("", found), ("_low", low), ("_high", high))
        ),
        pl.Series("sigma", sigma),
        pl.Series("noise", lost),
        pl.Series("reading", _readings(found[factors:], high[factors:], sigma, lost)),
    )
    return Ranking(
        "morris", table.sort("mu_star", descending=True, maintain_order=True), len(rows), int((~whole).sum()), seeds,
        share,
    )  # fmt: skip


def _trajectories(outcome: Crossed) -> tuple[Numbers, Numbers]:
    """Return outcomes, shape (trajectories, points, seeds), and moves, shape (trajectories, steps, factors)."""
    factors = len(outcome.factors)
    count, left = divmod(len(outcome.values), factors + 1)
    used = count * (factors + 1)
    steps = np.diff(outcome.positions[:used].reshape(count, factors + 1, factors), axis=1)
    moved = steps != 0
    if left or (moved.sum(axis=2) != 1).any() or (moved.sum(axis=1) != 1).any():
        raise InputError("the points of this sweep are not laid out as its Morris design says: run the sweep again")
    return outcome.values[:used].reshape(count, factors + 1, -1), steps


def _effects(rows: Numbers, steps: Numbers) -> Numbers:
    """Return elementary effects, shape (trajectories, factors, seeds)."""
    slopes = np.diff(rows, axis=1) / steps.sum(axis=2)[..., np.newaxis]
    step_of_factor = (steps != 0).argmax(axis=1)
    return np.asarray(np.take_along_axis(slopes, step_of_factor[..., np.newaxis], axis=1))


def _mu_and_star(effects: Numbers) -> Numbers:
    expected = effects.mean(axis=2)
    return np.concatenate([expected.mean(axis=0), np.abs(expected).mean(axis=0)])


def _sigma(effects: Numbers) -> Numbers:
    """Return the standard deviation over trajectories of the effects expected over all seeds."""
    scatter = effects.mean(axis=2).var(axis=0, ddof=1)
    return np.sqrt(np.maximum(scatter - noise_of_means(effects), 0))


def _readings(star: Numbers, high: Numbers, sigma: Numbers, lost: Numbers) -> list[str]:
    return [
        "negligible" if most <= NEGLIGIBLE * star.max()
        else "lost in noise" if mean <= LOST * noise
        else next(words for ratio, words in SHAPES.items() if spread / mean <= ratio)
        for mean, most, spread, noise in zip(star, high, sigma, lost, strict=True)
    ]  # fmt: skip
