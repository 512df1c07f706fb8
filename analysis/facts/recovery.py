"""Facts about what defaults bring back: how much in two years, and how soon."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, BALANCE, FIRST, Evidence, quotient, share

__all__ = ["first_year_over_second", "loss_given_default"]

_WORK_OUT_MONTHS = 24
"""Months over which the cash collected after default is counted."""
_PAID = pl.col("paid_paylater") + pl.col("paid_cashloan") + pl.col("recovered")


def _last(evidence: Evidence) -> int:
    return evidence.panel["month"].max()  # type: ignore[return-value]


def _payments(evidence: Evidence, until: int) -> pl.DataFrame:
    """Months after default, of defaults up to a month, with what was ``owed`` then, and months ``since``."""
    panel = evidence.panel
    defaults = panel.filter(pl.col("defaulted") == 1, pl.col("status") == "active", pl.col("month") <= until).select(
        *ACCOUNT, cohort="month", owed=BALANCE
    )
    return panel.join(defaults, on=ACCOUNT).with_columns(since=pl.col("month") - pl.col("cohort"))


def loss_given_default(evidence: Evidence) -> float | None:
    """Share of what defaulters owe at 90 days past due that two years do not bring back, mean of monthly cohorts.

    Payments count towards the oldest debt first, so of a borrower at most that debt is collected. Cohorts are those
    that the run follows for two years; a run too short to follow a year of them so long follows them less, at least
    for a year.
    """
    last = _last(evidence)
    followed = max(_WORK_OUT_MONTHS // 2, min(_WORK_OUT_MONTHS, last - FIRST - 12))
    collected = (
        _payments(evidence, last - followed)
        .filter(pl.col("since").is_between(1, followed))
        .group_by(*ACCOUNT, "cohort", "owed")
        .agg(collected=_PAID.sum())
        .with_columns(pl.min_horizontal("collected", "owed"))
    )
    cohorts = collected.group_by("cohort").agg(pl.col("owed", "collected").sum()).filter(pl.col("owed") > 0)
    return share(cohorts, 1.0 - pl.col("collected") / pl.col("owed"))


def first_year_over_second(evidence: Evidence) -> float | None:
    """Paid by defaulters in the year after default / in the year after that, of defaults followed so long."""
    payments = _payments(evidence, _last(evidence) - _WORK_OUT_MONTHS)
    first, second = (
        float(payments.filter(pl.col("since").is_between(after + 1, after + 12)).select(_PAID.sum()).item())
        for after in (0, 12)
    )
    return quotient(first, second)
