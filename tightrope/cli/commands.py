"""The command ``tightrope``; what its commands need is loaded when one of them runs."""

import sys
import traceback
from pathlib import Path
from typing import Any

import click

from tightrope import __version__
from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.address_space import check_address_space
from tightrope.cli.app import app
from tightrope.cli.calibrate import calibrate
from tightrope.cli.ensemble import (
    ENSEMBLE,
    MEMBERS,
    SEEDS,
    USUAL_SIZE,
    check_goes_with_ensemble,
    check_without_ensemble,
    run_over,
)
from tightrope.cli.freezes import freezes
from tightrope.cli.options import PANEL, PANEL_EVERY
from tightrope.cli.plot import plot
from tightrope.cli.refusals import check_environment, checked_words, notices_told, refused
from tightrope.cli.report import report
from tightrope.cli.scenarios import columns, parameters, scenarios
from tightrope.cli.story import story
from tightrope.cli.sweep import sweep
from tightrope.cli.validate import validate
from tightrope.progress.faults import Fault, Stopped, WrongInput
from tightrope.progress.signals import signals_end_command
from tightrope.progress.speaking import speaking
from tightrope.scenarios.errors import shown
from tightrope.sweeps.run.postponing import staying

__all__ = ["main"]

EXAMPLES = """\b
Examples:
  tightrope run baseline
  tightrope run regulatory-squeeze --book taiwan --against baseline
  tightrope run regulatory-squeeze --against baseline --ensemble
  tightrope run my-scenario.toml --borrowers 1000000 --months 36 --seed 7
  tightrope run rate-cap --set rate_cap_apr=0.2 --out results/cap-20
  tightrope run baseline --book my-book.csv --currency-scale 7.2
"""


class Commands(click.Group):
    """The commands, and what becomes of errors."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Run a command line, whether or not all of its words are heard."""
        with speaking():
            return super().main(*args, **more)

    def _main_shell_completion(self, *args: Any, **more: Any) -> None:
        """Answer a shell that asks for completions; one that does not say what for gets one line."""
        try:
            super()._main_shell_completion(*args, **more)
        except (KeyError, ValueError) as error:
            reason = "COMP_WORDS and COMP_CWORD must say what for" if isinstance(error, KeyError) else shown(error)
            WrongInput(f"completions were asked for, but not as a shell asks ({reason}): see 'tightrope --help'").show()
            sys.exit(WrongInput.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> click.Context:
        """Take the words of the command line."""
        with refused():
            check_environment()
            return super().make_context(info_name, checked_words(args), *more, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            with refused(), notices_told(), signals_end_command():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Stopped("stopped before anything was finished: nothing was kept") from None
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception:
            traceback.print_exc()
            raise Fault(
                f"this is a fault of tightrope {__version__}, not of your input; "
                "please report it to its authors with the command and the lines above"
            ) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tightrope", message="%(prog)s %(version)s")
def main() -> None:
    """Simulate a platform's consumer credit, borrower by borrower and month by month.

    A lender with a paylater line and a cash loan meets borrowers with income shocks, outside debts, friends
    and trust. Begin with 'tightrope run baseline' and open the report it names.
    """


main.add_command(app)
main.add_command(scenarios)
main.add_command(columns)
main.add_command(parameters)
main.add_command(validate)
main.add_command(report)
main.add_command(sweep)
main.add_command(calibrate)
main.add_command(plot)
main.add_command(story)
main.add_command(freezes)


@main.command(epilog=EXAMPLES)
@click.argument("scenario")
@click.option(
    "--book",
    default="synthetic",
    show_default=True,
    help="Who borrows at the start: synthetic, taiwan (30,000 accounts), taiwan-cards, or your own CSV or Parquet.",
)
@click.option("--borrowers", type=int, help="How many borrowers.  [default: as many as the book holds]")
@click.option("--months", type=int, help="How many months, 1 to 600.  [default: as the scenario says]")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a parameter ('tightrope parameters' lists them); may be repeated.",
)
@click.option("--threads", type=int, help="How many threads, 1 to 256; no number depends on it.  [default: all cores]")
@click.option("--out", type=click.Path(path_type=Path), help="Result folder.  [default: results/SCENARIO-HASH]")
@PANEL
@PANEL_EVERY
@click.option("--check", is_flag=True, help="Verify every account each month; exit code 3 if one is off.")
@click.option(
    "--against",
    metavar="SCENARIO",
    help="Compare with this scenario, run on the same borrowers and fate, without what --set changes.",
)
@click.option("--currency-scale", type=float, default=1.0, help="Yuan for one unit of money in your own book.")
@click.option(
    "--skip-bad-rows",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Leave bad rows of your own book out, and write them with their reasons to this file.",
)
@click.option("--network", metavar="FILE", help="Who knows whom: your own edge list or GraphML.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the report's titles.")
@ENSEMBLE
@MEMBERS
@SEEDS
def run(
    scenario: str,
    *,
    book: str,
    currency_scale: float,
    skip_bad_rows: Path | None,
    values: tuple[str, ...],
    out: Path | None,
    panel: str | None,
    panel_every: int,
    language: str,
    ensemble: str | None,
    members: int | None,
    seeds: int | None,
    **choices: Any,
) -> None:
    """Run a scenario and write its results and report.

    SCENARIO is a built-in scenario ('tightrope scenarios list') or a TOML file. Ctrl-C ends the run after the
    month under way and keeps the months that are finished. With --ensemble it is run in 40 worlds under 3 seeds each,
    with 2,000 borrowers unless told otherwise: some minutes; after a stop the same command goes on.
    """
    check_address_space()
    with staying():
        from tightrope.api.planning import prepare
        from tightrope.cli.showing import run_and_conclude
        from tightrope.scenarios.books.book import sift_book
        from tightrope.scenarios.files.overrides import parse_set

    check_goes_with_ensemble(ensemble, members=members, seeds=seeds)
    if ensemble is not None:
        check_without_ensemble(panel=panel, skip_bad_rows=skip_bad_rows)
        choices["borrowers"] = USUAL_SIZE if choices["borrowers"] is None else choices["borrowers"]
    people, left_out = sift_book(book, currency_scale=currency_scale, skip_bad_rows=skip_bad_rows)
    given = dict(map(parse_set, values))
    plan = prepare(scenario, book=people, values=given, **choices)
    if ensemble is not None:
        run_over(plan, ensemble, members, seeds, values=given, out=out, language=language)
        return
    run_and_conclude(plan, out, panel=panel, panel_every=panel_every, language=language, left_out=left_out)
