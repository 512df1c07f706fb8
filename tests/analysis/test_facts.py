"""The facts: each computed by hand on frames small enough to see."""

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import polars as pl
import pytest

from tests.helpers.lives import LAST, rows, seen
from tightrope.agents.codes import Cause
from tightrope.analysis.facts import accounts, behaviour, cards, cuts, people, recovery, turnover
from tightrope.analysis.facts.changes import Change
from tightrope.analysis.facts.counting import met, parted
from tightrope.analysis.facts.evidence import FIRST, PANEL, SQUEEZE_PANEL, SQUEEZED, odds_ratio, states
from tightrope.analysis.facts.facts import FACTS, Fact, Found, judged, measured
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.files.schema import PlatformKind

START, END = SQUEEZED


# the book


def test_lateness_is_the_mean_of_the_months_from_the_first_looked_at() -> None:
    late = [9.0] * (FIRST - 1) + [0.010, 0.014]
    months = pl.DataFrame(
        {
            "month": range(1, FIRST + 2),
            "dpd30_share_balance": late,
            "dpd90_share_balance": [0.5 * each for each in late],
            "day1_share_dues": [9.0] * (FIRST - 1) + [0.06, 0.08],
            "cure30_share": [9.0] * (FIRST - 1) + [0.9, 0.8],
        }
    )
    evidence = seen(months=months)
    assert accounts.late30_share(evidence) == pytest.approx(0.012)
    assert accounts.late90_share(evidence) == pytest.approx(0.006)
    assert accounts.late90_per_late30(evidence) == pytest.approx(0.5)
    assert accounts.day_one_share(evidence) == pytest.approx(0.07)
    assert accounts.cured_share(evidence) == pytest.approx(0.85)
    assert accounts.passing_30_share(evidence) == pytest.approx((0.06 * 0.1 + 0.08 * 0.2) / 2)


def owing(paylater: float, cashloan: float, **more: Any) -> dict[str, Any]:
    """A month at whose start so much was owed."""
    return {"before_paylater": paylater, "before_cashloan": cashloan, **more}


def test_what_passes_30_days_is_the_balance_of_products_that_were_not_late() -> None:
    lives = (
        [owing(100.0, 300.0, late_cashloan=1), owing(100.0, 310.0, was_late_cashloan=1, late_cashloan=2)],
        [owing(50.0, 140.0, late_paylater=1, late_cashloan=0)],
        [owing(0.0, 7_000.0, late_cashloan=1, status="written off")],
    )
    assert accounts.entry_30_share(seen(*lives)) == pytest.approx((300.0 + 50.0) / (400.0 + 410.0 + 190.0))
    assert accounts.entry_30_share(seen([{}])) is None


def test_a_cut_is_clean_after_twelve_months_without_lateness() -> None:
    cut = [[{"cut": code, "months_since_late": months}] for code, months in ((1, 12), (2, 120), (1, 11), (0, 50))]
    assert cuts.clean_cuts(seen(*cut)) == pytest.approx(2 / 3)
    assert cuts.clean_cuts(seen([{}])) is None


def test_the_odds_of_a_cut_are_compared_between_the_late_and_the_clean() -> None:
    def reviewed(cut: int, months: int, **more: Any) -> list[dict[str, Any]]:
        return [{"cut": cut, "months_since_late": months, **more}]

    late = [reviewed(int(k < 1), 11) for k in range(3)]
    clean = [reviewed(2 * int(k < 1), 12) for k in range(5)]
    gone = reviewed(1, 0, status="written off")
    assert cuts.cut_odds_by_record(seen(*late, *clean, gone)) == pytest.approx((1 / 2) / (1 / 4))
    assert cuts.cut_odds_by_record(seen(*late)) is None


def test_odds_have_no_ratio_where_one_is_certain_or_unknown() -> None:
    assert odds_ratio(0.5, 0.2) == pytest.approx(4.0)
    assert odds_ratio(0.0, 0.2) == 0.0
    for chances in ((1.0, 0.2), (0.5, 1.0), (0.5, 0.0), (None, 0.2), (0.5, None)):
        assert odds_ratio(*chances) is None


def scored(score: float, *, default: int | None = None, **state: Any) -> list[dict[str, Any]]:
    """A year of a borrower with a score, who defaults in the month ``default`` after the first."""
    return [{"score": score, **state, **({"defaulted": 1} if k == default else {})} for k in range(7)]


