"""Facts about the months before a default: how the line fills, and what a year's unused limit becomes."""

import polars as pl

from tightrope.analysis.facts.evidence import ACCOUNT, BALANCE, LIMIT, Evidence, quotient

__all__ = ["drawn_of_unused", "use_rises"]

_LAST_PAID = 3
"""Months before default, of 90 days past due, in which nothing was late yet."""
_FOUR_EARLIER = _LAST_PAID + 4
_YEAR = 12


def _defaults(evidence: Evidence, before: int, until: int) -> pl.DataFrame:
    """Defaulters' balances and limits ``before`` months before default and ``until`` months before it."""
    keys = (*ACCOUNT, "default")

    def state(earlier: int, name: str) -> pl.DataFrame:
        active = evidence.panel.filter(pl.col("status") == "active").with_columns(default=pl.col("month") + earlier)
        return active.select(*keys, BALANCE.alias(f"balance_{name}"), LIMIT.alias(f"limit_{name}"))

    defaults = evidence.panel.filter(pl.col("defaulted") == 1).select(*ACCOUNT, default="month")
    return defaults.join(state(before, "then"), on=keys).join(state(until, "now"), on=keys)


def use_rises(evidence: Evidence) -> float | None:
    """Rise of defaulters' mean balance / limits over the last four months in which nothing was late."""
    both = _defaults(evidence, _FOUR_EARLIER, _LAST_PAID).filter(pl.col("limit_then") > 0, pl.col("limit_now") > 0)
    rise = pl.col("balance_now") / pl.col("limit_now") - pl.col("balance_then") / pl.col("limit_then")
    found = both.select(rise.mean()).item()
    return None if found is None else float(found)


def drawn_of_unused(evidence: Evidence) -> float | None:
    """What defaulters owe more at default than a year before / what was unused of the limits then, sum over sum."""
    unused = pl.col("limit_then") - pl.col("balance_then")
    room = _defaults(evidence, _YEAR, 0).filter(unused > 0)
    more = room.select((pl.col("balance_now") - pl.col("balance_then")).sum()).item()
    return quotient(float(more), float(room.select(unused.sum()).item()))
