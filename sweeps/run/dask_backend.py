"""A backend on a Dask cluster, whoever has started it: by hand, on SLURM, or on Kubernetes.

Nothing is opened here but connections to the scheduler's address; no dashboard, no other port.
"""

import asyncio
import logging
import pickle
import re
import time
import uuid
import warnings
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures import wait as await_all
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from weakref import WeakSet

from tightrope.scenarios.disk.strict_json import read_json
from tightrope.scenarios.errors import InputError, shown

try:
    from distributed import Client, WorkerPlugin
    from distributed import Future as TheirFuture
    from distributed.comm.core import connect
    from distributed.scheduler import KilledWorker
    from distributed.security import Security
except ImportError:
    raise InputError('a Dask cluster needs what is not installed here: pip install "tightrope[cluster]"') from None

if TYPE_CHECKING:
    from tornado.ioloop import IOLoop

    from tightrope.sweeps.plan.job import Job
    from tightrope.sweeps.run.backend import Breakage

__all__ = ["DaskBackend"]

PATIENCE = 7.0
"""Seconds that a scheduler may take to answer."""
GATHERING = 30.0
"""Seconds until its first worker must be there."""
_AS_IN = "write tcp:// or tls://, a host, a colon and a port from 1 to 65535, as in tcp://10.0.0.5:8786"
_GLANCE = 2.0
"""Seconds for which a count of the workers is good."""
_MOST_BYTES = 10_000_000
"""Of a scheduler file: it may name thousands of workers."""


class DaskBackend:
    """The workers of a Dask cluster, those that join later too; each of their threads takes one task at a time."""

    cores = 1
    """Idle workers cannot lend theirs to another machine."""

    def __init__(self, job: "Job", address: str) -> None:
        """Reach the scheduler, and give its workers the job.

        Args:
            job: What the markets are made from.
            address: Of the scheduler, such as ``tcp://host:8786``, or the path of its scheduler file.

        Raises:
            InputError: nobody answers at the address, no worker is there, or one cannot take the job.
        """
        self.key = uuid.uuid4().hex  # not the job's hash: sweeps that share a job must not take it from each other
        self._address = _scheduler_at(address)
        self._counted, self._threads = -_GLANCE, 1
        self._executor: _Tasks | None = None
        self._levels = _hush()
        try:
            self._client = self._reached()
            try:
                self._welcome(job)
            except BaseException:
                self._part()
                raise
        except BaseException:
            _speak(self._levels)
            raise

    @property
    def workers(self) -> int:
        """Threads of all workers that are there now, at least 1."""
        if time.monotonic() - self._counted >= _GLANCE and self._client.status == "running":
            with suppress(OSError):
                self._threads = self._client.scheduler_info(n_workers=0)["total_threads"]
            self._counted = time.monotonic()
        return max(1, self._threads)

    def executor(self) -> Executor:
        """Return a new executor over the workers; the tasks of the one before are dropped."""
        self._drop()
        self._executor = _Tasks(self._client)
        return self._executor

    def what_broke(self, error: BaseException) -> "Breakage":
        """Tell a task whose workers died from a lost scheduler, and both from a fault."""
        if isinstance(error, KilledWorker):
            return "worker"
        return "engine" if isinstance(error, CancelledError | OSError) else "fault"

    def close(self) -> None:
        """Drop all tasks, take the job back and part from the cluster, which goes on for others."""
        if self._client.status == "running":
            with suppress(OSError):
                self._drop()
                self._client.unregister_worker_plugin(self.key)
        self._part()
        _speak(self._levels)

    def _reached(self) -> Client:
        try:
            asyncio.run(_knock(self._address))  # first, for a client that reaches nobody does not go quietly
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # other versions of libraries that no market uses
                return Client(self._address, timeout=PATIENCE, set_as_default=False, name="tightrope")
        except Exception as error:  # of whatever answers there, or of TLS without certificates
            reason = str(error).partition("\n")[0] or f"no answer within {PATIENCE:g} s"
            if isinstance(error, MemoryError):  # the first bytes told of a message larger than any memory
                reason = "what answers there is no scheduler"
            told = ", and for TLS name the certificates (docs/cluster.md)" if self._address.startswith("tls") else ""
            raise InputError(
                f"no Dask scheduler answers at '{self._address}' ({shown(reason)}): start one with 'dask scheduler', "
                f"give the address that it prints{told}"
            ) from None

    def _welcome(self, job: "Job") -> None:
        try:
            self._client.wait_for_workers(1, timeout=GATHERING)
        except TimeoutError:
            raise InputError(
                f"the scheduler at '{self._address}' has no workers: start some with "
                f"'dask worker {self._address} --nthreads 1' and run the same command again"
            ) from None
        try:
            self._client.register_plugin(_KitBearer(self.key, pickle.dumps(job, protocol=5)), name=self.key)
        except Exception as error:
            raise InputError(
                f"a worker of the cluster at '{self._address}' cannot take this sweep "
                f"({type(error).__name__}: {error}): install the same Python and tightrope on all its machines"
            ) from None

    def _drop(self) -> None:
        if self._executor:
            self._executor.shutdown(wait=False)
        self._executor = None

    def _part(self) -> None:
        with suppress(OSError, TimeoutError):
            self._client.close(timeout=5)


