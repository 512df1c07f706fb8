"""What ``tightrope sweep show`` prints: what was run, and what the seeds agree on."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tightrope.analysis.compare.differences import MEASURES
from tightrope.analysis.study.headlines import by_row, many_points
from tightrope.analysis.study.headlines import points as points_of
from tightrope.analysis.study.means import FEWEST, LEVEL, means
from tightrope.analysis.study.outcomes import progress, unit_of
from tightrope.analysis.words.margins import Margins
from tightrope.cli.tables import print_table, say
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["in_words", "introduce", "print_detail", "print_overview", "short", "whole_table"]

_OF_MONTHS = {
    "mean": "mean over the months", "start": "in the first month", "end": "in the last month",
    "peak": "highest month", "peak_month": "month of the peak", "trough": "lowest month",
    "trough_month": "month of the trough", "total": "sum over the months", "area": "area over what it is compared with",
}  # fmt: skip

type Row = Mapping[str, Any]


def label(measure: str) -> str:
    """Name a measure as the short table does."""
    return next((each.label.put("en") for each in MEASURES if each.column == measure), measure)


def in_words(measure: str, statistic: str) -> str:
    """Name a measure and what of its months is told."""
    return f"{label(measure)}: {_OF_MONTHS[statistic]}"


def short(value: object) -> str:
    """Write a factor's value in few digits."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def introduce(results: SweepResults) -> None:
    """Say what was run and what is missing."""
    about = results.manifest
    counts = [
        ("scenario", len(about["scenarios"])),
        ("point", points_of(results)),
        ("seed", len(about["seeds"])),
    ]
    product = " x ".join(f"{count:,} {what}{'' if count == 1 else 's'}" for what, count in counts)
    months = sorted(set(about["months"]))
    length = f"{months[0]}" if len(months) == 1 else f"{months[0]} to {months[-1]}"
    say(about["title"])
    size = f"{about['borrowers']:,} borrowers ({about['book']['name']}), {length} months"
    say(f"{product} = {about['runs']:,} runs of {size}")
    if note := progress(results).note:
        say(f"NOTE: {note}")


def whole_table(results: SweepResults, measures: Sequence[str], statistic: str) -> pl.DataFrame:
    """Return the numbers of every scenario and point, measure by measure, with the unit of each."""
    tables = []
    for measure in measures:
        told = means(results, measure, statistic)
        about = {"measure": measure, "statistic": statistic, "unit": unit_of(measure, statistic)}
        tables.append(told.select(*(pl.lit(what).alias(name) for name, what in about.items()), pl.all()))
    return pl.concat(tables)


def print_overview(results: SweepResults, measures: Sequence[str], statistic: str) -> None:
    """Print a few measures side by side, the mean above the difference."""
    frames = [by_row(results, measure, statistic) for measure in measures]
    writers = [Margins(frame, unit_of(measure, statistic)) for frame, measure in zip(frames, measures, strict=True)]
    labels = _labels(results, frames[0])
    rows = [
        [*_names(labels, row[0]), *(writer.stacked(one) for one, writer in zip(row, writers, strict=True))]
        for row in zip(*(frame.iter_rows(named=True) for frame in frames), strict=True)
    ]
    say(f"\n{_OF_MONTHS[statistic].capitalize()}")
    print_table([*labels, *map(label, measures)], rows, left=len(labels))
    say(_how_to_read(results, "above; below it the difference"))


def print_detail(results: SweepResults, measure: str, statistic: str) -> None:
    """Print all that the seeds tell of one measure."""
    told = by_row(results, measure, statistic)
    writer = Margins(told, unit_of(measure, statistic))
    labels = _labels(results, told)
    against = results.manifest["against"]
    headings = ["seeds", "mean"]
    headings += [f"difference to {against}", "higher in", "narrower by"] if against else []
    rows = [
        [
            *_names(labels, row),
            *(str(row["seeds"]), writer.mean(row)),
            *([writer.difference(row), *_pairing(row)] if against else []),
        ]
        for row in told.iter_rows(named=True)
    ]
    say(f"\n{in_words(measure, statistic)}")
    print_table([*labels, *headings], rows, left=len(labels))
    say(_how_to_read(results, "and the difference"))
    if against:
        say(
            "Higher in: pairs of runs whose difference is over 0. Narrower by: how many times wider the interval of "
            "the difference would be if each scenario had seeds of its own."
        )


def _labels(results: SweepResults, told: pl.DataFrame) -> list[str]:
    """Return the columns that tell rows apart: the scenario and, where points have rows, the factors."""
    return ["scenario", *(name for name in results.factors if name in told.columns)]


def _names(labels: list[str], row: Row) -> list[str]:
    return [short(row[name]) for name in labels]


def _pairing(row: Row) -> list[str]:
    """Say in how many pairs the run is above the other, and how much the pairing narrows the interval."""
    if not row["pairs"]:
        return ["", ""]
    tighter = "-" if row["tighter"] is None else f"{row['tighter']:.1f} x"
    return [f"{round(row['above'] * row['pairs'])} of {row['pairs']}", tighter]


def _how_to_read(results: SweepResults, where: str) -> str:
    against = results.manifest["against"]
    points = f"{points_of(results):,} points of the design averaged (--csv has each). "
    compared = (
        f" {where} to '{against}' at the same point and seed, in brackets where its interval holds 0; of shares, in "
        "percentage points"
    )
    return (
        f"{points if many_points(results) else ''}Mean over seeds ± half of its {100 * LEVEL:.0f} % interval "
        f"(Student's, for means that are about normal; none for fewer than {FEWEST} seeds)"
        f"{compared if against else ''}."
    )
