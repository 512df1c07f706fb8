"""Every measure computed anew from records and flows with plain array arithmetic, as its definition says."""

from typing import Any

import numpy as np

from tightrope.agents.codes import Cause, Contact, LadderStage, Status
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.results.month_columns import MONTHS

__all__ = [
    "CAUSES", "Row", "accounts", "collections", "defaults", "happenings", "left_open", "loss_given_default", "rare",
    "single_flows", "states", "trust_lost",
]  # fmt: skip

type Row = dict[str, float | None]
"""Measures by name."""

CAUSES = {
    Cause.FORGOT: "missed_forgot_share", Cause.FAILED: "missed_failed_share", Cause.LATE_WAGES: "missed_wages_share",
    Cause.SHORT: "missed_short_share", Cause.HELD_OUT: "missed_held_share",
}  # fmt: skip
"""The column of the dues missed for each cause."""


def share(part: Any, whole: Any) -> float | None:
    total = np.sum(whole)
    return float(np.sum(part) / total) if total else None


def yuan(values: Any) -> float:
    return float(np.sum(values, dtype=np.int64)) / 100


def single_flows(flows: Any) -> Row:
    """The columns that say of themselves that they are what one flow of money comes to."""
    ofs = {column.name: column.above[0] for column in MONTHS if column.unit == "yuan" and len(column.above) == 1}
    return {name: yuan(flows[flow]) for name, flow in ofs.items() if flow in flows.names}


