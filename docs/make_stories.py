"""Write the tables of docs/stories.md from runs: ``python docs/make_stories.py`` (some minutes).

A table stands between ``<!-- run: NAME, against OTHER -->`` and ``<!-- end of run -->``; what lies between is replaced.
"""

import re
from pathlib import Path
from typing import NamedTuple

import polars as pl

from tightrope import run
from tightrope.analysis.compare.groups import GROUPS, first_event, fortunes
from tightrope.analysis.words.numbers import quantity
from tightrope.api.run import Run
from tightrope.model.results.run_results import FRAMES, Results

STORIES = Path(__file__).resolve().parent / "stories.md"
MARKED = re.compile(r"(<!-- run: (\S+), against (\S+) -->\n).*?(<!-- end of run -->)", re.DOTALL)


class Table(NamedTuple):
    """What is told of a run: means of months, new freezes by reason, and of groups their defaults and more."""

    months: tuple[str, ...]
    reasons: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]


_DEFAULTED = ("defaulted",)
_ENDS = ("defaulted", "written_off")
_EVERYBODY = ("everybody", _ENDS)
_CLOSED = Table(
    ("frozen_share", "trust_mean", "mending_share", "gave_up_share", "scam_amount", "appeals", "desk_wait_mean"),
    ("multi-platform", "identity", "guidance", "upgrade"),
    (_EVERYBODY, ("frozen here only", _DEFAULTED), ("frozen here only, never late there", _DEFAULTED)),
)
_EARLY = Table(
    ("prepay_unrestored_share", "restore_months_mean", "desk_wait_mean", "attrition_share", "trust_mean"),
    ("arbitrage",),
    (
        _EVERYBODY,
        ("repaid early in both", ("trust", "open_line")),
        ("frozen here only, never late there", _DEFAULTED),
    ),
)
_RAISED = Table(
    ("payment_to_income", "day1_share_dues", "missed_failed_share", "lump_default_hazard", "limit_mean"),
    (),
    (
        _EVERYBODY,
        ("raised: campaign", (*_ENDS, "open_line")),
        ("raised there only: campaign", (*_ENDS, "open_line")),
        ("frozen in neither", _DEFAULTED),
    ),
)
_OVERDUE = Table(
    ("contact_share", "plans_new", "plans_broken_share", "settlements", "forgiven_amount", "waived_amount", "lgd",
     "income_after_default", "locked_share", "trust_mean"),
    (),
    (_EVERYBODY, ("late in both", _ENDS), ("defaulted in both", ("written_off", "outside_debt"))),
)  # fmt: skip
_LINKED = Table(
    ("frozen_share", "limit_mean", "dpd30_share_balance_cashloan", "trust_mean", "profit"),
    ("linkage", "delinquency"),
    (_EVERYBODY, ("late in both", ("defaulted", "open_line")), ("frozen here only", _DEFAULTED)),
)
TABLES = {
    "limit-closed": _CLOSED,
    "limit-closed-explained": _CLOSED,
    "early-repay": _EARLY,
    "early-repay-open": _EARLY,
    "lump-sum-raise": _RAISED,
    "lump-sum-raise-targeted": _RAISED,
    "lump-sum-raise-noticed": _RAISED,
    "silent-overdue": _OVERDUE,
    "silent-overdue-in-contact": _OVERDUE,
    "linked-products": _LINKED,
    "linked-products-apart": _LINKED,
}
"""What is told of each run of the page."""


def table(name: str, other: str) -> str:
    """Return the table of a run of the Taiwan book beside the other run."""
    outcome = run(name, book="taiwan", against=other)
    assert outcome.against is not None
    start, told, both = first_event(outcome), TABLES[name], (outcome, outcome.against)
    rows = [
        [f"from month {start} on", f"`{name}`", f"`{other}`"],
        ["---", "---:", "---:"],
        *([f"`{column}`, mean", *(_mean(one, column, start) for one in both)] for column in told.months),
        *([f"lines frozen: {reason}", *(_frozen(one, reason, start) for one in both)] for reason in told.reasons),
        *_people(outcome, outcome.against, told),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _mean(results: Results, column: str, start: int) -> str:
    unit = next(declared.unit for declared in FRAMES["months"] if declared.name == column)
    mean = results.months.filter(pl.col("month") >= start)[column].cast(pl.Float64).mean()
    assert mean is None or isinstance(mean, float)
    return f"{mean:.3f}" if unit == "0-1" and mean is not None else quantity(mean, unit)


def _frozen(results: Results, reason: str, start: int) -> str:
    since = results.freezes.filter((pl.col("month") >= start) & (pl.col("reason") == reason))
    return f"{since['new'].sum():,} ({since['good_standing_new'].sum():,} in good standing)"


def _people(outcome: Run, other: Results, told: Table) -> list[list[str]]:
    """Return what became of groups and of the same people in the other run; groups too small to tell are left out."""
    rows = []
    known = {row["group"]: row for row in fortunes(outcome, other).groups.iter_rows(named=True)}
    labels = {group.name: group.label.put("en").replace("– of these", "of those frozen here alone") for group in GROUPS}
    for name, measures in told.groups:
        if name in known:
            row = known[name]
            for measure in measures:
                cells = [_cell(row[measure + side], measure) for side in ("", "_twin")]
                rows.append([f"{labels[name]}, {row['people']:,} people: {measure.replace('_', ' ')}", *cells])
    return rows


def _cell(value: float, measure: str) -> str:
    return f"{value:,}" if measure in _ENDS else quantity(value, "0-1" if measure == "trust" else "yuan")


def updated(text: str) -> str:
    """Return the page with every table made anew."""
    return MARKED.sub(lambda found: f"{found[1]}\n{table(found[2], found[3])}\n\n{found[4]}", text)


if __name__ == "__main__":
    STORIES.write_text(updated(STORIES.read_text(encoding="utf-8")), encoding="utf-8")
