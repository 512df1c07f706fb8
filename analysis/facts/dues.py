"""Facts about dues: why they are missed, by whom, how debts past due go on, and what is paid before it is due."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, FIRST, Evidence, fifths, later, quotient, share

__all__ = [
    "goes_on_to_60", "goes_on_to_90", "late_90_to_179_share", "missed_by_score", "missed_for_want", "missed_in_error",
    "missed_unwilling", "repaid_early_share",
]  # fmt: skip

_NINETY, _BELOW_180 = 3, 5
"""Months past due at 90 days, and the last short of 180."""


def _mean(evidence: Evidence, measure: pl.Expr) -> float | None:
    return share(evidence.months.filter(pl.col("month") >= FIRST), measure)


def missed_in_error(evidence: Evidence) -> float | None:
    """Of the dues missed on the day, by amount: forgotten, or the payment failed; mean of the months."""
    return _mean(evidence, pl.col("missed_forgot_share") + pl.col("missed_failed_share"))


def missed_for_want(evidence: Evidence) -> float | None:
    """Of the same dues: missed for want of money, late wages among it."""
    return _mean(evidence, pl.col("missed_short_share") + pl.col("missed_wages_share"))


def missed_unwilling(evidence: Evidence) -> float | None:
    """Of the same dues: held back by who had the money."""
    return _mean(evidence, pl.col("missed_held_share"))


def missed_by_score(evidence: Evidence) -> float | None:
    """How many times as often the lowest fifth of a month's scores misses a due date as the highest."""
    missed = (pl.col("missed_paylater") > 0) | (pl.col("missed_cashloan") > 0)
    lowest, highest = fifths(evidence.panel.filter(pl.col("status") == "active"), "score")
    return quotient(share(lowest, missed), share(highest, missed))


def _goes_on(evidence: Evidence, late: int) -> float | None:
    """Of the balance of cash loans so many months past due: share that is a month more so a month later."""
    late_now = evidence.panel.filter(pl.col("status") == "active").select(
        *ACCOUNT, "month", "late_cashloan", "balance_cashloan", then=later("late_cashloan"), next=later("month")
    )
    followed = late_now.filter(pl.col("late_cashloan") == late, pl.col("next") == pl.col("month") + 1)
    on = followed.filter(pl.col("then") == late + 1)["balance_cashloan"].sum()
    return quotient(float(on), float(followed["balance_cashloan"].sum()))


def goes_on_to_60(evidence: Evidence) -> float | None:
    """Of the balance of cash loans 30 to 59 days past due: share that is 60 to 89 days so a month later."""
    return _goes_on(evidence, 1)


def goes_on_to_90(evidence: Evidence) -> float | None:
    """Of the balance of cash loans 60 to 89 days past due: share that is 90 days so a month later."""
    return _goes_on(evidence, 2)


def late_90_to_179_share(evidence: Evidence) -> float | None:
    """Share of balance that is 90 to 179 days past due, by product, sum over sum of the months."""
    late, owed = pl.lit(0.0), pl.lit(0.0)
    for product in ("paylater", "cashloan"):
        balance = pl.col(f"balance_{product}")
        late += pl.when(pl.col(f"late_{product}").is_between(_NINETY, _BELOW_180)).then(balance).otherwise(0.0)
        owed += balance
    active = evidence.panel.filter(pl.col("status") == "active")
    return quotient(*map(float, active.select(late=late.sum(), owed=owed.sum()).row(0))) if active.height else None


def repaid_early_share(evidence: Evidence) -> float | None:
    """Of borrowers with a cash loan at a month's start: share that repays it early, mean of the months."""
    return _mean(evidence, pl.col("prepay_share"))
