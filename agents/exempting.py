"""Who is exempt from one action of the platform: a switch, off as shipped, that shows what the action does.

A market is lived again with a batch of the places exempt from one action and all else the same. Whoever is frozen in
the first market and exempt in the other has a twin there to whom the freeze did not happen.
"""

from typing import NamedTuple

from tightrope.agents.codes import Action
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine.compiled import rule

__all__ = ["Exemption", "exempt"]


class Exemption(NamedTuple):
    """From which action a batch of the places is exempt, and from which month on.

    What was decided before that month stands: a frozen line stays frozen, an announced cut falls due.
    """

    action: Action
    batch: int = 0
    batches: int = 1
    """One batch is everybody."""
    since: int = 1


@rule
def exempt(policy: Policy, i: int, action: int) -> bool:
    """Whether place ``i`` is exempt from an action; nobody is as shipped.

    Formula:
        policy.exempt_action = action,  i mod policy.exempt_batches = policy.exempt_batch

    Batches are of places and not of people, because friends are: places that follow each other are in different
    batches, and where friends live nearby hardly any two of them are exempt together.
    """
    if policy.exempt_action != action:
        return False
    return i % policy.exempt_batches == policy.exempt_batch
