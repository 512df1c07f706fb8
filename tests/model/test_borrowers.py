"""Borrowers as agents: single ones, sets, conversion; and the market as a Mesa model."""

import copy
import pickle
from typing import Any

import mesa
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.helpers.markets import SQUEEZE, live, market_of, story
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason, Segment, Status
from tightrope.agents.lender import Lender
from tightrope.agents.rivals import OtherLender
from tightrope.model.engine.borrowers import Borrowers
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.columns import schema
from tightrope.scenarios.engine.records import fields_of

LABELS = {"status": Status.labels(), "segment": Segment.labels(), "freeze_reason": FreezeReason.labels()}
IN_FEN = [field.name for field in fields_of(Borrower) if field.unit.startswith("fen")]


@pytest.fixture(scope="module")
def market() -> CreditMarket:
    """A market after some months of guidance; tests read it only."""
    return live(story({"leave_monthly": 0.05}, *SQUEEZE), borrowers=800, months=8)


# one borrower


@pytest.mark.parametrize("field", fields_of(Borrower), ids=lambda field: field.name)
def test_a_borrower_shows_every_field(market: CreditMarket, field: Any) -> None:
    shown, held = getattr(market.borrowers[17], field.name), market.people[field.name][17]
    if field.name in LABELS:
        assert shown == LABELS[field.name][held]
    elif field.name in IN_FEN:
        assert shown == held / 100
    else:
        assert shown == held
        assert type(shown) is (float if issubclass(field.kind, np.floating) else int)


def test_a_borrower_introduces_itself(market: CreditMarket) -> None:
    someone = market.borrowers[17]
    assert someone.unique_id == 17
    assert repr(someone) == f"<Borrower 17: {someone.segment}, {someone.status}, trust {someone.trust:.2f}>"
    assert set(dir(someone)) == {"unique_id"} | {field.name for field in fields_of(Borrower)}


def test_a_misspelt_field_is_refused_with_the_nearest_name(market: CreditMarket) -> None:
    with pytest.raises(AttributeError, match=r"no 'trsut', did you mean 'trust'\?"):
        market.borrowers[3].trsut  # noqa: B018
    with pytest.raises(AttributeError, match=r"no 'limit_payalter', did you mean 'limit_paylater'\?"):
        market.borrowers.get("limit_payalter")
    with pytest.raises(AttributeError, match=r"no 'zzz'$"):
        market.borrowers.zzz  # noqa: B018
    assert not hasattr(market.borrowers, "_nothing")


@pytest.mark.parametrize("name", ["trust", "anything"])
def test_a_borrower_is_read_only(market: CreditMarket, name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(market.borrowers[3], name, 0.5)


def test_views_show_the_present_state() -> None:
    market = market_of(story(), borrowers=300)
    everybody, first = market.borrowers, market.borrowers[0]
    cash = first.cash
    market.step()
    assert first.cash == market.people["cash"][0] / 100 != cash
    assert everybody.income[0] == market.people["income"][0] / 100


def test_what_was_read_of_all_stays_what_it_was() -> None:
    market = market_of(story(), borrowers=300)
    trust, cash = market.borrowers.get("trust"), market.borrowers.get("cash")
    then = trust.copy(), cash.copy()
    market.step()
    assert np.array_equal(cash, then[1])
    assert np.array_equal(trust, then[0])


@pytest.mark.parametrize("name", ["trust", "anything"])
def test_a_set_is_read_only(market: CreditMarket, name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(Borrowers(market.people), name, 0.5)


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda view: pickle.loads(pickle.dumps(view))])
def test_a_view_can_be_copied(market: CreditMarket, way: Any) -> None:
    assert way(market.borrowers[3]).trust == market.borrowers[3].trust


# sets of borrowers


def test_all_borrowers_are_there_in_order(market: CreditMarket) -> None:
    everybody = market.borrowers
    assert len(everybody) == 800
    assert [b.unique_id for b in everybody] == everybody.ids.tolist() == list(range(800))
    assert everybody[-1].unique_id == everybody[799].unique_id == 799
    for beyond in (800, -801):
        with pytest.raises(IndexError, match=f"borrower {beyond}: the set holds 800"):
            everybody[beyond]


