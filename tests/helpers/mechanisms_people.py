"""Rows of the table of mechanisms: who comes and goes, what people learn, what their businesses gain and lose."""

from tests.helpers.mechanisms import Row, mean
from tightrope.scenarios.engine import streams as on

__all__ = ["ROWS"]

ROWS = [
    Row(
        "C26", "old customers leave, and new ones take their places and draw",
        off={"leave_monthly": 0.0}, draws=(on.LEAVE, on.TAKEN_OVER), up={"leave_monthly": 0.03},
        sees=mean("draws_new_share"), sign=+1,
    ),
    Row(
        "C26", "newcomers draw at once what they came for",
        within={"leave_monthly": 0.03}, off={"first_draw_share": 0.0}, up={"first_draw_share": 1.0},
        sees=mean("draws_new_share"), sign=+1,
    ),
]  # fmt: skip
