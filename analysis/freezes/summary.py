"""How good an action is, by group, with intervals over borrowers and seeds.

Every draw of the bootstrap weighs the borrowers anew, each place as a whole with all that ever happened on it, and
before that the seeds, where there are several. A seed drawn twice brings its own chance along, so that intervals over
few seeds are rather wide than narrow.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.agents.codes import Cut, FreezeReason
from tightrope.analysis.freezes.groups import ALL, BANDS, FAIR, KIND, TRAITS
from tightrope.analysis.freezes.measures import MEASURES, Sum
from tightrope.analysis.study.intervals import LEVEL

__all__ = ["DRAWS", "summed_up"]

DRAWS = 400
_GROUP = ("horizon", "by", "band")
_SUMS = tuple(part for measure in MEASURES for part in (measure.of, measure.over))
"""All that is added up: of each measure what stands above, and what below."""

type Numbers = NDArray[np.float64]
type Group = tuple[int, str, str]
type Sums = dict[Group, Numbers]
type Frames = Mapping[str, pl.DataFrame]
"""``cases``, ``chances`` and ``onsets``, each row once for each group that it belongs to."""


def summed_up(cases: pl.DataFrame, chances: pl.DataFrame, onsets: pl.DataFrame, places: int) -> pl.DataFrame:
    """Return every measure of every group: horizon, by, band, hits, measure, unit, value, low, high.

    low and high are the ends of its interval. For the groups that ``FAIR`` names, ratio, ratio_low and ratio_high hold
    it against everybody else; null for others, and wherever there is nothing to divide by.
    """
    kinds = cases[KIND].unique().sort().to_list()
    frames = {"cases": _grouped(cases), "chances": _with_kinds(chances, kinds), "onsets": _caught(onsets, kinds)}
    sums = _drawn(frames, places)
    hits = {tuple(key): number for *key, number in frames["cases"].group_by(_GROUP).len().iter_rows()}
    rows = []
    for group in sorted(sums, key=_in_order):
        rest = _others(sums, group) if group[1] in FAIR else None
        about = {**dict(zip(_GROUP, group, strict=True)), "hits": hits.get(group, 0)}
        rows += [{**about, **told} for told in _told(sums[group], rest)]
    return pl.DataFrame(rows, infer_schema_length=None)


def _grouped(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each row once for every way of grouping."""
    named = rows.with_columns(pl.lit(ALL).alias(ALL))
    ways = [by for by in (ALL, KIND, *TRAITS) if by in named.columns]
    return pl.concat(
        [named.with_columns(pl.lit(by).alias("by"), pl.col(by).cast(pl.String).alias("band")) for by in ways]
    )


def _with_kinds(chances: pl.DataFrame, kinds: Sequence[str]) -> pl.DataFrame:
    """Return the months of chance once more for each kind of the action: each could have been the one that comes."""
    of_all = chances.filter(pl.col("by") == ALL)
    more = [of_all.with_columns(pl.lit(KIND).alias("by"), pl.lit(kind).alias("band")) for kind in kinds]
    return pl.concat([chances, *more])


def _caught(onsets: pl.DataFrame, kinds: Sequence[str]) -> pl.DataFrame:
    """Return the onsets by group, with ``caught`` for those that a hit came before, by kind for hits of that kind."""
    rows = _grouped(onsets.with_columns(pl.col(KIND).is_not_null().cast(pl.Float64).alias("caught")).drop(KIND))
    of_all = onsets.with_columns(pl.lit(KIND).alias("by"))
    more = [
        of_all.with_columns(pl.lit(kind).alias("band"), (pl.col(KIND) == kind).fill_null(value=False).alias("caught"))
        for kind in kinds
    ]
    shared = ["seed", "borrower", "horizon", "by", "band", "caught"]
    return pl.concat([rows.select(shared), *(each.select(shared).cast({"caught": pl.Float64}) for each in more)])


