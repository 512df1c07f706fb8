"""Rows of the table of mechanisms: what borrowers do (C)."""

from tests.helpers.markets import SLUMP, SQUEEZE
from tests.helpers.mechanisms import (
    HURTS,
    NO_CONSEQUENCE,
    NO_STRIVING,
    OVERSIGHT,
    Row,
    early_repayers,
    freezes,
    last,
    legal_cases,
    mean,
    out_of_work,
    savings,
    served,
)  # fmt: skip
from tightrope.scenarios.engine import streams as on

__all__ = ["ROWS"]

CALM_INCOME = {
    "permanent_sd_annual": 0.0, "transitory_sd_salaried": 0.0, "transitory_sd_gig": 0.0,
    "transitory_sd_self_employed": 0.0,
}  # fmt: skip

SILENCE = {"contact_base": 0.0, "contact_trust": 0.0, "contact_literacy": 0.0, "contact_flexibility": 0.0}
MANY_LATE = {"start_late_cashloan": 0.02, "bureau_reporting": 1.0}

ROWS = [
    Row(
        "C1", "lost jobs lead to default",
        within={"arrive_jobless": 0.0},  # who of the newcomers is without work goes by segment, too
        off={"separation_monthly": 0.0}, draws=(on.JOB_LOSS,),
        idle={"separation_factor_gig": 10.0, "separation_factor_self_employed": 10.0},
        up={"separation_monthly": 0.04}, sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "C1", "unforeseen expenses lead to default",
        off={"expense_shock_monthly": 0.0}, idle={"expense_shock_size": 12.0}, draws=(on.EXPENSE, on.EXPENSE_SIZE),
        up={"expense_shock_monthly": 0.1, "expense_shock_size": 2.0}, sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "C1", "unsteady incomes lead to default",
        off=CALM_INCOME, draws=(on.INCOME,),
        up=dict.fromkeys(CALM_INCOME, 0.8), sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "C2", "a squeezed household squeezes its business",
        events=SLUMP, within={"habit_change": 0.0}, off={"business_passthrough": 0.0}, state={"strain": 0.0},
        up={"business_passthrough": 1.0}, sees=mean("income_mean"), sign=-1,
    ),
    Row(
        "C2", "spending is compressed under stress",
        events=SLUMP, off={"compression": 0.0}, up={"compression": 1.0}, sees=mean("spending_mean"), sign=-1,
    ),
    Row(
        "C2", "what everybody needs to live on comes before debts",
        off={"subsistence_yuan": 0.0}, up={"subsistence_yuan": 2000.0}, sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "C3", "those who are short borrow elsewhere",
        within={"start_short_share": 0.0}, off={"outside_approval": 0.0}, draws=(on.OUTSIDE_ANSWER,),
        idle={
            "outside_size_months": 12.0, "outside_ceiling_months": 60.0, "outside_record_weight": 10.0,
            "outside_macro_weight": 50.0, "outside_breakeven_apr": 0.0, "outside_late_approval": 1.0,
        },
        besides=("outside_stance",),
        up={"outside_approval": 0.9}, sees=last("outside_debt_mean"), sign=+1,
    ),
    Row(
        "C3", "other lenders tighten with the economy",
        events=SLUMP, off={"outside_macro_weight": 0.0}, up={"outside_macro_weight": 20.0},
        sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "C4", "who trusts the platform pays it before others",
        events=SLUMP, off={"literate_order": 0.0, "platform_first": 0.0}, draws=(on.ORDER,),
        up={"platform_first": 1.0}, sees=mean("dpd30_share_balance"), sign=-1, borrowers=15_000,
    ),
    Row(
        "C4", "a lender who comes before all else is paid, whatever must be cut for it",
        events=SLUMP, off={"outside_first": 0.0}, draws=(on.FIRST_CREDITOR,), up={"outside_first": 1.0},
        sees=mean("outside_late_share"), sign=-1,
    ),
    Row(
        "C4", "who pays the dearest debt first leaves the small paylater bill",
        events=SLUMP, off={"literate_order": 0.0, "platform_first": 0.0},
        up={"literate_order": 1.0}, sees=mean("dpd30_share_balance_paylater"), sign=+1, borrowers=15_000,
    ),
    Row(
        "C5", "some repay early",
        off={"prepay_monthly": 0.0, "prepay_part_monthly": 0.0, "cycler_share": 0.0}, draws=(on.PREPAY,),
        idle={"cool_off_months": 24.0, "restore_monthly": 0.0},
        up={"prepay_monthly": 0.2}, sees=early_repayers, sign=+1,
    ),
    Row(
        "C5", "some want the money back that they repaid early",
        within={"prepay_monthly": 0.2, "cool_off_months": 0.0}, off={"redraw_monthly": 0.0, "cycler_share": 0.0},
        draws=(on.REDRAW,), state={"repaid_early": 0}, up={"redraw_monthly": 1.0}, sees=mean("redraw_share"), sign=+1,
    ),
    Row(
        "C5", "who draws again at once is held for arbitrage",
        within={"prepay_monthly": 0.2, "arbitrage_strength": 1.0}, off={"redraw_monthly": 0.0},
        up={"redraw_monthly": 1.0}, sees=freezes("arbitrage"), sign=+1,
    ),
    Row(
        "C6", "family and friends keep borrowers from default",
        events=SLUMP, off={"help_monthly": 0.0}, draws=(on.HELP, on.HELPER),
        idle={"help_kept_months": 0.0, "help_share": 1.0},
        up={"help_monthly": 1.0}, sees=mean("default_hazard"), sign=-1, borrowers=10_000,
    ),
    Row(
        "C6", "what they give comes out of their savings, and what is given is then spent on debts",
        events=SLUMP, off={"help_monthly": 0.0}, up={"help_monthly": 1.0, "help_kept_months": 0.5},
        sees=savings, sign=-1,
    ),
    Row(
        "C7", "late borrowers talk to the platform",
        off={**SILENCE, "contact_reconsidered": 1.0}, draws=(on.CONTACT,),
        up={"contact_base": 1.0}, sees=mean("contact_share"), sign=+1,
    ),
    Row(
        "C7", "who talks stays clear of the lawyers",
        off=SILENCE,
        up={"contact_base": 1.0}, sees=legal_cases, sign=-1,
    ),
    Row(
        "C7", "silence lasts",
        off={"silence_reconsidered": 1.0}, up={"silence_reconsidered": 0.0}, sees=mean("contact_share"), sign=-1,
    ),
    Row(
        "C7", "contact lasts",
        off={"contact_reconsidered": 1.0}, up={"contact_reconsidered": 0.0}, sees=mean("contact_share"), sign=+1,
    ),
    Row(
        "C7", "silence lets arrears grow",
        within=OVERSIGHT, off={"silent_reach": 1.0}, up={"silent_reach": 0.0}, sees=mean("dpd30_share_balance"),
        sign=+1,
    ),
    Row(
        "C7", "where plans are offered, more late borrowers talk",
        within={"hardship_offer": 1.0}, off={"contact_flexibility": 0.0},
        up={"contact_flexibility": 1.0}, sees=mean("contact_share"), sign=+1,
    ),
    Row(
        "C7", "who talks is given a plan",
        within={"hardship_offer": 1.0, "contact_base": 0.0, **MANY_LATE}, off={"contact_flexibility": 0.0},
        up={"contact_flexibility": 1.0}, sees=mean("plans_new"), sign=+1,
    ),
    Row(
        "C7", "who talks because plans are offered stays clear of the lawyers",
        within={"hardship_offer": 1.0, "contact_base": 0.0, **MANY_LATE}, off={"contact_flexibility": 0.0},
        up={"contact_flexibility": 1.0}, sees=served("legal"), sign=-1,
    ),
    Row(
        "C10", "due dates are missed with the money at hand",
        off={"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0},
        draws=(on.FORGET_PAYLATER, on.FORGET_CASHLOAN), idle={"revolver_forgetting": 1.0},
        up={"forget_paylater_monthly": 0.3, "forget_cashloan_monthly": 0.3}, sees=mean("missed_able_share"), sign=+1,
    ),
    Row(
        "C10", "a raise tempts those who know little of money",
        within={"raise_monthly": 0.5}, off={"impulse": 0.0},
        up={"impulse": 10.0}, sees=mean("utilisation"), sign=+1,
    ),
    Row(
        "C10", "in panic the wrong debt is paid first",
        events=SLUMP, off={"mistake_monthly": 0.0}, draws=(on.MISTAKE,),
        up={"mistake_monthly": 1.0}, sees=mean("dpd30_share_balance_paylater"), sign=+1, borrowers=15_000,
    ),
    Row(
        "C11", "an unexplained freeze hurts trust",
        events=SQUEEZE, within={**NO_STRIVING, "explain_cost": 0.0}, off=HURTS,
        idle={"transparency": 1.0, "transparency_cushion": 0.0},
        up={"freeze_hurt": 0.3}, sees=mean("trust_frozen_mean"), sign=-1,
    ),
    Row(
        "C11", "a cut hurts trust",
        events=SQUEEZE, off=HURTS, up={"cut_hurt": 0.3}, sees=last("trust_mean"), sign=-1,
    ),
    Row(
        "C11", "a limit repaid early that stays away hurts trust",
        within={"prepay_monthly": 0.2, "cool_off_months": 6.0}, off=HURTS,
        up={"withheld_hurt": 0.1}, sees=last("trust_mean"), sign=-1,
    ),
    Row(
        "C11", "trust recovers",
        events=SQUEEZE, off={"recovery_monthly": 0.0}, up={"recovery_monthly": 0.1}, sees=last("trust_mean"), sign=+1,
    ),
    Row(
        "C11", "disappointment spreads to friends",
        events=SQUEEZE, within={"help_monthly": 0.0, "hold_out_peers": 0.0}, off={"talk_weight": 0.0},
        besides=("friend_freeze_ratio",),
        idle={
            "negativity": 10.0, "confidence_bound": 1.0, "network_kind": "scale-free", "mean_degree": 10,
            "rewiring_share": 0.5,
        },
        up={"talk_weight": 0.2}, sees=last("trust_unfrozen_mean"), sign=-1,
    ),
    Row(
        "C12", "the disappointed empty their line",
        events=SQUEEZE, off={"rush_strength": 0.0}, idle={"rush_monthly": 1.0}, draws=(on.RUSH,),
        up={"rush_strength": 5.0}, sees=mean("rush_share"), sign=+1,
    ),
    Row(
        "C12", "the disappointed pay later",
        events=SQUEEZE, off={"distrust_delay_monthly": 0.0}, draws=(on.DELAY,),
        up={"distrust_delay_monthly": 0.5}, sees=mean("day1_share_dues"), sign=+1,
    ),
    Row(
        "C12", "who empties the line defaults more",
        events=SQUEEZE, off={"rush_strength": 0.0}, up={"rush_strength": 10.0, "rush_monthly": 0.3},
        sees=mean("default_hazard"), sign=+1, borrowers=10_000,
    ),
    Row(
        "C12", "the disappointed leave",
        events=SQUEEZE, off={"leave_monthly": 0.0}, idle={"leave_distrust": 50.0}, draws=(on.LEAVE, on.TAKEN_OVER),
        up={"leave_monthly": 0.01}, sees=mean("attrition_share"), sign=+1,
    ),
    Row(
        "C12", "more leave, the less they trust",
        events=SQUEEZE, off={"leave_distrust": 0.0}, up={"leave_distrust": 50.0}, sees=mean("attrition_share"), sign=+1,
    ),
    Row(
        "C12", "the disappointed refer nobody, and free places stay free",
        events=SQUEEZE, within={"leave_monthly": 0.05, "leave_distrust": 0.0}, off=HURTS,
        up={"freeze_hurt": 0.6, "cut_hurt": 0.6}, sees=last("borrowers_active"), sign=-1, borrowers=10_000,
    ),
    Row(
        "C13", "a bad record costs work: less is earned after a default",
        within=MANY_LATE, off=NO_CONSEQUENCE, up={"record_finding_weight": 0.5, "record_separation_weight": 0.5},
        sees=mean("income_after_default"), sign=-1, borrowers=6000,
    ),
    Row(
        "C13", "those whose record is bad and who are out of work stay so for longer",
        within=MANY_LATE, off=NO_CONSEQUENCE, up={"record_finding_weight": 1.0}, sees=out_of_work, sign=+1,
    ),
    Row(
        "C13", "a bad record makes rents dearer, and other spending is given up for them",
        within=MANY_LATE, off=NO_CONSEQUENCE, up={"record_rent_share": 0.3}, sees=mean("consumption_drop"), sign=+1,
    ),
    Row(
        "C13", "where the bureau hears of nobody, its record costs nothing",
        within={
            "outside_approval": 0.0, "outside_share": 0.0, "start_short_share": 0.0, "strained_share": 0.0,
            "late_month_weight": 0.0, "hold_out_reporting": 0.0,
        },
        off=NO_CONSEQUENCE,
        idle={"bureau_reporting": 1.0}, draws=(on.REPORTED,),
        up={"record_finding_weight": 2.0, "record_separation_weight": 2.0}, sees=mean("income_mean"), sign=-1,
    ),
    Row(
        "C8", "who puts things in order has the line opened sooner",
        events=SQUEEZE, off={"mend_monthly": 0.0, "give_up_monthly": 0.0}, draws=(on.MEND, on.GIVE_UP),
        idle={"mend_upload": 100.0}, state={"mending": 0},
        up={"mend_monthly": 1.0, "mend_upload": 50.0}, sees=mean("reopened_share"), sign=+1, borrowers=10_000,
    ),
    Row(
        "C8", "fewer lines stay frozen where their holders put things in order",
        events=SQUEEZE, off={"mend_monthly": 0.0, "give_up_monthly": 0.0},
        up={"mend_monthly": 1.0, "mend_upload": 50.0}, sees=mean("frozen_share"), sign=-1, borrowers=10_000,
    ),
    Row(
        "C8", "who gives up asks no more",
        events=SQUEEZE, off={"mend_monthly": 0.0, "give_up_monthly": 0.0},
        up={"give_up_monthly": 1.0}, sees=mean("appeals"), sign=-1,
    ),
    Row(
        "C8", "who gives up leaves",
        events=SQUEEZE, within={"leave_monthly": 0.05}, off={"mend_monthly": 0.0, "give_up_monthly": 0.0},
        up={"give_up_monthly": 1.0}, sees=mean("attrition_share"), sign=+1,
    ),
    Row(
        "C9", "swindlers take money from those whose line was frozen",
        events=SQUEEZE, off={"scam_monthly": 0.0}, draws=(on.SCAM,), idle={"scam_loss_yuan": 1e6, "scam_hurt": 1.0},
        up={"scam_monthly": 0.5}, sees=mean("scam_amount"), sign=+1,
    ),
    Row(
        "C9", "who knows more of money loses less to swindlers",
        events=SQUEEZE, within={"scam_monthly": 0.5}, off={"literacy_mean": 0.2},
        up={"literacy_mean": 0.9}, sees=mean("scam_share"), sign=-1,
    ),
    Row(
        "C9", "where rules are open, less is lost to swindlers",
        events=SQUEEZE, within={"scam_monthly": 0.5}, off={"transparency": 0.0},
        up={"transparency": 0.9}, sees=mean("scam_amount"), sign=-1,
    ),
    Row(
        "C9", "the platform is blamed for swindlers",
        events=SQUEEZE, within={"scam_monthly": 1.0, "transparency": 0.0}, off={"scam_hurt": 0.0},
        up={"scam_hurt": 0.5}, sees=mean("trust_frozen_mean"), sign=-1,
    ),
]  # fmt: skip
