"""The figures of a sweep, by name: each with its title, one sentence on how to read it, and what draws it."""

from collections.abc import Callable
from dataclasses import dataclass

from tightrope.analysis.charts.style import Plot
from tightrope.analysis.study.bad_outcomes import usual_measure
from tightrope.analysis.study.causes import can_tell_causes
from tightrope.analysis.study.hysteresis import drives
from tightrope.analysis.study.scattered import draws_points
from tightrope.analysis.study.worlds import over_ensemble
from tightrope.analysis.study_charts.causes import shares_of_causes
from tightrope.analysis.study_charts.discovery import corner, peeling, tree
from tightrope.analysis.study_charts.factors import heat_map, tornado
from tightrope.analysis.study_charts.policies import frontier
from tightrope.analysis.study_charts.seeds import fan, gaps
from tightrope.analysis.study_charts.sheet import SweepSheet
from tightrope.analysis.study_charts.tightening import hysteresis_loop, phase_diagram
from tightrope.analysis.study_charts.worlds import differences_over_worlds, fan_of_worlds
from tightrope.analysis.words.words import Words
from tightrope.sweeps.plan.factors import STRENGTH
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["SWEEP_FIGURES", "SweepFigure", "suited"]


@dataclass(frozen=True)
class SweepFigure:
    """A figure that can be drawn of a sweep that holds what it needs."""

    title: Words
    reading: Words
    draw: Callable[[SweepSheet], Plot]
    suits: Callable[[SweepResults], bool]
    """Whether it is drawn where no figure is named."""
    by_scenario: bool = True
    """Whether each scenario gets its own."""
    by_measure: bool = True
    usual_measure: Callable[[SweepResults], str] | None = None
    """Gives the one measure that it is drawn of where none is named; without, it is drawn of those that say most."""


def _searched(results: SweepResults) -> bool:
    return "search" in results.manifest["design"]


def _kind(results: SweepResults) -> str:
    return str(results.manifest["design"]["kind"])


def _compares_many(results: SweepResults) -> bool:
    return results.manifest["against"] is not None and len(results.manifest["scenarios"]) > 2


SWEEP_FIGURES = {
    "fan": SweepFigure(
        Words("sweep_charts.course_over_the_seeds"),
        Words("sweep_charts.the_line_is_the_mean"),
        fan,
        lambda results: not _searched(results) and (not results.factors or _kind(results) == "grid"),
    ),
    "gaps": SweepFigure(
        Words("sweep_charts.differences_between_scenarios"),
        Words("sweep_charts.each_dot_is_the_mean"),
        gaps,
        lambda results: _compares_many(results) and not over_ensemble(results),
        by_scenario=False,
    ),
    "worlds": SweepFigure(
        Words("ensemble.course_over_the_worlds"),
        Words("ensemble.the_line_is_the_mean"),
        fan_of_worlds,
        over_ensemble,
    ),
    "worlds_gaps": SweepFigure(
        Words("ensemble.what_stands_over_the_worlds"),
        Words("ensemble.each_dot_is_the_mean"),
        differences_over_worlds,
        lambda results: _compares_many(results) and over_ensemble(results),
        by_scenario=False,
    ),
    "heat_map": SweepFigure(
        Words("sweep_charts.a_measure_over_two_factors"),
        Words("sweep_charts.each_cell_is_the_mean"),
        heat_map,
        lambda results: (
            len(results.factors) > 1
            and _kind(results) != "morris"
            and not over_ensemble(results)
            and not _searched(results)
            and not can_tell_causes(results)
        ),
    ),
    "tornado": SweepFigure(
        Words("sweep_charts.what_matters_most"),
        Words("sweep_charts.the_longer_a_bar_the"),
        tornado,
        lambda results: _kind(results) in ("saltelli", "morris", "latin-hypercube", "sobol"),
    ),
    "corner": SweepFigure(
        Words("sweep_charts.where_bad_outcomes_lie"),
        Words("sweep_charts.each_dot_is_a_point"),
        corner,
        draws_points,
        usual_measure=usual_measure,
    ),
    "peeling": SweepFigure(
        Words("sweep_charts.what_is_given_up_for_density"),
        Words("sweep_charts.from_right_to_left_the"),
        peeling,
        draws_points,
        usual_measure=usual_measure,
    ),
    "tree": SweepFigure(
        Words("sweep_charts.a_tree_of_bad_outcomes"),
        Words("sweep_charts.from_left_to_right_points"),
        tree,
        draws_points,
        usual_measure=usual_measure,
    ),
    "causes": SweepFigure(
        Words("sweep_charts.what_it_comes_from"),
        Words("sweep_charts.each_bar_is_a_causes"),
        shares_of_causes,
        can_tell_causes,
    ),
    "phase_diagram": SweepFigure(
        Words("sweep_charts.where_tightening_tips_over"),
        Words("sweep_charts.each_cell_is_what_this"),
        phase_diagram,
        lambda results: _kind(results) == "grid" and STRENGTH in results.factors and len(results.factors) == 2,
    ),
    "hysteresis": SweepFigure(
        Words("sweep_charts.the_way_up_and_the"),
        Words("sweep_charts.the_thick_line_is_the"),
        hysteresis_loop,
        lambda results: results.manifest["against"] is not None and not _searched(results) and bool(drives(results)),
        by_scenario=False,
    ),
    "frontier": SweepFigure(
        Words("sweep_charts.the_frontier_of_policies"),
        Words("sweep_charts.each_dot_is_a_policy"),
        frontier,
        _searched,
        by_scenario=False,
        by_measure=False,
    ),
}
"""Every figure of a sweep."""


def suited(results: SweepResults) -> list[str]:
    """Return the figures that a sweep holds the numbers of."""
    return [name for name, figure in SWEEP_FIGURES.items() if figure.suits(results)]
