"""Machine code of the rules on disk, taken back only as it was written.

Numba's own cache runs whatever it finds under the right name, and ends in a traceback or a crash where that was cut,
damaged or put there by somebody else. Here each piece of machine code is one file that begins with a checksum and
appears whole. What does not match, or others could have written, is removed and compiled anew; what cannot be written
is compiled again next time.
"""

import hashlib
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from numba.core import serialize
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult

from tightrope.scenarios.disk.writing import write_whole
from tightrope.scenarios.engine.cache_folder import CODE, is_private, tell

__all__ = ["RuleCache"]

_SEAL = hashlib.sha256().digest_size
# Numba declares no types for these
_CompileResult: Any = CompileResult
_packed: Any = serialize.dumps

_complained_of: set[Path] = set()


class RuleCache(NullCache):
    """What Numba asks for the machine code of one rule before it compiles, and gives it to afterwards.

    Args:
        rule: The function that is compiled.
        folder: Returns the folder of the files, or None where there is none; asked when it is first needed.
    """

    def __init__(self, rule: Callable[..., Any], folder: Callable[[], Path | None]) -> None:
        self._rule: Any = rule
        self._folder = folder

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the machine code for arguments of these types; None where it has to be compiled."""
        target_context.refresh()
        path = self._path(sig, target_context.codegen())
        if path is None or not path.exists():
            return None
        content = _unsealed(path)
        if content is None:
            _remove_damaged(path.parent)
            return None
        return _CompileResult._rebuild(target_context, *pickle.loads(content))

    def save_overload(self, sig: Any, cres: Any) -> None:
        """Keep machine code for arguments of these types, unless it is of use to this process alone."""
        path = self._path(sig, cres.codegen)
        if path is None or cres.library.has_dynamic_globals:
            return
        try:
            content = _packed(cres._reduce())
            write_whole(path, hashlib.sha256(content).digest() + content, mode=0o600, lasting=False)
        except OSError as error:
            _complain(path.parent, f"cannot be written to ({error.strerror}): rules will have to be compiled again")

    def _path(self, sig: Any, codegen: Any) -> Path | None:
        """Return where the machine code lies for these types and this processor; None where it is not to be kept."""
        folder, rule = self._folder(), self._rule
        source = _digest(rule.__code__.co_filename)
        if folder is None or source is None or rule.__closure__:  # what encloses a rule is compiled into it
            return None
        name = f"{rule.__module__}.{rule.__qualname__}"
        made_from = repr((name, rule.__code__.co_firstlineno, source, sig, codegen.magic_tuple()))
        return folder / f"{name}-{hashlib.sha256(made_from.encode()).hexdigest()[:20]}{CODE}"


@cache
def _digest(source: str) -> str | None:
    """Return what tells this state of a source file from every other; None where the source is no file."""
    try:
        return hashlib.sha256(Path(source).read_bytes()).hexdigest()
    except OSError:
        return None


def _unsealed(path: Path) -> bytes | None:
    """Return what a file holds; None where it is not as it was written, or others could have written it."""
    try:
        with path.open("rb") as file:
            private, sealed = is_private(os.fstat(file.fileno())), file.read()
    except OSError:
        return None
    content = sealed[_SEAL:]
    return content if private and sealed[:_SEAL] == hashlib.sha256(content).digest() else None


def _remove_damaged(folder: Path) -> None:
    """Remove all damaged files of a folder, so that it is said once, whichever of its rules come next."""
    damaged = [path for path in folder.glob(f"*{CODE}") if _unsealed(path) is None]
    if damaged:
        _complain(folder, "holds damaged files: what they held is compiled anew")
    for path in damaged:
        with suppress(OSError):
            path.unlink()


def _complain(folder: Path, what: str) -> None:
    """Tell what is wrong with a folder; what else then goes wrong there needs no second line."""
    if folder not in _complained_of:
        _complained_of.add(folder)
        tell(f"{folder} {what}")
