"""What tightrope costs in time and memory, beside other ways to do the same: one table, and the same as JSON.

Every run is measured in a process of its own. What is counted, and how to read the table, stands in README.md.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from measuring import Cost, fastest, floor, measure, warm_up
from panels import creforge_panel, own_panel
from rich.console import Console
from sections import Row, Section, beside_first, laid_out
from starting import compiled_for, help_shown, small_run
from subsets import compare_subsets

MOST_BYTES = 300
"""Target: of a borrower at peak, above the bare interpreter with its imports."""
MOST_GIGABYTES = 3.5
"""Target: of ten million borrowers in all, their results written."""
LARGEST, FEW_MONTHS = 10_000_000, 3
PANEL_MONTHS = 24
WIDTH = 120
"""Of what is printed elsewhere than on a terminal."""

STAGES = {
    "live_to_due_date": "income to the due date",
    "help_friends": "friends' help",
    "live_on": "the thirty days of those behind",
    "review": "scores, limits, freezes",
    "warn_friends": "who has a friend in trouble",
    "meet": "friends talk",
    "part": "leaving, joining",
}
"""The engine's passes over all borrowers, by the names of their functions."""
NANOSECONDS = "ns a borrower and month"


def alone(work: Callable[..., Any], *arguments: Any, lanes: int = 8) -> Any:
    """Return what ``work`` returns in a fresh process that lives so many borrowers at a time."""
    os.environ["TIGHTROPE_LANES"] = str(lanes)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def engine(scenario: str, borrowers: int, months: int, rounds: int) -> Iterator[Section]:
    """All rules: lanes in turn, then threads."""
    eight, one, two = [], [], []
    for _ in range(rounds):
        eight.append(alone(measure, scenario, borrowers, months, 1))
        one.append(alone(measure, scenario, borrowers, months, 1, lanes=1))
        two.append(alone(measure, scenario, borrowers, months, 2))
    title = f"all rules, {borrowers:,} borrowers"
    yield beside_first(f"{title}, one thread", NANOSECONDS, {
        "eight lanes": fastest(eight, "month"),
        "one lane": fastest(one, "month"),
    })  # fmt: skip
    yield Section("passes in eight lanes; ratio: one lane to eight", NANOSECONDS, [
        Row(says, fastest(eight, stage), fastest(one, stage) / fastest(eight, stage)) for stage, says in STAGES.items()
    ])  # fmt: skip
    yield beside_first(f"{title}, by the clock", NANOSECONDS, {
        "one thread": fastest(eight, "month", "wall"),
        "two threads": fastest(two, "month", "wall"),
    })  # fmt: skip
    yield once(eight)
    yield memory(eight[0])


def once(costs: list[Cost]) -> Section:
    """What happens once in a run."""
    parts = {"network": "network", "book": "opening the book", "results": "writing the results"}
    return Section("once", "ns a borrower", [Row(says, fastest(costs, part)) for part, says in parts.items()])


def memory(cost: Cost) -> Section:
    """What a market holds, above the interpreter."""
    says = {"peak": "at peak", "records": "records", "network": "network", "with_results": "with results written"}
    of_peak = {what: cost.memory[part] / cost.borrowers for part, what in says.items()}
    return beside_first("memory above the interpreter", f"bytes a borrower (target {MOST_BYTES} at peak)", of_peak)


def sizes(scenario: str, borrowers: int, months: int, rounds: int) -> Section:
    """All rules, from small markets to the one that the rest is measured with."""
    numbers = [borrowers // 100, borrowers // 10, borrowers]
    found = {
        f"{number:,}": fastest((alone(measure, scenario, number, months, 1) for _ in range(rounds)), "month")
        for number in reversed(numbers)
    }
    return beside_first("all rules, other numbers of borrowers", NANOSECONDS, found)


def largest(scenario: str) -> Section:
    """Ten million borrowers, all processors: time and memory, results included."""
    cost: Cost = alone(measure, scenario, LARGEST, FEW_MONTHS, os.cpu_count() or 1)
    unit = f"GB in all (target {MOST_GIGABYTES:g})"
    seconds = sum(sum(cost.wall[part]) for part in ("network", "book", "month", "results")) * LARGEST / 1e9
    held = (cost.memory["before"] + cost.memory["with_results"]) / 1e9
    return Section(f"{LARGEST:,} borrowers, {FEW_MONTHS} months, results written", unit, [
        Row("at peak", held, held / MOST_GIGABYTES), Row("seconds, by the clock", f"{seconds:.0f} seconds"),
    ])  # fmt: skip


def subset(borrowers: int, months: int, plain: bool) -> Section:
    """The same subset of the rules in other forms."""
    found = alone(compare_subsets, borrowers, months, plain)
    return beside_first(f"a subset of the rules, {borrowers:,} borrowers", NANOSECONDS, found)


def panel(borrowers: int) -> Section:
    """Eight columns of everybody and every month."""
    return beside_first("a panel of 8 columns, simulated and written", "ns a row", {
        "tightrope, all rules": alone(own_panel, borrowers, PANEL_MONTHS),
        "creforge, an account's month": alone(creforge_panel, borrowers // 4, PANEL_MONTHS),
    })  # fmt: skip


def starts() -> Iterator[Section]:
    """What is to be done before the first month."""
    eight, one, shown, small = compiled_for(8), compiled_for(1), help_shown(), small_run()
    named = {"rules compiled, eight lanes": eight, "rules compiled, one lane": one, "tightrope --help": shown}
    named["a run of 1,000 borrowers, 12 months"] = small
    yield Section("starting, a process each; ratio: by the clock to this", "seconds of the processor", [
        Row(what, start.processor, start.wall / start.processor) for what, start in named.items()
    ])  # fmt: skip
    yield beside_first("machine code", "kB", {"eight lanes": eight.size / 1e3, "one lane": one.size / 1e3})


def machine() -> dict[str, str]:
    """Say where the numbers come from."""
    libraries = {name: version(name) for name in ("llvmlite", "mesa", "numpy")}
    return {"machine": platform.platform(), "processor": _processor(), "python": platform.python_version(), **libraries}


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


@click.command()
@click.option("--borrowers", default=1_000_000, show_default=True, help="Borrowers of the full engine.")
@click.option("--months", default=12, show_default=True, help="Months of every run.")
@click.option("--rounds", default=2, show_default=True, help="Times that each run is repeated, in turn.")
@click.option("--scenario", default="baseline", show_default=True)
@click.option("--agents", default=10_000, show_default=True, help="Borrowers of the plain Mesa model.")
@click.option("--large", is_flag=True, help="Also live ten million borrowers, which takes 4 GB and minutes.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Also write all numbers to this file.")
def main(borrowers: int, months: int, rounds: int, scenario: str, agents: int, large: bool, file: Path | None) -> None:
    """Measure the engine and what surrounds it, and other ways to do the same."""
    alone(warm_up)
    alone(warm_up, lanes=1)
    sections = [*engine(scenario, borrowers, months, rounds), sizes(scenario, borrowers, months, rounds)]
    sections += [subset(agents, months, plain=True), subset(borrowers, months, plain=False)]
    sections += [panel(borrowers // 5), *starts()]
    copied = Row("all columns copied once", alone(floor, borrowers))
    sections.append(Section("what memory allows", "ns a borrower", [copied]))
    if large:
        sections.append(largest(scenario))
    Console(width=None if sys.stdout.isatty() else WIDTH).print(laid_out(sections))
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        found = {**machine(), "sections": [asdict(section) for section in sections]}
        file.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
