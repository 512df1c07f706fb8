"""The table of mechanisms: how each is switched off, what must then be idle, and what moves when it is turned up.

One row for each way in which a mechanism shows; ``test_mechanisms.py`` holds the market to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from tests.helpers.markets import live, story
from tightrope.agents.codes import RaiseChannel
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.run_results import Results
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.parameters.others import OtherLender

__all__ = [
    "HURTS",
    "NO_BUSINESS",
    "NO_CONSEQUENCE",
    "NO_LOCKS",
    "NO_STRIVING",
    "OVERSIGHT",
    "Row",
    "Values",
    "early_repayers",
    "freezes",
    "freezes_in_good_standing",
    "frozen_at_last",
    "insecurity_of_the_poor",
    "instalments_by_score",
    "last",
    "legal_cases",
    "limits_by_debts",
    "limits_by_score",
    "mean",
    "named",
    "of_lender",
    "out_of_work",
    "peak_of_incomes",
    "raised",
    "savings",
    "score_of_the_unrestored",
    "scores_of_the_better_off",
    "scores_without_work",
    "served",
    "spread_of_scores",
]  # fmt: skip

type Values = Mapping[str, object]
type Sight = Callable[[Results], float]

MONTHS = 18


def mean(column: str) -> Sight:
    """The mean of a column of the months."""
    return lambda results: float(results.months[column].fill_null(0.0).mean())  # type: ignore[arg-type]


def last(column: str) -> Sight:
    """A column of the last month."""
    return lambda results: float(results.months[column][-1] or 0.0)


def of_lender(name: str, column: str) -> Sight:
    """The mean of a column of one other lender."""
    return lambda results: float(results.lenders.filter(lender=name)[column].mean())  # type: ignore[arg-type]


def freezes(reason: str) -> Sight:
    """New freezes for a reason."""
    return lambda results: float(results.freezes.filter(pl.col("reason") == reason)["new"].sum())


def frozen_at_last(reason: str) -> Sight:
    """Lines that stand frozen for a reason at the end."""
    return lambda results: float(results.freezes.filter(reason=reason, month=results.months.height)["stock"].sum())


def freezes_in_good_standing(results: Results) -> float:
    """New freezes of borrowers who had not been late for a year."""
    return float(results.freezes["good_standing_new"].sum())


def limits_by_score(results: Results) -> float:
    """How much higher limits are, in months of income, in the better half of scores than in the worse."""
    there = results.borrowers.filter(pl.col("status") == "active")
    limit = ((there["limit_paylater"] + there["limit_cashloan"]) / there["income_usual"]).to_numpy()
    better = there["score"].to_numpy() > np.median(there["score"])
    return float(limit[better].mean() / limit[~better].mean())


def limits_by_debts(results: Results) -> float:
    """How much higher limits are, in months of income, of those with other lenders than of those without."""
    there = results.borrowers.filter(pl.col("status") == "active")
    limit = ((there["limit_paylater"] + there["limit_cashloan"]) / there["income_usual"]).to_numpy()
    owes = there["outside_debt"].to_numpy() > there["income_usual"].to_numpy()
    return float(limit[owes].mean() / limit[~owes].mean())


def instalments_by_score(results: Results) -> float:
    """How much more of the cash loans a month's instalments are in the better half of scores than in the worse."""
    there = results.borrowers.filter(pl.col("status") == "active", pl.col("balance_cashloan") > 0)
    score, instalment, owed = (there[name].to_numpy() for name in ("score", "instalment", "balance_cashloan"))
    better = score > np.median(score)
    return float(instalment[better].sum() / owed[better].sum() / (instalment[~better].sum() / owed[~better].sum()))


def score_of_the_unrestored(results: Results) -> float:
    """Mean score of those whose limit, repaid early, is still away."""
    away = results.borrowers.filter(pl.col("status") == "active", pl.col("withheld") > 0)
    return float(away["score"].mean())  # type: ignore[arg-type]


def spread_of_scores(results: Results) -> float:
    """How far scores lie apart."""
    return float(results.borrowers.filter(pl.col("status") == "active")["score"].std())  # type: ignore[arg-type]


def scores_of_the_better_off(results: Results) -> float:
    """How much higher the scores are of those who hold more than two months of income than of the others."""
    there = results.borrowers.filter(pl.col("status") == "active")
    rich = there["cash"].to_numpy() > 2 * there["income_usual"].to_numpy()
    score = there["score"].to_numpy()
    return float(score[rich].mean() - score[~rich].mean())


def scores_without_work(results: Results) -> float:
    """How much higher the scores are of those without work than of the others."""
    there = results.borrowers.filter(pl.col("status") == "active")
    score, works = there["score"].to_numpy(), there["employed"].to_numpy() > 0
    return float(score[~works].mean() - score[works].mean())


