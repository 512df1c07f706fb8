"""What tightrope costs in time and memory, beside other ways to do the same: one table, and the same as JSON.

Every run is measured in a process of its own. What is counted, and how to read the table, stands in README.md.
"""

import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import click
from measuring import Cost, alone, fastest, floor, measure, warm_up
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
ONCE = {"network": "network", "book": "opening the book", "results": "writing the results"}
"""What a run does once, likewise."""
NANOSECONDS = "ns a borrower and month"


def engine(scenario: str, borrowers: int, months: int, rounds: int) -> Iterator[Section]:
    """All rules: lanes in turn, their passes, threads, smaller markets, and what else a run costs."""

    def lived(number: int, threads: int = 1, lanes: int = 8) -> Cost:
        cost: Cost = alone(measure, scenario, number, months, threads, lanes=lanes)
        return cost

    rounds_of = [(lived(borrowers), lived(borrowers, lanes=1), lived(borrowers, threads=2)) for _ in range(rounds)]
    eight, one, two = zip(*rounds_of, strict=True)
    title = f"all rules, {borrowers:,} borrowers"
    lanes = {"eight lanes": fastest(eight, "month"), "one lane": fastest(one, "month")}
    yield beside_first(f"{title}, one thread", NANOSECONDS, lanes)
    passes = {says: (fastest(eight, stage), fastest(one, stage)) for stage, says in STAGES.items()}
    rows = [Row(says, of_eight, of_one / of_eight) for says, (of_eight, of_one) in passes.items()]
    yield Section("its passes in eight lanes (ratio: one lane to eight)", NANOSECONDS, rows)
    threads = {"one thread": fastest(eight, "month", "wall"), "two threads": fastest(two, "month", "wall")}
    yield beside_first(f"{title}, by the clock", NANOSECONDS, threads)
    sizes = {number: [lived(number) for _ in range(rounds)] for number in (borrowers // 10, borrowers // 100)}
    found = {f"{number:,}": fastest(costs, "month") for number, costs in ({borrowers: eight} | sizes).items()}
    yield beside_first("other numbers of borrowers", NANOSECONDS, found)
    yield Section("once in a run", "ns a borrower", [Row(says, fastest(eight, part)) for part, says in ONCE.items()])
    yield memory(eight[0])


def memory(cost: Cost) -> Section:
    """What a market holds, above the interpreter."""
    says = {"peak": f"at peak (target: {MOST_BYTES})", "records": "records", "network": "network"}
    says["with_results"] = "with results written"
    held = {what: cost.memory[part] / cost.borrowers for part, what in says.items()}
    return beside_first("memory above the interpreter", "bytes a borrower", held)


def largest(scenario: str) -> Iterator[Section]:
    """Ten million borrowers on all processors: memory in all and time, results included."""
    cost: Cost = alone(measure, scenario, LARGEST, FEW_MONTHS, os.cpu_count() or 1)
    held = {part: (cost.memory["before"] + cost.memory[part]) / 1e9 for part in ("peak", "with_results")}
    yield Section(f"{LARGEST:,} borrowers", "GB in all", [
        Row("lived", held["peak"]), Row(f"and results written (target: {MOST_GIGABYTES:g})", held["with_results"]),
    ])  # fmt: skip
    seconds = {says: sum(cost.wall[part]) * LARGEST / 1e9 for part, says in ONCE.items()}
    month = sum(cost.wall["month"]) / FEW_MONTHS * LARGEST / 1e9
    rows = [Row(says, took) for says, took in ({"a month": month} | seconds).items()]
    yield Section(f"{LARGEST:,} borrowers, all processors, by the clock", "seconds", rows)


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
    yield beside_first("machine code", "kB", {"eight lanes": eight.kept / 1e3, "one lane": one.kept / 1e3})


def measured(scenario: str, borrowers: int, months: int, rounds: int, agents: int, large: bool) -> Iterator[Section]:
    """Measure all, one section after the other."""
    for lanes in (8, 1):
        alone(warm_up, lanes=lanes)
    yield from engine(scenario, borrowers, months, rounds)
    yield subset(agents, months, plain=True)
    yield subset(borrowers, months, plain=False)
    yield panel(borrowers // 5)
    yield from starts()
    copied = Row("all columns of a borrower copied once", alone(floor, borrowers))
    yield Section("what memory allows", "ns a borrower", [copied])
    if large:
        yield from largest(scenario)


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
    sections = []
    for section in measured(scenario, borrowers, months, rounds, agents, large):
        click.echo(f"measured: {section.title}", err=True)
        sections.append(section)
    Console(width=None if sys.stdout.isatty() else WIDTH).print(laid_out(sections))
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        found = {**machine(), "sections": [asdict(section) for section in sections]}
        file.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
