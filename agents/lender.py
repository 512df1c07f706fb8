"""The platform, a Mesa agent: its stance and its policy of the month (E1).

It follows a rule, not an optimum: it tightens fast and relaxes slowly, as lenders were seen to do. Its money is the
business of its treasury.
"""

import math
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import LONG_AGO
from tightrope.agents.codes import Queue, Segment
from tightrope.agents.earning import LOG_MIDDLE
from tightrope.agents.heeding import Complaints
from tightrope.agents.limiting import ALL_BUT_SURE
from tightrope.agents.policy import POLICY_DTYPE, REFERENCE_SCORE, Policy
from tightrope.agents.queueing import QueueCount
from tightrope.agents.scoring import LOWEST
from tightrope.agents.stance import follow
from tightrope.agents.treasury import Treasury
from tightrope.scenarios.engine.mathematics import exp, log
from tightrope.scenarios.engine.sums import BILLION
from tightrope.scenarios.parameters.table import Numbers

if TYPE_CHECKING:
    from mesa import Model

__all__ = ["Lender"]

_LEAST_TRUST_MEAN = 0.05
"""No borrower's trust settles below it, so neither does the mean against which trust in the platform is held."""
_CENTRES = tuple(f"income_centre_{segment.name.lower()}" for segment in Segment)
_STRONGEST_PULL = 0.1
"""Share of the distance a month at most, where all incomes of a book are nearly alike: against division by nothing."""
STANCE_PARTS = ("delinquency", "macro", "guidance", "funding")
_NEXT_MONTH = (Queue.RESTORATION, Queue.APPEAL)
"""Cases that come with the platform's review, to be settled from the next month on."""
STAFF = (
    ("desk_capacity", ("desk_identity", "desk"), ((Queue.VERIFICATION,), _NEXT_MONTH)),
    ("calls_capacity", ("calls_high", "calls_low"), ((Queue.CALLS_HIGH,), (Queue.CALLS_LOW,))),
    ("agency_capacity", ("agency_high", "agency_low"), ((Queue.AGENCY_HIGH,), (Queue.AGENCY_LOW,))),
    ("legal_capacity", ("legal_high", "legal_low"), ((Queue.LEGAL_HIGH,), (Queue.LEGAL_LOW,))),
)
"""Who works on cases: the parameter of its capacity, its knobs in order of rank, and the queues behind each knob."""


