"""Tables of tipping points, feedback and memory, each with a sentence above and one on how to read it below."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tightrope.analysis.study.feedback import LOOP, feedback
from tightrope.analysis.study.hysteresis import drives, faster_and_slower, hysteresis
from tightrope.analysis.study.means import FEWEST, LEVEL
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.study.tipping import tipping
from tightrope.cli.tables import console, number, print_table
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["tell_doses", "tell_loops", "tell_memory"]

_ALL = "all"
"""The setting of a sweep that varies nothing else."""
_MARKS = {"raises": "^", "lowers": "v", "undecided": "?"}


def tell_doses(results: SweepResults, measure: str, statistic: str, dose: str, scenario: str) -> pl.DataFrame:
    """Print how a measure answers to the dose under a scenario, and return all numbers."""
    found = tipping(results, measure, statistic, dose=dose, scenario=scenario)
    unit = unit_of(measure, statistic)
    doses = found.steps["dose"].unique().sort()
    lowest = found.steps["from_dose"].to_numpy().min()
    head = _head(found.others)
    rows, shapes = [], []
    for curve in found.curves.iter_rows(named=True):
        name = _setting(curve, found.others)
        here = found.steps
        for other in found.others:
            here = here.filter(pl.col(other) == curve[other])
        cells = {step["dose"]: _cell(step, unit) for step in here.iter_rows(named=True)}
        rows.append([name, number(here["without"][0], unit), *(cells.get(each, "") for each in doses)])
        tips = _range(curve, "tips") if curve["tips_high"] != lowest else "the lowest"
        shapes.append([name, curve["shape"], tips, _range(curve, "worst"), str(curve["seeds"])])
    _say(
        f"\n{measure} ({statistic}) under {scenario}, by dose of '{dose}': change to the same seeds at dose {lowest:g}"
    )
    print_table([head, f"at {lowest:g}", *(f"{each:g}" for each in doses)], rows)
    _say(
        f"Beside each number: the step from the dose before raises (^) or lowers (v) {measure} beyond chance "
        f"({LEVEL:.0%} interval, seed by seed), or is undecided (?)."
    )
    print_table([head, "with more of the dose it", "tips at", "worst at", "seeds"], shapes, left=2)
    _say(
        f"Tips at: the dose from which on more of it raises {measure}; worst at: where it turns down again; in "
        f"brackets the {LEVEL:.0%} interval, - where there is no such dose within the range. The words stand on what "
        "holds for all pairs of doses together."
    )
    _warn(found.curves)
    one = {"on": found.others} if found.others else {"how": "cross"}
    curves = found.curves.join(found.steps.drop("seeds"), **one)
    return _labelled(curves, "dose", scenario=scenario, measure=measure, statistic=statistic)


def _cell(step: Mapping[str, Any], unit: str) -> str:
    """Write the difference to the lowest dose, in per cent of the value there where that is not nothing."""
    difference, without = step["difference"], step["without"]
    if difference is None:
        return "-"
    told = f"{100 * difference / abs(without):+.1f} %" if without else number(difference, unit, "+")
    return f"{told} {_MARKS[step['verdict']]}"


def tell_loops(results: SweepResults, scenario: str) -> pl.DataFrame:
    """Print how far the platform's own loop amplifies a scenario's tightening, and return all numbers."""
    found = feedback(results, scenario=scenario)
    others, ends = [name for name in results.factors if name != LOOP], ("peak", "pushed_end", "calm_end", "runaway")
    rows = [
        [
            *(_written(row[name]) for name in others), _written(row[LOOP]), _number(row, "gain"),
            number(row["amplification"], "x"), *(_share(row[name]) for name in ends),
        ]
        for row in found.filter(pl.col("seeds") > 0).iter_rows(named=True)
    ]  # fmt: skip
    _say(f"\nTightness of the platform under {scenario}: what its answer to its own late debt ({LOOP}) adds")
    headings = ["gain", "times", "peak", "end", "calm", "runaway"]
    print_table([*others, "the loop at", *headings], rows, left=0)
    _say(
        f"Gain: share of all tightening beyond the calm run that the loop has made; times: with the loop / with it "
        f"cut ({LOOP} 0); - where an effect is not clear of chance. Peak and end (last 12 months): stance, of full "
        "tightness; calm: the end without the push. Runaway: share of seeds at least half as tight as ever in the "
        "last 12 months, though nothing has pushed for a year. Where calm runs end tight, the platform needs no push, "
        "and gain tells little; where the peak is full tightness, it is a lower bound."
    )
    _warn(found)
    return _labelled(found, "feedback", scenario=scenario, measure="stance")


def tell_memory(results: SweepResults, measures: Sequence[str]) -> pl.DataFrame:
    """Print the loops that measures draw under the scenarios that go up and down, and return all numbers."""
    found = {measure: hysteresis(results, measure) for measure in measures}
    slower = {measure: faster_and_slower(results, measure) for measure in measures}
    for scenario, drive in drives(results).items():
        ways = drive.up.stop - drive.up.start - 1, drive.down.stop - drive.down.start - 1
        _say(
            f"\nWhat is remembered under {scenario}: '{drive.parameter}' goes to {drive.extreme:g} in {ways[0]} months "
            f"and back in {ways[1]}"
        )
        rows = [
            [measure, _setting(row, results.factors), *_loop(row, unit_of(measure, "mean"))]
            for measure, frame in found.items()
            for row in frame.filter(pl.col("scenario") == scenario).iter_rows(named=True)
        ]
        headings = ["largest", "width", "open by", "left, year 1", "left, year 2"]
        _print_narrow(["measure", _head(results.factors), *headings], rows, left=2)
    _say(
        "Largest: the most by which the measure is off the calm run (mean of three months; shares in percentage "
        "points). Width: on the way down less on the way up, at the same level, mean over levels. Open by: width / "
        "largest. Left: of the largest, in the first and second year after all is taken back; - where it cannot be "
        "told from none, or was not run.\n"
        f"In brackets {LEVEL:.0%} intervals over seeds."
    )
    _tell_slower(slower, results.factors)
    _warn(pl.concat(found.values(), how="diagonal_relaxed"))
    frames = [
        _labelled(frame, table, measure=measure)
        for table, told in (("memory", found), ("slower", slower))
        for measure, frame in told.items()
        if not frame.is_empty()
    ]
    return pl.concat(frames, how="diagonal_relaxed")


def _loop(row: Mapping[str, Any], unit: str) -> list[str]:
    shares = ("openness", "left_first_year", "left_second_year")
    return [
        number(row["largest"], unit, "+"),
        number(row["width"], unit, "+"),
        *(_percent(row, name) for name in shares),
    ]


def _tell_slower(slower: Mapping[str, pl.DataFrame], factors: Sequence[str]) -> None:
    rows = [
        [measure, _setting(row, factors), _points(row), row["verdict"]]
        for measure, frame in slower.items()
        for row in frame.iter_rows(named=True)
    ]
    if not rows:
        return
    _say("\nThe same at the next slower pace: change of 'open by', in points")
    _print_narrow(["measure", _head(factors), "change", "the loop"], rows, left=2)
    _say(
        "Closes: a lag, which vanishes the slower things go. Opens or undecided: remembered for longer than the slower "
        "way takes."
    )


def _print_narrow(headings: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> None:
    """Print a table without the words in front that are the same in every row; they stand above it."""
    same = [place for place in range(left) if len({row[place] for row in rows}) == 1]
    if told := ", ".join(f"{headings[place]}: {rows[0][place]}" for place in same if rows[0][place] != _ALL):
        _say(told)
    kept = [place for place in range(len(headings)) if place not in same]
    print_table([headings[k] for k in kept], [[row[k] for k in kept] for row in rows], left=left - len(same))


def _head(factors: Sequence[str]) -> str:
    return " /\n".join(factors) or "setting"


def _setting(row: Mapping[str, Any], factors: Sequence[str]) -> str:
    return " / ".join(_written(row[name]) for name in factors) or _ALL


def _written(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _number(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "-"
    return f"{row[name]:.2f} ({row[f'{name}_low']:.2f} to {row[f'{name}_high']:.2f})"


def _range(row: Mapping[str, Any], what: str) -> str:
    return _number({what: row[f"{what}_at"]} | dict(row), what)


def _percent(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "-"
    return f"{row[name]:.0%} ({100 * row[f'{name}_low']:.0f} to {100 * row[f'{name}_high']:.0f})"


def _points(row: Mapping[str, Any]) -> str:
    if row["change"] is None:
        return "-"
    return f"{100 * row['change']:+.0f} ({100 * row['low']:+.0f} to {100 * row['high']:+.0f})"


def _warn(found: pl.DataFrame) -> None:
    """Say where seeds are too few."""
    if (fewest := found["seeds"].min()) is not None and int(str(fewest)) < FEWEST:
        _say(f"Some rows have fewer than {FEWEST} whole seeds: no interval, and no verdict, can be given there.")


def _labelled(frame: pl.DataFrame, table: str, **labels: str) -> pl.DataFrame:
    told = {name: pl.lit(value) for name, value in {"table": table, **labels}.items() if name not in frame.columns}
    return frame.with_columns(**told).select(*told, *frame.columns)


def _say(words: str) -> None:
    console().print(words, highlight=False, markup=False)
