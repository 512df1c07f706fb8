"""The market on the page: its twin, events that are fired, and errors that it outlives."""

from dataclasses import replace
from threading import Event as Signal
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from solara.server.kernel_context import PageStatus

from tests.helpers.waiting import PATIENCE
from tightrope.dashboard import attended, worlds
from tightrope.dashboard.attended import AttendedMarket
from tightrope.dashboard.events import EVENTS, Button
from tightrope.dashboard.market import LiveMarket
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import load_scenario
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.ensembles import load_ensemble
from tightrope.sweeps.plan.job import scenario_at


def stepped(market: LiveMarket, months: int) -> LiveMarket:
    for _ in range(months):
        market.step()
    assert not market.trouble
    return market


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"set": {"limit_cap_income_share": 0.1}}, "From month 4: "),
        ({"set": {"guidance": 0.9}}, "From month 4: "),  # every lender looks at it
        ({"lender": "second-platform", "set": {"outside_approval": 0.0}}, "From month 4, at second-platform alone: "),
    ],
)
def test_a_fired_event_acts_as_if_the_scenario_had_held_it(change: dict[str, Any], says: str) -> None:
    market = stepped(LiveMarket("baseline", borrowers="300", seed="3", months="8"), 3)
    assert market.fire(**change).startswith(says)
    stepped(market, 5)
    assert market.pair is not None and not market.running

    baseline = load_scenario("baseline")
    changed = replace(baseline, events=(Event(month=4, **change),))
    for story, shown in ((changed, market.pair.own), (baseline, market.pair.twin)):
        plain = CreditMarket(story, open_book("synthetic"), borrowers=300, months=8, seed=3)
        for _ in range(8):
            plain.step()
        assert plain.results().months.equals(shown.months, null_equal=True)
        assert plain.results().lenders.equals(shown.lenders, null_equal=True)
    assert not market.pair.own.months.equals(market.pair.twin.months)
    assert market.pair.twin.manifest["events"] == []


def test_the_twin_knows_no_event_of_the_scenario() -> None:
    market = stepped(LiveMarket("rate-cap", borrowers=50, months=2), 1)
    assert market.pair is not None
    assert [len(each.manifest["events"]) > 0 for each in (market.pair.own, market.pair.twin)] == [True, False]


@pytest.mark.parametrize("event", EVENTS, ids=[event.label.put("en") for event in EVENTS])
def test_every_button_fires(event: Button) -> None:
    market = LiveMarket(borrowers=20, months=4)
    assert market.fire(**event.change).endswith(".")


def test_the_recovery_leads_back_to_where_the_recession_began() -> None:
    changes = {event.label.put("en"): event.change["set"] for event in EVENTS}
    assert changes["Recovery"] == {name: declared()[name].default for name in changes["Recession"]}


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"borrowers": "many"}, "borrowers: 'many' is no number; give a whole number from 1 to 200,000"),
        ({"borrowers": "200,001"}, "borrowers: 200001 is not allowed"),
        ({"months": "601"}, "months: 601 is not allowed"),
        ({"seed": "-1"}, "seed: -1 is not allowed"),
        ({"story": "rate-cup"}, "did you mean 'rate-cap'"),
    ],
)
def test_a_wrong_choice_is_trouble_and_no_exception(choice: dict[str, str], message: str) -> None:
    market = LiveMarket(**choice)
    assert message in market.trouble
    market.step()
    assert message in market.trouble and not market.running
    with pytest.raises(InputError, match="the run is over"):
        market.fire(set={"guidance": 1.0})


def test_a_market_that_fails_keeps_what_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    market = stepped(LiveMarket(borrowers=20, months=4), 2)

    def fail(self: CreditMarket, *_: object) -> None:
        raise ArithmeticError("the books do not balance")

    monkeypatch.setattr(CreditMarket, "_set_the_scene", fail)
    market.step()
    assert "ArithmeticError: the books do not balance" in market.trouble
    assert market.pair is not None and market.pair.month == 2 and not market.running


