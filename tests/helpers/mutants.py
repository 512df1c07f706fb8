"""Do the tests notice when a rule is written wrong? Slips are made one at a time; whoever sees nothing lets one live.

Each mutant lives in a process of its own, forked from one that has imported all that is not mutated, with the rules as
plain Python: first the numbers of the smallest golden markets are compared, then the tests of rules are run until one
fails, and last two larger golden markets are looked at. A mutant that takes ten times the processor time of the sound
rules, or breaks, is noticed as well.
"""

import importlib
import importlib.abc
import importlib.util
import os
import random
import resource
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType

import click

from tests.helpers.mutating import ROOT, Mutant, mutants_of, mutated

DECLARATIONS = ("__init__", "borrower", "codes", "flows", "policy")
"""Files of agents/ without rules."""
MODEL = (
    *("engine/life", "engine/month", "engine/counts", "engine/ledger", "engine/history", "network/graph"),
    *(f"measures/{name}" for name in ("tally", "cells", "defaults", "loans", "standing", "month_row")),
)
"""Files of model/ that hold rules, or count what they did."""
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
PRELOADED = (
    *("numpy", "mesa", "networkx", "scipy.stats", "pytest", "hypothesis.strategies"),
    "tightrope.scenarios.files.scenario",
)
"""What is slow to import and starts no thread, which a fork would lose (polars does)."""
FEW, MORE = ("few of one's own", "few"), ("synthetic", "own book")
"""Golden markets that are looked at first, and last, where nothing else noticed anything."""
TESTS = {
    "agents": ("agents/test_rules*.py", "agents/test_queues.py"),
    "model": ("agents/test_rules*.py", "agents/test_queues.py", "model/test_tallies.py", "model/test_measures.py",
              "model/test_ledger_faults.py", "model/test_network.py"),
}  # fmt: skip
"""What is run where golden numbers notice nothing, by the room of the mutant."""
SURVIVED, NOTICED = 0, 1
TIMES = 10
"""Processor time of a mutant, of that of the sound rules, above which it hangs."""


class MutantLoader(importlib.abc.SourceLoader):
    """Finds and loads the mutant's module, from the tree with the slip in it."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"tightrope.{mutant.file.removesuffix('.py').replace('/', '.')}"
        self.path = str(ROOT / mutant.file)
        self.code: CodeType = compile(mutated(mutant), mutant.file, "exec")

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> object:
        """Return how to load the mutant, None for every other module."""
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def get_filename(self, fullname: str) -> str:
        """Return the file that is mutated."""
        return self.path

    def get_data(self, path: str | bytes) -> bytes:
        """Return the sound source."""
        return Path(os.fsdecode(path)).read_bytes()

    def get_code(self, fullname: str) -> CodeType:
        """Return the mutant's code."""
        return self.code


def all_mutants() -> Iterator[Mutant]:
    """Yield every mutant of every rule."""
    rules = [path for path in sorted((ROOT / "agents").glob("*.py")) if path.stem not in DECLARATIONS]
    for path in (*rules, *(ROOT / "model" / f"{name}.py" for name in MODEL)):
        yield from mutants_of(path)


def equivalent() -> dict[tuple[str, str, str], str]:
    """Return the mutants that change nothing anybody could see, by file, rule and change, each with the reason."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutants"]
    return {(each["file"], each["rule"], change): each["why"] for each in listed for change in each["changes"]}


def is_noticed(room: str) -> bool:
    """Whether golden numbers or a test notices what a room holds, imported from now on."""
    from tests.helpers.golden import differences, kept, look_at

    def moved(parts: Sequence[str]) -> bool:
        return any(any(differences(before[part], look_at(part))) for part in parts)

    before = kept()
    if moved(FEW):
        return True
    import pytest

    files = [str(path) for pattern in TESTS[room] for path in sorted((ROOT / "tests").glob(pattern))]
    options = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return pytest.main([*options, *files]) != 0 or moved(MORE)


def live(room: str, mutant: Mutant | None, seconds: int) -> int:
    """Fork a process for a mutant, or for the sound rules, and return its number."""
    child = os.fork()
    if child:
        return child
    code = NOTICED
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        if mutant:
            sys.meta_path.insert(0, MutantLoader(mutant))  # type: ignore[arg-type]
        code = NOTICED if is_noticed(room) else SURVIVED
    finally:
        os._exit(code)


def survivors(mutants: Sequence[Mutant], jobs: int, seconds: int) -> Iterator[Mutant]:
    """Try all mutants, so many at a time, and yield those that nobody noticed."""
    waiting, running = list(reversed(mutants)), dict[int, Mutant]()
    while waiting or running:
        click.echo(f"\r{len(waiting) + len(running)} to go ", err=True, nl=False)
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[live(room_of(mutant), mutant, seconds)] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        if status == SURVIVED:
            yield mutant


def time_of_sound_rules(room: str) -> float:
    """Return the processor seconds that the sound rules take, which nobody may notice."""
    _, status, used = os.wait4(live(room, None, 3600), 0)
    if status != SURVIVED:
        sys.exit("the sound rules do not pass: run make test-quick and make test-plain")
    return used.ru_utime + used.ru_stime


def room_of(mutant: Mutant) -> str:
    """Return the room that a mutant lives in."""
    return mutant.file.partition("/")[0]


def report(tried: Sequence[Mutant], lived: Sequence[Mutant]) -> str:
    """Say how many of each room were noticed."""
    lines = []
    for room in TESTS:
        of_room, left = ([each for each in group if room_of(each) == room] for group in (tried, lived))
        if of_room:
            share = 1 - len(left) / len(of_room)
            lines.append(f"{room}: {len(of_room) - len(left)} of {len(of_room)} noticed, {share:.1%}")
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--number", default=300, help="Size of the sample (0: all).")
@click.option("--seed", default=1, help="Which sample.")
@click.option("--jobs", default=2, help="Processes at a time.")
@click.option("--only", default="", help="Only files whose path begins with this.")
def main(number: int, seed: int, jobs: int, only: str) -> None:
    """Try a sample of mutants, name the survivors and print the score."""
    os.environ |= {"TIGHTROPE_PLAIN": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}  # before they load
    for name in PRELOADED:
        importlib.import_module(name)
    mutants = [mutant for mutant in all_mutants() if mutant.file.startswith(only)]
    sample = random.Random(seed).sample(mutants, min(number or len(mutants), len(mutants)))
    same = equivalent()
    tried = [mutant for mutant in sample if (mutant.file, mutant.rule, mutant.change) not in same]
    seconds = time_of_sound_rules(max(map(room_of, tried)))  # the model's tests hold those of the rules
    click.echo(f"{len(tried)} of {len(mutants)} mutants, seed {seed}; the sound rules take {seconds:.0f} s")
    click.echo(f"{len(sample) - len(tried)} more of the sample change nothing, see {EQUIVALENT.name}")
    lived = []
    for mutant in survivors(tried, jobs, int(TIMES * seconds) + 1):
        click.echo(f"\rsurvived: {mutant}")
        lived.append(mutant)
    click.echo(report(tried, lived))


if __name__ == "__main__":
    main()