def early_repayers(results: Results) -> float:
    """Borrowers who repaid a cash loan early within the run."""
    return float((results.borrowers["prepaid_month"] > 0).sum())


def raised(channel: str) -> Sight:
    """Borrowers whose last lump-sum raise, within the run, came through a channel."""
    code = RaiseChannel.labels().index(channel)
    return lambda results: float(((results.borrowers["raise_channel"] == code) & active(results)).sum())


def active(results: Results) -> pl.Series:
    """Who is active at the end."""
    return results.borrowers["status"] == "active"


def legal_cases(results: Results) -> float:
    """Borrowers whom lawyers work on at the end."""
    return float((results.borrowers["ladder"] == 4).sum())


def served(stage: str) -> Sight:
    """Cases that a stage of collections took up, of both risk tiers."""
    return lambda results: float(results.queues.filter(pl.col("queue").str.starts_with(stage))["served"].sum())


def out_of_work(results: Results) -> float:
    """Share out of work among those with a bad record."""
    bad = results.borrowers.filter(pl.col("status") != "vacant", pl.col("bureau_record") >= 1.0)
    return 1.0 - float(bad["employed"].mean())  # type: ignore[arg-type]


def insecurity_of_the_poor(results: Results) -> float:
    """By how much more of the poorer half are out of work than of the richer, by what they usually earn."""
    there = results.borrowers.filter(pl.col("status") == "active")
    poorer = there["income_usual"].to_numpy() < np.median(there["income_usual"])
    out = there["employed"].to_numpy() == 0
    return float(out[poorer].mean() - out[~poorer].mean())


def peak_of_incomes(results: Results) -> float:
    """How much higher mean income is in the best month than in the worst."""
    incomes = results.months["income_mean"]
    return float(incomes.max() / incomes.min())  # type: ignore[operator, arg-type]


def savings(results: Results) -> float:
    """Mean money at hand of those who have not been late for a year: the ones who can help."""
    sound = results.borrowers.filter(pl.col("status") == "active", pl.col("months_since_late") >= 12)
    return float(sound["cash"].mean())  # type: ignore[arg-type]


@dataclass(frozen=True)
class Row:
    """A mechanism, how to switch it off, what must then be idle, and what moves when it is turned up."""

    id: str
    says: str
    off: Values
    up: Values
    sees: Sight
    sign: int
    idle: Values = field(default_factory=dict)
    """Parameters that change nothing while it is off."""
    draws: tuple[int, ...] = ()
    """Purposes whose draws change nothing while it is off."""
    state: Values = field(default_factory=dict)
    """Fields of the record that may be overwritten after every month while it is off."""
    within: Values = field(default_factory=dict)
    """What the mechanism needs in order to show."""
    events: tuple[Event, ...] = ()
    besides: tuple[str, ...] = ()
    """Columns that may move while it is off."""
    borrowers: int = 3000
    """More where the effect is small beside the chance of who is hit."""
    lenders: tuple[OtherLender, ...] = ()
    """Other lenders by name, where it shows only among several."""

    def live(self, values: Values, **more: Any) -> CreditMarket:
        """A market under these values."""
        told = replace(story({**self.within, **self.off, **values}, *self.events), lenders=self.lenders)
        return live(told, borrowers=self.borrowers, months=MONTHS, **more)


HURTS = {
    "freeze_hurt": 0.0, "cut_hurt": 0.0, "withheld_hurt": 0.0, "harsh_hurt": 0.0, "refusal_hurt": 0.0, "scam_hurt": 0.0,
    "outage_hurt": 0.0,
}  # fmt: skip
"""No offence hurts."""
OVERSIGHT = {"overlooked": 0.3}
"""Arrears are often left unpaid by oversight, so that those are late, too, who hold the money."""
NO_CONSEQUENCE = {
    "record_finding_weight": 0.0, "record_separation_weight": 0.0, "record_rent_share": 0.0,
    "record_deposit_months": 0.0,
}  # fmt: skip
"""A bad record costs neither work nor rent."""


NO_BUSINESS = {"business_passthrough": 0.0, "venture_share": 0.0, "stall_monthly": 0.0}
"""What the self-employed earn depends neither on shortage nor on credit."""
ONE_PRICE = {"outside_record_premium": 0.0, "outside_lender_premium": 0.0, "rule_cost": 0.0}
"""Other lenders ask the same of everybody, so that a high cap on rates binds nobody, and rules cost nothing."""
NO_LOCKS = {"lock_monthly": 0.0, "silent_lock_monthly": 0.0}
"""No account is locked."""
NO_STRIVING = {"appeal_monthly": 0.0, "scam_monthly": 0.0, "mend_monthly": 0.0, "give_up_monthly": 0.0}
"""Nobody does anything about a frozen line."""


def named(row: Row) -> str:
    """A row's name in a list of tests."""
    return f"{row.id}: {row.says}"
