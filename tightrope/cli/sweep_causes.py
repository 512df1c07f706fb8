"""The command that takes what a scenario does apart into what each mechanism does."""

from pathlib import Path

import click

from tightrope.cli.options import FORCE, NO_VERIFY, NUMBERS_CSV

__all__ = ["causes"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--measure", help="What shall be taken apart: a measure of the sweep.  [default: its first]")
@click.option("--statistic", default="mean", show_default=True, help="Of its months: mean, end, peak, total, ...")
@click.option("--scenario", metavar="NAME", help="Under which scenario.  [default: each in turn]")
@NUMBERS_CSV
@FORCE
@NO_VERIFY
def causes(
    folder: Path, measure: str | None, statistic: str, scenario: str | None, file: Path | None, no_verify: bool
) -> None:  # fmt: skip
    """Say what an outcome comes from: each cause's share.

    The sweep in DIR is a grid in which every factor has two values, the mechanism switched off and on: the built-in
    sweep 'causes' is one. The change from all off to all on is shared out by Shapley's rule, with what each cause does
    alone and after all others, and what two do only together.
    """
    import polars as pl

    from tightrope.analysis.study.outcomes import progress, scenario_names
    from tightrope.cli.causes_table import tell_causes
    from tightrope.cli.tables import say, write_csv
    from tightrope.sweeps.store.dataset import open_sweep

    results = open_sweep(folder, verify=not no_verify)
    measure = results.manifest["measures"][0] if measure is None else measure
    names = [scenario] if scenario is not None else scenario_names(results)
    numbers = [tell_causes(results, measure, statistic, name) for name in names]
    if note := progress(results).note:
        say(note)
    if file:
        write_csv(pl.concat(numbers), file)
