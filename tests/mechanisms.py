"""The table of mechanisms: how each is switched off, what must then be idle, and what moves when it is turned up.

One row for each way in which a mechanism shows; ``test_mechanisms.py`` holds the market to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from tests.markets import SLUMP, SQUEEZE, live, story
from tightrope.model.market import CreditMarket
from tightrope.model.results import Results
from tightrope.scenarios import streams as on
from tightrope.scenarios.events import Event

__all__ = ["TABLE", "Row", "Values", "named"]

type Values = Mapping[str, object]
type Sight = Callable[[Results], float]

MONTHS = 18


def mean(column: str) -> Sight:
    """The mean of a column of the months."""
    return lambda results: float(results.months[column].fill_null(0.0).mean())  # type: ignore[arg-type]


def last(column: str) -> Sight:
    """A column of the last month."""
    return lambda results: float(results.months[column][-1] or 0.0)


def freezes(reason: str) -> Sight:
    """New freezes for a reason."""
    return lambda results: float(results.freezes.filter(pl.col("reason") == reason)["new"].sum())


def limits_by_score(results: Results) -> float:
    """How much higher limits are, in months of income, in the better half of scores than in the worse."""
    there = results.borrowers.filter(pl.col("status") == "active")
    limit = ((there["limit_paylater"] + there["limit_cashloan"]) / there["income_usual"]).to_numpy()
    better = there["score"].to_numpy() > np.median(there["score"])
    return float(limit[better].mean() / limit[~better].mean())


def early_repayers(results: Results) -> float:
    """Borrowers who repaid a cash loan early within the run."""
    return float((results.borrowers["prepaid_month"] > 0).sum())


def legal_cases(results: Results) -> float:
    """Borrowers whom lawyers work on at the end."""
    return float((results.borrowers["ladder"] == 4).sum())


@dataclass(frozen=True)
class Row:
    """A mechanism, how to switch it off, what must then be idle, and what moves when it is turned up."""

    id: str
    says: str
    off: Values
    up: Values
    sees: Sight
    sign: int
    idle: Values = field(default_factory=dict)
    """Parameters that change nothing while it is off."""
    draws: tuple[int, ...] = ()
    """Purposes whose draws change nothing while it is off."""
    state: Values = field(default_factory=dict)
    """Fields of the record that may be overwritten after every month while it is off."""
    within: Values = field(default_factory=dict)
    """What the mechanism needs in order to show."""
    events: tuple[Event, ...] = ()
    besides: tuple[str, ...] = ()
    """Columns that may move while it is off."""
    borrowers: int = 3000
    """More where the effect is small beside the chance of who is hit."""

    def live(self, values: Values, **more: Any) -> CreditMarket:
        """A market under these values."""
        return live(
            story({**self.within, **self.off, **values}, *self.events), borrowers=self.borrowers, months=MONTHS, **more
        )


ACCOUNTS = ("operating_cost", "profit", "payout", "capital", "leverage", "loss_own", "recovery_own")
HURTS = {"freeze_hurt": 0.0, "cut_hurt": 0.0, "withheld_hurt": 0.0, "harsh_hurt": 0.0}
CALM_INCOME = {
    "permanent_sd_annual": 0.0, "transitory_sd_salaried": 0.0, "transitory_sd_gig": 0.0,
    "transitory_sd_self_employed": 0.0,
}  # fmt: skip
NO_STANCE = {"delinquency_weight": 0.0, "macro_weight": 0.0, "guidance_weight": 0.0, "funding_weight": 0.0}
DEAR_MONEY = Event(month=3, add={"funding_cost_apr": 0.05})

TABLE = [
    Row(
        "A2", "own lateness closes the line",
        off={"late_freeze": 0.0, "linkage_strength": 0.0}, idle={"severe_observation_months": 60.0},
        up={"late_freeze": 1.0}, sees=freezes("delinquency"), sign=+1,
    ),
    Row(
        "A3", "late paylater bills freeze the cash loan line",
        off={"linkage_strength": 0.0}, draws=(on.LINKAGE,),
        idle={
            "linkage_cut": 0.9, "linkage_severe_months": 1.0, "linkage_score_general": 200.0,
            "linkage_score_severe": 300.0,
        },
        up={"linkage_strength": 1.0}, sees=freezes("linkage"), sign=+1,
    ),
    Row(
        "A3", "late paylater bills cut the cash loan limit",
        off={"linkage_strength": 0.0}, up={"linkage_strength": 1.0}, sees=mean("limit_cut_share"), sign=+1,
    ),
    Row(
        "A3", "borrowers late on paylater lose their liquidity and default",
        events=SLUMP, off={"linkage_strength": 0.0}, up={"linkage_strength": 1.0, "linkage_severe_months": 1.0},
        sees=mean("dpd30_share_balance"), sign=+1, borrowers=15_000,
    ),
    Row(
        "A5", "the economy closes lines",
        events=SLUMP, within={"outside_macro_weight": 0.0},
        off={"macro_weight": 0.0}, idle={"unemployment_normal": 0.0},
        up={"macro_weight": 12.0}, sees=freezes("macro"), sign=+1,
    ),
    Row(
        "A5", "the economy lowers limits",
        events=SLUMP, off={"macro_weight": 0.0}, up={"macro_weight": 12.0}, sees=last("limit_mean"), sign=-1,
    ),
    Row(
        "A6", "guidance closes lines",
        within={"guidance": 0.8}, off={"guidance_weight": 0.0}, idle={"guidance": 0.0},
        up={"guidance_weight": 0.8}, sees=freezes("guidance"), sign=+1,
    ),
    Row(
        "A9", "a limit repaid early stays away",
        within={"prepay_monthly": 0.2}, off={"cool_off_months": 0.0}, draws=(on.RESTORE,),
        idle={"restore_monthly": 0.0, "withheld_hurt": 1.0},
        up={"cool_off_months": 6.0}, sees=mean("prepay_unrestored_share"), sign=+1,
    ),
    Row(
        "A12", "a score below the cut-off closes the line",
        within={"late_freeze": 0.0, "linkage_strength": 0.0, "prepay_monthly": 0.0},
        off={"freeze_monthly": 0.0},
        idle={"risk_cutoff": 900.0, "risk_tightening": 400.0, "debt_to_income_cutoff": 0.1},
        up={"freeze_monthly": 0.5, "risk_cutoff": 600.0}, sees=freezes("risk"), sign=+1,
    ),
    Row(
        "A12", "debts out of balance with income close the line",
        off={"debt_to_income_cutoff": 10.0}, up={"debt_to_income_cutoff": 0.2}, sees=freezes("risk"), sign=+1,
    ),
    Row(
        "B1", "limits follow the score",
        off={"raise_monthly": 0.0}, idle={"limit_score_slope": 3.0},
        up={"raise_monthly": 0.5, "limit_score_slope": 1.5}, sees=limits_by_score, sign=+1, borrowers=20_000,
    ),
    Row(
        "B2", "limits are raised",
        off={"raise_monthly": 0.0}, idle={"raise_step": 1.0, "raise_score": 350.0}, draws=(on.RAISE,),
        up={"raise_monthly": 0.5}, sees=mean("limit_raise_share"), sign=+1,
    ),
    Row(
        "B2", "limits are cut",
        off={"cut_monthly": 0.0, "cut_monthly_tight": 0.0}, draws=(on.CUT, on.CUT_DEPTH),
        idle={"cut_depth": 0.1, "cut_late_odds": 50.0, "cut_score_slope": 3.0, "cut_score_hit": 100.0},
        up={"cut_monthly": 0.05}, sees=mean("limit_cut_share"), sign=+1,
    ),
    Row(
        "B4", "new room is spent",
        within={"raise_monthly": 0.5}, off={"windfall_spending": 0.0}, state={"new_room": 0},
        up={"windfall_spending": 1.0}, sees=mean("utilisation"), sign=+1,
    ),
    Row(
        "B4", "what is spent out of new room is harder to repay",
        events=SLUMP, within={"raise_monthly": 0.5}, off={"windfall_spending": 0.0},
        up={"windfall_spending": 1.0}, sees=mean("default_hazard"), sign=+1, borrowers=30_000,
    ),
    Row(
        "C1", "lost jobs lead to default",
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
        events=SLUMP, off={"business_passthrough": 0.0}, state={"strain": 0.0},
        up={"business_passthrough": 1.0}, sees=mean("income_mean"), sign=-1,
    ),
    Row(
        "C2", "spending is compressed under stress",
        events=SLUMP, off={"compression": 0.0}, up={"compression": 1.0}, sees=mean("spending_mean"), sign=-1,
    ),
    Row(
        "C3", "those who are short borrow elsewhere",
        off={"outside_approval": 0.0}, draws=(on.OUTSIDE_ANSWER,),
        idle={
            "outside_size_months": 12.0, "outside_ceiling_months": 60.0, "outside_record_weight": 10.0,
            "outside_macro_weight": 50.0, "outside_breakeven_apr": 0.0,
        },
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
        "C4", "who pays the dearest debt first leaves the small paylater bill",
        events=SLUMP, off={"literate_order": 0.0, "platform_first": 0.0},
        up={"literate_order": 1.0}, sees=mean("dpd30_share_balance_paylater"), sign=+1, borrowers=15_000,
    ),
    Row(
        "C5", "some repay early",
        off={"prepay_monthly": 0.0}, idle={"cool_off_months": 24.0, "restore_monthly": 0.0}, draws=(on.PREPAY,),
        up={"prepay_monthly": 0.2}, sees=early_repayers, sign=+1,
    ),
    Row(
        "C7", "late borrowers talk to the platform",
        off={"contact_base": 0.0, "contact_trust": 0.0, "contact_literacy": 0.0}, draws=(on.CONTACT,),
        up={"contact_base": 1.0}, sees=mean("contact_share"), sign=+1,
    ),
    Row(
        "C7", "who talks stays clear of the lawyers",
        off={"contact_base": 0.0, "contact_trust": 0.0, "contact_literacy": 0.0},
        up={"contact_base": 1.0}, sees=legal_cases, sign=-1,
    ),
    Row(
        "C7", "silence lets arrears grow",
        off={"silent_will": 1.0}, up={"silent_will": 0.2}, sees=mean("dpd30_share_balance"), sign=+1,
    ),
    Row(
        "C11", "an unexplained freeze hurts trust",
        events=SQUEEZE, off=HURTS, idle={"transparency": 1.0, "transparency_cushion": 0.0},
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
        events=SQUEEZE, off={"talk_weight": 0.0},
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
        events=SQUEEZE, off={"leave_monthly": 0.0}, idle={"leave_distrust": 50.0}, draws=(on.LEAVE,),
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
        "D2", "a rate cap lowers prices",
        off={"rate_cap_apr": 1.0}, idle={"rate_cap_apr": 0.5},
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
        events=SQUEEZE, off={"transparency_cushion": 0.0}, idle={"transparency": 1.0},
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
        "E5", "collections raise cures",
        off={"call_effect": 0.0, "agency_effect": 0.0, "legal_effect": 0.0, "harsh_hurt": 0.0},
        idle={"conduct_limit": 1.0},
        up={"call_effect": 3.0, "agency_effect": 3.0, "legal_effect": 3.0}, sees=mean("dpd30_share_balance"), sign=-1,
    ),
    Row(
        "E5", "reminders raise cures",
        off={"message_effect": 0.0}, up={"message_effect": 1.0}, sees=mean("cure30_share"), sign=+1,
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
        events=SLUMP, within={"late_month_weight": 0.0, "outside_record_weight": 5.0}, off={"bureau_lag_months": 1.0},
        up={"bureau_lag_months": 24.0}, sees=mean("outside_approval_share"), sign=+1, borrowers=10_000,
    ),
    Row(
        "E8", "where nobody borrows elsewhere and nothing is scored, the bureau is silent",
        within={"late_month_weight": 0.0, "outside_share": 0.0}, off={"outside_approval": 0.0},
        idle={"bureau_lag_months": 24.0, "outside_record_weight": 10.0},
        up={"outside_approval": 1.0, "outside_record_weight": 0.0}, sees=mean("payment_to_income"), sign=+1,
    ),
    Row(
        "E9", "costs reduce capital, and reach nobody while no cap on leverage binds",
        off={"leverage_cap": 1000.0, "payout_share": 0.0}, besides=ACCOUNTS,
        idle={
            "service_cost_yuan": 500.0, "call_cost": 500.0, "own_share": 0.9, "opening_capital_share": 5.0,
            "payout_share": 0.5,
        },
        up={"service_cost_yuan": 20.0}, sees=last("capital"), sign=-1,
    ),
    Row(
        "E9", "dear funding reduces profit",
        off={"funding_cost_apr": 0.0, "funding_weight": 0.0}, idle={"funding_cost_apr": 0.2},
        besides=(*ACCOUNTS, "funding_cost"), within={"own_share": 0.0},  # no cap on leverage then, at whatever capital
        up={"funding_cost_apr": 0.1}, sees=mean("profit"), sign=-1,
    ),
    Row(
        "E11", "late bills are charged", off={"late_fee_apr": 0.0}, idle={"rate_cap_apr": 0.5},
        up={"late_fee_apr": 0.18}, sees=mean("fees"), sign=+1,
    ),
    Row(
        "E11", "charges make balances grow", off={"late_fee_apr": 0.0}, within={"rate_cap_apr": 1.0},
        up={"late_fee_apr": 0.8}, sees=mean("balance"), sign=+1,
    ),
]  # fmt: skip


def named(row: Row) -> str:
    """A row's name in a list of tests."""
    return f"{row.id}: {row.says}"
