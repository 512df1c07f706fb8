"""The platform's money: rationing under a cap, whose loans they are, capital raised and paid out (D2, E9)."""

import numpy as np
import pytest

from tests.helpers.markets import market_of, months_of, record, story
from tightrope.agents.treasury import Treasury, rules_in_force, wanted_share
from tightrope.model.measures.tally import TALLY_DTYPE
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.parameters.table import Numbers

ALONE = {"raise_capital_monthly": 0.0, "partner_shift": 0.0}
"""Nothing but rationing brings leverage under the cap."""
CAP = Event(month=7, set={"leverage_cap": 3.0})


def numbers(**values: float) -> Numbers:
    p: Numbers = market_of(story(values), borrowers=20, months=1).timeline[0]
    return p


def treasury(p: Numbers, capital: float, demand: float = 200.0, returns: float = 100.0) -> Treasury:
    money = Treasury(p)
    money.capital, money.demand, money.returns = capital, demand, returns
    return money


def month_of(lent: int, balance: int) -> np.void:
    """Return a month's sums of whole yuan."""
    month: np.void = record(TALLY_DTYPE, draws=100 * lent, balance_cashloan=100 * balance)
    return month


@pytest.mark.parametrize(
    ("capital", "open_share"),
    [
        (45.0, 0.5),  # carries the balance of 300: what came back, 100, is lent again
        (90.0, 1.0),  # carries 600: a twelfth of the gap, and what came back, are 125 of 200: but demand is met
        (60.0, 0.5 + 100 / 12 / 200),
        (36.0, 0.5 - 60 / 12 / 200),  # carries 240: lending falls a little below what comes back
        (0.0, 0.5 - 300 / 12 / 200),
        (-50.0, 0.5 - 300 / 12 / 200),
    ],
)
def test_a_cap_on_leverage_leaves_what_comes_back_and_a_part_of_the_gap(capital: float, open_share: float) -> None:
    """At 2 x and an own share of .3; 200 are asked for each month, 100 come back."""
    p = numbers(own_share=0.3, leverage_cap=2.0, leverage_months=12.0, **ALONE)
    money = treasury(p, capital)
    lent = money.ration(p, month_of(200, 300), balance_before=200.0, open_share=1.0)
    assert (money.demand, money.returns) == pytest.approx((200.0, 100.0))
    assert lent == pytest.approx(min(open_share, 0.625))


def test_lending_stops_where_the_gap_leaves_nothing() -> None:
    p = numbers(own_share=0.3, leverage_cap=2.0, leverage_months=1.0, **ALONE)
    assert treasury(p, 0.0).ration(p, month_of(200, 300), 200.0, 1.0) == 0.0


def test_no_cap_binds_without_own_loans() -> None:
    p = numbers(own_share=0.0, leverage_cap=0.1, funding_share=0.8)
    assert treasury(p, 0.0).ration(p, month_of(200, 300), 200.0, 1.0) == pytest.approx(0.8)


@pytest.mark.parametrize(("share", "demand"), [(0.1, 200.0), (0.25, 260.0)])
def test_demand_is_learnt_in_months_that_were_not_all_but_closed(share: float, demand: float) -> None:
    """Of 400 asked for (100 lent at a quarter) three tenths of the news are believed; and of what came back, 100."""
    p = numbers(demand_speed=0.3)
    money = treasury(p, 1000.0, returns=0.0)
    money.ration(p, month_of(100, 300), balance_before=300.0, open_share=share)
    assert money.demand == pytest.approx(demand)
    assert money.returns == pytest.approx(0.3 * 100.0)


def test_the_first_month_known_is_believed_whole() -> None:
    p = numbers()
    money = Treasury(p)
    money.ration(p, month_of(100, 300), balance_before=260.0, open_share=1.0)
    assert (money.demand, money.returns) == pytest.approx((100.0, 60.0))


def test_new_loans_alone_move_the_own_share() -> None:
    """Of 300 owed 60 are new and funded anew; the platform wants .1 of them, and had .3 of all."""
    p = numbers(own_share=0.3)
    money, wanted = Treasury(p), numbers(own_share=0.1)
    money.ration(wanted, month_of(60, 300), 300.0, 1.0)
    assert money.own == pytest.approx(0.3 - 0.2 * 0.2)


