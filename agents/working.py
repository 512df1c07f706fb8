"""Work: lost and found, and furloughs (C1, D6); what a bad record does to it (C17).

Low wages are paid for the less secure jobs. Whoever looks for work longer finds it more seldom (McCall 1996) and earns
less for years (Davis and von Wachter 2011). A year more on the record lowers employment by about three points (Bos,
Breza and Liberman 2018). Where a path of unemployment is given, work is lost and found as often as leads along it.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment, Status
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp, power
from tightrope.scenarios.engine.records import Records
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.engine.sums import BILLION, whole
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "LONGEST_SPELL", "WorkSum", "add_up_work", "by_segment", "finding", "scales_towards", "separation", "work",
]  # fmt: skip

_POOREST = 3.0
"""Times the declared chance of losing work that nobody's exceeds, however low the income."""
LONGEST_SPELL = 120
"""Months of looking for work at which counting stops: ten years, within the record's range."""


class WorkSum(IntEnum):
    """Sums over active borrowers; of chances in billionths."""

    ACTIVE = 0
    OUT = 1
    LOSING = 2
    FINDING = 3


@rule
def by_segment(segment: int, salaried: float, gig: float, self_employed: float) -> float:
    """Return which of three numbers is that of an income segment."""
    if segment == Segment.GIG:
        return gig
    return self_employed if segment == Segment.SELF_EMPLOYED else salaried


@rule
def separation(b: Borrower, p: Numbers) -> float:
    """Chance of losing the work this month, by segment and income: low wages are paid for the less secure jobs.

    Formula:
        factor = 1, separation_factor_gig or separation_factor_self_employed
        poor   = (income_usual / income_median_salaried)^-separation_income_slope      at most 3
        min(1, factor * poor * separation_monthly)
    """
    factor = by_segment(b.segment, 1.0, p.separation_factor_gig, p.separation_factor_self_employed)
    poor = min(_POOREST, power(b.income_usual / (100.0 * p.income_median_salaried), -p.separation_income_slope))
    return min(1.0, factor * poor * p.separation_monthly)


@rule
def finding(spell: int, p: Numbers) -> float:
    """Chance of finding work in the ``spell``-th month of looking for it, the record aside.

    Formula:
        finding_monthly * (finding_floor + (1 - finding_floor) * exp(-(spell - 1) / finding_fade_months))
    """
    fresh = exp(-(spell - 1.0) / p.finding_fade_months)
    return p.finding_monthly * (p.finding_floor + (1.0 - p.finding_floor) * fresh)


@rule
def furlough(b: Borrower, p: Numbers) -> float:
    """Chance of being sent home on part of the pay this month, by segment and income.

    Formula:
        factor = 1, furlough_factor_gig or furlough_factor_self_employed
        poor   = (income_usual / income_median_salaried)^-furlough_income_slope
        min(1, factor * poor * furlough_share)
    """
    if p.furlough_share <= 0.0:
        return 0.0
    factor = by_segment(b.segment, 1.0, p.furlough_factor_gig, p.furlough_factor_self_employed)
    poor = power(b.income_usual / (100.0 * p.income_median_salaried), -p.furlough_income_slope)
    return min(1.0, factor * poor * p.furlough_share)


@rule
def chance_of_losing(b: Borrower, p: Numbers) -> float:
    """Return the chance that somebody in work loses it this month: sooner with a bad record.

    Formula:
        separation * (1 + record_separation_weight * bureau_record)
    """
    return separation(b, p) * (1.0 + p.record_separation_weight * b.bureau_record)


