"""What becomes of errors that no check foresaw but that come from what was given, or from the machine: one message.

Input is checked where file, line and field are known. This is the last net under it: it tells what a true fault of
tightrope is from what the user, or whoever keeps the machine, can mend.
"""

import errno
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tightrope.progress.faults import WrongInput
from tightrope.scenarios.errors import InputError, in_brief, printable, shown, unprintable

__all__ = ["check_environment", "checked_words", "notices_told", "refused"]

_ADVICE = {
    errno.ENOSPC: "the disk is full: make room, or name a folder on another disk",
    errno.EDQUOT: "your share of the disk is used up: make room, or name a folder on another disk",
    errno.EFBIG: "a file became larger than is allowed here: raise the limit (ulimit -f)",
    errno.EACCES: "you may not read or write it: change its permissions, or name another",
    errno.EPERM: "you may not read or write it: change its permissions, or name another",
    errno.EROFS: "nothing can be written there: name another folder",
    errno.ENAMETOOLONG: "no file can have so long a name: name another",
    errno.EMFILE: "too many files are open at a time: raise the limit (ulimit -n)",
    errno.ENFILE: "too many files are open on this machine: try again later",
    errno.ENOENT: "it is not there: was it removed meanwhile?",
    errno.EIO: "the disk does not answer",
}
_LONGEST_WORD = 4_096
"""Characters of a word of the command line: no system takes longer paths."""
_LONGEST_USAGE = 400
"""Characters of what is said of words that a command does not know."""
_SETTINGS = {"POLARS_MAX_THREADS": 1, "TIGHTROPE_PLAIN": 0}
"""Numbers that are read in the environment, with the least that each may be."""
_CHOICES = {"TIGHTROPE_LANES": ("1", "8")}
"""What is read there besides, with all that each may be."""
_TOO_LITTLE_MEMORY = (
    "there is not enough memory for it: ask for fewer borrowers or runs, or raise the limit (ulimit -v)"
)


@contextmanager
def refused() -> Iterator[None]:
    """Let what the user can mend end the command in one message; what is a fault of ours goes on."""
    try:
        yield
    except InputError as error:
        raise WrongInput(in_brief(str(error))) from None
    except click.UsageError as error:  # click repeats all words that it does not know
        says = error.format_message()
        if len(says) <= _LONGEST_USAGE:
            raise
        raise click.UsageError(f"{says[: _LONGEST_USAGE - 60]} … {says[-40:]}", error.ctx) from None
    except Exception as error:
        if says := _in_words(error):
            raise WrongInput(says) from None
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of polars, from which it would have to be loaded
            raise
        raise WrongInput(f"a file cannot be read, its contents are damaged ({shown(error)}); write it anew") from None


def checked_words(words: list[str]) -> list[str]:
    """Return the words of a command line; InputError for one that is no file's name, no other name and no number."""
    for word in words:
        if len(word) > _LONGEST_WORD:
            raise InputError(f"'{shown(word)}' is {len(word):,} characters long; no more than {_LONGEST_WORD:,} can be")
        if hidden := unprintable(word):
            raise InputError(f"'{shown(word)}' holds {hidden}, which cannot be shown; write it, or name the file, anew")
    return words


def check_environment() -> None:
    """Raise InputError for a setting that a library would end the process over, or that says nothing."""
    for name, least in _SETTINGS.items():
        given = os.environ.get(name, str(least))
        if not re.fullmatch("[0-9]{1,9}", given) or int(given) < least:
            raise InputError(
                f"the environment says {name}={shown(given)}: it must be a whole number of at least {least}; unset it"
            )
    for name, choices in _CHOICES.items():
        given = os.environ.get(name, "")
        if given and given not in choices:
            allowed = " or ".join(choices)
            raise InputError(f"the environment says {name}={shown(given)}: it must be {allowed}; unset it")


def _in_words(error: Exception) -> str:
    """Return what a stray error means to the user; nothing where it is a fault of ours."""
    match error:
        case MemoryError():
            return _TOO_LITTLE_MEMORY
        case RecursionError():
            return "something given is nested too deeply to be read: make it flatter"
        case BrokenPipeError():
            return ""
        case FileNotFoundError() if _working_folder_is_gone():
            return "the folder that this command was started in is gone: change to another one, and try again"
        case OSError(errno=int(number)):
            names = " and ".join(shown(name) for name in (error.filename, error.filename2) if name is not None)
            reason = _ADVICE.get(number) or os.strerror(number)
            return f"{names}: {reason}" if names else reason
        case UnicodeEncodeError():
            return f"'{shown(error.object)}' cannot be written as text ({error.reason}): name it anew"
        case UnicodeDecodeError():
            return "a file that was given is not UTF-8 text; save it as UTF-8"
        case UnicodeError():
            return f"a name that was given cannot be used ({shown(error)}): give another"
        case ValueError() if "integer string conversion" in str(error):
            return "a number that was given has thousands of digits: write a shorter one"
        case OverflowError():
            return f"a number that was given is too large to reckon with ({shown(error)}): write a smaller one"
    return ""


def _working_folder_is_gone() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


class _Notices(logging.Handler):
    """Prints what takes long, or is other than asked for, to standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(printable(record.getMessage()), err=True)


@contextmanager
def notices_told() -> Iterator[None]:
    """Print meanwhile what is said of the work under way."""
    log, notices = logging.getLogger("tightrope"), _Notices()
    before = log.level
    log.setLevel(logging.INFO)
    log.addHandler(notices)
    try:
        yield
    finally:
        log.removeHandler(notices)
        log.setLevel(before)
