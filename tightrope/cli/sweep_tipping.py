"""The command that looks for tipping points, feedback and memory in a sweep."""

from pathlib import Path

import click

from tightrope.cli.options import FORCE, NO_VERIFY, NUMBERS_CSV

__all__ = ["tipping"]

_OUTCOME = "default_hazard"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--measure", help="The outcome that tightening may worsen.  [default: default_hazard]")
@click.option("--statistic", default="mean", show_default=True, help="Of its months: mean, end, peak, total, area, ...")
@click.option("--dose", metavar="FACTOR", help="The factor that is the dose of tightening.  [default: strength]")
@click.option("--scenario", metavar="NAME", help="Under which scenario.  [default: each in turn]")
@NUMBERS_CSV
@FORCE
@NO_VERIFY
def tipping(
    folder: Path, measure: str | None, statistic: str, dose: str | None, scenario: str | None, *, file: Path | None,
    no_verify: bool,
) -> None:  # fmt: skip
    """Find where tightening does harm, and what is left of it.

    What the sweep in DIR holds decides what is told. A grid over the dose: how the measure answers to it, step by
    step, and where it tips. A grid over delinquency_weight with a level 0: the gain of the platform's own loop.
    Scenarios that go up and down again: the loop that the measure draws (each measure, in a sweep that varies nothing
    else), and what is left of it.
    """
    import polars as pl

    from tightrope.analysis.study.factors import factor_named, factors_of
    from tightrope.analysis.study.feedback import can_tell_feedback
    from tightrope.analysis.study.hysteresis import drives
    from tightrope.analysis.study.outcomes import (
        check_measure,
        check_scenario,
        check_statistic,
        progress,
        scenario_names,
    )
    from tightrope.cli.tables import write_csv
    from tightrope.cli.tipping_tables import tell_doses, tell_loops, tell_memory
    from tightrope.scenarios.errors import InputError
    from tightrope.sweeps.plan.factors import STRENGTH
    from tightrope.sweeps.store.dataset import open_sweep

    results = open_sweep(folder, verify=not no_verify)
    if scenario is not None:
        check_scenario(results, scenario)
    check_statistic(statistic)
    if measure is not None:
        check_measure(results, measure)
    if dose is not None:
        factor_named(dose, factors_of(results))
    outcome, dose = measure or _OUTCOME, dose or STRENGTH
    against = results.manifest["against"]
    names = [scenario] if scenario is not None else [name for name in scenario_names(results) if name != against]
    numbers: list[pl.DataFrame] = []
    if dose in results.factors:
        numbers += [tell_doses(results, outcome, statistic, dose, name) for name in names or [against]]
    if can_tell_feedback(results):
        numbers += [tell_loops(results, name) for name in names if name != against]
    if against is not None and drives(results):
        numbers += [tell_memory(results, [outcome] if measure or results.factors else results.manifest["measures"])]
    if not numbers:
        varied = ", ".join(results.factors) or "nothing"
        raise InputError(
            f"this sweep varies {varied}: for tipping points name the factor that is the dose (--dose); for feedback "
            "vary delinquency_weight, 0 among its values; for memory run a scenario that goes up and down, such as "
            "guidance-up-and-down, against the baseline"
        )
    if note := progress(results).note:
        click.echo(note)
    if file:
        write_csv(pl.concat(numbers, how="diagonal_relaxed"), file)