def test_the_score_is_judged_by_whom_it_ranks_below_whom() -> None:
    good = [scored(700.0), scored(600.0)]
    assert accounts.score_auc(seen(*good, scored(500.0, default=3))) == pytest.approx(1.0)
    assert accounts.score_auc(seen(*good, scored(650.0, default=6))) == pytest.approx(0.5)
    assert accounts.score_auc(seen(*good, scored(600.0, default=1))) == pytest.approx(0.75), "a tie counts half"
    assert accounts.score_auc(seen(*good, scored(800.0, default=0))) is None, "nobody defaults later"
    in_default = scored(900.0, default=4, ever_defaulted=1)
    assert accounts.score_auc(seen(*good, scored(500.0, default=3), in_default)) == pytest.approx(1.0)


def defaulter(*payments: float, owed: float = 100.0, **more: Any) -> list[dict[str, Any]]:
    """A borrower who defaults in the first month looked at, and what is paid afterwards."""
    first = {"defaulted": 1, "balance_paylater": 0.4 * owed, "balance_cashloan": 0.6 * owed, "paid_cashloan": 50.0}
    after = [{"paid_cashloan": paid, **more} for paid in payments]
    return [first, *after, *([{}] * (LAST - FIRST - len(payments)))]


def test_a_loss_is_what_two_years_do_not_bring_back() -> None:
    assert recovery.loss_given_default(seen(defaulter(10.0, 20.0))) == pytest.approx(0.7)
    assert recovery.loss_given_default(seen(defaulter(*[1.0] * 36))) == pytest.approx(1 - 0.24)
    assert recovery.loss_given_default(seen(defaulter(500.0), defaulter(0.0))) == pytest.approx(0.5), "debt, not more"
    assert recovery.loss_given_default(seen(defaulter(40.0, joined_month=25))) == pytest.approx(1.0), "a newcomer pays"
    assert recovery.loss_given_default(seen([{}] * 37)) is None


def test_losses_are_told_by_cohort() -> None:
    later = [{}, {"defaulted": 1, "balance_cashloan": 1000.0}, *[{}] * 35]
    assert recovery.loss_given_default(seen(defaulter(50.0), later)) == pytest.approx((0.5 + 1.0) / 2)


def planned(*, agreed: int, broken: int | None = None, again: int | None = None, **more: Any) -> list[dict[str, Any]]:
    """A borrower with a plan, or a second one, counted in months from the first looked at."""
    agreements = (agreed, again)
    return [
        {"plan_agreed": int(k in agreements), "plan_broken": int(k == broken), **more} for k in range(LAST - FIRST + 1)
    ]


def test_a_plan_is_followed_for_a_year() -> None:
    kept, broken, later_on = planned(agreed=2), planned(agreed=2, broken=14), planned(agreed=2, broken=15)
    assert accounts.broken_plans_share(seen(kept, broken, later_on)) == pytest.approx(1 / 3)
    recent = planned(agreed=LAST - FIRST - 11, broken=LAST - FIRST)
    assert accounts.broken_plans_share(seen(kept, recent)) == pytest.approx(0.0), "a year of it is not seen"
    second = planned(agreed=2, again=8, broken=10)
    assert accounts.broken_plans_share(seen(second)) == pytest.approx(0.5), "the second plan alone was broken"
    settlement = [{"plan_agreed": 2}, *[{}] * 20]
    assert accounts.broken_plans_share(seen(settlement)) is None


# cards


def bill(owed: float, paid: float, late: int = 0, **more: Any) -> dict[str, Any]:
    """A month of a paylater account; half of a limit of 1,000 yuan is used."""
    usual = {"limit_paylater": 1000.0, "balance_paylater": 500.0}
    return {**usual, "before_paylater": owed, "paid_paylater": paid, "late_paylater": late, **more}


def test_states_are_those_of_the_card_data() -> None:
    life = [
        bill(0, 0), bill(0, 0, charges=10.0), bill(100, 100), bill(100, 5), bill(100, 0, 1), bill(100, 0, 2),
        bill(100, 0, 3), bill(100, 0, 4),
    ]  # fmt: skip
    named = states(rows(PANEL, [life], FIRST))
    expected = ["inactive", "full", "full", "revolving", "late1", "late2", "late3+", "late3+"]
    assert named["state"].to_list() == expected
    assert named["next_state"].to_list() == [*expected[1:], None]


