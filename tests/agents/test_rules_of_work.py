"""Work, income, spending and misfortune: their means, spreads and frequencies are the declared ones."""

import math
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import (
    KEYS,
    borrower,
    flows,
    live,
    market_of,
    near,
    parameters,
    policy,
    share_of_borrowers,
    story,
)
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment
from tightrope.agents.earning import (
    LOG_MIDDLE,
    IncomeSum,
    add_log_incomes,
    earn,
    income_without_work,
    transitory_sd,
)
from tightrope.agents.spending import meet_expense, plan_spending, planned_dues, subsistence
from tightrope.agents.working import (
    WorkSum,
    add_up_work,
    by_segment,
    chance_of_finding,
    chance_of_losing,
    finding,
    look_for_work,
    loses_work,
    scales_towards,
    separation,
    work,
)
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.compiled import records
from tightrope.scenarios.engine.streams import happens, month_keys
from tightrope.scenarios.files.events import Event

# work and income


def test_log_incomes_are_added_up_by_segment_as_distances_and_squares() -> None:
    people, sums = Columns(Borrower, 3), np.zeros((len(Segment), len(IncomeSum)), np.int64)
    people["income_usual"], people["segment"] = [400_000, 600_000, 200_000], [0, 0, 2]
    add_log_incomes(sums, people)
    one, two, three = (math.log(income) - LOG_MIDDLE for income in people["income_usual"])
    expected = [[2, 1e9 * (one + two), 1e9 * (one**2 + two**2)], [0, 0, 0], [1, 1e9 * three, 1e9 * three**2]]
    assert sums == pytest.approx(np.array(expected), abs=1.1)


def still() -> Any:
    """A policy under which usual incomes stay as they are."""
    return policy(income_pull=0, income_drift=0, income_sd=0)


def test_incomes_are_usual_on_the_mean() -> None:
    """Passing changes of log spread s have mean one; the mean of n lies within 4 sqrt((exp(s^2) - 1) / n) of it."""
    n, s = 4_000, 0.35
    p, q = parameters(separation_monthly=0.0, transitory_sd_salaried=s, transitory_keep=0.0, bonus_months=0.0), still()
    earned = np.empty(n)
    for i in range(n):
        b = borrower()
        earn(b, flows(), p, q, KEYS, i)
        earned[i] = b["income"]
        assert b["income_usual"] == 600_000
    assert abs(earned.mean() / 600_000 - 1) < 4 * math.sqrt((math.exp(s * s) - 1) / n)
    assert np.log(earned).std() == pytest.approx(s, rel=4 / math.sqrt(2 * n))


@pytest.mark.parametrize("keep", [0.0, 0.75, 0.99])
def test_passing_changes_fade_and_neither_grow_nor_die_out(keep: float) -> None:
    """What is spread by s remains so, a month later by the share kept what it was; incomes stay usual on the mean."""
    n, s = 5_000, 0.4
    p, q = parameters(separation_monthly=0.0, transitory_sd_gig=s, transitory_keep=keep), still()
    before = s * np.random.default_rng(7).standard_normal(n)
    after, earned = np.empty(n), np.empty(n)
    for i in range(n):
        b = borrower(segment=Segment.GIG, shock=before[i])
        earn(b, flows(), p, q, KEYS, i)
        after[i], earned[i] = b["shock"], b["income"]
    assert after.std() == pytest.approx(s, rel=4 / math.sqrt(2 * n))
    assert np.corrcoef(before, after)[0, 1] == pytest.approx(keep, abs=4 * (1 - keep * keep) / math.sqrt(n))
    assert earned == pytest.approx(600_000 * np.exp(after - s * s / 2), abs=1)
    assert abs(earned.mean() / 600_000 - 1) < 4 * math.sqrt((math.exp(s * s) - 1) / n)


def test_each_segment_has_the_number_that_is_its_own() -> None:
    assert [by_segment(segment, 0.1, 0.2, 0.3) for segment in Segment] == [0.1, 0.2, 0.3]


@pytest.mark.parametrize(("segment", "sd"), [(Segment.SALARIED, 0.1), (Segment.GIG, 0.2), (Segment.SELF_EMPLOYED, 0.3)])
def test_passing_changes_are_spread_by_segment(segment: int, sd: float) -> None:
    p = parameters(transitory_sd_salaried=0.1, transitory_sd_gig=0.2, transitory_sd_self_employed=0.3)
    assert transitory_sd(borrower(segment=segment), p) == sd


