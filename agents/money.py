"""Money in fen: rounding, monthly rates, instalments, and where debts stop growing. Monthly rates are yearly / 12."""

import math

from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import power

__all__ = ["MOST_OWED", "fen", "grows_by", "instalment_of", "share_of"]

MOST_OWED = 1_050_000_000
"""Fen beyond which no debt grows, 10.5 million yuan: above the highest line, and two such together fit a record."""
_NO_RATE = 1e-9
"""Monthly rate below which a loan bears no interest: against division by nothing."""


@rule
def fen(amount: float) -> int:
    """Round an amount to whole fen, halves up.

    Formula:
        floor(amount + 0.5)      written [amount]
    """
    return int(math.floor(amount + 0.5))


@rule
def share_of(amount: int, share: float) -> int:
    """Return a share of an amount in whole fen, never more than the amount for shares up to one.

    Formula:
        [amount * share]
    """
    return int(math.floor(amount * share + 0.5))


@rule
def grows_by(debt: int, charge: int) -> int:
    """Return by how much of its interest or fees a debt still grows: they stop at 10.5 million yuan.

    Formula:
        min(charge, (1050000000 - debt)+)

    Only lines of millions left to rates of a hundred per cent for years ever come there; a record holds no more.
    """
    return min(charge, max(0, MOST_OWED - debt))


@rule
def instalment_of(amount: int, apr: float, months: float) -> int:
    """Return the equal monthly payment, fen, that repays ``amount`` with interest within ``months`` (annuity).

    Formula:
        ceil(amount * rate / (1 - (1 + rate)^-months))      rate = apr / 12
        ceil(amount / months)                               without interest
    """
    rate = apr / 12.0
    if rate < _NO_RATE:
        return int(math.ceil(amount / months))
    return int(math.ceil(amount * rate / (1.0 - power(1.0 + rate, -months))))