def test_who_is_gone_or_new_has_no_next_state() -> None:
    gone = [bill(100, 100), {"status": "vacant"}]
    other = [bill(100, 100), bill(0, 0, joined_month=25)]
    named = states(rows(PANEL, [gone, other], FIRST))
    assert named["next_state"].to_list() == [None, None, None]


def test_staying_counts_those_who_are_there_next_month() -> None:
    full, revolving, gone = bill(100, 100), bill(100, 5), {"status": "vacant"}
    evidence = seen([full, full, full, revolving], [revolving, revolving, full, gone])
    assert cards.stays_paid_in_full(evidence) == pytest.approx(2 / 3)
    assert cards.stays_revolving(evidence) == pytest.approx(1 / 2)


def test_late_entry_is_compared_between_used_up_and_hardly_used_limits() -> None:
    def revolvers(used: float, late: int, of: int) -> list[list[dict[str, Any]]]:
        now = bill(100, 5, balance_paylater=1000 * used)
        return [[now, bill(100, 0, 1) if k < late else bill(100, 5)] for k in range(of)]

    high, low, between = revolvers(0.95, 2, 4), revolvers(0.1, 1, 5), revolvers(0.5, 3, 3)
    assert cards.late_entry_by_use(seen(*high, *low, *between)) == pytest.approx((2 / 2) / (1 / 4))
    assert cards.late_entry_by_use(seen(*high)) is None


def path(*late: int, limit: float = 1000.0) -> list[dict[str, Any]]:
    """An account's months behind, from the first month looked at."""
    return [bill(100, 0, months, limit_paylater=limit) for months in late]


def test_default_is_three_months_behind_within_three_months() -> None:
    evidence = seen(
        path(0, 1, 2, 3, 4), path(1, 2, 3, 4, 5), path(1, 1, 1, 1, 3), path(0, 0, 0, 0, 0), path(2, 0, 0, 0, 0)
    )
    # counted are the first two months; one of four not late gets there, three of four a month behind, one of two later
    assert cards.default_one_month_late(evidence) == pytest.approx((3 / 1) / (1 / 3))
    assert cards.default_two_months_late(evidence) == pytest.approx((1 / 1) / (1 / 3))
    assert cards.default_order(evidence) == pytest.approx((1 / 1) / (3 / 1))


def test_default_by_limit_compares_the_outer_classes() -> None:
    low = [path(0, 1, 2, 3, limit=200.0), path(0, 0, 0, 0, limit=200.0)]
    high = [path(0, 1, 2, 3, limit=5000.0), *[path(0, 0, 0, 0, limit=5000.0)] * 3]
    middle = [path(0, 1, 2, 3)] * 9
    closed = [path(0, 1, 2, 3, limit=0.0)] * 9
    assert cards.default_by_limit(seen(*low, *high, *middle, *closed)) == pytest.approx((1 / 1) / (1 / 3))


def test_payments_fall_into_the_bins_of_the_data() -> None:
    paid = [0.0, 2.0, 2.5, 5.0, 5.02, 50.0, 99.0, 100.0, 101.0, 102.0]
    evidence = seen(*([bill(100, each)] for each in paid), [bill(50, 2)], [bill(100, 3, status="written off")])
    assert cards.payments_of_the_minimum(evidence) == pytest.approx(2 / 10)
    assert cards.payments_in_full(evidence) == pytest.approx(2 / 10)


def test_utilisation_is_held_against_that_of_the_month_before_at_one_limit() -> None:
    def month(balance: float, limit: float) -> dict[str, Any]:
        return bill(100, 5, balance_paylater=balance, limit_paylater=limit)

    evidence = seen(
        [month(100, 1000), month(200, 10)], [month(500, 1000), month(600, 10)], [month(0, 0), month(9, 1000)]
    )
    assert cards.utilisation_persistence(evidence) == pytest.approx(1.0)
    crossed = seen([month(100, 1000), month(600, 1000)], [month(500, 1000), month(200, 1000)])
    assert cards.utilisation_persistence(crossed) == pytest.approx(-1.0)


# conduct


def rises(*given: tuple[int, float, float, float, float]) -> pl.DataFrame:
    names = ["after", "score", "rise", "balance", "balance_twin"]
    return pl.DataFrame(given, schema=names, orient="row")


