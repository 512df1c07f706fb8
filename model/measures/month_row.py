"""The month's measures, from its sums: one row of ``months.parquet``, with the definitions of ``columns.py``."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.codes import Queue
from tightrope.agents.queueing import QueueCount
from tightrope.model.measures.standing import trust_quantile
from tightrope.model.measures.tally import PARTS
from tightrope.model.results.bases import HIGHEST_LEVERAGE, LEAST_DEFAULTS, LEAST_FREEZES, LEAST_INCOME, LEAST_LINES
from tightrope.model.results.column import Column
from tightrope.model.results.month_columns import MONTHS

__all__ = ["DESK", "MonthEnd", "Row", "Sums", "month_row"]

YEAR = 12
"""Months for which measures of a year look back."""
DESK = [Queue.VERIFICATION, Queue.RESTORATION, Queue.APPEAL]
"""The queues of the service desk."""
_DECILES = range(10, 100, 10)
"""Per cent of borrowers that lie below the columns ``trust_p10`` to ``trust_p90``."""


type Sums = np.void
"""A record of ``TALLY_DTYPE``."""
type Row = dict[str, float | None]
"""The measures of a month by name; None where there is nothing to measure."""


@dataclass(frozen=True)
class MonthEnd:
    """What the measures of a month are made of."""

    month: int
    stance: float
    """Of every loan, the part that the platform funds itself."""
    accounts: dict[str, float]
    """The lenders' accounts of the month, yuan, and how tight other lenders are."""
    balance_before: float
    """Of both products at the month's start, yuan."""
    tally: Sums
    """The month's sums."""
    last: Sums
    """Those of the month before; in the first month, as the book opened."""
    opening: Sums
    """As the book opened."""
    past: Sequence[Row]
    """The measures of the months before."""
    trust_bins: NDArray[np.int64]
    """Active borrowers by trust, shape (TRUST_BINS,)."""
    queues: NDArray[np.int64]
    """The month's cases, shape (queues, queue counts)."""


def month_row(end: MonthEnd) -> Row:
    """Return one month's measures by name: those that their columns declare, and those with a rule of their own."""
    row = {column.name: _declared(column, end) for column in MONTHS if column.above}
    return {
        "month": end.month,
        "stance": end.stance,
        **row,
        "writeoff_share": _share(row["writeoff_amount"] or 0.0, end.balance_before),
        "lgd": _loss_given_default(row, end.past),
        "friend_freeze_ratio": _friend_freeze_ratio(end.tally),
        "payment_to_income": _payment_to_income(end.tally),
        **_trust(end, row["trust_mean"]),
        **_desk(end.queues),
        **end.accounts,
        "leverage": _leverage(end, row["balance"] or 0.0),
    }


def _declared(column: Column, end: MonthEnd) -> float | None:
    """Return a sum of the tally, or one over another, as the column says; null where nothing stands beneath."""
    above = _added(column.above, end)
    if column.unit.startswith("yuan"):
        above = _yuan(above)
    if column.beneath:
        return _share(above, _added(column.beneath, end))
    return int(above) if column.kind is int else float(above)


def _added(fields: Sequence[str], end: MonthEnd) -> float:
    """Add fields of the tally up, in the order in which they are named."""
    first, *others = (_field(name, end) for name in fields)
    return sum(others, start=first)


def _field(name: str, end: MonthEnd) -> float:
    last, _, field = name.rpartition(".")
    return _sum(end.last if last else end.tally, field)


def _sum(sums: Sums, field: str) -> float:
    """Return a sum in its own unit, whatever the parts are in which it is held."""
    value: float = sums[field] / PARTS[field] if field in PARTS else sums[field]
    return value


def _share(part: float, whole: float) -> float | None:
    return float(part) / float(whole) if whole else None


def _yuan(fen: float) -> float:
    return float(fen) / 100


def _loss_given_default(row: Row, past: Sequence[Row]) -> float | None:
    """Return what defaults cost, this month and the eleven before; ``past`` holds the rows of the months before."""
    year = [*past[1 - YEAR :], row]
    amounts = ("new_defaults", "new_default_amount", "default_paid_amount", "default_returned_amount")
    count, entered, paid, returned = (math.fsum(month[name] or 0.0 for month in year) for name in amounts)
    known = len(year) == YEAR and count >= LEAST_DEFAULTS
    regained = _share(paid + returned, entered) if known else None
    return None if regained is None else 1.0 - regained


def _friend_freeze_ratio(t: Sums) -> float | None:
    """Return how many times as often lines were frozen of those with a late friend; null where it were chance."""
    few = min(t["friend_late"], t["friend_clear"]) < LEAST_LINES or t["friend_clear_froze"] < LEAST_FREEZES
    if few:
        return None
    return float(t["friend_late_froze"] / t["friend_late"] / (t["friend_clear_froze"] / t["friend_clear"]))


def _payment_to_income(t: Sums) -> float | None:
    """Return what is due in the month over its income; null where there is hardly any income."""
    dues = t["due_paylater"] + t["due_cashloan"] + t["due_outside"]
    return _share(dues, t["income"]) if _yuan(t["income"]) >= LEAST_INCOME * t["accounts"] else None


def _trust(end: MonthEnd, mean: float | None) -> Row:
    """Return how trust is spread, and how it stands against the opening book's; ``mean`` is the month's."""
    t, opening = end.tally, end.opening
    at_first = _share(_sum(opening, "trust"), opening["active"])
    return {
        "trust_decline": None if mean is None or at_first is None else at_first - mean,
        **{f"trust_p{percent}": trust_quantile(end.trust_bins, percent / 100) for percent in _DECILES},
        "trust_unfrozen_mean": _share((t["trust"] - t["trust_frozen"]) / PARTS["trust"], t["active"] - t["frozen"]),
    }


def _desk(queues: NDArray[np.int64]) -> Row:
    """Return what came to the service desk; ``queues`` holds the month's cases, shape (queues, queue counts)."""
    cases = queues[DESK].sum(axis=0)
    return {
        "appeals": int(queues[Queue.APPEAL, QueueCount.ARRIVED]),
        "desk_waiting": int(cases[QueueCount.WAITING]),
        "desk_wait_mean": _share(cases[QueueCount.SERVED_MONTHS], cases[QueueCount.SERVED]),
    }


def _leverage(end: MonthEnd, balance: float) -> float | None:
    """Return the platform's own share of the balance (yuan) for each yuan of capital; null where there is none."""
    capital, own_balance = end.accounts["capital"], end.accounts["own_funded_share"] * balance
    return own_balance / capital if own_balance < HIGHEST_LEVERAGE * capital else None
