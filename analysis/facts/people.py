"""Facts about people: who defaults, as they were when the looking began; whose limits are high; how incomes vary."""

import math

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, BALANCE, FIRST, LIMIT, Evidence, fifths, odds_ratio, share

__all__ = [
    "default_by_debt", "default_by_income", "default_by_use", "default_few_lenders", "default_many_lenders",
    "lasting_variance", "passing_variance", "score_and_limit",
]  # fmt: skip

_FEW, _MANY = (3, 4), 5
"""Other lenders that are few, and the least that are many."""
_USED_UP, _HARDLY = 0.9, 0.1
"""Parts of the limits of both products from which, up to all, they are used up, and up to which hardly used."""
_OUTCOME_MONTHS = 24
"""Months within which those who use them are seen to default or not, as in the data."""
_SCORED = 60
"""Month in which scores are held against limits."""
_YEAR = 12


def _cohort(evidence: Evidence, until: int | None = None) -> pl.DataFrame:
    """Who is active and not in default in the first month looked at, and whether they default later, up to a month."""
    panel = evidence.panel
    there = panel.filter(pl.col("month") == FIRST, pl.col("status") == "active", pl.col("ever_defaulted") == 0)
    defaults = panel.filter(pl.col("month") > FIRST, pl.col("defaulted") == 1)
    if until is not None:
        defaults = defaults.filter(pl.col("month") <= until)
    fell = defaults.select(*ACCOUNT).unique().with_columns(fell=pl.lit(value=True))
    return there.join(fell, on=ACCOUNT, how="left").with_columns(pl.col("fell").fill_null(value=False))


def _by_fifths(cohort: pl.DataFrame, of: pl.Expr) -> tuple[float | None, float | None]:
    """Share that defaults of the lowest and of the highest fifth of a cohort by something."""
    lowest, highest = fifths(cohort.with_columns(by=of), "by")
    return share(lowest, pl.col("fell")), share(highest, pl.col("fell"))


def default_by_income(evidence: Evidence) -> float | None:
    """Odds that the poorest fifth, by usual income, defaults over those of the richest."""
    poorest, richest = _by_fifths(_cohort(evidence), pl.col("income_usual"))
    return odds_ratio(poorest, richest)


def default_by_debt(evidence: Evidence) -> float | None:
    """Odds that the fifth deepest in debt, to all lenders over usual income, defaults over those of the least.

    Of those who drew a cash loan in the first month looked at, with what they owe after it: loan books record debt and
    income when a loan is made, and hold nobody who has not just borrowed.
    """
    borrowed = _cohort(evidence).filter(pl.col("draws") > 0)
    least, most = _by_fifths(borrowed, (BALANCE + pl.col("outside_debt")) / pl.col("income_usual"))
    return odds_ratio(most, least)


def _by_lenders(evidence: Evidence, owing: pl.Expr) -> float | None:
    """Odds of default of those who owe so many other lenders over those of who owe none."""
    cohort = _cohort(evidence)
    none = cohort.filter(pl.col("outside_lenders") == 0)
    return odds_ratio(share(cohort.filter(owing), pl.col("fell")), share(none, pl.col("fell")))


def default_few_lenders(evidence: Evidence) -> float | None:
    """Three or four other lenders against none."""
    return _by_lenders(evidence, pl.col("outside_lenders").is_between(*_FEW))


def default_many_lenders(evidence: Evidence) -> float | None:
    """Five other lenders or more against none."""
    return _by_lenders(evidence, pl.col("outside_lenders") >= _MANY)


def default_by_use(evidence: Evidence) -> float | None:
    """Odds of default within two years where over 90 % of the limits are used over those of up to 10 %."""
    last: int = evidence.panel["month"].max()  # type: ignore[assignment]
    until = FIRST + _OUTCOME_MONTHS
    if last < until:
        return None
    cohort = _cohort(evidence, until).filter(LIMIT > 0)
    used = BALANCE / LIMIT
    up, hardly = (used > _USED_UP) & (used <= 1), used <= _HARDLY
    return odds_ratio(share(cohort.filter(up), pl.col("fell")), share(cohort.filter(hardly), pl.col("fell")))


def score_and_limit(evidence: Evidence) -> float | None:
    """Correlation over the borrowers of the score with the logarithm of limits / usual income."""
    there = evidence.panel.filter(pl.col("month") == _SCORED, pl.col("status") == "active", LIMIT > 0)
    found = there.select(pl.corr("score", (LIMIT / pl.col("income_usual")).log())).item()
    return float(found) if found is not None and math.isfinite(found) else None


def _variances(evidence: Evidence) -> tuple[float, float] | None:
    """Variance of the change of the logarithm of a year's income from one year to the next, and to the one after.

    Years are of twelve months after the first looked at, of people who are there in all of them.
    """
    last: int = evidence.panel["month"].max()  # type: ignore[assignment]
    years = (last - FIRST) // _YEAR
    if years < 3:
        return None
    there = (pl.col("month") > FIRST) & (pl.col("month") <= FIRST + years * _YEAR) & (pl.col("status") != "vacant")
    incomes = (
        evidence.panel.filter(there)
        .group_by(*ACCOUNT, year=(pl.col("month") - FIRST - 1) // _YEAR)
        .agg(months=pl.len(), income=pl.col("income").sum().log())
        .filter(pl.col("months") == _YEAR, pl.col("income").is_finite())
        .sort("year")
    )
    whole = incomes.filter(pl.len().over(ACCOUNT) == years)
    one, two = (whole.select(pl.col("income").diff(apart).over(ACCOUNT).var()).item() for apart in (1, 2))
    return (one, two) if one is not None and two is not None else None


def lasting_variance(evidence: Evidence) -> float | None:
    """Variance of the lasting change of log income within a year: a second year adds it alone, what passes does not."""
    found = _variances(evidence)
    return found[1] - found[0] if found else None


def passing_variance(evidence: Evidence) -> float | None:
    """Variance of what is passing in a year's log income: it is in both years that are compared."""
    found = _variances(evidence)
    return found[0] - found[1] / 2 if found else None