def test_the_response_to_a_rise_is_the_extra_balance_over_the_rise() -> None:
    evidence = seen(rises=rises((3, 600, 100, 530, 500), (3, 700, 300, 490, 500), (12, 600, 100, 900, 0)))
    assert behaviour.rise_response_soon(evidence) == pytest.approx(20 / 400)
    assert behaviour.rise_response_years(evidence) is None


def test_low_scores_respond_more() -> None:
    low, middle, high = (
        [(12, 500 + k, 100, 50, 0) for k in range(3)],
        [(12, 600, 100, 30, 0)] * 3,
        [(12, 800, 100, 9, 0)] * 3,
    )
    assert behaviour.rise_response_by_score(seen(rises=rises(*low, *middle, *high))) == pytest.approx(0.41)


def missed(cash: float, **more: Any) -> dict[str, Any]:
    """A due date on which 30 yuan were due in all."""
    return {"cash": cash, "least_paylater": 10.0, "due_cashloan": 15.0, "due_outside": 5.0, **more}


def in_default(*months: dict[str, Any]) -> list[dict[str, Any]]:
    return [*months[:-1], {**months[-1], "defaulted": 1}]


@pytest.mark.parametrize(
    ("third", "able"),
    [
        (missed(30), True),
        (missed(29), False),
        (missed(25, outside_paid=5.0), True),
        (missed(25, paid_cashloan=5.0, prepaid=5.0), False),
        (missed(40, help_received=11.0), False),
        (missed(20, help_given=10.0), True),
        (missed(99, wage_late=1), False),
        (missed(99, was_late_cashloan=1, overdue_cashloan=90.0), True),
        (missed(99, was_late_cashloan=2, overdue_cashloan=90.0), False),
        (missed(90, was_late_cashloan=2, overdue_cashloan=60.0, paid_cashloan=15.0), True),
    ],
)
def test_a_default_is_strategic_where_the_money_was_there_every_time(third: dict[str, Any], able: bool) -> None:
    assert behaviour.strategic_share(seen(in_default(missed(30), missed(30), third))) == float(able)
    assert behaviour.strategic_share(seen(in_default(third, missed(30), missed(30)))) == float(able)
    assert behaviour.never_able_share(seen(in_default(missed(29), third, missed(0)))) == float(not able)


def test_the_three_missed_due_dates_must_be_known() -> None:
    short = in_default(missed(30), missed(30))
    longer = in_default(missed(0), missed(30), missed(30), missed(30))
    assert behaviour.strategic_share(seen(short)) is None
    assert behaviour.never_able_share(seen(short)) is None
    assert behaviour.strategic_share(seen(short, longer)) == 1.0
    assert behaviour.never_able_share(seen(short, longer)) == 0.0


def test_the_cause_of_a_default_is_the_one_that_was_noted() -> None:
    causes = [Cause.SHORT, Cause.SHORT, Cause.HELD_OUT, Cause.FORGOT]
    lives = [[{"defaulted": 1, "default_cause": int(cause)}] for cause in causes]
    noted_before = [{"default_cause": int(Cause.HELD_OUT)}]
    assert behaviour.short_of_arrears_share(seen(*lives, noted_before)) == pytest.approx(0.5)
    assert behaviour.holding_out_share(seen(*lives, noted_before)) == pytest.approx(0.25)
    assert behaviour.holding_out_share(seen(noted_before)) is None


# who defaults


def followed(fell: bool, **at_first: Any) -> list[dict[str, Any]]:
    """A borrower as the looking begins, who defaults later or does not."""
    return [at_first, {}, {"defaulted": int(fell)}]


def test_default_is_compared_between_the_fifths_of_income_as_it_was_at_first() -> None:
    lives = [followed(k in (0, 1, 2), income_usual=1_000.0 * (k + 1)) for k in range(20)]
    fallen_rich: list[dict[str, Any]] = [{"income_usual": 20_000.0}, {"income_usual": 1.0}, {"defaulted": 1}]
    assert people.default_by_income(seen(*lives[:19], fallen_rich)) == pytest.approx((3 / 1) / (1 / 3))
    assert people.default_by_income(seen(*lives)) is None, "nobody of the richest fifth defaults"


