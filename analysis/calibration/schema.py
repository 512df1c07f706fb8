"""What a calibration file may hold, as one declaration."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.fields import FieldInfo

from tightrope.scenarios.books.book import LARGEST_SEED, MOST_BORROWERS
from tightrope.scenarios.files.complaints import Complaint, Where, unknown_key
from tightrope.scenarios.files.events import LONGEST_RUN
from tightrope.scenarios.parameters.declare import Section
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.schema import Range, Seeds

__all__ = ["CALIBRATION_WORDS", "CalibrationFile", "MethodTable", "TargetTable"]

type _Finite = Annotated[float, Field(allow_inf_nan=False)]
type _NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class TargetTable(Section):
    """A moment and its value in the data; the moment is one of fact, measure, roll and vintage."""

    fact: str = ""
    """Number of a fact of ``tightrope validate``, such as "1"; its value and range hold unless others are given."""
    measure: str = ""
    """A column of ``months``, such as dpd30_share_balance."""
    statistic: Literal["mean", "start", "end", "peak", "trough", "total"] = "mean"
    """Of a measure: what of it over the months."""
    roll: list[str] = Field(default_factory=list)
    """Two buckets of ``roll_rates``, as in ["30-59", "60-89"]: the share of the first's balance that goes to the
    second within a month."""
    product: Literal["", "paylater", "cashloan"] = ""
    """Of a roll: one product; without it, both."""
    vintage: Literal["", "dpd30", "dpd90", "writeoff"] = ""
    """What has become of cash loans by an age: the share that was so late, or written off."""
    age: int | None = Field(default=None, ge=0, le=LONGEST_RUN)
    """Of a vintage: months since the loans were opened."""
    first_month: int | None = Field(default=None, ge=1, le=LONGEST_RUN)
    """First month that counts (of a vintage: in which loans were opened); without it, the first."""
    last_month: int | None = Field(default=None, ge=1, le=LONGEST_RUN)
    """Last month that counts; without it, the last."""
    value: _Finite | None = None
    """Value in the data; without it, the middle of low and high."""
    low: _Finite | None = None
    """Lowest value accepted."""
    high: _Finite | None = None
    """Highest value accepted."""
    error: _NotNegative | None = None
    """Standard error of the value in the data; without it, a quarter of high - low."""
    discrepancy: _NotNegative | None = None
    """What the model may miss even with the right parameters, as a standard deviation; without it, a twentieth of the
    value."""


class MethodTable(Section):
    """How points are chosen and judged."""

    points: int = Field(default=128, ge=8, le=8192)
    """Points of each wave, a power of two."""
    waves: int = Field(default=2, ge=1, le=20)
    """Waves that fill what is not ruled out; a finished calibration goes on where this is raised."""
    ensemble: int = Field(default=128, ge=16, le=8192)
    """Points that are drawn after the waves, as frequent as they are likely: the intervals are theirs."""
    cut_off: float = Field(default=3.0, ge=1.0, le=10.0, allow_inf_nan=False)
    """Standard deviations from a target beyond which a point is ruled out."""
    seed: int = Field(default=1, ge=0, le=LARGEST_SEED)
    """Of the chance in the choice of points; the runs' seeds are others."""
    proof: int = Field(default=8, ge=2, le=1000)
    """Fresh seeds under which the best points are run once more."""


class CalibrationFile(Section):
    """A calibration file, but for its targets: what is run, what is free, and how points are chosen."""

    title: str = ""
    """Title; without it, the name."""
    scenario: str = "baseline"
    """A built-in scenario, or a file relative to this one."""
    book: str = "synthetic"
    """Who borrows at the start: synthetic, taiwan, taiwan-cards, or a CSV or Parquet file relative to this one."""
    currency_scale: float = 1.0
    """Yuan for one unit of money in a book of your own."""
    borrowers: int | None = Field(default=None, ge=1, le=MOST_BORROWERS)
    """How many borrowers; without it, as many as the book holds."""
    months: int = Field(default=36, ge=1, le=LONGEST_RUN)
    """How many months each market lives."""
    seeds: Seeds = Field(default_factory=lambda: [1, 2, 3, 4])
    """How many seeds, from 1 on, or a list of them; two at least. Every point is run under the same ones."""
    values: dict[str, Any] = Field(default_factory=dict)
    """Parameters that are known: they hold in every run."""
    free: dict[str, Any] = Field(min_length=1)
    """Parameters that are sought; for each its range (a table, {} for the plausible one)."""
    method: MethodTable = Field(default_factory=MethodTable)
    """How points are chosen and judged."""


class _CalibrationWords:
    """The places of a calibration file."""

    def label(self, where: Where) -> str:
        """Return a place in words: ``targets.late.value``."""
        return ".".join(str(part + 1) if isinstance(part, int) else part for part in where) or "calibration"

    def field(self, where: Where) -> FieldInfo | None:
        """Return the declaration of the key at this place."""
        keys = [str(part) for part in where if isinstance(part, str)]
        return self._table(keys[:-1]).model_fields.get(keys[-1]) if keys else None

    def unknown(self, where: Where) -> Complaint:
        """Complain about a key that its table does not have; a parameter belongs into one of two."""
        hint = ""
        if len(where) == 1 and str(where[0]) in declared():
            hint = "a parameter stands under [free] or, where it is known, under [values]"
        known = self._table([str(part) for part in where[:-1]]).model_fields
        return unknown_key(where, [*known, "targets"] if len(where) == 1 else known, hint=hint)

    def _table(self, keys: list[str]) -> type[Section]:
        tables: dict[str, type[Section]] = {"targets": TargetTable, "method": MethodTable, "free": Range}
        return tables.get(keys[0], CalibrationFile) if keys else CalibrationFile


CALIBRATION_WORDS = _CalibrationWords()