async def _knock(address: str) -> None:
    """Say hello at an address, and go again; whatever error there is where no scheduler answers."""
    async with asyncio.timeout(PATIENCE):  # which connect itself does not keep to where somebody listens in silence
        comm = await connect(address, timeout=PATIENCE, **Security().get_connection_args("client"))
        await comm.close()


class _Tasks(Executor):
    """Dask's tasks as ordinary futures, each of which ends, whatever becomes of the scheduler.

    Dask's own executor leaves a future pending for ever whose result was on its way when the scheduler went, and
    waits for ever to hand tasks to a scheduler that is gone.
    """

    def __init__(self, client: Client) -> None:
        self._client, self._loop = client, cast("IOLoop", client.loop)
        self._theirs: WeakSet[TheirFuture[Any]] = WeakSet()
        self._ours: WeakSet[Future[Any]] = WeakSet()

    def submit(self, function: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """Have a function called by one of the workers; ConnectionError where the scheduler is gone."""
        if self._client.status != "running":
            raise ConnectionError("the scheduler is gone")
        theirs, ours = self._client.submit(function, *args, pure=False, **more), Future[Any]()
        self._theirs.add(theirs)
        self._ours.add(ours)
        ours.add_done_callback(lambda ours: self._recall(theirs) if ours.cancelled() else None)
        self._loop.add_callback(_hand_over, theirs, ours)
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Drop the tasks under way, or wait for them."""
        if wait and not cancel_futures:
            await_all(list(self._ours))
        elif self._client.status == "running":
            self._client.cancel(list(self._theirs))

    def _recall(self, theirs: "TheirFuture[Any]") -> None:
        if not theirs.cancelled():
            self._loop.add_callback(theirs.cancel)


async def _hand_over(theirs: "TheirFuture[Any]", ours: Future[Any]) -> None:
    """Give the outcome of one of Dask's futures to one of ours, errors on its way here too."""
    outcome, error = None, cast("BaseException | None", None)
    try:
        outcome = await theirs
    except (CancelledError, asyncio.CancelledError):
        ours.cancel()
    except BaseException as raised:
        error = raised
    if not ours.set_running_or_notify_cancel():
        return
    if error:
        ours.set_exception(error)
    else:
        ours.set_result(outcome)


class _KitBearer(WorkerPlugin):
    """Gives every worker the job: those that are there, and those that join while the sweep runs."""

    def __init__(self, key: str, job: bytes) -> None:
        self.key, self.job = key, job

    def setup(self, worker: Any) -> None:
        """Unpack the job as a worker begins."""
        from tightrope.sweeps.run.backend import equip

        equip(self.key, pickle.loads(self.job))

    def teardown(self, worker: Any) -> None:
        """Forget the job when the sweep is over."""
        from tightrope.sweeps.run.backend import strip

        strip(self.key)


def _scheduler_at(address: str) -> str:
    """Return the address of a scheduler that is told by it, or by the path of its scheduler file."""
    if "://" in address:
        return _sound(address)
    hint = "the file that 'dask scheduler --scheduler-file FILE' has written"
    if not Path(address).is_file():
        raise InputError(
            f"'{shown(address)}' is no file that can be read, and no address: give one such as 'tcp://host:8786', or "
            f"{hint}"
        )
    try:
        found = read_json(Path(address), _MOST_BYTES, "a scheduler file").get("address")
    except InputError as error:
        raise InputError(f"{error}; it does not say where a scheduler is: give {hint}") from None
    if not isinstance(found, str) or "://" not in found:
        raise InputError(f"{shown(address)} does not say where a scheduler is: give {hint}")
    return _sound(found)


def _sound(address: str) -> str:
    """Return the address of a scheduler; InputError for one at which nobody can ever answer."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:  # of the port, or of what stands in brackets
        raise InputError(f"'{shown(address)}' is no address of a scheduler ({error}): {_AS_IN}") from None
    if parts.scheme not in ("tcp", "tls"):
        raise InputError(f"'{shown(address)}' begins with '{shown(parts.scheme)}://': {_AS_IN}")
    if not port or parts.path or not re.fullmatch(r"[\w.:%-]+", parts.hostname or ""):
        raise InputError(f"'{shown(address)}' is no address of a scheduler: {_AS_IN}")
    return address


def _hush() -> dict[str, int]:
    """Keep Dask's own log off the terminal: what matters of it arrives as errors; return the levels from before."""
    names = ("distributed", "distributed.client", "tornado.application", "asyncio")
    levels = {name: logging.getLogger(name).level for name in names}
    _speak(dict.fromkeys(levels, logging.CRITICAL))
    return levels


def _speak(levels: dict[str, int]) -> None:
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
