"""Rows of the table of mechanisms: regulation and what befalls the platform (D)."""

from tests.helpers.markets import SQUEEZE
from tests.helpers.mechanisms import ONE_PRICE, OVERSIGHT, Row, freezes, last, mean, served
from tightrope.scenarios.engine import streams as on

__all__ = ["ROWS"]

MANY_LATE = {"start_late_cashloan": 0.02}

ROWS = [
    Row(
        "D1", "unemployment follows a path that is given",
        off={"unemployment_given": 0.0}, up={"unemployment_given": 0.15}, sees=mean("unemployment_rate"), sign=+1,
    ),
    Row(
        "D1", "and leads to default, as work does that is lost for other reasons",
        off={"unemployment_given": 0.0}, up={"unemployment_given": 0.3}, sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "D1", "where nobody can lose work, no path leads upwards",
        off={"separation_monthly": 0.0}, idle={"unemployment_given": 0.6},
        up={"separation_monthly": 0.001, "unemployment_given": 0.6}, sees=mean("unemployment_rate"), sign=+1,
    ),
    Row(
        "D5", "a standard for late debt obliges lenders to offer plans",
        within={**MANY_LATE, "hardship_offer": 0.0, "adviser_monthly": 0.0}, off={"late_debt_standard": 0.0},
        draws=(on.PLAN,), up={"late_debt_standard": 1.0}, sees=mean("plans_share"), sign=+1,
    ),
    Row(
        "D5", "and lowers what a default costs",
        within=MANY_LATE, off={"late_debt_standard": 0.0}, up={"late_debt_standard": 1.0}, sees=last("lgd"), sign=-1,
        borrowers=6000,
    ),
    Row(
        "D5", "it treats the silent of high risk like others, so that fewer go to the lawyers early",
        within={**MANY_LATE, "contact_base": 0.0, "contact_trust": 0.0, "contact_flexibility": 0.0},
        off={"late_debt_standard": 0.0}, up={"late_debt_standard": 1.0}, sees=served("legal"), sign=-1,
    ),
    Row(
        "D2", "a rate cap lowers prices",
        within=ONE_PRICE, off={"rate_cap_apr": 1.0}, idle={"rate_cap_apr": 0.5},
        up={"rate_cap_apr": 0.1}, sees=mean("interest"), sign=-1,
    ),
    Row(
        "D2", "a rate cap drives other lenders away",
        off={"rate_cap_apr": 1.0}, up={"rate_cap_apr": 0.16}, sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "D2", "a limit cap by amount lowers limits",
        off={"limit_cap_yuan": 1e7}, idle={"limit_cap_yuan": 2e6},
        up={"limit_cap_yuan": 10_000.0}, sees=last("limit_mean"), sign=-1,
    ),
    Row(
        "D2", "a limit cap by income lowers limits",
        off={"limit_cap_income_share": 10.0}, idle={"limit_cap_income_share": 5.0},
        up={"limit_cap_income_share": 0.15}, sees=last("limit_mean"), sign=-1,
    ),
    Row(
        "D2", "a limit cap closes the lines of those who owe more",
        off={"limit_cap_income_share": 10.0}, up={"limit_cap_income_share": 0.1}, sees=freezes("regulation"), sign=+1,
    ),
    Row(
        "D2", "guidance tightens the stance",
        off={"guidance": 0.0}, up={"guidance": 1.0}, sees=mean("stance"), sign=+1,
    ),
    Row(
        "D2", "a leverage cap rations new lending",
        off={"leverage_cap": 1000.0}, idle={"leverage_cap": 500.0},
        up={"leverage_cap": 2.0}, sees=mean("draws_cashloan"), sign=-1,
    ),
    Row(
        "D2", "a platform short of capital raises some, and lends on",
        within={"leverage_cap": 3.0}, off={"raise_capital_monthly": 0.0},
        up={"raise_capital_monthly": 0.1}, sees=mean("draws_cashloan"), sign=+1,
    ),
    Row(
        "D2", "a platform short of capital leaves more of its loans to partner banks",
        within={"leverage_cap": 3.0}, off={"partner_shift": 0.0},
        up={"partner_shift": 0.5}, sees=mean("own_funded_share"), sign=-1,
    ),
    Row(
        "D2", "a floor under the own share makes capital ration new lending",
        within={"own_share": 0.3, "leverage_cap": 8.0}, off={"own_share_floor": 0.0}, idle={"own_share_floor": 0.3},
        up={"own_share_floor": 0.9}, sees=mean("draws_cashloan"), sign=-1,
    ),
    Row(
        "D2", "a floor under the own share brings losses home",
        off={"own_share_floor": 0.0}, idle={"own_share_floor": 0.2},
        up={"own_share_floor": 0.9}, sees=mean("loss_own"), sign=+1,
    ),
    Row(
        "D2", "a duty to report to the bureau has other lenders refuse those who are late here",
        within={"outside_record_weight": 5.0, "start_late_cashloan": 0.03}, off={"bureau_reporting": 0.0},
        draws=(on.REPORTED,), up={"bureau_reporting": 1.0}, sees=mean("outside_approval_share"), sign=-1,
        borrowers=6000,
    ),
    Row(
        "D2", "a duty to give notice of cuts softens the loss of trust",
        within={"cut_monthly": 0.1, "notice_cushion": 1.0, "rush_strength": 0.0}, off={"notice_duty_months": 0.0},
        up={"notice_duty_months": 2.0}, sees=last("trust_mean"), sign=+1,
    ),
    Row(
        "D2", "a duty to give notice that the platform gives anyway changes nothing; a longer one lets borrowers rush",
        within={"cut_monthly": 0.1, "rush_strength": 5.0, "notice_months": 1.0}, off={"notice_duty_months": 0.0},
        idle={"notice_duty_months": 1.0}, up={"notice_duty_months": 4.0}, sees=mean("rush_share"), sign=+1,
    ),
    Row(
        "D2", "a duty to give notice of freezes lets borrowers rush, where the platform does not give it anyway",
        within={"freeze_notice_months": 1.0}, events=SQUEEZE, off={"freeze_notice_duty_months": 0.0},
        idle={"freeze_notice_duty_months": 1.0}, up={"freeze_notice_duty_months": 3.0}, sees=mean("rush_share"),
        sign=+1, borrowers=6000,
    ),
    Row(
        "D2", "a mandatory cool-off keeps limits repaid early away",
        within={"prepay_monthly": 0.2, "cool_off_months": 1.0}, off={"cool_off_duty_months": 0.0},
        idle={"cool_off_duty_months": 1.0},
        up={"cool_off_duty_months": 6.0}, sees=mean("prepay_unrestored_share"), sign=+1,
    ),
    Row(
        "D2", "products kept apart are linked less",
        within={**OVERSIGHT, "linkage_strength": 1.0}, off={"product_separation": 0.0},
        up={"product_separation": 1.0}, sees=freezes("linkage"), sign=-1,
    ),
    Row(
        "D2", "products that nothing links need no separation",
        within={
            **OVERSIGHT, "linkage_strength": 0.0, "start_late_paylater": 0.1, "linkage_severe_months": 1.0,
            "rule_cost": 0.0,
        },
        off={"product_separation": 0.0}, idle={"product_separation": 1.0},
        up={"linkage_strength": 1.0, "product_separation": 0.5}, sees=freezes("linkage"), sign=+1,
    ),
    Row(
        "D2", "conduct limits make collections hurt trust less",
        within={"start_late_cashloan": 0.02, "harsh_hurt": 1.0}, off={"conduct_limit": 0.0},
        up={"conduct_limit": 1.0}, sees=last("trust_mean"), sign=+1,
    ),
    Row(
        "D2", "conduct limits make collections press less",
        within={**OVERSIGHT, "call_effect": 1.0, "agency_effect": 1.0, "legal_effect": 1.0, "harsh_hurt": 0.0},
        off={"conduct_limit": 0.0}, up={"conduct_limit": 1.0}, sees=mean("dpd30_share_balance"), sign=+1,
    ),
    Row(
        "D3", "a change of the rules of payment lets standing orders end",
        off={"rule_change_share": 0.0}, draws=(on.RULE_CHANGE,), idle={"rule_notice": 0.7, "outage_hurt": 1.0},
        up={"rule_change_share": 0.3}, sees=mean("missed_failed_share"), sign=+1,
    ),
    Row(
        "D3", "who is told in time of new rules pays in time",
        within={"rule_change_share": 0.3}, off={"rule_notice": 0.0}, up={"rule_notice": 0.9},
        sees=mean("day1_share_dues"), sign=-1,
    ),
    Row(
        "D3", "notice of new rules keeps trust",
        within={"rule_change_share": 0.3}, off={"rule_notice": 0.0}, up={"rule_notice": 0.9},
        sees=last("trust_mean"), sign=+1,
    ),
    Row(
        "D3", "where funding partners pay for less, less is lent",
        off={"funding_share": 1.0}, up={"funding_share": 0.3}, sees=mean("draws_cashloan"), sign=-1,
    ),
    Row(
        "D6", "furloughs make dues missed for want of money",
        off={"furlough_share": 0.0}, draws=(on.FURLOUGH,),
        idle={
            "furlough_income_slope": 0.0, "furlough_factor_gig": 5.0, "furlough_factor_self_employed": 5.0,
            "furlough_loss": 1.0, "furlough_months": 12.0, "furlough_months_self_employed": 12.0,
        },
        up={"furlough_share": 0.3}, sees=mean("missed_short_share"), sign=+1,
    ),
    Row(
        "D6", "transfers keep the furloughed from default",
        within={"furlough_share": 0.3}, off={"transfer_share": 0.0}, up={"transfer_share": 1.0},
        sees=mean("default_hazard"), sign=-1,
    ),
    Row(
        "D6", "deferral keeps the furloughed from being late while it runs",
        within={"furlough_share": 0.3}, off={"deferral_share": 0.0}, draws=(on.DEFERRAL,),
        idle={"deferral_others": 1.0, "deferral_months": 12.0, "deferral_reserve_months": 6.0},
        state={"deferral_ended": -500}, up={"deferral_share": 1.0, "deferral_months": 12.0},
        sees=mean("dpd30_share_count"), sign=-1,
    ),
    Row(
        "D6", "a programme for everybody puts off more",
        within={"furlough_share": 0.05, "deferral_share": 0.5}, off={"deferral_others": 0.0},
        up={"deferral_others": 1.0}, sees=mean("deferred_share"), sign=+1,
    ),
    Row(
        "D6", "whoever keeps a larger reserve puts more off",
        within={"deferral_share": 0.5, "deferral_others": 1.0}, off={"deferral_reserve_months": 0.0},
        up={"deferral_reserve_months": 3.0}, sees=mean("deferred_share"), sign=+1,
    ),
    Row(
        "D6", "longer deferrals put off more",
        within={"furlough_share": 0.05, "deferral_share": 0.5}, off={"deferral_months": 1.0},
        up={"deferral_months": 9.0}, sees=mean("deferred_share"), sign=+1,
    ),
]  # fmt: skip
