"""Limits, monthly, in both directions and at different speeds: entitlement, cuts, raises, caps (B1, B2, A3, D2).

In this order: the regulator's cap, the linkage, then one of an announced cut that falls due, a new cut, or a raise
towards what score and income entitle to. Cap and linkage give no notice. No cut but the cap's takes what is owed. A
limit once granted stays until it is cut: lenders are not seen to trim what has come to lie above an entitlement. A
tight stance lowers entitlements, which stops raises and gives newcomers less, and cuts more often. Cuts: CFPB figures
on US line decreases (depth 75 %, four times the odds with delinquency).
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Action, Cut, FreezeReason
from tightrope.agents.exempting import exempt
from tightrope.agents.flows import Flow
from tightrope.agents.lines import severely_late
from tightrope.agents.money import fen, share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import REFERENCE_SCORE, Policy
from tightrope.agents.scoring import LOWEST, debt_to_income
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import NEXT_TO_NOTHING, exp
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "entitled_total", "entitlement", "highest_total", "linked", "review_limits", "standing", "standing_by_score",
]  # fmt: skip

_HIGHEST_LIMIT = 100_000_000
"""Fen: no entitlement leaves the record's range."""
ALL_BUT_SURE = 0.999
"""Chance of a cut above which its odds are not computed: against division by nothing."""


@rule
def standing_by_score(b: Borrower, p: Numbers) -> float:
    """Return how many times more a borrower is entitled to than at score 650 and income not verified (B1, B5).

    Formula:
        exp(limit_score_slope * (score - 650) / 100) * (1 + verified_lift * verified)
    """
    return exp(p.limit_score_slope * (b.score - REFERENCE_SCORE) / 100.0) * (1.0 + p.verified_lift * b.verified)


