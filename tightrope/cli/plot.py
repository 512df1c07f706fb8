"""The command that draws figures and writes them to files."""

from pathlib import Path

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.options import NO_VERIFY
from tightrope.progress.faults import NoImages
from tightrope.scenarios.errors import InputError

__all__ = ["plot"]

_FORMATS = ("html", "png", "svg", "pdf")
EXAMPLES = """\b
Examples:
  tightrope plot results/squeeze
  tightrope plot results/squeeze --figure trust --figure freezes --format pdf --theme print
  tightrope plot results/squeeze results/pandemic --figure default_rates --format png,svg
  tightrope plot results/my-sweep --figure heat_map --x strength --y cut_depth --measure trust_mean
"""


@click.command(epilog=EXAMPLES)
@click.argument("folders", nargs=-1, metavar="RESULT...", type=click.Path(path_type=Path))
@click.option("--figure", "names", multiple=True, metavar="NAME", help="Which; may be repeated.  [default: all]")
@click.option("--list", "listing", is_flag=True, help="List the figures that there are, and how each is read.")
@click.option(
    "--format", "formats", default="html", show_default=True, metavar="LIST",
    help="Of html, png, svg and pdf, with commas between. Images need kaleido and Chromium or Chrome.",
)  # fmt: skip
@click.option(
    "--theme", type=click.Choice(["light", "dark", "print"]), default="light", show_default=True,
    help="Light or dark for screens; print for a paper: 16 cm wide, dashes and hatches, no title.",
)  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of titles and labels.")
@click.option("--out", type=click.Path(path_type=Path), help="New folder for them.  [default: RESULT-figures]")
@click.option("--measure", "measures", multiple=True, help="Of a sweep: which measure; may be repeated.")
@click.option("--statistic", default="mean", help="Of a sweep: mean over the months, end, peak, total, ...")
@click.option("--scenario", metavar="NAME", help="Of a sweep: under which scenario.")
@click.option("--x", metavar="FACTOR", help="Of a sweep: the factor across, or the dose of a phase diagram.")
@click.option("--y", metavar="FACTOR", help="Of a sweep: the factor down a heat map.")
@click.option("--at", multiple=True, metavar="FACTOR=VALUE", help="Of a sweep: hold a factor here.  [default: middle]")
@NO_VERIFY
def plot(
    folders: tuple[Path, ...],
    *,
    names: tuple[str, ...],
    listing: bool,
    formats: str,
    theme: str,
    language: str,
    out: Path | None,
    measures: tuple[str, ...],
    statistic: str,
    scenario: str | None,
    x: str | None,
    y: str | None,
    at: tuple[str, ...],
    no_verify: bool,
) -> None:
    """Draw figures of results and write them to files.

    RESULT is the folder of a run, a sweep or a search. Several runs of the same borrowers are laid over each other,
    one line for each. Every figure is one file by its name; captions.md holds what to write beneath it. Exit code 5
    says that images were asked for and pages of HTML were written in their place.
    """
    from tightrope.analysis.pictures.of_sweeps import Choice
    from tightrope.api.plot import pictures_of, write_pictures
    from tightrope.cli.sweep_surface import held_at

    if listing:
        _list(folders, language, verify=not no_verify)
        return
    if not folders:
        raise InputError("name the folder of a result ('tightrope run' says which), or ask for --list")
    wanted = _formats(formats)
    choice = Choice(measures, statistic, scenario, x, y, held_at(at))
    found = pictures_of(folders, choice, names, language, verify=not no_verify)
    place = out or _usual(folders)
    written = write_pictures(found.drawn, wanted, theme, place)
    for why in found.left_out:
        click.echo(f"left out: {why}", err=True)
    click.echo(f"{len(found.drawn)} figure{'' if len(found.drawn) == 1 else 's'}: {place}")
    if written.no_images:
        raise NoImages(f"there are pages of HTML in place of images: {written.no_images}")


def _formats(given: str) -> list[str]:
    wanted = [each.strip().lower() for each in given.split(",")]
    for each in wanted:
        if each not in _FORMATS:
            raise InputError(f"--format: '{each}' is not known; choose of {', '.join(_FORMATS)}, with commas between")
    return list(dict.fromkeys(wanted))


def _usual(folders: tuple[Path, ...]) -> Path:
    """Return the folder beside the first result that its figures go to, unless another one is named."""
    first = folders[0].resolve()
    return folders[0].parent / f"{first.name}-{'figures' if len(folders) == 1 else 'compared'}"


def _list(folders: tuple[Path, ...], language: str, *, verify: bool) -> None:
    """Print name, title and reading of the figures of what is named, or of all."""
    from tightrope.analysis.charts.figures import FIGURES
    from tightrope.analysis.study_charts.figures import SWEEP_FIGURES, suited
    from tightrope.api.plot import opened_sweep
    from tightrope.cli.tables import say

    of_run = {name: (figure.title, figure.reading) for name, figure in FIGURES.items()}
    of_sweep = {name: (figure.title, figure.reading) for name, figure in SWEEP_FIGURES.items()}
    tables = {"of a run": of_run, "of a sweep or a search": of_sweep}
    if folders and (folders[0] / "run.json").is_file():
        tables = {f"of {folders[0]}": of_run}
    elif folders:
        there = suited(opened_sweep(folders[0], verify=verify))
        tables = {f"of {folders[0]}": {name: of_sweep[name] for name in there}}
    for what, figures in tables.items():
        say(f"Figures {what}\n")
        for name, (title, reading) in figures.items():
            click.echo(f"{click.style(name, bold=True)}: {title.put(language)}")
            say(f"    {reading.put(language)}")
        click.echo()
