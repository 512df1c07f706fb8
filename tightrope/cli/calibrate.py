"""The command that fits parameters to a portfolio."""

from pathlib import Path

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.address_space import check_address_space
from tightrope.progress.faults import Incomplete, Stopped

__all__ = ["calibrate"]

EXAMPLES = """\b
Examples:
  tightrope calibrate prime
  tightrope calibrate my.toml --workers 8 --out results/my-fit
  tightrope calibrate prime --targets my-targets.toml --book my-book.csv
  tightrope run results/my-fit/fitted.toml
"""


@click.command(epilog=EXAMPLES)
@click.argument("file")
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    metavar="TOML",
    help="Your own moments: a file with a table [targets], in place of the calibration's.",
)
@click.option("--book", help="Who borrows at the start, as of 'run'.  [default: as the calibration says]")
@click.option("--currency-scale", type=float, default=1.0, help="Yuan for one unit of money in your own book.")
@click.option("--workers", type=int, help="How many markets at the same time.  [default: one for each core]")
@click.option("--cluster", metavar="ADDRESS", help="Use the workers of this Dask scheduler, or of its scheduler file.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of all that comes of it.  [default: results/NAME-HASH]"
)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the report.")
def calibrate(
    file: str, *, targets: Path | None, book: str | None, currency_scale: float, workers: int | None,
    cluster: str | None, out: Path | None, language: str,
) -> None:  # fmt: skip
    """Fit parameters to the moments of a portfolio.

    FILE is 'prime', which is built in, or a TOML file that says what is run, which parameters are free and what the
    moments shall be. Wave by wave, points of the free parameters are run, and what cannot give such moments is ruled
    out; the best points are proved under fresh seeds. What is finished is kept: after Ctrl-C or a crash the same
    command goes on, to the same end.
    """
    check_address_space()
    from rich.console import Console

    from tightrope.analysis.calibration.file_reading import load_calibration
    from tightrope.analysis.calibration.folder import ACCEPTED, FITTED, REPORT, usual_folder
    from tightrope.analysis.calibration.identification import Identification
    from tightrope.analysis.calibration.outcome import write_outcome
    from tightrope.analysis.report.calibration import write_calibration_report
    from tightrope.api.calibrate import run_calibration
    from tightrope.cli.conclusion_of_calibration import conclude
    from tightrope.scenarios.books.book import open_book
    from tightrope.sweeps.run.driving import EngineLostError

    people = None if book is None else open_book(book, currency_scale=currency_scale)
    plan = load_calibration(file, targets=targets, book=people)
    folder = out or usual_folder(plan)
    try:
        found = run_calibration(plan, folder, Console(stderr=True), workers, cluster)
    except EngineLostError as error:
        raise Incomplete(str(error)) from None
    except KeyboardInterrupt:
        found = None
    if found is None:
        raise Stopped(f"{folder} keeps what is finished; the same command goes on from there")
    told = Identification(found)
    write_outcome(told, folder)
    write_calibration_report(told, folder / REPORT, language=language)
    conclude(told)
    click.echo(f"report: {folder / REPORT}")
    click.echo(f"run the fitted market: tightrope run {folder / FITTED}")
    if told.enough:
        click.echo(f"answer over all that is accepted: tightrope run SCENARIO --ensemble {folder / ACCEPTED}")
