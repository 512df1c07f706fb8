"""Rules of who takes a place on the book: nobody was late on the platform before being a customer of it."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import (
    KEYS,
    book,
    borrower,
    flows,
    market_of,
    near,
    parameters,
    policy,
    record,
    share_of_borrowers,
    story,
)
from tightrope.agents.arriving import apply_and_join, arrive, start_thin
from tightrope.agents.borrower import NEVER
from tightrope.agents.codes import Segment, Status
from tightrope.agents.endowing import draw_character, draw_means, draw_segment
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import BOOK_DTYPE
from tightrope.scenarios.engine.compiled import COMPILED

BORROWERS = 3000 if COMPILED else 500
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


@pytest.mark.parametrize(
    ("stance", "cap_yuan", "kept"), [(1.0, 1e6, 1.0), (0.8, 1e6, 0.8), (1.0, 2_000.0, 0.5), (0.8, 2_000.0, 0.5)]
)
def test_a_newcomer_s_limits_are_those_of_the_stance_under_the_cap(stance: float, cap_yuan: float, kept: float) -> None:
    b = borrower(limit_paylater=100_000, limit_cashloan=300_000)
    p = parameters(limit_score_slope=0.0, limit_cap_yuan=cap_yuan)
    start_thin(b, p, policy(limit_scale=stance), KEYS, 1)
    assert (b["limit_paylater"], b["limit_cashloan"]) == (100_000 * kept, 300_000 * kept)


# who comes


def row(**known: float) -> Any:
    """A row of a book that knows nothing else."""
    return record(BOOK_DTYPE, **{**dict.fromkeys(BOOK_DTYPE.names or (), math.nan), **known})


def test_segments_come_as_often_as_declared_unless_they_are_known() -> None:
    p = parameters(share_salaried=0.5, share_gig=0.3)
    assert share_of_borrowers(lambda i: draw_segment(row(), p, KEYS, i) == Segment.GIG) == near(0.3)
    assert share_of_borrowers(lambda i: draw_segment(row(), p, KEYS, i) == Segment.SELF_EMPLOYED) == near(0.2)
    assert draw_segment(row(segment=Segment.GIG), p, KEYS, 1) == Segment.GIG


def test_means_that_are_known_are_taken_and_others_keep_within_their_bounds() -> None:
    b, p = borrower(), parameters(limit_floor_yuan=2_000.0, limit_ceiling_yuan=2_000.0, paylater_limit_share=0.25)
    draw_means(b, row(income=5_000, limit_paylater=1_100, limit_cashloan=3_900), p, KEYS, 1)
    assert (b["income_usual"], b["limit_paylater"], b["limit_cashloan"]) == (500_000, 110_000, 390_000)
    draw_means(b, row(income=5_000), p, KEYS, 1)
    assert (b["income_usual"], b["limit_paylater"], b["limit_cashloan"]) == (500_000, 50_000, 150_000)


def test_character_that_is_known_is_taken_and_habits_come_as_often_as_declared() -> None:
    p = parameters(transactor_share=0.6)
    told = row(literacy=0.25, trust=0.75, pays_in_full=1, verified=0, balance_cashloan=0)

    def drawn(known: Any, i: int) -> Any:
        b = borrower(limit_paylater=100_000, limit_cashloan=300_000)
        draw_character(b, known, p, KEYS, i)
        return b

    b = drawn(told, 1)
    assert (b["literacy"], b["trust"], b["trust_settled"], b["pays_in_full"]) == (0.25, 0.75, 0.75, 1)
    assert (b["verified"], b["appetite"]) == (0, 0.0)
    assert share_of_borrowers(lambda i: bool(drawn(row(), i)["pays_in_full"])) == near(0.6)


def test_nothing_is_left_of_who_had_the_place_before() -> None:
    before = {"written_off": 9_000, "outside_debt": 500, "balance_paylater": 70, "late_paylater": 3, "freeze_reason": 1}
    b = borrower(status=Status.WRITTEN_OFF, **before)
    arrive(b, row(outside_debt=0), parameters(), policy(month=7), KEYS, 1, True)
    assert (b["status"], b["joined_month"]) == (Status.ACTIVE, 7)
    assert not any(b[name] for name in before)


@pytest.mark.parametrize(("asked", "joins"), [(350.0, True), (951.0, False)])
def test_who_applies_joins_from_a_score_on(asked: float, joins: bool) -> None:
    b, f = borrower(status=Status.VACANT), flows()
    p = parameters(arrive_monthly=1.0)
    apply_and_join(b, f, row(), p, policy(admission_score=asked, trust_mean=p["trust_mean"]), KEYS, 1)
    assert (f["applied"], f["joined"], b["status"]) == (1, joins, Status.ACTIVE if joins else Status.VACANT)


def test_fewer_apply_where_trust_is_low() -> None:
    p = parameters(arrive_monthly=0.4)
    q = policy(trust_mean=p["trust_mean"] / 2)

    def applied(i: int) -> bool:
        b, f = borrower(status=Status.VACANT), flows()
        apply_and_join(b, f, row(), p, q, KEYS, i)
        return bool(f["applied"])

    assert share_of_borrowers(applied) == near(0.2)
