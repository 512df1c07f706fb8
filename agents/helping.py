"""Family and friends: who cannot pay what is overdue asks them, and those with savings give some (C6).

They are asked between the due date and the work of collections. What is left after the platform is paid goes to other
lenders' overdue dues. Nobody gives what is not there, and what is given is received: over all borrowers help sums to
nil. No interest, and nothing is paid back: gifts rather than loans (assumed; the sources advise to ask relatives and
friends). But friends remember, and their patience ends: who has had much of them gets no more for years.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.collecting import holds_out
from tightrope.agents.flows import Flow
from tightrope.agents.money import fen, share_of
from tightrope.agents.persons import person
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import log
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["gift", "help_asked", "lean", "patience"]


@rule
def patience(p: Numbers, keys: Keys, i: int) -> float:
    """Return how much help, fading, friends give in all before their patience ends, months of usual income.

    Formula:
        -patience_months * log(1 - u)      u: a draw kept for good
    """
    return -p.patience_months * log(1.0 - uniform(keys, on.PATIENCE, i))


@rule
def help_asked(b: Borrower, f: Flow, p: Numbers, keys: Keys, i: int) -> int:
    """Return what a borrower asks friends for, fen: what is lacking for everything overdue, wages to come included.

    Formula:
        owed = overdue_paylater + overdue_cashloan + due_outside - outside_paid
        left = (patience - leaned)+ * income_usual
        min((owed - cash - coming)+, left+)      with chance help_monthly; coming: wages that are late
                                                 0 who holds_out, and would keep what is given
    """
    if not happens(keys, on.HELP, i, p.help_monthly) or holds_out(b, p, keys, person(b, i)):
        return 0
    coming = b.income if f.wage_late else 0
    owed = b.overdue_paylater + b.overdue_cashloan + f.due_outside - f.outside_paid
    lacking = owed - b.cash - coming
    if lacking <= 0:
        return 0
    left = fen(max(0.0, patience(p, keys, person(b, i)) - b.leaned) * b.income_usual)
    return min(left, lacking)


@rule
def lean(b: Borrower, given: int) -> None:
    """Remember what was received.

    Formula:
        leaned <- leaned + given / income_usual      fading by patience_fade a month
    """
    b.leaned += given / b.income_usual


@rule
def gift(giver: Borrower, p: Numbers, wanted: int) -> int:
    """Return what a friend gives, fen: a share of savings above what is kept; nothing where own debts are overdue.

    Formula:
        min(wanted, [help_share * (cash - help_kept_months * income_usual)+])
        0      overdue, or written off

    Friends stay friends without an account: whoever last stood at a vacant place still gives of what was left then.
    """
    if giver.status == Status.WRITTEN_OFF or giver.overdue_paylater > 0 or giver.overdue_cashloan > 0:
        return 0
    spare = giver.cash - fen(p.help_kept_months * giver.income_usual)
    return min(wanted, share_of(spare, p.help_share)) if spare > 0 else 0
