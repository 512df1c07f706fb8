"""Standard output and error in bad weather: closed, full, left by their reader, or short of characters.

What cannot be said ends no command before its work is done; that it was not said is told at the end.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from tightrope.progress.faults import Unheard

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["speaking"]

_OUT, _ERR = 1, 2
_LENIENT = {"strict": "replace", "surrogateescape": "replace"}
"""What becomes of characters that a stream cannot write, in place of an error."""


class _Outlet(io.FileIO):
    """A standard stream that lets go what it cannot pass on, and remembers why."""

    trouble: OSError | None = None

    def write(self, data: "ReadableBuffer", /) -> int:
        """Pass bytes on, as long as that can be done."""
        if self.trouble is None:
            try:
                return super().write(data)
            except OSError as error:
                self.trouble = error
        return memoryview(data).nbytes


@contextmanager
def speaking() -> Iterator[None]:
    """Let a command speak while it can be heard, and do its work in any case.

    SystemExit of ``Unheard`` where all went well but not all of it could be said. Streams that somebody has put in the
    place of the standard ones are left alone.
    """
    before = sys.stdout, sys.stderr
    if os.name != "posix" or before != (sys.__stdout__, sys.__stderr__):
        yield
        return
    _fill_closed_places()
    outlet = _Outlet(_OUT, "wb", closefd=False)
    sys.stdout, sys.stderr = _text(outlet, before[0]), _text(_Outlet(_ERR, "wb", closefd=False), before[1])
    try:
        yield
    except SystemExit as end:
        sys.stdout.flush()
        if end.code or outlet.trouble is None:
            raise
        unheard = Unheard(f"standard output could not be written ({outlet.trouble.strerror}); all else is done")
        unheard.show()
        raise SystemExit(unheard.exit_code) from None
    finally:
        sys.stdout, sys.stderr = before


def _fill_closed_places() -> None:
    """Put what nobody can write to in the place of standard streams that are closed, lest a file be opened there."""
    while (place := os.open(os.devnull, os.O_RDONLY)) <= _ERR:
        os.set_inheritable(place, True)
    os.close(place)


def _text(outlet: _Outlet, before: TextIO | None) -> io.TextIOWrapper:
    """Return a stream of text over an outlet, in the manner of the one that was there."""
    binary = io.BufferedWriter(outlet)
    if not isinstance(before, io.TextIOWrapper):  # closed
        return io.TextIOWrapper(binary, "utf-8", "replace")
    errors = before.errors or "strict"
    by_line = before.line_buffering or before.write_through
    return io.TextIOWrapper(binary, before.encoding, _LENIENT.get(errors, errors), line_buffering=by_line)
