"""Waiting for people: cases are taken up in the order of their arrival, as far as capacity goes, and none is lost.

A queue moves up to a *position*: a month plus a share. Cases that came in earlier months are all taken up, of that
month's cases the share. So backlog carries over, and a case waits wherever its borrower's own draw has put it.
"""

from enum import IntEnum

from tightrope.agents.borrower import QUEUES, Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["FIRST_STAGE", "LONGEST_WAIT", "QUEUE_COUNTS", "QueueCount", "line_up", "queue_of", "step_back"]

FIRST_STAGE = 2
"""Collections stage (the call) from which capacity is finite."""
_CALLS_HIGH = QUEUES.index("calls high")
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
def queue_of(b: Borrower, p: Numbers, stage: int) -> int:
    """Return where a case of this stage waits: the high-risk tier has queues of its own."""
    return _CALLS_HIGH + 2 * (stage - FIRST_STAGE) + (0 if b.score < p.high_risk_score else 1)


@rule
def stage_of(queue: int) -> int:
    """Return the collections stage that a queue belongs to."""
    return FIRST_STAGE + (queue - _CALLS_HIGH) // 2


@rule
def moved_up_to(policy: Policy, queue: int) -> float:
    """Return the position up to which a collections queue is taken up this month."""
    high = (queue - _CALLS_HIGH) % 2 == 0
    stage = stage_of(queue) - FIRST_STAGE
    if stage == 0:
        return policy.calls_high if high else policy.calls_low
    if stage == 1:
        return policy.agency_high if high else policy.agency_low
    return policy.legal_high if high else policy.legal_low


@rule
def line_up(b: Borrower, f: Flow, p: Numbers, policy: Policy, stage: int, keys: Keys, i: int) -> bool:
    """Let a case wait for its stage, from this month on where it is new there; tell whether it is taken up now.

    The risk tier is that of the month of arrival. A case taken up is out of the queue; its next month comes anew.
    """
    if b.queue > 0 and stage_of(b.queue) != stage:
        step_back(b, f)
    if b.queue == 0:
        b.queue = queue_of(b, p, stage)
        b.queue_month = int(policy.month)
        f.queue_arrived = b.queue
    if b.queue_month + uniform(keys, on.COLLECT, i) >= moved_up_to(policy, b.queue):
        return False
    f.queue_served = b.queue
    b.queue = 0
    return True


@rule
def step_back(b: Borrower, f: Flow) -> None:
    """Take a case out of the queue unserved: it was paid, went on to another stage, or was written off."""
    if b.queue == 0:
        return
    if f.queue_arrived == b.queue:
        f.queue_arrived = 0  # came and went within the month: it never waited
    else:
        f.queue_withdrawn = b.queue
    b.queue = 0
