"""The commands that read a sweep: what its seeds agree on, surfaces over its factors, and its report."""

from pathlib import Path

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.options import FORCE, NO_VERIFY, new_file

__all__ = ["report", "show", "surface"]

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))
_CSV = new_file("--csv", "file", help="Also write the whole table to this file.")
_STATISTIC = click.option(
    "--statistic",
    default="mean",
    show_default=True,
    help="Of the run's months: mean, start, end, peak, peak_month, trough, trough_month, total or area.",
)


@click.command()
@_FOLDER
@click.option("--measure", help="A measure of the sweep, in detail.  [default: a few that say most]")
@_STATISTIC
@_CSV
@FORCE
@NO_VERIFY
def show(folder: Path, measure: str | None, statistic: str, file: Path | None, no_verify: bool) -> None:
    """Show what a sweep's seeds agree on.

    One row for each scenario, or for each scenario and point of the design where they are few: means over seeds with
    95 % intervals, and the paired difference to the scenario that the others are compared with. Over an ensemble: the
    band of nine runs of ten, how much of it is ignorance, and in how many worlds a difference stands.
    """
    from tightrope.analysis.study.headlines import headline
    from tightrope.analysis.study.worlds import over_ensemble
    from tightrope.cli.sweep_overview import introduce, print_detail, print_overview, whole_table
    from tightrope.cli.tables import write_csv
    from tightrope.cli.worlds import print_worlds
    from tightrope.sweeps.store.dataset import open_sweep

    results = open_sweep(folder, verify=not no_verify)
    measures = headline(results) if measure is None else [measure]
    table = whole_table(results, measures, statistic)
    introduce(results)
    if over_ensemble(results):
        print_worlds(results, measures, statistic)
    elif measure is not None:
        print_detail(results, measure, statistic)
    else:
        print_overview(results, measures, statistic)
    if file:
        write_csv(table, file)


@click.command()
@_FOLDER
@click.option("--x", required=True, metavar="FACTOR", help="What runs across.")
@click.option("--y", metavar="FACTOR", help="What runs down.  [default: x alone, down]")
@click.option("--measure", required=True, help="A measure of the sweep.")
@_STATISTIC
@click.option("--scenario", help="Which scenario.  [default: the one that is compared, where there is but one]")
@click.option("--difference", is_flag=True, help="Show the paired difference to what the sweep compares with.")
@click.option("--at", multiple=True, metavar="FACTOR=VALUE", help="Hold another factor here.  [default: its middle]")
@_CSV
@FORCE
@NO_VERIFY
def surface(
    folder: Path,
    x: str,
    y: str | None,
    measure: str,
    statistic: str,
    scenario: str | None,
    difference: bool,
    at: tuple[str, ...],
    file: Path | None,
    no_verify: bool,
) -> None:
    """Show a measure over one or two factors.

    Of a grid these are its own points; of any other design a fitted surface, with what tells how far to trust it.
    """
    from tightrope.analysis.study.surfaces import surface as surface_over
    from tightrope.cli.sweep_overview import introduce
    from tightrope.cli.sweep_surface import held_at, print_surface
    from tightrope.cli.tables import write_csv
    from tightrope.sweeps.store.dataset import open_sweep

    results = open_sweep(folder, verify=not no_verify)
    held = held_at(at)
    found = surface_over(
        results, x, y, measure=measure, statistic=statistic, scenario=scenario, difference=difference, at=held
    )
    introduce(results)
    print_surface(results, found, measure, statistic, difference=difference)
    if file:
        axes = {"x": x} | ({} if y is None else {"y": y})
        write_csv(found.cells.rename(axes), file)


@click.command()
@_FOLDER
@new_file("--out", help="File of the report.  [default: report.html in FOLDER]")
@FORCE
@NO_VERIFY
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of sentences and titles.")
def report(folder: Path, out: Path | None, no_verify: bool, language: str) -> None:
    """Write the report of a sweep: one page that needs no network.

    It says what was run and what the seeds agree on; which factors matter, where tightening tips, and what is
    remembered, as far as the sweep can tell; what failed; definitions, ranges and provenance.
    """
    from tightrope.analysis.report.sweep import write_sweep_report
    from tightrope.sweeps.store.dataset import open_sweep

    file = out or folder / "report.html"
    results = open_sweep(folder, verify=not no_verify)
    write_sweep_report(results, file, folder=str(folder), language=language)
    click.echo(f"report: {file}")
