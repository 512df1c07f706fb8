"""The same subset of the rules as arrays: each operation over everybody, then the next, for NumPy or for JAX.

``xp`` is the library. What the rules decide by ``if`` is worked out for all and chosen from. Money is whole fen held in
floats: exactly in those of 64 bits, to seven digits in those of 32.
"""

from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
from compiled_subset import KNOWN, CompiledSubset

from tightrope.agents.borrower import DEFAULT_MONTHS
from tightrope.agents.codes import Segment
from tightrope.scenarios.engine import streams as on

__all__ = ["Draws", "Prices", "friends_by_turn", "live", "opened"]

type Array = Any
type People = dict[str, Array]


class Draws(Protocol):
    """One month's random numbers, for everybody at once."""

    def uniform(self, purpose: int) -> Array:
        """Draw from [0, 1)."""

    def halves(self, purpose: int) -> tuple[Array, Array]:
        """Draw from (0, 1) and from [0, 1)."""


class Prices:
    """Parameters (``p``) and prices (``policy``) as plain Python numbers."""

    def __init__(self, twin: CompiledSubset) -> None:
        """Take those of a compiled subset."""
        self.p, self.policy = (
            SimpleNamespace(**dict(zip(rows.dtype.names or (), rows[0].tolist(), strict=True)))
            for rows in (twin.parameters, twin.policy)
        )


def opened(twin: CompiledSubset, kind: type[Any]) -> People:
    """Return what is known of the borrowers before the first month, in floats of a kind."""
    return {name: twin.people[name].astype(kind) for name in KNOWN}


def friends_by_turn(twin: CompiledSubset) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Return everybody's first friend, second and so on, shape (most friends, borrowers); the size where none."""
    starts, friends = twin.network.starts, twin.network.friends
    known = np.diff(starts)
    table = np.full((int(known.max()), known.size), known.size, np.int32)
    owners = np.repeat(np.arange(known.size), known)
    table[np.arange(friends.size) - starts[owners], owners] = friends
    return table


def live(xp: Any, people: People, prices: Prices, draws: Draws, friends: Array) -> People:
    """Return the borrowers a month later."""
    b = SimpleNamespace(**people)
    _earn(xp, b, prices, draws)
    _spend(xp, b, prices, draws)
    _repay(xp, b)
    _close_month(xp, b, prices)
    _listen(xp, b, prices.p, friends)
    return {name: getattr(b, name) for name in KNOWN}


def _fen(xp: Any, amount: Array) -> Array:
    return xp.floor(amount + 0.5)


def _single(xp: Any, number: Array) -> Array:
    """Round to the 32 bits in which a number is kept."""
    return number.astype(xp.float32).astype(number.dtype)


def _by_segment(xp: Any, b: Any, salaried: float, gig: float, self_employed: float) -> Array:
    return xp.where(
        b.segment == Segment.GIG, gig, xp.where(b.segment == Segment.SELF_EMPLOYED, self_employed, salaried)
    )


def _earn(xp: Any, b: Any, prices: Prices, draws: Draws) -> None:
    p, policy = prices.p, prices.policy
    _work(xp, b, p, draws)
    first, turns = draws.halves(on.INCOME)
    radius = xp.sqrt(-2.0 * xp.log(first))
    lasting, passing = radius * xp.cos(2.0 * np.pi * turns), radius * xp.sin(2.0 * np.pi * turns)
    segments = ("salaried", "gig", "self_employed")
    centre = _by_segment(xp, b, *(getattr(policy, f"income_centre_{name}") for name in segments))
    pull = policy.income_pull * (centre - xp.log(b.income_usual))
    usual = _fen(xp, b.income_usual * xp.exp(policy.income_drift + pull + policy.income_sd * lasting))
    b.income_usual = xp.clip(usual, 80_000, 20_000_000)
    sd = _by_segment(xp, b, *(getattr(p, f"transitory_sd_{name}") for name in segments))
    b.shock = _single(xp, p.transitory_keep * b.shock + np.sqrt(1.0 - p.transitory_keep**2) * sd * passing)
    income = (1.0 - b.scar) * b.income_usual * xp.exp(b.shock - sd * sd / 2.0)
    lost = 1.0 - p.business_passthrough * xp.minimum(1.0, b.strain)
    income = xp.where(b.segment == Segment.SELF_EMPLOYED, income * lost, income)
    floor = xp.minimum(100.0 * p.unemployed_floor_yuan, 0.7 * b.income_usual)
    income = xp.where(b.employed, income, xp.maximum(p.unemployed_income_share * b.income_usual, floor))
    b.income = xp.minimum(_fen(xp, income), 20_000_000)


