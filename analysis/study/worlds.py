"""What a sweep over an ensemble knows and what it does not: ignorance of the parameters, and chance between seeds.

Members of an ensemble are worlds of which none is ruled out, and all are run under the same seeds. The number of member
m and seed s is taken apart by the analysis of variance in two ways, one value in each cell:

    y_ms = mean + a_m + b_s + e_ms

    ignorance² = variance of a        = variance of the M members' means over S seeds - MS_e / S, not below 0
    chance²    = variance of b + e    = mean over members of the variance over seeds = (MS_b + (M - 1) MS_e) / M

MS_b and MS_e are the mean squares of the seeds and of what is left. What a seed adds in all members alike moves no
member against another, so that e alone blurs the members' means (Searle, Casella and McCulloch 1992, chapter 4).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import t as student

from tightrope.analysis.study.crossed import noise_of_means
from tightrope.analysis.study.means import LEVEL, RANGE
from tightrope.analysis.study.outcomes import outcomes, scenario_names
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.ensembles import FEWEST
from tightrope.sweeps.store.dataset import SweepResults

__all__ = [
    "NEARLY_ALL", "Known", "Parts", "band", "compares", "known", "margin", "over_ensemble", "parts", "stands", "worlds",
    "worlds_by_month",
]  # fmt: skip

type Numbers = NDArray[np.float64]

NEARLY_ALL = 0.9
"""Share of the members in which what is said to stand over an ensemble does."""
_NUMBERS = ("low", "high", "ignorance", "chance")
_COLUMNS: dict[str, Any] = {
    "scenario": pl.String, "members": pl.Int64, "seeds": pl.Int64,
    **dict.fromkeys(("mean", *_NUMBERS, "difference", *(f"difference_{name}" for name in _NUMBERS)), pl.Float64),
    "raised": pl.Int64, "lowered": pl.Int64,
}  # fmt: skip


class Parts(NamedTuple):
    """Standard deviations of a number from run to run, in its unit."""

    ignorance: float
    """Between members: of what the calibration leaves open of its parameters."""
    chance: float
    """Between seeds of one member: of what befalls so many borrowers."""

    @property
    def share(self) -> float | None:
        """Share of the variance that is ignorance, None where there is no variance."""
        whole = self.ignorance**2 + self.chance**2
        return self.ignorance**2 / whole if whole else None


class Known(NamedTuple):
    """What is known of a number over an ensemble, in its unit; all but ``members`` is None where these are too few."""

    members: int
    """Those that have all their seeds."""
    mean: float | None = None
    low: float | None = None
    """Lower end of the ``band``."""
    high: float | None = None
    ignorance: float | None = None
    """As of ``Parts``."""
    chance: float | None = None


def over_ensemble(results: SweepResults) -> bool:
    """Tell whether the points of a sweep are members of an ensemble."""
    return bool(results.manifest["design"]["kind"] == "ensemble")


def parts(values: Numbers) -> Parts:
    """Return the two parts of values of shape (members, seeds), two or more of each, nothing missing."""
    between = float(values.mean(axis=1).var(ddof=1) - noise_of_means(values))
    within = float(values.var(axis=1, ddof=1).mean())
    return Parts(max(between, 0.0) ** 0.5, within**0.5)


def margin(values: Numbers) -> float:
    """Return how far from 0 the mean over seeds of one member must be to lie beyond chance, for values as of ``parts``.

    t * chance / sqrt(S), with Student's t of level ``LEVEL`` at the degrees of freedom of Satterthwaite (1946): seeds
    are few where what they do, they do in all members alike.
    """
    members, seeds = values.shape
    left = seeds * float(noise_of_means(values)) * (members - 1) / members
    of_seeds = float(values.mean(axis=0).var(ddof=1))
    chance = of_seeds + left
    if not chance:
        return 0.0
    freedom = chance**2 * (seeds - 1) / (of_seeds**2 + left**2 / (members - 1))
    return float(student.ppf((1 + LEVEL) / 2, freedom) * np.sqrt(chance / seeds))


def band(values: Numbers) -> tuple[float, float]:
    """Return the ends between which nine of ten values lie, whatever their shape: chance and ignorance together."""
    low, high = np.quantile(values, RANGE)
    return float(low), float(high)


def known(values: Numbers) -> Known:
    """Return what is known of values of shape (members, seeds); members that lack a seed are left out."""
    whole = _whole(values)
    if len(whole) < FEWEST:
        return Known(len(whole))
    return Known(len(whole), float(whole.mean()), *band(whole), *parts(whole))


def compares(told: pl.DataFrame) -> bool:
    """Tell whether a row of ``worlds`` has a difference."""
    return told["difference"].null_count() < told.height


def stands(row: Mapping[str, Any]) -> bool:
    """Tell whether a row of ``worlds`` differs the same way beyond chance in ``NEARLY_ALL`` of its members."""
    return bool(max(row["raised"], row["lowered"]) >= NEARLY_ALL * row["members"])


def worlds(results: SweepResults, measure: str, statistic: str) -> pl.DataFrame:
    """Return what is known of a statistic over the ensemble: one row for each scenario.

    Columns: scenario; members (those with all seeds) and seeds; mean, low and high (``band`` of all runs), ignorance
    and chance (``parts``); the same of the paired difference to the ``against`` scenario, at the same member and seed,
    as difference, difference_low, ...; and raised and lowered: in how many members the difference is beyond chance
    (``margin``). All of a difference is null where there is none. InputError as of ``outcomes``, and where fewer than
    two members are whole.
    """
    values = _by_member(results, measure, statistic)
    names, against = scenario_names(results), results.manifest["against"]
    rows = []
    for name, own in zip(names, values, strict=True):
        row = {**dict.fromkeys(_COLUMNS), "scenario": name, "seeds": own.shape[1], **known(own)._asdict()}
        if against and name != against and _as_long(results, name, against):
            row |= _of_differences(own - values[names.index(against)])
        rows.append(row)
    if all(row["members"] < FEWEST for row in rows):
        raise InputError(
            f"fewer than {FEWEST} members of the ensemble have all their seeds, so nothing can be told of it yet: go "
            "on with the sweep, or see 'tightrope sweep status' for what failed"
        )
    return pl.DataFrame(rows, schema=_COLUMNS)


def worlds_by_month(results: SweepResults, column: str, scenario: str) -> pl.DataFrame:
    """Return a kept column of ``months`` over the ensemble, month by month.

    Columns: month, mean; low and high (``band`` of all runs); world_low and world_high (``band`` of the members' means
    over seeds: ignorance, with what is left of chance in a mean).
    """
    value = pl.col(column).cast(pl.Float64)
    own = results.months.filter(pl.col("scenario") == scenario).select("run", "point", "month", value=value)
    own = own.sort("run", "month")  # sums in one order, whatever the threads do
    members = own.group_by("month", "point", maintain_order=True).agg(pl.col("value").mean())
    runs = own.group_by("month", maintain_order=True).agg(pl.col("value").mean().alias("mean"), *_ends(""))
    return runs.join(members.group_by("month").agg(_ends("world_")), on="month").sort("month").pipe(collected)


def _ends(prefix: str) -> list[pl.Expr]:
    ends = zip(("low", "high"), RANGE, strict=True)
    return [pl.col("value").quantile(part, "linear").alias(f"{prefix}{end}") for end, part in ends]


def _by_member(results: SweepResults, measure: str, statistic: str) -> Numbers:
    """Return values of shape (scenarios, members, seeds); NaN where a run is missing or shows no number."""
    frame = outcomes(results, measure, statistic)
    about = results.manifest
    values = np.full((len(about["scenarios"]), about["design"]["points"], len(about["seeds"])), np.nan)
    values.flat[frame["run"].to_numpy()] = frame["value"].fill_null(np.nan).to_numpy()
    return values


def _as_long(results: SweepResults, name: str, against: str) -> bool:
    """Tell whether two scenarios have as many months, without which their statistics tell of other times."""
    lengths = dict(zip(scenario_names(results), results.manifest["months"], strict=True))
    return bool(lengths[name] == lengths[against])


def _of_differences(values: Numbers) -> dict[str, Any]:
    """Return the columns of a difference, for values of shape (members, seeds)."""
    whole, found = _whole(values), known(values)
    if found.mean is None:
        return {}
    means, least = whole.mean(axis=1), margin(whole)
    ways = {"raised": int((means > least).sum()), "lowered": int((means < -least).sum())}
    return {"difference": found.mean, **{f"difference_{name}": getattr(found, name) for name in _NUMBERS}, **ways}


def _whole(values: Numbers) -> Numbers:
    return values[np.isfinite(values).all(axis=1)]
