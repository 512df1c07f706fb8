"""The markets of exempt twins, lived one after the other, and what is noted of them month by month."""

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.codes import Action, Cut, FreezeReason, Queue, Status
from tightrope.agents.exempting import Exemption
from tightrope.analysis.freezes.course import LOST, Course, Standing
from tightrope.analysis.freezes.rows import World
from tightrope.analysis.freezes.twins import Pair
from tightrope.api.planning import Plan
from tightrope.api.provenance import Clock
from tightrope.model.engine.market import CreditMarket
from tightrope.progress.watching import Watch

__all__ = ["live_twins"]

_MUST_NOT = (FreezeReason.DELINQUENCY, FreezeReason.LINKAGE, FreezeReason.REGULATION, FreezeReason.IDENTITY)
"""Reasons of freezes that answer lateness, a rule or a lock: nobody is exempt from these."""


def live_twins(plan: Plan, action: Action, since: int, batches: int, watch: Watch) -> tuple[World, float]:
    """Live the markets of a plan's seed: as it is, each batch exempt in turn, everybody exempt.

    Returns what they show, and the share of the ties between friends that lie within a batch.
    """
    blank = (plan.months, plan.borrowers)
    here, exempt, everybody = (Course.blank(*blank) for _ in range(3))
    standing = Standing.blank(*blank)
    of_all = slice(None)
    name = f"{plan.scenario.name}, seed {plan.seed}"
    market = _record(plan, None, here, of_all, f"{name}, as it is", watch, action, standing)
    for batch in range(batches):
        one = Exemption(action, batch, batches, since)
        _record(plan, one, exempt, slice(batch, None, batches), f"{name}, batch {batch + 1} exempt", watch, action)
    if batches > 1:
        _record(plan, Exemption(action, since=since), everybody, of_all, f"{name}, everybody exempt", watch, action)
    pair = Pair(here, exempt, everybody if batches > 1 else exempt)
    friends = np.diff(market.network.starts)
    kinds = _KINDS.get(action, ("none", action.label))
    return World(plan.seed, pair, standing, friends, kinds, since), _shared(market, batches)


def _shared(market: CreditMarket, batches: int) -> float:
    """Return the share of the ties between friends whose ends are in one batch; 0 where there is none."""
    network = market.network
    own = np.repeat(np.arange(network.borrowers), np.diff(network.starts))
    return float(np.mean(own % batches == network.friends[: own.size] % batches)) if own.size else 0.0


def _record(
    plan: Plan, exempt: Exemption | None, course: Course, those: slice, label: str, watch: Watch, action: Action,
    standing: Standing | None = None,
) -> CreditMarket:  # fmt: skip
    """Live a market and note what becomes of some places, and where asked how everybody stands."""
    clock = Clock(plan.borrowers)
    watch.months(label, 0, plan.months, 0.0)
    market = plan.open_market(plan.scenario, panel=True, exempt=exempt)
    while True:
        _note(market, course, those, action)
        if standing is not None:
            _note_standing(market, standing, action)
        if market.month == plan.months:
            return market
        market.step()
        clock.month()
        watch.finished += 1
        watch.months(label, market.month, plan.months, clock.rate)


def _note(market: CreditMarket, course: Course, those: slice, action: Action) -> None:
    people, flows, month = market.people, market.flows, market.month
    written_off = people["status"][those] == Status.WRITTEN_OFF
    late = np.maximum(people["late_paylater"][those], people["late_cashloan"][those])
    course.there[month, those] = people["status"][those] != Status.VACANT
    course.joined[month, those] = people["joined_month"][those]
    course.hit[month, those] = _HITS[action](market)[those] if month else 0
    course.late[month, those] = np.where(written_off, LOST, late)
    course.defaulted[month, those] = flows["defaulted"][those] if month else False
    course.owed[month, those] = _yuan(people["balance_paylater"][those]) + _yuan(people["balance_cashloan"][those])
    course.lost[month, those] = _yuan(people["written_off"][those])
    course.spending[month, those] = _yuan(flows["spending"][those])
    course.outside[month, those] = _yuan(people["outside_debt"][those])
    course.trust[month, those] = people["trust"][those]


def _note_standing(market: CreditMarket, standing: Standing, action: Action) -> None:
    people, month = market.people, market.month
    active = people["status"] == Status.ACTIVE
    standing.open[month] = active & _POSSIBLE[action](market)
    standing.segment[month] = people["segment"]
    standing.score[month] = people["score"]
    standing.limit[month] = _yuan(people["limit_paylater"]) + _yuan(people["limit_cashloan"])
    standing.income[month] = _yuan(people["income_usual"])


def _yuan(fen: NDArray[np.int64]) -> NDArray[np.float32]:
    return (fen / 100).astype(np.float32)


def _flags(true: NDArray[np.bool_]) -> NDArray[np.int8]:
    return np.asarray(true, np.int8)


def _frozen(market: CreditMarket) -> NDArray[np.int8]:
    """Whose line was frozen this month though it need not have been: the reason."""
    froze = market.flows["froze"]
    return np.where(np.isin(froze, _MUST_NOT), 0, froze).astype(np.int8)


def _cut(market: CreditMarket) -> NDArray[np.int8]:
    """Whose limits were cut this month: how. The cap's cuts and the linkage's hit the exempt twin as well."""
    return np.where(market.flows["cut_amount"] > 0, market.flows["cut"], Cut.NONE).astype(np.int8)


def _withheld(market: CreditMarket) -> NDArray[np.int8]:
    """Whose limit is withheld after an early repayment of this month."""
    return _flags((market.flows["prepaid"] > 0) & (market.people["withheld"] > 0))


def _linked(market: CreditMarket) -> NDArray[np.int8]:
    """Whom a late paylater bill cost the line or part of the limit; other cuts of the late hit the exempt twin too."""
    cut = (market.flows["cut_amount"] > 0) & (market.people["paylater_aged"] > 0)
    return _flags(cut | (market.flows["froze"] == FreezeReason.LINKAGE))


def _locked(market: CreditMarket) -> NDArray[np.int8]:
    """Whose account is locked, or was this month and is proved already."""
    proved = market.flows["case_served"] == Queue.VERIFICATION
    return _flags((market.people["locked"] > 0) | proved)


_HITS = {
    Action.FREEZE: _frozen,
    Action.CUT: _cut,
    Action.WITHHELD: _withheld,
    Action.LINKAGE: _linked,
    Action.LOCK: _locked,
}
"""How it is seen whom an action hits."""
_POSSIBLE = {
    Action.FREEZE: lambda market: market.people["freeze_reason"] == FreezeReason.NONE,
    Action.CUT: lambda market: market.people["limit_paylater"] + market.people["limit_cashloan"] > 0,
    Action.WITHHELD: lambda market: market.people["balance_cashloan"] > 0,
    Action.LINKAGE: lambda market: market.people["limit_cashloan"] > 0,
    Action.LOCK: lambda market: market.people["locked"] == 0,
}
"""Whom of the active it could hit in the month that follows."""
_KINDS = {Action.FREEZE: FreezeReason.labels(), Action.CUT: Cut.labels()}
"""What kinds of an action there are; else the action has one, itself."""