def late_shares(there: Any) -> Row:
    """Late balances and late borrowers, ``there`` being the active."""
    row: Row = {}
    balance = {product: there[f"balance_{product}"].astype(float) for product in ("paylater", "cashloan")}
    for days in (30, 60, 90):
        late = {product: there[f"late_{product}"] >= days // 30 for product in balance}
        row[f"dpd{days}_share_balance"] = share(
            sum(balance[product][late[product]].sum() for product in balance), sum(balance.values())
        )
        row[f"dpd{days}_share_count"] = share(late["paylater"] | late["cashloan"], sum(balance.values()) > 0)
    for product in balance:
        late_balance = balance[product][there[f"late_{product}"] >= 1]
        row[f"dpd30_share_balance_{product}"] = share(late_balance.sum(), balance[product])
    return row


def due_date(before: Any, flows: Any) -> Row:
    fresh = sum(
        (flows[f"due_{product}"] * (before[f"late_{product}"] == 0)).sum() for product in ("paylater", "cashloan")
    )
    missed = flows["missed_paylater"].sum() + flows["missed_cashloan"].sum()
    failed = flows["missed_paylater"].astype(np.int64) + flows["missed_cashloan"]
    by_cause = {
        column: sum(
            flows[f"missed_{product}"][flows[f"cause_{product}"] == cause].sum(dtype=np.int64)
            for product in ("paylater", "cashloan")
        )
        for cause, column in CAUSES.items()
    }
    return {
        "day1_share_dues": share(missed, fresh),
        "cure30_share": share(flows["cured"].sum(), missed),
        **{column: share(part, missed) for column, part in by_cause.items()},
        "missed_able_share": share(failed[flows["missed_able"] > 0], failed),
    }


def in_default(people: Any, month: int) -> Any:
    """Who is in default as a month begins; a plan soon after a default is followed for two years."""
    planned = people["plan_month"] - people["default_month"]
    followed = (planned >= 0) & (planned < 12) & (people["plan_month"] >= month - 24)
    return (people["ever_defaulted"] == 1) | followed


def defaults(before: Any, after: Any, flows: Any, month: int) -> Row:
    """Who reaches default, what those in default pay, and what they earn afterwards."""
    balance = after["balance_paylater"].astype(np.int64) + after["balance_cashloan"]
    balance += flows["settled_paylater"] + flows["settled_cashloan"]
    old = (before["status"] == Status.ACTIVE) & in_default(before, month)
    paid = flows["paid_paylater"].astype(np.int64) + flows["paid_cashloan"]
    back = old & (after["status"] != Status.WRITTEN_OFF) & ~in_default(after, month + 1)
    exposed = (before["status"] == Status.ACTIVE) & (before["balance_paylater"] + before["balance_cashloan"] > 0)
    raised = exposed & (before["ever_defaulted"] == 0) & (month - before["raised_month"] <= 24)
    since = month - after["default_month"]
    bearers = (before["status"] != Status.VACANT) & (since >= 1) & (since <= 24)
    return {
        "new_defaults": float(((flows["defaulted"] == 1) & ~old).sum()),
        "defaults_short": float(((flows["default_cause"] == Cause.SHORT) & ~old).sum()),
        "defaults_held_out": float(((flows["default_cause"] == Cause.HELD_OUT) & ~old).sum()),
        "new_default_amount": yuan(balance[(flows["defaulted"] == 1) & ~old]),
        "default_paid_amount": yuan(flows["recovered"]) + yuan(paid[old]),
        "default_returned_amount": yuan(balance[back]),
        "lump_default_hazard": share(flows["defaulted"][raised], raised),
        "income_after_default": share(
            flows["income"][bearers].astype(np.int64), after["income_usual"][bearers].astype(np.int64)
        ),
    }


def loss_given_default(rows: list[Row]) -> float | None:
    """Loss given default over the last twelve of the months."""
    if len(rows) < 12 or sum(row["new_defaults"] or 0.0 for row in rows[-12:]) < 30:
        return None
    entered, paid, returned = (
        sum(row[f"{name}_amount"] or 0.0 for row in rows[-12:])
        for name in ("new_default", "default_paid", "default_returned")
    )
    return 1 - (paid + returned) / entered if entered else None


def unused(people: Any, product: str) -> Any:
    return np.maximum(0, people[f"limit_{product}"].astype(np.int64) - people[f"balance_{product}"])


def late_locked(there: Any) -> Any:
    """Who is late for the lock alone."""
    overdue = there["overdue_paylater"].astype(np.int64) + there["overdue_cashloan"]
    late = np.maximum(there["late_paylater"], there["late_cashloan"]) > 0
    return (there["locked"] > 0) & late & (there["cash"] >= overdue)


def states(after: Any, month: int) -> Row:
    """What can be seen at the month's end."""
    there = after[after["status"] == Status.ACTIVE]
    frozen, trust = there["freeze_reason"] > 0, there["trust"].astype(float)
    never = there["frozen_month"] == 0
    limits = there["limit_paylater"].astype(np.int64) + there["limit_cashloan"]
    balance = there["balance_paylater"].astype(np.int64) + there["balance_cashloan"]
    prepaid = month - there["prepaid_month"] < 12
    resumed = month - there["deferral_ended"] == 3
    return {
        "borrowers_active": float(there.size),
        "balance": yuan(balance),
        "balance_paylater": yuan(there["balance_paylater"]),
        "balance_cashloan": yuan(there["balance_cashloan"]),
        "utilisation": share(balance, balance + unused(there, "paylater") + unused(there, "cashloan")),
        "limit_mean": yuan(limits) / there.size,
        "frozen_share": float(frozen.mean()),
        "frozen_good_standing_share": share(frozen & (there["months_since_late"] >= GOOD_STANDING_MONTHS), frozen),
        "prepay_unrestored_share": share(there["withheld"][prepaid] > 0, prepaid),
        "trust_mean": float(trust.mean()),
        "trust_frozen_mean": share(trust[frozen], frozen),
        "trust_unfrozen_mean": share(trust[~frozen], ~frozen),
        "trust_never_frozen_mean": share(trust[never], never),
        "frozen_balance": yuan(balance[frozen]),
        "score_mean": float(there["score"].astype(float).mean()),
        "multi_seen_mean": float(there["multi_seen"].astype(float).mean()),
        "verified_share": float(there["verified"].mean()),
        "literacy_mean": float(there["literacy"].astype(float).mean()),
        "locked_share": float(there["locked"].mean()),
        "late_locked_share": share(late_locked(there), np.maximum(there["late_paylater"], there["late_cashloan"]) > 0),
        "plans_share": float((there["plan"] > 0).mean()),
        "deferred_share": float((there["deferral"] > 0).mean()),
        "deferral_late_share": share(np.maximum(there["late_paylater"], there["late_cashloan"])[resumed] > 0, resumed),
        "mending_share": share(there["mending"][frozen] == 1, frozen),
        "gave_up_share": share(there["mending"][frozen] == 2, frozen),
        "desk_waiting": float((there["case"] > 0).sum()),
        "outside_debt_mean": yuan(there["outside_debt"]) / there.size,
        "unemployment_rate": float((there["employed"] == 0).mean()),
        "furlough_share": float((there["furlough"] > 0).mean()),
        **late_shares(there),
    }


def left_open(after: Any, p: Any, linkage: float) -> Row:
    """What late paylater bills leave open of the cash loan, for a borrower and for one severely late."""
    late = after[(after["status"] == Status.ACTIVE) & (after["late_paylater"] > 0)]
    free = np.maximum(0, late["limit_cashloan"].astype(np.int64) - late["balance_cashloan"] - late["withheld"])
    shut = (late["freeze_reason"] > 0) | (late["late_cashloan"] > 0) | (late["overdue_cashloan"] > 0)
    shut |= (late["locked"] > 0) | (late["plan"] > 0)
    room = np.where(shut, 0, np.floor(free * (1.0 - linkage) + 0.5))
    severe = late["late_paylater"] >= p["linkage_severe_months"]
    severe |= late["lateness"] >= p["linkage_severe_lateness"]
    return {"linked_open_share": share(room, free), "linked_open_severe_share": share(room[severe], free[severe])}


def happenings(before: Any, after: Any, flows: Any) -> Row:
    """What happened within the month."""
    lived = before["status"] != Status.VACANT
    reviewed = (before["status"] == Status.ACTIVE) & ((after["status"] == Status.ACTIVE) | (flows["left"] == 1))
    frozen_before = (before["status"] == Status.ACTIVE) & (before["freeze_reason"] > 0)
    exposed = (before["status"] == Status.ACTIVE) & (before["balance_paylater"] + before["balance_cashloan"] > 0)
    dues = sum(flows[f"due_{kind}"].astype(np.int64) for kind in ("paylater", "cashloan", "outside"))
    paid_enough = yuan(flows["income"]) >= 100 * lived.sum()
    lost = flows["outside_writeoff"].astype(np.int64)
    held = np.where(lived, before["outside_debt"], 0).astype(np.int64) - lost
    held += flows["outside_draws"] + flows["outside_interest"] - flows["outside_paid"]
    return {
        "default_hazard": share(flows["defaulted"], exposed & (before["ever_defaulted"] == 0)),
        "limit_cut_share": share(flows["cut"], reviewed),
        "limit_raise_share": share(flows["raised"], reviewed),
        "freezes_new_share": share(flows["froze"] > 0, reviewed),
        "reopened_share": share(flows["reopened"] > 0, frozen_before),
        "attrition_share": share(flows["left"] == 1, reviewed),
        "approvals_share": share(flows["joined"], flows["applied"]),
        "payment_to_income": share(dues, flows["income"].astype(np.int64)) if paid_enough else None,
        "rush_share": share(flows["rushed"], lived),
        "income_mean": yuan(flows["income"]) / lived.sum(),
        "spending_mean": yuan(flows["spending"]) / lived.sum(),
        "outside_approval_share": share(flows["approved_outside"], flows["applied_outside"]),
        "outside_late_share": share(held * (after["late_outside"] > 0), held),
        "outside_writeoff_share": share(lost, held + lost),
        "interest": yuan(flows["interest_paylater"]) + yuan(flows["interest_cashloan"]),
        "fees": yuan(flows["fees_paylater"]) + yuan(flows["fees_cashloan"]),
        "writeoff_amount": yuan(flows["writeoff_paylater"]) + yuan(flows["writeoff_cashloan"]),
        **due_date(before, flows),
    }


def rare(before: Any, after: Any, flows: Any, month: int) -> Row:
    """What befalls few: raises at one stroke, returns of limits, cases, help, scams, plans."""
    lived = before["status"] != Status.VACANT
    reviewed = (before["status"] == Status.ACTIVE) & ((after["status"] == Status.ACTIVE) | (flows["left"] == 1))
    frozen_before = (before["status"] == Status.ACTIVE) & (before["freeze_reason"] > 0)
    repaid_ago = month - before["prepaid_month"].astype(int)
    prepaid = (before["status"] == Status.ACTIVE) & (repaid_ago >= 1) & (repaid_ago <= 12)
    new = month - before["joined_month"].astype(int) <= 3
    stalled = (before["status"] == Status.ACTIVE) & (before["freeze_reason"] > 0) & (before["segment"] == 2)
    stalled &= after["employed"] == 1
    owed = before["balance_cashloan"] > 0
    short = flows["short_lent"] + flows["short_drawn"]
    in_part = (flows["prepaid"] > 0) & (flows["prepaid"] < before["balance_cashloan"] + flows["draws"])
    return {
        "income_stalled": share(
            flows["income"][stalled].astype(np.int64), after["income_usual"][stalled].astype(np.int64)
        ),
        "draws_new_share": share(yuan(flows["draws"][new]), yuan(flows["draws"])),
        "lump_raise_share": share(flows["lump_raise"] > 0, reviewed | (flows["joined"] == 1)),
        "restore_months_mean": mean_of(flows["restored"], flows["restored"] > 0),
        "reopen_months_mean": mean_of(flows["frozen_for"], flows["frozen_for"] > 0),
        "prepay_share": share((flows["prepaid"] > 0) & owed, owed),
        "prepay_part_share": share(in_part & owed, (flows["prepaid"] > 0) & owed),
        "redraw_share": share(flows["redrew"], prepaid),
        "appeals": float((flows["case_arrived"] == 3).sum()),
        "appeals_granted_share": share(flows["appeal_answer"] == 1, flows["appeal_answer"] > 0),
        "desk_wait_mean": mean_of(flows["case_waited"], flows["case_served"] > 0),
        "outside_applied_share": share(flows["applied_outside"], lived),
        "short_elsewhere_share": share(flows["short_lent"], short),
        "short_rate_mean": share(flows["short_interest"], short),
        "unmet_elsewhere_share": share(flows["bought_elsewhere"], flows["purchase_unmet"]),
        "consumption_drop": mean_of(after["strain"], lived),
        "scam_share": share(flows["scam"] > 0, frozen_before),
        "plans_new": float((flows["plan_agreed"] == 1).sum()),
        "judgements": float(flows["judgement"].sum()),
        "plans_re_aged": float(flows["re_aged"].sum()),
        "settlements": float((flows["plan_agreed"] == 2).sum()),
        "plans_broken_share": share(flows["plan_broken"], (before["status"] == Status.ACTIVE) & (before["plan"] > 0)),
        "forgiven_amount": sum(yuan(flows[f"forgiven_{name}"]) for name in ("paylater", "cashloan", "written_off")),
        "friend_freeze_ratio": friend_freeze_ratio(before[reviewed], after[reviewed], flows[reviewed]),
    }


def mean_of(values: Any, chosen: Any) -> float | None:
    return float(values[chosen].astype(float).mean()) if chosen.any() else None


def friend_freeze_ratio(before: Any, after: Any, flows: Any) -> float | None:
    """Friends' lateness is what was seen at the end of the month before; few are not compared."""
    was_open = (flows["froze"] > 0) | ((after["freeze_reason"] == 0) & (flows["reopened"] == 0))
    good = was_open & (after["months_since_late"] >= GOOD_STANDING_MONTHS)
    late = good & (before["friends_late"] > 0)
    sides = (late, good & ~late)
    froze = [int((flows["froze"][some] > 0).sum()) for some in sides]
    if min(some.sum() for some in sides) < 30 or froze[1] < 5:
        return None
    return float(froze[0] / late.sum() / (froze[1] / sides[1].sum()))


def trust_lost(before: Any, after: Any, moods: Any, opening_mean: float) -> Row:
    """Falls of trust by experience and by talk; ``moods`` tell trust before anybody talked, less where it settles."""
    lived = before["status"] != Status.VACANT
    untalked = (moods.astype(float) + after["trust_settled"])[lived]
    own = np.maximum(0, before["trust"][lived] - untalked).sum()
    talk = np.maximum(0, untalked - after["trust"][lived]).sum()
    trust = after["trust"][after["status"] == Status.ACTIVE].astype(float)
    return {"contagion_share": share(talk, own + talk), "trust_decline": opening_mean - float(trust.mean())}


def collections(before: Any, after: Any, flows: Any, p: Any, openness: float, short: float) -> Row:
    there = before["status"] == Status.ACTIVE
    ladder, contact = after["ladder"][there], after["contact"][there]
    cost = p["service_cost_yuan"] * (after["status"] == Status.ACTIVE).sum()
    for stage, name in (
        (LadderStage.MESSAGE, "message"),
        (LadderStage.CALL, "call"),
        (LadderStage.AGENCY, "agency"),
        (LadderStage.LEGAL, "legal"),
    ):
        cost += p[f"{name}_cost"] * (ladder == stage).sum()
    cost += p["judgement_cost"] * flows["judgement"].sum()
    cost += p["plan_cost"] * (flows["plan_agreed"] == 1).sum()
    cost += p["case_cost"] * (flows["case_served"] > 0).sum()
    rules = sum(float(p[name]) for name in ("guidance", "conduct_limit", "product_separation", "late_debt_standard"))
    rules += float(p["rate_cap_apr"] < p["cashloan_apr"] + p["late_fee_apr"]) + float(short > 0)
    compliance = p["complaint_cost"] * (flows["case_arrived"] == 3).sum()
    compliance += p["explain_cost"] * openness * (flows["froze"] > 0).sum()
    compliance += p["rule_cost"] * rules * (after["status"] == Status.ACTIVE).sum()
    return {
        "contact_share": share(contact == Contact.IN_CONTACT, contact > 0),
        "calls_served_share": share(ladder == LadderStage.CALL, flows["stage_due"] == LadderStage.CALL),
        "agency_served_share": share(ladder == LadderStage.AGENCY, flows["stage_due"] == LadderStage.AGENCY),
        "legal_served_share": share(ladder == LadderStage.LEGAL, flows["stage_due"] == LadderStage.LEGAL),
        "operating_cost": float(cost + compliance),
        "compliance_cost": float(compliance),
    }


def accounts(
    row: Row, flows: Any, balance_before: float, capital: float, operating_cost: float, losses: float, p: Any
) -> Row:
    """The platform's accounts, from the month's other measures; ``losses`` is the partners' mean of earlier months."""
    known = {name: value or 0.0 for name, value in row.items()}
    own = float(p["own_share"])
    fees = float(p["merchant_fee"]) * yuan(flows["charges"])
    forgiven = float(flows["forgiven_paylater"].sum() + flows["forgiven_cashloan"].sum()) / 100
    losses += float(p["partner_loss_speed"]) * (12 * (known["writeoff_amount"] + forgiven) / balance_before - losses)
    dearer = float(p["partner_loss_pass"]) * (1 - own) * (losses - float(p["partner_loss_usual"]))
    funding = (float(p["funding_cost_apr"]) + dearer) / 12 * balance_before
    loss, recovery = own * (known["writeoff_amount"] + forgiven), own * known["recovery_amount"]
    return {
        "writeoff_share": known["writeoff_amount"] / balance_before,
        "funding_cost": funding,
        "loss_own": loss,
        "recovery_own": recovery,
        "merchant_fees": fees,
        "profit": known["interest"] + known["fees"] + fees + recovery - loss - funding - operating_cost,
        "leverage": own * known["balance"] / capital if capital > own * known["balance"] / 1000 else None,
    }
