"""Batches of borrowers who are exempt from one action, and all else the same."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import SQUEEZE, live, market_of, policy, story
from tightrope.agents.codes import Action, FreezeReason
from tightrope.agents.exempting import Exemption, exempt
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.files.events import Event

LENGTH: Any = {"borrowers": 320, "months": 12}
OPEN = (FreezeReason.RISK, FreezeReason.MACRO, FreezeReason.GUIDANCE, FreezeReason.UPGRADE)
"""Reasons of freezes that need not be made, and come often enough to be seen among few."""

type Values = Mapping[str, object]

WITHOUT: Mapping[Action, tuple[Values, Values, tuple[Event, ...]]] = {
    Action.FREEZE: (
        {"start_freeze_factor": 0, "arbitrage_strength": 0},  # suspicion also makes cool-offs longer
        {"freeze_monthly": 0, "multi_strength": 0},
        (),
    ),
    Action.CUT: ({}, {"cut_monthly": 0, "cut_monthly_tight": 0}, ()),
    Action.WITHHELD: ({}, {}, (Event(month=1, set={"cool_off_months": 0}),)),
    Action.LINKAGE: (
        {"linkage_strength": 1, "linkage_score_general": 0, "linkage_score_severe": 0},
        {"linkage_cut": 0, "linkage_cut_severe": 0, "linkage_severe_months": 9, "linkage_severe_lateness": 36},
        (),
    ),
    Action.LOCK: ({"lock_monthly": 0.01}, {"lock_monthly": 0, "silent_lock_monthly": 0}, ()),
}
"""For each action what both markets share, what turns it off, and the events that do."""


def state(market: CreditMarket) -> bytes:
    return market.people.tobytes()


def frozen_anew(market: CreditMarket) -> Any:
    """Whose line was frozen this month though it need not be, shape (borrowers,)."""
    return np.isin(market.people["freeze_reason"], OPEN) & (market.people["frozen_month"] == market.month)


def test_who_is_exempt() -> None:
    """Of three batches the second: places 1, 4, 7 and so on, from that action alone."""
    q = policy(exempt_action=Action.CUT, exempt_batches=3, exempt_batch=1)
    assert [i for i in range(9) if exempt(q, i, Action.CUT)] == [1, 4, 7]
    assert not any(exempt(q, i, Action.FREEZE) for i in range(9))
    assert not any(exempt(policy(), i, Action.CUT) for i in range(9))


@pytest.mark.parametrize("action", list(Action)[1:])
def test_exempting_nobody_changes_nothing(action: Action) -> None:
    """Whether a batch that holds no place is exempt, or nobody is asked for, differs in no bit."""
    nobody = Exemption(action, batch=1000, batches=1001)
    asked, usual = (live(story(None, *SQUEEZE), **LENGTH, exempt=exempt) for exempt in (nobody, None))
    assert state(asked) == state(usual)


@pytest.mark.parametrize("action", list(Action)[1:])
def test_exempting_all_is_the_scenario_without_the_action(action: Action) -> None:
    both, off, events = WITHOUT[action]
    usual = live(story(both, *SQUEEZE), **LENGTH)
    exempted = live(story(both, *SQUEEZE), **LENGTH, exempt=Exemption(action))
    without = live(story({**both, **off}, *SQUEEZE, *events), **LENGTH)
    assert state(exempted) == state(without) != state(usual)


def test_a_batch_is_never_frozen_where_nobody_must_be_and_the_others_are() -> None:
    frozen = np.zeros(5, np.int64)

    def note(market: CreditMarket) -> None:
        frozen[:] += np.bincount(np.flatnonzero(frozen_anew(market)) % 5, minlength=5)

    live(story(None, *SQUEEZE), **LENGTH, exempt=Exemption(Action.FREEZE, batch=2, batches=5), each_month=note)
    assert frozen[2] == 0 and (np.delete(frozen, 2) > 0).all()


def test_what_was_decided_before_stands_and_until_then_nothing_differs() -> None:
    usual = market_of(story(None, *SQUEEZE), **LENGTH)
    later = market_of(story(None, *SQUEEZE), **LENGTH, exempt=Exemption(Action.FREEZE, since=6))
    for _ in range(5):
        usual.step()
        later.step()
        assert state(usual) == state(later)
    closed = np.isin(later.people["freeze_reason"], OPEN)
    usual.step()
    later.step()
    assert (later.people["freeze_reason"][closed] > 0).any()
    assert frozen_anew(usual).any() and not frozen_anew(later).any()