def test_partners_take_more_of_new_loans_while_capital_is_short_down_to_the_floor() -> None:
    p = numbers(own_share=0.3, partner_shift=0.5, leverage_cap=2.0)
    money = treasury(p, 10.0)
    money.short = 35.0
    money.ration(p, month_of(300, 300), 300.0, 1.0)
    assert money.own == pytest.approx(0.15)
    assert money.short == pytest.approx(0.15 * 300 / 2.0 - 10.0)
    floor = numbers(own_share=0.3, own_share_floor=0.25, partner_shift=0.5, leverage_cap=2.0)
    money = treasury(floor, 10.0)
    money.short = 35.0
    money.ration(floor, month_of(300, 300), 300.0, 1.0)
    assert money.own == pytest.approx(0.25)
    assert wanted_share(floor) == pytest.approx(0.3)


def test_a_floor_is_a_rule_for_every_loan_at_once() -> None:
    p = numbers(own_share=0.02, own_share_floor=0.3)
    money = Treasury(numbers(own_share=0.02))
    money.ration(p, month_of(0, 300), 300.0, 1.0)
    assert money.own == pytest.approx(0.3)


def test_what_is_shifted_and_what_is_raised_costs() -> None:
    """On 1,200 a year's premium of .1 on a tenth is 1 a month; of 50 missing 5 are raised, at a cost of .5."""
    free = {
        "service_cost_yuan": 0.0,
        "funding_cost_apr": 0.0,
        "own_share": 0.3,
        "rule_cost": 0.0,
        "partner_loss_pass": 0.0,
    }
    p = numbers(**free, partner_premium_apr=0.1, raise_capital_monthly=0.1, raise_capital_cost=0.1)
    money = treasury(p, 100.0)
    money.own, money.short = 0.2, 50.0
    money.close_books(p, record(TALLY_DTYPE, interest_cashloan=2_000), 1_200.0, cases=0, appeals=0, openness=0.0)
    assert money.accounts() == pytest.approx(
        {
            "funding_cost": 1.0, "loss_own": 0.0, "recovery_own": 0.0, "operating_cost": 0.5, "profit": 18.5,
            "compliance_cost": 0.0, "merchant_fees": 0.0,
            "payout": 0.0, "capital_raised": 5.0, "capital": 123.5, "own_funded_share": 0.2,
        }
    )  # fmt: skip


def test_partners_ask_for_half_of_what_they_lose_beyond_the_usual() -> None:
    """A tenth a year is lost for once, 2 % are usual: the mean is at .04 then, and seven tenths are the partners'."""
    values = {"own_share": 0.3, "funding_cost_apr": 0.06, "partner_loss_usual": 0.02, "partner_loss_speed": 0.25}
    month = record(TALLY_DTYPE, writeoff_cashloan=600, writeoff_paylater=300, forgiven_owed=100)  # 10 yuan of 1,200
    for passed, apr in ((0.5, 0.06 + 0.5 * 0.7 * 0.02), (1.0, 0.06 + 0.7 * 0.02), (0.0, 0.06)):
        p = numbers(**values, partner_loss_pass=passed)
        money = treasury(p, 100.0)
        money.close_books(p, month, 1_200.0, cases=0, appeals=0, openness=0.0)
        assert money.losses == pytest.approx(0.04)
        assert money.funding_cost == pytest.approx(100.0 * apr)
    cheap = numbers(**{**values, "funding_cost_apr": 0.001}, partner_loss_pass=1.0)
    money = treasury(cheap, 100.0)
    money.close_books(cheap, record(TALLY_DTYPE), 1_200.0, cases=0, appeals=0, openness=0.0)
    assert money.losses == pytest.approx(0.015)
    assert money.funding_cost == 0.0, "nobody pays for lending"


def test_dear_losses_show_in_a_slump() -> None:
    slump = Event(month=3, set={"separation_monthly": 0.04, "finding_monthly": 0.10})
    passed, kept = (
        months_of(story({"partner_loss_pass": share, "own_share": 0.0}, slump), borrowers=3000, months=24)
        for share in (1.0, 0.0)
    )
    assert float(passed["funding_cost"].sum()) > 1.05 * float(kept["funding_cost"].sum())
    assert passed["balance"].to_list() == kept["balance"].to_list(), "it reaches the accounts alone"


