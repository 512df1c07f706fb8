"""What a search file may hold beside a sweep file's keys, as one declaration."""

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.fields import FieldInfo

from tightrope.scenarios.disk.caps import MOST_RUNS
from tightrope.scenarios.files.complaints import Complaint, Where, unknown_key
from tightrope.scenarios.parameters.declare import Section
from tightrope.sweeps.plan.schema import Range

__all__ = ["SEARCH_WORDS", "ObjectiveTable", "SearchTable"]


type _Share = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]


class ObjectiveTable(Section):
    """What a policy shall make small or large, in the mean over seeds."""

    measure: str
    """A measure of the whole run, such as loss, or a column of ``months``."""
    statistic: str = ""
    """Of a column of ``months``: mean, start, end, peak, trough or total over the months."""
    better: Literal["lower", "higher"]
    """Which of it is better."""
    worst: bool = False
    """Whether the scenario counts that is worst for the policy; without it, the mean over scenarios."""


class SearchTable(Section):
    """How long to search, over which knobs of the platform, and for what."""

    trials: int = Field(default=192, ge=2, le=100_000)
    """How many policies are tried: a multiple of ``generation``."""
    generation: int = Field(default=16, ge=2, le=10_000)
    """How many policies are proposed at a time, before the next ones are chosen from what became of them."""
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    """Of the chance in the choice of policies; the runs' seeds are others."""
    sampler: Literal["tpe", "nsga2"] = "tpe"
    """How policies are proposed: from where good ones are dense (tpe), or by crossing good ones (nsga2)."""
    proof: int = Field(default=20, ge=3, le=MOST_RUNS)
    """Fresh seeds under which the best policies and the current one are run once more."""
    keep: dict[str, _Share] = Field(default_factory=dict)
    """Share of a measure of the current policy that a policy must keep, as in { lending = 0.9 }, at most tenfold."""
    objectives: list[ObjectiveTable] = Field(default_factory=list)
    """What is sought; without it, little loss, few wrongly frozen and much trust."""
    over: dict[str, Any] = Field(min_length=1)
    """Knobs of the platform; for each a range (a table, {} for the plausible one) or a list."""


class _SearchWords:
    """The places of the table [search]."""

    def label(self, where: Where) -> str:
        """Return a place in words: ``search.objectives.1.better``."""
        return ".".join(str(part + 1) if isinstance(part, int) else part for part in where)

    def field(self, where: Where) -> FieldInfo | None:
        """Return the declaration of the key at this place."""
        return self._table(where[:-1]).model_fields.get(str(where[-1])) if len(where) > 1 else None

    def unknown(self, where: Where) -> Complaint:
        """Complain about a key that its table does not have."""
        return unknown_key(where, self._table(where[:-1]).model_fields)

    def _table(self, where: Where) -> type[Section]:
        tables: dict[str, type[Section]] = {"objectives": ObjectiveTable, "over": Range}
        return tables.get(str(where[1]), SearchTable) if len(where) > 1 else SearchTable


SEARCH_WORDS = _SearchWords()
