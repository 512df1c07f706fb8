"""The same numbers, bit for bit, for any number of threads and lanes, for every run, checked, watched or not."""

from typing import Any

import numpy as np
import pytest
from polars.testing import assert_frame_equal

from tests.helpers.markets import SQUEEZE, live, story
from tests.helpers.witnesses import WAYS, lived_by
from tightrope.model.engine.counts import CHUNK
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.run_results import STORED, Results

BORROWERS = 2 * CHUNK + 1500
"""Three chunks, the last not full."""
MONTHS = 10


def lived(**more: Any) -> CreditMarket:
    return live(story({"leave_monthly": 0.02}, *SQUEEZE), borrowers=BORROWERS, months=MONTHS, **more)


def frames(results: Results) -> list[Any]:
    return [getattr(results, name) for name in STORED]


@pytest.fixture(scope="module")
def alone() -> CreditMarket:
    """The market of one thread."""
    return lived()


@pytest.mark.parametrize(
    "more",
    [{}, {"threads": 2}, {"threads": 3}, {"check": True}, {"panel": True}, {"threads": 2, "check": True}],
    ids=str,
)
@pytest.mark.parametrize("lanes", WAYS)
def test_every_number_is_the_same(alone: CreditMarket, lanes: int, more: dict[str, Any]) -> None:
    with lived_by(lanes):
        other = lived(**more)
    for one, two in zip(frames(alone.results()), frames(other.results()), strict=True):
        assert_frame_equal(one, two, check_exact=True)
    assert alone.people.tobytes() == other.people.tobytes()


def test_other_seeds_are_other_markets(alone: CreditMarket) -> None:
    other = lived(seed=2)
    assert not np.array_equal(alone.people["cash"], other.people["cash"])


def test_the_panel_is_what_happened(alone: CreditMarket) -> None:
    """What the panel says of each borrower adds up to what the months say of all."""
    market = lived(panel=True)
    panel, row = market.panel_frame(), alone.results().months.row(-1, named=True)
    assert panel.height == BORROWERS
    assert panel["month"].unique().to_list() == [MONTHS]
    assert panel["draws"].sum() == pytest.approx(row["draws_cashloan"])
    assert panel["charges"].sum() == pytest.approx(row["charges_paylater"])
    assert (panel["interest_paylater"] + panel["interest_cashloan"]).sum() == pytest.approx(row["interest"])
    there = panel.filter(panel["status"] == "active")
    assert there.height == row["borrowers_active"]
    assert there["trust"].mean() == pytest.approx(row["trust_mean"])
    assert (there["balance_paylater"] + there["balance_cashloan"]).sum() == pytest.approx(row["balance"])


def test_columns_of_the_panel_are_what_the_whole_panel_says(alone: CreditMarket) -> None:
    market, names = lived(panel=True), ("month", "borrower", "trust", "freeze_reason", "draws")
    whole = market.panel_frame()
    assert_frame_equal(market.panel_frame(names), whole.select(names))
    assert_frame_equal(market.panel_frame(names, slice(30, 50)), whole.select(names)[30:50])
    assert_frame_equal(alone.panel_frame(names[:-1]), whole.select(names[:-1]))


def test_a_market_without_a_panel_says_so(alone: CreditMarket) -> None:
    with pytest.raises(RuntimeError, match="panel=True"):
        alone.panel_frame()
