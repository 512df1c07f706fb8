"""Friends who are asked for help, outside any market."""

from collections.abc import Sequence

import numpy as np

from tests.helpers.markets import KEYS, parameters, policy
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow
from tightrope.model.engine.month import Month, take_help
from tightrope.scenarios.engine.columns import Columns

__all__ = ["asked"]


def asked(wanted: int, cash: Sequence[int], **values: float) -> tuple[Columns[Borrower], Columns[Flow]]:
    """Return borrowers with so much cash, and their flows, after the first has asked all the others for help."""
    people, flows, others = Columns(Borrower, len(cash)), Columns(Flow, len(cash)), len(cash) - 1
    people["status"], people["income_usual"], people["cash"] = Status.ACTIVE, 600_000, cash
    month = Month(
        people=people,
        flows=flows,
        every_flow=True,
        parameters=[parameters(**values)],
        policies=[policy()],
        keys=KEYS,
        behind=np.zeros(1, np.int64),
        how_many=np.ones(1, np.int64),
        starts=np.array([0, *[others] * len(cash)], np.int32),
        friends=np.arange(1, len(cash), dtype=np.int32),
        moods=np.zeros(0, np.float32),
        troubles=np.zeros(0, np.int8),
        warned=np.zeros(0, np.int8),
        newcomer=[],
    )
    take_help(month, flows[0], wanted, 0)
    return people, flows
