"""Machine code on disk: made by processes of their own, and taken back only as it was written.

A file begins with a checksum and appears whole. The code is run, so what does not match, or others could have written,
is removed and made anew; what cannot be written is made again next time.
"""

import hashlib
import marshal
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from tightrope.model.compile.source import RefusedError
from tightrope.scenarios.disk.writing import write_whole
from tightrope.scenarios.engine.cache_folder import is_private, tell

__all__ = ["REFUSED", "NotMadeError", "kept_code"]

_SEAL = hashlib.sha256().digest_size


REFUSED = 3
"""What a process ends with where a rule holds what cannot be compiled; the last that it says is why."""


class NotMadeError(Exception):
    """A process that makes machine code failed; the message is the last that it said."""


def kept_code(path: Path | None, makers: Sequence[Sequence[str]]) -> list[bytes]:
    """Return the parts of machine code from a file, made first where there is none that can be trusted.

    Args:
        path: of the file; None where nothing can be kept.
        makers: for each part, arguments of a Python that puts it out; they work at the same time. LLVM ends the process
            it works in where it finds a fault of its own, and llvmlite lets one thread at a time use it.

    Raises:
        NotMadeError: nothing came of one of them.
        RefusedError: a rule holds what cannot be compiled.
    """
    if path is not None and path.exists():
        code = _unsealed(path)
        if code is not None:
            parts: list[bytes] = marshal.loads(code)
            return parts
        _remove_damaged(path)
    with ThreadPoolExecutor(len(makers)) as pool:
        parts = list(pool.map(_made, makers))
    if path is not None:
        _keep(path, marshal.dumps(parts))
    return parts


def _unsealed(path: Path) -> bytes | None:
    """Return what a file holds; None where it is not as it was written, or others could have written it."""
    try:
        with path.open("rb") as file:
            private, sealed = is_private(os.fstat(file.fileno())), file.read()
    except OSError:
        return None
    code = sealed[_SEAL:]
    return code if private and sealed[:_SEAL] == hashlib.sha256(code).digest() else None


def _remove_damaged(path: Path) -> None:
    tell(f"{path.parent} holds damaged files: what they held is compiled anew")
    with suppress(OSError):
        path.unlink()


def _made(maker: Sequence[str]) -> bytes:
    done = subprocess.run([sys.executable, *maker], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1] if said else f"the process that compiles ended with {done.returncode}"
        raise RefusedError(why) if done.returncode == REFUSED else NotMadeError(why)
    return done.stdout


def _keep(path: Path, code: bytes) -> None:
    try:
        write_whole(path, hashlib.sha256(code).digest() + code, mode=0o600, lasting=False)
    except OSError as error:
        tell(f"{path.parent} cannot be written to ({error.strerror}): rules will have to be compiled again")
