"""Income: lasting and passing changes, and what is left without work (C1); what a bad record costs (C13, C17).

Permanent and transitory shocks as in Carroll and Samwick (1997), with a mean of one each; those that pass do so over
months, for noise from month to month alone would leave yearly incomes too even. The price of rents is assumed. Debtors
written off bear all these consequences, too.
"""

import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.bonus import pay_of_month
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment
from tightrope.agents.flows import Flow
from tightrope.agents.money import fen, share_of
from tightrope.agents.policy import Policy
from tightrope.agents.working import by_segment, work
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp, log
from tightrope.scenarios.engine.streams import Keys, happens, normal_pair
from tightrope.scenarios.engine.sums import BILLION, whole
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "LOG_MIDDLE",
    "IncomeSum",
    "add_log_incomes",
    "cost_of_record",
    "earn",
    "income_without_work",
    "transitory_sd",
]

LOWEST_USUAL, HIGHEST_USUAL = 80_000, 20_000_000
"""Usual incomes stay between 800 and 200,000 yuan a month, so that no random walk leaves the record's range."""
_MOST_WITHOUT_WORK = 0.7
"""Share of usual income that a month without work never exceeds for its floor in yuan."""
LOG_MIDDLE = 13.0
"""Log fen amid usual incomes, about 4,400 yuan, from which distances are added up: they are small."""


class IncomeSum(IntEnum):
    """Sums over the borrowers of a segment; of distances and squares in billionths."""

    BORROWERS = 0
    DISTANCE = 1
    SQUARE = 2


@rule
def transitory_sd(b: Borrower, p: Numbers) -> float:
    """Spread of the passing income changes, log, by segment.

    Formula:
        transitory_sd_salaried, transitory_sd_gig or transitory_sd_self_employed
    """
    return by_segment(b.segment, p.transitory_sd_salaried, p.transitory_sd_gig, p.transitory_sd_self_employed)


@rule
def income_centre(b: Borrower, policy: Policy) -> float:
    """Return where usual incomes of the borrower's segment are drawn to, log fen.

    Formula:
        policy.income_centre_salaried, policy.income_centre_gig or policy.income_centre_self_employed
    """
    return by_segment(
        b.segment, policy.income_centre_salaried, policy.income_centre_gig, policy.income_centre_self_employed
    )


@rule
def add_log_incomes(sums: NDArray[np.int64], people: Columns[Borrower]) -> None:
    """Add up by segment how far log incomes lie from ``LOG_MIDDLE``; ``sums`` has shape (segments, income sums)."""
    for i in range(people.size):
        b = people[i]
        distance = log(float(b.income_usual)) - LOG_MIDDLE
        sums[b.segment, IncomeSum.BORROWERS] += 1
        sums[b.segment, IncomeSum.DISTANCE] += whole(distance, BILLION)
        sums[b.segment, IncomeSum.SQUARE] += whole(distance * distance, BILLION)


@rule
def earn(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Usual income drifts; the month's income varies around it, for months on end, and falls without work.

    Lasting changes would spread incomes ever wider, and with them limits and debts; a weak pull towards the segment's
    centre keeps the spread that the book opened with, as careers do that end and begin.

    Formula:
        employed, spell, furlough, scar      as of work
        scar         <- (1 - scar_fade_monthly) * scar
        leaned       <- (1 - patience_fade) * leaned                                        friends forget as well
        pull          = policy.income_pull * (income_centre - log(income_usual))
        income_usual <- income_usual * exp(policy.income_drift + pull + policy.income_sd * z1)
        shock        <- transitory_keep * shock + sqrt(1 - transitory_keep^2) * sd * z2           sd = transitory_sd
        income        = (1 - scar) * income_usual * exp(shock - sd^2 / 2)
        income       <- income * (1 - business_passthrough * min(1, strain)) * (1 + business)      self-employed
        income        = income_without_work                                     without work
        income       <- income * (1 - furlough_loss * (1 - transfer_share))     on furlough
        income_shown <- income_shown + [2 / (plan_income_months + 1) * (income - income_shown)]
        income       <- income * pay_of_month                                   in work
        wage_late     = 1 with chance late_wage_monthly                         paid after the due date

    A self-employed borrower who was short last month has cut stock and tools, and earns less for it. Usual income stays
    within 800 and 200,000 yuan a month. What pay slips show is a mean that fades; its months are as old on average as
    those of a plain mean of ``plan_income_months``. A bonus counts in it by the twelfth, as lenders reckon.
    """
    work(b, p, policy, keys, i)
    b.scar *= 1.0 - p.scar_fade_monthly
    b.leaned *= 1.0 - p.patience_fade

    lasting, passing = normal_pair(keys, on.INCOME, i)
    pull = policy.income_pull * (income_centre(b, policy) - log(float(b.income_usual)))
    usual = fen(b.income_usual * exp(policy.income_drift + pull + policy.income_sd * lasting))
    b.income_usual = min(max(usual, LOWEST_USUAL), HIGHEST_USUAL)

    sd = transitory_sd(b, p)
    b.shock = p.transitory_keep * b.shock + math.sqrt(1.0 - p.transitory_keep * p.transitory_keep) * sd * passing
    income = (1.0 - b.scar) * b.income_usual * exp(b.shock - sd * sd / 2.0)
    if not b.employed:
        income = income_without_work(b, p)
    elif b.segment == Segment.SELF_EMPLOYED:
        income *= (1.0 - p.business_passthrough * min(1.0, b.strain)) * (1.0 + b.business)
    if b.furlough > 0:
        income *= 1.0 - p.furlough_loss * (1.0 - p.transfer_share)
    income = min(income, 1.0 * HIGHEST_USUAL)
    b.income_shown += fen(2.0 / (p.plan_income_months + 1.0) * (income - b.income_shown))
    if b.employed:
        income *= pay_of_month(b, p, policy, keys, i)
    b.income = min(fen(income), HIGHEST_USUAL)
    f.income = b.income
    f.wage_late = happens(keys, on.LATE_WAGE, i, p.late_wage_monthly)


@rule
def income_without_work(b: Borrower, p: Numbers) -> float:
    """Return what a month without work brings, fen: benefits, severance, odd jobs.

    Formula:
        left = max(unemployed_income_share * income_usual, min(unemployed_floor_yuan, 0.7 * income_usual))
        left + transfer_share * (income_usual - left)
    """
    floor = min(100.0 * p.unemployed_floor_yuan, _MOST_WITHOUT_WORK * b.income_usual)
    left = max(p.unemployed_income_share * b.income_usual, floor)
    return left + p.transfer_share * (b.income_usual - left)


@rule
def cost_of_record(b: Borrower, p: Numbers, keys: Keys, i: int) -> int:
    """Return what a bad record costs this month, fen: landlords ask for more rent, and for a deposit on moving (C13).

    Formula:
        [record_rent_share * income_usual]           where bureau_record >= 1
        + [record_deposit_months * income_usual]     likewise, with chance move_monthly

    It is an expense like any other, paid as far as the cash goes.
    """
    if b.bureau_record < 1.0:
        return 0
    cost = share_of(b.income_usual, p.record_rent_share)
    if p.record_deposit_months > 0.0 and happens(keys, on.MOVE, i, p.move_monthly):
        cost += share_of(b.income_usual, p.record_deposit_months)
    return cost
