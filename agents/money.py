"""Money in fen: rounding, monthly rates, instalments. Monthly rates are yearly rates / 12."""

import math

from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import power

__all__ = ["fen", "instalment_of", "share_of"]

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
