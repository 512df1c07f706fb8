"""The month's measures, from its sums: one row of ``months.parquet``, with the definitions of ``columns.py``."""

import math
from typing import Any

from tightrope.agents.codes import Queue
from tightrope.agents.lender import Lender
from tightrope.model.measures.standing import trust_quantile
from tightrope.model.measures.tally import Tally
from tightrope.model.results.bases import HIGHEST_LEVERAGE, LEAST_DEFAULTS, LEAST_FREEZES, LEAST_INCOME, LEAST_LINES

__all__ = ["month_row"]

YEAR = 12
"""Months for which measures of a year look back."""
APPEALS = Queue.APPEAL
DESK = slice(Queue.VERIFICATION, APPEALS + 1)
"""Queues of the service desk."""
_DECILES = range(10, 100, 10)
"""Per cent of borrowers that lie below the columns ``trust_p10`` to ``trust_p90``."""


def _share(part: float, whole: float) -> float | None:
    return float(part) / float(whole) if whole else None


def _yuan(fen: float) -> float:
    return float(fen) / 100


def _delinquency(t: Tally, opening: float) -> dict[str, float | None]:
    balance = t["balance_paylater"] + t["balance_cashloan"]
    written_off = t["writeoff_paylater"] + t["writeoff_cashloan"]
    return {
        "day1_share_dues": _share(t["missed"], t["fresh_dues"]),
        "cure30_share": _share(t["cured"], t["missed"]),
        "technical_missed_share": _share(t["missed_technical"], t["missed"]),
        "missed_able_share": _share(t["missed_able"], t["missed"]),
        "dpd30_share_balance": _share(t["dpd30_balance"], balance),
        "dpd60_share_balance": _share(t["dpd60_balance"], balance),
        "dpd90_share_balance": _share(t["dpd90_balance"], balance),
        "dpd30_share_balance_paylater": _share(t["dpd30_paylater"], t["balance_paylater"]),
        "dpd30_share_balance_cashloan": _share(t["dpd30_cashloan"], t["balance_cashloan"]),
        "dpd30_share_count": _share(t["dpd30"], t["owing"]),
        "dpd60_share_count": _share(t["dpd60"], t["owing"]),
        "dpd90_share_count": _share(t["dpd90"], t["owing"]),
        "default_hazard": _share(t["defaulted"], t["exposed"]),
        "writeoff_share": _share(_yuan(written_off), opening),
        "writeoff_amount": _yuan(written_off),
        "recovery_amount": _yuan(t["recovered"]),
    }


def _friend_freeze_ratio(t: Tally) -> float | None:
    """Return how many times as often lines were frozen of those with a late friend; null where it were chance."""
    few = min(t["friend_late"], t["friend_clear"]) < LEAST_LINES or t["friend_clear_froze"] < LEAST_FREEZES
    if few:
        return None
    return float(t["friend_late_froze"] / t["friend_late"] / (t["friend_clear_froze"] / t["friend_clear"]))


def _default(t: Tally, past: list[dict[str, float | None]]) -> dict[str, float | None]:
    """Return what defaults cost and bring; ``past`` holds the rows of the months before."""
    row: dict[str, float | None] = {
        "new_defaults": int(t["entered_default"]),
        "new_default_amount": _yuan(t["defaulted_balance"]),
        "default_paid_amount": _yuan(t["default_paid"]),
        "default_returned_amount": _yuan(t["default_returned"]),
    }
    year = [*past[1 - YEAR :], row]
    count, entered, paid, returned = (math.fsum(month[name] or 0.0 for month in year) for name in row)
    known = len(year) == YEAR and count >= LEAST_DEFAULTS
    regained = _share(paid + returned, entered) if known else None
    return {
        **row,
        "lgd": None if regained is None else 1.0 - regained,
        "lump_default_hazard": _share(t["defaulted_raised"], t["exposed_raised"]),
        "income_after_default": _share(t["income_defaulted"], t["income_usual_defaulted"]),
    }


def _limits_and_freezes(t: Tally, frozen_before: int) -> dict[str, float | None]:
    active, reviewed = t["active"], t["reviewed"]
    balance = t["balance_paylater"] + t["balance_cashloan"]
    return {
        "utilisation": _share(balance, balance + t["unused"]),
        "limit_mean": _share(_yuan(t["limits"]), active),
        "limit_cut_share": _share(t["cut"], reviewed),
        "limit_raise_share": _share(t["raised"], reviewed),
        "frozen_share": _share(t["frozen"], active),
        "freezes_new_share": _share(t["froze"], reviewed),
        "reopened_share": _share(t["reopened"], frozen_before),
        "frozen_good_standing_share": _share(t["frozen_good"], t["frozen"]),
        "prepay_unrestored_share": _share(t["prepaid_unrestored"], t["prepaid_recently"]),
        "limit_cut_amount": _yuan(t["cut_amount"]),
        "lump_raise_share": _share(t["lump_raised"], reviewed + t["joined"]),
        "frozen_balance": _yuan(t["frozen_balance"]),
        "friend_freeze_ratio": _friend_freeze_ratio(t),
        "restore_months_mean": _share(t["restored_months"], t["restored"]),
        "reopen_months_mean": _share(t["opened_months"], t["opened"]),
        "redraw_share": _share(t["redrew"], t["prepaid_before"]),
        "score_mean": _share(t["score"], active),
        "verified_share": _share(t["verified"], active),
        "locked_share": _share(t["locked"], active),
        "mending_share": _share(t["mending"], t["frozen"]),
        "gave_up_share": _share(t["gave_up"], t["frozen"]),
    }


