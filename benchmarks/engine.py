"""What the engine costs: nanoseconds for each borrower and month, bytes for each borrower, and plain Mesa beside it.

Every run is measured in a process of its own. What is counted, and how to read the table, stands in README.md.
"""

import json
import platform
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from measuring import Cost, compare_subsets, measure, warm_up
from rich import box
from rich.console import Console
from rich.table import Table

MOST_NANOSECONDS = 700
"""Target: one thread, all rules on, a million borrowers with their network."""
MOST_BYTES = 300
"""Target: at peak, for each borrower, above the bare interpreter with its imports."""
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


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Return what ``work`` returns in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def rows(cost: Cost) -> dict[str, float | None]:
    """Return what the table says of one run; headings have no number."""
    memory = cost.memory
    return {
        "nanoseconds a borrower and month": None,
        "  median month": cost.median("month"),
        **{f"    {says}": cost.median(stage) for stage, says in STAGES.items()},
        "  fastest month": min(cost.wall["month"]),
        "  median month, processor time": sorted(cost.processor["month"])[cost.months // 2],
        "nanoseconds a borrower, once": None,
        "  network": cost.median("network"),
        "  opening the book": cost.median("book"),
        "bytes a borrower, above the interpreter": None,
        "  at peak": memory["peak"],
        "    records": memory["of_records"],
        "    network": memory["of_network"],
        "    all else": memory["peak"] - memory["of_records"] - memory["of_network"],
        "  at peak, once results are laid out as frames": memory["with_results"],
    }


def table(costs: list[Cost]) -> Table:
    """Lay the costs out, a column for each run."""
    laid_out = Table(box=box.SIMPLE, show_edge=False)
    laid_out.add_column(f"{costs[0].borrowers:,} borrowers, {costs[0].months} months", no_wrap=True)
    for cost in costs:
        laid_out.add_column(f"{cost.scenario}\n{cost.threads} thread{'s' * (cost.threads > 1)}", justify="right")
    columns = [rows(cost) for cost in costs]
    for name in columns[0]:
        numbers = [column[name] for column in columns]
        laid_out.add_row(name, *("" if number is None else f"{number:,.0f}" for number in numbers))
    return laid_out


def verdicts(costs: list[Cost]) -> list[str]:
    """Say whether the targets are met, and what more threads bring."""
    said = []
    for cost in costs:
        single = next((one for one in costs if one.threads == 1 and one.scenario == cost.scenario), None)
        if cost is single:
            took, best, held = cost.median("month"), min(cost.wall["month"]), cost.memory["peak"]
            met = "met" if took <= MOST_NANOSECONDS and held <= MOST_BYTES else "MISSED"
            targets = f"targets {MOST_NANOSECONDS} ns and {MOST_BYTES} bytes on one thread: {met}"
            said.append(f"{cost.scenario}: {took:.0f} ns (fastest month {best:.0f}), {held:.0f} bytes; {targets}")
        elif single:
            gain = single.median("month") / cost.median("month")
            said.append(f"{cost.scenario}: {cost.threads} threads are {gain:.2f} times as fast as one")
    return said


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
@click.option("--months", default=24, show_default=True, help="Months of every run.")
@click.option("--threads", multiple=True, type=int, default=(1, 2), show_default=True, help="May be repeated.")
@click.option("--scenario", "scenarios", multiple=True, default=("baseline", "regulatory-squeeze"), show_default=True)
@click.option("--agents", default=10_000, show_default=True, help="Borrowers of the plain Mesa model.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Also write every month's numbers to this file.")
def main(
    borrowers: int, months: int, threads: tuple[int, ...], scenarios: tuple[str, ...], agents: int, file: Path | None
) -> None:
    """Measure the engine, and a plain Mesa model beside the same rules compiled."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    with console.status("compiling the rules, or reading them from the cache"):
        alone(warm_up)
    costs = []
    for scenario, count in product(scenarios, threads):
        with console.status(f"{scenario}, threads: {count}"):
            costs.append(alone(measure, scenario, borrowers, months, count))
    with console.status("plain Mesa beside the same rules compiled"):
        subset = alone(compare_subsets, agents, months)
    console.print(table(costs))
    for sentence in verdicts(costs):
        console.print(sentence)
    console.print(
        f"subset of the rules, {agents:,} borrowers: plain Mesa {subset['plain']:,.0f} ns an agent and month, "
        f"compiled {subset['compiled']:,.0f}: {subset['plain'] / subset['compiled']:.0f} times as fast"
    )
    if file:
        found = {**machine(), "runs": [asdict(cost) for cost in costs], "subset": subset}
        file.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