def test_usual_incomes_drift_by_growth_and_spread_by_a_year() -> None:
    """Over twelve months: mean growth g, log spread s."""
    n, s, g = 2_000, 0.2, 0.06
    values = {"permanent_sd_annual": s, "income_growth_annual": g}
    p, q = parameters(separation_monthly=0.0), policy(market_of(story(values), borrowers=50), income_pull=0)
    keys = [month_keys(5, month) for month in range(1, 13)]
    usual = np.empty(n)
    for i in range(n):
        b = borrower()
        for k in keys:
            earn(b, flows(), p, q, k, i)
        usual[i] = b["income_usual"]
    assert usual.mean() / 600_000 == pytest.approx(1 + g, abs=4 * s / math.sqrt(n))
    assert np.log(usual).std() == pytest.approx(s, rel=4 / math.sqrt(2 * n))


@pytest.mark.parametrize(("strain", "passthrough", "left"), [(0.0, 1.0, 1.0), (0.3, 0.5, 0.85), (5.0, 0.5, 0.5)])
def test_last_month_s_strain_lowers_a_business_income(strain: float, passthrough: float, left: float) -> None:
    p = parameters(
        separation_monthly=0.0,
        transitory_sd_self_employed=0.0,
        business_passthrough=passthrough,
    )
    b, q = borrower(segment=Segment.SELF_EMPLOYED, strain=strain), still()
    earn(b, flows(), p, q, KEYS, 1)
    assert b["income"] == pytest.approx(600_000 * left, abs=1)


@pytest.mark.parametrize(
    ("segment", "factor"), [(Segment.SALARIED, 1.0), (Segment.GIG, 1.5), (Segment.SELF_EMPLOYED, 0.8)]
)
def test_work_is_lost_and_found_as_often_as_declared(segment: int, factor: float) -> None:
    p = parameters(
        separation_monthly=0.04, finding_monthly=0.3, separation_factor_gig=1.5, separation_factor_self_employed=0.8,
        unemployed_income_share=0.4, separation_income_slope=0.0, finding_floor=0.5, finding_fade_months=3.0,
    )  # fmt: skip
    q = still()
    later = 0.3 * (0.5 + 0.5 * math.exp(-2))  # in the seventh month of looking for it
    for employed, spell, chance in ((1, 0, 0.04 * factor), (0, 0, 0.3), (0, 6, later)):

        def changes(i: int, employed: int = employed, spell: int = spell) -> bool:
            b = borrower(segment=segment, employed=employed, spell=spell)
            earn(b, flows(), p, q, KEYS, i)
            assert b["employed"] or b["income"] == 240_000
            return bool(b["employed"] != employed)

        assert share_of_borrowers(changes) == near(chance)


@pytest.mark.parametrize(
    ("income", "slope", "times"),
    [
        (600_000, 0.5, 1.0),  # the median of the salaried
        (150_000, 0.5, 2.0),
        (2_400_000, 0.5, 0.5),
        (150_000, 0.79, 2.99),
        (150_000, 0.80, 3.0),  # three times is the most
        (80_000, 2.0, 3.0),
        (150_000, 0.0, 1.0),
        (150_000, -0.5, 0.5),
    ],
)
def test_the_poor_lose_their_work_more_often(income: int, slope: float, times: float) -> None:
    p = parameters(separation_monthly=0.01, separation_income_slope=slope, income_median_salaried=6_000.0)
    assert separation(borrower(income_usual=income), p) == pytest.approx(0.01 * times, rel=2e-3)
    factor = parameters(
        separation_monthly=0.01, separation_income_slope=slope, income_median_salaried=6_000.0,
        separation_factor_gig=4.0,
    )  # fmt: skip
    assert separation(borrower(income_usual=income, segment=Segment.GIG), factor) == pytest.approx(
        0.04 * times, rel=2e-3
    )


@pytest.mark.parametrize(
    ("spell", "floor", "chance"),
    [
        (1, 0.2, 0.4),
        (4, 0.2, 0.4 * (0.2 + 0.8 / math.e)),
        (7, 0.2, 0.4 * (0.2 + 0.8 / math.e**2)),
        (120, 0.2, 0.08),
        (120, 0.0, 0.0),
        (50, 1.0, 0.4),  # no fading at all
    ],
)
def test_the_longer_the_search_the_rarer_the_find(spell: int, floor: float, chance: float) -> None:
    p = parameters(finding_monthly=0.4, finding_floor=floor, finding_fade_months=3.0)
    assert finding(spell, p) == pytest.approx(chance, abs=1e-9)


