"""How passes run over chunks: those behind, the few who live aside, and flows that are not kept change nothing."""

import numpy as np
import pytest

from tests.helpers.markets import KEYS, live, market_of, parameters, policy, story
from tests.helpers.witnesses import PLAIN, WAYS, lived_by
from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.model.engine.counts import CHUNK, Counts
from tightrope.model.engine.month import After, Month, flow_place, list_place
from tightrope.model.engine.plain import run_each, run_first, run_listed
from tightrope.scenarios.engine.columns import LANES, Columns


def month_of(chunks: int, borrowers: int, every_flow: bool) -> Month:
    """A month without a network."""
    places = chunks * CHUNK
    return Month(
        people=Columns(Borrower, borrowers),
        flows=Columns(Flow, places),
        every_flow=every_flow,
        parameters=[parameters()],
        policies=[policy()],
        keys=KEYS,
        behind=np.zeros(places, np.int64),
        how_many=np.zeros(chunks, np.int64),
        starts=np.zeros(borrowers + 1, np.int32),
        friends=np.zeros(0, np.int32),
        moods=np.zeros(borrowers, np.float32),
        troubles=np.zeros(borrowers, np.int8),
        warned=np.zeros(borrowers, np.int8),
        newcomer=[],
    )


def test_every_place_of_the_lists_is_taken_once_and_chunks_take_turns_with_eight() -> None:
    month = month_of(3, 1, every_flow=False)
    places = [[list_place(month, chunk, k) for k in range(CHUNK)] for chunk in range(3)]
    assert sorted(place for chunk in places for place in chunk) == list(range(3 * CHUNK))
    assert places[1][:9] == [*range(8, 16), 32]


@pytest.mark.parametrize("every_flow", [True, False])
def test_a_listed_borrower_finds_the_flow_of_the_month_again(every_flow: bool) -> None:
    month = month_of(2, 20, every_flow)
    month.flows["income"] = 77
    chunk = Counts(CHUNK + 1, 1).chunks[1]._replace(start=3, stop=20)

    def earn(month: Month, chunk: object, b: Borrower, f: Flow, i: int) -> int:
        assert f.income == 0, "blank at first"
        f.income = 100 + i
        return After.NOTHING if i % 3 else After.LISTED

    seen: list[tuple[int, int]] = []

    def look(month: Month, chunk: object, b: Borrower, f: Flow, i: int) -> None:
        seen.append((i, f.income))

    run_first(earn, month, chunk)
    assert month.how_many.tolist() == [0, 6]
    run_listed(look, month, chunk)
    assert seen == [(i, 100 + i) for i in (3, 6, 9, 12, 15, 18)]
    assert [flow_place(month, list_place(month, 1, k), 3 + 3 * k) for k in (0, 1)] == ([3, 6] if every_flow else [8, 9])
    seen.clear()
    run_each(look, month, chunk)
    assert seen == [(i, 100 + i if every_flow else 0) for i in range(3, 20)]


@pytest.mark.parametrize("every_flow", [True, False])
def test_the_few_live_aside_with_the_flow_so_far(every_flow: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    month = month_of(1, 12, every_flow)
    chunk = Counts(12, 1).chunks[0]
    aside: list[tuple[int, int]] = []

    def earn(month: Month, chunk: object, b: Borrower, f: Flow, i: int) -> int:
        f.income += 100 + i
        return After.ASIDE if i in {2, 7} else After.NOTHING

    def few(month: Month, chunk: object, b: Borrower, f: Flow, i: int) -> None:
        aside.append((i, f.income))
        f.spending, b.cash = i, i

    monkeypatch.setattr("tightrope.model.engine.plain.ASIDE", {earn: few})
    run_each(earn, month, chunk)
    assert aside == [(2, 102), (7, 107)]
    assert month.people["cash"].tolist() == [i if i in {2, 7} else 0 for i in range(12)]
    assert month.flows["spending"][[2, 7]].tolist() == ([2, 7] if every_flow else [0, 0])


@pytest.mark.parametrize("lanes", WAYS)
def test_more_may_live_aside_than_there_are_lanes(lanes: int) -> None:
    ruined = story({"writeoff_months": 4, "start_late_cashloan": 0.2, "leave_monthly": 0.1, "arrive_monthly": 0.9})
    markets = []
    for way in (PLAIN, lanes):
        with lived_by(way):
            markets.append(live(ruined, borrowers=250, months=6))
    plain, other = markets
    assert other.people.tobytes() == plain.people.tobytes()
    assert other.history.rows == plain.history.rows
    assert (plain.people["joined_month"] == plain.month).sum() > LANES


def test_whether_flows_are_kept_moves_nothing() -> None:
    hard = {"start_late_cashloan": 0.1, "help_monthly": 0.8, "leave_monthly": 0.05}
    kept, not_kept = (live(story(hard), borrowers=300, months=4, panel=panel) for panel in (True, False))
    assert kept.people.tobytes() == not_kept.people.tobytes()
    assert kept.flows["help_received"].any() or kept.flows["left"].any()


def test_whether_flows_are_kept_moves_nothing_over_several_chunks() -> None:
    kept, not_kept = (market_of(story(), borrowers=CHUNK + 300, months=2, panel=panel) for panel in (True, False))
    for market in (kept, not_kept):
        market.step()
        market.step()
    assert kept.people.tobytes() == not_kept.people.tobytes()
    assert (not_kept._how_many > 0).all()
