"""Other lenders one by one: books that add up, one that is all, and events that move a single one."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from polars.testing import assert_frame_equal

from tests.helpers.lenders import BANK, RIVAL, among, lender
from tests.helpers.markets import SLUMP, live, market_of
from tests.helpers.ranges import strays
from tightrope.model.measures.lenders import LENDER_COUNTS
from tightrope.scenarios.files.events import Event

BUSY = {"outside_share": 0.7, "outside_wish_monthly": 0.4, "leave_monthly": 0.02, "outside_writeoff_months": 3.0}
FLOWS = {
    "lent": "outside_draws", "paid": "outside_paid", "interest": "outside_interest", "written_off": "outside_writeoff",
    "held": "outside_held", "late": "outside_late",
}  # fmt: skip


@pytest.mark.parametrize("lenders", [(), (BANK, RIVAL), tuple(lender(f"lender-{k}", float(k)) for k in range(1, 7))])
def test_the_books_of_all_add_up_to_the_market_s_to_the_fen(lenders: Any) -> None:
    market = market_of(among(BUSY, *SLUMP, lenders=lenders), borrowers=1_500, months=10, check=True)
    for _ in range(market.months):
        market.step()
        total, own = market.count.add_up(), market.count.lenders.sum(axis=0)
        people, flows = market.people, market.flows
        assert (flows["fringe_paid"] <= flows["outside_paid"]).all() and flows["fringe_paid"].min() >= 0
        instalments = people["outside_debt"].astype(np.int64) - people["outside_fringe"]
        assert instalments.min() >= 0
        if lenders:
            assert not instalments[people["lender_elsewhere"] == 0].any(), "every instalment is owed to somebody"
        if lenders:
            sums = dict(zip(LENDER_COUNTS, own.sum(axis=0).tolist(), strict=True))
            assert {name: sums[name] for name in FLOWS} == {name: int(total[of]) for name, of in FLOWS.items()}
            assert sums["refinanced_in"] == sums["refinanced_out"] > 0
            assert not own[len(lenders) + 1 :].any(), "nobody owes a lender whom there is not"
    results = market.results()
    months, frame = results.months, results.lenders
    assert not strays("lenders", frame)
    assert frame.height == 10 * (len(lenders) + 1 if lenders else 1)
    together = frame.group_by("month", maintain_order=True).agg(pl.sum("interest", "profit"))
    assert together["interest"].to_list() == pytest.approx(months["outside_interest"].to_list())
    assert together["profit"].to_list() == pytest.approx(months["outside_profit"].to_list())
    firsts = frame.group_by("month", maintain_order=True).agg(pl.sum("applications", "approvals"))
    assert (firsts["approvals"] <= firsts["applications"]).all()


def test_an_account_changes_only_by_what_it_tells_where_nobody_comes_or_goes() -> None:
    still = {**BUSY, "leave_monthly": 0.0, "arrive_monthly": 0.0, "recovery_months": 24}
    frame = live(among(still), borrowers=800, months=8).results().lenders
    assert (frame["came"] == 0).all() and frame["refinanced_in"].sum() > 0


def test_one_lender_who_says_nothing_is_all_of_them_to_the_bit() -> None:
    alone, none = (
        live(among(BUSY, *SLUMP, lenders=lenders), borrowers=600, months=8) for lenders in ((lender("some"),), ())
    )
    assert alone.people.tobytes() == none.people.tobytes()
    assert_frame_equal(alone.results().months, none.results().months, check_exact=True)
    assert alone.results().lenders["lender"].unique().to_list() == ["some"]


def test_one_lender_with_numbers_of_its_own_is_as_if_all_had_them() -> None:
    own = {"outside_apr": 0.2, "outside_approval": 0.4, "outside_record_weight": 2.0, "outside_macro_weight": 20.0}
    alone = live(among(BUSY, *SLUMP, lenders=(lender("some", **own),)), borrowers=600, months=8)
    all_of_them = live(among({**BUSY, **own}, *SLUMP, lenders=()), borrowers=600, months=8)
    assert alone.people.tobytes() == all_of_them.people.tobytes()


def test_threads_decide_nothing() -> None:
    one, two = (live(among(BUSY, *SLUMP), borrowers=9_000, months=3, threads=threads) for threads in (1, 2))
    assert one.people.tobytes() == two.people.tobytes()
    assert_frame_equal(one.results().lenders, two.results().lenders, check_exact=True)


def test_an_event_of_one_lender_moves_it_alone_and_its_customers_go_to_the_other() -> None:
    tight = Event(month=3, lender="rival", set={"outside_approval": 0.05})
    before, after = (
        live(among(BUSY, *events), borrowers=3_000, months=12).results().lenders for events in ((), (tight,))
    )

    def of(frame: pl.DataFrame, name: str, column: str) -> NDArray[np.float64]:
        return frame.filter(lender=name)[column].to_numpy()

    assert (of(after, "rival", "approval")[2:] < 0.06).all()
    assert of(after, "bank", "approval") == pytest.approx(of(before, "bank", "approval"), abs=0.05)
    assert of(after, "rival", "held")[-1] < 0.6 * of(before, "rival", "held")[-1]
    assert of(after, "bank", "held")[-1] > 1.1 * of(before, "bank", "held")[-1]


@pytest.mark.parametrize("change", [{"times": {"outside_approval": 0.5}}, {"set": {"outside_approval": 0.35}}])
def test_an_event_of_all_moves_each_from_its_own_number(change: dict[str, dict[str, float]]) -> None:
    half = Event.model_validate({"month": 2, **change})
    calm = {"outside_macro_weight": 0.0, "outside_loss_weight": 0.0, "outside_funding_weight": 0.0}
    frame = live(among(calm, half), borrowers=200, months=2).results().lenders
    assert frame.filter(month=2)["approval"].to_list() == pytest.approx([0.35, 0.2, 0.4])


def test_a_freeze_here_shows_as_applications_there() -> None:
    asks = {"purchase_elsewhere": 1.0, "give_up_monthly": 0.0}
    shut = Event(month=4, set={"limit_cap_yuan": 3_000})
    open_, closed = (live(among(asks, *events), borrowers=3_000, months=9).results() for events in ((), (shut,)))
    asked = [float(each.lenders.filter(pl.col("month") > 4)["applications"].sum()) for each in (open_, closed)]
    assert asked[1] > asked[0]
