"""What looks like arbitrage with early repayments, and like borrowing everywhere at once (A1, A10)."""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.scenarios import streams as on
from tightrope.scenarios.compiled import rule
from tightrope.scenarios.parameters import Numbers
from tightrope.scenarios.streams import Keys, happens

__all__ = ["borrows_everywhere", "count_cycle", "hold_longer", "suspect"]

_MOST_CYCLES = 100


@rule
def borrows_everywhere(b: Borrower, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether the lenders and applications that the bureau shows close the line this month (A1)."""
    return b.multi_seen > p.multi_threshold and happens(keys, on.MULTI, i, p.multi_strength)


@rule
def count_cycle(b: Borrower, p: Numbers, policy: Policy) -> None:
    """Count an early repayment, before its month is noted: with earlier ones where the last was not long ago."""
    if policy.month - b.prepaid_month <= p.arbitrage_window_months:
        b.cycles = min(_MOST_CYCLES, b.cycles + 1)
    else:
        b.cycles = 1


@rule
def suspect(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Hold for arbitrage who repaid early once too often, or wants a loan in the month after an early repayment (A10).

    Honest borrowers do both as well; the platform sees the pattern alone.
    """
    if f.prepaid > 0:
        odd = b.cycles >= p.arbitrage_cycles
    else:
        odd = policy.month - b.prepaid_month == 1 and (f.draws > 0 or f.redrew > 0)
    if odd and happens(keys, on.SUSPECT, i, p.arbitrage_strength):
        b.suspected = 1


@rule
def hold_longer(b: Borrower, p: Numbers) -> None:
    """Make a suspect's cool-off longer; each suspicion counts once."""
    if b.suspected:
        if b.withheld > 0:
            b.cool_off = min(100, b.cool_off + int(p.arbitrage_cool_off_months))
        b.suspected = 0
        b.cycles = 0
