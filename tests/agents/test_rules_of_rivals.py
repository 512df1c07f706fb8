"""The other lenders: their stance, accounts and knobs; what they ask by risk, whom a cap shuts out, the blacklist."""

import math
from typing import Any

import pytest

from tests.helpers.lenders import among
from tests.helpers.markets import KEYS, SLUMP, borrower, flows, live, market_of, parameters, policy, story
from tightrope.agents.approving import borrow_outside
from tightrope.agents.blacklisting import blacklist
from tightrope.agents.choosing import lend_in_instalments
from tightrope.agents.elsewhere import settle_outside
from tightrope.agents.lines import bills
from tightrope.agents.pricing import premium_asked, rate_elsewhere, served_under_cap
from tightrope.agents.rivals import OtherLender, all_accounts
from tightrope.agents.scoring import debt_to_income
from tightrope.model.engine.market import CreditMarket

WEIGHTS = {
    "outside_loss_appetite": 0.02, "outside_loss_weight": 0.1, "outside_macro_weight": 5.0, "unemployment_normal": 0.05,
    "outside_guidance_weight": 0.5, "guidance": 0.2, "outside_funding_weight": 3.0, "outside_tighten_speed": 0.5,
    "outside_relax_speed": 0.1,
}  # fmt: skip
BY_RISK = {"outside_record_premium": 0.04, "outside_lender_premium": 0.01, "rate_cap_apr": 0.36}
PREMIUMS = {"outside_premium_record": 0.04, "outside_premium_lender": 0.01}
"""The same, as the month's policy has them."""


def market(**values: float) -> CreditMarket:
    """A market in which one other lender stands for all."""
    return market_of(among(values, lenders=()), borrowers=50)


# stance


def test_other_lenders_tighten_by_losses_economy_guidance_and_funding() -> None:
    lived = market(**WEIGHTS)
    rivals, p = lived.rivals[0], lived.timeline[0]
    rivals.losses, rivals.opening_funding = 0.05, float(p["funding_cost_apr"]) - 0.02
    rivals.take_stance(p, 0.09)
    causes = [0.1 * 1.5, 5 * 0.04, 0.5 * 0.2, 3 * 0.02]
    assert rivals.parts == pytest.approx([cause / 2 for cause in causes]), "half of the gap is closed"
    assert rivals.stance == pytest.approx(0.255)


def test_they_tighten_faster_than_they_relax_and_no_further_than_wholly() -> None:
    lived = market(**{**WEIGHTS, "guidance": 0.0, "outside_macro_weight": 100.0})
    rivals, p = lived.rivals[0], lived.timeline[0]
    rivals.take_stance(p, 0.30)
    assert rivals.stance == pytest.approx(0.5), "a target of 25 is a target of 1"
    rivals.take_stance(p, 0.05)
    assert rivals.stance == pytest.approx(0.45)


@pytest.mark.parametrize("cap", [0.36, 0.2])
def test_their_knobs_follow_the_stance_under_the_cap(cap: float) -> None:
    lived = market(
        rate_cap_apr=cap, outside_apr=0.24, short_apr=0.3, outside_approval=0.7, renewal=0.8,
        outside_ceiling_months=4.0, outside_ceiling_depth=0.5,
    )  # fmt: skip
    rivals, q = lived.rivals[0], lived.lender.policy[0]
    rivals.parts[:] = [0.1, 0.2, 0.0, 0.1]
    rivals.set_knobs(lived.timeline[0])
    assert (q["outside_apr"][0], q["short_apr"]) == (min(0.24, cap), min(0.3, cap))
    assert q["outside_approval"][0] == pytest.approx(0.7 * 0.6)
    assert q["renewal"] == pytest.approx(0.8 * 0.6)
    assert q["outside_ceiling"][0] == pytest.approx(4.0 * 0.8)