def test_default_is_compared_between_many_lenders_and_none() -> None:
    none = [followed(k < 1, outside_lenders=0) for k in range(10)]
    two = [followed(True, outside_lenders=2)] * 5
    few = [followed(k < 1, outside_lenders=3 + k % 2) for k in range(4)]
    many = [followed(k < 2, outside_lenders=5 + k) for k in range(5)]
    evidence = seen(*none, *two, *few, *many)
    assert people.default_few_lenders(evidence) == pytest.approx((1 / 3) / (1 / 9))
    assert people.default_many_lenders(evidence) == pytest.approx((2 / 3) / (1 / 9))


def test_who_is_in_default_already_or_falls_as_the_looking_begins_is_not_followed() -> None:
    none = [followed(k < 1, outside_lenders=0) for k in range(2)]
    already = followed(True, outside_lenders=5, ever_defaulted=1)
    gone = followed(True, outside_lenders=5, status="vacant")
    another: list[dict[str, Any]] = [
        {"outside_lenders": 5},
        {"joined_month": FIRST + 1},
        {"joined_month": FIRST + 1, "defaulted": 1},
    ]
    assert people.default_many_lenders(seen(*none, already, gone, another)) == pytest.approx(0.0)


def fallen(after: int | None, **state: Any) -> list[dict[str, Any]]:
    """A borrower from the first month looked at to the last, who defaults so many months later."""
    return [{**state, "defaulted": int(k == after)} for k in range(LAST - FIRST + 1)]


def test_default_is_compared_between_limits_used_up_and_hardly_used() -> None:
    def using(balance: float) -> dict[str, float]:
        return {"limit_paylater": 400.0, "limit_cashloan": 600.0, "balance_cashloan": balance}

    up = [fallen(k, **using(950.0)) for k in (1, 24, 25, None)] + [
        fallen(5, **using(900.0)),
        fallen(5, **using(1001.0)),
    ]
    hardly = [fallen(9 if k < 1 else None, **using(100.0)) for k in range(10)]
    closed = fallen(5, balance_cashloan=90.0)
    evidence = seen(*up, *hardly, closed)
    assert people.default_by_use(evidence) == pytest.approx((1 / 1) / (1 / 9)), "of 950, two of four within two years"
    short = replace(evidence, panel=evidence.panel.filter(pl.col("month") < FIRST + 24))
    assert people.default_by_use(short) is None, "two years are not seen"


def test_scores_are_held_against_limits_over_income_in_one_month() -> None:
    def person(score: float, limit: float, income: float, **more: Any) -> list[dict[str, Any]]:
        state = {"score": score, "limit_paylater": limit / 4, "limit_cashloan": 0.75 * limit, "income_usual": income}
        return [{"score": 1.0}] * (LAST - FIRST) + [{**state, **more}]

    exact = [person(500.0, 100.0, 100.0), person(600.0, 1_000.0, 100.0), person(700.0, 5_000.0, 50.0)]
    assert people.score_and_limit(seen(*exact)) == pytest.approx(1.0), "equal steps of the logarithm"
    others = (person(900.0, 0.0, 5.0), person(900.0, 5.0, 5.0, status="written off"))
    assert people.score_and_limit(seen(*exact, *others)) == pytest.approx(1.0), "without a limit, and no customer"
    falling = [person(score, 1_000.0 / k, 100.0) for k, score in ((1, 500.0), (2, 600.0), (5, 700.0))]
    assert (people.score_and_limit(seen(*falling)) or 0.0) < -0.9
    assert people.score_and_limit(seen([{"limit_paylater": 5.0, "income_usual": 1.0}])) is None, "no such month"


