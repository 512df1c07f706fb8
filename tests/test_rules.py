"""Single rules, where what they must give can be written down: on one record each, compiled as in a run."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.markets import live, market_of, record, story
from tightrope.agents.borrower import ACTIVE, BORROWER_DTYPE, CLOSED, FREEZE_REASONS, SELF_EMPLOYED, VACANT
from tightrope.agents.borrowing import prepay
from tightrope.agents.collecting import age, months_past_due, settle_outside, write_off
from tightrope.agents.earning import earn
from tightrope.agents.flows import FLOW_DTYPE
from tightrope.agents.freezing import review_withheld
from tightrope.agents.lender import Lender
from tightrope.agents.limiting import cap_lines, entitlement, highest_total
from tightrope.agents.lines import draw_cashloan, room_cashloan, room_paylater
from tightrope.agents.money import fen, instalment_of, share_of
from tightrope.agents.policy import POLICY_DTYPE
from tightrope.agents.repaying import pay_by_rank
from tightrope.agents.scoring import HIGHEST, LOWEST, move_score, scorecard
from tightrope.agents.trusting import feel, talk
from tightrope.model.market import CreditMarket
from tightrope.scenarios.compiled import records
from tightrope.scenarios.events import Event
from tightrope.scenarios.streams import month_keys

KEYS = month_keys(1, 1)


def borrower(**state: float) -> Any:
    """An active borrower in good standing with an income of 6,000 yuan."""
    usual = {
        "status": ACTIVE, "income_usual": 600_000, "income": 600_000, "score": 650.0, "months_since_late": 120,
        "trust": 0.6, "trust_settled": 0.6, "literacy": 0.5, "employed": 1,
    }  # fmt: skip
    return record(BORROWER_DTYPE, **{**usual, **state})


def flows(**moved: float) -> Any:
    return record(FLOW_DTYPE, **moved)


def parameters(**values: float) -> Any:
    return records(story(values).timeline(1))[0]


def policy(month: int = 1, *, market: CreditMarket | None = None, **knobs: float) -> Any:
    """The platform's opening policy, with other knobs."""
    opening = (market or market_of(story(), borrowers=50)).lender.policy[0]
    return record(
        POLICY_DTYPE, **{**dict(zip(POLICY_DTYPE.names or (), opening, strict=True)), "month": month, **knobs}
    )


# money


@given(amount=st.integers(-(10**9), 10**9), share=st.floats(0, 1))
def test_a_share_is_right_to_half_a_fen(amount: int, share: float) -> None:
    assert abs(share_of(amount, share) - amount * share) <= 0.5 + 1e-6
    assert share_of(abs(amount), share) <= abs(amount)
    assert fen(amount + 0.5) == amount + 1


@given(amount=st.integers(1, 10**9), apr=st.floats(0, 1), months=st.integers(1, 60))
def test_an_instalment_is_the_annuity_rounded_up(amount: int, apr: float, months: int) -> None:
    rate = apr / 12
    exact = amount * rate / (1 - (1 + rate) ** -months) if rate > 1e-9 else amount / months
    paid = instalment_of(amount, apr, float(months))
    assert exact - 1e-6 * exact <= paid <= exact * (1 + 1e-6) + 1


@given(amount=st.integers(1_000, 10**9), apr=st.floats(0, 1), months=st.integers(1, 60))
def test_a_loan_is_repaid_within_its_term(amount: int, apr: float, months: int) -> None:
    """Interest first, then the instalment, as in a run; rounding of interest may leave a few fen, no more."""
    balance, instalment = amount, instalment_of(amount, apr, float(months))
    for _ in range(months):
        balance += share_of(balance, apr / 12)
        balance -= min(balance, instalment)
    assert balance <= 0.5 * ((1 + apr / 12) ** months - 1) / max(apr / 12, 1 / months) + 1


# lines


