"""What each mechanism moves at the strength it is shipped with: the market with it and without it, same seeds.

Writes docs/effects.md. Ends with exit code 1 where a measure hardly moves and nobody says why, or moves by now although
somebody says why it does not.
"""

import sys
from pathlib import Path

import click
from effects_page import page
from effects_runs import Size, judge_all
from effects_table import EFFECTS
from effects_verdicts import complaints

__all__ = ["main"]


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--borrowers", default=20_000, show_default=True, help="Borrowers of every market.")
@click.option("--months", default=60, show_default=True, help="Months of every market.")
@click.option("--seeds", type=click.IntRange(min=2), default=3, show_default=True, help="Markets of each kind.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the page to this file instead of printing it.")
def main(ids: tuple[str, ...], borrowers: int, months: int, seeds: int, out: Path | None) -> None:
    """Switch every mechanism off, or those with these IDS, and say what that moves."""
    if unknown := sorted(set(ids) - {effect.id for effect in EFFECTS}):
        raise click.UsageError(f"no mechanism is called {', '.join(unknown)}: docs/mechanisms.md lists them")
    effects = [effect for effect in EFFECTS if not ids or effect.id in ids]
    size = Size(borrowers, months, seeds)
    found = judge_all(effects, size, _tell)
    text = "\n".join(page(found, size)) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    if wrong := complaints(judged for each in found for judged in each.judged):
        click.echo("\n".join(wrong), err=True)
        sys.exit(1)


def _tell(progress: str) -> None:
    """Say how far it is, where somebody looks on."""
    if sys.stderr.isatty():
        click.echo(f"\r{progress}\r", nl=False, err=True)


if __name__ == "__main__":
    main()
