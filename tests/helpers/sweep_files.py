"""A sweep file of one's own, read, and refused."""

from pathlib import Path

import pytest

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.loading import load_sweep
from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["read", "refusal"]


def read(text: str, name: str = "mine.toml") -> Sweep:
    """Write a file into the working directory, and read it."""
    Path(name).write_text(text, encoding="utf-8")
    return load_sweep(name)


def refusal(text: str) -> str:
    """Return the message that a file is refused with."""
    with pytest.raises(InputError) as caught:
        read(text)
    return str(caught.value)
