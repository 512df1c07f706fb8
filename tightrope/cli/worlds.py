"""What a sweep over an ensemble prints: bands, their two parts, and in how many worlds a difference stands."""

from collections.abc import Sequence

import polars as pl

from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.study.worlds import compares, worlds
from tightrope.analysis.words.bands import Bands
from tightrope.cli.sweep_overview import in_words
from tightrope.cli.tables import print_table, say
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["print_worlds"]

_PARTS = ("nine runs of ten", "ignorance", "chance")


def print_worlds(results: SweepResults, measures: Sequence[str], statistic: str) -> None:
    """Print what is known of measures over the ensemble: of each the levels, and the differences below them."""
    for measure in measures:
        told, unit = worlds(results, measure, statistic), unit_of(measure, statistic)
        say(f"\n{in_words(measure, statistic)}")
        write = Bands(told, unit)
        print_table(["", "mean", *_PARTS], [[row["scenario"], *write.cells(row)] for row in told.iter_rows(named=True)])
        if compares(told):
            _print_differences(told, unit)
    say(_how_to_read(results))


def _print_differences(told: pl.DataFrame, unit: str) -> None:
    write = Bands(told, unit, difference=True)
    rows = [
        [row["scenario"], *write.cells(row), *(f"{row[name]} of {row['members']}" for name in ("raised", "lowered"))]
        for row in told.drop_nulls("difference").iter_rows(named=True)
    ]
    print_table(["", "difference", *_PARTS, "raised in", "lowered in"], rows)


def _how_to_read(results: SweepResults) -> str:
    about = results.manifest
    beside = any(each["name"] != about["against"] for each in about["scenarios"])
    compared = (
        f" Differences are to '{about['against']}' in the same world under the same seed; of shares, in percentage "
        "points. Raised, lowered in: worlds in which the mean difference over seeds is beyond chance."
    )
    return (
        f"{about['design']['points']} worlds that calibration '{about['design']['calibration']}' accepts, "
        f"{len(about['seeds'])} seeds each. Ignorance, chance: standard deviation from world to world (of what the "
        "calibration leaves open), and from seed to seed in one world."
        f"{compared if about['against'] and beside else ''}"
    )