@pytest.mark.parametrize(
    ("record", "losing", "finding"), [(0.0, 0.02, 0.4), (0.5, 0.025, 0.4 / math.e), (2.0, 0.04, 0.4 / math.e**4)]
)
def test_a_bad_record_costs_work_and_makes_it_hard_to_find(record: float, losing: float, finding: float) -> None:
    p = parameters(
        separation_monthly=0.02, separation_income_slope=0.0, record_separation_weight=0.5,
        finding_monthly=0.4, finding_floor=1.0, record_finding_weight=2.0,
    )  # fmt: skip
    b = borrower(bureau_record=record)
    assert chance_of_losing(b, p) == pytest.approx(losing)
    assert chance_of_finding(b, 5, p) == pytest.approx(finding)


def test_work_is_lost_before_a_furlough_is_counted_down_and_nobody_is_sent_home_twice() -> None:
    p = parameters(separation_monthly=0.0, furlough_share=1.0, furlough_income_slope=0.0, furlough_months=4.0)
    b, course = borrower(), []
    for _ in range(6):
        work(b, p, policy(), KEYS, 1)
        course.append(int(b["furlough"]))
    assert course == [4, 3, 2, 1, 0, 4]
    work(b, parameters(separation_monthly=0.5, separation_income_slope=0.0), policy(losing_scale=2.0), KEYS, 1)
    assert (b["employed"], b["furlough"], b["spell"]) == (0, 0, 0)


def test_a_search_is_counted_until_work_is_found_and_leaves_a_scar() -> None:
    p = parameters(finding_monthly=1.0, finding_floor=1.0, wage_scar=0.2, scar_months=4.0)
    in_vain = parameters(finding_monthly=1.0, finding_floor=1.0, record_finding_weight=1.0)
    b = borrower(employed=0, scar=0.1, bureau_record=1e6)
    for spell in (1, 2, 3):
        look_for_work(b, in_vain, policy(), KEYS, 1)
        assert (b["employed"], b["spell"], b["scar"]) == (0, spell, np.float32(0.1))
    b["bureau_record"] = 0.0
    look_for_work(b, p, policy(), KEYS, 1)
    assert (b["employed"], b["spell"]) == (1, 0)
    assert b["scar"] == pytest.approx(0.1 + 0.9 * 0.2 * (1 - math.exp(-1)))


@pytest.mark.parametrize(("before", "after"), [(118, 119), (119, 120), (120, 120)])
def test_a_search_is_counted_for_ten_years(before: int, after: int) -> None:
    b = borrower(employed=0, spell=before)
    look_for_work(b, parameters(), policy(finding_scale=0.0), KEYS, 1)
    assert (b["employed"], b["spell"]) == (0, after)


@pytest.mark.parametrize(("factor", "chance"), [(1.9, 0.95), (2.0, 1.0), (10.0, 1.0)])
def test_no_chance_of_losing_work_is_above_one(factor: float, chance: float) -> None:
    p = parameters(separation_monthly=0.5, separation_income_slope=0.0, separation_factor_gig=factor)
    assert separation(borrower(segment=Segment.GIG), p) == pytest.approx(chance)


def test_a_search_leaves_no_scar_where_there_is_none_to_leave() -> None:
    b = borrower(employed=0, spell=24)
    look_for_work(b, parameters(finding_monthly=1.0, finding_floor=1.0, wage_scar=0.0), policy(), KEYS, 1)
    assert (b["employed"], b["scar"]) == (1, 0.0)


@pytest.mark.parametrize(("fade", "income"), [(0.0, 450_000), (0.2, 480_000), (1.0, 600_000)])
def test_a_scar_lowers_the_income_and_fades(fade: float, income: int) -> None:
    p = parameters(separation_monthly=0.0, transitory_sd_salaried=0.0, scar_fade_monthly=fade, bonus_months=0.0)
    b = borrower(scar=0.25)
    earn(b, flows(), p, still(), KEYS, 1)
    assert b["scar"] == pytest.approx(0.25 * (1 - fade))
    assert (b["income"], b["income_usual"]) == (pytest.approx(income, abs=1), 600_000)


@pytest.mark.parametrize(
    ("usual", "income"),
    [
        (600_000, 180_000),  # a share of usual income
        (200_010, 60_003),
        (199_990, 60_000),  # the floor
        (90_000, 60_000),
        (85_000, 59_500),  # seven tenths of usual income, the most that the floor brings
        (80_000, 56_000),
    ],
)
def test_a_month_without_work_brings_a_share_and_at_least_a_floor(usual: int, income: int) -> None:
    p = parameters(unemployed_income_share=0.3, unemployed_floor_yuan=600.0)
    assert income_without_work(borrower(income_usual=usual), p) == pytest.approx(income)


# spending


