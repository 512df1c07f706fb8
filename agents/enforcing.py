"""The law after a write-off: a judgement, and then a share of the wage until the debt is paid (E12).

Of a debt written off little is paid of one's own will, by those, too, who earn well again. A judgement changes that: it
takes a share of what a wage leaves above subsistence. The debt bears no interest by then. It ends with the debt, with a
settlement, or when pursuit is over; from those without work nothing can be taken.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.money import share_of
from tightrope.agents.policy import Policy
from tightrope.agents.spending import subsistence
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["garnish", "garnishment", "sue"]


@rule
def sue(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Obtain a judgement in the month after the write-off, where it is worth its costs, which are the platform's.

    Formula:
        with chance judgement_share      written_off > judgement_cost, month - frozen_month = 1

    Suits are filed in bulk within months of the default, so that a court has decided by then; nobody is sued later.
    """
    if policy.month - b.frozen_month != 1 or b.written_off <= 100.0 * p.judgement_cost:
        return
    if happens(keys, on.JUDGEMENT, i, p.judgement_share):
        b.judged = 1
        f.judgement = 1


@rule
def garnishment(b: Borrower, p: Numbers) -> int:
    """Return what a judgement takes of this month's wage, fen: a share of what lies above subsistence.

    Formula:
        min(written_off, [garnish_share * (income - subsistence)+])      judged and employed, else 0
    """
    if not b.judged or not b.employed:
        return 0
    return min(b.written_off, share_of(max(0, b.income - subsistence(b, p)), p.garnish_share))


@rule
def garnish(b: Borrower, f: Flow, amount: int) -> None:
    """Take it as the wage is paid, before anything is spent.

    Formula:
        garnished = garnishment      a part of recovered
    """
    b.cash -= amount
    b.written_off -= amount
    f.garnished = amount
    f.recovered += amount