def _desk(t: Tally, queues: Any) -> dict[str, float | None]:
    """Return what came to the service desk; ``queues`` holds the month's cases, shape (QUEUES, QUEUE_COUNTS)."""
    _, served, _, waiting, served_months = queues[DESK].sum(axis=0)
    return {
        "appeals": int(queues[APPEALS, 0]),
        "appeals_granted_share": _share(t["appeals_granted"], t["answers"]),
        "desk_waiting": int(waiting),
        "desk_wait_mean": _share(served_months, served),
    }


def _hardship(t: Tally, plans_before: int) -> dict[str, float | None]:
    return {
        "plans_new": int(t["plans_agreed"]),
        "plans_share": _share(t["plans"], t["active"]),
        "plans_broken_share": _share(t["plans_broken"], plans_before),
        "settlements": int(t["settlements"]),
        "forgiven_amount": _yuan(t["forgiven"]),
        "waived_amount": _yuan(t["waived"]),
    }


def _trust(t: Tally, trust_bins: Any, opening: Tally) -> dict[str, float | None]:
    """Return trust and what moved it, beside the ``opening`` book's."""
    mean, at_first = _share(t["trust"], t["active"]), _share(opening["trust"], opening["active"])
    unfrozen = t["active"] - t["frozen"]
    return {
        "trust_mean": mean,
        "trust_decline": None if mean is None or at_first is None else at_first - mean,
        **{f"trust_p{percent}": trust_quantile(trust_bins, percent / 100) for percent in _DECILES},
        "trust_frozen_mean": _share(t["trust_frozen"], t["frozen"]),
        "trust_unfrozen_mean": _share(t["trust"] - t["trust_frozen"], unfrozen),
        "trust_never_frozen_mean": _share(t["trust_never_frozen"], t["never_frozen"]),
        "contagion_share": _share(t["trust_lost_talk"], t["trust_lost_own"] + t["trust_lost_talk"]),
    }


def _households(t: Tally, frozen_before: int) -> dict[str, float | None]:
    accounts = t["accounts"]
    dues = t["due_paylater"] + t["due_cashloan"] + t["due_outside"]
    return {
        "outside_debt_mean": _share(_yuan(t["outside_debt"]), t["active"]),
        "payment_to_income": _share(dues, t["income"]) if _yuan(t["income"]) >= LEAST_INCOME * accounts else None,
        "income_mean": _share(_yuan(t["income"]), accounts),
        "spending_mean": _share(_yuan(t["spending"]), accounts),
        "out_of_work_share": _share(t["out_of_work"], t["active"]),
        "outside_approval_share": _share(t["approved_outside"], t["applied_outside"]),
        "rush_share": _share(t["rushed"], accounts),
        "outside_applied_share": _share(t["applied_outside"], accounts),
        "multi_seen_mean": _share(t["multi_seen"], t["active"]),
        "consumption_drop": _share(t["strain"], accounts),
        "helped_share": _share(t["help_taken"], t["behind"]),
        "help_amount": _yuan(t["helped"]),
        "scam_share": _share(t["scams"], frozen_before),
        "scam_amount": _yuan(t["scammed"]),
        "draws_cashloan": _yuan(t["draws"]),
        "charges_paylater": _yuan(t["charges"]),
    }


def _collections(t: Tally) -> dict[str, float | None]:
    return {
        "contact_share": _share(t["in_contact"], t["late_cases"]),
        "calls_served_share": _share(t["calls"], t["calls_due_high"] + t["calls_due_low"]),
        "agency_served_share": _share(t["agency"], t["agency_due_high"] + t["agency_due_low"]),
        "legal_served_share": _share(t["legal"], t["legal_due_high"] + t["legal_due_low"]),
    }


def _accounts(t: Tally, lender: Lender, own_share: float) -> dict[str, float | None]:
    own_balance = own_share * _yuan(t["balance_paylater"] + t["balance_cashloan"])
    return {
        "interest": _yuan(t["interest_paylater"] + t["interest_cashloan"]),
        "fees": _yuan(t["fees_paylater"] + t["fees_cashloan"]),
        "funding_cost": lender.funding_cost,
        "loss_own": lender.loss_own,
        "recovery_own": lender.recovery_own,
        "operating_cost": lender.operating_cost,
        "profit": lender.profit,
        "payout": lender.payout,
        "capital": lender.capital,
        "leverage": own_balance / lender.capital if own_balance < HIGHEST_LEVERAGE * lender.capital else None,
    }


def month_row(market: Any, p: Any, t: Tally, trust_bins: Any, queues: Any) -> dict[str, float | None]:
    """Return one month's measures by name.

    ``t`` holds the month's sums, ``trust_bins`` its borrowers by trust, ``queues`` its cases, ``p`` its parameters;
    ``market`` knows month, unemployment, lender and the past.
    """
    lender: Lender = market.lender
    return {
        "month": market.month,
        "stance": lender.stance,
        "unemployment_rate": market.unemployment,
        "borrowers_active": int(t["active"]),
        "balance": _yuan(t["balance_paylater"] + t["balance_cashloan"]),
        "balance_paylater": _yuan(t["balance_paylater"]),
        "balance_cashloan": _yuan(t["balance_cashloan"]),
        "approvals_share": _share(t["joined"], t["applied"]),
        "attrition_share": _share(t["left"], t["reviewed"]),
        **_delinquency(t, market.balance_before),
        **_default(t, market.history.rows),
        **_limits_and_freezes(t, market.frozen_before),
        **_desk(t, queues),
        **_trust(t, trust_bins, market.history.opening),
        **_households(t, market.frozen_before),
        **_collections(t),
        **_hardship(t, market.plans_before),
        **_accounts(t, lender, lender.own_share(p)),
    }
