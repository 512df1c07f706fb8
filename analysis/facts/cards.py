"""Facts about cards, read off the paylater account: states from month to month, utilisation, payments, default."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, Evidence, later, odds_ratio, share

__all__ = [
    "bills", "default_by_limit", "default_one_month_late", "default_order", "default_two_months_late",
    "late_entry_by_use", "paid_over", "payments_in_full", "payments_of_the_minimum", "stays_paid_in_full",
    "stays_revolving", "utilisation_persistence",
]  # fmt: skip

_DEFAULT = 3
"""Months behind that make a default, and the fewest months in which an account not yet late can get there."""
_SMALL_BILL = 50.0
"""Yuan up to which a bill is left out: the data's 500 Taiwan dollars, at the ratio of mean limits."""
_LOWEST_LIMIT, _HIGHEST_LIMIT = 0.214, 3.57
"""Edges of the outer classes of limits, as multiples of the median: 30,000 and 500,000 of 140,000 Taiwan dollars."""
_FEN = 0.01


def _stays(evidence: Evidence, state: str) -> float | None:
    """The share of accounts in a state that are in it in the next month too."""
    there = evidence.cards.filter(pl.col("state") == state, pl.col("next_state").is_not_null())
    return share(there, pl.col("next_state") == state)


def stays_paid_in_full(evidence: Evidence) -> float | None:
    """Of those who paid in full: share that does in the next month too."""
    return _stays(evidence, "full")


def stays_revolving(evidence: Evidence) -> float | None:
    """Of those who revolved: share that does in the next month too."""
    return _stays(evidence, "revolving")


def late_entry_by_use(evidence: Evidence) -> float | None:
    """Odds that a revolver is late next month where over 90 % of the limit is used, over those of up to 10 %."""
    revolvers = evidence.cards.filter(
        pl.col("state") == "revolving", pl.col("next_state").is_not_null(), pl.col("limit_paylater") > 0
    )
    used = pl.col("balance_paylater") / pl.col("limit_paylater")
    enters = pl.col("next_state").str.starts_with("late")
    return odds_ratio(share(revolvers.filter(used > 0.9), enters), share(revolvers.filter(used <= 0.1), enters))


def _before_default(evidence: Evidence) -> pl.DataFrame:
    """Accounts not in default, with whether they are within three months."""
    there = pl.col("late_paylater") >= _DEFAULT
    soon = [there.shift(-k).over(ACCOUNT).fill_null(value=False) for k in range(1, _DEFAULT + 1)]
    last: int = evidence.panel["month"].max()  # type: ignore[assignment]
    accounts = evidence.cards.with_columns(default=pl.any_horizontal(soon))
    return accounts.filter(~there, pl.col("month") <= last - _DEFAULT)


def default_by_limit(evidence: Evidence) -> float | None:
    """Odds of default among the lowest limits over those among the highest."""
    accounts = _before_default(evidence).filter(pl.col("limit_paylater") > 0)
    of_median = pl.col("limit_paylater") / pl.col("limit_paylater").median().over("month")
    low, high = accounts.filter(of_median <= _LOWEST_LIMIT), accounts.filter(of_median > _HIGHEST_LIMIT)
    return odds_ratio(share(low, pl.col("default")), share(high, pl.col("default")))


def _default_by_state(evidence: Evidence) -> dict[str, float | None]:
    accounts = _before_default(evidence)
    late = {state: share(accounts.filter(pl.col("state") == state), pl.col("default")) for state in ("late1", "late2")}
    return {"not late": share(accounts.filter(pl.col("late_paylater") == 0), pl.col("default")), **late}


def default_one_month_late(evidence: Evidence) -> float | None:
    """Odds of default one month behind over those of who is not late."""
    by_state = _default_by_state(evidence)
    return odds_ratio(by_state["late1"], by_state["not late"])


def default_two_months_late(evidence: Evidence) -> float | None:
    """The same two months behind."""
    by_state = _default_by_state(evidence)
    return odds_ratio(by_state["late2"], by_state["not late"])


def default_order(evidence: Evidence) -> float | None:
    """Odds of default two months behind over those of one."""
    by_state = _default_by_state(evidence)
    return odds_ratio(by_state["late2"], by_state["late1"])


def bills(evidence: Evidence) -> pl.DataFrame:
    """The months of accounts with a bill that the card data would count."""
    bill = pl.col("before_paylater") > _SMALL_BILL
    return evidence.cards.filter(bill)


def paid_over(part: float) -> pl.Expr:
    """Whether more than a part of the bill is paid, to the fen."""
    return pl.col("paid_paylater") > part * pl.col("before_paylater") + _FEN


def payments_of_the_minimum(evidence: Evidence) -> float | None:
    """Share of bills of which over 2 and up to 5 % are paid."""
    return share(bills(evidence), paid_over(0.02) & ~paid_over(0.05))


def payments_in_full(evidence: Evidence) -> float | None:
    """Share of bills of which over 99 and up to 101 % are paid."""
    return share(bills(evidence), paid_over(0.99) & ~paid_over(1.01))


def utilisation_persistence(evidence: Evidence) -> float | None:
    """Correlation of an account's utilisation with that of the month before.

    Both balances over the earlier month's limit, for the data know one limit of each account.
    """
    pairs = evidence.cards.with_columns(then=later("balance_paylater")).filter(
        pl.col("next_state").is_not_null(), pl.col("limit_paylater") > 0
    )
    used = pairs.select(
        now=pl.col("balance_paylater") / pl.col("limit_paylater"), then=pl.col("then") / pl.col("limit_paylater")
    )
    found = used.select(pl.corr("now", "then")).item()
    return None if found is None or found != found else float(found)
