"""Facts about who is paid first: borrowers who owe the platform and a bank, in the pandemic."""

import polars as pl

from tightrope.analysis.facts.evidence import BALANCE, STRAINED, Evidence, quotient, share

__all__ = ["bank_late_times", "platform_late_times", "platform_over_bank"]

_LATE_HERE = (pl.col("late_paylater") > 0) | (pl.col("late_cashloan") > 0)
_LATE_THERE = pl.col("late_outside") > 0


def _times(evidence: Evidence, late: pl.Expr) -> float | None:
    """Share late in the pandemic / in the calm market, of those who owe the platform and, of others, the bank alone."""
    if evidence.bank is None:
        return None
    of_bank = (pl.col("lender_elsewhere") == evidence.bank) & (pl.col("outside_debt") > 0)
    owe_both = (pl.col("status") == "active") & (BALANCE > 0) & of_bank & (pl.col("outside_fringe") == 0)
    strained, calm = (
        share(panel.filter(pl.col("month").is_between(*STRAINED), owe_both), late)
        for panel in (evidence.pandemic, evidence.panel)
    )
    return quotient(strained, calm)


def platform_late_times(evidence: Evidence) -> float | None:
    """How many times as many of those who owe both are late with the platform in the pandemic."""
    return _times(evidence, _LATE_HERE)


def bank_late_times(evidence: Evidence) -> float | None:
    """How many times as many of them are late with the bank."""
    return _times(evidence, _LATE_THERE)


def platform_over_bank(evidence: Evidence) -> float | None:
    """The first over the second: over 1 where the platform is put off and the bank is paid."""
    return quotient(platform_late_times(evidence), bank_late_times(evidence))
