"""Which measures matter for a run: those that moved farthest from the baseline, by what is ordinary for each."""

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
    """How far a measure moved from the baseline, as means of three months."""

    headline: Headline
    ordinary: float
    """Standard deviation of the baseline around its own straight trend, from the first event on where that is long."""
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
    Headline("frozen_share", "freezes", Words("The share of borrowers with a frozen line", "额度被冻结的借款人比例")),
    Headline("dpd90_share_balance", "late", Words("The share of balances 90+ days late", "逾期90天以上的余额占比")),
    Headline("dpd30_share_balance", "late", Words("The share of balances 30+ days late", "逾期30天以上的余额占比")),
    Headline("default_hazard", "late", Words("The share of borrowers defaulting in a month", "单月违约的借款人比例")),
    Headline("writeoff_share", "late", Words("The share of balances written off in a month", "单月核销占余额比例")),
    Headline("trust_mean", "trust", Words("Mean trust, from 0 to 1,", "平均信任(0至1)")),
    Headline("attrition_share", "trust", Words("The share of borrowers leaving in a month", "单月离开的借款人比例")),
    Headline("limit_mean", "lending", Words("The mean limit in yuan", "平均额度(元)")),
    Headline("approvals_share", "lending", Words("The share of applications approved", "申请通过率")),
    Headline("profit", "money", Words("The month's profit in yuan", "当月利润(元)")),
    Headline("balance", "lending", Words("The balance of all loans in yuan", "贷款余额(元)")),
    Headline("draws_cashloan", "lending", Words("Cash loans drawn in a month, in yuan,", "单月提取的现金贷(元)")),
    Headline("outside_debt_mean", "burden", Words("Debt to other lenders in yuan a borrower", "人均外部负债(元)")),
    Headline(
        "outside_approval_share", "burden",
        Words("The share of those who ask other lenders and get money", "其他放贷机构的通过率"),
    ),
    Headline("payment_to_income", "burden", Words("The share of income that is due each month", "月还款占收入比例")),
    Headline(
        "consumption_drop", "burden",
        Words("The share of income not spent for want of money", "因缺钱压缩的消费占收入比例"),
    ),
    Headline(
        "prepay_unrestored_share", "early repayment",
        Words("The share of early repayers whose limit is not back", "提前还款后额度未恢复者比例"),
    ),
    Headline("contact_share", "contact", Words("The share of late borrowers in contact", "逾期者中保持联系的比例")),
    Headline("plans_share", "help", Words("The share of borrowers on a hardship plan", "处于困难计划的借款人比例")),
    Headline("desk_waiting", "service", Words("The number of cases waiting at the service desk", "客服排队案件数")),
)  # fmt: skip
"""What may be told first, in the order of themes that decides between equals."""

USUAL = ("frozen_share", "dpd90_share_balance", "trust_mean", "limit_mean", "profit")
"""What is told first where nothing can be compared, or nothing moved."""


def moved(results: Results, baseline: Results) -> list[Moved]:
    """Return what moved beyond ordinary variation, one measure for each theme, what matters most first.

    The runs must share their borrowers; only months that both have finished count. Empty where these are fewer than
    ``ENOUGH``.
    """
    both = results.months.join(baseline.months, on="month", how="inner", suffix=" of the baseline").sort("month")
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
    other = f"{headline.column} of the baseline"
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
