"""How the baseline's people spread: shares by class of income, savings, debts, tenure, use, payments and lateness.

No verdict is passed on these. Beside some stand numbers of other populations, which tell whether the model's people
look like people at all.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, stdev
from typing import Any

import polars as pl

from tightrope.analysis.facts.cards import bills, paid_over
from tightrope.analysis.facts.evidence import Evidence, share

__all__ = ["DISTRIBUTIONS", "Distribution", "Spread", "by_seed", "spreads"]

_YEAR = 12


@dataclass(frozen=True)
class Distribution:
    """A spread over classes: what the classes are called, the shares elsewhere, and how the model's are computed."""

    name: str
    """What its words in the catalogue ``validation`` begin with."""
    classes: tuple[str, ...]
    """Names of the classes, the same in every language."""
    elsewhere: tuple[float | None, ...]
    """Share of each class in the source; None where it has none."""
    source: str
    measure: Callable[[Evidence], list[float] | None]
    """Returns the share of each class, None where there is nobody."""


@dataclass(frozen=True)
class Spread:
    """What the model shows of a distribution: the shares of each seed that has people to count."""

    distribution: Distribution
    values: tuple[list[float], ...]

    @property
    def means(self) -> list[float]:
        """Mean share of each class over the seeds."""
        return [mean(shares) for shares in zip(*self.values, strict=True)]

    @property
    def errors(self) -> list[float] | None:
        """Standard error of each mean, from the spread between seeds; None for fewer than two."""
        if len(self.values) < 2:
            return None
        return [stdev(shares) / math.sqrt(len(shares)) for shares in zip(*self.values, strict=True)]

    def as_record(self) -> dict[str, Any]:
        """Return all shares as plain values, for a JSON file."""
        told = self.distribution
        return {
            "name": told.name, "classes": list(told.classes), "elsewhere": list(told.elsewhere),
            "source": told.source, "values": list(self.values),
        }  # fmt: skip


def _customers(evidence: Evidence) -> pl.DataFrame:
    """The active borrowers of the last month."""
    panel = evidence.panel
    return panel.filter(pl.col("month") == panel["month"].max(), pl.col("status") == "active")


def _parted(frame: pl.DataFrame, *beyond: pl.Expr) -> list[float] | None:
    """Return the share of rows in each class; each condition holds beyond an end, the lowest end first."""
    if frame.is_empty():
        return None
    above = [1.0, *(share(frame, condition) or 0.0 for condition in beyond), 0.0]
    return [more - less for more, less in pairwise(above)]


def _incomes(evidence: Evidence) -> list[float] | None:
    """The part of all usual income that goes to each fifth of the customers, the poorest first."""
    incomes = _customers(evidence)["income_usual"].sort()
    total = float(incomes.sum())
    if not total:
        return None
    ends = [round(incomes.len() * fifth / 5) for fifth in range(6)]
    return [float(incomes[low:high].sum()) / total for low, high in pairwise(ends)]


def _buffers(evidence: Evidence) -> list[float] | None:
    """Customers by money at hand / usual income of a month."""
    months = pl.col("cash") / pl.col("income_usual")
    return _parted(_customers(evidence), months >= 1, months >= 3)


def _debts_elsewhere(evidence: Evidence) -> list[float] | None:
    """Customers by debt to other lenders / usual income of a month."""
    months = pl.col("outside_debt") / pl.col("income_usual")
    return _parted(_customers(evidence), months > 0, months > 1, months > 3, months > 6)


def _lenders(evidence: Evidence) -> list[float] | None:
    """Customers by the number of other lenders they owe."""
    count = pl.col("outside_lenders")
    return _parted(_customers(evidence), count >= 1, count >= 2, count >= 3, count >= 5)


def _tenure(evidence: Evidence) -> list[float] | None:
    """Customers by the years since the account was opened."""
    months = pl.col("month") - pl.col("joined_month")
    return _parted(_customers(evidence), *(months >= years * _YEAR for years in (1, 2, 3, 5)))


def _utilisation(evidence: Evidence) -> list[float] | None:
    """Accounts with a paylater limit by balance / limit, parted where the card data have their numbers."""
    used = pl.col("balance_paylater") / pl.col("limit_paylater")
    accounts = _customers(evidence).filter(pl.col("limit_paylater") > 0)
    return _parted(accounts, used > 0.31, used > 0.9, used > 1.0)


def _payments(evidence: Evidence) -> list[float] | None:
    """Paylater bills by the part of them that is paid, over all months."""
    return _parted(bills(evidence), *map(paid_over, (0.0, 0.02, 0.05, 0.10, 0.50, 0.99, 1.01)))


def _days_past_due(evidence: Evidence) -> list[float] | None:
    """The part of the balance that is of products 30 to 89 and 90 or more days past due."""
    owed = pl.concat(
        _customers(evidence).select(late=f"late_{product}", balance=f"balance_{product}")
        for product in ("paylater", "cashloan")
    )
    total = float(owed["balance"].sum())
    if not total:
        return None
    classes = (pl.col("late").is_between(1, 2), pl.col("late") >= 3)
    return [float(owed.filter(late)["balance"].sum()) / total for late in classes]


DISTRIBUTIONS = (
    Distribution(
        "incomes", ("1", "2", "3", "4", "5"), (0.046, 0.096, 0.153, 0.239, 0.467),
        "China, income per head by fifth, 2020 (National Bureau of Statistics)", _incomes,
    ),
    Distribution(
        "buffers", ("< 1", "1–3", "≥ 3"), (0.59, 0.14, 0.27),
        "United States, 2016 (CFPB, National Financial Well-Being Survey)", _buffers,
    ),
    Distribution("debts_elsewhere", ("0", "0–1", "1–3", "3–6", "> 6"), (None,) * 5, "", _debts_elsewhere),
    Distribution(
        "lenders", ("0", "1", "2", "3–4", "≥ 5"), (0.56, None, None, None, None),
        "China, borrowers of 61 lenders: 44 % used several (30 to 60 % elsewhere)", _lenders,
    ),
    Distribution("tenure", ("< 1", "1–2", "2–3", "3–5", "≥ 5"), (None,) * 5, "", _tenure),
    Distribution(
        "utilisation", ("≤ 31 %", "31–90 %", "90–100 %", "> 100 %"), (0.50, 0.30, 0.13, 0.07),
        "Taiwan, card accounts, 2005", _utilisation,
    ),
    Distribution(
        "payments", ("0", "0–2 %", "2–5 %", "5–10 %", "10–50 %", "50–99 %", "99–101 %", "> 101 %"),
        (0.081, 0.017, 0.337, 0.176, 0.140, 0.027, 0.192, 0.030), "Taiwan, card bills, 2005", _payments,
    ),
    Distribution(
        "days_past_due", ("30–89", "≥ 90"), (0.0051, 0.0105), "Ant Group, 2019", _days_past_due,
    ),
)  # fmt: skip
"""What is looked at, in the order of the page."""


def by_seed(evidence: Evidence) -> list[list[float] | None]:
    """Return what one seed's markets show of every distribution, in the order of ``DISTRIBUTIONS``."""
    return [distribution.measure(evidence) for distribution in DISTRIBUTIONS]


def spreads(seeds: Sequence[Sequence[list[float] | None]]) -> list[Spread]:
    """Bring what ``by_seed`` returned for each seed together; distributions that nobody shows are left out."""
    found = [
        Spread(distribution, tuple(shares for shares in seen if shares is not None))
        for distribution, seen in zip(DISTRIBUTIONS, zip(*seeds, strict=True), strict=True)
    ]
    return [each for each in found if each.values]
