"""Processes of this machine as the crew of a sweep: the same numbers, and what happens when one of them dies."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tightrope.scenarios.book import open_book
from tightrope.scenarios.compiled import sources_digest
from tightrope.scenarios.scenario import load_scenario
from tightrope.sweeps.living import Kit, Lived, Task, live
from tightrope.sweeps.local_crew import LocalCrew

COLUMNS = ("default_rate", "frozen_share", "trust_mean")
TASKS = [Task(market, market % 2, (), 1 + market // 2) for market in range(4)]


def kit() -> Kit:
    stories = (load_scenario("baseline"), load_scenario("regulatory-squeeze"))
    return Kit(sources_digest(), stories, (6, 6), (), open_book("synthetic"), 200, COLUMNS, check=False)


def same(lived: list[Lived]) -> bool:
    """Whether these are the numbers that this process gets for the tasks."""
    ours = [live(task, kit()) for task in TASKS]
    return all(
        a.rows is not None and b.rows is not None and a.rows.tobytes() == b.rows.tobytes() and a.rows.dtype == "f4"
        for a, b in zip(lived, ours, strict=True)
    )


@pytest.fixture(scope="module")
def crew() -> Iterator[LocalCrew]:
    with closing(LocalCrew(kit(), 2)) as made:
        yield made


def gone(process: int) -> bool:
    """Whether a process is no more, or waits to be buried by its parent."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
