"""Facts about households: savings, work that is lost, incomes from month to month, and how many lend to them."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, BALANCE, FIRST, Evidence, fifths, later, odds_ratio, share

__all__ = ["income_swings", "lost_work_by_income", "savings_by_income", "several_lenders", "thin_savings"]

_YEAR = 12
_THIN = pl.col("cash") < pl.col("income_usual")
"""Savings of less than a month's usual income."""


def _people(evidence: Evidence) -> pl.DataFrame:
    """Active borrowers, once a year."""
    return evidence.panel.filter(pl.col("status") == "active", (pl.col("month") - FIRST) % _YEAR == 0)


def thin_savings(evidence: Evidence) -> float | None:
    """Share of borrowers with less than a month's usual income at hand at a month's end."""
    return share(_people(evidence), _THIN)


def savings_by_income(evidence: Evidence) -> float | None:
    """Odds of so little in the poorest fifth, by usual income, over those in the richest."""
    poorest, richest = fifths(_people(evidence), "income_usual")
    return odds_ratio(share(poorest, _THIN), share(richest, _THIN))


def _year(evidence: Evidence) -> pl.DataFrame:
    """People over the twelve months after the first looked at, of those who are there in all of them."""
    window = pl.col("month").is_between(FIRST, FIRST + _YEAR) & (pl.col("status") != "vacant")
    return evidence.panel.filter(window).filter(pl.len().over(ACCOUNT) == _YEAR + 1)


def lost_work_by_income(evidence: Evidence) -> float | None:
    """Odds that work is lost within a year in the poorest fifth, by usual income, over those in the richest."""
    lost = (pl.col("employed") == 0) & (later("employed", -1) == 1)
    year = _year(evidence).with_columns(lost=lost.fill_null(value=False))
    people = year.group_by(ACCOUNT).agg(pl.col("lost").any(), pl.col("income_usual").first(), month=pl.lit(FIRST))
    poorest, richest = fifths(people, "income_usual")
    return odds_ratio(share(poorest, pl.col("lost")), share(richest, pl.col("lost")))


def income_swings(evidence: Evidence) -> float | None:
    """Median over people of a year's monthly incomes' standard deviation / mean."""
    months = _year(evidence).filter(pl.col("month") > FIRST)
    spread = months.group_by(ACCOUNT).agg(spread=pl.col("income").std() / pl.col("income").mean())
    found = spread["spread"].median()
    return found if isinstance(found, float) else None


def several_lenders(evidence: Evidence) -> float | None:
    """Share of borrowers who owe the platform that owe another lender, too."""
    return share(_people(evidence).filter(BALANCE > 0), pl.col("outside_lenders") > 0)
