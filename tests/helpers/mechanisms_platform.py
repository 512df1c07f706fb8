"""Rows of the table of mechanisms: what the platform does (E)."""

from tests.helpers.markets import SLUMP, SQUEEZE
from tests.helpers.mechanisms import (
    NO_CONSEQUENCE,
    NO_LOCKS,
    NO_STRIVING,
    ONE_PRICE,
    OVERSIGHT,
    Row,
    instalments_by_score,
    last,
    mean,
)
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.files.events import Event

__all__ = ["ROWS"]

ACCOUNTS = (
    "operating_cost", "profit", "payout", "capital", "leverage", "loss_own", "recovery_own", "own_funded_share",
    "capital_raised",
)  # fmt: skip
NO_STANCE = {"delinquency_weight": 0.0, "macro_weight": 0.0, "guidance_weight": 0.0, "funding_weight": 0.0}
DEAR_MONEY = Event(month=3, add={"funding_cost_apr": 0.05})
MANY_LATE = {"start_late_cashloan": 0.02}
NO_RELIEF = {"hardship_offer": 0.0, "adviser_monthly": 0.0, "settlement_offer": 0.0}
FOR_THE_ASKING = {"hardship_offer": 1.0, "hold_out_offers": 0.0}
"""Plans for all who would bear them, and nobody who holds out for one."""
NO_COMPLIANCE = {"complaint_cost": 0.0, "explain_cost": 0.0, "rule_cost": 0.0}
LOUD = {"appeal_monthly": 0.5, "complaints_usual": 0.0005, "heed_speed": 0.5, "appeal_success": 1.0}
"""Many ask, and the platform thinks few to be usual."""
DEAF = {"heed_transparency": 0.0, "heed_desk": 0.0, "heed_cutoff": 0.0}
NO_SHUT_LINES = {"multi_strength": 0.0, "arbitrage_strength": 0.0, "linkage_strength": 0.0, "cool_off_months": 0.0}
TRUST_LOST = {"freeze_hurt": 0.6, "cut_hurt": 0.6, "leave_monthly": 0.05, "leave_distrust": 0.0}

