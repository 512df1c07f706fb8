"""Which measures matter for a run: those that moved farthest from the twin, by what is ordinary for each."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tightrope.analysis.compare.groups import first_event
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import FRAMES, Results

__all__ = ["ENOUGH", "HEADLINES", "MOST", "ORDINARY", "USUAL", "Headline", "Moved", "moved"]

MOST = 5
"""Numbers that a reader is given first."""
ENOUGH = 12
"""Months from which on ordinary variation can be told."""
ORDINARY = 2.0
"""Times the ordinary variation up to which a gap is held to be nothing."""
_SMOOTHED = 3
"""Months over whose mean gaps are sought: single months are too much chance."""
_LEAST_OF_LEVEL, _LEAST_SHARE = 0.01, 0.0005
"""Ordinary variation is never held to be less than so much of the usual level and, of a share, than so much."""


_SIDE_THEMES = ("burden", "early repayment", "contact", "help", "service")
"""Subjects beside lending itself: they come first only where they moved three times as far as what is lent and lost."""
_SIDE_WEIGHT = 1 / 3


@dataclass(frozen=True)
class Headline:
    """A column of ``months`` that may be told first; of each theme only the one that moved most is."""

    column: str
    theme: str
    subject: Words

    @property
    def unit(self) -> str:
        """The unit of the column."""
        return next(column.unit for column in FRAMES["months"] if column.name == self.column)


@dataclass(frozen=True)
class Moved:
    """How far a measure moved from the twin, as means of three months."""

    headline: Headline
    ordinary: float
    """Standard deviation of the twin around its own straight trend, from the first event on where that is long."""
    widest: float
    end: float

    @property
    def times(self) -> float:
        """The widest gap in ordinary variations."""
        return abs(self.widest) / self.ordinary if self.ordinary else 0.0

    @property
    def weight(self) -> float:
        """What decides the order in which things are told."""
        return self.times * (_SIDE_WEIGHT if self.headline.theme in _SIDE_THEMES else 1.0)


HEADLINES = (
    Headline("frozen_share", "freezes", Words("measures.the_share_of_borrowers_with")),
    Headline("dpd90_share_balance", "late", Words("measures.the_share_of_balances_90")),
    Headline("dpd30_share_balance", "late", Words("measures.the_share_of_balances_30")),
    Headline("default_hazard", "late", Words("measures.the_share_of_borrowers_defaulting")),
    Headline("writeoff_share", "late", Words("measures.the_share_of_balances_written")),
    Headline("trust_mean", "trust", Words("measures.mean_trust_from_0_to")),
    Headline("attrition_share", "trust", Words("measures.the_share_of_borrowers_leaving")),
    Headline("limit_mean", "lending", Words("measures.the_mean_limit_in_yuan")),
    Headline("approvals_share", "lending", Words("measures.the_share_of_applications_approved")),
    Headline("profit", "money", Words("measures.the_months_profit_in_yuan")),
    Headline("balance", "lending", Words("measures.the_balance_of_all_loans")),
    Headline("draws_cashloan", "lending", Words("measures.cash_loans_drawn_in_a")),
    Headline("outside_debt_mean", "burden", Words("measures.debt_to_other_lenders_in")),
    Headline(
        "outside_approval_share", "burden",
        Words("measures.the_share_of_those_who"),
    ),
    Headline("payment_to_income", "burden", Words("measures.the_share_of_income_that")),
    Headline(
        "consumption_drop", "burden",
        Words("measures.the_share_of_income_not"),
    ),
    Headline(
        "prepay_unrestored_share", "early repayment",
        Words("measures.the_share_of_early_repayers"),
    ),
    Headline("contact_share", "contact", Words("measures.the_share_of_late_borrowers")),
    Headline("plans_share", "help", Words("measures.the_share_of_borrowers_on")),
    Headline("desk_waiting", "service", Words("measures.the_number_of_cases_waiting")),
)  # fmt: skip
"""What may be told first, in the order of themes that decides between equals."""

USUAL = ("frozen_share", "dpd90_share_balance", "trust_mean", "limit_mean", "profit")
"""What is told first where nothing can be compared, or nothing moved."""


def moved(results: Results, twin: Results) -> list[Moved]:
    """Return what moved beyond ordinary variation, one measure for each theme, what matters most first.

    The runs must share their borrowers; only months that both have finished count. Empty where these are fewer than
    ``ENOUGH``.
    """
    both = results.months.join(twin.months, on="month", how="inner", suffix=" of the twin").sort("month")
    if both.height < ENOUGH:
        return []
    start = first_event(results)
    best: dict[str, Moved] = {}
    for headline in HEADLINES:
        found = _moved(both, headline, start)
        theme = headline.theme
        if found and found.times > ORDINARY and (theme not in best or found.times > best[theme].times):
            best[theme] = found
    return sorted(best.values(), key=lambda found: -found.weight)


def _moved(both: pl.DataFrame, headline: Headline, start: int) -> Moved | None:
    other = f"{headline.column} of the twin"
    known = both.select("month", own=headline.column, other=other).drop_nulls()
    if known.height < ENOUGH:
        return None
    gaps = (known["own"] - known["other"]).rolling_mean(_SMOOTHED).drop_nulls().to_numpy()
    widest = gaps[np.abs(gaps).argmax()]
    settled = known.filter(pl.col("month") >= start)
    ordinary = _ordinary(settled if settled.height >= ENOUGH else known, headline.unit)
    return Moved(headline, ordinary, float(widest), float(gaps[-1]))


def _ordinary(known: pl.DataFrame, unit: str) -> float:
    month, other = known["month"].to_numpy(), known["other"].to_numpy()
    around = other - np.polyval(np.polyfit(month, other, 1), month)
    level = float(np.abs(known.select("own", "other").to_numpy()).mean())
    return max(float(around.std()), _LEAST_OF_LEVEL * level, _LEAST_SHARE if unit == "share" else 0.0)
