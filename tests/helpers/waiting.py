"""How tests wait: for the event itself, never for a time, and on a busy machine for minutes before they give up."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["PATIENCE", "happens", "patient"]

PATIENCE = 300.0
"""Seconds after which a test gives up: no measure of anything, only an end to what would never come."""


def happens(condition: Callable[[], bool]) -> bool:
    """Wait until something is so, and tell whether it came to that."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def patient(page: "Page") -> "Page":
    """The same page, which waits as long as tests do for what it is asked to find or to open."""
    page.set_default_timeout(PATIENCE * 1000)
    return page
