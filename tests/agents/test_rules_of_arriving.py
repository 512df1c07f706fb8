"""Rules of who takes a place on the book: nobody was late on the platform before being a customer of it."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import (
    KEYS,
    MANY,
    book,
    book_row,
    borrower,
    flows,
    market_of,
    months_of,
    near,
    parameters,
    policy,
    share_of_borrowers,
    story,
)
from tightrope.agents.arriving import admit, applies, arrive, start_thin
from tightrope.agents.borrower import NEVER, Borrower
from tightrope.agents.circumstances import (
    comes_in_need,
    draw_work_and_savings,
    drawn_spell,
    lives_tightly,
    months_without_work,
    out_at_start,
    owe_others,
    owing_others,
    used_to,
)
from tightrope.agents.codes import PaylaterHabit, Segment, Status
from tightrope.agents.endowing import draw_character, draw_means, draw_segment
from tightrope.agents.helping import help_asked, patience
from tightrope.agents.working import LONGEST_SPELL, look_for_work
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import COMPILED
from tightrope.scenarios.engine.streams import month_keys, uniform

BORROWERS = 3000 if COMPILED else 500
SAID_OF_NOTHING = {"queue_month", "case_month", "warned_reason", "notice_depth"}
"""What is read only beside a queue, a case, a warning or a notice, and written anew with each."""
NAMES = sorted(Borrower.__annotations__.keys() - SAID_OF_NOTHING)
"""Everything else that is known of a borrower."""
OFTEN_LATE = {"start_late_paylater": 0.2, "start_late_cashloan": 0.05, "bureau_reporting": 1.0}


def opening(**known: float) -> Any:
    """The records at the opening of a market whose book knows one row."""
    one = replace(book(), columns={name: np.full(1, float(value)) for name, value in known.items()})
    return CreditMarket(story(OFTEN_LATE), one, borrowers=BORROWERS, months=1, seed=1).people


def lateness_before(people: Any) -> Any:
    """Months since the account fell late, or was last late; -1 for never."""
    late = np.maximum(people["late_paylater"], people["late_cashloan"])
    since = np.where(late > 0, late, people["months_since_late"])
    return np.where(since < NEVER, since, -1)


def test_nobody_starts_late_for_longer_than_as_a_customer() -> None:
    people = opening()
    tenure = -people["joined_month"]
    assert (lateness_before(people) <= tenure).all()
    young = tenure < 4
    assert young.any() and (people["late_cashloan"][young] > 0).any() and (people["months_since_late"][young] < 4).any()


@pytest.mark.parametrize("tenure", [0, 3])
def test_what_was_before_is_known_to_the_bureau_alone(tenure: int) -> None:
    people = opening(tenure_months=tenure)
    never = people["months_since_late"] == NEVER
    assert never.mean() > 0.2 and not people["lateness"][never].any()
    assert (people["bureau_record"][never] > 0.0).any()
    assert (people["lateness"][~never] >= 1.0).any() == (tenure > 0)


def test_who_starts_late_is_late_now() -> None:
    for tenure in (2, 200):
        people = opening(tenure_months=tenure)
        late = np.maximum(people["late_paylater"], people["late_cashloan"]) > 0
        assert late.any() and (people["months_since_late"][late] == 0).all() and (people["lateness"][late] >= 1.0).all()


@pytest.mark.parametrize("known", [{"limit_paylater": 1_100}, {"limit_cashloan": 3_900}], ids=str)
def test_a_line_that_is_known_tells_the_other(known: dict[str, float]) -> None:
    """By default paylater is .22 of the total limit."""
    people = opening(**known)
    assert (people["limit_paylater"] == 110_000).all() and (people["limit_cashloan"] == 390_000).all()


def test_a_book_is_taken_at_its_word() -> None:
    people = opening(tenure_months=2, months_since_late=30)
    clean = np.maximum(people["late_paylater"], people["late_cashloan"]) == 0
    assert (people["joined_month"] == -2).all()
    assert (people["months_since_late"][clean] == 30).all() and (people["lateness"] > 0.0).all()


@pytest.mark.parametrize(
    "known",
    [
        {"months_since_late": 30},
        {"limit_paylater": 9e3, "balance_paylater": 5e3, "months_past_due_paylater": 6},
        {"limit_cashloan": 9e3, "balance_cashloan": 5e3, "months_past_due_cashloan": 6},
    ],
    ids=str,
)
def test_a_drawn_tenure_is_not_shorter_than_known_lateness(known: dict[str, float]) -> None:
    months = max(value for name, value in known.items() if name.startswith("months"))
    tenure = -opening(**known)["joined_month"]
    assert tenure.min() == months and tenure.max() > months


def test_who_was_never_late_has_any_tenure() -> None:
    assert -opening(months_since_late=NEVER)["joined_month"].max() == 0


def test_newcomers_have_never_been_late() -> None:
    market = market_of(story({**OFTEN_LATE, "leave_monthly": 0.3, "arrive_monthly": 1.0}), borrowers=2000)
    market.step()
    before = market.people["status"].copy()
    market.step()
    new = market.people[(before == 0) & (market.people["status"] == 1)]
    assert len(new) > 0 and (new["months_since_late"] == NEVER).all() and not new["lateness"].any()
    assert (new["bureau_record"] > 0.0).any()


def test_the_last_instalment_of_a_short_loan_is_all_that_is_owed() -> None:
    """However little of the term is left, a whole month is: what is owed, and its interest."""
    one = replace(book(), columns={"balance_cashloan": np.full(1, 5e3), "limit_cashloan": np.full(1, 9e3)})
    p = {"cashloan_term_months": 1.0, "cashloan_apr": 0.12}
    people = CreditMarket(story(p), one, borrowers=50, months=1, seed=1).people
    assert (people["instalment"] == 505_000).all()


PLAIN_RULE = {"limit_score_slope": 0.0, "limit_debt_slope": 0.0, "verified_lift": 0.0}
"""Neither score nor debts nor proof of income move a limit."""


@pytest.mark.parametrize(
    ("stance", "cap_yuan", "kept"), [(1.0, 1e6, 1.0), (0.8, 1e6, 0.8), (1.0, 2_000.0, 0.5), (0.8, 2_000.0, 0.5)]
)
def test_a_newcomer_s_limits_are_those_of_the_stance_under_the_cap(stance: float, cap_yuan: float, kept: float) -> None:
    b = borrower(limit_paylater=50_000, limit_cashloan=150_000)
    p = parameters(**PLAIN_RULE, limit_memory=0.0, limit_income_months=4_000 / 6_000, limit_cap_yuan=cap_yuan)
    start_thin(b, book_row(), p, policy(limit_scale=stance), KEYS, 1)
    assert (b["limit_paylater"], b["limit_cashloan"]) == (100_000 * kept, 300_000 * kept)


# who comes


def test_segments_come_as_often_as_declared_unless_they_are_known() -> None:
    p = parameters(share_salaried=0.5, share_gig=0.3)
    assert share_of_borrowers(lambda i: draw_segment(book_row(), p, 0.0, KEYS, i) == Segment.GIG) == near(0.3)
    assert share_of_borrowers(lambda i: draw_segment(book_row(), p, 0.0, KEYS, i) == Segment.SELF_EMPLOYED) == near(0.2)
    assert draw_segment(book_row(segment=Segment.GIG), p, 0.0, KEYS, 1) == Segment.GIG


@pytest.mark.parametrize(("sorted_out", "salaried", "gig"), [(0.2, 0.6, 0.24), (1.0, 1.0, 0.0)])
def test_the_salaried_take_the_places_of_those_who_were_sorted_out(
    sorted_out: float, salaried: float, gig: float
) -> None:
    p = parameters(share_salaried=0.5, share_gig=0.3)
    segments = [draw_segment(book_row(), p, sorted_out, KEYS, i) for i in range(MANY)]
    assert segments.count(Segment.SALARIED) / MANY == near(salaried)
    assert segments.count(Segment.GIG) / MANY == near(gig)
    before = [draw_segment(book_row(), p, 0.0, KEYS, i) for i in range(MANY)]
    pairs = zip(before, segments, strict=True)
    assert all(now == Segment.SALARIED for was, now in pairs if was == Segment.SALARIED), "nobody loses the wage"


def test_means_that_are_known_are_taken_and_others_keep_within_their_bounds() -> None:
    b, p = borrower(), parameters(limit_floor_yuan=2_000.0, limit_ceiling_yuan=2_000.0, paylater_limit_share=0.25)
    draw_means(b, book_row(income=5_000, limit_paylater=1_100, limit_cashloan=3_900), p, KEYS, 1)
    assert (b["income_usual"], b["limit_paylater"], b["limit_cashloan"]) == (500_000, 110_000, 390_000)
    draw_means(b, book_row(income=5_000), p, KEYS, 1)
    assert (b["income_usual"], b["limit_paylater"], b["limit_cashloan"]) == (500_000, 50_000, 150_000)


SETTLED = {
    "full_to_rest": 0.1, "full_to_revolve": 0.1, "rest_to_full": 0.1, "rest_to_revolve": 0.1, "revolve_to_full": 0.2,
}  # fmt: skip
"""Chances to change the use of paylater that are easily reckoned with."""


def test_character_that_is_known_is_taken_and_habits_come_as_often_as_they_settle() -> None:
    p = parameters(**SETTLED, buffer_log_sd=0.0, buffer_median_months=2.0, start_spare_months=2.0)
    told = book_row(literacy=0.25, trust=0.75, pays_in_full=1, verified=0, balance_cashloan=0)

    def drawn(known: Any, i: int) -> Any:
        b = borrower(limit_paylater=100_000, limit_cashloan=300_000)
        draw_character(b, known, p, KEYS, i)
        return b

    b = drawn(told, 1)
    assert (b["literacy"], b["trust"], b["trust_settled"], b["paylater_habit"]) == (
        0.25,
        0.75,
        0.75,
        PaylaterHabit.FULL,
    )
    assert (b["verified"], b["appetite"]) == (0, 0.0)
    assert drawn(book_row(pays_in_full=0), 1)["paylater_habit"] == PaylaterHabit.REVOLVE
    # half of what carries over is able to stop: full 1, rest 0.1 / 0.2, revolve (0.1 + 0.5 * 0.1) / (0.2 / 2)
    found = np.bincount([drawn(book_row(), i)["paylater_habit"] for i in range(MANY)]) / MANY
    for habit, share in ((PaylaterHabit.FULL, 1 / 3), (PaylaterHabit.REST, 1 / 6), (PaylaterHabit.REVOLVE, 1 / 2)):
        assert found[habit] == near(share), habit


@pytest.mark.parametrize("strained", [0.0, 1.0])
def test_nothing_is_left_of_who_had_the_place_before(strained: float) -> None:
    """Whoever comes is the same person, whoever was there before."""
    used, empty = borrower(**dict.fromkeys(NAMES, 1)), borrower(**dict.fromkeys(NAMES, 0))
    p = parameters(strained_share=strained, start_scarred=0.0)
    for b in (used, empty):
        arrive(b, book_row(outside_debt=0), p, policy(month=7), KEYS, 1, True)
    assert {name: used[name] for name in NAMES} == {name: empty[name] for name in NAMES}
    assert (used["status"], used["joined_month"]) == (Status.ACTIVE, 7)
    assert bool(used["outside_debt"]) == bool(strained), "who comes in need owes others, and nobody else"


@pytest.mark.parametrize(("asked", "joins"), [(350.0, True), (951.0, False)])
def test_who_applies_joins_from_a_score_on(asked: float, joins: bool) -> None:
    b, f = borrower(status=Status.VACANT), flows()
    admit(b, f, book_row(), parameters(), policy(admission_score=asked), KEYS, 1)
    assert (f["applied"], f["joined"], b["status"]) == (1, joins, Status.ACTIVE if joins else Status.VACANT)


def test_a_vacant_place_is_applied_for_by_chance() -> None:
    assert share_of_borrowers(lambda i: applies(policy(applicants=0.2), KEYS, i)) == near(0.2)
    assert not any(applies(policy(applicants=0.0), KEYS, i) for i in range(MANY))


@pytest.mark.parametrize(
    ("vacant", "trusted", "chance"),
    [(10, 1.0, 0.4), (10, 0.5, 0.2), (10, 2.0, 0.4), (2, 1.0, 1.0), (0, 1.0, 1.0), (100, 1.0, 0.04)],
)
def test_applicants_are_so_many_however_many_places_are_free(vacant: int, trusted: float, chance: float) -> None:
    """Four a month come to a hundred places, fewer where trust is low."""
    market = market_of(story({"arrive_monthly": 0.04}), borrowers=100)
    lender, p = market.lender, market.timeline[0]
    lender.trust_mean = trusted * float(p["trust_mean"])
    lender.awaits(p, 100, vacant)
    assert lender.knobs.applicants == pytest.approx(chance)


def tight(share: float, i: int = 1) -> Any:
    """A borrower who aimed at three months of income, after it is known who saves little."""
    b = borrower(buffer_months=3.0)
    found = lives_tightly(b, parameters(strained_savings=0.4), share, KEYS, i)
    assert found == (b["buffer_months"] < 3.0)
    return b


@pytest.mark.parametrize(("share", "chance"), [(0.3, 0.3), (1.7, 1.0), (0.0, 0.0)])
def test_a_share_of_borrowers_saves_little_for_good(share: float, chance: float) -> None:
    assert share_of_borrowers(lambda i: bool(tight(share, i)["buffer_months"] == pytest.approx(1.2))) == near(chance)


@pytest.mark.parametrize(("unemployment", "share"), [(0.05, 0.3), (0.1, 0.6), (0.5, 3.0), (0.0, 0.0)])
def test_more_come_in_need_in_hard_times(unemployment: float, share: float) -> None:
    p = parameters(strained_share=0.3, unemployment_normal=0.05)
    assert comes_in_need(p, policy(unemployment=unemployment)) == pytest.approx(share)


@pytest.mark.parametrize("owed", [1_000, 5_000_000])
def test_who_comes_in_need_owes_others_and_the_bureau_shows_it(owed: int) -> None:
    p = parameters(strained_debt_months=2.0, application_months=3.0, outside_loan_left_months=0.5)
    b = borrower(outside_debt=owed, outside_seen=owed)
    owe_others(b, p, policy(), KEYS, 1)
    drawn = -2.0 * 600_000 * math.log(1.0 - uniform(KEYS, on.ARRIVE_STRAINED_SIZE, 1))
    assert b["outside_debt"] == b["outside_seen"] == max(owed, round(min(drawn, 12 * 600_000)))
    assert b["outside_lenders"] == math.ceil(b["outside_debt"] / 300_000)
    assert b["multi_seen"] == b["outside_lenders"] + 3.0


def test_savings_are_neither_drawn_down_nor_built_up_in_eight_years() -> None:
    """The book opens with as many who save little as newcomers make it in the long run."""
    market = market_of(story(), borrowers=4000, months=96)
    saved = []
    for month in range(97):
        if month:
            market.step()
        people = market.people
        is_here = people["status"] == Status.ACTIVE
        saved.append(float(np.median(people["cash"][is_here] / people["income_usual"][is_here])))
    assert np.mean(saved[-12:]) == pytest.approx(np.mean(saved[:12]), rel=0.15)


def test_who_comes_in_need_scores_lower_and_defaults_more() -> None:
    """Where all apply in need, against none: the score sees it in part, and who is let in all the same pays worse."""
    lax = {"admission_score": 350.0, "leave_monthly": 0.05, "arrive_monthly": 0.2, "stance_limit_depth": 0.0}
    need, none = (months_of(story({**lax, "strained_share": share}), borrowers=4000, months=36) for share in (1.0, 0.0))
    assert need["score_mean"][5] < none["score_mean"][5]
    assert float(need["default_hazard"].sum()) > 1.2 * float(none["default_hazard"].sum())


def test_strict_admission_costs_customers_and_lowers_defaults() -> None:
    """A refused applicant is not replaced in the same month, so places stay empty.

    The worst risks are refused at 560 already; from there on customers are lost faster than defaults. Less is written
    off too, by a few per cent: within these years most of it is owed by those who were there at the start.
    """
    lives = [
        months_of(story({"admission_score": asked, "leave_monthly": 0.04}), borrowers=6000, months=36)
        for asked in (350.0, 560.0, 640.0)
    ]
    customers = [float(months["borrowers_active"][-1]) for months in lives]
    defaults = [int(months["new_defaults"].sum()) for months in lives]
    lost = [float(months["writeoff_amount"].sum()) for months in lives]
    assert customers[0] > customers[1] > customers[2]
    assert defaults[0] > 1.1 * defaults[1] and defaults[1] > defaults[2]
    assert lost[0] > max(lost[1:])


# work and savings


PLAIN = {"start_savings_sd": 0.0, "start_savings_months": 0.0}
"""Savings are those aimed at."""


def with_means(i: int, p: Any, known: Any = None, **state: float) -> Any:
    """A borrower who has arrived so far as to have work, or none, and money."""
    b = borrower(**{"buffer_months": 1.0, "spell": 9, "scar": 0.3, "leaned": 5.0, **state})
    draw_work_and_savings(b, known or book_row(), p, out_at_start(b, p), KEYS, i)
    return b


@pytest.mark.parametrize("fading", [{}, {"finding_floor": 0.1}, {"finding_floor": 1.0}, {"finding_fade_months": 8.0}])
def test_spells_without_work_are_as_long_as_searching_for_it_makes_them(fading: dict[str, float]) -> None:
    """Who loses the work goes through months 0, 1, 2, ... of a search: what is drawn at the opening is one of them."""
    p = parameters(finding_monthly=0.3, **{"finding_floor": 0.2, "finding_fade_months": 4.0, **fading})
    q, keys = policy(), [month_keys(3, month) for month in range(1, LONGEST_SPELL)]
    lengths, months = [], np.zeros(LONGEST_SPELL)
    for i in range(MANY):
        b, month = borrower(employed=0), 0
        while not b["employed"] and month < LONGEST_SPELL - 1:
            months[b["spell"]] += 1
            look_for_work(b, p, q, keys[month], i)
            month += 1
        months[b["spell"]] += not b["employed"]
        lengths.append(month + (not b["employed"]))
    assert months_without_work(p) == pytest.approx(np.mean(lengths), abs=4 * np.std(lengths) / math.sqrt(MANY))
    drawn = [drawn_spell(p, (k + 0.5) / 10_000) for k in range(10_000)]
    lived = months / months.sum()
    for spell in range(6):
        assert drawn.count(spell) / 10_000 == pytest.approx(lived[spell], abs=0.03), spell
    assert drawn == sorted(drawn) and drawn[-1] <= LONGEST_SPELL
    spread = 4 * np.std(np.square(lengths)) / math.sqrt(MANY) / np.mean(lengths)
    assert np.mean(drawn) == pytest.approx(lived @ np.arange(LONGEST_SPELL), abs=spread)


def test_a_search_with_the_same_chance_every_month_lasts_as_long_as_it_takes_on_the_mean() -> None:
    p = parameters(finding_monthly=0.25, finding_floor=1.0)
    assert months_without_work(p) == pytest.approx(4.0)
    assert [drawn_spell(p, draw) for draw in (0.0, 0.249, 0.251, 0.437, 0.438)] == [0, 0, 1, 1, 2]
    assert months_without_work(parameters(finding_monthly=0.01, finding_floor=1.0)) == pytest.approx(100.0)
    at_once = parameters(finding_monthly=1.0, finding_floor=1.0)
    assert months_without_work(at_once) == 1.0
    assert drawn_spell(at_once, 0.999) == 0


@pytest.mark.parametrize("kept", [0.0, 0.5, 1.0])
def test_without_work_at_the_opening_are_those_who_lost_it_and_are_still_there(kept: float) -> None:
    p = parameters(
        separation_monthly=0.1, separation_income_slope=0.0, finding_monthly=0.25, finding_floor=1.0,
        start_jobless_kept=kept,
    )  # fmt: skip
    odds = kept * 0.1 * 4.0
    assert share_of_borrowers(lambda i: with_means(i, p)["employed"] == 0) == near(odds / (1 + odds))
    assert share_of_borrowers(lambda i: with_means(i, p, book_row(employed=1))["employed"] == 0) == 0.0
    looking = share_of_borrowers(lambda i: with_means(i, p, book_row(employed=0))["spell"] > 0)
    assert looking == near(0.75), "the others have lost it this month"


def test_those_late_on_the_loan_are_out_of_work_as_often_as_declared_and_have_nothing_left() -> None:
    p = parameters(**PLAIN, start_late_jobless=0.7, patience_months=2.0)

    def jobless(i: int) -> bool:
        b = with_means(i, p, late_cashloan=1)
        assert (b["cash"], b["leaned"]) == (0, pytest.approx(patience(p, KEYS, i)))
        assert help_asked(b, flows(due_outside=10_000), p, KEYS, i) <= 1, "nobody helps them any more"
        return bool(b["employed"] == 0)

    assert share_of_borrowers(jobless) == near(0.7)


def test_who_looks_for_work_has_used_up_savings_first_and_then_friends() -> None:
    p = parameters(**PLAIN, start_spent_monthly=0.3, finding_monthly=0.1, finding_floor=1.0, patience_months=1.0)
    stages = set()
    for i in range(300):
        b, most = with_means(i, p, book_row(employed=0)), patience(p, KEYS, i)
        spent = 0.3 * b["spell"]
        assert b["cash"] == pytest.approx(max(0.0, 1.0 - spent) * 600_000, abs=1)
        assert b["leaned"] == pytest.approx(min(most, max(0.0, spent - 1.0)))
        stages.add((spent > 0, spent > 1, spent - 1 > most))
    assert len(stages) == 4, "nothing spent, savings, help as well, and all of it"


def test_who_has_work_has_the_savings_and_nobody_s_help() -> None:
    p = parameters(**PLAIN, start_spent_monthly=2.0)
    b = with_means(1, p, book_row(employed=1))
    assert (b["spell"], b["leaned"], b["cash"]) == (0, 0.0, 600_000)
    assert with_means(1, p, book_row(employed=0, savings=1_234))["cash"] == 123_400, "savings that are known are taken"
    idle = parameters(**PLAIN, start_spent_monthly=0.0)
    for i in range(50):
        b = with_means(i, idle, book_row(employed=0))
        assert (b["leaned"], b["cash"]) == (0.0, 600_000)


@pytest.mark.parametrize(("spell", "used"), [(0, 0.9), (5, 0.4 + 0.5 / math.e), (60, 0.4)])
def test_who_is_long_without_work_has_grown_used_to_what_is_left(spell: int, used: float) -> None:
    p = parameters(
        habit_share=0.9, bias_habit=0.0, unemployed_income_share=0.4, unemployed_floor_yuan=0.0, transfer_share=0.0,
        start_thrift_months=5.0,
    )  # fmt: skip
    assert used_to(borrower(employed=0, spell=spell), p) == pytest.approx(used, abs=1e-5)
    assert used_to(borrower(employed=1, spell=0), p) == pytest.approx(0.9)


@pytest.mark.parametrize(("in_need", "share"), [(0.0, 0.5), (0.2, 0.375), (0.5, 0.0), (0.8, 0.0), (1.0, 0.0)])
def test_as_many_newcomers_owe_others_as_borrowers_who_are_there(in_need: float, share: float) -> None:
    found = owing_others(parameters(outside_share=0.5), in_need)
    assert found == pytest.approx(share)
    assert in_need + (1.0 - in_need) * found == pytest.approx(max(0.5, in_need)), "all who come in need owe others"


def test_everybody_arrives_amid_passing_changes_of_income() -> None:
    p = parameters(transitory_sd_gig=0.4)
    shocks = np.array([with_means(i, p, segment=Segment.GIG)["shock"] for i in range(MANY)])
    assert shocks.mean() == pytest.approx(0.0, abs=4 * 0.4 / math.sqrt(MANY))
    assert shocks.std() == pytest.approx(0.4, rel=4 / math.sqrt(2 * MANY))


@pytest.mark.parametrize(("slope", "times"), [(0.0, 1.0), (0.5, 2.0), (-0.5, 0.5)])
def test_who_earns_more_aims_at_more_months_of_savings(slope: float, times: float) -> None:
    def buffer_of(income: int, slope: float = slope) -> float:
        b = borrower(income_usual=income, limit_cashloan=1000)
        p = parameters(buffer_income_slope=slope, income_median_salaried=6_000.0)
        draw_character(b, book_row(pays_in_full=0), p, KEYS, 3)
        return float(b["buffer_months"])

    assert buffer_of(2_400_000) == pytest.approx(times * buffer_of(600_000))
    assert buffer_of(600_000) == pytest.approx(buffer_of(600_000, 0.0)), "at the median nothing changes"


def scars(share: float, mean: float = 0.2) -> Any:
    """What work lost before still takes from the incomes of many, as a book opens."""
    p = parameters(start_scarred=share, start_scar_mean=mean)
    return np.array([float(with_means(i, p)["scar"]) for i in range(MANY)])


def test_some_arrive_with_the_scars_of_work_lost_before() -> None:
    found = scars(0.3, 0.05)
    scarred = found[found > 0]
    assert len(scarred) / MANY == near(0.3)
    assert scarred.mean() == pytest.approx(0.05, abs=4 * 0.05 / math.sqrt(len(scarred)))
    assert np.median(scarred) == pytest.approx(0.05 * math.log(2), abs=0.012), "mostly small, some deep"
    p = parameters(start_scarred=1.0, start_scar_mean=0.05)
    assert with_means(3, p)["scar"] == pytest.approx(-0.05 * math.log(1.0 - uniform(KEYS, on.ARRIVE_SCAR, 3)), rel=1e-6)


def test_no_scar_takes_more_than_nine_tenths_and_none_is_drawn_where_they_are_off() -> None:
    assert scars(1.0, 0.5).max() == np.float32(0.9)
    assert (scars(0.0) == 0.0).all(), "nor is one left of who had the place before"
