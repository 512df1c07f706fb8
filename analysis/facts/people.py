"""Facts about who defaults: by income and by the number of other lenders, both as they were when the looking began."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, FIRST, Evidence, quotient, share

__all__ = ["default_by_income", "default_few_lenders", "default_many_lenders"]

_FIFTH = 0.2
_FEW, _MANY = (3, 4), 5
"""Other lenders that are few, and the least that are many."""


def _cohort(evidence: Evidence) -> pl.DataFrame:
    """Who is active and not in default in the first month looked at, and whether they default in any later one."""
    panel = evidence.panel
    there = panel.filter(pl.col("month") == FIRST, pl.col("status") == "active", pl.col("ever_defaulted") == 0)
    defaults = panel.filter(pl.col("month") > FIRST, pl.col("defaulted") == 1)
    fell = defaults.select(*ACCOUNT).unique().with_columns(fell=pl.lit(value=True))
    return there.join(fell, on=ACCOUNT, how="left").with_columns(pl.col("fell").fill_null(value=False))


def default_by_income(evidence: Evidence) -> float | None:
    """How many times likelier the poorest fifth, by usual income, defaults than the richest."""
    cohort, usual = _cohort(evidence), pl.col("income_usual")
    low, high = usual <= usual.quantile(_FIFTH, "linear"), usual >= usual.quantile(1.0 - _FIFTH, "linear")
    return quotient(share(cohort.filter(low), pl.col("fell")), share(cohort.filter(high), pl.col("fell")))


def _by_lenders(evidence: Evidence, owing: pl.Expr) -> float | None:
    """How many times likelier default is among those who owe so many other lenders than among who owe none."""
    cohort = _cohort(evidence)
    none = cohort.filter(pl.col("outside_lenders") == 0)
    return quotient(share(cohort.filter(owing), pl.col("fell")), share(none, pl.col("fell")))


def default_few_lenders(evidence: Evidence) -> float | None:
    """Three or four other lenders against none."""
    return _by_lenders(evidence, pl.col("outside_lenders").is_between(*_FEW))


def default_many_lenders(evidence: Evidence) -> float | None:
    """Five other lenders or more against none."""
    return _by_lenders(evidence, pl.col("outside_lenders") >= _MANY)
