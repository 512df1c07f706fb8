"""Waiting for people: cases are taken up in the order of their arrival, as far as capacity goes, and none is lost.

A queue moves up to a *position*: a month plus a share. Cases that came in earlier months are all taken up, of that
month's cases the share. So backlog carries over, and a case waits wherever its borrower's own draw has put it. From the
call upwards capacity is finite. For every queue, each month, waiting before + arrived = served + withdrawn + waiting,
which the ledger checks in every run. Capacities are assumed.
"""

from enum import IntEnum

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import LadderStage, Queue
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["FIRST_STAGE", "LONGEST_WAIT", "QUEUE_COUNTS", "QueueCount", "line_up", "queue_of", "step_back"]

FIRST_STAGE = LadderStage.CALL
"""Collections stage from which capacity is finite."""
LONGEST_WAIT = 24
"""Months of waiting from which a backlog is counted together."""


class QueueCount(IntEnum):
    """Cases of a queue by what became of them, and the months that those taken up had waited."""

    ARRIVED = 0
    SERVED = 1
    WITHDRAWN = 2
    WAITING = 3
    SERVED_MONTHS = 4


QUEUE_COUNTS = tuple(count.name.lower() for count in QueueCount)
"""Their names in the frame of queues."""


@rule
def queue_of(b: Borrower, p: Numbers, stage: int) -> Queue:
    """Return where a case of this stage waits: the high-risk tier has queues of its own.

    Formula:
        high where score < high_risk_score
    """
    high = b.score < p.high_risk_score
    if stage == LadderStage.CALL:
        return Queue.CALLS_HIGH if high else Queue.CALLS_LOW
    if stage == LadderStage.AGENCY:
        return Queue.AGENCY_HIGH if high else Queue.AGENCY_LOW
    return Queue.LEGAL_HIGH if high else Queue.LEGAL_LOW


@rule
def stage_of(queue: int) -> LadderStage:
    """Return the collections stage that a queue belongs to."""
    if queue == Queue.CALLS_HIGH or queue == Queue.CALLS_LOW:
        return LadderStage.CALL
    if queue == Queue.AGENCY_HIGH or queue == Queue.AGENCY_LOW:
        return LadderStage.AGENCY
    return LadderStage.LEGAL


@rule
def moved_up_to(policy: Policy, queue: int) -> float:
    """Return the position up to which a collections queue is taken up this month.

    Formula:
        policy.calls_high, policy.calls_low, policy.agency_high, policy.agency_low,
        policy.legal_high or policy.legal_low
    """
    if queue == Queue.CALLS_HIGH:
        return policy.calls_high
    if queue == Queue.CALLS_LOW:
        return policy.calls_low
    if queue == Queue.AGENCY_HIGH:
        return policy.agency_high
    if queue == Queue.AGENCY_LOW:
        return policy.agency_low
    return policy.legal_high if queue == Queue.LEGAL_HIGH else policy.legal_low


@rule
def line_up(b: Borrower, f: Flow, p: Numbers, policy: Policy, stage: int, keys: Keys, i: int) -> bool:
    """Let a case wait for its stage, from this month on where it is new there; tell whether it is taken up now.

    Formula:
        taken up where queue_month + u < moved_up_to

    The risk tier is that of the month of arrival. A case taken up is worked on for the month and out of the queue; if
    it goes on, it comes anew.
    """
    if b.queue != Queue.NONE and stage_of(b.queue) != stage:
        step_back(b, f)
    if b.queue == Queue.NONE:
        b.queue = queue_of(b, p, stage)
        b.queue_month = int(policy.month)
        f.queue_arrived = b.queue
    if b.queue_month + uniform(keys, on.COLLECT, i) >= moved_up_to(policy, b.queue):
        return False
    f.queue_served = b.queue
    b.queue = Queue.NONE
    return True


@rule
def step_back(b: Borrower, f: Flow) -> None:
    """Take a case out of the queue unserved: it was paid, went on to another stage, or was written off."""
    if b.queue == Queue.NONE:
        return
    if f.queue_arrived == b.queue:
        f.queue_arrived = Queue.NONE  # came and went within the month: it never waited
    else:
        f.queue_withdrawn = b.queue
    b.queue = Queue.NONE
