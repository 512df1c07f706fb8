"""What looks like arbitrage with early repayments, and like borrowing everywhere at once (A1, A10).

Pocket money does not count. The platform sees the pattern and not the motive, so honest borrowers are held too.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["borrows_everywhere", "count_cycle", "hold_longer", "suspect", "turns_over"]

_MOST_CYCLES, _LONGEST_COOL_OFF = 100, 100
"""Early repayments, and months of a cool-off, at which counting stops: the record holds no more than 127."""


@rule
def borrows_everywhere(b: Borrower, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether the lenders and applications that the bureau shows close the line this month (A1).

    Formula:
        multi_seen > multi_threshold,  with chance multi_strength
    """
    return b.multi_seen > p.multi_threshold and happens(keys, on.MULTI, i, p.multi_strength)


@rule
def turns_over(b: Borrower, p: Numbers, amount: int) -> bool:
    """Whether an early repayment or a draw is turnover of the line, and not pocket money (A10).

    Formula:
        amount >= arbitrage_least_share * limit_cashloan
    """
    return amount > 0 and amount >= p.arbitrage_least_share * b.limit_cashloan


@rule
def count_cycle(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Count an early repayment that turns the line over: with earlier ones where the last was not long ago.

    Formula:
        cycles <- cycles + 1      month - turnover_month <= arbitrage_window_months
               <- 1               else
    """
    if not turns_over(b, p, f.prepaid):
        return
    if policy.month - b.turnover_month <= p.arbitrage_window_months:
        b.cycles = min(_MOST_CYCLES, b.cycles + 1)
    else:
        b.cycles = 1
    b.turnover_month = int(policy.month)


@rule
def suspect(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Hold for arbitrage who repaid early once too often, or wants a loan in the month after an early repayment (A10).

    Formula:
        held with chance arbitrage_strength where
          turnover_month = month        cycles >= arbitrage_cycles
          turnover_month = month - 1    draws turns the line over, or redrew

    Only what turns the line over counts, be it had back or not. Honest borrowers do both as
    well; the platform sees the pattern alone. The review then closes the line.
    """
    if b.turnover_month == policy.month:
        odd = b.cycles >= p.arbitrage_cycles
    else:
        odd = policy.month - b.turnover_month == 1 and (turns_over(b, p, f.draws) or f.redrew > 0)
    if odd and happens(keys, on.SUSPECT, i, p.arbitrage_strength):
        b.suspected = 1


@rule
def hold_longer(b: Borrower, p: Numbers) -> None:
    """Make a suspect's cool-off longer; each suspicion counts once.

    Formula:
        cool_off <- cool_off + arbitrage_cool_off_months      withheld > 0; whole months
        cycles   <- 0
    """
    if b.suspected:
        if b.withheld > 0:
            b.cool_off = min(_LONGEST_COOL_OFF, b.cool_off + int(p.arbitrage_cool_off_months))
        b.suspected = 0
        b.cycles = 0
