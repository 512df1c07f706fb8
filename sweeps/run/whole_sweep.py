"""A sweep from its plan to its data set."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.backend import Backend
from tightrope.sweeps.run.driving import EngineLostError, SweepWatch, drive
from tightrope.sweeps.store.dataset import SweepResults, open_sweep
from tightrope.sweeps.store.keeping import Store
from tightrope.sweeps.store.manifest import manifest

__all__ = ["live_sweep"]


def live_sweep(
    sweep: Sweep, folder: Path, backend: Backend, watch: SweepWatch, *, retry_failed: bool = False
) -> SweepResults:  # fmt: skip
    """Let a backend live what is still waiting of a sweep, into a folder, and open what is there then.

    Where ``watch`` asks to stop, what is finished is kept, and the next call goes on from there.

    Raises:
        InputError: the folder holds something else, or cannot be written (any more).
        EngineLostError: the backend is gone; what is finished is kept.
    """
    with Store(folder, sweep, manifest(sweep)) as store:
        if retry_failed:
            store.forget_failures()
        before, started, began = int(store.waiting.sum()), datetime.now(UTC), time.monotonic()
        try:
            drive(store, backend, watch)
            if not store.waiting.any():
                store.finish()
        except OSError as error:
            raise InputError(f"{_how_far(store)}; the rest cannot be written ({error.strerror or error})") from error
        except EngineLostError as error:
            raise EngineLostError(f"{_how_far(store)}; the workers are lost ({error})") from error
        finally:
            if before:  # where all is there already, nobody was at work
                session = {
                    "started": started.isoformat(timespec="seconds"),
                    "seconds": round(time.monotonic() - began, 1),
                    "markets": before - int(store.waiting.sum()),
                    "workers": backend.workers,
                    "machine": gethostname(),
                }
                _remember(folder, session)
    return open_sweep(folder, verify=False)  # what was there was verified before, and the rest has just been written


def _how_far(store: Store) -> str:
    done = store.waiting.size - int(store.waiting.sum())
    return f"{store.folder}: {done:,} of {store.waiting.size:,} markets are safe; the same command goes on from there"


def _remember(folder: Path, session: dict[str, object]) -> None:
    """Add a session to the folder's diary, which is no part of the data; a full disk costs the line alone."""
    try:
        with (folder / "sessions.jsonl").open("a", encoding="utf-8") as diary:
            diary.write(json.dumps(session) + "\n")
    except OSError:
        return
