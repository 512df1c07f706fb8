"""Rules of learning: who is taught what, how it fades, and what it changes."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, share_of_borrowers, story
from tightrope.agents.learning import learn, lesson
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import load_scenario

SCHOOL = {"education_share": 1.0, "education_effect": 0.2}


def taught(p: Any, /, literacy: float = 0.5, own: float = 0.5, fee: int = 0, i: int = 1) -> float:
    """Literacy after a month."""
    b = borrower(literacy=literacy, literacy_own=own)
    learn(b, flows(fees_paylater=fee), p, KEYS, i)
    return float(b["literacy"])


def test_a_programme_teaches_a_share_of_what_is_not_known() -> None:
    p = parameters(**SCHOOL)
    assert taught(p) == pytest.approx(0.5 + 0.2 * 0.5)
    assert taught(p, literacy=0.9, own=0.9) == pytest.approx(0.9 + 0.2 * 0.1)
    assert taught(p, literacy=0.6) == pytest.approx(0.6), "the same lesson once more adds nothing"


def test_what_was_learned_fades_back_to_what_is_ones_own() -> None:
    p = parameters(learning_fade_monthly=0.1)
    assert taught(p, literacy=0.6) == pytest.approx(0.5 + 0.9 * 0.1)
    assert taught(p, literacy=0.5) == 0.5
    forgetful = parameters(learning_fade_monthly=1.0)
    assert taught(forgetful, literacy=0.6) == 0.5


def test_as_many_are_reached_as_declared() -> None:
    p = parameters(education_share=0.3)
    assert share_of_borrowers(lambda i: lesson(flows(), p, KEYS, i) > 0) == near(0.3)
    q = parameters(teaching_share=0.4)
    assert share_of_borrowers(lambda i: lesson(flows(fees_cashloan=1), q, KEYS, i) > 0) == near(0.4)


def test_a_fee_just_paid_teaches_and_the_stronger_lesson_counts() -> None:
    fees = parameters(teaching_share=1.0, teaching_effect=0.1)
    assert taught(fees, fee=1) == pytest.approx(0.55) and taught(fees, fee=0) == 0.5
    both = parameters(teaching_share=1.0, teaching_effect=0.1, **SCHOOL)
    assert taught(both, fee=1) == pytest.approx(0.6)


def test_nobody_learns_where_nobody_teaches() -> None:
    market = live(story(), borrowers=1000, months=6)
    assert np.array_equal(market.people["literacy"], market.people["literacy_own"])


def test_the_education_programme_of_the_library_makes_a_few_per_cent_fewer_bills_late_for_a_year_or_two() -> None:
    """Evidence: late payments fall by 1 to 6 % where everybody is reached, and the effect fades.

    Half of what is missed was forgotten, and of that more is paid; the want of money no lesson mends.
    """
    education, calm = (live(load_scenario(name), borrowers=30_000, months=54) for name in ("education", "baseline"))
    missed, forgotten = (fewer(of, education, calm) for of in (["day1_share_dues"], FORGOTTEN))
    others = fewer(["day1_share_dues", "missed_short_share"], education, calm)
    assert not missed[:24].any() and not forgotten[:24].any()
    assert 0.01 < missed[25:31].mean() < 0.06
    assert forgotten[25:31].mean() > 1.5 * missed[25:31].mean()
    assert abs(others[25:31].mean()) < missed[25:31].mean() / 2
    assert missed[48:].mean() < missed[25:31].mean() / 3


FORGOTTEN = ["day1_share_dues", "missed_forgot_share"]
"""Whose product is the share of dues that were forgotten."""


def fewer(columns: list[str], taught: CreditMarket, calm: CreditMarket) -> NDArray[np.float64]:
    """By what share the product of some columns of the months is lower in one market than in the other."""
    here, there = (
        np.prod([[row[column] for row in market.history.rows] for column in columns], axis=0)
        for market in (taught, calm)
    )
    return np.asarray(1 - here / there)


def test_a_lesson_lasts_about_as_long_as_declared() -> None:
    once = Event(month=2, shape="pulse", months=1, set={"education_share": 1.0})
    taught, others = (
        live(story({"leave_monthly": 0.0, "learning_fade_monthly": 0.1}, *events), borrowers=500, months=12)
        for events in ((once,), ())
    )
    literacy, own = (
        np.array([row["literacy_mean"] for row in market.history.rows], float) for market in (taught, others)
    )
    left = literacy - own
    assert left[11] / left[1] == pytest.approx(0.9**10, rel=0.1)
