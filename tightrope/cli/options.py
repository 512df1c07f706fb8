"""Options that several commands have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

__all__ = ["FORCE", "NO_VERIFY", "NUMBERS_CSV", "PANEL", "PANEL_EVERY", "check_new", "new_file"]

_FORCE = "tightrope.force"
"""Where a command's context keeps whether files may be replaced."""


def _keep(context: click.Context, _: click.Parameter, force: bool) -> None:
    context.meta[_FORCE] = force


def _check(context: click.Context, _: click.Parameter, file: Path | None) -> Path | None:
    if file is not None and not context.resilient_parsing:  # that is how a shell asks for completions
        check_new(file)
    return file


def check_new(file: Path) -> None:
    """Refuse a file that exists, unless the command under way was given ``FORCE``."""
    from tightrope.scenarios.disk.writing import check_new_file

    check_new_file(file, force=click.get_current_context().meta[_FORCE], instead="let --force replace it")


FORCE = click.option(
    "--force", is_flag=True, is_eager=True, expose_value=False, callback=_keep, help="Replace a file that exists."
)
"""Goes with every option of ``new_file``: lets it name a file that exists."""


type _Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def new_file(*names: str, **more: Any) -> _Decorator:
    """Declare an option that names a file to write, which must not exist yet; the command has ``FORCE`` beside it."""
    return click.option(*names, type=click.Path(path_type=Path), callback=_check, **more)


NO_VERIFY = click.option(
    "--no-verify", is_flag=True, help="Skip the check that no file was damaged or changed since it was written."
)
PANEL = click.option(
    "--panel",
    is_flag=False,
    flag_value="lean",
    metavar="[COLUMNS]",
    help="Also write one row for each borrower and month, as Parquet files: the columns named, parted by commas; or "
    "lean (the choice where none are named), bureau or all.",
)
"""Stands before no other word of the command line: that would be taken for the columns."""
PANEL_EVERY = click.option(
    "--panel-every", type=int, default=1, metavar="K", help="Keep every K-th month in the panel, and the last."
)
NUMBERS_CSV = new_file("--csv", "file", help="Also write every number with its interval to this file.")
