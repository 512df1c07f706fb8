"""The bonus of the year's end: a part of the salaried's yearly pay comes at once around the Spring Festival (C30).

A thirteenth month's pay is the custom, more in good years and less in bad ones. Incomes peak so where it is measured as
well: in American accounts spikes are twice as common as dips, and come in December and March (JPMorgan Chase 2019).
Month 1 is a January. Usual income counts a twelfth of the bonus in every month: limits, dues and savings aimed at are
held against what a year brings. What comes at once is at hand, and is spent as other savings are: slowly.
"""

import math

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp
from tightrope.scenarios.engine.streams import Keys, normal_pair, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["month_of_bonus", "pay_of_month"]

_YEAR, _SEASON = 12, 3
"""Months of a year, and those in which bonuses are paid: December, January and February."""


@rule
def month_of_bonus(b: Borrower, keys: Keys, i: int) -> int:
    """Return the month of the year in which the borrower's employer pays the bonus, for good.

    Formula:
        floor(3 * u)      0 December, 1 January, 2 February
    """
    return int(math.floor(_SEASON * uniform(keys, on.BONUS_MONTH, person(b, i))))


@rule
def pay_of_month(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> float:
    """Return what somebody in work is paid this month, as a multiple of a twelfth of the year's pay.

    Formula:
        regular = 12 / (12 + bonus_months)                  salaried; 1 of others
        regular * (1 + bonus_months * luck)                 in the month of the bonus
        luck    = exp(bonus_log_sd * z - bonus_log_sd^2 / 2)
    """
    if b.segment != Segment.SALARIED:
        return 1.0
    regular = _YEAR / (_YEAR + p.bonus_months)
    month = int(policy.month) % _YEAR
    if p.bonus_months <= 0.0 or month >= _SEASON or month != month_of_bonus(b, keys, i):
        return regular
    z, _ = normal_pair(keys, on.BONUS, i)
    return regular * (1.0 + p.bonus_months * exp(p.bonus_log_sd * z - p.bonus_log_sd * p.bonus_log_sd / 2.0))
