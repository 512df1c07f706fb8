"""Rows of the table of mechanisms: who comes and goes, what people learn, what their businesses gain and lose."""

from tests.helpers.markets import SQUEEZE
from tests.helpers.mechanisms import NO_CONSEQUENCE, Row, mean
from tests.helpers.mechanisms_borrowers import MANY_LATE
from tightrope.scenarios.engine import streams as on

__all__ = ["ROWS"]

ROWS = [
    Row(
        "C14", "an education programme teaches",
        off={"education_share": 0.0, "teaching_share": 0.0}, draws=(on.EDUCATION, on.TEACHING),
        idle={"education_effect": 1.0, "teaching_effect": 1.0, "learning_fade_monthly": 0.5},
        up={"education_share": 0.5}, sees=mean("literacy_mean"), sign=+1,
    ),
    Row(
        "C14", "who was taught misses fewer bills",
        within={"education_effect": 0.3}, off={"education_share": 0.0}, up={"education_share": 0.5},
        sees=mean("day1_share_dues"), sign=-1,
    ),
    Row(
        "C14", "and has fewer of them late",
        within={"education_effect": 0.5, "overlooked": 0.3}, off={"education_share": 0.0}, up={"education_share": 0.5},
        sees=mean("dpd30_share_count"), sign=-1,
    ),
    Row(
        "C14", "a late fee that the platform explains teaches, too",
        off={"education_share": 0.0, "teaching_share": 0.0}, up={"teaching_share": 1.0}, sees=mean("literacy_mean"),
        sign=+1,
    ),
    Row(
        "C17", "those whose record is bad pay a deposit when they move, and give up other spending for it",
        within=MANY_LATE, off=NO_CONSEQUENCE, draws=(on.MOVE,), idle={"move_monthly": 1.0},
        up={"record_deposit_months": 1.0, "move_monthly": 0.3}, sees=mean("consumption_drop"), sign=+1,
    ),
    Row(
        "C17", "and those who default earn less for it afterwards",
        within=MANY_LATE, off=NO_CONSEQUENCE, up={"record_finding_weight": 0.5, "record_separation_weight": 0.5},
        sees=mean("income_after_default"), sign=-1, borrowers=6000,
    ),
    Row(
        "C19", "what the self-employed put into ventures that pay raises their income",
        off={"venture_share": 0.0}, draws=(on.VENTURE,),
        idle={"venture_success": 1.0, "venture_return_monthly": 0.5}, up={"venture_share": 1.0},
        sees=mean("income_mean"), sign=+1,
    ),
    Row(
        "C19", "ventures that fail raise nothing",
        within={"venture_share": 1.0}, off={"venture_success": 0.0}, idle={"venture_return_monthly": 0.5},
        up={"venture_success": 1.0}, sees=mean("income_mean"), sign=+1,
    ),
    Row(
        "C19", "the self-employed earn less after a freeze",
        events=SQUEEZE, off={"stall_monthly": 0.0}, up={"stall_monthly": 0.05}, sees=mean("income_stalled"), sign=-1,
    ),
    Row(
        "C19", "whose business credit neither feeds nor starves earns as before",
        events=SQUEEZE, off={"venture_share": 0.0, "stall_monthly": 0.0}, idle={"venture_fade_monthly": 0.5},
        draws=(on.VENTURE,), up={"stall_monthly": 0.05}, sees=mean("income_mean"), sign=-1,
    ),
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
