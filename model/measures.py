"""The month's measures, from its sums: one row of ``months.parquet``, with the definitions of ``columns.py``."""

from typing import Any

from tightrope.agents.lender import Lender
from tightrope.model.tally import Tally, trust_quantile

__all__ = ["month_row"]


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


def _limits_and_freezes(t: Tally, frozen_before: int) -> dict[str, float | None]:
    active, reviewed = t["active"], t["reviewed"]
    return {
        "utilisation": _share(t["balance_paylater"] + t["balance_cashloan"], t["limits"]),
        "limit_mean": _share(_yuan(t["limits"]), active),
        "limit_cut_share": _share(t["cut"], reviewed),
        "limit_raise_share": _share(t["raised"], reviewed),
        "frozen_share": _share(t["frozen"], active),
        "freezes_new_share": _share(t["froze"], reviewed),
        "reopened_share": _share(t["reopened"], frozen_before),
        "frozen_good_standing_share": _share(t["frozen_good"], t["frozen"]),
        "prepay_unrestored_share": _share(t["prepaid_unrestored"], t["prepaid_recently"]),
    }


def _trust(t: Tally, trust_bins: Any) -> dict[str, float | None]:
    unfrozen = t["active"] - t["frozen"]
    return {
        "trust_mean": _share(t["trust"], t["active"]),
        "trust_p10": trust_quantile(trust_bins, 0.1),
        "trust_p50": trust_quantile(trust_bins, 0.5),
        "trust_p90": trust_quantile(trust_bins, 0.9),
        "trust_frozen_mean": _share(t["trust_frozen"], t["frozen"]),
        "trust_unfrozen_mean": _share(t["trust"] - t["trust_frozen"], unfrozen),
    }


def _households(t: Tally) -> dict[str, float | None]:
    accounts = t["accounts"]
    return {
        "outside_debt_mean": _share(_yuan(t["outside_debt"]), t["active"]),
        "payment_to_income": _share(t["due_paylater"] + t["due_cashloan"] + t["due_outside"], t["income"]),
        "income_mean": _share(_yuan(t["income"]), accounts),
        "spending_mean": _share(_yuan(t["spending"]), accounts),
        "out_of_work_share": _share(t["out_of_work"], t["active"]),
        "outside_approval_share": _share(t["approved_outside"], t["applied_outside"]),
        "rush_share": _share(t["rushed"], accounts),
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
    balance = _yuan(t["balance_paylater"] + t["balance_cashloan"])
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
        "leverage": own_share * balance / lender.capital if lender.capital > 0 else None,
    }


def month_row(market: Any, p: Any, t: Tally, trust_bins: Any) -> dict[str, float | None]:
    """Return one month's measures by name.

    ``t`` holds the month's sums, ``p`` its parameters; ``market`` knows month, unemployment, lender and the past.
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
        **_limits_and_freezes(t, market.frozen_before),
        **_trust(t, trust_bins),
        **_households(t),
        **_collections(t),
        **_accounts(t, lender, lender.own_share(p)),
    }