def _work(xp: Any, b: Any, p: Any, draws: Draws) -> None:
    factor = _by_segment(xp, b, 1.0, p.separation_factor_gig, p.separation_factor_self_employed)
    poor = xp.minimum(3.0, (b.income_usual / (100.0 * p.income_median_salaried)) ** -p.separation_income_slope)
    keeps = draws.uniform(on.JOB_LOSS) >= xp.minimum(1.0, factor * poor * p.separation_monthly)
    looked = xp.where(b.employed > 0, 0, xp.minimum(120, b.spell + 1))
    fresh = xp.exp(-(looked - 1.0) / p.finding_fade_months)
    finding = p.finding_monthly * (p.finding_floor + (1.0 - p.finding_floor) * fresh)
    finds = (looked > 0) & (draws.uniform(on.JOB_FIND) < finding)
    lost = xp.where(finds, p.wage_scar * (1.0 - xp.exp(-looked / p.scar_months)), 0.0)
    b.scar = _single(xp, _single(xp, b.scar + (1.0 - b.scar) * lost) * (1.0 - p.scar_fade_monthly))
    b.spell = xp.where(finds, 0, looked)
    b.employed = xp.where(b.employed > 0, keeps, finds)


def _spend(xp: Any, b: Any, prices: Prices, draws: Draws) -> None:
    p, usual = prices.p, b.income_usual
    size = xp.minimum(-xp.log(1.0 - draws.uniform(on.EXPENSE_SIZE)), 8.0)
    meets = draws.uniform(on.EXPENSE) < p.expense_shock_monthly
    expense = xp.where(meets, _fen(xp, usual * p.expense_shock_size * size), 0.0)
    needs = _fen(xp, usual * p.subsistence_share) + np.floor(100.0 * p.subsistence_yuan + 0.5)
    least = xp.minimum(_fen(xp, usual * p.subsistence_most), needs)
    gap = b.cash - b.buffer_months * usual
    aim = xp.maximum(least, p.habit_share * usual + p.wealth_spending * gap)
    wish = _fen(xp, xp.minimum(p.spending_ceiling * usual, aim))
    b.due = xp.minimum(b.instalment, b.balance_cashloan - b.overdue_cashloan)
    dues = xp.where(b.late_cashloan < DEFAULT_MONTHS, b.due + b.overdue_cashloan, 0.0)
    missing = wish + dues + expense - b.cash - b.income
    cut = xp.minimum(wish, xp.maximum(least, wish - _fen(xp, missing * p.compression)))
    plan = xp.where(missing > 0, cut, wish)
    b.strain = _single(xp, (wish - plan) / usual)
    bought = _buy_on_credit(xp, b, prices, draws)
    b.cash = b.cash + bought + b.income
    b.cash = b.cash - xp.minimum(expense, b.cash)
    b.cash = b.cash - xp.minimum(plan + bought, b.cash)


