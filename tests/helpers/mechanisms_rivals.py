"""Mechanisms of the other lenders: their stance, rates by risk, and news of defaults that they share (E13, E17)."""

from tests.helpers.lenders import BANK, RIVAL, lender
from tests.helpers.markets import SLUMP, SQUEEZE
from tests.helpers.mechanisms import Row, last, mean, of_lender
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.files.events import Event

__all__ = ["ROWS"]

DEAR_MONEY = (Event(month=3, set={"funding_cost_apr": 0.15}),)
"""Money costs lenders more from the third month on."""
CALM = {
    "outside_loss_weight": 0.0, "outside_macro_weight": 0.0, "outside_guidance_weight": 0.0,
    "outside_funding_weight": 0.0,
}  # fmt: skip
"""Nothing tightens other lenders."""
BY_NEWS = {"outside_record_weight": 0.0, "outside_late_approval": 1.0, "outside_record_premium": 0.0}
"""Nothing but the blacklist and the renewal shows who is late."""
UNCAPPED = {"rate_cap_apr": 1.0, "outside_breakeven_apr": 0.0}
"""No cap shuts anybody out."""
CHEAP = lender("bank", 2.0, outside_apr=0.05, outside_approval=0.8, outside_breakeven_apr=0.03)
"""A lender who asks far less than the platform does."""

# fmt: off
ROWS = [
    Row(
        # lenders who lose less for it would lend more to others
        "E13", "news of late months ends the renewal of loans of a month",
        within={**BY_NEWS, "outside_loss_weight": 0.0, "start_late_cashloan": 0.02, "start_late_paylater": 0.04},
        off={"outside_line_cut": 0.0}, up={"outside_line_cut": 1.0}, sees=mean("outside_debt_mean"), sign=-1,
        borrowers=10_000,
    ),
    Row(
        "E13", "whose loans of a month fall due is late sooner",
        within=BY_NEWS, off={"outside_line_cut": 0.0}, up={"outside_line_cut": 1.0},
        sees=mean("dpd30_share_balance"), sign=+1,
    ),
    Row(
        "E13", "nobody else lends after a default with anybody",
        events=SLUMP, within={**BY_NEWS, "start_late_cashloan": 0.02}, off={"blacklist_months": 0.0},
        up={"blacklist_months": 24.0}, sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "E17", "other lenders tighten by their own losses",
        events=SLUMP, within=CALM, off={"outside_loss_weight": 0.0},
        idle={
            "outside_loss_appetite": 0.001, "outside_memory_months": 60.0, "outside_tighten_speed": 1.0,
            "outside_relax_speed": 1.0, "outside_ceiling_depth": 1.0,
        },
        up={"outside_loss_weight": 2.0}, sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "E17", "by the economy, so that borrowers default more",
        events=SLUMP, within=CALM, off={"outside_macro_weight": 0.0}, up={"outside_macro_weight": 20.0},
        sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "E17", "on guidance",
        events=SQUEEZE, within=CALM, off={"outside_guidance_weight": 0.0}, up={"outside_guidance_weight": 1.0},
        sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "E17", "and where money gets dear",
        events=DEAR_MONEY, within=CALM, off={"outside_funding_weight": 0.0}, up={"outside_funding_weight": 10.0},
        sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "E17", "a tight stance lowers what they lend in all",
        events=SLUMP, off={"outside_ceiling_depth": 0.0}, up={"outside_ceiling_depth": 1.0},
        sees=last("outside_debt_mean"), sign=-1,
    ),
    Row(
        "E17", "they ask more of who has many lenders",
        within=UNCAPPED, off={"outside_lender_premium": 0.0}, up={"outside_lender_premium": 0.03},
        sees=mean("outside_interest"), sign=+1,
    ),
    Row(
        "E17", "and of who was late",
        within={**UNCAPPED, "outside_record_weight": 0.0, "outside_late_approval": 1.0}, events=SLUMP,
        off={"outside_record_premium": 0.0}, up={"outside_record_premium": 0.5}, sees=mean("outside_interest"), sign=+1,
    ),
    Row(
        "E17", "and refuse whom the cap does not let them price",
        off={"outside_breakeven_apr": 0.0}, up={"outside_breakeven_apr": 0.34},
        sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "E13", "unless a lender takes those on the blacklist",
        events=SLUMP, within={**BY_NEWS, "start_late_cashloan": 0.02}, off={"outside_blacklisted_approval": 0.0},
        up={"outside_blacklisted_approval": 1.0}, sees=mean("outside_approval_share"), sign=+1,
    ),
    Row(
        "E17", "named lenders keep those who know them",
        off={"outside_relation_weight": 0.0}, up={"outside_relation_weight": 3.0},
        sees=of_lender("rival", "refinanced_in"), sign=-1, lenders=(BANK, RIVAL),
    ),
    Row(
        "E17", "who is refused by one asks another one",
        off={"outside_second_share": 0.0}, draws=(on.SECOND_LENDER,), up={"outside_second_share": 1.0},
        sees=of_lender("rival", "applications"), sign=+1, lenders=(BANK, RIVAL),
    ),
    Row(
        "E17", "who lends for a month lives with more losses",
        events=SLUMP, off={"fringe_loss_appetite": 1.0}, up={"fringe_loss_appetite": 0.02},
        sees=of_lender("fringe", "approval"), sign=-1, lenders=(BANK, RIVAL),
    ),
    Row(
        "C18", "the literate ask for instalments where these are cheap",
        off={"compare_rate_weight": 0.0}, up={"compare_rate_weight": 12.0}, within={"outside_relation_weight": 0.0},
        sees=of_lender("bank", "applications"), sign=+1, lenders=(BANK, RIVAL),
    ),
    Row(
        "C18", "a cheaper lender pays cash loans off",
        within=CALM, off={"refinance_monthly": 0.0}, draws=(on.REFINANCE,), up={"refinance_monthly": 0.3},
        sees=mean("balance_cashloan"), sign=-1, lenders=(CHEAP, RIVAL),
    ),
    Row(
        "C18", "unless it is hardly cheaper",
        within={**CALM, "refinance_monthly": 0.3}, off={"refinance_gain": 1.0}, idle={"refinance_gain": 0.5},
        up={"refinance_gain": 0.02}, sees=of_lender("bank", "lent"), sign=+1, lenders=(CHEAP, RIVAL),
    ),
]
# fmt: on
