"""Rows of the table of mechanisms: the use of paylater, and loans repaid early in part (C)."""

from tests.helpers.markets import SLUMP
from tests.helpers.mechanisms import Row, mean
from tightrope.agents.codes import PaylaterHabit
from tightrope.model.results.run_results import Results
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.files.events import Event

__all__ = ["ROWS"]

ALL_CLEAR = (Event(month=3, set={"revolve_to_full": 1.0}),)
"""Whoever can clear a paylater balance does."""


def carrying_over(results: Results) -> float:
    """Share of active borrowers who carry paylater over at the end."""
    there = results.borrowers.filter(results.borrowers["status"] == "active")
    return float((there["paylater_habit"] == PaylaterHabit.REVOLVE).mean())  # type: ignore[arg-type]


def kept_away(results: Results) -> float:
    """Cash loan limit repaid early and not yet back at the end, yuan."""
    return float(results.borrowers["withheld"].sum())


ROWS = [
    Row(
        "C15", "a part of a loan is repaid early",
        off={"prepay_part_monthly": 0.0}, draws=(on.PREPAY_PART,), idle={"prepay_part_share": 1.0},
        up={"prepay_part_monthly": 0.3}, sees=mean("prepay_part_share"), sign=+1,
    ),
    Row(
        "C15", "and so much of the limit is kept away",
        within={"prepay_monthly": 0.0, "cool_off_months": 6.0}, off={"prepay_part_monthly": 0.0},
        up={"prepay_part_monthly": 0.3}, sees=kept_away, sign=+1,
    ),
    Row(
        "C27", "the use of paylater changes from month to month",
        events=ALL_CLEAR, off={"habit_change": 0.0}, draws=(on.HABIT,),
        idle={"strain_to_revolve": 20.0, "full_kept_months": 12.0},
        up={"habit_change": 1.0}, sees=carrying_over, sign=-1,
    ),
    Row(
        "C27", "who is in want carries the bill over",
        events=SLUMP, off={"strain_to_revolve": 0.0}, up={"strain_to_revolve": 10.0}, sees=carrying_over, sign=+1,
    ),
    Row(
        "C27", "balances carried over move to what is aimed at",
        off={"paylater_speed": 0.0}, state={"paylater_aim": 0.7}, up={"paylater_speed": 0.5}, sees=mean("utilisation"),
        sign=+1,
    ),
]  # fmt: skip