ROWS = [
    Row(
        "E1", "the stance answers own delinquency, the economy, guidance and funding",
        events=(*SLUMP, *SQUEEZE, DEAR_MONEY), off=NO_STANCE,
        idle={
            "tighten_speed": 0.9, "relax_speed": 0.9, "delinquency_appetite": 0.9, "risk_tightening": 400.0,
            "stance_limit_depth": 1.0, "cut_monthly_tight": 1.0, "admission_tightening": 400.0,
        },
        up={"macro_weight": 2.0, "guidance_weight": 0.2}, sees=mean("stance"), sign=+1,
    ),
    Row(
        "E1", "own delinquency tightens", events=SLUMP, within={"delinquency_appetite": 0.005}, off=NO_STANCE,
        up={"delinquency_weight": 0.5}, sees=mean("stance"), sign=+1,
    ),
    Row(
        "E1", "dear funding tightens", events=(DEAR_MONEY,), off=NO_STANCE,
        up={"funding_weight": 10.0}, sees=mean("stance"), sign=+1,
    ),
    Row(
        "E2", "transparency cushions trust",
        events=SQUEEZE, within={**NO_STRIVING, "explain_cost": 0.0}, off={"transparency_cushion": 0.0},
        idle={"transparency": 1.0},
        up={"transparency_cushion": 1.0, "transparency": 1.0}, sees=last("trust_mean"), sign=+1,
    ),
    Row(
        "E2", "a cut that is announced hurts trust less",
        within={"cut_monthly": 0.1, "notice_months": 2.0}, off={"notice_cushion": 0.0},
        up={"notice_cushion": 1.0}, sees=last("trust_mean"), sign=+1,
    ),
    Row(
        "E2", "whoever is warned empties the line",
        within={"cut_monthly": 0.1, "rush_strength": 5.0}, off={"notice_months": 0.0}, idle={"notice_cushion": 0.0},
        up={"notice_months": 3.0}, sees=mean("rush_share"), sign=+1,
    ),
    Row(
        "E5", "collections keep arrears from being overlooked",
        within={**OVERSIGHT, "rule_cost": 0.0},
        off={"call_effect": 0.0, "agency_effect": 0.0, "legal_effect": 0.0, "harsh_hurt": 0.0},
        idle={"conduct_limit": 1.0},
        up={"call_effect": 1.0, "agency_effect": 1.0, "legal_effect": 1.0}, sees=mean("dpd30_share_balance"), sign=-1,
    ),
    Row(
        "E5", "messages raise cures",
        within={"overlooked": 0.1},  # more than one in four hundred, whom a small market may lack
        off={"message_effect": 0.0}, up={"message_effect": 1.0}, sees=mean("cure30_share"), sign=+1,
    ),
    Row(
        "E5", "reminders keep due dates from being forgotten",
        within={"improvidence": 0.0}, off={"reminder_effect": 0.0}, up={"reminder_effect": 1.0},
        sees=mean("day1_share_dues"), sign=-1,
    ),
    Row(
        "E5", "and bring those who live for the day to provide for them in time",
        within={"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0}, off={"reminder_effect": 0.0},
        up={"reminder_effect": 1.0}, sees=mean("day1_share_dues"), sign=-1,
    ),
    Row(
        "E5", "whose loan is called stays in arrears, instalments or not",
        within=MANY_LATE, off={"called_months": 24.0}, up={"called_months": 1.0},
        sees=mean("dpd90_share_balance"), sign=+1,
    ),
    Row(
        "E5", "staff costs money",
        off={"calls_capacity": 0.0, "agency_capacity": 0.0, "legal_capacity": 0.0},
        idle={"call_cost": 1000.0, "agency_cost": 10_000.0, "legal_cost": 10_000.0},
        up={"calls_capacity": 1.0, "agency_capacity": 1.0, "legal_capacity": 1.0}, sees=mean("operating_cost"), sign=+1,
    ),
    Row(
        "E5", "harsh collections hurt trust",
        within={"start_late_cashloan": 0.02}, off={"harsh_hurt": 0.0},
        up={"harsh_hurt": 1.0}, sees=last("trust_mean"), sign=-1,
    ),
    Row(
        "E8", "other lenders refuse those whom the bureau shows late",
        off={"outside_record_weight": 0.0}, up={"outside_record_weight": 10.0},
        sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "E8", "the bureau's lag delays their refusals",
        events=SLUMP, off={"bureau_lag_months": 1.0},
        within={
            "late_month_weight": 0.0, "outside_record_weight": 5.0, "bureau_reporting": 1.0, "multi_strength": 0.0,
            "start_late_paylater": 0.0,  # no records from before the start, which the lag keeps for longer
            "outside_late_approval": 1.0,  # nothing but the record, which is slow, tells who is late
            "outside_macro_weight": 0.0, "outside_loss_weight": 0.0,
        },
        up={"bureau_lag_months": 24.0}, sees=mean("outside_approval_share"), sign=+1, borrowers=10_000,
    ),
    Row(
        "E8", "where nobody borrows elsewhere and nothing is scored, the bureau is silent",
        within={
            "late_month_weight": 0.0, "seeking_weight": 0.0, "outside_share": 0.0, "start_short_share": 0.0,
            "strained_share": 0.0, "multi_strength": 0.0, **NO_CONSEQUENCE,
        },
        off={"outside_approval": 0.0}, besides=("multi_seen_mean",),
        idle={"bureau_lag_months": 24.0, "outside_record_weight": 10.0},
        up={"outside_approval": 1.0, "outside_record_weight": 0.0}, sees=mean("payment_to_income"), sign=+1,
    ),
    Row(
        "E9", "costs reduce capital, and reach nobody while no cap on leverage binds",
        off={"leverage_cap": 1000.0, "payout_share": 0.0}, besides=(*ACCOUNTS, "funding_cost"),
        idle={
            "service_cost_yuan": 500.0, "call_cost": 500.0, "own_share": 0.9, "opening_capital_share": 5.0,
            "payout_share": 0.5,
        },
        up={"service_cost_yuan": 20.0}, sees=last("capital"), sign=-1,
    ),
    Row(
        "E9", "partners ask for what they lose beyond the usual",
        within={"own_share": 0.0, "rule_cost": 0.0, **MANY_LATE}, off={"partner_loss_pass": 0.0},
        idle={"partner_loss_usual": 0.001, "partner_loss_speed": 1.0},
        besides=(*ACCOUNTS, "funding_cost"), up={"partner_loss_pass": 1.0}, sees=last("funding_cost"), sign=+1,
    ),
    Row(
        "E9", "dear funding reduces profit",
        within={"own_share": 0.0, "rule_cost": 0.0},  # no cap on leverage then, at whatever capital
        off={"funding_cost_apr": 0.0, "funding_weight": 0.0}, idle={"funding_cost_apr": 0.2},
        besides=(*ACCOUNTS, "funding_cost", "outside_profit"),
        up={"funding_cost_apr": 0.1}, sees=mean("profit"), sign=-1,
    ),
    Row(
        "E11", "late bills are charged", within=ONE_PRICE, off={"late_fee_apr": 0.0}, idle={"rate_cap_apr": 0.5},
        up={"late_fee_apr": 0.18}, sees=mean("fees"), sign=+1,
    ),
    Row(
        "E11", "charges make balances grow", off={"late_fee_apr": 0.0}, within={"rate_cap_apr": 1.0},
        up={"late_fee_apr": 0.8}, sees=mean("balance"), sign=+1,
    ),
    Row(
        "E11", "low scores pay more for the cash loan", off={"cashloan_risk_slope": 0.0},
        up={"cashloan_risk_slope": 0.04}, sees=instalments_by_score, sign=-1,
    ),
    Row(
        "E6", "plans are offered",
        within={**MANY_LATE, "income_weight": 0.0}, off=NO_RELIEF, draws=(on.PLAN, on.SETTLE, on.ADVISER, on.MEANS),
        idle={
            "plan_scrutiny": 0.0, "plan_income_months": 24.0, "plan_keep_months": 0.0, "hold_out_offers": 10.0,
            "extension_months": 12.0, "plan_months": 60.0, "interest_waiver": 1.0, "settlement_discount": 0.9,
            "contact_flexibility": 1.0,
        },
        up={"hardship_offer": 1.0}, sees=mean("plans_share"), sign=+1,
    ),
    Row(
        "E6", "plans keep debts from being written off",
        within={**MANY_LATE, "writeoff_months": 5.0}, off=NO_RELIEF,
        up=FOR_THE_ASKING, sees=mean("writeoff_amount"), sign=-1,
    ),
    Row(
        "E6", "plans lower what a default costs",
        within=MANY_LATE, off=NO_RELIEF, up={"hardship_offer": 1.0}, sees=last("lgd"), sign=-1, borrowers=6000,
    ),
    Row(
        "E6", "what a plan covers stays past due until the plan has been kept",
        within={**MANY_LATE, "hardship_offer": 1.0}, off={"plan_keep_months": 0.0},
        up={"plan_keep_months": 12.0}, sees=mean("dpd30_share_balance"), sign=+1,
    ),
    Row(
        "E6", "whose means are examined breaks a plan more seldom",
        within={**MANY_LATE, "hardship_offer": 1.0}, off={"plan_scrutiny": 0.0}, draws=(on.MEANS,),
        up={"plan_scrutiny": 1.0}, sees=mean("plans_broken_share"), sign=-1, borrowers=6000,
    ),
    Row(
        "E6", "whose pay slips of several months are looked at breaks a plan more seldom",
        within={**MANY_LATE, "hardship_offer": 1.0, "plan_scrutiny": 1.0}, off={"plan_income_months": 1.0},
        state={"income_shown": 0}, up={"plan_income_months": 4.0}, sees=mean("plans_broken_share"), sign=-1,
        borrowers=20_000,
    ),
    Row(
        "E6", "the more missed payments a plan survives, the fewer plans break",
        within={**MANY_LATE, "hardship_offer": 1.0}, off={"plan_misses": 1.0}, state={"plan_missed": 0},
        up={"plan_misses": 3.0}, sees=mean("plans_broken_share"), sign=-1, borrowers=6000,
    ),
    Row(
        "E6", "plans to be had for the asking lure some who could pay",
        within={**MANY_LATE, "hardship_offer": 1.0, "hold_out": 0.05}, off={"hold_out_offers": 0.0},
        up={"hold_out_offers": 3.0}, sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "E6", "plans waive interest",
        within={**MANY_LATE, "hardship_offer": 1.0}, off={"interest_waiver": 0.0},
        up={"interest_waiver": 1.0}, sees=mean("waived_amount"), sign=+1,
    ),
    Row(
        "E6", "smaller instalments over more months break fewer plans",
        within={**MANY_LATE, "hardship_offer": 1.0, "extension_months": 0.0}, off={"plan_months": 3.0},
        up={"plan_months": 36.0}, sees=mean("plans_broken_share"), sign=-1, borrowers=6000,
    ),
    Row(
        "E6", "plans cost money",
        within={**MANY_LATE, "hardship_offer": 1.0}, off={"plan_cost": 0.0},
        up={"plan_cost": 1000.0}, sees=mean("operating_cost"), sign=+1,
    ),
    Row(
        "E6", "an extension puts off what a plan asks",
        within={**MANY_LATE, "hardship_offer": 1.0}, off={"extension_months": 0.0},
        up={"extension_months": 6.0}, sees=mean("plans_share"), sign=+1,
    ),
    Row(
        "C16", "advisers obtain plans for the silent too",
        within={**MANY_LATE, "contact_base": 0.0, "contact_trust": 0.0}, off=NO_RELIEF, draws=(on.ADVISER,),
        idle={"adviser_silent": 1.0, "adviser_fee_share": 0.5},
        up={"adviser_monthly": 0.5}, sees=mean("plans_new"), sign=+1,
    ),
    Row(
        "C16", "the silent who seek advisers get plans",
        within={**MANY_LATE, **NO_RELIEF, "contact_base": 0.0, "contact_trust": 0.0, "adviser_monthly": 0.5},
        off={"adviser_silent": 0.0}, up={"adviser_silent": 1.0}, sees=mean("plans_new"), sign=+1,
    ),
    Row(
        "C16", "advisers cost those money who have little",
        within={**MANY_LATE, **NO_RELIEF, "adviser_monthly": 0.5},
        off={"adviser_fee_share": 0.0}, up={"adviser_fee_share": 0.1}, sees=mean("adviser_fee_amount"), sign=+1,
    ),
    Row(
        "C16", "and so the dearer they are, the fewer plans they obtain",
        within={**MANY_LATE, **NO_RELIEF, "adviser_monthly": 0.5},
        off={"adviser_fee_share": 0.0}, up={"adviser_fee_share": 0.2}, sees=mean("plans_new"), sign=-1,
    ),
    Row(
        "E6", "settlements forgive part of a debt",
        within=MANY_LATE, off=NO_RELIEF, draws=(on.SETTLE,), idle={"settlement_discount": 0.95},
        up={"settlement_offer": 0.5}, sees=mean("forgiven_amount"), sign=+1,
    ),
    Row(
        "E6", "settlements lower what a default costs",
        within=MANY_LATE, off=NO_RELIEF, up={"settlement_offer": 0.5}, sees=last("lgd"), sign=-1, borrowers=6000,
    ),
    Row(
        "E12", "judgements recover debt from wages",
        within={**MANY_LATE, "writeoff_months": 5.0}, off={"judgement_share": 0.0}, draws=(on.JUDGEMENT,),
        idle={"judgement_cost": 0.0, "garnish_share": 1.0}, state={"judged": 0},
        up={"judgement_share": 0.2}, sees=mean("recovery_amount"), sign=+1,
    ),
    Row(
        "E12", "and lower what a default costs",
        within={**MANY_LATE, "writeoff_months": 5.0}, off={"judgement_share": 0.0}, up={"judgement_share": 0.2},
        sees=last("lgd"), sign=-1, borrowers=6000,
    ),
    Row(
        "E12", "the more of a wage may be taken, the more is",
        within={**MANY_LATE, "writeoff_months": 5.0, "judgement_share": 0.2}, off={"garnish_share": 0.0},
        up={"garnish_share": 0.3}, sees=mean("garnished_amount"), sign=+1,
    ),
    Row(
        "E12", "courts cost money",
        within={**MANY_LATE, "writeoff_months": 5.0, "garnish_share": 0.0}, off={"judgement_share": 0.0},
        up={"judgement_share": 0.5, "judgement_cost": 2000.0}, sees=mean("operating_cost"), sign=+1,
    ),
    Row(
        "E10", "where trust is lost, fewer are admitted",
        events=SQUEEZE, within=TRUST_LOST, off={"admission_distrust": 0.0},
        up={"admission_distrust": 400.0}, sees=mean("approvals_share"), sign=-1,
    ),
    Row(
        "E10", "strict entry slows the book's growth",
        events=SQUEEZE, within=TRUST_LOST, off={"admission_distrust": 0.0},
        up={"admission_distrust": 400.0}, sees=last("borrowers_active"), sign=-1,
    ),
    Row(
        "E10", "whoever is refused leaves the place empty",
        within={"leave_monthly": 0.05}, off={"admission_score": 350.0, "admission_tightening": 0.0},
        up={"admission_score": 640.0}, sees=last("borrowers_active"), sign=-1,
    ),
    Row(
        "E10", "applicants in need are refused more often",
        within={"leave_monthly": 0.05, "start_strained": 0.0}, off={"strained_share": 0.0}, draws=(on.ARRIVE_STRAINED,),
        idle={"strained_savings": 0.0, "strained_debt_months": 6.0},
        up={"strained_share": 0.6}, sees=mean("approvals_share"), sign=-1,
    ),
    Row(
        "E10", "losses make entry strict through the stance",
        events=SLUMP, within={"delinquency_appetite": 0.002, "leave_monthly": 0.05, "delinquency_weight": 1.0},
        off={"admission_tightening": 0.0}, up={"admission_tightening": 400.0}, sees=mean("approvals_share"), sign=-1,
    ),
    Row(
        "E2", "whoever is told why need not ask",
        events=SQUEEZE, off={"transparency": 0.0}, up={"transparency": 0.9}, sees=mean("appeals"), sign=-1,
    ),
    Row(
        "E3", "frozen borrowers ask the desk",
        events=SQUEEZE, off={"appeal_monthly": 0.0}, draws=(on.APPEAL, on.ANSWER, on.PARTIAL),
        idle={"appeal_success": 1.0, "partial_answer_share": 1.0, "refusal_hurt": 1.0},
        up={"appeal_monthly": 0.5}, sees=mean("appeals"), sign=+1,
    ),
    Row(
        "E3", "appeals that are granted open lines",
        events=SQUEEZE, within={"appeal_monthly": 0.5}, off={"appeal_success": 0.0}, draws=(on.ANSWER,),
        up={"appeal_success": 1.0}, sees=mean("reopened_share"), sign=+1, borrowers=6000,
    ),
    Row(
        "E3", "a short staff leaves cases waiting",
        events=SQUEEZE, within={"appeal_monthly": 0.5}, off={"desk_capacity": 1.0}, idle={"desk_capacity": 0.9},
        up={"desk_capacity": 0.002}, sees=mean("desk_waiting"), sign=+1,
    ),
    Row(
        "E3", "cases that wait for staff wait for months",
        events=SQUEEZE, within={"appeal_monthly": 0.5}, off={"desk_capacity": 1.0},
        up={"desk_capacity": 0.005}, sees=mean("desk_wait_mean"), sign=+1,
    ),
    Row(
        "E3", "a short staff delays limits that are to come back",
        within={"prepay_monthly": 0.2, "manual_review_share": 1.0}, off={"desk_capacity": 1.0},
        up={"desk_capacity": 0.005}, sees=mean("restore_months_mean"), sign=+1,
    ),
    Row(
        "E3", "a limit that a short staff keeps away costs trust",
        within={"prepay_monthly": 0.2, "manual_review_share": 1.0, "withheld_hurt": 0.1}, off={"desk_capacity": 1.0},
        up={"desk_capacity": 0.002}, sees=last("trust_mean"), sign=-1,
    ),
    Row(
        "E3", "phrases settle nothing, so that people ask again",
        events=SQUEEZE, within={"transparency": 0.0, "appeal_success": 1.0}, off={"partial_answer_share": 0.0},
        draws=(on.PARTIAL,), up={"partial_answer_share": 1.0}, sees=mean("appeals"), sign=+1, borrowers=6000,
    ),
    Row(
        "E3", "refusals hurt trust",
        events=SQUEEZE, within={"appeal_monthly": 0.5, "appeal_success": 0.0}, off={"refusal_hurt": 0.0},
        up={"refusal_hurt": 0.5}, sees=mean("trust_frozen_mean"), sign=-1,
    ),
    Row(
        "E4", "frozen lines open again",
        within={"appeal_monthly": 0.0}, off={"reopen_monthly": 0.0}, draws=(on.REOPEN,),
        idle={"observation_months": 36.0, "severe_observation_months": 60.0, "reopen_limit_share": 0.0},
        up={"reopen_monthly": 1.0}, sees=mean("reopened_share"), sign=+1,
    ),
    Row(
        "E4", "a longer watch keeps them frozen for longer",
        off={"observation_months": 0.0}, up={"observation_months": 12.0}, sees=mean("reopen_months_mean"), sign=+1,
    ),
    Row(
        "E7", "proof of identity unlocks accounts",
        within={"lock_monthly": 0.02}, off={"verify_ask_monthly": 0.0}, draws=(on.VERIFY,),
        up={"verify_ask_monthly": 1.0}, sees=mean("locked_share"), sign=-1,
    ),
    Row(
        "E7", "a short staff keeps accounts locked for longer",
        within={"lock_monthly": 0.02}, off={"desk_capacity": 1.0},
        up={"desk_capacity": 0.002}, sees=mean("locked_share"), sign=+1,
    ),
    Row(
        "E7", "and so more of their owners late",
        within={"lock_monthly": 0.02}, off={"desk_capacity": 1.0},
        up={"desk_capacity": 0.002}, sees=mean("dpd30_share_count"), sign=+1,
    ),
    Row(
        "E9", "cases cost money",
        within={**NO_LOCKS, "manual_review_share": 0.0, "payout_share": 0.0}, off={"appeal_monthly": 0.0},
        idle={"case_cost": 1000.0}, up={"appeal_monthly": 0.8, "case_cost": 1000.0}, sees=last("operating_cost"),
        sign=+1,
    ),
    Row(
        "E14", "a shut line costs merchants sales",
        events=SQUEEZE, within={**NO_SHUT_LINES, "late_freeze": 0.0}, off={"freeze_monthly": 0.0},
        up={"freeze_monthly": 1.0}, sees=mean("sales_lost_amount"), sign=+1,
    ),
    Row(
        "E14", "merchants pay for what is bought on paylater",
        off={"merchant_fee": 0.0}, up={"merchant_fee": 0.01}, sees=mean("profit"), sign=+1,
    ),
    Row(
        "E15", "complaints cost, and so do reasons and rules",
        events=SQUEEZE, off=NO_COMPLIANCE,
        up={"complaint_cost": 50.0, "explain_cost": 3.0, "rule_cost": 0.2}, sees=mean("compliance_cost"), sign=+1,
    ),
    Row(
        "E15", "rules cost as long as they are in force",
        off={"guidance": 0.0}, up={"guidance": 1.0}, sees=mean("compliance_cost"), sign=+1,
    ),
    Row(
        "E16", "complaints teach the platform to explain",
        events=SQUEEZE, within=LOUD, off={"heed_transparency": 0.0}, up={"heed_transparency": 1.0},
        sees=mean("appeals"), sign=-1,
    ),
    Row(
        "E16", "to answer",
        events=SQUEEZE, within={**LOUD, "desk_capacity": 0.005}, off={"heed_desk": 0.0}, up={"heed_desk": 5.0},
        sees=mean("desk_waiting"), sign=-1,
    ),
    Row(
        "E16", "and to freeze fewer",
        events=SQUEEZE, within=LOUD, off={"heed_cutoff": 0.0}, up={"heed_cutoff": 300.0},
        sees=mean("freezes_new_share"), sign=-1,
    ),
    Row(
        "E16", "who hears nothing learns nothing",
        events=SQUEEZE, within={"appeal_monthly": 0.5}, off=DEAF, idle={"heed_speed": 1.0, "complaints_usual": 0.0},
        up={"heed_transparency": 0.6, "complaints_usual": 0.0005}, sees=last("trust_mean"), sign=+1,
    ),
]  # fmt: skip
