"""Rows of the table of mechanisms: why lines close (A)."""

from tests.helpers.markets import SLUMP, SQUEEZE
from tests.helpers.mechanisms import (
    NO_LOCKS,
    NO_STRIVING,
    OVERSIGHT,
    Row,
    freezes,
    freezes_in_good_standing,
    frozen_at_last,
    last,
    mean,
)  # fmt: skip
from tightrope.scenarios.engine import streams as on

__all__ = ["ROWS"]

ROWS = [
    Row(
        "A1", "borrowing from many closes the line",
        off={"multi_strength": 0.0}, idle={"multi_threshold": 0.0}, draws=(on.MULTI,),
        up={"multi_strength": 0.5}, sees=freezes("multi-platform"), sign=+1,
    ),
    Row(
        "A1", "the more is borrowed elsewhere, the more lines are closed for it",
        within={"multi_strength": 0.5, "multi_threshold": 5.0}, off={"outside_approval": 0.1},
        up={"outside_approval": 0.9}, sees=freezes("multi-platform"), sign=+1,
    ),
    Row(
        "A2", "own lateness closes the line",
        off={"late_freeze": 0.0, "linkage_strength": 0.0}, idle={"severe_observation_months": 60.0},
        up={"late_freeze": 1.0}, sees=freezes("delinquency"), sign=+1,
    ),
    Row(
        "A3", "late paylater bills freeze the cash loan line",
        within=OVERSIGHT,  # who lacks the money is mostly late with the cash loan, too
        off={"linkage_strength": 0.0}, draws=(on.LINKAGE,),
        idle={
            "linkage_cut": 0.9, "linkage_severe_months": 1.0, "linkage_score_general": 200.0,
            "linkage_score_severe": 300.0,
        },
        besides=("linked_open_severe_share",),  # says what is severe
        up={"linkage_strength": 1.0}, sees=freezes("linkage"), sign=+1,
    ),
    Row(
        "A3", "late paylater bills cut the cash loan limit",
        off={"linkage_strength": 0.0}, up={"linkage_strength": 1.0}, sees=mean("limit_cut_share"), sign=+1,
    ),
    Row(
        "A3", "borrowers late on paylater find the cash loan closed",
        within=OVERSIGHT, off={"linkage_strength": 0.0}, up={"linkage_strength": 1.0},
        sees=mean("linked_open_share"), sign=-1,
    ),
    Row(
        # two in a hundred, where nobody else helps and all would draw on their line on the due date; with jobs lost as
        # often as in a deep slump it is lost in chance, for most of those who default have used their line up
        "A3", "and a few more default where it would have paid what is due",
        within={
            **OVERSIGHT, "forget_paylater_monthly": 0.3, "separation_monthly": 0.015, "help_monthly": 0.0,
            "outside_approval": 0.0, "severe_observation_months": 24.0, "line_at_due": 1.0,
        },
        off={"linkage_strength": 0.0},
        up={"linkage_strength": 1.0, "linkage_severe_months": 1.0},
        sees=mean("default_hazard"), sign=+1, borrowers=15_000,
    ),
    Row(
        "A5", "the economy closes lines",
        events=SLUMP, within={"outside_macro_weight": 0.0, "strained_share": 0.0},
        off={"macro_weight": 0.0}, idle={"unemployment_normal": 0.0},
        up={"macro_weight": 12.0}, sees=freezes("macro"), sign=+1,
    ),
    Row(
        "A5", "the economy lowers limits",
        events=SLUMP, off={"macro_weight": 0.0}, up={"macro_weight": 12.0}, sees=last("limit_mean"), sign=-1,
    ),
    Row(
        "A6", "guidance closes lines",
        within={"guidance": 0.8, "outside_guidance_weight": 0.0, "rule_cost": 0.0},
        off={"guidance_weight": 0.0}, idle={"guidance": 0.0},
        up={"guidance_weight": 0.8}, sees=freezes("guidance"), sign=+1,
    ),
    Row(
        "A7", "a new scorecard closes lines that the old one left open",
        off={"recalibration_points": 0.0}, draws=(on.UPGRADE,),
        up={"recalibration_points": 150.0}, sees=freezes("upgrade"), sign=+1,
    ),
    Row(
        "A7", "until the platform has looked through what it did",
        within={"recalibration_points": 150.0, "reopen_monthly": 0.0}, off={"upgrade_settle_months": 0.0},
        up={"upgrade_settle_months": 3.0}, sees=frozen_at_last("upgrade"), sign=-1,
    ),
    Row(
        "A8", "while the systems are down, payments fail",
        off={"outage_share": 0.0}, draws=(on.OUTAGE,), idle={"outage_hurt": 1.0},
        up={"outage_share": 0.3}, sees=mean("missed_failed_share"), sign=+1,
    ),
    Row(
        "A8", "an outage costs trust",
        within={"outage_share": 0.3}, off={"outage_hurt": 0.0},
        up={"outage_hurt": 0.3}, sees=last("trust_mean"), sign=-1,
    ),
    Row(
        "A9", "a limit repaid early stays away",
        within={"prepay_monthly": 0.2}, off={"cool_off_months": 0.0}, draws=(on.RESTORE,),
        idle={"restore_monthly": 0.0, "withheld_hurt": 1.0},
        up={"cool_off_months": 6.0}, sees=mean("prepay_unrestored_share"), sign=+1,
    ),
    Row(
        "A14", "arrears keep a limit away that was repaid early",
        within={
            "prepay_monthly": 0.3, "start_late_paylater": 0.1, "linkage_strength": 0.0, "late_freeze": 0.0, **OVERSIGHT,
        },
        off={"restore_arrears_block": 0.0}, draws=(on.UNSETTLED,),
        up={"restore_arrears_block": 1.0}, sees=mean("prepay_unrestored_share"), sign=+1,
    ),
    Row(
        "A15", "an outage delays limits that would come back",
        within={"prepay_monthly": 0.2, "outage_share": 0.4}, off={"outage_restoring": 0.0}, draws=(on.RESTORE_FAULT,),
        up={"outage_restoring": 1.0}, sees=mean("restore_months_mean"), sign=+1,
    ),
    Row(
        "A16", "who is told of a freeze draws before it",
        events=SQUEEZE, off={"freeze_notice_months": 0.0}, up={"freeze_notice_months": 2.0}, sees=mean("rush_share"),
        sign=+1, borrowers=6000,
    ),
    Row(
        "A16", "an announced freeze costs less trust",
        events=SQUEEZE, within={"freeze_hurt": 1.0}, off={"freeze_notice_months": 0.0},
        up={"freeze_notice_months": 1.0}, sees=mean("trust_mean"), sign=+1,
    ),
    Row(
        "A10", "early repayments that look like arbitrage close the line",
        within={"prepay_monthly": 0.2}, off={"arbitrage_strength": 0.0}, draws=(on.SUSPECT,), state={"cycles": 100},
        idle={
            "arbitrage_cycles": 1.0, "arbitrage_window_months": 36.0, "arbitrage_cool_off_months": 24.0,
            "arbitrage_least_share": 0.0,
        },
        up={"arbitrage_strength": 1.0}, sees=freezes("arbitrage"), sign=+1,
    ),
    Row(
        "A10", "pocket money is no turnover",
        within={"prepay_monthly": 0.2, "arbitrage_strength": 1.0}, off={"arbitrage_least_share": 0.0},
        up={"arbitrage_least_share": 0.5}, sees=freezes("arbitrage"), sign=-1,
    ),
    Row(
        "A10", "suspects wait longer for their limit",
        within={"prepay_monthly": 0.2, "arbitrage_strength": 1.0}, off={"arbitrage_cool_off_months": 0.0},
        up={"arbitrage_cool_off_months": 12.0}, sees=mean("prepay_unrestored_share"), sign=+1,
    ),
    Row(
        "A10", "who draws and repays in cycles is held for it",
        within={"arbitrage_strength": 1.0}, off={"cycler_share": 0.0}, draws=(on.CYCLER,), idle={"cycler_monthly": 1.0},
        up={"cycler_share": 0.5}, sees=freezes("arbitrage"), sign=+1,
    ),
    Row(
        "A12", "a score below the cut-off closes the line",
        within={
            "late_freeze": 0.0, "linkage_strength": 0.0, "prepay_monthly": 0.0, "prepay_part_monthly": 0.0,
            "cycler_share": 0.0, "multi_strength": 0.0,
        },
        off={"freeze_monthly": 0.0},
        idle={"risk_cutoff": 900.0, "risk_tightening": 400.0, "debt_to_income_cutoff": 0.1},
        up={"freeze_monthly": 0.5, "risk_cutoff": 600.0}, sees=freezes("risk"), sign=+1,
    ),
    Row(
        "A12", "debts out of balance with income close the line",
        off={"debt_to_income_cutoff": 10.0}, up={"debt_to_income_cutoff": 0.2}, sees=freezes("risk"), sign=+1,
    ),
    Row(
        "A4", "odd operation closes lines until identity is proved",
        off=NO_LOCKS, draws=(on.LOCK, on.SILENT_LOCK, on.VERIFY), idle={"verify_ask_monthly": 0.0},
        state={"locked": 0}, up={"lock_monthly": 0.05}, sees=freezes("identity"), sign=+1,
    ),
    Row(
        "A4", "borrowers in good standing are among them",
        off=NO_LOCKS, up={"lock_monthly": 0.05}, sees=freezes_in_good_standing, sign=+1,
    ),
    Row(
        "A4", "who is locked out cannot pay on the due date",
        off=NO_LOCKS, up={"lock_monthly": 0.05}, sees=mean("missed_failed_share"), sign=+1,
    ),
    Row(
        "A4", "some are late for no other reason",
        off=NO_LOCKS, up={"lock_monthly": 0.05}, sees=mean("dpd30_share_count"), sign=+1,
    ),
    Row(
        "A13", "half a year's silence locks an account, which then cannot repay",
        within={"start_late_cashloan": 0.02}, off={**NO_LOCKS, "silent_lock_months": 3.0}, draws=(on.SILENT_LOCK,),
        idle={"silent_lock_months": 1.0, "wallet_share": 1.0}, state={"silent_months": 0},
        up={"silent_lock_monthly": 1.0}, sees=mean("locked_share"), sign=+1,
    ),
    Row(
        "A13", "the sooner, the more of them",
        within={"start_late_cashloan": 0.02, "lock_monthly": 0.0, "silent_lock_monthly": 1.0},
        off={"silent_lock_months": 9.0}, up={"silent_lock_months": 2.0}, sees=mean("locked_share"), sign=+1,
    ),
    Row(
        "A13", "nothing is bought with the wallet of a locked account",
        within={"lock_monthly": 0.02}, off={"wallet_share": 0.0},
        up={"wallet_share": 0.5}, sees=mean("wallet_blocked_amount"), sign=+1,
    ),
    Row(
        "A13", "some who hold the money are late for the lock alone",
        off=NO_LOCKS, up={"lock_monthly": 0.05}, sees=mean("late_locked_share"), sign=+1,
    ),
    Row(
        "A11", "a manual review delays a limit that has passed the re-evaluation",
        within={**NO_LOCKS, **NO_STRIVING, "prepay_monthly": 0.2}, off={"manual_review_share": 0.0}, draws=(on.MANUAL,),
        idle={"desk_capacity": 0.0, "case_cost": 1000.0},
        up={"manual_review_share": 1.0}, sees=mean("restore_months_mean"), sign=+1,
    ),
]  # fmt: skip
