"""The table that ``tightrope validate`` prints: each fact, what is accepted, what the model shows, and the verdict."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.analysis.facts.counting import met, parted
from tightrope.analysis.facts.fact import Found
from tightrope.analysis.facts.saying import accepted, shown, targeted
from tightrope.scenarios.files.schema import PlatformKind

__all__ = ["print_verdicts"]

_STYLES = {"pass": "green", "MISSED": "bold red"}
_OF: dict[PlatformKind | None, str] = {
    "prime": "a prime lender",
    "near-prime": "a near-prime lender",
    "cards": "a book of cards",
    None: "all lenders",
}


def print_verdicts(console: Console, found: Sequence[Found], kind: PlatformKind | None = None) -> None:
    """Print the facts of a kind of lender (None: of all), how many are met, why others are not, and the other facts."""
    ours, others = parted(found, kind)
    console.print(_table(ours, "C: may be fitted to, V: only compared. Model: mean over seeds and its standard error."))
    counts = f"met: {_count(ours)} facts of {_OF[kind]}"
    console.print(
        f"{counts}; may be fitted to: {_count(ours, 'C')}, only compared: {_count(ours, 'V')}", highlight=False
    )
    _print_reasons(console, ours)
    if others:
        console.print(_table(others, "Of another lender: not counted."))


def _count(found: Sequence[Found], kind: str = "") -> str:
    known = met(found, kind)
    return f"{known.met} of {known.seen}"


def _print_reasons(console: Console, found: Sequence[Found]) -> None:
    """Print why the shipped scenarios miss the facts that were missed, as far as it is known."""
    missed: dict[str, list[str]] = {}
    for row in found:
        missed.setdefault(row.reason, []).append(row.fact.number)
    missed.pop("", None)
    if missed:
        reasons = Table.grid(padding=(0, 2))
        for reason, numbers in missed.items():
            reasons.add_row(", ".join(numbers), reason)
        console.print("\nwhy the shipped scenarios miss them:", highlight=False)
        console.print(reasons)


def _table(found: Sequence[Found], caption: str) -> Table:
    table = Table("", "", "fact", "target", "accepted", "model", "", box=SIMPLE, pad_edge=False, caption=caption)
    for column in table.columns[3:6]:
        column.justify = "right"
    for row in found:
        fact = row.fact
        verdict = f"[{_STYLES[row.verdict]}]{row.verdict}[/]" if row.verdict in _STYLES else row.verdict
        table.add_row(fact.number, fact.kind, fact.says, targeted(fact), accepted(fact), shown(row), verdict)
    return table