def test_what_lasts_of_incomes_is_told_from_what_passes() -> None:
    draw = np.random.default_rng(7)
    many = 4_000
    lasting = np.cumsum(draw.normal(0, np.sqrt(0.02), (many, 3)), axis=1)
    incomes = np.exp(lasting + draw.normal(0, np.sqrt(0.07), (many, 3))) / 12
    ever = {"status": "active", "joined_month": 0}
    month, borrower = np.meshgrid(np.arange(FIRST, LAST + 1), np.arange(many), indexing="ij")
    years = np.clip((month - FIRST - 1) // 12, 0, 2)
    made = {"month": month.ravel(), "borrower": borrower.ravel(), "income": incomes[borrower, years].ravel()}
    panel = pl.DataFrame(made).with_columns(pl.lit(value).alias(name) for name, value in ever.items())
    newcomer = pl.col("borrower") == 0, pl.col("month") > LAST - 3
    panel = panel.with_columns(
        income=pl.when(newcomer[0] & newcomer[1]).then(1e9).otherwise("income"),
        joined_month=pl.when(newcomer[0] & newcomer[1]).then(LAST - 2).otherwise("joined_month"),
    )
    evidence = replace(seen(), panel=panel)
    error = 3 * 0.2 * np.sqrt(2 / many)
    assert people.lasting_variance(evidence) == pytest.approx(0.02, abs=error)
    assert people.passing_variance(evidence) == pytest.approx(0.07, abs=error)
    two = replace(evidence, panel=panel.filter(pl.col("month") < LAST))
    assert people.lasting_variance(two) is None and people.passing_variance(two) is None, "three whole years are needed"


def trusted(down: int, up: int, lowest: int = END) -> pl.DataFrame:
    """Mean trust of a squeezed market: half is lost after ``down`` months and regained ``up`` months after the end."""

    def gap(month: int) -> float:
        if month < START + down - 1:
            return -0.01
        if month == lowest:
            return -0.2
        return -0.12 if month < END + up else -0.05

    return pl.DataFrame({"month": range(1, LAST + 1), "trust_mean": [0.6 + gap(m) for m in range(1, LAST + 1)]})


def test_trust_takes_longer_to_come_back() -> None:
    assert behaviour.trust_slower_up(seen(squeezed=trusted(3, 9))) == pytest.approx(3.0)
    assert behaviour.trust_slower_up(seen(squeezed=trusted(4, 12, lowest=END + 2))) == pytest.approx(10 / 4)
    assert behaviour.trust_slower_up(seen(squeezed=trusted(3, 99))) == pytest.approx((LAST - END) / 3), "at least"
    assert behaviour.trust_slower_up(seen()) is None, "nothing was lost"


def test_the_undecided_are_those_between_a_third_and_two_thirds() -> None:
    def hit(before: float, after: float, **why: int) -> list[dict[str, Any]]:
        return [{"trust": before}, {"trust": after, **why}]

    lives = [
        hit(0.5, 0.3, froze=1),
        hit(0.4, 0.3, cut=2),
        hit(0.9, 0.85, cut=1),
        hit(0.2, 0.15, froze=2),
        hit(0.5, 0.0),
    ]
    squeeze = rows(SQUEEZE_PANEL, lives, START - 1)
    assert behaviour.undecided_move_most(seen(squeeze=squeeze)) == pytest.approx(0.15 / 0.05)


# who comes and goes


def test_who_comes_again_is_told_from_who_is_new_by_three_months() -> None:
    old, new = [{"draws": 60.0, "joined_month": -9}], [{"draws": 40.0, "joined_month": FIRST - 3}]
    assert turnover.repeat_share(seen(old, new)) == pytest.approx(0.6)
    assert turnover.repeat_share(seen([{"joined_month": -9}])) is None


def test_a_quarter_s_new_borrowers_have_opened_their_account_in_it() -> None:
    twice = [{}, {"draws": 5.0}, {"draws": 9.0}]
    new, before = ([{}, {}, {"draws": 5.0, "joined_month": joined}] for joined in (FIRST, FIRST - 1))
    silent = [{}, {"joined_month": FIRST + 1}]
    assert turnover.new_borrowers_share(seen(twice, new, before, silent)) == pytest.approx(1 / 3)
    late = [{}, {}, {}, {}, {"draws": 5.0, "joined_month": FIRST + 3}]
    assert turnover.new_borrowers_share(seen(twice, new, before, late)) == pytest.approx((1 / 3 + 1.0) / 2)
    assert turnover.new_borrowers_share(seen(silent)) is None


def test_who_leaves_owed_something_before() -> None:
    stays, leaves = [owing(5.0, 0.0)], [owing(0.0, 5.0, status="vacant")]
    idle, fallen = [{"status": "vacant"}], [owing(5.0, 5.0, status="written off")]
    assert turnover.leaving_share(seen(stays, leaves, idle, fallen)) == pytest.approx(1 / 3)


# the table


def test_every_fact_is_declared_in_full() -> None:
    assert len({fact.number for fact in FACTS}) == len(FACTS)
    for fact in FACTS:
        assert fact.kind in ("C", "V") and fact.unit in ("share", "x", "", "yuan") and fact.source and fact.lenders
        assert set(fact.lenders) <= set(get_args(PlatformKind))
        assert len(fact.says) <= 40, "the table holds it on one line"
        assert fact.low is not None or fact.high is not None
        assert fact.target is None or fact.accepts(fact.target), "the target itself must be accepted"
        assert fact.target is not None or fact.beyond == fact.low, "a direction is over its bound"
        assert fact.beyond is None or fact.target is None or fact.target != fact.beyond


def test_a_range_holds_its_bounds_and_a_direction_does_not() -> None:
    between = replace(FACTS[0], low=1.0, high=2.0, target=1.5)
    assert [between.accepts(value) for value in (0.9, 1.0, 2.0, 2.1)] == [False, True, True, False]
    over = replace(between, high=None, target=None)
    assert [over.accepts(value) for value in (0.9, 1.0, 1.1)] == [False, False, True]


def fact(**changes: Any) -> Fact:
    return replace(FACTS[0], low=1.0, high=2.0, target=1.5, **changes)


def test_the_mean_of_the_seeds_decides() -> None:
    found = Found(fact(), (1.0, 2.5, None))
    assert found.value == pytest.approx(1.75)
    assert found.error == pytest.approx(0.75)
    assert found.verdict == "pass"
    assert Found(fact(), (0.0, 1.5)).verdict == "MISSED"
    assert Found(fact(), (1.5,)).error is None
    assert Found(fact(), (1.5,)).verdict == "pass"
    assert Found(fact(), (None, None)).verdict == "not seen"
    assert Found(fact(), (None, None)).as_record()["value"] is None


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((1.4, 1.6), "pass"),  # 1.5, which is beyond 1 by five errors of .1
        ((1.1, 1.7), "MISSED"),  # 1.4, by less than two of .3
        ((0.4, 0.6), "MISSED"),  # on the other side
        ((1.5,), "not seen"),  # who knows
        ((), "not seen"),
    ],
)
def test_a_direction_is_met_only_beyond_the_noise_of_seeds(values: tuple[float, ...], verdict: str) -> None:
    over = replace(FACTS[0], low=1.0, high=None, target=None, beyond=1.0)
    assert Found(over, values).verdict == verdict


