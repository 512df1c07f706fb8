"""What a sensitivity analysis finds: the factors of a sweep, ranked."""

import math
from dataclasses import dataclass

import polars as pl

__all__ = ["Ranking"]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Factors, the most influential first; each number with the ends of its interval (``_low``, ``_high``)."""

    method: str
    """"sobol", "morris", "rank correlation" or "emulator"."""
    table: pl.DataFrame
    rows: int
    """How many base rows, trajectories or points it rests on."""
    left_out: int
    """How many of them were left out because a run of theirs is missing."""
    seeds: int
    noise: float
    """Share of the variance between points that is chance (``share_of_noise``); indices of Sobol' are free of it."""
    explained: float = math.nan
    """Share of the variance that factors explain one by one: the sum of first-order indices, or of ranks, R squared.

    NaN of Morris screening, which tells no shares.
    """
    pairs: pl.DataFrame | None = None
    """Second-order indices, where the design has them: factor, other, second, second_low, second_high."""
    foretold: float = math.nan
    """Share of the variance between points that the emulator foretells (R² leave-one-out); NaN of other methods."""
    spread: pl.DataFrame | None = None
    """Of an emulator, the outcome over the ranges varied: part ("mean" or a quantile), value, value_low, value_high."""
