"""Sums of decimals that come out the same in any order: each is turned into whole parts of one before it is added."""

import math

from tightrope.scenarios.engine.compiled import rule

__all__ = ["BILLION", "MILLION", "whole"]

BILLION = 1e9
"""Parts of one, for what lies about one: half a billion borrowers and more fit into a whole number of 64 bits."""
MILLION = 1e6
"""Parts of one, for what lies about a thousand."""


@rule
def whole(value: float, parts: float) -> int:
    """Return a decimal as a whole number of ``parts`` of one, halves up."""
    return int(math.floor(value * parts + 0.5))  # noqa: RUF046 (settles the type of a compiled rule)
