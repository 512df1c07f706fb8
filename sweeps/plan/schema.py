"""What a sweep file may hold, as one declaration for reading it and for editors (JSON Schema)."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo

from tightrope.scenarios.books.book import LARGEST_SEED, MOST_BORROWERS
from tightrope.scenarios.disk.caps import MOST_LEVELS, MOST_RUNS
from tightrope.scenarios.files.complaints import Complaint, Where, in_words, unknown_key
from tightrope.scenarios.files.events import LONGEST_RUN
from tightrope.scenarios.files.schema import schema_of
from tightrope.scenarios.parameters.declare import Section
from tightrope.scenarios.parameters.meaning import meaning
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.factors import STRENGTH

__all__ = ["SWEEP_WORDS", "USUAL_MEASURES", "DesignTable", "Range", "Seeds", "SweepFile", "json_schema"]

USUAL_MEASURES = (
    *("stance", "freezes_new_share", "frozen_share", "frozen_good_standing_share", "limit_mean"),
    *("dpd30_share_balance", "dpd90_share_balance", "new_default_amount", "writeoff_share", "writeoff_amount", "lgd"),
    *("trust_mean", "outside_debt_mean", "consumption_drop", "approvals_share", "profit"),
)
"""What is summed up where the file does not say: tightness, access, wrongful freezes, loss, trust, hardship, money."""


def _as_list(given: Any) -> Any:
    """Return a list of the one name, where a name is given."""
    if not isinstance(given, str | list):
        raise ValueError(f"must be a name or a list of names, got {in_words(given)}")
    return [given] if isinstance(given, str) else given


def _as_seeds(given: Any) -> Any:
    """Return the seeds 1 to n for a number n."""
    if isinstance(given, list):
        return given
    if not isinstance(given, int) or isinstance(given, bool):
        raise ValueError(f"must be a whole number or a list of them, got {in_words(given)}")
    if not 1 <= given <= MOST_RUNS:
        raise ValueError(f"from 1 to {MOST_RUNS:,} seeds can be run, got {in_words(given)}; a list names single ones")
    return list(range(1, given + 1))


type _Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
Seeds = Annotated[list[_Seed], BeforeValidator(_as_seeds, json_schema_input_type=int | list[int])]
"""Seeds one by one, or how many from 1 on."""


class Range(Section):
    """The range over which a parameter varies: an end that is not given is that of the plausible range."""

    low: float | None = Field(default=None, allow_inf_nan=False)
    """Lowest value."""
    high: float | None = Field(default=None, allow_inf_nan=False)
    """Highest value."""
    full: bool = False
    """Whether an end that is not given is that of the whole range of validity instead."""
    scale: Literal["linear", "log"] = "linear"
    """Whether the range is covered evenly, or evenly in the logarithm."""
    levels: int | None = Field(default=None, ge=2, le=MOST_LEVELS)
    """Of a grid: how many values, the ends among them."""


class DesignTable(Section):
    """How the points are chosen, and what varies from point to point."""

    kind: Literal["grid", "list", "latin-hypercube", "sobol", "morris", "saltelli", "ensemble"]
    """How the points are chosen."""
    points: int | None = Field(default=None, ge=1, le=MOST_RUNS)
    """Of latin-hypercube and sobol: points; of morris: trajectories; of saltelli: base points; of ensemble: members,
    evenly spread over it; without it, all. Sobol's sequence, which sobol and saltelli take, needs a power of two."""
    seed: int = Field(default=1, ge=0, le=LARGEST_SEED)
    """Of the chance in the choice of points; the runs' seeds are others."""
    levels: int = Field(default=4, ge=2, le=100)
    """Of morris: values that each factor takes; an even number."""
    second_order: bool = False
    """Of saltelli: choose the points that indices of pairs of factors need too, nearly twice as many."""
    file: str = ""
    """Of list: a CSV file with a column for each factor and a row for each point, relative to this file. Of ensemble: a
    built-in one ("prime"), or the file of accepted points of a calibration, relative to this file."""
    over: dict[str, Any] = Field(default_factory=dict)
    """What varies: parameters, numbers of one lender (``bank.outside_approval``), and ``strength``; for each a range (a
    table, {} for the plausible one) or a list."""


