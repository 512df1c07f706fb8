"""What a box may limit: a factor with an order, or whether a factor takes one of its words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.study.factors import Value, from_units
from tightrope.sweeps.plan.factors import Factor

__all__ = ["Column", "columns_of"]


class Column(NamedTuple):
    """One thing that a box may limit."""

    factor: Factor
    text: str | None = None
    """The word that the column is 1 for and 0 for all others; None of a factor with an order."""

    def value(self, place: float) -> Value:
        """Return the factor's value at a place of its range, 0 to 1, as a scenario takes it."""
        return self.factor.value(float(from_units(self.factor, np.array([2 * place - 1]))[0]))

    def number(self, place: float) -> float:
        """Return where a place of its range, 0 to 1, lies on an axis: the factor's value, or 1 where it is the word."""
        return place if self.text is not None else float(self.value(place))

    def between(self, place: float) -> float:
        """Return the number at a place between values, which of a whole number is none that the factor takes."""
        exact = replace(self.factor, whole=False)
        return float(from_units(exact, np.array([2 * place - 1]))[0])


def columns_of(
    factors: Sequence[Factor], positions: NDArray[np.float64]
) -> tuple[list[Column], NDArray[np.float64]]:  # fmt: skip
    """Return the columns of some factors, and where points stand in them, shape (points, columns), from 0 to 1.

    ``positions`` has shape (points, factors). Words have no order, so each is a column of its own; of two words the
    second says all.
    """
    columns, places = [], []
    for factor, position in zip(factors, positions.T, strict=True):
        if not factor.texts:
            columns.append(Column(factor))
            places.append(position)
            continue
        taken = np.rint(position * (len(factor.texts) - 1))
        for number, text in enumerate(factor.texts):
            if number or len(factor.texts) > 2:
                columns.append(Column(factor, text))
                places.append((taken == number).astype(np.float64))
    return columns, np.column_stack(places)