def _drawn(frames: Frames, places: int) -> Sums:
    """Return all sums of every group, shape (1 + DRAWS, sums): as they are, and in every draw."""
    found: Sums = {}
    seeds = sorted(frames["chances"]["seed"].unique())
    for seed, of_seed in zip(seeds, _weights_of_seeds(len(seeds)), strict=True):
        chance = np.random.default_rng((seed, DRAWS))
        weights = np.ones((1 + DRAWS, places), np.float32)
        weights[1:] = chance.poisson(1.0, (DRAWS, places)) * of_seed[:, np.newaxis]
        for name, frame in frames.items():
            wanted = [place for place, part in enumerate(_SUMS) if part.frame == name]
            own = frame.filter(pl.col("seed") == seed)
            for group, sums in _by_group(own, [_SUMS[place] for place in wanted], weights):
                found.setdefault(group, np.zeros((1 + DRAWS, len(_SUMS))))[:, wanted] += sums
    return found


def _by_group(
    rows: pl.DataFrame, parts: Sequence[Sum], weights: NDArray[np.float32]
) -> Iterator[tuple[Group, Numbers]]:
    """Yield each group, and its sums of the parts in every draw, shape (1 + DRAWS, parts).

    What each borrower has of every group and part is one matrix, and so one product gives all.
    """
    groups = rows.select(_GROUP).unique(maintain_order=True).with_row_index("group")
    named = rows.join(groups, on=_GROUP, how="left", maintain_order="left")
    borrowers, which = np.unique(named["borrower"].to_numpy(), return_inverse=True)
    held = np.zeros((borrowers.size, groups.height, len(parts)), np.float32)
    values = named.select(part.of.cast(pl.Float32).alias(str(n)) for n, part in enumerate(parts)).to_numpy()
    np.add.at(held, (which, named["group"].to_numpy()), values)
    sums = weights[:, borrowers] @ held.reshape(borrowers.size, groups.height * len(parts))
    drawn = sums.reshape(len(weights), groups.height, len(parts)).astype(np.float64)
    for place, horizon, by, band in groups.iter_rows():
        yield (horizon, by, band), drawn[:, place]


def _in_order(group: Group) -> tuple[int, int, int]:
    horizon, by, band = group
    ways = (ALL, KIND, *TRAITS)
    bands = BANDS.get(by, (ALL, *FreezeReason.labels(), *Cut.labels()))
    return horizon, ways.index(by), bands.index(band) if band in bands else 0


def _weights_of_seeds(seeds: int) -> NDArray[np.int64]:
    """Return how often each seed is drawn, shape (seeds, DRAWS); a single one cannot be left out."""
    if seeds == 1:
        return np.ones((1, DRAWS), np.int64)
    return np.random.default_rng(seeds).multinomial(seeds, np.full(seeds, 1 / seeds), DRAWS).T


def _others(sums: Sums, group: Group) -> Numbers:
    """Return the sums of everybody who is not in a group, but in another band of the same kind."""
    others = [own for other, own in sums.items() if other[:2] == group[:2] and other != group]
    return np.sum([np.zeros_like(sums[group]), *others], axis=0)


def _told(sums: Numbers, rest: Numbers | None) -> Iterator[dict[str, object]]:
    """Yield what is told of each measure."""
    for measure, own, beside in zip(MEASURES, _values(sums), _ratios(sums, rest), strict=True):
        yield {
            "measure": measure.name,
            "unit": measure.unit,
            **_interval("value", ("low", "high"), own),
            **_interval("ratio", ("ratio_low", "ratio_high"), beside),
        }


def _values(sums: Numbers) -> Numbers:
    """Return every measure in every draw, shape (measures, 1 + DRAWS)."""
    return _quotient(sums[:, ::2], sums[:, 1::2]).T


def _ratios(sums: Numbers, rest: Numbers | None) -> Numbers:
    """Return every measure against that of the rest, NaN where there is none."""
    own = _values(sums)
    return np.full_like(own, np.nan) if rest is None else _quotient(own, _values(rest))


def _quotient(above: Numbers, below: Numbers) -> Numbers:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)


def _interval(name: str, ends: tuple[str, str], drawn: Numbers) -> dict[str, float | None]:
    known = drawn[1:][np.isfinite(drawn[1:])]
    if not np.isfinite(drawn[0]) or not known.size:
        return {name: None, **dict.fromkeys(ends)}
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return {name: float(drawn[0]), ends[0]: float(low), ends[1]: float(high)}
