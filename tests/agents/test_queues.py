"""Cases wait in the order of their arrival; capacity carries over nothing but what it overdrew; no case is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.markets import KEYS, borrower, flows, live, market_of, parameters, policy, story
from tightrope.agents.codes import Contact, LadderStage, Queue
from tightrope.agents.collecting import collect
from tightrope.agents.lender import STAFF, position
from tightrope.agents.queueing import LONGEST_WAIT, line_up, step_back
from tightrope.model.engine.ledger import LedgerError, check_queues
from tightrope.model.engine.market import CreditMarket

CALL, AGENCY = 2, 3
HIGH, LOW = Queue.CALLS_HIGH, Queue.CALLS_LOW
TIGHT = {"calls_capacity": 0.001, "agency_capacity": 0.001, "legal_capacity": 0.0005}
BUSY = {"start_late_cashloan": 0.02, "forget_cashloan_monthly": 0.1, "help_monthly": 0.0}


@settings(max_examples=200)
@given(
    places=st.floats(0, 300), waiting=st.lists(st.integers(0, 40), min_size=1, max_size=8), new=st.integers(0, 100),
)  # fmt: skip
def test_a_queue_moves_as_far_as_the_places_go_and_the_oldest_are_first(
    places: float, waiting: list[int], new: int
) -> None:
    month = 50
    upto = position(places, np.array(waiting), float(new), month)
    cohorts = {month: float(new), **{month - 1 - waited: float(cases) for waited, cases in enumerate(waiting)}}
    served = {arrived: cases * min(1.0, max(0.0, upto - arrived)) for arrived, cases in cohorts.items()}
    assert sum(served.values()) == pytest.approx(min(places, sum(waiting) + new), abs=1e-6)
    for arrived, cases in served.items():
        older = [cohorts[a] - served[a] for a in cohorts if a < arrived]
        assert cases == 0 or sum(older) == pytest.approx(0, abs=1e-6), "nobody before somebody who came earlier"


def test_where_nobody_is_expected_whoever_comes_finds_what_is_left() -> None:
    assert position(3.0, np.array([2, 0]), 0.0, 8) == 9
    assert position(2.0, np.array([2, 0]), 0.0, 8) == position(2.0, np.array([0, 2]), 0.0, 8) == 8


def test_cases_that_come_with_the_review_are_left_to_the_next_month() -> None:
    """Staff is not kept back for them: whoever else comes finds all that is left."""
    market, expected = market_of(story({"desk_capacity": 0.02}), borrowers=100), np.zeros(len(Queue), np.int64)
    expected[Queue.APPEAL] = 50
    market.lender.policy["month"] = 8
    market.lender.staff(market.timeline[0], 100, np.zeros((len(Queue), LONGEST_WAIT), np.int64), expected)
    assert market.lender.policy["desk"][0] == 9.0


def test_a_case_keeps_its_place_until_it_is_taken_up() -> None:
    p, b = parameters(), borrower(score=500.0)
    for month in (4, 5):
        f = flows()
        assert not line_up(b, f, p, policy(month=month, calls_high=4.0), CALL, KEYS, 1)
        assert (f["queue_arrived"], f["queue_served"]) == (HIGH if month == 4 else 0, 0)
    f = flows()
    b["score"] = 700.0  # the tier is that of the arrival
    assert line_up(b, f, p, policy(month=6, calls_high=5.0, calls_low=0.0), CALL, KEYS, 1)
    assert (f["queue_served"], b["queue"]) == (HIGH, 0)


def test_a_case_that_needs_no_call_any_more_leaves_the_queue() -> None:
    b = borrower(queue=LOW, queue_month=2, contact=Contact.IN_CONTACT, late_cashloan=1, overdue_cashloan=900)
    f = flows()
    collect(b, f, parameters(), policy(month=5), KEYS, 1)
    assert (b["queue"], f["queue_withdrawn"], b["ladder"]) == (0, LOW, LadderStage.MESSAGE)


def test_a_case_that_goes_on_to_another_stage_leaves_the_first_queue() -> None:
    p, b, f = parameters(), borrower(queue=LOW, queue_month=2), flows()
    assert not line_up(b, f, p, policy(month=5, agency_low=0.0), AGENCY, KEYS, 1)
    assert (f["queue_withdrawn"], f["queue_arrived"]) == (LOW, Queue.AGENCY_LOW)
    assert (b["queue"], b["queue_month"]) == (Queue.AGENCY_LOW, 5)


def test_a_case_that_came_and_went_within_a_month_never_waited() -> None:
    p, b, f = parameters(), borrower(), flows()
    line_up(b, f, p, policy(month=5, calls_low=0.0), CALL, KEYS, 1)
    step_back(b, f)
    assert (f["queue_arrived"], f["queue_withdrawn"], b["queue"]) == (0, 0, 0)


def test_a_short_staff_leaves_a_backlog_that_carries_over_and_is_never_lost() -> None:
    market = live(story({**BUSY, **TIGHT}), borrowers=10_000, months=24, check=True)
    queues = np.array(market.history.queues)
    arrived, served, withdrawn, waiting = (queues[..., k] for k in range(4))
    collections = slice(HIGH, None)
    assert waiting[-1, collections].sum() > 50
    assert (arrived.sum(axis=0) == served.sum(axis=0) + withdrawn.sum(axis=0) + waiting[-1]).all()
    assert market.history.backlog[HIGH:, 1:].sum() > 0, "some wait for more than a month"


def test_capacity_is_met_and_what_was_overdrawn_is_missing_later() -> None:
    places, served = dict.fromkeys(TIGHT, 0.0), dict.fromkeys(TIGHT, 0)

    def note(market: CreditMarket) -> None:
        for capacity, _, queues in STAFF[1:]:
            there = int(market._last["active"])
            places[capacity] += there * TIGHT[capacity]
            served[capacity] += sum(int(market.history.queues[-1][q, 1]) for group in queues for q in group)

    live(story({**BUSY, **TIGHT}), borrowers=10_000, months=24, each_month=note)
    for capacity, room in places.items():
        assert 0.9 * room < served[capacity] < 1.05 * room, capacity


def test_the_high_risk_tier_is_served_first() -> None:
    market = market_of(story(TIGHT), borrowers=50)
    backlog, expected = np.zeros((len(Queue), LONGEST_WAIT), int), np.zeros(len(Queue), int)
    backlog[[HIGH, LOW], 0] = 3
    market.lender.policy["month"] = 6
    market.lender.staff(market.timeline[0], 4000, backlog, expected)
    high, low = (float(market.lender.policy[f"calls_{tier}"][0]) for tier in ("high", "low"))
    assert high == 7 and low == pytest.approx(5 + 1 / 3), "four places: three for the one tier, one for the other"


def test_a_lost_case_is_found() -> None:
    counts = np.zeros((len(Queue), 5), int)
    counts[HIGH] = (5, 3, 1, 4, 2)
    before = np.zeros(len(Queue), int)
    before[HIGH] = 3
    check_queues(2, before, counts)
    before[HIGH] = 4
    with pytest.raises(LedgerError, match="month 2: cases are lost or made up"):
        check_queues(2, before, counts)
