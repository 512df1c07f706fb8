"""The month's measures, from its sums: one row of ``months.parquet``, with the definitions of ``columns.py``."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.codes import Queue
from tightrope.model.measures.standing import trust_quantile
from tightrope.model.measures.tally import Tally
from tightrope.model.results.bases import HIGHEST_LEVERAGE, LEAST_DEFAULTS, LEAST_FREEZES, LEAST_INCOME, LEAST_LINES

__all__ = ["MonthEnd", "Row", "month_row"]

YEAR = 12
"""Months for which measures of a year look back."""
APPEALS = Queue.APPEAL
DESK = slice(Queue.VERIFICATION, APPEALS + 1)
"""Queues of the service desk."""
_DECILES = range(10, 100, 10)
"""Per cent of borrowers that lie below the columns ``trust_p10`` to ``trust_p90``."""


type Row = dict[str, float | None]
"""The measures of a month by name; None where there is nothing to measure."""


@dataclass(frozen=True)
class MonthEnd:
    """What the measures of a month are made of."""

    month: int
    unemployment: float
    stance: float
    own_share: float
    """Of every loan, the part that the platform funds itself."""
    accounts: dict[str, float]
    """The platform's accounts of the month, yuan."""
    balance_before: float
    """Of both products at the month's start, yuan."""
    tally: Tally
    """The month's sums."""
    last: Tally
    """Those of the month before; in the first month, as the book opened."""
    opening: Tally
    """As the book opened."""
    past: Sequence[Row]
    """The measures of the months before."""
    trust_bins: NDArray[np.int64]
    """Active borrowers by trust, shape (TRUST_BINS,)."""
    queues: NDArray[np.int64]
    """The month's cases, shape (queues, queue counts)."""


def _share(part: float, whole: float) -> float | None:
    return float(part) / float(whole) if whole else None


def _yuan(fen: float) -> float:
    return float(fen) / 100


def _delinquency(t: Tally, opening: float) -> Row:
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


def _default(t: Tally, past: Sequence[Row]) -> Row:
    """Return what defaults cost and bring; ``past`` holds the rows of the months before."""
    row: Row = {
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


def _limits_and_freezes(t: Tally, frozen_before: int) -> Row:
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


def _desk(t: Tally, queues: Any) -> Row:
    """Return what came to the service desk; ``queues`` holds the month's cases, shape (QUEUES, QUEUE_COUNTS)."""
    _, served, _, waiting, served_months = queues[DESK].sum(axis=0)
    return {
        "appeals": int(queues[APPEALS, 0]),
        "appeals_granted_share": _share(t["appeals_granted"], t["answers"]),
        "desk_waiting": int(waiting),
        "desk_wait_mean": _share(served_months, served),
    }


def _hardship(t: Tally, plans_before: int) -> Row:
    return {
        "plans_new": int(t["plans_agreed"]),
        "plans_share": _share(t["plans"], t["active"]),
        "plans_broken_share": _share(t["plans_broken"], plans_before),
        "settlements": int(t["settlements"]),
        "forgiven_amount": _yuan(t["forgiven"]),
        "waived_amount": _yuan(t["waived"]),
    }


def _trust(t: Tally, trust_bins: Any, opening: Tally) -> Row:
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


def _households(t: Tally, frozen_before: int) -> Row:
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


def _collections(t: Tally) -> Row:
    return {
        "contact_share": _share(t["in_contact"], t["late_cases"]),
        "calls_served_share": _share(t["calls"], t["calls_due_high"] + t["calls_due_low"]),
        "agency_served_share": _share(t["agency"], t["agency_due_high"] + t["agency_due_low"]),
        "legal_served_share": _share(t["legal"], t["legal_due_high"] + t["legal_due_low"]),
    }


def _accounts(t: Tally, end: MonthEnd) -> Row:
    capital, own_balance = end.accounts["capital"], end.own_share * _yuan(t["balance_paylater"] + t["balance_cashloan"])
    return {
        "interest": _yuan(t["interest_paylater"] + t["interest_cashloan"]),
        "fees": _yuan(t["fees_paylater"] + t["fees_cashloan"]),
        **end.accounts,
        "leverage": own_balance / capital if own_balance < HIGHEST_LEVERAGE * capital else None,
    }


def month_row(end: MonthEnd) -> Row:
    """Return one month's measures by name."""
    t = end.tally
    return {
        "month": end.month,
        "stance": end.stance,
        "unemployment_rate": end.unemployment,
        "borrowers_active": int(t["active"]),
        "balance": _yuan(t["balance_paylater"] + t["balance_cashloan"]),
        "balance_paylater": _yuan(t["balance_paylater"]),
        "balance_cashloan": _yuan(t["balance_cashloan"]),
        "approvals_share": _share(t["joined"], t["applied"]),
        "attrition_share": _share(t["left"], t["reviewed"]),
        **_delinquency(t, end.balance_before),
        **_default(t, end.past),
        **_limits_and_freezes(t, int(end.last["frozen"])),
        **_desk(t, end.queues),
        **_trust(t, end.trust_bins, end.opening),
        **_households(t, int(end.last["frozen"])),
        **_collections(t),
        **_hardship(t, int(end.last["plans"])),
        **_accounts(t, end),
    }