@rule
def standing(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the same for a borrower with debts, which count once more beside the score.

    Formula:
        standing_by_score * exp(-limit_debt_slope * debt_to_income)

    The score says how somebody pays rather than how much can be borne.
    """
    return standing_by_score(b, p) * exp(-p.limit_debt_slope * debt_to_income(b, p, policy))


@rule
def entitlement(b: Borrower, p: Numbers, policy: Policy, months_of_income: float) -> int:
    """Return the limit, fen, that income and standing entitle to at the present stance.

    Formula:
        total = (limit_months_paylater + limit_months_cashloan) * standing
        income_usual * policy.limit_scale * months_of_income * standing * min(1, highest_limit_months / total)
    """
    worth = standing(b, p, policy)
    total = max(NEXT_TO_NOTHING, worth * b.limit_months_paylater + worth * b.limit_months_cashloan)
    months = months_of_income * worth * min(1.0, p.highest_limit_months / total)
    return min(_HIGHEST_LIMIT, fen(months * b.income_usual * policy.limit_scale))


@rule
def entitled_total(b: Borrower, p: Numbers, policy: Policy) -> int:
    """Return the sum of both products' entitlements, fen.

    Formula:
        entitlement by limit_months_paylater + entitlement by limit_months_cashloan
    """
    return entitlement(b, p, policy, b.limit_months_paylater) + entitlement(b, p, policy, b.limit_months_cashloan)


@rule
def left_by_cut(p: Numbers, limit: int, balance: int, kept: float) -> int:
    """Return what a cut to a share leaves of a limit, fen: never less than what is owed and a little room.

    Formula:
        left = max([kept * limit], min(limit, [(1 + cut_room) * balance]))
             = 0                                                                nothing owed, left < least_limit_yuan

    A line that is used in full loses nothing; what would be left of a very small one that is not used is closed.
    """
    left = max(share_of(limit, kept), min(limit, share_of(balance, 1.0 + p.cut_room)))
    return 0 if balance == 0 and left < 100.0 * p.least_limit_yuan else left


@rule
def take_limits(b: Borrower, f: Flow, left_paylater: int, left_cashloan: int) -> bool:
    """Bring both limits down to what is left of them; tell whether anything was taken.

    Where nothing can be taken there is no cut, to count or to resent.
    """
    taken = b.limit_paylater + b.limit_cashloan - left_paylater - left_cashloan
    if taken == 0:
        return False
    b.limit_paylater = left_paylater
    b.limit_cashloan = left_cashloan
    b.withheld = min(b.withheld, b.limit_cashloan)
    f.cut_amount += taken
    f.cut = Cut.UNANNOUNCED
    return True


@rule
def cut_lines(b: Borrower, f: Flow, p: Numbers, kept_paylater: float, kept_cashloan: float) -> bool:
    """Cut both limits to a share of what they were, but not below what is owed; tell whether anything was taken.

    Formula:
        limit <- left_by_cut      each product
    """
    left_paylater = left_by_cut(p, b.limit_paylater, b.balance_paylater, kept_paylater)
    return take_limits(b, f, left_paylater, left_by_cut(p, b.limit_cashloan, b.balance_cashloan, kept_cashloan))


@rule
def highest_total(b: Borrower, p: Numbers) -> int:
    """Return the total limit, fen, that the regulator allows (D2).

    Formula:
        min(limit_cap_yuan, limit_cap_income_share * 12 * income_usual)
    """
    return min(fen(100.0 * p.limit_cap_yuan), fen(p.limit_cap_income_share * 12.0 * b.income_usual))


@rule
def cap_lines(b: Borrower, f: Flow, p: Numbers) -> bool:
    """Bring a total limit clearly above the regulator's cap under it; tell whether the balance lies above (D2).

    Formula:
        limits are cut to the cap where their sum > cap_tolerance * cap      cap = highest_total
        over the cap where the balances' sum > cap_tolerance * cap

    Unlike other cuts it goes below what is owed: a line that is left at its debt would be lent anew as it is repaid.
    """
    total, cap = b.limit_paylater + b.limit_cashloan, highest_total(b, p)
    if total > p.cap_tolerance * cap:
        kept = cap / total
        take_limits(b, f, left_by_cut(p, b.limit_paylater, 0, kept), left_by_cut(p, b.limit_cashloan, 0, kept))
    return b.balance_paylater + b.balance_cashloan > p.cap_tolerance * cap


@rule
def linked(b: Borrower, policy: Policy, keys: Keys, i: int) -> bool:
    """Whether a late paylater bill is held against this borrower's cash loan limit and line, now and always (A3).

    Formula:
        with chance policy.linkage      by a draw kept for good; never who is exempt
    """
    return not exempt(policy, i, Action.LINKAGE) and happens(keys, on.LINKAGE, person(b, i), policy.linkage)


@rule
def link_lines(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """A paylater bill that becomes late cuts the cash loan limit of the linked, and deeper when it is severe (A3).

    Formula:
        limit_cashloan <- (1 - linkage_cut) * limit_cashloan             linked, late_paylater = 1
                        = (1 - linkage_cut_severe) * limit_cashloan      instead, where severely_late
                          likewise                                       late_paylater = linkage_severe_months
    """
    reached = b.late_paylater == 1 or b.late_paylater == int(p.linkage_severe_months)
    if b.paylater_aged and reached and linked(b, policy, keys, i):
        depth = p.linkage_cut_severe if severely_late(b, p) else p.linkage_cut
        cut_lines(b, f, p, 1.0, 1.0 - depth)


@rule
def chance_of_cut(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the month's chance of a cut: higher when tight, at low scores, lately late, and far above entitlement.

    Formula:
        excess = min(cut_excess_most, max(1, (limit_paylater + limit_cashloan) / entitled_total))
        chance = policy.cut_monthly * exp(-cut_score_slope * (score - 650) / 100) * excess
        odds   = cut_late_odds * chance / (1 - chance)      months_since_late < cut_late_months
        chance = odds / (1 + odds)                          likewise
    """
    excess = (b.limit_paylater + b.limit_cashloan) / max(1, entitled_total(b, p, policy))
    chance = policy.cut_monthly * exp(-p.cut_score_slope * (b.score - REFERENCE_SCORE) / 100.0)
    chance *= min(p.cut_excess_most, max(1.0, excess))
    if b.months_since_late < p.cut_late_months:
        odds = p.cut_late_odds * chance / (1.0 - min(chance, ALL_BUT_SURE))
        chance = odds / (1.0 + odds)
    return min(1.0, chance)


@rule
def is_cut(b: Borrower, p: Numbers, policy: Policy, draw: float) -> bool:
    """Whether the draw falls below the chance of a cut; most draws lie above anybody's.

    Formula:
        u < chance_of_cut      which is nowhere above policy.cut_most
    """
    return draw < policy.cut_most and draw < chance_of_cut(b, p, policy)


@rule
def raise_lines(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Give back part of the gap between limits and what score and income entitle to, within the cap (B2).

    Formula:
        gap  = min(entitled_total, highest_total) - total       total: of both limits
        more = [raise_step * gap]                               gap > raise_least_gap * total

    It is shared out as the entitlements are.
    """
    paylater = entitlement(b, p, policy, b.limit_months_paylater)
    cashloan = entitlement(b, p, policy, b.limit_months_cashloan)
    total = b.limit_paylater + b.limit_cashloan
    gap = min(paylater + cashloan, highest_total(b, p)) - total
    if gap <= p.raise_least_gap * total:
        return
    more = share_of(gap, p.raise_step)
    to_cashloan = share_of(more, cashloan / max(1, paylater + cashloan))
    b.limit_cashloan += to_cashloan
    b.limit_paylater += more - to_cashloan
    f.raised = 1


@rule
def raise_if_in_order(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Raise limits, now and then, towards what score and income entitle to, where all is in order (B2).

    Formula:
        raised with chance policy.raise_monthly      score >= raise_score,  months_since_late >= raise_clean_months,
                                                     line open
    """
    if (
        b.freeze_reason == FreezeReason.NONE
        and b.score >= p.raise_score
        and b.months_since_late >= p.raise_clean_months
        and happens(keys, on.RAISE, i, policy.raise_monthly)
    ):
        raise_lines(b, f, p, policy)


@rule
def depth_of_cut(b: Borrower, p: Numbers, draw: float) -> float:
    """Return the share of the limits that a cut takes: nearly all at weak scores, about half at the best.

    Formula:
        clip(cut_depth - cut_depth_slope * (score - 650) / 100 + cut_depth_range * (u - 0.5), 0, 1)
    """
    by_score = p.cut_depth_slope * (b.score - REFERENCE_SCORE) / 100.0
    return min(1.0, max(0.0, p.cut_depth - by_score + p.cut_depth_range * (draw - 0.5)))


@rule
def cut_or_announce(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Cut both limits at once, or, where notice is given, announce the cut for later (E2).

    Formula:
        depth         = depth_of_cut
        nothing at all                                                         left_by_cut leaves both limits whole
        score        <- score - cut_score_hit                                  at once, notice or not
        notice_left   = policy.notice_months,  notice_depth = 100 * depth      from a month on; whole months, per cent
        limits       <- (1 - depth) * limits                                   else

    Until an announced cut takes effect the limits can be drawn, no other cut of this kind is drawn and nothing raised.
    """
    depth = depth_of_cut(b, p, uniform(keys, on.CUT_DEPTH, i))
    left = left_by_cut(p, b.limit_paylater, b.balance_paylater, 1.0 - depth)
    left += left_by_cut(p, b.limit_cashloan, b.balance_cashloan, 1.0 - depth)
    if left == b.limit_paylater + b.limit_cashloan:
        return
    b.score = max(LOWEST, b.score - p.cut_score_hit)
    if policy.notice_months >= 1.0:
        b.notice_left = int(policy.notice_months)
        b.notice_depth = int(100.0 * depth + 0.5)
    else:
        cut_lines(b, f, p, 1.0 - depth, 1.0 - depth)


@rule
def keep_notice(b: Borrower, f: Flow, p: Numbers) -> None:
    """Count down to an announced cut, and make it when its month has come; what was drawn meanwhile is left."""
    b.notice_left -= 1
    if b.notice_left == 0:
        kept = 1.0 - b.notice_depth / 100.0
        if cut_lines(b, f, p, kept, kept):
            f.cut = Cut.ANNOUNCED


@rule
def review_limits(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> bool:
    """Cap, link, cut or raise the month's limits; tell whether the balance lies above the regulator's cap.

    Who is exempt from cuts is spared those that the platform need not make: cap and linkage stay.
    """
    over_cap = cap_lines(b, f, p)
    link_lines(b, f, p, policy, keys, i)
    if b.notice_left > 0:
        keep_notice(b, f, p)
    elif not exempt(policy, i, Action.CUT) and is_cut(b, p, policy, uniform(keys, on.CUT, i)):
        cut_or_announce(b, f, p, policy, keys, i)
    elif f.cut == Cut.NONE:
        raise_if_in_order(b, f, p, policy, keys, i)
    return over_cap
