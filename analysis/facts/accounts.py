"""Facts about the platform's book: lateness, what the score tells, plans kept."""

from statistics import mean

import polars as pl

from tightrope.agents.codes import Agreement
from tightrope.analysis.facts.evidence import ACCOUNT, FIRST, Evidence, later, quotient, share

__all__ = [
    "broken_plans_share", "cured_share", "day_one_share", "entry_30_share", "late30_share", "late90_per_late30",
    "late90_share", "passing_30_share", "score_auc",
]  # fmt: skip

_OUTCOME_MONTHS = 6
"""Months in which a default counts for or against the score."""
_PLAN_MONTHS = 12
"""Months within which a hardship plan is kept or broken."""


def _mean(evidence: Evidence, measure: pl.Expr) -> float | None:
    """The mean of a measure over the months looked at."""
    return share(evidence.months.filter(pl.col("month") >= FIRST), measure)


def late30_share(evidence: Evidence) -> float | None:
    """Share of balance 30 or more days past due, mean of the months."""
    return _mean(evidence, pl.col("dpd30_share_balance"))


def late90_share(evidence: Evidence) -> float | None:
    """Share of balance 90 or more days past due, mean of the months."""
    return _mean(evidence, pl.col("dpd90_share_balance"))


def late90_per_late30(evidence: Evidence) -> float | None:
    """The second over the first."""
    return quotient(late90_share(evidence), late30_share(evidence))


def day_one_share(evidence: Evidence) -> float | None:
    """Share of dues missed on the due date, mean of the months."""
    return _mean(evidence, pl.col("day1_share_dues"))


def cured_share(evidence: Evidence) -> float | None:
    """Share of these that is paid within thirty days, mean of the months."""
    return _mean(evidence, pl.col("cure30_share"))


def passing_30_share(evidence: Evidence) -> float | None:
    """Share of dues that is missed and not paid within thirty days either, mean of the months."""
    return _mean(evidence, pl.col("day1_share_dues") * (1.0 - pl.col("cure30_share")))


def entry_30_share(evidence: Evidence) -> float | None:
    """Of the balance at a month's start: share that is of a product then not late and late at its end, over months."""

    def entered(product: str) -> pl.Expr:
        fresh = (pl.col(f"was_late_{product}") == 0) & (pl.col(f"late_{product}") > 0)
        return pl.when(fresh).then(pl.col(f"before_{product}")).otherwise(0.0)

    active = evidence.panel.filter(pl.col("status") == "active")
    late, owed = active.select(
        (entered("paylater") + entered("cashloan")).sum(),
        (pl.col("before_paylater") + pl.col("before_cashloan")).sum().alias("owed"),
    ).row(0)
    return quotient(late, owed)


def score_auc(evidence: Evidence) -> float | None:
    """How well the score tells who defaults within six months: area under the curve, mean of half-yearly samples.

    Of all active borrowers who are not in default. The area is the chance that, of one who defaults and one who does
    not, the first has the lower score.
    """
    panel = evidence.panel
    last: int = panel["month"].max()  # type: ignore[assignment]
    defaults = panel.filter(pl.col("defaulted") == 1).select(*ACCOUNT, "month")
    areas = []
    for month in range(FIRST, last - _OUTCOME_MONTHS + 1, _OUTCOME_MONTHS):
        there = panel.filter(pl.col("month") == month, pl.col("status") == "active", pl.col("ever_defaulted") == 0)
        soon = defaults.filter(pl.col("month").is_between(month + 1, month + _OUTCOME_MONTHS))
        ranked = there.with_columns(rank=pl.col("score").rank("average"))
        good = ranked.join(soon, on=ACCOUNT, how="anti")
        bad = ranked.height - good.height
        if good.height and bad:
            wins = float(good["rank"].sum()) - good.height * (good.height + 1) / 2
            areas.append(wins / (good.height * bad))
    return mean(areas) if areas else None


def broken_plans_share(evidence: Evidence) -> float | None:
    """Share of the hardship plans agreed that the borrower falls behind on within a year, of those followed so long."""
    panel = evidence.panel
    last: int = panel["month"].max()  # type: ignore[assignment]
    agreed = panel.filter(pl.col("plan_agreed") == Agreement.PLAN).select(*ACCOUNT, "month")
    plans = agreed.select(*ACCOUNT, agreed="month", until=later("month").fill_null(last + 1))
    broken = panel.filter(pl.col("plan_broken") == 1).select(*ACCOUNT, broken="month")
    within = pl.col("broken").is_between(
        pl.col("agreed") + 1, pl.min_horizontal("until", pl.col("agreed") + _PLAN_MONTHS)
    )
    fell = plans.join(broken, on=ACCOUNT).filter(within).select(*ACCOUNT, "agreed").unique()
    followed = plans.filter(pl.col("agreed") <= last - _PLAN_MONTHS)
    seen = followed.join(fell.with_columns(fell=pl.lit(value=True)), on=(*ACCOUNT, "agreed"), how="left")
    return share(seen, pl.col("fell").fill_null(value=False))
