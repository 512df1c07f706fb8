"""What borrowers do about a closed line: mend, give up, prove income, fall for a swindler; what proof is worth."""

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
from tightrope.agents.codes import Contact, Remedy
from tightrope.agents.contact import make_contact
from tightrope.agents.limiting import entitlement
from tightrope.agents.remedies import believe_swindler, lower_outside_debt, make_up_mind, prove_income
from tightrope.agents.scoring import HIGHEST, scorecard
from tightrope.agents.trusting import leave

FROZEN = {"freeze_reason": 6, "frozen_month": 3}


@pytest.mark.parametrize(
    ("state", "transparency", "chance"),
    [
        ({"literacy": 0.0}, 0.0, 0.4),
        ({"literacy": 0.5}, 0.0, 0.2),
        ({"literacy": 0.5}, 0.5, 0.1),
        ({"literacy": 0.0}, 1.0, 0.0),
        ({"literacy": 0.0, "freeze_reason": 0}, 0.0, 0.0),
    ],
    ids=str,
)
def test_swindlers_find_those_who_know_little(state: dict[str, float], transparency: float, chance: float) -> None:
    p = parameters(scam_monthly=0.4, scam_loss_yuan=1_500, scam_hurt=0.1)
    q = policy(transparency=transparency)

    def swindled(i: int) -> bool:
        b, f = borrower(**{**FROZEN, "cash": 200_000, "trust": 0.5, **state}), flows()
        believe_swindler(b, f, p, q, KEYS, i)
        taken = int(f["scam"])
        assert (taken, int(b["cash"])) in ((0, 200_000), (150_000, 50_000))
        assert bool(b["trust"] < 0.5) is (taken > 0)
        return taken > 0

    assert share_of_borrowers(swindled) == near(chance)


@pytest.mark.parametrize(("cash", "taken"), [(0, 0), (40_000, 40_000), (900_000, 150_000)])
def test_a_swindler_takes_no_more_than_is_there(cash: int, taken: int) -> None:
    b, f = borrower(**FROZEN, cash=cash, literacy=0.0), flows()
    believe_swindler(b, f, parameters(scam_monthly=1.0, scam_loss_yuan=1_500), policy(transparency=0.0), KEYS, 1)
    assert (f["scam"], b["cash"]) == (taken, cash - taken)


@pytest.mark.parametrize(
    ("state", "paid"),
    [
        ({}, 100_000),  # half of what lies beyond 300,000
        ({"outside_debt": 30_000}, 30_000),
        ({"cash": 250_000}, 0),
        ({"mending": 0}, 0),
        ({"mending": Remedy.GAVE_UP}, 0),
        ({"overdue_paylater": 1}, 0),
        ({"overdue_cashloan": 1}, 0),
    ],
    ids=str,
)
def test_who_mends_pays_down_debt_elsewhere_with_money_to_spare(state: dict[str, float], paid: int) -> None:
    b = borrower(**{**FROZEN, "mending": Remedy.MENDING, "cash": 510_000, "outside_debt": 900_000, **state})
    f = flows(spending_plan=10_000)
    lower_outside_debt(b, f, parameters())
    assert f["outside_paid"] == paid


def test_some_mend_and_some_give_up() -> None:
    """Giving up comes first, by distrust; of the others, literacy and openness decide who mends."""
    p = parameters(give_up_monthly=0.5, mend_monthly=0.8)

    q, same_month = policy(month=4, transparency=0.5), policy(month=3, transparency=0.5)

    def mind(i: int, before: int = 0, q: Any = q) -> int:
        b = borrower(**FROZEN, trust=0.6, literacy=0.5, mending=before)
        make_up_mind(b, p, q, KEYS, i)
        return int(b["mending"])

    assert share_of_borrowers(lambda i: mind(i) == Remedy.GAVE_UP) == near(0.2)
    assert share_of_borrowers(lambda i: mind(i) == Remedy.MENDING) == near(0.8 * 0.3)
    assert share_of_borrowers(lambda i: mind(i, Remedy.MENDING) == Remedy.GAVE_UP) == near(0.2)
    assert share_of_borrowers(lambda i: mind(i, Remedy.MENDING) == 0) == 0
    assert share_of_borrowers(lambda i: mind(i, Remedy.GAVE_UP) == Remedy.GAVE_UP) == 1
    assert share_of_borrowers(lambda i: mind(i, q=same_month) > 0) == 0, "not in the month of the freeze"