class Lender(mesa.Agent):  # type: ignore[type-arg]
    """The platform. It sees last month's book and the economy, and sets one policy for all.

    Attributes:
        parts: what each cause adds to the stance (delinquency, macro, guidance, funding), 0-1 in all.
        treasury: capital and accounts.
        complaints: what it remembers of appeals.
        policy: array of one ``POLICY_DTYPE`` record, which the rules read.
        knobs: the same record, to set its fields by their names.
    """

    def __init__(self, model: "Model[Any, Any]", opening: Numbers) -> None:
        """Start with no tightness; ``opening`` holds the parameters before the first month."""
        super().__init__(model)
        self.parts = np.zeros(len(STANCE_PARTS))
        self.overtime, self.places = ({capacity: 0.0 for capacity, _, _ in STAFF} for _ in range(2))
        self.treasury = Treasury(opening)
        self.complaints = Complaints()
        self.scorecard, self.scorecard_month = float(opening.recalibration_points), 0
        self.opening_funding = float(opening.funding_cost_apr)
        self.policy = np.zeros(1, POLICY_DTYPE)
        self.knobs: Policy = self.policy.view(np.recarray)[0]
        self.trust_mean = float(opening.trust_mean)
        self.knobs.open_share = self.knobs.losing_scale = self.knobs.finding_scale = 1.0
        self.prices(0, opening, float(opening.unemployment_normal))
        self.set_knobs(opening)

    def know_incomes(self, opening: Numbers, sums: NDArray[np.int64]) -> None:
        """Note where the book's incomes lie, and the pull that keeps their spread while lasting changes widen it.

        Formula:
            changes                       = permanent_sd_annual^2 / 12
            policy.income_pull            = min(0.1, changes / (2 * spread))
            policy.income_centre_salaried = mean + spread
            policy.income_centre_gig, policy.income_centre_self_employed      likewise
            mean, spread: mean log income of the segment, and the variance about it, all segments together

        Log incomes of a segment, of mean m and with the variance s2 common to all, stay as they are where each month
        adds a change of variance v and mean -v/2 and takes v / (2 s2) of the distance to m + s2. About 4 % of the
        distance goes in a year. The mean of a segment that has nobody is that of all. ``sums`` are
        those of ``add_log_incomes``.
        """
        borrowers, distances, _ = sums.sum(axis=0).tolist()
        of_all = distances / BILLION / borrowers
        means, squares = [], 0.0
        for count, distance, square in sums.tolist():
            mean = distance / BILLION / count if count else of_all
            means.append(mean)
            squares += square / BILLION - count * mean * mean
        spread = squares / borrowers
        pull = _lasting_changes(opening) / (2.0 * spread) if spread > 0 else _STRONGEST_PULL
        self.knobs.income_pull = min(_STRONGEST_PULL, pull)
        for name, mean in zip(_CENTRES, means, strict=True):
            setattr(self.knobs, name, LOG_MIDDLE + mean + spread)

    @property
    def stance(self) -> float:
        """Tightness, 0 (loose) to 1 (tight)."""
        return math.fsum(self.parts)

    def prices(self, month: int, p: Numbers, unemployment: float) -> None:
        """Set what holds from the month's first day: prices under the cap, notice, and how incomes grow.

        Formula:
            policy.month                 = number of the month
            policy.cashloan_apr          = min(cashloan_apr, rate_cap_apr)
            policy.paylater_apr          = min(paylater_apr, rate_cap_apr)
            policy.late_fee_cashloan_apr = min(late_fee_apr, rate_cap_apr - policy.cashloan_apr)
            policy.late_fee_paylater_apr = min(late_fee_apr, rate_cap_apr - policy.paylater_apr)
            policy.income_drift          = log(1 + income_growth_annual) / 12 - permanent_sd_annual^2 / 24
            policy.income_sd             = permanent_sd_annual / sqrt(12)
            policy.notice_months         = max(notice_months, notice_duty_months)
            policy.freeze_notice_months  = max(freeze_notice_months, freeze_notice_duty_months)
            policy.cool_off_months       = max(cool_off_months, cool_off_duty_months)
            policy.linkage               = linkage_strength * (1 - product_separation)
            policy.transparency          = transparency + heed_transparency * Complaints.pressure * (1 - transparency)
            policy.scorecard_age         = months since recalibration_points last changed
            policy.unemployment          = share of the borrowers without work at the end of last month

        Prices hold for new and old debt alike. The centres of incomes grow by ``income_growth_annual``.
        """
        q, cap = self.knobs, float(p.rate_cap_apr)
        q.month = month
        q.cashloan_apr = min(p.cashloan_apr, cap)
        q.paylater_apr = min(p.paylater_apr, cap)
        q.late_fee_cashloan_apr = min(p.late_fee_apr, cap - q.cashloan_apr)
        q.late_fee_paylater_apr = min(p.late_fee_apr, cap - q.paylater_apr)
        q.unemployment = unemployment
        growth, changes = log(1.0 + p.income_growth_annual) / 12, _lasting_changes(p)
        q.income_drift = growth - changes / 2
        q.income_sd = math.sqrt(changes)
        for name in _CENTRES if month else ():
            setattr(q, name, getattr(q, name) + growth)
        q.notice_months = max(p.notice_months, p.notice_duty_months)
        q.freeze_notice_months = max(p.freeze_notice_months, p.freeze_notice_duty_months)
        q.cool_off_months = max(p.cool_off_months, p.cool_off_duty_months)
        q.linkage = p.linkage_strength * (1.0 - p.product_separation)
        heard = self.complaints.pressure(p)
        q.transparency = p.transparency + p.heed_transparency * heard * (1.0 - p.transparency)
        if p.recalibration_points != self.scorecard:
            self.scorecard, self.scorecard_month = float(p.recalibration_points), month
        q.scorecard_age = month - self.scorecard_month

    def awaits(self, p: Numbers, places: int, vacant: int) -> None:
        """Say how likely it is that somebody applies for a vacant place; applicants are so many, however many are free.

        Formula:
            applicants        = places * arrive_monthly * min(1, trust / max(0.05, trust_mean))
            policy.applicants = min(1, applicants / vacant)      vacant, trust: those of last month's end

        Fewer apply where trust is low, for nobody is referred (C12). One who is refused is not replaced in the same
        month, so strict admission leaves places empty.
        """
        trusted = min(1.0, self.trust_mean / max(_LEAST_TRUST_MEAN, float(p.trust_mean)))
        self.knobs.applicants = min(1.0, places * float(p.arrive_monthly) * trusted / max(1, vacant))

    def staff(self, p: Numbers, borrowers: int, backlog: NDArray[np.int64], expected: NDArray[np.int64]) -> None:
        """Say up to which position each queue moves this month (E3, E5).

        Formula:
            places = desk * borrowers - overtime      likewise calls_capacity, agency_capacity, legal_capacity
            desk   = desk_capacity * (1 + heed_desk * Complaints.pressure)
            policy.desk_identity, policy.desk                  = position of proofs of identity, of all other cases
            policy.calls_high, policy.calls_low                = position of the high-risk tier, of the low one
            policy.agency_high, policy.agency_low, policy.legal_high, policy.legal_low      likewise

        ``borrowers`` on the book give the places; ``backlog`` holds the cases waiting by months waited, shape (QUEUES,
        LONGEST_WAIT); ``expected`` the new cases prepared for, shape (QUEUES,): as many as came last month, or in the
        first month as are overdue when the book opens. The cases waiting are served first, the oldest before all.
        Proofs of identity and the high-risk tier are served before the others. No places are kept for new reviews and
        appeals, which come with the platform's review and are settled from the next month on. Some withdraw before they
        are called, and who comes is not known before: what one month serves beyond its places is missing in the next,
        and what it leaves is made up for.
        """
        month, soon = int(self.knobs.month), np.array(expected)
        soon[list(_NEXT_MONTH)] = 0
        more = 1.0 + float(p.heed_desk) * self.complaints.pressure(p)
        for capacity, name, queues in STAFF:
            staff = float(getattr(p, capacity)) * (more if capacity == "desk_capacity" else 1.0)
            places = self.places[capacity] = staff * borrowers - self.overtime[capacity]
            for knob, queue in zip(name, queues, strict=True):
                waiting, new = backlog[list(queue)].sum(axis=0), float(soon[list(queue)].sum())
                setattr(self.knobs, knob, position(places, waiting, new, month))
                places -= float(waiting.sum()) + new

    def count_served(self, counts: NDArray[np.int64]) -> None:
        """Remember what was served beyond the places, or left although somebody waits (negative).

        ``counts`` is of the month, shape (QUEUES, QUEUE_COUNTS).
        """
        for capacity, _, queues in STAFF:
            mine = [queue for group in queues for queue in group]
            new = sum(int(counts[queue, QueueCount.ARRIVED]) for queue in _NEXT_MONTH if queue in mine)
            served, waiting = (int(counts[mine, column].sum()) for column in (QueueCount.SERVED, QueueCount.WAITING))
            self.overtime[capacity] = max(served - self.places[capacity], -max(0.0, waiting - new))

    def ration(self, p: Numbers, last: np.void, balance_before: float) -> None:
        """Lend the share of what is asked for that the treasury has room for (D2).

        Formula:
            policy.open_share = Treasury.ration
        """
        self.knobs.open_share = self.treasury.ration(p, last, balance_before, float(self.knobs.open_share))

    def take_stance(self, p: Numbers, unemployment: float, dpd30_share: float) -> None:
        """Tighten fast or relax slowly towards what lateness, economy, guidance and funding call for (E1, A5, A6).

        Formula:
            calls   = delinquency_weight * (dpd30_share / delinquency_appetite - 1)+      own delinquency
                      macro_weight * (unemployment - unemployment_normal)+                economy
                      guidance_weight * guidance                                          guidance
                      funding_weight * (funding_cost_apr - its opening value)+            funding
            parts  <- follow      by tighten_speed and relax_speed
            stance  = sum of parts, 0 to 1

        ``dpd30_share`` is the share of balance 30 or more days past due after the month's write-offs.
        """
        calls = (
            p.delinquency_weight * max(0.0, dpd30_share / p.delinquency_appetite - 1.0),
            p.macro_weight * max(0.0, unemployment - p.unemployment_normal),
            p.guidance_weight * p.guidance,
            p.funding_weight * max(0.0, p.funding_cost_apr - self.opening_funding),
        )
        self.parts = follow(self.parts, calls, p.tighten_speed, p.relax_speed)
        self.set_knobs(p)

    def set_knobs(self, p: Numbers) -> None:
        """Set every policy knob as a function of the stance; admission tightens where trust is lost, too (E10, E16).

        Formula:
            policy.stance                = stance
            policy.macro_part            = part of the economy / stance      likewise policy.guidance_part
            policy.risk_cutoff           = risk_cutoff + stance * risk_tightening - heed_cutoff * Complaints.found_wrong
                                           at least 350
            policy.debt_to_income_cutoff = debt_to_income_cutoff * (1 - debt_to_income_tightening * stance)
            policy.limit_scale           = 1 - stance * stance_limit_depth
            policy.cut_monthly           = cut_monthly + stance * (cut_monthly_tight - cut_monthly)
            never_late                   = policy.cut_monthly * exp(3 * cut_score_slope) * cut_excess_most
                                           at the lowest score, limits far above the entitlement
            late                         = cut_late_odds * never_late / (1 - never_late)
            policy.cut_most              = max(never_late, late / (1 + late))
            policy.raise_monthly         = raise_monthly * (1 - stance)
            distrust                     = (1 - mean trust of last month / trust_mean)+
            policy.admission_score       = admission_score + stance * admission_tightening
                                         + distrust * admission_distrust

        No draw above ``cut_most`` needs a closer look.
        """
        q, stance = self.knobs, self.stance
        q.stance = stance
        q.macro_part = self.parts[1] / stance if stance > 0 else 0.0
        q.guidance_part = self.parts[2] / stance if stance > 0 else 0.0
        eased = p.heed_cutoff * self.complaints.found_wrong(p)
        q.risk_cutoff = max(LOWEST, p.risk_cutoff + stance * p.risk_tightening - eased)
        q.debt_to_income_cutoff = p.debt_to_income_cutoff * (1.0 - p.debt_to_income_tightening * stance)
        q.limit_scale = 1.0 - stance * p.stance_limit_depth
        q.cut_monthly = p.cut_monthly + stance * (p.cut_monthly_tight - p.cut_monthly)
        lowest = (REFERENCE_SCORE - LOWEST) / 100.0
        never_late = min(1.0, float(q.cut_monthly * exp(lowest * p.cut_score_slope)) * p.cut_excess_most)
        late = p.cut_late_odds * never_late / (1.0 - min(never_late, ALL_BUT_SURE))
        q.cut_most = max(never_late, late / (1.0 + late))
        q.raise_monthly = p.raise_monthly * (1.0 - stance)
        distrust = max(0.0, 1.0 - self.trust_mean / p.trust_mean) if p.trust_mean > 0 else 0.0
        q.admission_score = p.admission_score + stance * p.admission_tightening + distrust * p.admission_distrust


def _lasting_changes(p: Numbers) -> float:
    """Return the variance of a month's lasting changes of income, log.

    Formula:
        permanent_sd_annual^2 / 12
    """
    return float(p.permanent_sd_annual) * float(p.permanent_sd_annual) / 12


def position(places: float, waiting: NDArray[np.int64], new: float, month: int) -> float:
    """Return up to where a queue moves: a month, plus the share of that month's cases that find a place.

    ``waiting`` holds the cases by months waited at the end of last month, the newest first; ``new`` are the cases
    expected this month, served last. Where none is expected, whoever comes finds what is left; where there is no place
    nobody is called.
    """
    if places <= 0.0:
        return float(LONG_AGO)
    left = places
    for waited in range(waiting.size - 1, -1, -1):
        cases = float(waiting[waited])
        if cases > left:
            return month - 1 - waited + left / cases
        left -= cases
    if left <= 0.0:
        return float(month)
    return month + (min(1.0, left / new) if new > 0 else 1.0)
