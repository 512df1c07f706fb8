"""The service desk in a market: no case is lost, capacity is met, every case costs its money."""

import numpy as np
import pytest

from tests.helpers.markets import live, market_of, story
from tightrope.agents.codes import Queue
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.files.events import Event

DESK = slice(Queue.VERIFICATION, Queue.APPEAL + 1)
BUSY = {
    "lock_monthly": 0.05, "silent_lock_monthly": 0.5, "silent_lock_months": 3, "appeal_monthly": 0.8,
    "manual_review_share": 1.0,
    "prepay_monthly": 0.2, "scam_monthly": 0.5, "mend_monthly": 0.6, "give_up_monthly": 0.3, "upload_monthly": 0.1,
    "leave_monthly": 0.05, "writeoff_months": 5, "start_late_cashloan": 0.02, "heed_desk": 0.0,
}  # fmt: skip
GUIDED = Event(month=3, set={"guidance": 0.8})


@pytest.mark.parametrize("values", [{}, BUSY, {**BUSY, "desk_capacity": 0.01}], ids=["usual", "busy", "short of staff"])
def test_no_case_is_lost_and_every_account_balances(values: dict[str, float]) -> None:
    live(story(values, GUIDED), borrowers=800, months=20, check=True)


@pytest.mark.parametrize("keep_flows", [True, False])
def test_cases_are_counted_once_however_flows_are_kept(keep_flows: bool) -> None:
    staffed = Event(month=9, set={"desk_capacity": 0.12})
    scenario = story({**BUSY, "desk_capacity": 0.02}, GUIDED, staffed)
    market = live(scenario, borrowers=800, months=20, panel=keep_flows)
    queues = np.array(market.history.queues)[:, DESK, :4]
    arrived, served, withdrawn, waiting = np.moveaxis(queues, -1, 0)
    assert (arrived.sum(axis=0) == served.sum(axis=0) + withdrawn.sum(axis=0) + waiting[-1]).all()
    assert (queues[..., :3].sum(axis=0) > 0).all(), "each kind came, lapsed while staff were few, and was settled later"


def test_the_desk_settles_what_its_staff_can_and_never_much_more() -> None:
    places, served = [0.0], [0]

    def note(market: CreditMarket) -> None:
        places[0] += 0.02 * int(market._last["active"])
        served[0] += int(market.history.queues[-1][DESK, 1].sum())

    busy = {**BUSY, "desk_capacity": 0.02, "leave_monthly": 0.0}
    market = live(story(busy, GUIDED), borrowers=8000, months=24, each_month=note)
    assert market.history.waiting()[DESK].sum() > 100, "there was always more to do"
    assert 0.85 * places[0] < served[0] < 1.05 * places[0]


def test_no_staff_is_kept_free_for_cases_that_come_after_the_desk_has_closed() -> None:
    """Appeals and manual reviews come with the platform's review: only proofs of identity can be settled at once."""
    market = market_of(story({"desk_capacity": 0.01}), borrowers=50)
    expected = np.zeros(len(Queue), int)
    expected[[Queue.VERIFICATION, Queue.RESTORATION, Queue.APPEAL]] = 20, 300, 300
    market.lender.policy["month"] = 6
    market.lender.staff(market.timeline[0], 1000, np.zeros((len(Queue), 24), int), expected)
    assert float(market.lender.policy["desk_identity"][0]) == pytest.approx(6.5), "ten places for twenty"
    counts = np.zeros((len(Queue), 4), int)
    counts[Queue.APPEAL] = (300, 0, 0, 300)
    market.lender.count_served(counts)
    assert market.lender.overtime["desk_capacity"] == 0, "nobody was left waiting who could have been served"


def test_each_case_costs_what_it_costs() -> None:
    dear, free = (live(story({**BUSY, "case_cost": cost}), borrowers=800, months=6) for cost in (100.0, 0.0))
    cases = np.array(dear.history.queues)[:, DESK, 1].sum(axis=1)
    spent = np.array([row["operating_cost"] for row in dear.history.rows], float)
    assert cases.min() > 0
    assert spent == pytest.approx(
        [100.0 * n + (row["operating_cost"] or 0.0) for n, row in zip(cases, free.history.rows, strict=True)]
    )
