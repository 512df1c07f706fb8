"""The rows that the quality of an action is made of: hits, months in which one could come, and first late months."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.freezes.course import Standing
from tightrope.analysis.freezes.groups import ALL, BANDS, KIND, Traits
from tightrope.analysis.freezes.twins import Hits, Pair, chances, next_late, outcomes, same_person, stays

__all__ = ["HORIZONS", "World", "cases_of", "chances_of", "onsets_of"]

HORIZONS = (12, 24)
"""Months after a hit within which it is judged."""

type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class World:
    """What was lived under one seed."""

    seed: int
    pair: Pair
    standing: Standing
    friends: NDArray[Any]
    """How many each place has."""
    kinds: Sequence[str]
    """What the numbers of hits stand for; 0 for none."""
    since: int
    """The month from which on some are exempt."""

    @property
    def months(self) -> int:
        """How many months were lived."""
        return len(self.pair.here.there) - 1

    @cached_property
    def chances(self) -> Flags:
        """Who could be hit for the first time in which month, shape (months + 1, places)."""
        return chances(self.pair, self.standing.open, self.since)

    @cached_property
    def traits(self) -> Traits:
        """How everybody stood."""
        return Traits(self.pair.here, self.standing, self.friends)


def _where(found: Flags) -> Hits:
    return Hits(*np.nonzero(found))


def cases_of(world: World) -> pl.DataFrame:
    """Return one row for each first hit and each horizon that the run is long enough for.

    Columns: seed, borrower (the place), joined, month, reason, what ``TRAITS`` names, late_before (30 or more days late
    in the month before, 0 or 1), exposure (owed at the month's end, yuan), horizon; those of ``outcomes``;
    late_everybody and defaulted_everybody: what came where everybody is exempt.
    """
    here = world.pair.here
    hits = _where(world.chances & (here.hit > 0))
    about = pl.DataFrame(
        {
            "seed": np.full(hits.place.size, world.seed),
            "borrower": hits.place,
            "joined": here.joined[hits.month, hits.place],
            "month": hits.month,
            KIND: np.array(world.kinds)[here.hit[hits.month, hits.place]],
            "late_before": (here.late[hits.month - 1, hits.place] > 0).astype(np.int8),
            "exposure": here.owed[hits.month, hits.place].astype(np.float64),
        }
    ).with_columns(world.traits.told(*hits))
    found = []
    for horizon in HORIZONS:
        kept = hits.month + horizon <= world.months
        some = Hits(hits.month[kept], hits.place[kept])
        everybody = outcomes(here, world.pair.everybody, some, horizon).select(
            late_everybody="late_exempt", defaulted_everybody="defaulted_exempt"
        )
        told = about.filter(kept).with_columns(pl.lit(horizon, pl.Int64).alias("horizon"))
        found.append(pl.concat([told, outcomes(here, world.pair.exempt, some, horizon), everybody], how="horizontal"))
    return pl.concat(found)


def chances_of(world: World) -> pl.DataFrame:
    """Return in how many months each borrower could have been hit for the first time, by what came in the twin.

    Columns: seed, borrower, horizon, by, band; pays and late: months after which the exempt twin was never, or at some
    time, 30 or more days late within the horizon.
    """
    late = next_late(world.pair.exempt)
    found = []
    for horizon in HORIZONS:
        kept = world.chances.copy()
        kept[max(0, world.months - horizon + 1) :] = False
        those = _where(kept)
        falls = late[those.month, those.place] <= those.month + horizon
        ways = {ALL: np.zeros_like(those.place), **world.traits.bands(*those)}
        found += [_counted(world, horizon, by, those.place, bands, falls) for by, bands in ways.items()]
    return pl.concat(found)


def _counted(
    world: World, horizon: int, by: str, place: NDArray[np.int64], bands: NDArray[np.int64], falls: Flags
) -> pl.DataFrame:
    """Return how many of these months each borrower has in each band."""
    names = pl.Series(BANDS.get(by, (ALL,)))
    key = place * len(names) + bands
    months, late = (np.bincount(some, minlength=world.friends.size * len(names)) for some in (key, key[falls]))
    [some] = np.nonzero(months)
    counted = {"borrower": some // len(names), "pays": months[some] - late[some], "late": late[some]}
    return pl.DataFrame(counted).with_columns(
        pl.lit(world.seed, pl.Int64).alias("seed"),
        pl.lit(horizon, pl.Int64).alias("horizon"),
        pl.lit(by).alias("by"),
        names.gather(some % len(names)).alias("band"),
    )


def onsets_of(world: World) -> pl.DataFrame:
    """Return one row for each borrower's first late month in the exempt twin, and what had hit the borrower before.

    Columns: seed, borrower, month, horizon, what ``TRAITS`` names, reason: the kind of the last hit within the horizon
    before, null where there was none. Lateness before the first horizon is over is not told of, for hits from before
    ``since`` would be missing.
    """
    here, exempt = world.pair.here, world.pair.exempt
    found = []
    for horizon in HORIZONS:
        onset = _first_late(world)
        onset[: world.since + horizon] = False
        those = _where(onset)
        last = np.zeros(those.place.size, np.int8)
        for back in range(horizon, 0, -1):
            month = those.month - back
            same = here.joined[month, those.place] == exempt.joined[those.month, those.place]
            last = np.where(same & (here.hit[month, those.place] > 0), here.hit[month, those.place], last)
        kind = pl.when(pl.Series(last > 0)).then(pl.Series(np.array(world.kinds)[last])).alias(KIND)
        about = {"seed": np.full(last.size, world.seed), "borrower": those.place, "month": those.month}
        rows = pl.DataFrame(about).with_columns(pl.lit(horizon, pl.Int64).alias("horizon"), *world.traits.told(*those))
        found.append(rows.with_columns(kind))
    return pl.concat(found)


def _first_late(world: World) -> Flags:
    """Return whose twin is late for the first time since some are exempt, shape (months + 1, places).

    The borrower must still be there in the market the month before.
    """
    here, exempt = world.pair.here, world.pair.exempt
    found = np.zeros(here.there.shape, np.bool_)
    late_before = exempt.late[world.since - 1] > 0
    for month in range(world.since, len(found)):
        stayed = stays(exempt, month - 1)
        late_before &= stayed
        now = exempt.late[month] > 0
        found[month] = now & stayed & ~late_before & same_person(here, exempt, month - 1)
        late_before |= now
    return found
