"""Facts about limit cuts: whom they hit, and what is left of the room."""

import polars as pl

from tightrope.analysis.facts.evidence import BALANCE, LIMIT, Evidence, later, odds_ratio, quotient, share

__all__ = ["clean_cuts", "cut_odds_by_record", "top_scores_use_after_cut", "use_after_cut"]

_GOOD_STANDING = 12
"""Months without lateness after which a borrower counts as a clean payer."""
_TOP = 0.8
"""Part of the scores of a month that lie below the top fifth."""
_CUT = pl.col("cut") > 0
_CLEAN = pl.col("months_since_late") >= _GOOD_STANDING


def clean_cuts(evidence: Evidence) -> float | None:
    """Of the limit cuts: share that hit borrowers without delinquency in the last twelve months."""
    return share(evidence.panel.filter(_CUT), _CLEAN)


def cut_odds_by_record(evidence: Evidence) -> float | None:
    """Odds of a limit cut in a month of borrowers late within the last twelve months over those of the others."""
    active = evidence.panel.filter(pl.col("status") == "active")
    return odds_ratio(share(active.filter(~_CLEAN), _CUT), share(active.filter(_CLEAN), _CUT))


def _cut(evidence: Evidence) -> pl.DataFrame:
    """Borrowers in the month of a cut, with balance / limits of both products a month before and then."""
    use = BALANCE / LIMIT
    active = evidence.panel.filter(pl.col("status") == "active").select(
        "month", "borrower", "joined_month", "cut", "score", use=pl.when(LIMIT > 0).then(use)
    )
    ranked = active.with_columns(
        before=later("use", -1), top=pl.col("score") >= pl.col("score").quantile(_TOP, "linear").over("month")
    )
    return ranked.filter(_CUT, pl.col("use").is_not_null(), pl.col("before").is_not_null())


def use_after_cut(evidence: Evidence) -> float | None:
    """Median balance / limits of both products at the end of the month of a cut, of those below the top fifth."""
    found = _cut(evidence).filter(~pl.col("top"))["use"].median()
    return found if isinstance(found, float) else None


def top_scores_use_after_cut(evidence: Evidence) -> float | None:
    """How many times the use of the limits grows by a cut in the top fifth of scores, median over median."""
    top = _cut(evidence).filter("top")
    before, after = (top[column].median() for column in ("before", "use"))
    return quotient(after, before)  # type: ignore[arg-type]
