"""How a number is declared: once, with default, unit, range and source.

Scenario files, the command line, the documentation and the compiled rules all read these declarations.
"""

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Plausible", "Section", "number", "plausible"]


class Section(BaseModel):
    """A table of parameters that belong together; each field's docstring says what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, validate_default=True)


class Plausible(NamedTuple):
    """What an expert would not rule out for a lender of this kind, as a value that holds for a whole run.

    Sweeps and sensitivity analysis draw from it; ``why`` starts with the letter of the evidence, or with "judged".
    """

    low: float
    high: float
    why: str


plausible = Plausible
"""How a declaration reads: ``number(..., plausible(0.12, 0.24, "H: 36 % in law, then 24 % enforced"))``."""


def number(default: float, unit: str, low: float, high: float, source: str, likely: Plausible) -> Any:
    """Declare a number: default, unit, the range that is accepted, where the default comes from, the plausible range.

    ``source`` starts with a letter: H (read in a source), M (transplanted from elsewhere), D (derived or fitted),
    L (of low confidence) or A (assumed: report results over the range).
    """
    likely_range: dict[str, Any] = {"plausible": [likely.low, likely.high], "plausible_why": likely.why}
    extra = {"unit": unit, "source": source, **likely_range}
    return Field(default=default, ge=low, le=high, json_schema_extra=extra)
