"""Facts about a card book's shape: how limits lie, how far they are used, and what accounts do for half a year."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, FIRST, Evidence, quotient, share

__all__ = [
    "always_full", "always_revolving", "charges_mean", "inactive_share", "late_goes_on", "late_made_good",
    "limit_skew", "limit_spread", "paid_in_full_share", "revolving_share", "use_mean", "use_median", "used_over",
    "used_up",
]  # fmt: skip

_HALF_YEAR = 6
_USED_UP = 0.9
"""Part of the limit from which it is used up."""


def _used(evidence: Evidence) -> pl.DataFrame:
    """Accounts with a limit, month by month, with ``used``: the balance / the limit."""
    open_ = evidence.cards.filter(pl.col("limit_paylater") > 0)
    return open_.with_columns(used=pl.col("balance_paylater") / pl.col("limit_paylater"))


def _number(frame: pl.DataFrame, of: pl.Expr) -> float | None:
    found = frame.select(of).item() if frame.height else None
    return None if found is None else float(found)


def use_mean(evidence: Evidence) -> float | None:
    """Mean utilisation: balance / limit, over accounts and months."""
    return _number(_used(evidence), pl.col("used").mean())


def use_median(evidence: Evidence) -> float | None:
    """Median utilisation."""
    return _number(_used(evidence), pl.col("used").median())


def used_up(evidence: Evidence) -> float | None:
    """Share of accounts that use over 90 % of the limit."""
    return share(_used(evidence), pl.col("used") > _USED_UP)


def used_over(evidence: Evidence) -> float | None:
    """Share of accounts that owe more than the limit."""
    return share(_used(evidence), pl.col("used") > 1)


def _log_limit(evidence: Evidence) -> pl.DataFrame:
    return evidence.cards.filter(pl.col("limit_paylater") > 0, pl.col("month") == FIRST)


def limit_spread(evidence: Evidence) -> float | None:
    """Standard deviation of the logarithm of the limits, in the first month looked at."""
    return _number(_log_limit(evidence), pl.col("limit_paylater").log().std())


def limit_skew(evidence: Evidence) -> float | None:
    """Mean limit / median limit in that month."""
    limits = _log_limit(evidence)["limit_paylater"]
    return quotient(limits.mean(), limits.median())  # type: ignore[arg-type]


def charges_mean(evidence: Evidence) -> float | None:
    """Mean over accounts and months of new charges / limit."""
    charged = evidence.panel.filter(pl.col("status") == "active", pl.col("limit_paylater") > 0)
    return _number(charged, (pl.col("charges") / pl.col("limit_paylater")).mean())


def _in_state(evidence: Evidence, state: str) -> float | None:
    return share(evidence.cards, pl.col("state") == state)


def inactive_share(evidence: Evidence) -> float | None:
    """Share of accounts with nothing billed and nothing charged."""
    return _in_state(evidence, "inactive")


def paid_in_full_share(evidence: Evidence) -> float | None:
    """Share of accounts that pay the bill in full."""
    return _in_state(evidence, "full")


def revolving_share(evidence: Evidence) -> float | None:
    """Share of accounts that carry a part of the bill over and are not late."""
    return _in_state(evidence, "revolving")


def _always(evidence: Evidence, state: str) -> float | None:
    """Share of accounts followed for half a year that are in a state in each of its months."""
    halves = evidence.cards.group_by(*ACCOUNT, half=(pl.col("month") - FIRST) // _HALF_YEAR).agg(
        months=pl.len(), always=(pl.col("state") == state).all()
    )
    return share(halves.filter(pl.col("months") == _HALF_YEAR), pl.col("always"))


def always_revolving(evidence: Evidence) -> float | None:
    """Share of accounts that carry a part of the bill over in every month of half a year."""
    return _always(evidence, "revolving")


def always_full(evidence: Evidence) -> float | None:
    """Share of accounts that pay in full in every month of half a year."""
    return _always(evidence, "full")


def _month_late(evidence: Evidence) -> pl.DataFrame:
    """Accounts one month late that are there in the next month, too."""
    return evidence.cards.filter(pl.col("state") == "late1", pl.col("next_state").is_not_null())


def late_made_good(evidence: Evidence) -> float | None:
    """Of accounts one month late: share that is not late a month later."""
    return share(_month_late(evidence), ~pl.col("next_state").str.starts_with("late"))


def late_goes_on(evidence: Evidence) -> float | None:
    """Of accounts one month late: share that is two months late a month later."""
    return share(_month_late(evidence), pl.col("next_state") == "late2")