def _buy_on_credit(xp: Any, b: Any, prices: Prices, draws: Draws) -> Array:
    p, owed, rate = prices.p, b.balance_cashloan, prices.policy.cashloan_apr / 12.0
    room = xp.maximum(0, b.limit_cashloan - owed)
    affordable = p.affordable_share * b.income_usual * p.instalment_principal_share * p.cashloan_term_months
    wish, first = _fen(xp, b.appetite * b.limit_cashloan), owed == 0
    aim = xp.minimum(wish, _fen(xp, affordable))
    size = p.purchase_least_size + 2.0 * (1.0 - p.purchase_least_size) * draws.uniform(on.PURCHASE_SIZE)
    renewal = xp.where(owed < aim, p.purchase_renewal * b.due, 0.0)
    by_impulse = p.impulse * (1.0 - b.literacy) * xp.maximum(0, wish - owed)
    month = renewal + p.limit_speed * (xp.maximum(0, aim - owed) + by_impulse)
    opening = xp.minimum(aim, _fen(xp, aim * (size * p.first_draw_share)))
    amount = xp.minimum(room, xp.where(first, opening, _fen(xp, size * month / p.purchase_monthly)))
    wants = draws.uniform(on.PURCHASE) < xp.where(first, p.first_draw_monthly, p.purchase_monthly)
    wants = wants & (b.late_cashloan == 0)
    amount = xp.where(wants & (b.appetite > 0) & (b.employed > 0), amount, 0.0)
    running = xp.minimum(p.cashloan_term_months, owed / xp.maximum(1, b.instalment))
    left = (running * owed + p.cashloan_term_months * amount) / xp.maximum(1, owed + amount)
    growth = xp.exp(-np.log(1.0 + rate) * xp.maximum(1.0, left))
    b.balance_cashloan = owed + amount
    b.instalment = xp.where(amount > 0, xp.ceil(b.balance_cashloan * rate / (1.0 - growth)), b.instalment)
    return amount


def _pay(xp: Any, b: Any, amount: Array) -> Array:
    paid = xp.maximum(0, xp.minimum(xp.minimum(amount, b.cash), b.balance_cashloan))
    b.cash = b.cash - paid
    b.balance_cashloan = b.balance_cashloan - paid
    b.overdue_cashloan = xp.maximum(0, b.overdue_cashloan - paid)
    return paid


def _repay(xp: Any, b: Any) -> None:
    paid = _pay(xp, b, xp.where(b.late_cashloan == 0, b.due, 0.0))
    b.overdue_cashloan = xp.minimum(b.balance_cashloan, b.overdue_cashloan + xp.maximum(0, b.due - paid))
    whole = b.cash // xp.maximum(1, b.instalment) * b.instalment
    affordable = xp.where((b.cash >= b.overdue_cashloan) | (b.instalment <= 0), b.overdue_cashloan, whole)
    b.paid = paid + _pay(xp, b, xp.where(b.late_cashloan < DEFAULT_MONTHS, affordable, 0.0))


def _close_month(xp: Any, b: Any, prices: Prices) -> None:
    p, policy = prices.p, prices.policy
    unpaid = xp.ceil(b.overdue_cashloan / xp.maximum(1, b.instalment))
    older = (b.paid <= 0) | (b.late_cashloan >= p.called_months)
    counted = xp.where(older, b.late_cashloan + 1, xp.maximum(1, xp.minimum(b.late_cashloan + 1, unpaid)))
    b.late_cashloan = xp.where(b.overdue_cashloan <= 0, 0.0, counted)
    interest = _fen(xp, b.balance_cashloan * (policy.cashloan_apr / 12.0))
    fees = _fen(xp, b.overdue_cashloan * (policy.late_fee_cashloan_apr / 12.0))
    b.balance_cashloan = b.balance_cashloan + xp.where(b.late_cashloan < p.non_accrual_months, interest + fees, 0.0)
    b.trust = _single(xp, b.trust + p.recovery_monthly * (b.trust_settled - b.trust))


def _listen(xp: Any, b: Any, p: Any, friends: Array) -> None:
    own = _single(xp, b.trust - b.trust_settled)
    moods = xp.concatenate([own, xp.full(1, np.nan, own.dtype)])  # nobody's mood is heard by nobody
    pull, weights = xp.zeros_like(own), xp.zeros_like(own)
    for turn in range(friends.shape[0]):
        gap = moods[friends[turn]] - own
        heard = xp.abs(gap) <= p.confidence_bound
        weight = xp.where(gap < 0.0, p.negativity, 1.0)
        pull = pull + xp.where(heard, weight * gap, 0.0)
        weights = weights + xp.where(heard, weight, 0.0)
    moved = xp.clip(b.trust + p.talk_weight * pull / xp.where(weights > 0.0, weights, 1.0), 0.0, 1.0)
    b.trust = xp.where(weights > 0.0, _single(xp, moved), b.trust)
