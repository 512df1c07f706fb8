"""A subset of the rules, compiled as the engine's are: what ``mesa_subset.py`` says in plain Python.

Left out are bonuses, furloughs, late wages, ventures, present bias, habits of spending (``bias`` and ``accustomed``
stay zero), paylater, other lenders, early repayment, collections, plans, help, what is paid in default, score, limits,
freezes, arrivals and departures. So spending may fall as low as subsistence, and nobody is disappointed for long: trust
returns to where it settles, and friends share what is left of a bad mood.
"""

import numpy as np

from tightrope.agents.ageing import age
from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.borrowing import buy_on_credit
from tightrope.agents.codes import Status
from tightrope.agents.collecting import whole_instalments
from tightrope.agents.earning import earn
from tightrope.agents.flows import Flow
from tightrope.agents.lines import bills
from tightrope.agents.repaying import note_missed, pay_cashloan
from tightrope.agents.spending import meet_expense, plan_spending, planned_dues
from tightrope.agents.trusting import feel, mood, talk
from tightrope.model.compile.calling import Code, slots_of_group
from tightrope.model.compile.machine import loaded, object_code, target
from tightrope.model.compile.module import Module
from tightrope.model.engine.blocks import write_each
from tightrope.model.engine.counts import Chunk
from tightrope.model.engine.market import CreditMarket
from tightrope.model.engine.month import Month
from tightrope.scenarios.engine.columns import LANES, Columns, with_room
from tightrope.scenarios.engine.compiled import records, rule
from tightrope.scenarios.engine.streams import month_keys

__all__ = ["KNOWN", "CompiledSubset"]

KNOWN = (
    "segment", "literacy", "employed", "spell", "scar", "shock", "income_usual", "income", "strain", "cash",
    "buffer_months", "appetite", "limit_cashloan", "balance_cashloan", "overdue_cashloan", "late_cashloan",
    "instalment", "trust", "trust_settled",
)  # fmt: skip
"""The fields that the subset reads or writes; all others stay zero."""


@rule
def live(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> None:
    """Income, the budget, a purchase on the cash loan, the instalment and its arrears, ageing, and how that feels."""
    p, policy, keys = month.parameters[0], month.policies[0], month.keys
    earn(b, f, p, policy, keys, i)
    bills(b, f, p, policy)
    expense = meet_expense(b, p, keys, i)
    plan = plan_spending(b, p, planned_dues(b, f, p), expense)
    bought = buy_on_credit(b, f, p, policy, keys, i)
    b.cash += b.income
    b.cash -= min(expense, b.cash)
    b.cash -= min(plan + bought, b.cash)
    if b.late_cashloan == 0:
        pay_cashloan(b, f, f.due_cashloan)
    note_missed(b, f)
    if b.late_cashloan < DEFAULT_MONTHS:
        pay_cashloan(b, f, whole_instalments(b))
    age(b, f, p, policy)
    feel(b, f, p, policy)
    month.moods[i] = mood(b)


@rule
def listen(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> None:
    """Everybody moves towards the mood of friends."""
    talk(b, month.parameters[0], month.moods, month.starts, month.friends, i)


def _compiled(lanes: int | None) -> Code:
    """Return the passes of the subset for so many borrowers at a time, by default as many as suit this processor."""
    module = Module(target(lanes))
    for stage in (live, listen):
        write_each(module, stage)
    return loaded([object_code(module)], [live.__name__, listen.__name__])


class CompiledSubset:
    """The borrowers of an opened market, living by the subset alone."""

    def __init__(self, market: CreditMarket, lanes: int | None = None) -> None:
        """Take over what the subset knows of the borrowers, and the prices and parameters of the opening."""
        size = market.people.size
        self.people = Columns(Borrower, size)
        for name in KNOWN:
            self.people[name] = market.people[name]
        self.people["status"] = Status.ACTIVE
        self.parameters, self.policy = market.timeline[:1].copy(), market.lender.policy.copy()
        self.parameters["bonus_months"] = 0.0
        self.network, self.seed, self.month = market.network, market.seed, 0
        self._code, self._room = _compiled(lanes), Columns(Borrower, LANES)
        self._market = market  # holds what else a month is handed, and is not touched
        self._month = market._the_month()._replace(
            people=self.people,
            parameters=records(self.parameters),
            policies=records(self.policy),
            moods=with_room(np.zeros(size, np.float32)),
        )
        self._chunks = [slots_of_group(chunk) for chunk in market.count.chunks]

    def step(self) -> None:
        """Live one month."""
        self.month += 1
        month = slots_of_group(self._month._replace(keys=month_keys(self.seed, self.month)))
        for stage in (live, listen):
            for chunk in self._chunks:
                self._code.call(stage.__name__, month, chunk, self._room.table)