def test_selecting_reads_like_a_condition_on_one(market: CreditMarket) -> None:
    sad = market.borrowers.select(lambda b: (b.trust < 0.5) & (b.freeze_reason > 0))
    by_hand = [b.unique_id for b in market.borrowers if b.trust < 0.5 and b.freeze_reason != "none"]
    assert 0 < len(sad) < 800
    assert sad.ids.tolist() == by_hand == [b.unique_id for b in sad]
    assert sad[0].unique_id == by_hand[0]
    assert sad.get("trust").tolist() == [b.trust for b in sad]
    assert (sad.cash == market.people["cash"][sad.ids] / 100).all()


def test_selections_can_be_selected_from(market: CreditMarket) -> None:
    active = market.borrowers.select(lambda b: b.status == Status.ACTIVE)
    gig = active.select(lambda b: b.segment == Segment.GIG)
    assert 0 < len(gig) < len(active) < 800
    assert set(gig.ids) <= set(active.ids)
    assert {(b.segment, b.status) for b in gig} == {("gig", "active")}
    assert active.select(at_most=5).ids.tolist() == active.ids[:5].tolist()
    assert len(active.select(lambda b: b.trust > 2)) == 0
    assert len(market.borrowers.select()) == 800


def test_selecting_copies_no_records(market: CreditMarket) -> None:
    some = market.borrowers.select(lambda b: b.trust < 0.9)
    assert some._people is market.people


@pytest.mark.parametrize("at_most", [None, 7, 0])
def test_a_set_becomes_a_frame(market: CreditMarket, at_most: int | None) -> None:
    some = market.borrowers.select(lambda b: b.employed == 1, at_most=at_most)
    frame = some.to_polars()
    assert frame.schema == schema("borrowers")
    assert frame["borrower"].to_list() == some.ids.tolist()
    assert frame["cash"].to_list() == (market.people["cash"][some.ids] / 100).tolist()
    assert frame["segment"].to_list() == [b.segment for b in some]


def test_the_frame_of_all_is_that_of_the_results(market: CreditMarket) -> None:
    frame = market.borrowers.to_polars()
    assert_frame_equal(frame, market.results().borrowers)
    assert set(frame["status"].unique()) <= set(Status.labels())
    assert frame.select(pl.col(IN_FEN).is_finite().all()).row(0) == (True,) * len(IN_FEN)


def test_slices_are_the_frame(market: CreditMarket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.model.engine.laying_out.SLICE_ROWS", 300)
    some = market.borrowers.select(lambda b: b.employed == 1)
    for each in (market.borrowers, some, some.select(at_most=0)):
        parts = list(each.in_slices())
        assert all(part.height == 300 for part in parts[:-1])
        assert_frame_equal(pl.concat(parts), each.to_polars())


def test_results_stay_as_they_were_when_the_market_goes_on() -> None:
    market = market_of(story(), borrowers=200, months=2)
    market.step()
    early, then = market.results(), market.people["trust"].copy()
    market.step()
    assert early.borrowers["trust"].to_list() == then.tolist()
    assert market.results().borrowers["trust"].to_list() == market.people["trust"].tolist() != then.tolist()


# the market and Mesa


def test_the_market_is_a_mesa_model_and_all_lenders_are_its_agents(market: CreditMarket) -> None:
    assert isinstance(market, mesa.Model)
    assert list(market.agents) == [market.lender, *market.rivals]
    assert all(isinstance(agent, mesa.Agent) and agent.model is market for agent in market.agents)
    assert market.agents_by_type[Lender].to_list() == [market.lender]
    assert market.agents_by_type[OtherLender].to_list() == market.rivals


def test_mesa_s_clock_and_the_months_agree() -> None:
    market = market_of(story(), borrowers=200, months=12)
    assert (market.month, market.time) == (0, 0)
    market.step()
    assert (market.month, market.time) == (1, 1)
    market.run_for(5)
    assert (market.month, market.time) == (6, 6)
    assert market.results().months["month"].to_list() == [1, 2, 3, 4, 5, 6]


def test_stepping_by_mesa_is_stepping() -> None:
    by_hand, by_mesa = (market_of(story(), borrowers=200, months=12) for _ in range(2))
    for _ in range(4):
        by_hand.step()
    by_mesa.run_for(4)
    assert by_hand.people.tobytes() == by_mesa.people.tobytes()


def test_a_market_knows_its_scenario_book_and_network(market: CreditMarket) -> None:
    assert market.story.name == "baseline"
    assert market.book.name == "synthetic"
    assert market.network.borrowers == 800
