"""Moments: single numbers that a market shows of itself, and that a lender's own books show as well."""

from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from tightrope.analysis.facts.evidence import FIRST, PANEL, Evidence
from tightrope.analysis.facts.facts import FACTS, OF_MONTHS, Fact
from tightrope.model.results.columns import FRAMES
from tightrope.model.results.run_results import Results
from tightrope.sweeps.search.objectives import STATISTICS

__all__ = ["LATE", "ColumnMoment", "FactMoment", "Moment", "Moments", "RollMoment", "VintageMoment", "fact_numbered"]

LATE = {"dpd30": "30 or more days past due", "dpd90": "90 or more days past due", "writeoff": "written off"}
"""What a vintage's loans may have been by an age."""
_BEFORE = "moment "
"""What a moment's column begins with, so that it has the name of no column of ``months``."""


class Moment(Protocol):
    """How a number is read off a market."""

    @property
    def says(self) -> str:
        """What it is, in words."""

    @property
    def unit(self) -> str:
        """Its unit, as a column's."""

    @property
    def needs_panel(self) -> bool:
        """Whether it is read off the panel too."""

    def read(self, evidence: Evidence, run: Results) -> float | None:
        """Return the number; None where the market shows none."""


def fact_numbered(number: str) -> Fact:
    """Return a fact of ``tightrope validate`` by its number, which must be one."""
    return next(fact for fact in FACTS if fact.number == number)


@dataclass(frozen=True)
class FactMoment:
    """A fact of ``tightrope validate``, by its number; it counts from month ``FIRST`` on."""

    number: str

    @property
    def says(self) -> str:
        """What the fact is."""
        return fact_numbered(self.number).says

    @property
    def unit(self) -> str:
        """The fact's unit."""
        return fact_numbered(self.number).unit

    @property
    def needs_panel(self) -> bool:
        """Whether months alone do not show it."""
        return self.number not in OF_MONTHS

    def read(self, evidence: Evidence, run: Results) -> float | None:
        """Return what the market shows of the fact."""
        return fact_numbered(self.number).measure(evidence)


@dataclass(frozen=True)
class ColumnMoment:
    """One number of a column of ``months`` over the months ``first`` to ``last``, both included."""

    column: str
    statistic: str
    """One of ``STATISTICS``."""
    first: int
    last: int
    needs_panel = False

    @property
    def says(self) -> str:
        """The column, the statistic and the months."""
        return f"{self.column}, {self.statistic} of months {self.first} to {self.last}"

    @property
    def unit(self) -> str:
        """The column's unit."""
        return next(column.unit for column in FRAMES["months"] if column.name == self.column)

    def read(self, evidence: Evidence, run: Results) -> float | None:
        """Return the statistic; months in which the column is not known are left out."""
        months = run.months.filter(pl.col("month").is_between(self.first, self.last))
        return _number(months.select(STATISTICS[self.statistic](pl.col(self.column).cast(pl.Float64).drop_nulls())))


@dataclass(frozen=True)
class RollMoment:
    """A roll rate: of the balance in bucket ``start`` at a month's end, the share in ``end`` a month later.

    Sum over sum of the months ``first`` to ``last``, of one product or, where ``product`` is empty, of both.
    """

    start: str
    end: str
    product: str
    first: int
    last: int
    unit = "share"
    needs_panel = False

    @property
    def says(self) -> str:
        """The two buckets, the product and the months."""
        product = f" of {self.product}" if self.product else ""
        return f"balance{product} that goes from {self.start} to {self.end}, months {self.first} to {self.last}"

    def read(self, evidence: Evidence, run: Results) -> float | None:
        """Return the rate; None where nothing was in the first bucket."""
        moved = run.roll_rates.filter(
            pl.col("from_bucket") == self.start, pl.col("month").is_between(self.first, self.last)
        )
        if self.product:
            moved = moved.filter(pl.col("product") == self.product)
        return _quotient(moved.filter(pl.col("to_bucket") == self.end)["balance"].sum(), moved["balance"].sum())


@dataclass(frozen=True)
class VintageMoment:
    """Of the cash loans opened in months ``first`` to ``last``: share that became ``late`` within ``age`` months.

    By number of loans, as far as the run follows them for so long.
    """

    late: str
    """One of ``LATE``."""
    age: int
    first: int
    last: int
    unit = "share"
    needs_panel = False

    @property
    def says(self) -> str:
        """What of which loans, by which age."""
        return f"cash loans of months {self.first} to {self.last} {LATE[self.late]} within {self.age} months"

    def read(self, evidence: Evidence, run: Results) -> float | None:
        """Return the share; None where no loan was followed for so long."""
        loans = run.vintages.filter(pl.col("vintage").is_between(self.first, self.last), pl.col("age") == self.age)
        return _quotient((loans[f"{self.late}_share"] * loans["loans"]).sum(), loans["loans"].sum())


def _quotient(above: Any, beneath: Any) -> float | None:
    return float(above) / float(beneath) if beneath else None


def _number(frame: pl.DataFrame) -> float | None:
    found = frame.item() if frame.height else None
    return None if found is None else float(found)


@dataclass(frozen=True)
class Moments:
    """Moments by name, read off every market of a sweep (a ``Reading``)."""

    by_name: tuple[tuple[str, Moment], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What their columns are called."""
        return tuple(f"{_BEFORE}{name}" for name, _ in self.by_name)

    @property
    def panel(self) -> tuple[str, ...]:
        """The panel's columns that facts read, where any of them needs it."""
        return PANEL if any(moment.needs_panel for _, moment in self.by_name) else ()

    @property
    def first(self) -> int:
        """The month from which on facts count."""
        return FIRST

    def read(self, results: Results, panel: pl.DataFrame) -> list[float | None]:
        """Return the moments of a market that has lived all its months."""
        evidence = Evidence(results.months, panel)
        return [moment.read(evidence, results) for _, moment in self.by_name]
