"""A run beside its twin: what differs month by month, and a short table that a person understands."""

from dataclasses import dataclass

import polars as pl

from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import FRAMES, Results
from tightrope.scenarios.errors import InputError

__all__ = ["MEASURES", "Measure", "check_same_people", "differences", "extreme", "summary", "widest"]


@dataclass(frozen=True)
class Measure:
    """A column of ``months`` for the short table; its highest month is told, or its lowest."""

    column: str
    label: Words
    peaks: bool = True

    @property
    def unit(self) -> str:
        """The unit of the column."""
        return next(column.unit for column in FRAMES["months"] if column.name == self.column)


MEASURES = (
    Measure("stance", Words("measures.tightness_of_the_platform")),
    Measure("freezes_new_share", Words("measures.frozen_in_the_month")),
    Measure("frozen_share", Words("measures.frozen_at_the_months_end")),
    Measure("limit_mean", Words("measures.mean_limit_yuan"), peaks=False),
    Measure("dpd30_share_balance", Words("measures.late_30_of_balance")),
    Measure("dpd90_share_balance", Words("measures.late_90_of_balance")),
    Measure("writeoff_share", Words("measures.written_off_in_the_month")),
    Measure("trust_mean", Words("measures.mean_trust_0_to_1"), peaks=False),
    Measure("outside_debt_mean", Words("measures.owed_to_other_lenders_yuan")),
    Measure("approvals_share", Words("measures.applications_approved"), peaks=False),
    Measure("profit", Words("measures.profit_of_the_month_yuan"), peaks=False),
)
"""What the short table tells, in its order."""


def differences(results: Results, twin: Results) -> pl.DataFrame:
    """Return month and, for every other column of ``months``, the run minus its twin.

    Only months that both have finished are compared. InputError for runs that are not of the same borrowers.
    """
    check_same_people(results, twin)
    both = results.months.join(twin.months, on="month", how="inner", suffix=" of the twin")
    columns = [name for name in results.months.columns if name != "month"]
    return both.select("month", *(pl.col(name) - pl.col(f"{name} of the twin") for name in columns))


def check_same_people(results: Results, other: Results) -> None:
    """Raise InputError for runs that are not of the same borrowers and fate."""
    for key in ("seed", "borrowers", "book"):
        own, others = results.manifest[key], other.manifest[key]
        if own != others:
            raise InputError(
                f"the runs cannot be compared month by month: {key} is {own} in one and {others} in the "
                "other; run both with the same seed, book and number of borrowers"
            )


def extreme(frame: pl.DataFrame, column: str, *, highest: bool) -> tuple[float, int] | None:
    """Return the highest or lowest value of a column and its first month; None if all is null."""
    known = frame.select("month", column).drop_nulls().sort(column, "month", descending=[highest, False])
    return None if known.is_empty() else (known[column][0], known["month"][0])


def widest(apart: pl.DataFrame, column: str) -> tuple[float, int] | None:
    """Return the difference farthest from zero, with its sign, and its first month; None if all is null."""
    known = apart.select("month", column).drop_nulls()
    ranked = known.sort(pl.col(column).abs(), "month", descending=[True, False])
    return None if ranked.is_empty() else (ranked[column][0], ranked["month"][0])


def summary(results: Results, twin: Results | None = None, *, language: str = "en") -> pl.DataFrame:
    """Return the short table: one row for each of ``MEASURES``.

    Columns: measure, column, unit, start (month 1), end (last month), extreme (the peak, or the trough of
    what is feared to fall), extreme_month. With a twin also twin_end, difference (run minus twin
    in the month where it is widest) and difference_month.
    """
    apart = None if twin is None else differences(results, twin)
    rows = []
    for measure in MEASURES:
        value, month = extreme(results.months, measure.column, highest=measure.peaks) or (None, None)
        start, end = _ends(results, measure.column)
        row = {
            "measure": measure.label.put(language),
            "column": measure.column,
            "unit": measure.unit,
            "start": start,
            "end": end,
            "extreme": value,
            "extreme_month": month,
        }
        if twin is not None and apart is not None:
            row["twin_end"] = _ends(twin, measure.column)[1]
            row["difference"], row["difference_month"] = widest(apart, measure.column) or (None, None)
        rows.append(row)
    months = dict.fromkeys(("extreme_month", "difference_month"), pl.Int64)
    numbers = dict.fromkeys(("start", "end", "extreme", "twin_end", "difference"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides={**numbers, **months})


def _ends(results: Results, column: str) -> tuple[float | None, float | None]:
    values = results.months[column]
    return (values[0], values[-1]) if len(values) else (None, None)