@pytest.mark.parametrize(
    ("cash", "dues", "spent", "strain"),
    [
        (600_000, 0, 540_000, 0.0),  # habit, the savings aimed at being there
        (1_600_000, 0, 640_000, 0.0),  # a tenth of what is beyond them
        (0, 0, 480_000, 0.0),  # a tenth of what is missing is saved
        (0, 320_000, 380_000, 1 / 6),  # half of the 200,000 missing is given up
        (0, 900_000, 240_000, 0.4),  # down to subsistence, and no further
    ],
)
def test_spending_is_habit_and_wealth_compressed_when_money_is_short(
    cash: int, dues: int, spent: int, strain: float
) -> None:
    p = parameters(
        habit_share=0.9, wealth_spending=0.1, compression=0.5, subsistence_yuan=600.0, subsistence_share=0.3,
    )  # fmt: skip
    b = borrower(cash=cash, buffer_months=1.0)
    assert plan_spending(b, p, dues, 0) == spent
    assert b["strain"] == pytest.approx(strain)


@pytest.mark.parametrize("cash", [600_000, 0])
def test_nobody_wishes_to_spend_less_than_subsistence(cash: int) -> None:
    p = parameters(habit_share=0.3, wealth_spending=0.0, subsistence_yuan=600.0, subsistence_share=0.3)
    b = borrower(cash=cash)
    assert (plan_spending(b, p, 0, 0), b["strain"]) == (240_000, 0.0)


@pytest.mark.parametrize(
    ("late", "planned"),
    [
        ({}, 321_000),
        ({"late_paylater": 2}, 321_000),
        ({"late_paylater": 2, "late_cashloan": 2}, 321_000),
        ({"late_paylater": 3}, 7_000),  # in default only what others are owed
        ({"late_cashloan": 3}, 7_000),
        ({"late_paylater": 1, "late_cashloan": 5}, 7_000),
    ],
    ids=str,
)
def test_arrears_count_in_full_in_the_plan_until_default(late: dict[str, int], planned: int) -> None:
    b = borrower(overdue_paylater=100_000, overdue_cashloan=200_000, **late)
    f = flows(due_paylater=5_000, due_cashloan=9_000, due_outside=7_000)
    assert planned_dues(b, f, parameters()) == planned


@pytest.mark.parametrize(
    ("yuan", "share", "income", "least"),
    [
        (400.0, 0.3, 600_000, 220_000),  # an amount and a share
        (400.0, 0.3, 2_000_000, 640_000),
        (400.0, 0.3, 80_000, 64_000),  # eight tenths of a small income
        (400.0, 0.3, 79_999, 63_999),
        (400.0, 0.3, 80_001, 64_000),  # where the two meet
        (0.0, 0.3, 600_000, 180_000),
        (400.0, 0.0, 600_000, 40_000),
        (400.0, 1.0, 600_000, 480_000),
        (0.0, 0.0, 600_000, 0),
    ],
)
def test_subsistence_is_an_amount_and_a_share_and_at_most_eight_tenths(
    yuan: float, share: float, income: int, least: int
) -> None:
    p = parameters(subsistence_yuan=yuan, subsistence_share=share, subsistence_most=0.8)
    assert subsistence(borrower(income_usual=income), p) == least


def test_unforeseen_expenses_are_rare_and_exponential() -> None:
    """A share q of borrowers meets one, of mean size s, a little less for the largest, which are cut at 8 s."""
    n, q, s = 10_000, 0.1, 0.6
    p = parameters(expense_shock_monthly=q, expense_shock_size=s)
    sizes = np.array([meet_expense(borrower(), p, KEYS, i) for i in range(n)]) / 600_000
    met = sizes[sizes > 0]
    assert met.size / n == pytest.approx(q, abs=4 * math.sqrt(q * (1 - q) / n))
    assert met.mean() == pytest.approx(s * (1 - math.exp(-8)), abs=4 * s / math.sqrt(met.size))
    assert sizes.max() <= 8 * s + 1e-5


# a path of unemployment


@pytest.mark.parametrize(
    ("given", "losing", "finding"),
    [
        (0.10, 2.0, 1.0),  # of 100 people six stay without work: four must lose theirs, where two would
        (0.06, 0.0, 1.0),  # nobody may lose any
        (0.04, 0.0, 2.0),  # four of the eight must find some, where two would
    ],
)
def test_work_is_lost_and_found_as_often_as_leads_to_the_unemployment_given(
    given: float, losing: float, finding: float
) -> None:
    sums = np.zeros(len(WorkSum), np.int64)
    sums[[WorkSum.ACTIVE, WorkSum.OUT, WorkSum.LOSING, WorkSum.FINDING]] = 100, 8, 2 * 10**9, 2 * 10**9
    assert scales_towards(given, sums) == pytest.approx((losing, finding))