def test_who_mends_talks_and_who_gave_up_looks_for_the_door() -> None:
    silent = parameters(contact_base=0.0, contact_trust=0.0, contact_literacy=0.0)
    b = borrower(mending=Remedy.MENDING, overdue_paylater=1)
    make_contact(b, silent, KEYS, 1)
    assert b["contact"] == Contact.IN_CONTACT
    p = parameters(leave_monthly=0.1, leave_distrust=4.0)

    def leaves(i: int) -> bool:
        f = flows()
        leave(borrower(mending=Remedy.GAVE_UP), f, p, policy(), KEYS, i)
        return bool(f["left"])

    assert share_of_borrowers(leaves) == near(0.5), "as much as somebody whose trust is gone"


@pytest.mark.parametrize(
    ("state", "chance"),
    [({}, 0.03), ({"mending": Remedy.MENDING}, 0.3), ({"mending": Remedy.GAVE_UP}, 0.0), ({"verified": 1}, 0.0)],
    ids=str,
)
def test_proof_of_income_is_uploaded_as_often_as_declared(state: dict[str, float], chance: float) -> None:
    p = parameters(upload_monthly=0.03, mend_upload=10.0, proof_months=600.0)

    def uploads(i: int) -> bool:
        b, f = borrower(**state), flows()
        prove_income(b, f, p, KEYS, i)
        assert b["verified"] or not f["uploaded"]
        return bool(f["uploaded"])

    assert share_of_borrowers(uploads) == near(chance)


@pytest.mark.parametrize(("upload", "chance"), [(0.01, 0.25), (0.0, 0.0)])
def test_an_old_proof_expires_where_proofs_are_asked_for_at_all(upload: float, chance: float) -> None:
    p = parameters(upload_monthly=upload, proof_months=4.0)

    def expires(i: int) -> bool:
        b = borrower(verified=1)
        prove_income(b, flows(), p, KEYS, i)
        return not b["verified"]

    assert share_of_borrowers(expires) == near(chance)


def test_the_share_of_verified_incomes_is_steady() -> None:
    people = live(story({"mend_upload": 1.0}), borrowers=4000, months=36).people
    share = float(people["verified"][people["status"] == 1].mean())
    assert share == pytest.approx(0.40, abs=4 * math.sqrt(0.4 * 0.6 / 4000))


def test_proof_lifts_score_and_limit_as_declared() -> None:
    q, state = policy(), {"joined_month": -60, "limit_months_cashloan": 1.0}
    plain, proved = borrower(**state), borrower(**state, verified=1)
    nothing = parameters(verified_weight=0.0, verified_lift=0.0)
    assert scorecard(proved, nothing, q) == scorecard(plain, nothing, q)
    assert entitlement(proved, nothing, q, 1.0) == entitlement(plain, nothing, q, 1.0)
    p = parameters(verified_weight=0.3, verified_lift=0.2)
    assert scorecard(proved, p, q) > scorecard(plain, p, q) + 5
    assert entitlement(proved, p, q, 1.0) == pytest.approx(1.2 * entitlement(plain, p, q, 1.0), abs=2)
    best = borrower(**state, verified=1, limit_cashloan=10**6)
    assert scorecard(best, parameters(verified_weight=0.5), q) <= HIGHEST


def test_a_starting_book_has_as_much_room_to_rise_whoever_is_verified() -> None:
    values = {"verified_lift": 0.5, "highest_limit_months": 60.0, "start_standing": 1.0, "limit_floor_yuan": 0.0}
    market = market_of(story(values), borrowers=300)
    room: dict[int, list[float]] = {0: [], 1: []}
    q, p = policy(market), parameters(**values)
    for i in range(300):
        b = borrower(**{name: market.people[name][i] for name in market.people.names})
        lines = [entitlement(b, p, q, float(b[f"limit_months_{product}"])) for product in ("paylater", "cashloan")]
        room[int(b["verified"])].append(sum(lines) / (int(b["limit_paylater"]) + int(b["limit_cashloan"])))
    assert min(len(each) for each in room.values()) > 50
    assert np.mean(room[0]) == pytest.approx(np.mean(room[1]), rel=0.1)
