"""Making the machine code of the rules once for all processes of a machine, before they all want it."""

from pathlib import Path
from typing import Any

import numba
from filelock import FileLock

from tightrope.model.market import CreditMarket
from tightrope.scenarios.book import open_book
from tightrope.scenarios.compiled import COMPILED
from tightrope.scenarios.scenario import load_scenario

__all__ = ["warm_up"]

_SETTINGS: Any = numba.config

FEW = 64
"""Borrowers of the market that makes the rules compile."""


def warm_up() -> None:
    """Have the rules compiled on disk; the first process of a machine takes its time, and others wait for it."""
    if not COMPILED:
        return
    done = Path(_SETTINGS.CACHE_DIR) / "warm"
    if done.exists():
        return
    with FileLock(f"{done}.lock"):
        if not done.exists():
            market = CreditMarket(load_scenario("baseline"), open_book("synthetic"), borrowers=FEW, months=1, seed=1)
            market.step()
            done.touch()