def test_their_books_hold_interest_funding_and_losses() -> None:
    lived = market(funding_cost_apr=0.06, outside_memory_months=4.0)
    rivals = lived.rivals[0]
    rivals.open_books(1_000.0)
    month = {"interest": 2_500, "late": 12_000, "written_off": 8_000, "held": 112_000}
    rivals.losses = 0.0
    rivals.close_books(lived.timeline[0], month)
    assert rivals.profit == pytest.approx(25 - 1_000 * 0.06 / 12 - 80)
    assert rivals.losses == pytest.approx((120 + 80) / (1_120 + 80) / 4)
    assert rivals.held == 1_120
    assert all_accounts([rivals]) == {"outside_stance": 0.0, "outside_profit": rivals.profit}
    rivals.close_books(lived.timeline[0], dict.fromkeys(month, 0))
    assert rivals.losses == pytest.approx(200 / 1_200 / 4 * 0.75), "where nothing is owed, nothing is lost"


def test_each_of_them_is_an_agent_of_the_market() -> None:
    (alone,) = market().rivals
    assert alone.name == "all"
    lived = market_of(story(), borrowers=50)
    assert [rival.name for rival in lived.rivals] == ["fringe", "bank", "consumer-finance", "second-platform"]
    assert all(isinstance(rival, OtherLender) and rival in lived.agents for rival in lived.rivals)


@pytest.mark.parametrize("weight", ["outside_macro_weight", "outside_loss_weight"])
def test_a_slump_makes_them_tighter_and_borrowers_default_more(weight: str) -> None:
    still = {"outside_macro_weight": 0.0, "outside_loss_weight": 0.0, "outside_funding_weight": 0.0}
    strong = {"outside_macro_weight": 10.0, "outside_loss_weight": 0.5}[weight]

    def seen(values: dict[str, float]) -> tuple[float, float, float]:
        months = live(story(values, *SLUMP), borrowers=3000, months=18).results().months
        return tuple(  # type: ignore[return-value]
            float(months[name].sum()) for name in ("outside_stance", "outside_debt_mean", "new_defaults")
        )

    off, on = seen(still), seen({**still, weight: strong})
    assert off[0] == 0 and on[0] > 1
    assert on[1] < off[1] and on[2] > off[2]


# rates by risk


def test_the_rate_asked_rises_with_late_months_and_lenders_seen() -> None:
    p, q = parameters(**BY_RISK), policy(outside_apr=0.24, **PREMIUMS)
    b = borrower(bureau_record=0.5, multi_seen=3.0)
    assert premium_asked(b, q, 0) == pytest.approx(0.05)
    for premium, rate in ((0.0, 0.24), (0.0625, 0.3025), (0.5, 0.36)):
        assert rate_elsewhere(borrower(outside_premium=premium), p, q) == pytest.approx(rate)


@pytest.mark.parametrize(("cap", "lends"), [(0.36, True), (0.29, True), (0.27, False)])
def test_a_cap_shuts_out_whom_it_does_not_let_them_price(cap: float, lends: bool) -> None:
    p = parameters(**{**BY_RISK, "rate_cap_apr": cap})
    q = policy(outside_approval=1.0, outside_breakeven=0.2, outside_record=0.0, **PREMIUMS)
    risky, safe = borrower(bureau_record=1.0, multi_seen=4.0), borrower()
    assert served_under_cap(risky, p, q, 0) is lends and served_under_cap(safe, p, q, 0)
    assert (borrow_outside(risky, flows(), p, q, 1_000, KEYS, 1) > 0) is lends
    assert borrow_outside(safe, flows(), p, q, 1_000, KEYS, 1) == 1_000


