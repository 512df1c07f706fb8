"""The table that ``tightrope validate`` prints: each fact, what is accepted, what the model shows, and the verdict."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.analysis.facts.counting import met, parted
from tightrope.analysis.facts.facts import Fact, Found
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
        target = "-" if fact.target is None else _number(fact.target, fact.unit)
        verdict = f"[{_STYLES[row.verdict]}]{row.verdict}[/]" if row.verdict in _STYLES else row.verdict
        table.add_row(fact.number, fact.kind, fact.says, target, accepted(fact), shown(row), verdict)
    return table


def accepted(fact: Fact) -> str:
    """Say which values are accepted: 1.10-1.80 %, at least 2.50 x, over 1.00 x."""
    if fact.low is not None and fact.high is not None:
        low, high = (_number(bound, fact.unit) for bound in (fact.low, fact.high))
        return f"{low.split()[0]}-{high}"
    if fact.low is not None:
        return f"{'over' if fact.target is None else 'at least'} {_number(fact.low, fact.unit)}"
    return "any" if fact.high is None else f"at most {_number(fact.high, fact.unit)}"


def shown(row: Found) -> str:
    """Say the mean and its standard error, as far as they are known."""
    if row.value is None:
        return "-"
    value = _number(row.value, row.fact.unit)
    if row.error is None:
        return value
    first, *unit = value.split()
    return " ".join([first, "±", _number(row.error, row.fact.unit).split()[0], *unit])


def _number(value: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * value:.2f} %"
    if unit == "yuan":
        return f"{value:,.0f}"
    return f"{value:,.2f} x" if unit == "x" else f"{value:.3f}"
