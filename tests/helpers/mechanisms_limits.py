"""Rows of the table of mechanisms: how limits are set and raised (B)."""

from tests.helpers.markets import SLUMP, SQUEEZE
from tests.helpers.mechanisms import (
    Row,
    last,
    limits_by_debts,
    limits_by_score,
    mean,
    raised,
    score_of_the_unrestored,
    scores_of_the_better_off,
    scores_without_work,
    spread_of_scores,
)
from tightrope.scenarios.engine import streams as on

__all__ = ["ROWS"]

NO_RAISES = {"welcome_share": 0.0, "record_raise_monthly": 0.0, "campaign_share": 0.0, "apply_raise_monthly": 0.0}

ROWS = [
    Row(
        "B1", "limits follow the score",
        off={"limit_score_slope": 0.0}, up={"limit_score_slope": 1.5}, sees=limits_by_score, sign=+1,
    ),
    Row(
        "B1", "the platform's own rule counts beside what the book says",
        off={"limit_memory": 1.0}, idle={"limit_income_months": 10.0}, up={"limit_memory": 0.0},
        sees=limits_by_debts, sign=-1,
    ),
    Row(
        "B1", "limits fall with dues against income",
        off={"limit_debt_slope": 0.0}, up={"limit_debt_slope": 3.0}, sees=limits_by_debts, sign=-1,
    ),
    Row(
        "B1", "the score sees that income has ceased to come",
        off={"income_weight": 0.0}, up={"income_weight": 1.0}, sees=scores_without_work, sign=-1,
    ),
    Row(
        "B1", "the score sees lenders and applications elsewhere",
        off={"seeking_weight": 0.0}, up={"seeking_weight": 0.2}, sees=last("score_mean"), sign=-1,
    ),
    Row(
        "B1", "the score sees a steady wage",
        off={"steady_weight": 0.0}, up={"steady_weight": 0.4}, sees=last("score_mean"), sign=+1,
    ),
    Row(
        "B1", "the score misjudges people, for good",
        off={"score_noise": 0.0}, draws=(on.MISJUDGED,), up={"score_noise": 150.0}, sees=spread_of_scores, sign=+1,
    ),
    Row(
        "B2", "limits are raised",
        off={"raise_monthly": 0.0, "apply_raise_monthly": 0.0}, draws=(on.RAISE,),
        idle={"raise_step": 1.0, "raise_score": 350.0},
        up={"raise_monthly": 0.5}, sees=mean("limit_raise_share"), sign=+1,
    ),
    Row(
        "B2", "limits are cut",
        off={"cut_monthly": 0.0, "cut_monthly_tight": 0.0}, draws=(on.CUT, on.CUT_DEPTH),
        idle={
            "cut_depth": 0.1, "cut_depth_slope": 0.5, "cut_late_odds": 50.0, "cut_score_slope": 3.0,
            "cut_score_hit": 100.0,
        },
        up={"cut_monthly": 0.05}, sees=mean("limit_cut_share"), sign=+1,
    ),
    Row(
        "B3", "a campaign raises limits",
        off=NO_RAISES, draws=(on.WELCOME, on.RECORD_RAISE, on.CAMPAIGN, on.APPLY_RAISE),
        idle={
            "welcome_raise_yuan": 1e6, "record_raise_yuan": 1e6, "campaign_raise_yuan": 1e6, "apply_raise_yuan": 1e6,
            "campaign_least_score": 900.0,
        },
        up={"campaign_share": 0.05}, sees=last("limit_mean"), sign=+1,
    ),
    Row(
        "B3", "raises lead to debts out of proportion",
        off=NO_RAISES, up={"campaign_share": 0.1}, sees=last("payment_to_income"), sign=+1,
    ),
    Row(
        "B3", "those raised, and owing more, default more",
        events=SLUMP, off=NO_RAISES, up={"campaign_share": 0.3}, sees=mean("default_hazard"), sign=+1, borrowers=10_000,
    ),
    Row(
        "B3", "a campaign may ask for a score",
        within={"campaign_share": 0.3}, off={"campaign_least_score": 350.0}, up={"campaign_least_score": 750.0},
        sees=raised("campaign"), sign=-1,
    ),
    Row(
        "B3", "newcomers are welcomed with a raise",
        within={"leave_monthly": 0.05}, off=NO_RAISES, up={"welcome_share": 1.0}, sees=raised("welcome"), sign=+1,
    ),
    Row(
        "B3", "a good record is rewarded",
        off=NO_RAISES, up={"record_raise_monthly": 0.1}, sees=raised("record"), sign=+1,
    ),
    Row(
        "B3", "who uses nearly all applies for more",
        off=NO_RAISES, up={"apply_raise_monthly": 0.5}, sees=raised("application"), sign=+1,
    ),
    Row(
        "B4", "new room is spent",
        within={"raise_monthly": 0.5}, off={"limit_speed": 0.0}, idle={"impulse": 10.0},
        up={"limit_speed": 0.5}, sees=mean("utilisation"), sign=+1,
    ),
    Row(
        "B4", "what is spent out of new room is harder to repay",
        events=SLUMP, within={"raise_monthly": 0.5}, off={"limit_speed": 0.0},
        up={"limit_speed": 0.5}, sees=mean("default_hazard"), sign=+1, borrowers=30_000,
    ),
    Row(
        "B6", "friends who are late lower one's score",
        within={"start_late_cashloan": 0.02, "hold_out_peers": 0.0}, off={"friends_weight": 0.0},
        state={"friends_late": 90},
        besides=("friend_freeze_ratio",), up={"friends_weight": 400.0}, sees=last("score_mean"), sign=-1,
    ),
    Row(
        "B6", "friends of the late have their lines closed, though never late themselves",
        within={"start_late_cashloan": 0.02}, off={"friends_weight": 0.0},
        up={"friends_weight": 400.0}, sees=mean("friend_freeze_ratio"), sign=+1, borrowers=6000,
    ),
    Row(
        "B7", "a limit that is away for long lowers the score",
        within={"prepay_monthly": 0.3, "restore_monthly": 0.1}, off={"lack_weight": 0.0},
        up={"lack_weight": 100.0}, sees=score_of_the_unrestored, sign=-1,
    ),
    Row(
        "B8", "habits of paying spread the score",
        off={"habits_weight": 0.0}, up={"habits_weight": 100.0}, sees=spread_of_scores, sign=+1,
    ),
    Row(
        "B8", "assets raise the scores of the better off",
        off={"assets_weight": 0.0}, up={"assets_weight": 100.0}, sees=scores_of_the_better_off, sign=+1,
    ),
    Row(
        "B5", "verified income lifts the limit",
        off={"verified_weight": 0.0, "verified_lift": 0.0, "appeal_monthly": 0.0}, draws=(on.UPLOAD,),
        idle={"upload_monthly": 0.5, "proof_months": 1.0, "mend_upload": 100.0}, state={"verified": 0},
        besides=("verified_share",), up={"verified_lift": 1.0, "upload_monthly": 0.2}, sees=last("limit_mean"), sign=+1,
    ),
    Row(
        "B5", "verified income lifts the score",
        within={"verified_lift": 0.0}, off={"upload_monthly": 0.0}, draws=(on.UPLOAD,),
        idle={"proof_months": 1.0, "mend_upload": 100.0},
        up={"upload_monthly": 0.3, "proof_months": 600.0}, sees=last("score_mean"), sign=+1,
    ),
    Row(
        "B5", "verified income opens lines again",
        events=SQUEEZE, within={"verified_weight": 0.5}, off={"upload_monthly": 0.0},
        up={"upload_monthly": 0.5, "proof_months": 600.0}, sees=mean("reopened_share"), sign=+1, borrowers=6000,
    ),
]  # fmt: skip
