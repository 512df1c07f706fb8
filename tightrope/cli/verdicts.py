"""The table that ``tightrope validate`` prints: each fact, what is accepted, what the model shows, and the verdict."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.analysis.facts.facts import Fact, Found

__all__ = ["print_verdicts"]

_STYLES = {"pass": "green", "MISSED": "bold red"}


def print_verdicts(console: Console, found: Sequence[Found]) -> None:
    """Print the table and, below it, how many facts are met."""
    table = Table("", "", "fact", "target", "accepted", "model", "", box=SIMPLE, pad_edge=False)
    table.caption = "C: may be fitted to, V: only compared. Model: mean over seeds and its standard error."
    for column in table.columns[3:6]:
        column.justify = "right"
    for row in found:
        fact = row.fact
        target = "-" if fact.target is None else _number(fact.target, fact.unit)
        verdict = f"[{_STYLES[row.verdict]}]{row.verdict}[/]" if row.verdict in _STYLES else row.verdict
        table.add_row(fact.number, fact.kind, fact.says, target, accepted(fact), shown(row), verdict)
    console.print(table)
    for kind, words in (("C", "that may be fitted to"), ("V", "only compared")):
        rows = [row for row in found if row.fact.kind == kind and row.value is not None]
        met = sum(row.verdict == "pass" for row in rows)
        console.print(f"met of those {words}: {met} of {len(rows)}", highlight=False)


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
    return f"{value:,.2f} x" if unit == "x" else f"{value:.3f}"
