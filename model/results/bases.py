"""How much there must be of what a measure is compared with: on less, chance decides it, and it is null."""

__all__ = ["HIGHEST_LEVERAGE", "LEAST_DEFAULTS", "LEAST_FREEZES", "LEAST_INCOME", "LEAST_LINES"]

LEAST_DEFAULTS = 30
"""New defaults of a year from which what they bring back is a share: below, one large old debt decides it."""
LEAST_LINES, LEAST_FREEZES = 30, 5
"""Lines on either side, and freezes on the one compared with, from which two shares of freezes are compared."""
LEAST_INCOME = 100.0
"""Yuan a borrower: of a lower income of the month payments are no share."""
HIGHEST_LEVERAGE = 1000.0
"""Balance for each yuan of capital above which there is no capital to speak of."""