def test_debt_in_instalments_bears_the_mean_of_what_was_asked() -> None:
    q = policy(**PREMIUMS)
    b = borrower(outside_debt=500_000, outside_short=200_000, outside_premium=0.02, multi_seen=8.0)
    f = flows(outside_short=100_000)  # of 500,000, a part is of a month, and has a rate of its own
    lend_in_instalments(b, f, q, 200_000, 0)
    assert b["outside_premium"] == pytest.approx((200_000 * 0.02 + 200_000 * 0.08) / 400_000)
    assert (b["cash"], b["outside_debt"], f["outside_draws"]) == (200_000, 700_000, 200_000)
    before = dict(zip(("premium", "debt"), (float(b["outside_premium"]), int(b["outside_debt"])), strict=True))
    lend_in_instalments(b, f, q, 0, 0)
    assert (float(b["outside_premium"]), int(b["outside_debt"])) == (before["premium"], before["debt"])


def test_a_dear_loan_is_dear_in_its_bill_its_interest_and_its_dues() -> None:
    p, q = parameters(**BY_RISK, outside_principal_monthly=0.1), policy(outside_apr=0.24)
    b, f = borrower(outside_debt=1_000_000, outside_seen=1_000_000, outside_premium=0.0625), flows()
    bills(b, f, p, q)
    assert f["due_outside"] == round(1_000_000 * (0.1 + 0.3025 / 12))
    assert debt_to_income(b, p, q) == pytest.approx(f["due_outside"] / 600_000)
    f = flows()
    settle_outside(b, f, p, q, KEYS, 1)
    assert f["outside_interest"] == round(1_000_000 * 0.3025 / 12)


def test_what_was_written_off_is_dear_no_longer() -> None:
    p = parameters(outside_writeoff_months=6)
    b = borrower(outside_debt=500_000, outside_overdue=400_000, late_outside=5, outside_premium=0.0625)
    f = flows(due_outside=460_000)
    settle_outside(b, f, p, policy(), KEYS, 1)
    assert f["outside_writeoff"] > 0 and b["outside_premium"] == 0


# the blacklist


@pytest.mark.parametrize(
    ("state", "reported", "left"),
    [
        ({"late_outside": 3}, 0.0, 12),
        ({"late_outside": 2}, 0.0, 0),
        ({"late_cashloan": 3}, 1.0, 12),
        ({"late_paylater": 4}, 1.0, 12),
        ({"late_cashloan": 3}, 0.0, 0),  # not reported
        ({"late_cashloan": 2}, 1.0, 0),
        ({"blacklisted": 5, "late_outside": 3}, 0.0, 12),
        ({"blacklisted": 5}, 1.0, 4),
        ({"blacklisted": 1}, 0.0, 0),
        ({"blacklisted": 100}, 0.0, 12),  # an older list was longer
    ],
    ids=str,
)
def test_a_default_anywhere_is_told_and_forgotten_in_time(state: dict[str, float], reported: float, left: int) -> None:
    b = borrower(**state)
    blacklist(b, parameters(blacklist_months=12), reported)
    assert b["blacklisted"] == left
    blacklist(b, parameters(blacklist_months=0), reported)
    assert b["blacklisted"] == 0


def test_nobody_lends_to_the_blacklisted() -> None:
    p, q = parameters(), policy(outside_approval=1.0, outside_record=0.0)
    assert borrow_outside(borrower(), flows(), p, q, 1_000, KEYS, 1) == 1_000
    f = flows()
    assert borrow_outside(borrower(blacklisted=1), f, p, q, 1_000, KEYS, 1) == 0 and f["applied_outside"] == 1


@pytest.mark.parametrize(("lenders", "number"), [((), 0), (story().lenders, 2)])
def test_who_has_the_usual_numbers_asks_as_much_as_such_lenders_do(lenders: Any, number: int) -> None:
    """One who stands for all, and the consumer-finance company of the baseline."""
    people = live(among({}, lenders=lenders), borrowers=6000, months=36).people
    owing = (people["lender_elsewhere"] == number) & (people["outside_debt"] > people["outside_short"])
    premiums = people["outside_premium"][owing]
    assert premiums.min() >= 0 and premiums.std() > 0
    weights = people["outside_debt"][owing].astype(float)
    mean = 0.24 + float((premiums * weights).sum() / weights.sum())
    assert math.isclose(mean, 0.27, abs_tol=0.01)
