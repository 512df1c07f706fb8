"""What the tests of both backends share: the tasks of a small sweep, and looking after processes."""

from pathlib import Path

from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.files.scenario import load_scenario
from tightrope.sweeps.plan.job import Job, Lived, Task
from tightrope.sweeps.run.market import live

__all__ = ["TASKS", "gone", "job", "same"]

COLUMNS = ("default_hazard", "frozen_share", "trust_mean")
TASKS = [Task(market, market % 2, (), 1 + market // 2) for market in range(4)]


def job() -> Job:
    stories = (load_scenario("baseline"), load_scenario("regulatory-squeeze"))
    return Job(sources_digest(), stories, (6, 6), (), open_book("synthetic"), 200, COLUMNS, check=False)


def same(lived: list[Lived]) -> bool:
    """Whether these are the numbers that this process gets for the tasks."""
    return [told(each) for each in lived] == [told(live(task, job())) for task in TASKS]


def told(lived: Lived) -> tuple[int, str, bytes]:
    assert lived.rows is not None, lived.reason
    return lived.market, lived.rows.dtype.name, lived.rows.tobytes()


def gone(process: int) -> bool:
    """Whether a process is no more, or waits to be buried by its parent."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