def test_at_most_is_a_direction_as_well() -> None:
    most = replace(FACTS[0], low=None, high=0.1, target=0.06, beyond=0.1)
    assert Found(most, (0.06, 0.08)).verdict == "pass"
    assert Found(most, (0.06, 0.12)).verdict == "MISSED"


def test_a_reason_is_given_where_the_fact_is_missed() -> None:
    told = replace(fact(), why="It is so.")
    assert Found(told, (9.0,)).reason == Found(told, (9.0,)).as_record()["reason"] == "It is so."
    assert Found(told, (1.5,)).reason == Found(told, (None,)).reason == ""


def test_facts_of_other_lenders_do_not_count() -> None:
    def of(*lenders: PlatformKind, value: float) -> Found:
        return Found(replace(fact(), lenders=lenders), (value,))

    ours, theirs, everybody_s = of("prime", value=1.5), of("cards", value=1.5), of("prime", "cards", value=9.0)
    unseen = Found(replace(fact(), lenders=("prime",)), (None,))
    rows = [ours, theirs, everybody_s, unseen]
    assert parted(rows, "prime") == ([ours, everybody_s, unseen], [theirs])
    assert parted(rows, None) == (rows, [])
    assert met(rows) == (2, 3), "what is not seen is neither met nor missed"
    assert met(rows, "V") == (0, 0)


def test_seeds_are_brought_together_fact_by_fact() -> None:
    seeds = [[float(k) for k in range(len(FACTS))], [k + 1.0 for k in range(len(FACTS))]]
    found = judged(seeds)
    assert [row.fact for row in found] == list(FACTS)
    assert [row.value for row in found] == [k + 0.5 for k in range(len(FACTS))]


def test_an_empty_market_shows_nothing() -> None:
    names = [column.name for column in FRAMES["months"] if column.name != "month"]
    months = pl.DataFrame({"month": [FIRST], **dict.fromkeys(names)}, schema_overrides=dict.fromkeys(names, pl.Float64))
    nobody = seen([{"status": "vacant"}], months=months, squeezed=months, changed=dict.fromkeys(Change, months))
    assert measured(nobody) == [None] * len(FACTS)
