"""A process that lives markets for the driver of a sweep: tasks arrive on standard input, answers leave on output.

It begins with a job, and then answers one task after the other. It imports nothing heavy until it has to.
"""

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.run.postponing import lean

__all__ = ["READY", "serve"]

READY = b"ready"
"""The first answer: the job is unpacked."""


def serve() -> None:
    """Answer tasks until standard input ends: the driver has closed it, or is gone, however it went."""
    inbox: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, inbox), daemon=True).start()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what is printed meanwhile must not come between the answers
        key, job = inbox.get()
        with lean():
            from tightrope.sweeps.run.backend import equip
        equip(key, pickle.loads(job))
        _send(answers, READY)
        while True:
            _send(answers, _answer(*inbox.get()))


def _listen(tasks: IO[bytes], inbox: "SimpleQueue[Any]") -> None:
    """Pass on what arrives; end this process as soon as the driver has, even in the middle of a market."""
    try:
        while True:
            inbox.put(pickle.load(tasks))
    finally:
        os._exit(0)


def _answer(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    """Return what a function gives, or its error as one that any process can unpack."""
    try:
        return function(*args), None
    except InputError as error:
        return None, error
    except Exception:
        return None, RuntimeError(traceback.format_exc())


def _send(answers: IO[bytes], answer: Any) -> None:
    pickle.dump(answer, answers, protocol=5)
    answers.flush()


if __name__ == "__main__":
    serve()
