"""How a command ends that could not do what was asked: a message, and an exit code that says why."""

from typing import IO, Any

import click

from tightrope.scenarios.errors import printable

__all__ = ["Fault", "Incomplete", "NoImages", "OutOfBalance", "Stopped", "Unheard", "WrongInput"]


class Fault(click.ClickException):
    """A fault of ours: ends the command after its traceback."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error."""
        click.echo(f"error: {printable(self.message)}", file=file, err=True)


class WrongInput(Fault):
    """Something the user gave is wrong."""

    exit_code = 2


class OutOfBalance(Fault):
    """An account did not balance under ``--check``."""

    exit_code = 3


class Incomplete(Fault):
    """Some runs of a sweep have no numbers: they failed, or the workers were lost."""

    exit_code = 4


class NoImages(Fault):
    """Figures were written as pages, for want of what draws images."""

    exit_code = 5


class Unheard(Fault):
    """All is done, but standard output could not be written."""

    exit_code = 6


class Stopped(Fault):
    """Ctrl-C, SIGTERM or SIGHUP came before the end."""

    exit_code = 130
