"""The command that writes the report of a result again, or of several side by side."""

from pathlib import Path

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.options import FORCE, NO_VERIFY, check_new, new_file

__all__ = ["report"]

_COMPARISON = Path("comparison.html")

EXAMPLES = """\b
Examples:
  tightrope report results/rate-cap-1234abcd --language zh --out rate-cap.html
  tightrope report results/squeeze-1234abcd results/squeeze-5678abcd --out both.html
"""


@click.command(epilog=EXAMPLES)
@click.argument("results", metavar="RESULT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@new_file("--out", help="File of the report.  [default: report.html in RESULT; for several comparison.html here]")
@FORCE
@NO_VERIFY
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of sentences and titles.")
def report(results: tuple[Path, ...], out: Path | None, no_verify: bool, language: str) -> None:
    """Write a result's report again, or compare several.

    RESULT is a folder that 'tightrope run' wrote. Of one, the report is that of the run, beside what it was compared
    with. Of two to six, it tells their headline measures, what differs in what was run, and their courses together.
    """
    from tightrope.analysis.report.comparison import check_count, write_comparison
    from tightrope.analysis.report.report import write_report
    from tightrope.model.results.run_results import read_pair

    if len(results) > 1:
        check_count(len(results))
        if out is None:
            check_new(_COMPARISON)
    read = [read_pair(folder, verify=not no_verify) for folder in results]
    if len(results) == 1:
        file = out or results[0] / "report.html"  # the result's own, which this command is there to write again
        write_report(*read[0], file, language)
    else:
        file = out or _COMPARISON
        write_comparison([own for own, _ in read], file, folders=[str(folder) for folder in results], language=language)
    click.echo(f"report: {file}")