def test_a_first_draw_is_repaid_over_the_term() -> None:
    b, f, p, q = borrower(limit_cashloan=2_000_000), flows(), parameters(), policy(month=7)
    assert draw_cashloan(b, f, p, q, 1_200_000) == 1_200_000
    assert (b["balance_cashloan"], b["cash"], f["draws"], b["loan_month"]) == (1_200_000, 1_200_000, 1_200_000, 7)
    assert b["instalment"] == instalment_of(1_200_000, float(q["cashloan_apr"]), float(p["cashloan_term_months"]))


def test_a_later_draw_is_blended_by_amounts() -> None:
    """Half paid back, half drawn anew: the mean of the remaining term and a whole one."""
    p, q = parameters(cashloan_apr=0.0), policy(month=9, cashloan_apr=0.0)
    b = borrower(limit_cashloan=2_000_000, balance_cashloan=600_000, instalment=100_000, loan_month=3)
    assert draw_cashloan(b, flows(), p, q, 600_000) == 600_000
    assert b["instalment"] == math.ceil(1_200_000 / ((6 + float(p["cashloan_term_months"])) / 2))
    assert b["loan_month"] == 3


@given(
    limit=st.integers(0, 10**8),
    owed=st.integers(0, 10**8),
    withheld=st.integers(0, 10**8),
    wanted=st.integers(0, 10**9),
)
def test_nobody_draws_beyond_the_room(limit: int, owed: int, withheld: int, wanted: int) -> None:
    b = borrower(limit_cashloan=limit, balance_cashloan=owed, withheld=withheld, instalment=1000)
    room = room_cashloan(b, parameters())
    assert room == max(0, limit - owed - withheld)
    assert draw_cashloan(b, flows(), parameters(), policy(open_share=0.5), wanted) <= min(wanted, room)


@pytest.mark.parametrize(
    ("state", "cashloan", "paylater"),
    [
        ({}, True, True),
        ({"freeze_reason": FREEZE_REASONS.index("risk")}, False, True),
        ({"freeze_reason": FREEZE_REASONS.index("delinquency")}, False, False),
        ({"late_cashloan": 1}, False, False),
        ({"late_paylater": 1}, False, False),
        ({"status": CLOSED}, False, False),
        ({"status": VACANT}, False, False),
    ],
    ids=str,
)
def test_what_closes_a_line(state: dict[str, float], cashloan: bool, paylater: bool) -> None:
    b = borrower(limit_cashloan=100_000, limit_paylater=100_000, **state)
    assert (room_cashloan(b, parameters(linkage_strength=0.5)) > 0) is cashloan
    assert (room_paylater(b) > 0) is paylater


# lateness


@pytest.mark.parametrize(
    ("before", "overdue", "monthly", "paid", "after"),
    [
        (0, 0, 100, 100, 0),  # all is paid
        (5, 0, 100, 500, 0),
        (0, 100, 100, 0, 1),  # a first due is missed
        (1, 200, 100, 0, 2),
        (3, 400, 100, 0, 4),
        (3, 300, 100, 100, 3),  # one due comes, one is paid
        (3, 200, 100, 200, 2),
        (3, 100, 100, 300, 1),
        (3, 399, 100, 1, 4),  # a fen makes no month
        (2, 1, 100, 299, 1),
        (4, 10, 100, 0, 5),  # nothing paid, nothing younger
    ],
)
def test_lateness_is_the_age_of_the_oldest_unpaid_due(
    before: int, overdue: int, monthly: int, paid: int, after: int
) -> None:
    assert months_past_due(before, overdue, monthly, paid) == after


