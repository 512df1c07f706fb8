"""What merchants do not sell because the platform keeps a line shut (E14).

Shut is a line that lends less than it has left: frozen, late, locked, withheld after an early repayment, or rationed.
One that is full is not shut. A cut takes the wish along with the limit, so what it costs merchants is not seen in one
market: it takes a pair of them.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.scenarios.engine.compiled import rule

__all__ = ["lose_sales"]


@rule
def lose_sales(b: Borrower, f: Flow, given_up: int, refused: int) -> None:
    """Note the month's purchases and spending that a shut line has prevented, and nobody else has paid for.

    Formula:
        planned    = min(purchase_unmet - bought_elsewhere, (limit_cashloan - balance_cashloan)+)
        everyday   = min(given_up, refused, (limit_paylater - balance_paylater)+)
        sales_lost = planned + everyday

    ``given_up`` is spending given up for want of money, ``refused`` what paylater did not take of it.
    """
    planned = min(f.purchase_unmet - f.bought_elsewhere, max(0, b.limit_cashloan - b.balance_cashloan))
    everyday = min(given_up, refused, max(0, b.limit_paylater - b.balance_paylater))
    f.sales_lost = planned + everyday
