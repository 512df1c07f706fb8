"""A subset of the rules, compiled over the columns of borrowers: what ``mesa_subset.py`` says in plain Python.

Left out are paylater, other lenders, early repayment, collections, score, limits, freezes, arrivals and departures. So
nobody is disappointed for long: trust returns to where it settles, and friends share what is left of a bad mood.
"""

from typing import Any

import numpy as np

from tightrope.agents.borrower import Borrower
from tightrope.agents.borrowing import buy_on_credit
from tightrope.agents.codes import Status
from tightrope.agents.collecting import age
from tightrope.agents.earning import earn
from tightrope.agents.flows import Flow
from tightrope.agents.lines import bills
from tightrope.agents.repaying import note_missed, pay_cashloan
from tightrope.agents.spending import meet_expense, plan_spending
from tightrope.agents.trusting import feel, mood, talk
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.compiled import records, rule
from tightrope.scenarios.engine.streams import Keys, month_keys

__all__ = ["KNOWN", "CompiledSubset"]

KNOWN = (
    "segment", "employed", "income_usual", "income", "strain", "cash", "buffer_months", "appetite", "limit_cashloan",
    "balance_cashloan", "overdue_cashloan", "late_cashloan", "instalment", "trust", "trust_settled",
)  # fmt: skip
"""The fields that the subset reads or writes; all others stay zero."""


@rule
def live(people: Any, flows: Any, parameters: Any, policies: Any, keys: Keys, moods: Any) -> None:
    """Income, the budget, a purchase on the cash loan, the instalment and its arrears, ageing, and how that feels."""
    p, policy = parameters[0], policies[0]
    for i in range(len(moods)):
        b, f = people[i], flows[i]
        earn(b, f, p, policy, keys, i)
        bills(b, f, p, policy)
        expense = meet_expense(b, p, keys, i)
        plan = plan_spending(b, p, f.due_cashloan, expense)
        bought = buy_on_credit(b, f, p, policy, keys, i)
        b.cash += b.income
        b.cash -= min(expense, b.cash)
        b.cash -= min(plan + bought, b.cash)
        if b.late_cashloan == 0:
            pay_cashloan(b, f, f.due_cashloan)
        note_missed(b, f)
        pay_cashloan(b, f, b.overdue_cashloan)
        age(b, f, p, policy)
        feel(b, f, p)
        moods[i] = mood(b)


@rule
def listen(people: Any, parameters: Any, moods: Any, starts: Any, friends: Any) -> None:
    """Everybody moves towards the mood of friends."""
    for i in range(len(moods)):
        talk(people[i], parameters[0], moods, starts, friends, i)


class CompiledSubset:
    """The borrowers of an opened market, living by the subset alone."""

    def __init__(self, market: CreditMarket) -> None:
        """Take over what the subset knows of the borrowers, and the prices and parameters of the opening."""
        self.people = Columns(Borrower, market.people.size)
        for name in KNOWN:
            self.people[name] = market.people[name]
        self.people["status"] = Status.ACTIVE
        self.flows = Columns(Flow, self.people.size)
        self.moods = np.zeros(self.people.size)
        self.parameters, self.policy = market.timeline[:1], market.lender.policy.copy()
        self.network, self.seed, self.month = market.network, market.seed, 0

    def step(self) -> None:
        """Live one month."""
        self.month += 1
        self.flows.clear()
        parameters, policy = records(self.parameters), records(self.policy)
        live(self.people, self.flows, parameters, policy, month_keys(self.seed, self.month), self.moods)
        listen(self.people, parameters, self.moods, self.network.starts, self.network.friends)
