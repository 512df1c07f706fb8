"""How a number is declared: once, with default, unit, range and source.

Scenario files, the command line, the documentation and the compiled rules all read these declarations.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Section", "number"]


class Section(BaseModel):
    """A table of parameters that belong together; each field's docstring says what it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, validate_default=True)


def number(default: float, unit: str, low: float, high: float, source: str) -> Any:
    """Declare a number: its default, its unit, the range that is accepted and where the default comes from.

    ``source`` starts with a letter: H (read in a source), M (transplanted from elsewhere), D (derived or fitted),
    L (of low confidence) or A (assumed: report results over the range).
    """
    return Field(default=default, ge=low, le=high, json_schema_extra={"unit": unit, "source": source})
