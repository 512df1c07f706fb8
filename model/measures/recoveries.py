"""What came back of defaulted debt, by the month of the default and the months since."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow
from tightrope.model.measures.defaults import in_default
from tightrope.scenarios.engine.compiled import rule

__all__ = ["RECOVERY_COUNTS", "RecoveryCount", "count_recovery"]


class RecoveryCount(IntEnum):
    """What became of those who defaulted in a month: how many they are, and else fen."""

    BORROWERS = 0
    AMOUNT = 1
    PAID = 2
    RETURNED = 3
    WRITTEN_OFF = 4
    RECOVERED = 5


RECOVERY_COUNTS = tuple(count.name.lower() for count in RecoveryCount)
"""Their names in the frame of recoveries."""


@rule
def count_recovery(recoveries: NDArray[np.int64], b: Borrower, f: Flow, month: int) -> None:
    """Count what comes of a default by the month in which it was reached: shape (months + 1, recovery counts).

    Who defaults anew counts anew; defaults from before the run are not followed.
    """
    reached = b.default_month
    if reached < 1:
        return
    if f.defaulted:
        recoveries[reached, RecoveryCount.BORROWERS] += 1
        recoveries[reached, RecoveryCount.AMOUNT] += b.balance_paylater + b.balance_cashloan
    elif f.was_in_default:
        recoveries[reached, RecoveryCount.PAID] += f.paid_paylater + f.paid_cashloan
        recoveries[reached, RecoveryCount.WRITTEN_OFF] += f.writeoff_paylater + f.writeoff_cashloan
        if b.status == Status.ACTIVE and not in_default(b, month + 1):
            recoveries[reached, RecoveryCount.RETURNED] += b.balance_paylater + b.balance_cashloan
    elif f.recovered > 0:
        recoveries[reached, RecoveryCount.RECOVERED] += f.recovered
