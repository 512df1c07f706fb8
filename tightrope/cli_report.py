"""The command that writes the report of a result again, or of several side by side."""

from pathlib import Path

import click

__all__ = ["report"]

EXAMPLES = """\b
Examples:
  tightrope report results/rate-cap-1234abcd --language zh --out rate-cap.html
  tightrope report results/squeeze-1234abcd results/squeeze-5678abcd --out both.html
"""


@click.command(epilog=EXAMPLES)
@click.argument("results", metavar="RESULT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File of the report.  [default: report.html in RESULT; for several comparison.html here]",
)
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="Language of sentences and titles.")
def report(results: tuple[Path, ...], out: Path | None, language: str) -> None:
    """Write a result's report again, or compare several.

    RESULT is a folder that 'tightrope run' wrote. Of one, the report is that of the run, beside what it was compared
    with. Of two to six, it tells their headline measures, what differs in what was run, and their courses together.
    """
    from tightrope.analysis.report import write_report
    from tightrope.analysis.report_comparison import write_comparison
    from tightrope.model.results import read_results

    read = [read_results(folder) for folder in results]
    if len(results) == 1:
        [folder] = results
        file = out or folder / "report.html"
        against = folder / "against"
        write_report(read[0], read_results(against) if against.is_dir() else None, file, language)
    else:
        file = out or Path("comparison.html")
        write_comparison(read, file, folders=[str(folder) for folder in results], language=language)
    click.echo(f"report: {file}")