def test_owners_are_paid_while_no_capital_is_short() -> None:
    p = numbers(service_cost_yuan=0.0, funding_cost_apr=0.0, payout_share=0.4)
    money = treasury(p, 100.0)
    money.close_books(p, record(TALLY_DTYPE, interest_cashloan=2_000), 1_200.0, cases=0, appeals=0, openness=0.0)
    assert (money.payout, money.raised, money.capital) == pytest.approx((8.0, 0.0, 112.0))


def test_compliance_costs_by_complaints_explanations_and_rules() -> None:
    """7 appeals at 50, 10 freezes of which half is told at 3, one and a half rules at .2 for each of 1,000."""
    p = numbers(
        complaint_cost=50.0, explain_cost=3.0, rule_cost=0.2, guidance=0.5, conduct_limit=0.0, rate_cap_apr=0.24,
        service_cost_yuan=1.0,
    )  # fmt: skip
    money = treasury(p, 100.0)
    money.close_books(p, record(TALLY_DTYPE, froze=10, active=1_000), 0.0, cases=0, appeals=7, openness=0.5)
    assert money.compliance_cost == pytest.approx(350.0 + 15.0 + 300.0)
    assert money.operating_cost == pytest.approx(1_000.0 + money.compliance_cost)
    free = numbers(complaint_cost=0.0, explain_cost=0.0, rule_cost=0.0)
    money.close_books(free, record(TALLY_DTYPE, froze=10, active=1_000), 0.0, cases=0, appeals=7, openness=0.5)
    assert money.compliance_cost == 0.0


@pytest.mark.parametrize(
    ("values", "short", "rules"),
    [
        ({}, 0.0, 0.0),
        ({"guidance": 0.5, "product_separation": 1.0}, 0.0, 1.5),
        ({"conduct_limit": 0.2, "late_debt_standard": 1.0}, 0.0, 1.2),
        ({"rate_cap_apr": 0.24}, 0.0, 1.0),
        ({}, 10.0, 1.0),
    ],
)
def test_rules_count_by_their_strength_and_caps_where_they_bind(
    values: dict[str, float], short: float, rules: float
) -> None:
    assert rules_in_force(numbers(**{"conduct_limit": 0.0, **values}), short) == pytest.approx(rules)


def test_merchants_pay_for_what_is_bought_on_paylater() -> None:
    p = numbers(service_cost_yuan=0.0, funding_cost_apr=0.0, rule_cost=0.0, merchant_fee=0.01, payout_share=0.0)
    money = treasury(p, 100.0)
    money.close_books(p, record(TALLY_DTYPE, charges=50_000), 0.0, cases=0, appeals=0, openness=0.0)
    assert (money.merchant_fees, money.profit, money.capital) == pytest.approx((5.0, 5.0, 105.0))


@pytest.mark.parametrize("means", [{}, ALONE])
def test_lending_under_a_cap_neither_stops_nor_swings(means: dict[str, float]) -> None:
    """Draws and charges against the same market without the cap: never below a half, and no month up, month down."""
    capped, free = (
        months_of(story(means, *events), borrowers=4_000, months=36).select(
            "draws_cashloan", "charges_paylater", "leverage"
        )
        for events in ((CAP,), ())
    )
    lent = (capped["draws_cashloan"] + capped["charges_paylater"]) / (free["draws_cashloan"] + free["charges_paylater"])
    after = lent.to_numpy()[6:]
    assert after.min() > 0.5
    steps = np.diff(after)
    assert np.corrcoef(steps[1:], steps[:-1])[0, 1] > -0.7
    assert capped["leverage"][-1] < 3.1 < free["leverage"][-1]
    if means:
        assert after.mean() < 0.95, "owners and partners give nothing: lending bears it all"


def test_capital_that_owners_bring_keeps_lending_up() -> None:
    def lent(values: dict[str, float]) -> float:
        months = months_of(story(values, CAP), borrowers=4_000, months=36)
        return float((months["draws_cashloan"] + months["charges_paylater"])[6:].sum())

    alone = lent(ALONE)
    assert lent({**ALONE, "raise_capital_monthly": 0.1}) > 1.02 * alone
    assert lent({**ALONE, "partner_shift": 0.6}) > 1.02 * alone
