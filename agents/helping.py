"""Family and friends: who cannot pay what is overdue asks them, and those with savings give some (C6).

They are asked between the due date and the work of collections. What is left after the platform is paid goes to other
lenders' overdue dues. Nobody gives what is not there, and what is given is received: over all borrowers help sums to
nil. No interest, and no memory of it: gifts rather than loans (assumed; the sources advise to ask relatives and
friends).
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow
from tightrope.agents.money import fen, share_of
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["gift", "help_asked"]


@rule
def help_asked(b: Borrower, f: Flow, p: Numbers, keys: Keys, i: int) -> int:
    """Return what a borrower asks friends for, fen: what is lacking for everything overdue, wages to come included.

    Formula:
        owed = overdue_paylater + overdue_cashloan + due_outside - outside_paid
        (owed - cash - coming)+      with chance help_monthly; coming: wages that are late
    """
    if not happens(keys, on.HELP, i, p.help_monthly):
        return 0
    coming = b.income if f.wage_late else 0
    owed = b.overdue_paylater + b.overdue_cashloan + f.due_outside - f.outside_paid
    return max(0, owed - b.cash - coming)


@rule
def gift(giver: Borrower, p: Numbers, wanted: int) -> int:
    """Return what a friend gives, fen: a share of savings above what is kept; nothing where own debts are overdue.

    Formula:
        min(wanted, [help_share * (cash - help_kept_months * income_usual)+])
    """
    if giver.status != Status.ACTIVE or giver.overdue_paylater > 0 or giver.overdue_cashloan > 0:
        return 0
    spare = giver.cash - fen(p.help_kept_months * giver.income_usual)
    return min(wanted, share_of(spare, p.help_share)) if spare > 0 else 0