@rule
def loses_work(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> bool:
    """Whether somebody in work loses it this month.

    Formula:
        with chance policy.losing_scale * chance_of_losing
        record = 1 + record_separation_weight * bureau_record
        never where the draw is above policy.losing_scale * min(1, 3 * factor * separation_monthly) * record
        factor = 1, separation_factor_gig or separation_factor_self_employed

    The same draw is held against the chance of the poorest first: few need to know how poor they are.
    """
    factor = by_segment(b.segment, 1.0, p.separation_factor_gig, p.separation_factor_self_employed)
    record = 1.0 + p.record_separation_weight * b.bureau_record
    most = policy.losing_scale * (min(1.0, factor * _POOREST * p.separation_monthly) * record)
    may_lose = happens(keys, on.JOB_LOSS, i, most)
    return may_lose and happens(keys, on.JOB_LOSS, i, policy.losing_scale * chance_of_losing(b, p))


@rule
def chance_of_finding(b: Borrower, spell: int, p: Numbers) -> float:
    """Return the chance that somebody finds work in the ``spell``-th month of looking for it: later with a bad record.

    Formula:
        finding * exp(-record_finding_weight * bureau_record)
    """
    return finding(spell, p) * exp(-p.record_finding_weight * b.bureau_record)


@rule
def work(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Work may be lost or found, or those in work sent home for months on part of the pay.

    Formula:
        employed <- 0 with chance policy.losing_scale * chance_of_losing           in work
        employed <- 1 with chance policy.finding_scale * chance_of_finding         without
        furlough <- furlough_months with chance furlough                           in work; then it counts down
                    furlough_months_self_employed, of the self-employed
    """
    if not b.employed:
        look_for_work(b, p, policy, keys, i)
    elif loses_work(b, p, policy, keys, i):
        b.employed = 0
        b.furlough = 0
    elif b.furlough > 0:
        b.furlough -= 1
    elif happens(keys, on.FURLOUGH, i, furlough(b, p)):
        b.furlough = int(by_segment(b.segment, p.furlough_months, p.furlough_months, p.furlough_months_self_employed))


@rule
def look_for_work(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Look for work a month longer, and perhaps find some; the longer it took, the less it pays for years.

    Formula:
        spell    <- min(120, spell + 1)
        employed <- 1 and spell <- 0 with chance policy.finding_scale * chance_of_finding
        scar     <- scar + (1 - scar) * wage_scar * (1 - exp(-spell / scar_months))      where work is found
    """
    b.spell = min(LONGEST_SPELL, b.spell + 1)
    if happens(keys, on.JOB_FIND, i, policy.finding_scale * chance_of_finding(b, b.spell, p)):
        b.scar += (1.0 - b.scar) * p.wage_scar * (1.0 - exp(-b.spell / p.scar_months))
        b.spell = 0
        b.employed = 1


@rule
def add_up_work(sums: NDArray[np.int64], people: Columns[Borrower], parameters: Records[Numbers]) -> None:
    """Add up the chances to lose and to find work this month; ``sums`` has a place for each of ``WorkSum``."""
    p = parameters[0]
    for i in range(people.size):
        b = people[i]
        if b.status == Status.ACTIVE:
            sums[WorkSum.ACTIVE] += 1
            if b.employed:
                sums[WorkSum.LOSING] += whole(min(1.0, chance_of_losing(b, p)), BILLION)
            else:
                sums[WorkSum.OUT] += 1
                sums[WorkSum.FINDING] += whole(min(1.0, chance_of_finding(b, b.spell + 1, p)), BILLION)


def scales_towards(given: float, sums: NDArray[np.int64]) -> tuple[float, float]:
    """Return how much more often than declared work is lost, and found, for unemployment to be ``given`` this month.

    Formula:
        out         = OUT - FINDING                  without work at the month's end, were none lost
        wanted      = given * ACTIVE
        losing      = (wanted - out)+ / LOSING
        finding     = 1                              wanted >= out
                    = (OUT - wanted) / FINDING       else: none is lost, and more is found

    ``sums`` are those of ``add_up_work``; a scale is one where nobody could be moved. What comes is as given but for
    chance, and for those who join and leave this month.
    """
    losing, finding = int(sums[WorkSum.LOSING]) / BILLION, int(sums[WorkSum.FINDING]) / BILLION
    wanted, out = given * int(sums[WorkSum.ACTIVE]), int(sums[WorkSum.OUT]) - finding
    if wanted >= out:
        return ((wanted - out) / losing if losing > 0.0 else 1.0), 1.0
    return 0.0, (int(sums[WorkSum.OUT]) - wanted) / finding if finding > 0.0 else 1.0
