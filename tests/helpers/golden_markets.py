"""The markets whose every number is kept: small, and with every mechanism at work."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from tests.helpers.lenders import BANK, RIVAL, among
from tests.helpers.small_sweeps import InProcess, small_sweep
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.run_results import STORED
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.parameters.others import OtherLender
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store.dataset import open_sweep

__all__ = ["MARKETS", "SWEEP", "GoldenMarket", "frames_of_market", "frames_of_sweep", "write_own_book"]

type Frames = dict[str, pl.DataFrame]

EVERYTHING: dict[str, object] = {
    # people and their means
    "start_late_cashloan": 0.03, "start_late_paylater": 0.06, "outside_share": 0.6, "outside_mean_months": 1.0,
    "outside_first": 0.5,
    "leave_monthly": 0.02, "cycler_share": 0.15, "record_separation_weight": 0.2, "record_finding_weight": 0.3,
    # drawing, repaying early, and what is made of it
    "affordable_share": 0.4, "prepay_monthly": 0.15, "redraw_monthly": 0.3, "rush_strength": 4.0,
    "arbitrage_strength": 0.5, "arbitrage_cycles": 2, "manual_review_share": 0.5, "multi_strength": 0.2,
    "multi_threshold": 5,
    # the due date and the thirty days
    "forget_paylater_monthly": 0.25, "distrust_delay_monthly": 0.2, "mistake_monthly": 0.5, "late_wage_monthly": 0.06,
    "calls_capacity": 0.02, "agency_capacity": 0.012, "legal_capacity": 0.02, "writeoff_months": 6,
    "recovery_months": 6, "recovery_monthly_share": 0.05, "judgement_share": 0.1,
    "hardship_offer": 0.25, "plan_months": 6, "plan_scrutiny": 0.3,
    "settlement_offer": 0.15, "adviser_monthly": 0.1, "help_monthly": 0.5, "help_kept_months": 0.5,
    "overlooked": 0.1, "hold_out": 0.05, "hope": 0.3, "furlough_share": 0.02, "transfer_share": 0.3,
    "deferral_share": 0.3, "deferral_others": 0.05, "deferral_months": 2,
    "education_share": 0.05, "education_effect": 0.3, "teaching_share": 0.3,
    # limits and freezes
    "raise_monthly": 0.3, "cut_monthly": 0.01, "raise_score": 540.0, "welcome_share": 0.6,
    "record_raise_monthly": 0.1, "apply_raise_monthly": 0.6, "linkage_strength": 0.6, "observation_months": 1,
    "severe_observation_months": 2, "friends_weight": 60.0, "risk_cutoff": 480.0,
    "lack_weight": 40.0, "habits_weight": 30.0, "assets_weight": 30.0,
    # the desk, and what the frozen do
    "lock_monthly": 0.02, "silent_lock_monthly": 0.3, "silent_lock_months": 3,
    "desk_capacity": 0.04, "upload_monthly": 0.05,
    "proof_months": 18, "mend_monthly": 0.5, "give_up_monthly": 0.15, "appeal_monthly": 0.5, "scam_monthly": 0.3,
    # the platform
    "delinquency_appetite": 0.06, "delinquency_weight": 0.1, "payout_share": 0.6, "opening_capital_share": 0.4,
    "macro_weight": 4.0,
}  # fmt: skip
"""Every mechanism strong enough for a few hundred borrowers to meet it within three years."""

ALL_AT_ONCE = (
    Event(month=2, set={"guidance": 0.4}),
    Event(month=3, shape="pulse", months=2, set={"outage_share": 0.2}),
    Event(month=3, shape="pulse", months=8, set={"separation_monthly": 0.0276, "finding_monthly": 0.26}),
    Event(month=4, set={"funding_cost_apr": 0.12}),
    Event(month=5, shape="pulse", months=1, set={"rule_change_share": 0.3, "rule_notice": 0.3}),
    Event(month=5, shape="pulse", months=3, set={"campaign_share": 0.1, "campaign_raise_yuan": 8_000.0}),
    Event(month=6, shape="pulse", months=3, set={"limit_cap_income_share": 0.2, "limit_cap_yuan": 20_000.0}),
    Event(month=7, shape="ramp", months=4, set={"guidance": 0.0}),
    Event(month=8, set={"recalibration_points": 40.0}),
    Event(month=9, set={"rate_cap_apr": 0.2}),
    Event(month=10, shape="pulse", months=3, set={"leverage_cap": 0.5, "funding_share": 0.7}),
    Event(
        month=11, set={"notice_duty_months": 2.0, "cut_monthly": 0.03, "transparency": 0.2, "freeze_notice_months": 2.0}
    ),
    Event(month=12, shape="pulse", months=3, set={"unemployment_given": 0.15}),
    Event(month=14, set={"own_share_floor": 0.5, "cool_off_duty_months": 1.0, "conduct_limit": 0.5}),
    Event(month=16, shape="decay", months=4, set={"product_separation": 0.8}),
)
"""What is done to them meanwhile."""


@dataclass(frozen=True)
class GoldenMarket:
    """One market: on which book, who knows whom, how many, how long, and which other lenders are named."""

    book: str
    network: str
    borrowers: int
    months: int
    lenders: tuple[OtherLender, ...] = ()


OWN = "own"
MARKETS = {
    "synthetic": GoldenMarket("synthetic", "small-world", 500, 40),
    "taiwan": GoldenMarket("taiwan", "blocks", 500, 40, (BANK, RIVAL)),
    "own book": GoldenMarket(OWN, "file", 500, 40),
    "few": GoldenMarket("synthetic", "scale-free", 80, 20),
    "few of one's own": GoldenMarket(OWN, "file", 36, 16),
}
"""The last two are few enough to be lived as plain Python as well."""
SWEEP = "sweep"


def frames_of_market(name: str, folder: Path) -> Frames:
    """Live a market of the table and return its frames, the panel of all months last."""
    about = MARKETS[name]
    network = {"network_kind": about.network, "network_file": str(folder / "ties.csv")}
    if about.network != "file":
        del network["network_file"]
    if about.book == OWN:
        write_own_book(folder, about.borrowers)
    book = open_book(str(folder / "book.csv") if about.book == OWN else about.book)
    market = CreditMarket(
        among({**EVERYTHING, **network}, *ALL_AT_ONCE, lenders=about.lenders), book, borrowers=about.borrowers,
        months=about.months, seed=5, check=True, panel=True,
    )  # fmt: skip
    panel = []
    for _ in range(about.months):
        market.step()
        panel.append(market.panel_frame())
    results = market.results()
    return {**{frame: getattr(results, frame) for frame in STORED}, "panel": pl.concat(panel)}


def frames_of_sweep(folder: Path) -> Frames:
    """Carry out a tiny sweep and return its frames."""
    sweep = small_sweep()
    live_sweep(sweep, folder / "sweep", InProcess(sweep), SweepWatch())
    results = open_sweep(folder / "sweep")
    return {"months": results.months.collect(), "summaries": results.summaries.collect()}


def write_own_book(folder: Path, borrowers: int) -> None:
    """Write a book that knows every column of some borrowers, and a network: a ring, a star, and many without ties."""
    i = np.arange(borrowers)
    limit, debt = 4_000.0 + 37 * i % 16_000, 29 * i % 7_000
    late = np.where(i % 11 == 3, i % 6, 0)
    known = {
        "segment": np.array(["salaried", "gig", "self-employed"])[i % 3],
        "employed": i % 17 != 4,
        "income": 2_000.0 + 113 * i % 9_000,
        "savings": 71 * i % 12_000,
        "limit_paylater": limit / 4,
        "limit_cashloan": limit,
        "balance_paylater": limit / 4 * (i % 10) / 10,
        "balance_cashloan": limit * (i % 7) / 7,
        "months_past_due_paylater": np.where(i % 10 > 0, late, 0),
        "months_past_due_cashloan": np.where(i % 7 > 0, np.maximum(late - 1, 0), 0),
        "outside_debt": np.where(i % 2, debt, 0),
        "outside_lenders": np.where(i % 2, 1 + i % 4, 0),
        "literacy": (i % 20) / 20,
        "trust": 0.3 + (i % 13) / 20,
        "pays_in_full": i % 4 == 0,
        "charges_paylater": 13 * i % 900,
        "verified": i % 3 == 0,
        "tenure_months": 6 + 5 * i % 90,
        "months_since_late": np.where(late > 0, 0, np.where(i % 5 == 0, 1 + i % 24, 120)),
    }
    place = {name: len(name.rpartition("_")[2]) for name in known}  # the same for what hangs together of a product
    place |= {name: 1 for name in known if name.endswith("_cashloan")} | {"charges_paylater": 2}
    unknown = {name: (i + place[name]) % 4 == 0 for name in known}
    columns = {
        name: pl.Series(np.asarray(values)).zip_with(pl.Series(~unknown[name]), pl.Series([None]))
        for name, values in known.items()
    }
    frame = pl.DataFrame(columns).with_columns(pl.col(pl.Boolean).cast(pl.Int8))
    frame.write_csv(folder / "book.csv")
    ring = [f"{some},{some + 1}" for some in range(borrowers // 2)]
    star = [f"0,{some}" for some in range(borrowers // 2 + 1, borrowers * 3 // 4)]
    (folder / "ties.csv").write_text("\n".join([*ring, *star]) + "\n", encoding="utf-8")
