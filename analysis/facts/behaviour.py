"""Facts about borrowers' conduct: what they do with a higher limit, why they default, how trust falls and returns."""

import polars as pl

from tightrope.agents.codes import Cause
from tightrope.analysis.facts.evidence import ACCOUNT, SQUEEZED, Evidence, later, quotient, share

__all__ = [
    "holding_out_share", "never_able_share", "rise_response_by_score", "rise_response_soon", "rise_response_years",
    "short_of_arrears_share", "strategic_share", "trust_slower_up", "undecided_move_most",
]  # fmt: skip

_UNDECIDED = (1 / 3, 2 / 3)
"""Trust between which a borrower is undecided."""


def _response(rises: pl.DataFrame, after: int) -> float | None:
    """Extra balance after some months for each yuan of limit given."""
    then = rises.filter(pl.col("after") == after)
    if then.is_empty():
        return None
    more, rise = then.select((pl.col("balance") - pl.col("balance_twin")).sum(), pl.col("rise").sum()).row(0)
    return quotient(more, rise)


def rise_response_soon(evidence: Evidence) -> float | None:
    """Three months after a random rise of the limit: extra balance / rise."""
    return _response(evidence.rises, 3)


def rise_response_years(evidence: Evidence) -> float | None:
    """The same after three years; None where the run is shorter."""
    return _response(evidence.rises, 36)


def rise_response_by_score(evidence: Evidence) -> float | None:
    """The same after a year, in the lowest third of scores less that in the highest."""
    rises = evidence.rises
    at_rise = rises.filter(pl.col("after") == 12)["score"]
    if at_rise.is_empty():
        return None
    low, high = (at_rise.quantile(part, "linear") for part in (1 / 3, 2 / 3))
    lowest = _response(rises.filter(pl.col("score") <= low), 12)
    highest = _response(rises.filter(pl.col("score") > high), 12)
    return lowest - highest if lowest is not None and highest is not None else None


def _due_dates(evidence: Evidence) -> pl.DataFrame:
    """Defaults whose last three due dates are known, and on how many the money for the month's dues was there.

    Dues of the month to the platform and to other lenders, against the cash left after spending; of a loan that is
    called, all that is past due. Where wages came after the due date, the money was not at hand.
    """
    paid = pl.col("paid_paylater") + pl.col("paid_cashloan") - pl.col("prepaid") + pl.col("outside_paid")
    helped = pl.col("help_received") - pl.col("help_given")
    at_hand = pl.col("cash") + paid - helped  # after the due date nothing else moves, but wages that come late
    called = pl.col("was_late_cashloan") >= evidence.called
    arrears = pl.col("overdue_cashloan") + pl.col("paid_cashloan") - pl.col("prepaid")
    cashloan = pl.when(called).then(pl.max_horizontal(arrears, "due_cashloan")).otherwise("due_cashloan")
    dues = pl.col("least_paylater") + cashloan + pl.col("due_outside")
    defaults = evidence.panel.filter(pl.col("defaulted") == 1).select(*ACCOUNT, default="month")
    return (
        evidence.panel.join(defaults, on=ACCOUNT)
        .filter((pl.col("default") - pl.col("month")).is_between(0, 2))
        .group_by(*ACCOUNT, "default")
        .agg(known=pl.len() == 3, able=((pl.col("wage_late") == 0) & (at_hand >= dues)).sum())
        .filter("known")
    )


def strategic_share(evidence: Evidence) -> float | None:
    """Share of defaults whose last three due dates all found the money for the month's dues at hand."""
    return share(_due_dates(evidence), pl.col("able") == 3)


def never_able_share(evidence: Evidence) -> float | None:
    """Share of defaults of whose last three due dates none found that money at hand."""
    return share(_due_dates(evidence), pl.col("able") == 0)


def _caused_by(evidence: Evidence, cause: Cause) -> float | None:
    return share(evidence.panel.filter(pl.col("defaulted") == 1), pl.col("default_cause") == cause)


def short_of_arrears_share(evidence: Evidence) -> float | None:
    """Share of defaults for want of money: within three months it was never there for all of the arrears."""
    return _caused_by(evidence, Cause.SHORT)


def holding_out_share(evidence: Evidence) -> float | None:
    """Share of defaults by holding out with that money at hand."""
    return _caused_by(evidence, Cause.HELD_OUT)


def trust_slower_up(evidence: Evidence) -> float | None:
    """How many times longer half of the lost trust takes to return than half of the loss took to come.

    Trust is the gap of the squeezed market's mean to the baseline's: down from the squeeze's start, up from its end or
    from the lowest month, whichever is later. Where half is not regained by the end of the run, the months left are
    taken: then it is at least so many times.
    """
    both = evidence.squeezed.join(evidence.months, on="month", suffix="_baseline").sort("month")
    gap = both.select("month", gap=pl.col("trust_mean") - pl.col("trust_mean_baseline"))
    since = gap.filter(pl.col("month") >= SQUEEZED[0])
    deepest: float | None = since["gap"].min()  # type: ignore[assignment]
    if deepest is None or deepest >= 0:
        return None
    lowest: int = since.filter(pl.col("gap") == deepest)["month"][0]
    halved = since.filter(pl.col("gap") <= deepest / 2)["month"][0]
    turn = max(lowest, SQUEEZED[1])
    back = since.filter((pl.col("month") > turn) & (pl.col("gap") >= deepest / 2))["month"]
    up = (back[0] if len(back) else int(since["month"][-1])) - turn
    return quotient(up, halved - SQUEEZED[0] + 1)


def undecided_move_most(evidence: Evidence) -> float | None:
    """How many times as far trust falls in the month of a freeze or cut where it stood between a third and two thirds.

    Compared with those who trusted less or more, in the squeeze.
    """
    hit = (pl.col("froze") > 0) | (pl.col("cut") > 0)
    active = evidence.squeeze.filter(pl.col("status") == "active")
    moved = (
        active.with_columns(before=later("trust", -1))
        .filter(hit, pl.col("before").is_not_null())
        .select(undecided=pl.col("before").is_between(*_UNDECIDED), fall=pl.col("before") - pl.col("trust"))
    )
    fall = {undecided: group["fall"].mean() for (undecided,), group in moved.group_by("undecided")}
    return quotient(fall.get(True), fall.get(False))  # type: ignore[arg-type]
