"""When the cash loan line is frozen, for which one reason, and how it opens again (A1-A7, A9-A16, E4).

A frozen line lends nothing; what is owed stays due. Paylater goes on, except after a freeze for delinquency.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Action, FreezeReason, Queue, Remedy
from tightrope.agents.exempting import exempt
from tightrope.agents.flows import Flow
from tightrope.agents.limiting import linked
from tightrope.agents.lines import months_late, severely_late
from tightrope.agents.money import share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.scoring import debt_to_income, recalibration
from tightrope.agents.service import lapse, may_come, open_case, taken_up
from tightrope.agents.suspecting import borrows_everywhere
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["after_notice", "conditions_met", "open_line", "review_freeze", "review_withheld", "upgrade_settled"]


@rule
def below_cutoff(b: Borrower, p: Numbers, policy: Policy, score: float, debt: float) -> bool:
    """Whether the score is below a cut-off, or dues are out of balance with income."""
    return b.score < score or debt_to_income(b, p, policy) > debt


@rule
def tightening_reason(p: Numbers, policy: Policy, keys: Keys, i: int) -> FreezeReason:
    """Return whose tightening closed a line that the loose stance would have left open.

    Formula:
        macro       u < policy.macro_part
        guidance    u < policy.macro_part + policy.guidance_part
        risk        else

    The shares of economy and guidance in the stance decide, by draw; the platform's own delinquency and funding count
    as plain risk.
    """
    draw = uniform(keys, on.FREEZE_REASON, i)
    if draw < policy.macro_part:
        return FreezeReason.MACRO
    if draw < policy.macro_part + policy.guidance_part:
        return FreezeReason.GUIDANCE
    return FreezeReason.RISK


@rule
def passed_before_upgrade(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> bool:
    """Whether the score, less what a recalibrated scorecard took from it, and the debts would have passed (A7).

    Formula:
        score - recalibration >= policy.risk_cutoff and debt_to_income <= policy.debt_to_income_cutoff
        never      recalibration_points = 0
    """
    if p.recalibration_points <= 0.0:
        return False
    passed = b.score - recalibration(p, keys, person(b, i)) >= policy.risk_cutoff
    return passed and debt_to_income(b, p, policy) <= policy.debt_to_income_cutoff


@rule
def upgrade_settled(p: Numbers, policy: Policy) -> bool:
    """Whether the platform has had time to look through what a new scorecard did (A7).

    Formula:
        policy.scorecard_age >= upgrade_settle_months      never: upgrade_settle_months = 0

    From then on nobody's line is frozen, or stays so, whom the new scorecard alone put below the cut-off.
    """
    return p.upgrade_settle_months > 0.0 and policy.scorecard_age >= p.upgrade_settle_months


@rule
def undone(b: Borrower, p: Numbers, policy: Policy, over_cap: bool, keys: Keys, i: int) -> bool:
    """Whether a freeze by an upgrade is taken back: looked through, and nothing else speaks against an open line.

    Formula:
        upgrade_settled and passed_before_upgrade      nothing late, not locked, balance under the cap
    """
    if months_late(b) > 0 or b.locked or over_cap or not upgrade_settled(p, policy):
        return False
    return passed_before_upgrade(b, p, policy, keys, i)


@rule
def identity_in_doubt(b: Borrower, policy: Policy) -> bool:
    """Whether the account is locked, or was this month: only proof of identity comes and is settled before the review.

    So the line of an honest borrower stays closed until the next review (A4).
    """
    proved = b.case == Queue.NONE and b.case_month == policy.month
    return proved or b.locked > 0


@rule
def reason_to_freeze(b: Borrower, p: Numbers, policy: Policy, over_cap: bool, keys: Keys, i: int) -> FreezeReason:
    """Return the reason for a freeze this month, or none: the first of these that holds.

    Formula:
        identity          the account is locked, or was this month
        delinquency       late_cashloan > 0, with chance late_freeze
        linkage           severely_late and linked
        regulation        the balance is clearly above the regulator's cap
        none              exempt from freezes that need not be made
        arbitrage         held for arbitrage this month
        multi-platform    borrows_everywhere
        upgrade           with chance freeze_monthly: score < policy.risk_cutoff or
                          debt_to_income > policy.debt_to_income_cutoff, but passed_before_upgrade;
                          none instead once upgrade_settled
        risk              likewise, not passed before: score < risk_cutoff or debt_to_income > debt_to_income_cutoff
        macro, guidance, risk    likewise, below the cut-offs of the present stance only: tightening_reason

    A locked account comes first, then own lateness, linkage, hard rules, suspicion, borrowing everywhere, and risk.
    """
    if identity_in_doubt(b, policy):
        return FreezeReason.IDENTITY
    if b.late_cashloan > 0 and happens(keys, on.LATE_FREEZE, i, p.late_freeze):
        return FreezeReason.DELINQUENCY
    if b.late_paylater > 0 and severely_late(b, p) and linked(b, policy, keys, i):
        return FreezeReason.LINKAGE
    if over_cap:
        return FreezeReason.REGULATION
    if exempt(policy, i, Action.FREEZE):
        return FreezeReason.NONE
    if b.suspected:
        return FreezeReason.ARBITRAGE
    if borrows_everywhere(b, p, keys, i):
        return FreezeReason.MULTI_PLATFORM
    if not happens(keys, on.FREEZE, i, p.freeze_monthly):
        return FreezeReason.NONE
    if not below_cutoff(b, p, policy, policy.risk_cutoff, policy.debt_to_income_cutoff):
        return FreezeReason.NONE
    if passed_before_upgrade(b, p, policy, keys, i):
        return FreezeReason.NONE if upgrade_settled(p, policy) else FreezeReason.UPGRADE
    if below_cutoff(b, p, policy, p.risk_cutoff, p.debt_to_income_cutoff):
        return FreezeReason.RISK
    return tightening_reason(p, policy, keys, i)


@rule
def may_be_announced(reason: int) -> bool:
    """Whether a freeze for this reason is a judgement that can wait, and not an answer to what has just happened."""
    return (
        reason == FreezeReason.RISK
        or reason == FreezeReason.MACRO
        or reason == FreezeReason.GUIDANCE
        or reason == FreezeReason.UPGRADE
        or reason == FreezeReason.MULTI_PLATFORM
    )


@rule
def after_notice(b: Borrower, f: Flow, p: Numbers, policy: Policy, reason: int) -> int:
    """Announce a freeze that can wait, and make one that was announced if it is still called for (A16).

    Formula:
        freeze_warning = policy.freeze_notice_months
        warned_reason  = reason                      of RISK, MACRO, GUIDANCE, UPGRADE, MULTI_PLATFORM
        freezes when freeze_warning has run out      score < policy.risk_cutoff or
                                                     debt_to_income > policy.debt_to_income_cutoff;
                                                     multi_seen > multi_threshold instead, of MULTI;
                                                     never, of UPGRADE, once upgrade_settled

    Meanwhile the line lends, so that who fears the freeze may empty it, and who mends in time is spared. What cannot
    wait freezes at once.
    """
    if reason != FreezeReason.NONE and not may_be_announced(reason):
        b.freeze_warning = 0
        return reason
    if b.freeze_warning == 0:
        if reason != FreezeReason.NONE:
            b.freeze_warning = int(policy.freeze_notice_months)
            b.warned_reason = reason
        return FreezeReason.NONE
    b.freeze_warning -= 1
    if b.freeze_warning > 0:
        return FreezeReason.NONE
    called_for = b.multi_seen > p.multi_threshold
    if b.warned_reason != FreezeReason.MULTI_PLATFORM:
        called_for = below_cutoff(b, p, policy, policy.risk_cutoff, policy.debt_to_income_cutoff)
    if b.warned_reason == FreezeReason.UPGRADE and upgrade_settled(p, policy):
        called_for = False
    if not called_for:
        return FreezeReason.NONE
    f.froze_announced = 1
    return b.warned_reason


@rule
def conditions_met(b: Borrower, p: Numbers, policy: Policy, over_cap: bool) -> bool:
    """Whether the borrower has done what a frozen line takes: clear, identity proved, under the cap, debts in order.

    Formula:
        score >= policy.risk_cutoff + reopen_margin,  debt_to_income <= policy.debt_to_income_cutoff
        multi_seen <= multi_threshold      after a freeze for multi-platform

    Score and dues must pass the present cut-offs; who borrowed from too many must be seen to owe fewer.
    """
    if months_late(b) > 0 or b.locked or over_cap:
        return False
    if b.freeze_reason == FreezeReason.MULTI_PLATFORM and b.multi_seen > p.multi_threshold:
        return False
    return not below_cutoff(b, p, policy, policy.risk_cutoff + p.reopen_margin, policy.debt_to_income_cutoff)


@rule
def watched_long_enough(b: Borrower, p: Numbers, policy: Policy) -> bool:
    """Whether the observation time is over, since the freeze and since the borrower was last late.

    Formula:
        min(month - frozen_month, months_since_late) >= observation_months
        severe_observation_months instead      after delinquency or linkage
    """
    watched = p.observation_months
    if b.freeze_reason == FreezeReason.DELINQUENCY or b.freeze_reason == FreezeReason.LINKAGE:
        watched = p.severe_observation_months
    return min(policy.month - b.frozen_month, b.months_since_late) >= watched


@rule
def open_line(b: Borrower, f: Flow, policy: Policy, share: float) -> None:
    """Open a frozen line with a share of its limit; there is nothing left to mend."""
    f.reopened = b.freeze_reason
    f.frozen_for = max(1, int(policy.month) - b.frozen_month)
    b.freeze_reason = FreezeReason.NONE
    b.mending = Remedy.NONE
    b.limit_cashloan = share_of(b.limit_cashloan, share)
    b.withheld = min(b.withheld, b.limit_cashloan)


@rule
def review_freeze(b: Borrower, f: Flow, p: Numbers, policy: Policy, over_cap: bool, keys: Keys, i: int) -> None:
    """Freeze an open line, or open a frozen one; an opened line starts with part of its limit (E4's first stage).

    Formula:
        freezes by after_notice               policy.freeze_notice_months >= 1 or freeze_warning > 0
        freezes for its reason at once        else
        opens with chance reopen_monthly      conditions_met and watched_long_enough
        limit_cashloan <- [reopen_limit_share * limit_cashloan]

    A line closed for identity alone opens whole and at once when that is proved, nothing is late and the balance is
    under the cap (E7); so does one closed by an upgrade once that is ``undone`` (A7). ``frozen_for`` notes how many
    months a line was closed.
    """
    if b.freeze_reason == FreezeReason.NONE:
        reason: int = reason_to_freeze(b, p, policy, over_cap, keys, i)
        if policy.freeze_notice_months >= 1.0 or b.freeze_warning > 0:
            reason = after_notice(b, f, p, policy, reason)
        if reason != FreezeReason.NONE:
            b.freeze_reason = reason
            b.frozen_month = int(policy.month)
            f.froze = reason
    elif b.freeze_reason == FreezeReason.IDENTITY:
        if not (b.locked or months_late(b) > 0 or over_cap):
            open_line(b, f, policy, 1.0)
    elif b.freeze_reason == FreezeReason.UPGRADE and undone(b, p, policy, over_cap, keys, i):
        open_line(b, f, policy, 1.0)
    elif (
        conditions_met(b, p, policy, over_cap)
        and watched_long_enough(b, p, policy)
        and happens(keys, on.REOPEN, i, p.reopen_monthly)
    ):
        open_line(b, f, policy, p.reopen_limit_share)


@rule
def unsettled(b: Borrower) -> bool:
    """Whether anything with the platform is still to be settled: dues and interest past due, or a plan.

    Formula:
        late_paylater + late_cashloan + overdue_paylater + overdue_cashloan + plan > 0
    """
    return b.late_paylater + b.late_cashloan + b.overdue_paylater + b.overdue_cashloan + b.plan > 0


@rule
def give_back(b: Borrower, f: Flow, policy: Policy) -> None:
    """Return a limit repaid early."""
    b.withheld = 0
    f.restored = max(1, int(policy.month) - b.prepaid_month)


@rule
def held_up(p: Numbers, keys: Keys, i: int) -> bool:
    """Whether a fault of the platform's systems keeps a limit from coming back this month (A15).

    Formula:
        with chance outage_restoring * outage_share
    """
    return happens(keys, on.RESTORE_FAULT, i, p.outage_restoring * p.outage_share)


@rule
def review_withheld(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Count down the cool-off after an early repayment; then the limit returns once a re-evaluation is passed (A9).

    Formula:
        passes where score >= policy.risk_cutoff + reopen_margin      line open, account not locked, not blocked
        blocked with chance restore_arrears_block                     unsettled (A14)
        returns with chance restore_monthly                           passes, cool_off = 0
        waits for a manual review first, with chance manual_review_share
        nothing returns and no review is made         held_up (A15)

    Some of those who pass wait for a manual review as well, which the desk makes when their turn comes (A11).
    ``restored`` notes the months since the repayment.
    """
    passes = b.freeze_reason == FreezeReason.NONE and not b.locked and b.score >= policy.risk_cutoff + p.reopen_margin
    if passes and b.withheld > 0 and unsettled(b):
        passes = not happens(keys, on.UNSETTLED, i, p.restore_arrears_block)
    if b.case == Queue.RESTORATION and not (passes and b.withheld > 0 and b.cool_off == 0):
        lapse(b, f)
    if b.withheld == 0:
        return
    if b.cool_off > 0:
        b.cool_off -= 1
        return
    if held_up(p, keys, i):
        return
    if b.case == Queue.RESTORATION:
        if taken_up(b, f, policy, keys, i):
            give_back(b, f, policy)
    elif passes and happens(keys, on.RESTORE, i, p.restore_monthly):
        if may_come(b, policy) and happens(keys, on.MANUAL, i, p.manual_review_share):
            open_case(b, f, policy, Queue.RESTORATION)
        else:
            give_back(b, f, policy)
