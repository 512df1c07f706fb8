"""What other lenders are called in a life, and what each is owed: by name where the scenario names them."""

from collections.abc import Sequence

import polars as pl

from tightrope.analysis.story.moments import Row, in_yuan
from tightrope.analysis.words.words import Words
from tightrope.scenarios.parameters.others import ALL, FRINGE

__all__ = ["are_named", "called", "creditors", "owed", "parted", "with_names"]

_NUMBERED = ("lender_elsewhere", "asked_lender", "asked_next", "lender_before")
"""Columns of the panel that hold the number of another lender, 0 for nobody."""


def with_names(frame: pl.DataFrame, lenders: Sequence[str]) -> pl.DataFrame:
    """Put names in place of the numbers of other lenders, and say who lends for a month: ``month_lender``.

    Args:
        frame: Months in the columns of the panel.
        lenders: Names by number, those of ``Scenario.rivals``.

    Returns:
        The frame with names, null where the number is 0; ``month_lender`` is null where no lender is named.
    """
    names = pl.Series([None, *lenders[1:]], dtype=pl.String)
    month_lender = None if lenders[0] == ALL else lenders[0]
    return frame.with_columns(
        *(names.gather(frame[column].cast(pl.UInt32)).alias(column) for column in _NUMBERED),
        month_lender=pl.lit(month_lender, pl.String),
    )


def are_named(row: Row) -> bool:
    """Tell whether the scenario names other lenders."""
    return row["month_lender"] is not None


def called(name: str | None) -> Words:
    """Return what a lender is called; one without a name stands for all."""
    if name is None:
        return Words("story.other_lenders")
    return Words("story.the_fringe") if name == FRINGE else Words("story.lender_by_name", name=name)


def parted(row: Row, amount: float, for_a_month: float) -> dict[str | None, float]:
    """Return whose an amount is, yuan by name: ``for_a_month`` of who lends for a month, the rest of who has the loan.

    One lender who is all others has both.
    """
    parts: dict[str | None, float] = {}
    month_lender = row["month_lender"]
    for name, part in (
        (month_lender, for_a_month),
        (row["lender_elsewhere"] or month_lender, round(amount - for_a_month, 2)),
    ):
        if part > 0:
            parts[name] = parts.get(name, 0.0) + part
    return parts


def creditors(row: Row) -> list[Words]:
    """Return whom something is owed elsewhere."""
    return [called(name) for name in parted(row, row["outside_debt"], row["outside_fringe"])] or [called(None)]


def owed(row: Row) -> Words:
    """Return what is owed elsewhere, and to whom."""
    debt = row["outside_debt"]
    if debt < 1:
        return Words("story.nothing_owed_to_other_lenders")
    if not are_named(row):
        return Words("story.owed_to", debt=debt, lenders=row["outside_lenders"])
    parts = parted(row, debt, row["outside_fringe"])
    debts = [Words("story.amount_to", amount=in_yuan(part), lender=called(name)) for name, part in parts.items()]
    return Words("story.owes", debts=debts)