def test_without_a_path_work_comes_and_goes_as_declared() -> None:
    market = market_of(story({"unemployment_given": 0.0}), borrowers=200)
    market.step()
    assert (market.lender.knobs.losing_scale, market.lender.knobs.finding_scale) == (1.0, 1.0)
    market = market_of(story({"unemployment_given": 0.3}), borrowers=200)
    market.step()
    assert market.lender.knobs.losing_scale > 1.0


@pytest.mark.parametrize(("given", "scales"), [(0.5, (1.0, 1.0)), (0.04, (0.0, 1.0))])
def test_where_nobody_can_be_moved_a_path_asks_nothing(given: float, scales: tuple[float, float]) -> None:
    """All chances are nil: of those in work to lose it, and of those without to find some."""
    sums = np.zeros(len(WorkSum), np.int64)
    sums[[WorkSum.ACTIVE, WorkSum.OUT]] = 100, 8
    assert scales_towards(given, sums) == scales


def test_chances_of_work_are_added_up_over_the_active() -> None:
    people, sums = Columns(Borrower, 4), np.zeros(len(WorkSum), np.int64)
    people["income_usual"] = 600_000
    people["status"], people["employed"], people["spell"] = [1, 1, 2, 1], [1, 0, 0, 0], [0, 3, 2, 0]
    p = records(story().timeline(1))
    add_up_work(sums, people, p)
    assert (sums[WorkSum.ACTIVE], sums[WorkSum.OUT]) == (3, 2)
    assert sums[WorkSum.LOSING] == pytest.approx(1e9 * separation(people[0], p[0]), abs=1)
    assert sums[WorkSum.FINDING] == pytest.approx(1e9 * (finding(4, p[0]) + finding(1, p[0])), abs=2)


@pytest.mark.parametrize("income", [80_000, 300_000, 2_000_000])
@pytest.mark.parametrize("segment", Segment)
@pytest.mark.parametrize("record", [0.0, 4.0])
def test_one_draw_decides_who_loses_work_though_most_are_passed_over_early(
    income: int, segment: Segment, record: float
) -> None:
    p = parameters(separation_monthly=0.1, separation_income_slope=0.8, record_separation_weight=0.5)
    q = policy(losing_scale=0.7)
    b = borrower(income_usual=income, segment=segment, bureau_record=record)
    chance = 0.7 * chance_of_losing(b, p)
    for i in range(400):
        assert loses_work(b, p, q, KEYS, i) == happens(KEYS, on.JOB_LOSS, i, chance)


@pytest.mark.parametrize(("scale", "chance"), [(0.0, 0.0), (2.0, 0.2), (20.0, 1.0)])
def test_the_policy_of_the_month_scales_what_is_lost(scale: float, chance: float) -> None:
    p = parameters(separation_monthly=0.1, separation_income_slope=0.0, record_separation_weight=0.0)
    q = policy(losing_scale=scale)

    def loses(i: int) -> bool:
        b = borrower()
        work(b, p, q, KEYS, i)
        return not b["employed"]

    assert share_of_borrowers(loses) == near(chance)


@pytest.mark.parametrize(("scale", "chance"), [(0.0, 0.0), (2.0, 0.2), (20.0, 1.0)])
def test_the_policy_of_the_month_scales_what_is_found(scale: float, chance: float) -> None:
    p = parameters(finding_monthly=0.1, finding_floor=1.0, record_finding_weight=0.0)
    q = policy(finding_scale=scale)

    def finds(i: int) -> bool:
        b = borrower(employed=0, spell=2)
        work(b, p, q, KEYS, i)
        assert b["spell"] == (0 if b["employed"] else 3)
        return bool(b["employed"])

    assert share_of_borrowers(finds) == near(chance)


def test_unemployment_follows_a_path_that_is_given_up_and_down() -> None:
    """Within chance: a fiftieth of a thousand people, four standard errors of what a month moves."""
    path = {3: 0.05, 5: 0.1, 7: 0.15, 9: 0.06, 11: 0.03}
    events = (Event(month=month, set={"unemployment_given": rate}) for month, rate in path.items())
    months = live(story({}, *events), borrowers=4000, months=12).results().months
    for month, rate in path.items():
        assert months["unemployment_rate"][month - 1] == pytest.approx(rate, abs=0.012)
        assert months["unemployment_rate"][month] == pytest.approx(rate, abs=0.012), "and stays there"
