"""The commands that say what drives an outcome: what was varied, ranked, and each cause's share of a change."""

from pathlib import Path

import click

from tightrope.cli.options import FORCE, NO_VERIFY, NUMBERS_CSV
from tightrope.scenarios.errors import InputError

__all__ = ["causes", "sensitivity"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--measure", help="What shall be explained: a measure of the sweep.  [default: its first]")
@click.option("--statistic", default="mean", show_default=True, help="Of its months: mean, end, peak, area, ...")
@click.option("--scenario", metavar="NAME", help="Under which scenario.  [default: each in turn]")
@click.option("--difference", is_flag=True, help="Explain the difference to the scenario that the sweep compares with.")
@click.option("--emulator", is_flag=True, help="Sobol' indices, and the spread, from an emulator fitted to the points.")
@NUMBERS_CSV
@FORCE
@NO_VERIFY
def sensitivity(
    folder: Path, measure: str | None, statistic: str, scenario: str | None, *, difference: bool, emulator: bool,
    file: Path | None, no_verify: bool,
) -> None:  # fmt: skip
    """Rank the factors of a sweep by how much they matter.

    The design of the sweep in DIR decides how: Sobol' indices (saltelli), Morris screening (morris), partial rank
    correlation (any other with enough points). With --emulator, Sobol' indices of any design that scatters its points,
    with what the emulator does not know. Runs that are missing are left out and counted.
    """
    import polars as pl

    from tightrope.analysis.study.outcomes import progress, unit_of
    from tightrope.analysis.study.sensitivity import sensitivity as rank
    from tightrope.cli.rankings import print_ranking
    from tightrope.cli.tables import write_csv
    from tightrope.sweeps.store.dataset import open_sweep

    results = open_sweep(folder, verify=not no_verify)
    about = results.manifest
    measure = about["measures"][0] if measure is None else measure
    names = [each["name"] for each in about["scenarios"]]
    others = [name for name in names if name != about["against"]] if difference or statistic == "area" else names
    numbers, untold = [], {}
    for name in [scenario] if scenario is not None else others or names:
        try:
            found = rank(results, measure, statistic, name, difference=difference, emulator=emulator)
        except InputError as error:  # of one scenario: one without events does not know their strength
            untold[name] = error
            continue
        title = f"What drives '{measure}' ({statistic}) under {name}" + f" less {about['against']}" * difference
        print_ranking(found, title, about["factors"], unit_of(measure, statistic))
        more = [each for each in (found.pairs, found.spread) if each is not None]
        rows = pl.concat([found.table, *more], how="diagonal")
        numbers.append(rows.select(pl.lit(name).alias("scenario"), pl.all()))
    if not numbers:
        raise next(iter(untold.values()))
    for name, why in untold.items():
        click.echo(f"nothing can be told of {name}: {why}")
    if note := progress(results).note:
        click.echo(note)
    if file:
        write_csv(pl.concat(numbers), file)


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