def test_an_impossible_event_is_refused_and_changes_nothing() -> None:
    market = LiveMarket(borrowers=20, months=4)
    with pytest.raises(InputError, match="guidance"):
        market.fire(add={"guidance": 5.0})
    assert market.value("guidance") == 0.0
    assert not market.trouble


def test_a_borrower_followed_late_has_the_same_months_as_one_followed_from_the_start() -> None:
    market = stepped(LiveMarket("severe-recession", borrowers=200, seed=3, months=9), 4)
    market.follow(17)
    market.fire(set={"guidance": 0.9})
    stepped(market, 4)
    lives = market.follow(17)
    assert lives.own["month"].to_list() == list(range(9)) and set(lives.own["borrower"]) == {17}
    assert market.follow(18).own["month"].to_list() == list(range(9))
    assert market.follow(17).own.equals(lives.own, null_equal=True)
    assert market.follow(17).twin.equals(lives.twin, null_equal=True)
    with pytest.raises(InputError, match=r"borrower: 200 is not allowed; give a whole number from 0 to 199"):
        market.follow(200)


def test_a_followed_borrower_is_the_one_in_the_market() -> None:
    market = stepped(LiveMarket("severe-recession", borrowers=200, seed=3, months=9), 5)
    trust = market.look(lambda own, _: own.borrowers[42].trust)
    assert market.follow(42).own["trust"].to_list()[-1] == trust


def test_a_market_whose_page_was_left_waits_for_it_and_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    page = SimpleNamespace(id="kernel", page_status={"page": PageStatus.DISCONNECTED}, closed_event=Signal())
    monkeypatch.setattr(attended, "get_current_context", lambda: page)
    market = AttendedMarket(borrowers=20, months=3)
    player = Thread(target=market.step)
    player.start()
    player.join(0.5)
    assert player.is_alive() and market.pair is not None and market.pair.month == 0
    page.page_status["page"] = PageStatus.CONNECTED
    player.join(PATIENCE)
    assert market.pair.month == 1
    page.page_status["page"] = PageStatus.CLOSED
    page.closed_event.set()
    market.step()
    assert market.pair.month == 1 and not market.running


def test_worlds_beside_a_market_are_those_of_the_ensemble_with_its_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "MEMBERS", 3)
    market = stepped(LiveMarket("baseline", borrowers=100, seed=3, months=6), 2)
    market.live_worlds(True)
    market.fire(set={"guidance": 0.9})
    stepped(market, 2)
    assert market.pair is not None and len(market.pair.worlds) == 3
    changed = replace(load_scenario("baseline"), events=(Event(month=3, set={"guidance": 0.9}),))
    ensemble = load_ensemble("prime").spread(3)
    for member, shown in enumerate(market.pair.worlds):
        story = scenario_at(changed, ensemble.factors, ensemble.points[member])
        plain = CreditMarket(story, open_book("synthetic"), borrowers=100, months=6, seed=3 + member)
        for _ in range(4):
            plain.step()
        assert plain.results().months.equals(shown, null_equal=True)
    market.live_worlds(False)
    assert market.pair is not None and not market.pair.worlds


def test_sums_of_worlds_are_those_among_as_many_borrowers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "MEMBERS", 2)
    monkeypatch.setattr(worlds, "MOST_IN_A_WORLD", 50)
    market = stepped(LiveMarket("baseline", borrowers=100, seed=3, months=6), 1)
    market.live_worlds(True)
    assert market.pair is not None
    of_fifty = market.look(lambda _own, _twin: market._worlds).markets[0].results().months  # type: ignore[union-attr]
    shown = market.pair.worlds[0]
    assert shown["balance"][0] == 2 * of_fifty["balance"][0] and shown["trust_mean"][0] == of_fifty["trust_mean"][0]


def test_only_platforms_of_a_kind_that_was_calibrated_have_worlds() -> None:
    assert LiveMarket("regulatory-squeeze", borrowers=20, months=2).has_worlds
    other = LiveMarket("near-prime", borrowers=20, months=2)
    other.live_worlds(True)
    assert not other.has_worlds and other.pair is not None and not other.pair.worlds
