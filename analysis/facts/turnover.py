"""Facts about who comes and goes: how many leave, how many are new, and who borrows again, and how much they owe."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, FIRST, Evidence, quotient, share

__all__ = ["leaving_share", "mean_paylater", "new_borrowers_share", "repeat_share"]

_QUARTER = 3
"""Months by which lenders report, and up to which a customer is new."""


def repeat_share(evidence: Evidence) -> float | None:
    """Share of the cash loans drawn, in yuan, by customers of more than three months."""
    new = pl.col("month") - pl.col("joined_month") <= _QUARTER
    drawn = evidence.panel.select(again=pl.col("draws").filter(~new).sum(), all=pl.col("draws").sum())
    return quotient(*map(float, drawn.row(0)))


def new_borrowers_share(evidence: Evidence) -> float | None:
    """Share of a quarter's borrowers whose account was opened in it, or in the month before; mean of the quarters."""
    started = FIRST + (pl.col("month") - FIRST - 1) // _QUARTER * _QUARTER
    drew = evidence.panel.filter(pl.col("month") > FIRST, pl.col("draws") > 0).select(*ACCOUNT, started=started)
    quarters = drew.unique().group_by("started").agg(new=(pl.col("joined_month") >= pl.col("started")).mean())
    found = quarters["new"].mean()
    return float(found) if isinstance(found, float) else None


def leaving_share(evidence: Evidence) -> float | None:
    """Share of those who owe as a month begins who have left at its end, debts paid."""
    owing = evidence.panel.filter(pl.col("before_paylater") + pl.col("before_cashloan") > 0)
    return share(owing, pl.col("status") == "vacant")


def mean_paylater(evidence: Evidence) -> float | None:
    """Mean balance, yuan, of customers who owe on paylater at a month's end."""
    owing = evidence.panel.filter(pl.col("status") == "active", pl.col("balance_paylater") > 0)
    return share(owing, pl.col("balance_paylater"))
