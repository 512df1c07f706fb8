"""Frozen borrowers ask for their line, and the desk answers (E3, C8).

A granted appeal spares the borrower the rest of the watch, never the other conditions. Refusals and phrases cost trust.
Capacity, shares and the parts of the evidence are assumed.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Answer, FreezeReason, Queue, Remedy
from tightrope.agents.flows import Flow
from tightrope.agents.freezing import conditions_met, open_line
from tightrope.agents.policy import Policy
from tightrope.agents.service import lapse, may_come, open_case, taken_up
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["answer", "appeal", "evidence", "review_appeal"]

_PROOFS = 3.0
"""Kinds of evidence, which weigh alike."""


@rule
def appeal(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """A frozen borrower asks the desk, the more the less was explained, and more often to mend; the rest is to wait.

    Formula:
        with chance min(1, eager * appeal_monthly * (1 - policy.transparency))
        eager = mend_appeal of the mending, else 1

    Nobody asks in the month of the freeze, after giving up, or about a locked account, which takes proof of identity.
    """
    if b.freeze_reason == FreezeReason.IDENTITY or b.mending == Remedy.GAVE_UP:
        return
    if b.frozen_month >= policy.month or not may_come(b, policy):
        return
    eager = p.mend_appeal if b.mending == Remedy.MENDING else 1.0
    if happens(keys, on.APPEAL, i, min(1.0, eager * p.appeal_monthly * (1.0 - policy.transparency))):
        open_case(b, f, policy, Queue.APPEAL)


@rule
def evidence(b: Borrower, p: Numbers) -> float:
    """Return what speaks for a borrower, 0-1: verified income, months without lateness, little owed elsewhere.

    Formula:
        clean      = min(1, months_since_late / blameless_months)
        unburdened = 1 / (1 + outside_seen / income_usual)
        evidence   = (verified + clean + unburdened) / 3
    """
    clean = min(1.0, b.months_since_late / p.blameless_months)
    unburdened = 1.0 / (1.0 + b.outside_seen / b.income_usual)
    return (b.verified + clean + unburdened) / _PROOFS


@rule
def answer(b: Borrower, f: Flow, p: Numbers, policy: Policy, over_cap: bool, keys: Keys, i: int) -> None:
    """Answer an appeal: with phrases, where the platform is opaque; else open the line or refuse.

    Formula:
        phrases    with chance partial_answer_share * (1 - policy.transparency): the borrower may ask again
        granted    else with chance appeal_success * evidence, where conditions_met: reopen_limit_share of the limit
        refused    else

    The desk can spare a borrower the rest of the observation time, not the other conditions.
    """
    if happens(keys, on.PARTIAL, i, p.partial_answer_share * (1.0 - policy.transparency)):
        f.appeal_answer = Answer.PHRASES
    elif conditions_met(b, p, policy, over_cap) and happens(keys, on.ANSWER, i, p.appeal_success * evidence(b, p)):
        f.appeal_answer = Answer.GRANTED
        open_line(b, f, policy, p.reopen_limit_share)
    else:
        f.appeal_answer = Answer.REFUSED


@rule
def review_appeal(b: Borrower, f: Flow, p: Numbers, policy: Policy, over_cap: bool, keys: Keys, i: int) -> None:
    """Answer an appeal whose turn has come; it lapses where the line has opened or its holder has given up."""
    if b.case != Queue.APPEAL:
        return
    if b.freeze_reason == FreezeReason.NONE or b.mending == Remedy.GAVE_UP:
        lapse(b, f)
    elif taken_up(b, f, policy, keys, i):
        answer(b, f, p, policy, over_cap, keys, i)
