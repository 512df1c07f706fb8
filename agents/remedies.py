"""What borrowers do about a closed line: mend, give up, prove income, fall for a swindler (B5, C8, C9).

The sources advise to rectify, prove income, ask and wait. Who *mends* asks no other lender unless short, talks to the
platform when late, uploads and appeals more often, and pays other lenders part of what is to spare. Who *gave up* does
none of this, for good while the line is frozen, and leaves when clear. Proofs are always true, and nobody reports a
swindler.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason, Remedy
from tightrope.agents.flows import Flow
from tightrope.agents.money import fen, share_of
from tightrope.agents.policy import Policy
from tightrope.agents.repaying import pay_outside
from tightrope.agents.trusting import lose_trust
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["believe_swindler", "lower_outside_debt", "make_up_mind", "prove_income"]


@rule
def believe_swindler(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Who lost the line may believe an offer to reopen it, the less the more is known of money and rules (C9).

    Formula:
        with chance scam_monthly * (1 - literacy) * (1 - policy.transparency)
        scam = min(cash, scam_loss_yuan),   an offence of scam_hurt (lose_trust)

    The swindler takes what is at hand before the month's income; the platform is blamed for letting it happen.
    """
    if b.freeze_reason == FreezeReason.NONE or b.cash <= 0:
        return
    if happens(keys, on.SCAM, i, p.scam_monthly * (1.0 - b.literacy) * (1.0 - policy.transparency)):
        f.scam = min(b.cash, fen(100.0 * p.scam_loss_yuan))
        b.cash -= f.scam
        lose_trust(b, p, policy, p.scam_hurt)


@rule
def lower_outside_debt(b: Borrower, f: Flow, p: Numbers) -> None:
    """Who puts things in order pays other lenders part of what is to spare beyond a reserve (C8).

    Formula:
        spare = cash - spending_plan - [mend_kept_months * income_usual]
        pays    [mend_share * (spare)+]      with nothing overdue on the platform
    """
    if b.mending != Remedy.MENDING or b.outside_debt == 0 or b.overdue_paylater > 0 or b.overdue_cashloan > 0:
        return
    spare = b.cash - f.spending_plan - share_of(b.income_usual, p.mend_kept_months)
    pay_outside(b, f, share_of(max(0, spare), p.mend_share))


@rule
def make_up_mind(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """From the month after a freeze: the literate, told what it takes, mend; the distrustful give up (C8).

    Formula:
        gives up    with chance give_up_monthly * (1 - trust), mending or not
        mends       else with chance mend_monthly * literacy * (mend_opaque + (1 - mend_opaque) * policy.transparency)

    It lasts until the line opens.
    """
    if b.mending == Remedy.GAVE_UP or b.frozen_month >= policy.month:
        return
    if happens(keys, on.GIVE_UP, i, p.give_up_monthly * (1.0 - b.trust)):
        b.mending = Remedy.GAVE_UP
    elif b.mending == Remedy.NONE:
        told = p.mend_opaque + (1.0 - p.mend_opaque) * policy.transparency
        if happens(keys, on.MEND, i, p.mend_monthly * b.literacy * told):
            b.mending = Remedy.MENDING


@rule
def prove_income(b: Borrower, f: Flow, p: Numbers, keys: Keys, i: int) -> None:
    """Some upload pay slips or bank statements and have their income verified; an old proof expires (B5).

    Formula:
        verified <- 1 with chance upload_monthly * eager      eager: mend_upload of the mending, else 1
                 <- 0 with chance 1 / proof_months

    Who gave up uploads nothing. Without uploads (``upload_monthly`` of 0) nobody is asked again, and no proof expires.
    ``verified`` counts in the score, the entitlement and the evidence of an appeal.
    """
    if p.upload_monthly <= 0.0:
        return
    draw = uniform(keys, on.UPLOAD, i)
    if b.verified:
        b.verified = draw >= 1.0 / p.proof_months
    elif b.mending != Remedy.GAVE_UP:
        eager = p.mend_upload if b.mending == Remedy.MENDING else 1.0
        if draw < p.upload_monthly * eager:
            b.verified = 1
            f.uploaded = 1
