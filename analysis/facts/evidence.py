"""What the facts are computed from: the baseline's months and panel, a random rise of limits, and a squeeze."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from tightrope.scenarios.parameters.table import declared

__all__ = [
    "ACCOUNT", "BALANCE", "CREDITORS", "FIRST", "HORIZONS", "LIMIT", "PANEL", "SQUEEZED", "SQUEEZE_PANEL", "STRAINED",
    "Evidence", "fifths", "later", "odds_ratio", "quotient", "share", "states",
]  # fmt: skip

FIRST = 24
"""The baseline is looked at from this month on: the opening book has settled by then."""
HORIZONS = (3, 12, 36)
"""Months after the rise of limits, which is given at the end of month ``FIRST``, at which balances are compared."""
STRAINED = (28, 34)
"""Months of the pandemic, the third to the ninth, in which creditors are told apart."""
SQUEEZED = (25, 36)
"""First and last month of the squeeze."""

PANEL = (
    *("month", "borrower", "status", "joined_month", "score", "cash", "months_since_late", "ever_defaulted"),
    *("limit_paylater", "balance_paylater", "balance_cashloan", "late_paylater", "before_paylater", "charges"),
    *("paid_paylater", "paid_cashloan", "prepaid", "outside_paid", "recovered", "help_received", "help_given"),
    *("least_paylater", "due_cashloan", "due_outside", "wage_late", "cut", "defaulted", "default_cause"),
    *("late_cashloan", "was_late_paylater", "was_late_cashloan", "before_cashloan", "income_usual", "outside_lenders"),
    "overdue_cashloan",
    *("draws", "income", "limit_cashloan", "plan_agreed", "plan_broken", "employed", "outside_debt"),
    *("missed_paylater", "missed_cashloan", "late_outside", "lender_elsewhere", "outside_fringe"),
)
"""Columns of the panel that the facts read."""
SQUEEZE_PANEL = ("month", "borrower", "status", "joined_month", "trust", "froze", "cut")
"""Columns of the squeezed market's panel that the facts read."""
CREDITORS = (
    *("month", "status", "balance_paylater", "balance_cashloan", "late_paylater", "late_cashloan"),
    *("outside_debt", "late_outside", "lender_elsewhere", "outside_fringe"),
)
"""Columns of the pandemic's panel that the facts read."""
ACCOUNT = ("borrower", "joined_month")
"""What tells an account from the one that had its place before."""
BALANCE = pl.col("balance_paylater") + pl.col("balance_cashloan")
LIMIT = pl.col("limit_paylater") + pl.col("limit_cashloan")
"""Of both products together, yuan."""

_OF_CARDS = (
    *("month", "borrower", "joined_month", "limit_paylater", "balance_paylater", "late_paylater", "before_paylater"),
    "paid_paylater",
)
_FIFTH = 0.2


@dataclass(frozen=True)
class Evidence:
    """What one seed's markets showed; the three markets hold the same borrowers and meet the same fate of nature."""

    months: pl.DataFrame
    """The baseline's ``months``."""
    panel: pl.DataFrame
    """The baseline's panel from month ``FIRST`` on, columns ``PANEL``, in order of month."""
    rises: pl.DataFrame = field(default_factory=pl.DataFrame)
    """Who was given a higher limit, at each horizon: after (months), score then, rise, balance, balance_twin (yuan)."""
    squeezed: pl.DataFrame = field(default_factory=pl.DataFrame)
    """The squeezed market's ``months``; this and the two beside it are empty where the baseline alone was lived."""
    squeeze: pl.DataFrame = field(default_factory=pl.DataFrame)
    """The squeezed market's panel, columns ``SQUEEZE_PANEL``, in order of month: the squeeze and the month before."""

    changed: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    """The ``months`` of the same market with each ``Change``, by its name; empty where the baseline alone was lived."""

    pandemic: pl.DataFrame = field(default_factory=pl.DataFrame)
    """The panel of the market in the pandemic, columns ``CREDITORS``, of months ``STRAINED``."""
    called: float = declared()["called_months"].default
    """Months past due from which all that is past due on a cash loan is asked for, in the baseline."""
    bank: int | None = None
    """Place in [[lenders]] of the lender called "bank", as in ``lender_elsewhere``; None where there is none."""

    @cached_property
    def cards(self) -> pl.DataFrame:
        """The active paylater accounts as a card's issuer sees them: see ``states``."""
        return states(self.panel)


def later(column: str, by: int = 1) -> pl.Expr:
    """Return a column's value ``by`` rows later, of the same account; rows must be in order of month."""
    return pl.col(column).shift(-by).over(ACCOUNT)


def states(panel: pl.DataFrame) -> pl.DataFrame:
    """Return a panel's active accounts with the ``state`` of their paylater and ``next_state`` (null: none).

    The states are those of the card data: *inactive* (nothing billed and nothing charged), *full* (nothing of the bill
    is left unpaid), *revolving* (a part of it is, without being late), and *late1*, *late2*, *late3+*, by months
    behind. The bill is what was owed at the month's start.
    """
    bill = pl.col("before_paylater")
    state = (
        pl.when(pl.col("late_paylater") >= 3).then(pl.lit("late3+"))
        .when(pl.col("late_paylater") == 2).then(pl.lit("late2"))
        .when(pl.col("late_paylater") == 1).then(pl.lit("late1"))
        .when((bill == 0) & (pl.col("charges") == 0)).then(pl.lit("inactive"))
        .when(pl.col("paid_paylater") >= bill).then(pl.lit("full"))
        .otherwise(pl.lit("revolving"))
    )  # fmt: skip
    active = panel.filter(pl.col("status") == "active").select(*_OF_CARDS, state=state)
    consecutive = later("month") == pl.col("month") + 1
    return active.with_columns(next_state=pl.when(consecutive).then(later("state")))


def fifths(people: pl.DataFrame, by: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the lowest and the highest fifth of each month's people by a column, those at the edges included."""
    low, high = (pl.col(by).quantile(part, "linear").over("month") for part in (_FIFTH, 1.0 - _FIFTH))
    return people.filter(pl.col(by) <= low), people.filter(pl.col(by) >= high)


def quotient(above: float | None, below: float | None) -> float | None:
    """Return above / below, None where either is unknown or the lower is zero."""
    return above / below if above is not None and below else None


def odds_ratio(chance: float | None, other: float | None) -> float | None:
    """Return the odds of one chance over those of another: c / (1 - c) / (o / (1 - o)).

    Where default is rare it is how many times likelier one is; where it is not, as in a sample of bad accounts, chances
    come to a ceiling, and their ratio cannot be held against a book with another base rate, while this can. None where
    either is unknown, the first is certain or the other is nil or certain.
    """
    if chance is None or other is None or chance >= 1 or other >= 1:
        return None
    return quotient(chance / (1 - chance), other / (1 - other))


def share(frame: pl.DataFrame, happens: pl.Expr) -> float | None:
    """Return the share of a frame's rows for which something holds, None where there is no row."""
    found = frame.select(happens.mean()).item()
    return None if found is None else float(found)
