"""Options that several commands have in common."""

from pathlib import Path

import click

__all__ = ["NUMBERS_CSV"]

NUMBERS_CSV = click.option(
    "--csv",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write every number with its interval to this file.",
)
