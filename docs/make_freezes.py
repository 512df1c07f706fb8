"""Write the tables of docs/freezes.md from runs: ``python docs/make_freezes.py`` (a quarter of an hour).

A table stands between ``<!-- table: NAME -->`` and ``<!-- end of table -->``; what lies between is replaced.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import polars as pl

from tightrope import freezes
from tightrope.analysis.freezes.groups import FAIR
from tightrope.analysis.freezes.measures import MEASURES
from tightrope.analysis.freezes.quality import Quality
from tightrope.analysis.freezes.rows import HORIZONS
from tightrope.analysis.words.margins import number

PAGE = Path(__file__).resolve().parent / "freezes.md"
MARKED = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end of table -->)", re.DOTALL)
CALM, SQUEEZE = "baseline", "regulatory-squeeze"
ACTIONS = ("freeze", "cut", "withheld", "lock")
OF_ACTIONS = ("precision", "base_rate", "loss_avoided", "default_exempt", "default_here", "harm_spending", "harm_trust")
OF_GROUPS = ("false_positive_rate", "harm_default")


@cache
def judged(scenario: str, action: str) -> Quality:
    """Return how good an action was in a scenario: 20,000 borrowers, seeds 1 to 3."""
    return freezes(scenario, action=action, seeds=3)


def cell(row: Mapping[str, object], value: str = "value", ends: Sequence[str] = ("low", "high")) -> str:
    """Return a value and its interval."""
    unit = str(row["unit"]) if value == "value" else "x"
    told = [None if row[name] is None else float(str(row[name])) for name in (value, *ends)]
    if told[0] is None:
        return "-"
    first, low, high = (number(each, unit) for each in told)
    return f"{first} ({low.removesuffix(' %')} to {high.removesuffix(' %')})"


def of_all(found: Quality, measure: str, horizon: int) -> str:
    """Return a measure of everybody hit."""
    wanted = (pl.col("by") == "all") & (pl.col("measure") == measure) & (pl.col("horizon") == horizon)
    return cell(found.summary.row(by_predicate=wanted, named=True))


def laid_out(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table, the first of them its heading."""
    lines = [rows[0], ["---", *["---:"] * (len(rows[0]) - 1)], *rows[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def whole() -> str:
    """Return every measure of freezes in a calm market and in a squeeze."""
    both = [(name, horizon) for name in (CALM, SQUEEZE) for horizon in HORIZONS]
    rows = [["", *(f"`{name}`, {horizon} months" for name, horizon in both)]]
    for each in MEASURES:
        words = each.definition.rstrip(".") + (f", {each.unit}" if not each.unit.startswith("share") else "")
        rows.append([words, *(of_all(judged(name, "freeze"), each.name, horizon) for name, horizon in both)])
    return laid_out(rows)


def by_action() -> str:
    """Return some measures of every action in the calm market."""
    told = {each.name: each for each in MEASURES}
    rows = [["within 12 months", *(f"`{action}`" for action in ACTIONS)]]
    rows += [
        [told[name].definition.rstrip("."), *(of_all(judged(CALM, action), name, 12) for action in ACTIONS)]
        for name in OF_ACTIONS
    ]
    return laid_out(rows)


def fairness() -> str:
    """Return how groups fare against everybody else in the squeeze."""
    rows = [["against everybody else", "hit", "false positives, ratio", "wrongly hit who default, ratio"]]
    summary = judged(SQUEEZE, "freeze").summary.filter(pl.col("horizon") == HORIZONS[0])
    for by in FAIR:
        for band in summary.filter(pl.col("by") == by)["band"].unique(maintain_order=True):
            own = summary.filter((pl.col("by") == by) & (pl.col("band") == band))
            measures = [own.row(by_predicate=pl.col("measure") == name, named=True) for name in OF_GROUPS]
            ratios = [cell(row, "ratio", ("ratio_low", "ratio_high")) for row in measures]
            rows.append([f"{by}: {band}", f"{own['hits'][0]:,}", *ratios])
    return laid_out(rows)


TABLES: dict[str, Callable[[], str]] = {"whole": whole, "actions": by_action, "fairness": fairness}


def updated(text: str, made: Mapping[str, str]) -> str:
    """Return the page with the tables that were made."""
    return MARKED.sub(lambda found: f"{found[1]}\n{made[found[2]]}\n\n{found[3]}", text)


if __name__ == "__main__":
    tables = {name: table() for name, table in TABLES.items()}
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")