@given(st.integers(0, 24), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_lateness_rises_by_a_month_at_most_and_falls_by_payment_alone(
    before: int, overdue: int, monthly: int, paid: int
) -> None:
    after = months_past_due(before, overdue, monthly, paid)
    assert 0 <= after <= before + 1
    assert (after == 0) == (overdue == 0)
    assert paid > 0 or overdue == 0 or after == before + 1


@given(rate=st.floats(0, 1), fee=st.floats(0, 1), cap=st.floats(0.01, 1), owed=st.integers(0, 10**8))
def test_interest_and_charges_stay_under_the_cap(rate: float, fee: float, cap: float, owed: int) -> None:
    prices = {"cashloan_apr": rate, "paylater_apr": rate, "late_fee_apr": fee, "rate_cap_apr": cap}
    market = market_of(story(prices), borrowers=50)
    b = borrower(
        balance_cashloan=owed, overdue_cashloan=owed, late_cashloan=1,
        balance_paylater=owed, overdue_paylater=owed, late_paylater=1, instalment=owed,
    )  # fmt: skip
    f = flows(due_cashloan=owed, least_paylater=owed)
    age(b, f, parameters(**prices), policy(market=market))
    for product in ("cashloan", "paylater"):
        charged = int(f[f"interest_{product}"]) + int(f[f"fees_{product}"])
        assert charged <= owed * cap / 12 + 1
        assert abs(charged - owed * min(cap, min(rate, cap) + fee) / 12) <= 1
        assert b[f"balance_{product}"] == owed + charged


def test_no_interest_from_ninety_days() -> None:
    b, f = borrower(balance_cashloan=10_000, overdue_cashloan=9_000, late_cashloan=2, instalment=3_000), flows()
    age(b, f, parameters(), policy())
    assert (b["late_cashloan"], f["interest_cashloan"], f["fees_cashloan"], f["defaulted"]) == (3, 0, 0, 1)


def test_a_debt_too_old_is_written_off_with_the_other_product() -> None:
    p = parameters(writeoff_months=6)
    for late, status in ((5, ACTIVE), (6, CLOSED), (7, CLOSED)):
        b, f = borrower(balance_cashloan=700, late_cashloan=late, balance_paylater=300, limit_cashloan=900), flows()
        write_off(b, f, p, policy())
        assert b["status"] == status
        assert b["written_off"] == f["writeoff_cashloan"] + f["writeoff_paylater"] == (1000 if status == CLOSED else 0)
        assert b["balance_cashloan"] + b["balance_paylater"] + b["written_off"] == 1000


# who is paid


@pytest.mark.parametrize(
    ("literate", "platform", "paid"),
    [
        (0.0, 0.0, {"paylater": 100, "cashloan": 150, "outside": 0}),  # smallest first: 100, 200, 300
        (1.0, 0.0, {"paylater": 0, "cashloan": 0, "outside": 250}),  # dearest first: 27 %, 15 %, 14.6 %
        (1.0, 1.0, {"paylater": 100, "cashloan": 150, "outside": 0}),  # dearest of the platform first
    ],
)
def test_scarce_money_goes_down_the_borrower_s_own_order(
    literate: float, platform: float, paid: dict[str, int]
) -> None:
    p = parameters(literate_order=literate, platform_first=platform)
    q = policy(paylater_apr=0.15, cashloan_apr=0.146, outside_apr=0.27)
    b = borrower(cash=250, literacy=1.0, trust=1.0, balance_paylater=900, balance_cashloan=900, outside_debt=900)
    f = flows()
    pay_by_rank(b, f, p, q, 100, 200, 300, KEYS, 3)
    assert b["cash"] == 0
    found = {"paylater": f["paid_paylater"], "cashloan": f["paid_cashloan"], "outside": f["outside_paid"]}
    assert found == paid


@given(cash=st.integers(0, 1000), dues=st.tuples(*[st.integers(0, 500)] * 3), i=st.integers(0, 10**6))
def test_scarce_money_is_all_used(cash: int, dues: tuple[int, int, int], i: int) -> None:
    b = borrower(cash=cash, balance_paylater=500, balance_cashloan=500, outside_debt=500)
    f = flows()
    pay_by_rank(b, f, parameters(), policy(), *dues, KEYS, i)
    paid = [int(f[name]) for name in ("paid_paylater", "paid_cashloan", "outside_paid")]
    assert sum(paid) == min(cash, sum(dues)) == cash - int(b["cash"])
    assert all(p <= due for p, due in zip(paid, dues, strict=True))


# score and limits


@st.composite
def anybody(draw: st.DrawFn) -> Any:
    """Any borrower's record, as far as score and limits look at it."""
    return borrower(
        score=draw(st.floats(LOWEST, HIGHEST)),
        lateness=draw(st.floats(0, 30)),
        bureau_record=draw(st.floats(0, 30)),
        income_usual=draw(st.integers(80_000, 20_000_000)),
        instalment=draw(st.integers(0, 10**8)),
        balance_paylater=draw(st.integers(0, 10**8)),
        balance_cashloan=draw(st.integers(0, 10**8)),
        limit_paylater=draw(st.integers(0, 10**8)),
        limit_cashloan=draw(st.integers(0, 10**8)),
        outside_seen=draw(st.integers(0, 10**9)),
        verified=draw(st.integers(0, 1)),
        joined_month=draw(st.integers(-360, 1)),
        late_paylater=draw(st.integers(0, 9)),
        paylater_aged=draw(st.integers(0, 1)),
        limit_months_paylater=draw(st.floats(0, 100)),
        limit_months_cashloan=draw(st.floats(0, 100)),
    )


@given(b=anybody())
def test_a_score_stays_on_its_scale(b: Any) -> None:
    p, q = parameters(linkage_strength=1.0, linkage_score_severe=300.0), policy()
    assert LOWEST <= scorecard(b, p, q) <= HIGHEST
    for _ in range(3):
        move_score(b, p, q)
        assert LOWEST <= b["score"] <= HIGHEST


@given(b=anybody(), worse=st.sampled_from(["lateness", "outside_seen", "balance_cashloan", "joined_month", "verified"]))
def test_a_score_falls_with_what_speaks_against_a_borrower(b: Any, worse: str) -> None:
    p, q = parameters(), policy()
    before = scorecard(b, p, q)
    b[worse] = {"lateness": b["lateness"] + 1, "joined_month": 1, "verified": 0}.get(worse, 10**9)
    assert scorecard(b, p, q) <= before + 1e-9


def test_the_shown_score_goes_part_of_the_way() -> None:
    p, q, b = parameters(score_speed=0.25), policy(), borrower(score=400.0, joined_month=-60)
    earned = scorecard(b, p, q)
    for k in range(1, 6):
        move_score(b, p, q)
        assert b["score"] == pytest.approx(earned - (earned - 400) * 0.75**k)


@given(b=anybody(), scale=st.floats(0, 1), most=st.floats(0, 60))
def test_an_entitlement_keeps_within_income_and_the_highest_limit(b: Any, scale: float, most: float) -> None:
    p, q = parameters(highest_limit_months=most), policy(limit_scale=scale)
    lines = [entitlement(b, p, q, float(b[f"limit_months_{product}"])) for product in ("paylater", "cashloan")]
    assert all(0 <= line <= 100_000_000 for line in lines)
    assert sum(lines) <= scale * most * float(b["income_usual"]) * (1 + 1e-9) + 2


@given(b=anybody(), yuan=st.floats(0, 1e6), share=st.floats(0, 2))
def test_a_cap_is_kept_by_all_who_lie_clearly_above_it(b: Any, yuan: float, share: float) -> None:
    p, f = parameters(limit_cap_yuan=yuan, limit_cap_income_share=share), flows()
    before, cap = int(b["limit_paylater"]) + int(b["limit_cashloan"]), highest_total(b, p)
    assert cap <= min(100 * yuan, share * 12 * float(b["income_usual"])) + 1
    over = cap_lines(b, f, p)
    after = int(b["limit_paylater"]) + int(b["limit_cashloan"])
    assert after <= max(1.1 * cap, cap + 1)
    assert (after == before) == (f["cut"] == 0) == (before <= 1.1 * cap)
    assert bool(over) == (int(b["balance_paylater"]) + int(b["balance_cashloan"]) > 1.1 * cap)


# trust


@given(
    trust=st.floats(0, 1), settled=st.floats(0.05, 0.98), froze=st.integers(0, 6), cut=st.integers(0, 1),
    withheld=st.integers(0, 1), ladder=st.integers(0, 4), hurt=st.floats(0, 1),
)  # fmt: skip
def test_trust_stays_in_its_bounds_and_falls_by_offences(
    trust: float, settled: float, froze: int, cut: int, withheld: int, ladder: int, hurt: float
) -> None:
    p = parameters(freeze_hurt=hurt, cut_hurt=hurt, withheld_hurt=hurt, harsh_hurt=hurt, transparency=0.0)
    b = borrower(trust=trust, trust_settled=settled, withheld=withheld, ladder=ladder)
    feel(b, flows(froze=froze, cut=cut), p)
    assert 0 <= b["trust"] <= 1
    if hurt > 0 and (froze or cut or withheld or ladder > 1):
        assert b["trust"] <= trust
    else:
        assert min(trust, settled) - 1e-12 <= b["trust"] <= max(trust, settled) + 1e-12


def test_trust_is_lost_faster_than_it_is_won() -> None:
    """After one unexplained freeze it takes more than a year of quiet to win half of the loss back."""
    p = parameters(freeze_hurt=0.2, transparency=0.4, transparency_cushion=0.6, recovery_monthly=0.03)
    b = borrower()
    feel(b, flows(froze=1), p)
    lost = 0.6 - float(b["trust"])
    assert lost == pytest.approx(0.20 * 4 * 0.6 * 0.4 * (1 - 0.6 * 0.4))
    quiet = 0
    while 0.6 - float(b["trust"]) > lost / 2:
        feel(b, flows(), p)
        quiet += 1
    assert quiet == math.ceil(math.log(0.5) / math.log(1 - 0.03)) > 12


def test_nothing_heals_while_the_line_is_frozen() -> None:
    b = borrower(trust=0.3, freeze_reason=6)
    feel(b, flows(), parameters())
    assert b["trust"] == 0.3


@pytest.mark.parametrize(
    ("moods", "bound", "moved"),
    [
        ([0.0, 0.2, 0.2], 0.25, 0.2),  # both friends are happier by .2
        ([0.0, -0.2, 0.2], 0.25, (-2 * 0.2 + 0.2) / 3),  # the sad one weighs twice
        ([0.0, -0.2, 0.2], 0.1, 0.0),  # too far away to be heard
        ([-0.3, -0.3, -0.3], 0.25, 0.0),
        ([0.0, math.nan, 0.1], 0.25, 0.1),  # an empty place says nothing
    ],
)
def test_friends_are_met_part_of_the_way(moods: list[float], bound: float, moved: float) -> None:
    p = parameters(talk_weight=0.1, negativity=2.0, confidence_bound=bound)
    b = borrower(trust=0.6)
    talk(b, p, np.array(moods), np.array([0, 2, 3, 4], np.int32), np.array([1, 2, 0, 0], np.int32), 0)
    assert b["trust"] == pytest.approx(0.6 + 0.1 * moved)


# early repayment


def test_a_limit_repaid_early_comes_back_after_the_cool_off() -> None:
    p, q = parameters(cool_off_months=3, prepay_monthly=1.0, restore_monthly=1.0), policy(month=5)
    b = borrower(cash=5_000_000, balance_cashloan=400_000, instalment=40_000, limit_cashloan=900_000)
    f = flows(due_cashloan=40_000)
    prepay(b, f, p, q, 40_000, KEYS, 1)
    assert (b["balance_cashloan"], f["prepaid"], b["prepaid_month"]) == (0, 400_000, 5)
    rooms = [room_cashloan(b, p)]
    for _ in range(5):
        review_withheld(b, p, q, KEYS, 1)
        rooms.append(room_cashloan(b, p))
    assert rooms == [500_000] * 4 + [900_000] * 2, "three months, and the review that follows them"


# work and income


def test_incomes_are_usual_on_the_mean() -> None:
    """Passing changes of log spread s have mean one; the mean of n lies within 4 sqrt((exp(s^2) - 1) / n) of it."""
    n, s = 20_000, 0.35
    p = parameters(separation_monthly=0.0, permanent_sd_annual=0.0, transitory_sd_salaried=s)
    earned = np.empty(n)
    for i in range(n):
        b = borrower()
        earn(b, flows(), p, KEYS, i)
        earned[i] = b["income"]
        assert b["income_usual"] == 600_000
    assert abs(earned.mean() / 600_000 - 1) < 4 * math.sqrt((math.exp(s * s) - 1) / n)
    assert np.log(earned).std() == pytest.approx(s, rel=4 / math.sqrt(2 * n))


def test_usual_incomes_drift_by_growth_and_spread_by_a_year() -> None:
    """Over twelve months: mean growth g, log spread s."""
    n, s, g = 4000, 0.2, 0.06
    p = parameters(separation_monthly=0.0, permanent_sd_annual=s, income_growth_annual=g)
    keys = [month_keys(5, month) for month in range(1, 13)]
    usual = np.empty(n)
    for i in range(n):
        b = borrower()
        for k in keys:
            earn(b, flows(), p, k, i)
        usual[i] = b["income_usual"]
    assert usual.mean() / 600_000 == pytest.approx(1 + g, abs=4 * s / math.sqrt(n))
    assert np.log(usual).std() == pytest.approx(s, rel=4 / math.sqrt(2 * n))


@pytest.mark.parametrize(("strain", "passthrough", "left"), [(0.0, 1.0, 1.0), (0.3, 0.5, 0.85), (5.0, 0.5, 0.5)])
def test_last_month_s_strain_lowers_a_business_income(strain: float, passthrough: float, left: float) -> None:
    p = parameters(
        separation_monthly=0.0,
        permanent_sd_annual=0.0,
        transitory_sd_self_employed=0.0,
        business_passthrough=passthrough,
    )
    b = borrower(segment=SELF_EMPLOYED, strain=strain)
    earn(b, flows(), p, KEYS, 1)
    assert b["income"] == pytest.approx(600_000 * left, abs=1)


# the bureau


def test_the_bureau_hears_with_a_lag() -> None:
    """First-order: after k months of one late month remembered, 1 - (1 - 1/lag)^k of it is seen."""
    p, q = parameters(bureau_lag_months=4.0), policy()
    b = borrower(lateness=1.0, outside_debt=1_000_000, outside_lenders=1)
    for k in range(1, 13):
        b["outside_debt"] = 1_000_000
        settle_outside(b, flows(), p, q)
        b["outside_debt"] = 1_000_000
        assert b["bureau_record"] == pytest.approx(1 - 0.75**k)
        assert b["outside_seen"] == pytest.approx(1_000_000 * (1 + float(q["outside_apr"]) / 12) * (1 - 0.75**k), abs=9)


# the platform


@settings(max_examples=50)
@given(
    high=st.integers(0, 500), low=st.integers(0, 500), places=st.floats(0, 1), active=st.integers(0, 1000),
)  # fmt: skip
def test_collections_serve_the_high_risk_first_and_never_beyond_their_places(
    high: int, low: int, places: float, active: int
) -> None:
    market = market_of(story({f"{stage}_capacity": places for stage in ("calls", "agency", "legal")}), borrowers=50)
    cases = {
        f"{stage}_due_{tier}": n for stage in ("calls", "agency", "legal") for tier, n in (("high", high), ("low", low))
    }
    market.lender.staff_collections(market.timeline[0], {"active": active, **cases})
    for stage in ("calls", "agency", "legal"):
        first, second = (float(market.lender.policy[f"{stage}_{tier}"][0]) for tier in ("high", "low"))
        assert 0 <= second <= 1 and 0 <= first <= 1
        assert high * first + low * second <= places * active + 1e-9
        assert not (low and second > 0) or first == 1, "nobody of low risk before the last of high risk"
        assert high * first + low * second == pytest.approx(min(places * active, high + low))


def test_served_cases_keep_to_the_capacity_in_a_run() -> None:
    """Month by month the shares come from last month's cases, so on the mean capacity is met within a tenth."""
    capacity = {"calls_capacity": 0.004, "agency_capacity": 0.004, "legal_capacity": 0.002}
    served = []

    def note(market: CreditMarket) -> None:
        there = market.people["status"] == ACTIVE
        ladder = market.people["ladder"][there]
        places = [there.sum() * c for c in capacity.values()]
        served.append([(ladder == stage).sum() / place for stage, place in zip((2, 3, 4), places, strict=True)])

    values = {**capacity, "start_late_cashloan": 0.02, "forget_cashloan_monthly": 0.1}
    live(story(values), borrowers=10_000, months=24, each_month=note)
    assert (np.mean(served[6:], axis=0) < 1.1).all()
    assert (np.mean(served[6:], axis=0) > 0.5).all(), "and there was work to be done"


def stances(months: int, values: dict[str, float], *events: Event) -> list[float]:
    market = market_of(
        story({**values, "delinquency_weight": 0.0, "macro_weight": 0.0}, *events), borrowers=50, months=months
    )
    found = []
    for month in range(1, months + 1):
        market.lender.take_stance(market.timeline[month], 0.05, 0.0)
        found.append(market.lender.stance)
    return found


def test_the_stance_closes_its_gap_fast_upwards_and_slowly_downwards() -> None:
    values = {"guidance_weight": 0.5, "tighten_speed": 0.4, "relax_speed": 0.1}
    came, went = Event(month=1, set={"guidance": 1.0}), Event(month=7, set={"guidance": 0.0})
    found = stances(12, values, came, went)
    up = [0.5 * (1 - 0.6**k) for k in range(1, 7)]
    assert found[:6] == pytest.approx(up)
    assert found[6:] == pytest.approx([up[-1] * 0.9**k for k in range(1, 7)])


def test_the_stance_never_passes_one() -> None:
    everything = Event(month=1, set={"guidance": 1.0, "funding_cost_apr": 0.5})
    found = stances(60, {"guidance_weight": 5.0, "funding_weight": 100.0, "tighten_speed": 1.0}, everything)
    assert max(found) <= 1 + 1e-12
    assert found[-1] == pytest.approx(1)


@pytest.mark.parametrize("stance", [0.0, 0.5, 1.0])
def test_every_knob_follows_the_stance(stance: float) -> None:
    market = market_of(story(), borrowers=50)
    lender: Lender = market.lender
    p, q = market.timeline[0], lender.policy
    lender.parts = np.array([0.0, 0.0, stance, 0.0])
    lender.set_knobs(p)
    assert q["risk_cutoff"] == p["risk_cutoff"] + stance * p["risk_tightening"]
    assert q["limit_scale"] == 1 - stance * p["stance_limit_depth"]
    assert q["cut_monthly"] == pytest.approx((1 - stance) * p["cut_monthly"] + stance * p["cut_monthly_tight"])
    assert q["raise_monthly"] == p["raise_monthly"] * (1 - stance)
    assert q["admission_score"] == p["admission_score"] + stance * p["admission_tightening"]
    assert q["guidance_part"] == (1 if stance else 0)
    assert q["macro_part"] == 0