class SweepFile(Section):
    """A sweep file: scenarios, the points of a design, and seeds; everything that is varied and what is kept."""

    model_config = ConfigDict(title="Sweep")

    title: str = ""
    """Title; without it, the name."""
    scenarios: Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]
    """Built-in names, or files relative to this one; "library" stands for all built-in ones."""
    against: str = ""
    """Scenario that the others are compared with, at the same point and seed; without it, the baseline if it is
    among the scenarios."""
    book: str = "synthetic"
    """Who borrows at the start: synthetic, taiwan, taiwan-cards, or a CSV or Parquet file relative to this one."""
    currency_scale: float = 1.0
    """Yuan for one unit of money in a book of your own."""
    borrowers: int | None = Field(default=None, ge=1, le=MOST_BORROWERS)
    """How many borrowers; without it, as many as the book holds."""
    months: int | None = Field(default=None, ge=1, le=LONGEST_RUN)
    """How many months; without it, as each scenario says."""
    seeds: Seeds = Field(default_factory=lambda: list(range(1, 21)))
    """How many seeds, from 1 on, or a list of them; without it, 20. Every point is run under the same ones."""
    columns: list[str] = Field(default_factory=list)
    """Columns of ``months`` that are kept of every month; without them, all."""
    measures: list[str] = Field(default_factory=lambda: list(USUAL_MEASURES))
    """Columns that are summed up for each run (and kept); without them, the usual ones."""
    check: bool = False
    """Verify all accounts in every month of every run."""
    values: dict[str, Any] = Field(default_factory=dict)
    """Parameters that hold in every run, whatever the scenario says of its start."""
    design: DesignTable | None = None
    """How the points are chosen; without it, there is one point, and the scenarios are run as they are."""


class _SweepWords:
    """The places of a sweep file."""

    def label(self, where: Where) -> str:
        """Return a place in words: ``design.kind``."""
        return ".".join(str(part + 1) if isinstance(part, int) else part for part in where) or "sweep"

    def field(self, where: Where) -> FieldInfo | None:
        """Return the declaration of the key at this place."""
        keys = [part for part in where if isinstance(part, str)]
        return self._table(tuple(keys[:-1])).model_fields.get(keys[-1]) if keys else None

    def unknown(self, where: Where) -> Complaint:
        """Complain about a key that its table does not have; a parameter belongs into one of two."""
        hint = ""
        if len(where) == 1 and (str(where[0]) in declared()):
            hint = "a parameter stands under [values] or, where it varies, under [design.over]"
        return unknown_key(where, self._table(where[:-1]).model_fields, hint=hint)

    def _table(self, where: Where) -> type[Section]:
        tables: tuple[type[Section], ...] = (SweepFile, DesignTable, Range)
        return tables[min(len(where), 2)]


SWEEP_WORDS = _SweepWords()


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a sweep file, for editors; the parameters come with meaning, unit and range."""
    schema = schema_of(SweepFile)
    about = {name: meaning(field) for name, field in declared().items()}
    scalar = {"type": ["number", "string"]}
    schema["properties"]["values"].update(
        additionalProperties=_in_its_table(scalar),
        properties={name: {"description": text, **scalar} for name, text in about.items()},
    )
    schema["$defs"]["Range"] = schema_of(Range)
    varied = {"anyOf": [{"$ref": "#/$defs/Range"}, {"type": "array", "items": scalar, "minItems": 2}]}
    about[STRENGTH] = "How strong all events are: 0 for none, 1 for as written. From 0 to 10, plausibly 0 to 1."
    schema["$defs"]["DesignTable"]["properties"]["over"].update(
        additionalProperties=_in_its_table(varied),
        properties={name: {"description": text, **varied} for name, text in about.items()},
    )
    return schema


def _in_its_table(what: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what stands by itself, or within the table of parameters or the lender that it is of."""
    return {"anyOf": [what, {"type": "object", "additionalProperties": what}]}
