"""Income: work lost and found, lasting and passing changes (C1); what a bad record does to it (C13).

Permanent and transitory shocks as in Carroll and Samwick (1997), with a mean of one each. A year more on the record
lowers employment by about three points (Bos, Breza and Liberman 2018); the price of rents is assumed. Debtors written
off bear all these consequences, too.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment
from tightrope.agents.flows import Flow
from tightrope.agents.money import fen, share_of
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp, log
from tightrope.scenarios.engine.streams import Keys, happens, normal_pair
from tightrope.scenarios.engine.sums import BILLION, whole
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["LOG_MIDDLE", "IncomeSum", "add_log_incomes", "cost_of_record", "earn"]

LOWEST_USUAL, HIGHEST_USUAL = 80_000, 20_000_000
"""Usual incomes stay between 800 and 200,000 yuan a month, so that no random walk leaves the record's range."""
LOG_MIDDLE = 13.0
"""Log fen amid usual incomes, about 4,400 yuan, from which distances are added up: they are small."""


class IncomeSum(IntEnum):
    """Sums over the borrowers of a segment; of distances and squares in billionths."""

    BORROWERS = 0
    DISTANCE = 1
    SQUARE = 2


@rule
def separation(b: Borrower, p: Numbers) -> float:
    """Chance of losing the work this month, by segment.

    Formula:
        separation_monthly                                              salaried
        min(1, separation_monthly * separation_factor_gig)              gig workers
        min(1, separation_monthly * separation_factor_self_employed)    self-employed
    """
    if b.segment == Segment.GIG:
        return min(1.0, p.separation_monthly * p.separation_factor_gig)
    if b.segment == Segment.SELF_EMPLOYED:
        return min(1.0, p.separation_monthly * p.separation_factor_self_employed)
    return p.separation_monthly


@rule
def transitory_sd(b: Borrower, p: Numbers) -> float:
    """Spread of the month's passing income change, log, by segment.

    Formula:
        transitory_sd_salaried, transitory_sd_gig or transitory_sd_self_employed
    """
    if b.segment == Segment.GIG:
        return p.transitory_sd_gig
    if b.segment == Segment.SELF_EMPLOYED:
        return p.transitory_sd_self_employed
    return p.transitory_sd_salaried


@rule
def income_centre(b: Borrower, policy: Policy) -> float:
    """Return where usual incomes of the borrower's segment are drawn to, log fen.

    Formula:
        policy.income_centre_salaried, policy.income_centre_gig or policy.income_centre_self_employed
    """
    if b.segment == Segment.GIG:
        return policy.income_centre_gig
    if b.segment == Segment.SELF_EMPLOYED:
        return policy.income_centre_self_employed
    return policy.income_centre_salaried


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
    """The borrower may lose or find work; usual income drifts; the month's income varies around it.

    Lasting changes would spread incomes ever wider, and with them limits and debts; a weak pull towards the segment's
    centre keeps the spread that the book opened with, as careers do that end and begin.

    Formula:
        employed     <- 0 with chance separation * (1 + record_separation_weight * bureau_record)
        employed     <- 1 with chance finding_monthly * exp(-record_finding_weight * bureau_record)
        pull          = policy.income_pull * (income_centre - log(income_usual))
        income_usual <- income_usual * exp(policy.income_drift + pull + policy.income_sd * z1)
        income        = income_usual * exp(sd * z2 - sd^2 / 2)                  sd = transitory_sd
        income       <- income * (1 - business_passthrough * min(1, strain))    self-employed
        income        = income_usual * unemployed_income_share                  without work
        wage_late     = 1 with chance late_wage_monthly                         paid after the due date

    Work is lost sooner and found later with a bad record. A self-employed borrower who was short last month has cut
    stock and tools, and earns less for it. Usual income stays within 800 and 200,000 yuan a month.
    """
    if b.employed:
        if happens(keys, on.JOB_LOSS, i, separation(b, p) * (1.0 + p.record_separation_weight * b.bureau_record)):
            b.employed = 0
    elif happens(keys, on.JOB_FIND, i, p.finding_monthly * exp(-p.record_finding_weight * b.bureau_record)):
        b.employed = 1

    lasting, passing = normal_pair(keys, on.INCOME, i)
    pull = policy.income_pull * (income_centre(b, policy) - log(float(b.income_usual)))
    usual = fen(b.income_usual * exp(policy.income_drift + pull + policy.income_sd * lasting))
    b.income_usual = min(max(usual, LOWEST_USUAL), HIGHEST_USUAL)

    sd = transitory_sd(b, p)
    income = b.income_usual * exp(sd * passing - sd * sd / 2.0)
    if not b.employed:
        income = b.income_usual * p.unemployed_income_share
    elif b.segment == Segment.SELF_EMPLOYED:
        income *= 1.0 - p.business_passthrough * min(1.0, b.strain)
    b.income = min(fen(income), HIGHEST_USUAL)
    f.income = b.income
    f.wage_late = happens(keys, on.LATE_WAGE, i, p.late_wage_monthly)


@rule
def cost_of_record(b: Borrower, p: Numbers) -> int:
    """Return what a bad record costs this month, fen: landlords and others ask more (C13).

    Formula:
        [record_rent_share * income_usual]      where bureau_record >= 1

    It is an expense like any other, paid as far as the cash goes.
    """
    return share_of(b.income_usual, p.record_rent_share) if b.bureau_record >= 1.0 else 0
