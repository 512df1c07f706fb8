"""Rules of score, limits, collections and stance, where what they must give can be written down."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markets import KEYS, borrower, flows, market_of, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.codes import Contact, LadderStage
from tightrope.agents.collecting import ladder_stage, pressure
from tightrope.agents.contact import make_contact
from tightrope.agents.elsewhere import settle_outside
from tightrope.agents.lender import Lender
from tightrope.agents.limiting import cap_lines, entitlement, highest_total
from tightrope.agents.lines import bills
from tightrope.agents.scoring import HIGHEST, LOWEST, move_score, scorecard
from tightrope.scenarios.files.events import Event

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
        friends_late=draw(st.integers(0, 100)),
        limit_months_paylater=draw(st.floats(0, 100)),
        limit_months_cashloan=draw(st.floats(0, 100)),
    )


@given(b=anybody())
def test_a_score_stays_on_its_scale(b: Any) -> None:
    p, q = parameters(linkage_score_severe=300.0, friends_weight=400.0), policy(linkage=1.0)
    assert LOWEST <= scorecard(b, p, q) <= HIGHEST
    for _ in range(3):
        move_score(b, p, q)
        assert LOWEST <= b["score"] <= HIGHEST


@given(
    b=anybody(),
    worse=st.sampled_from(["lateness", "slips", "outside_seen", "balance_cashloan", "joined_month", "verified"]),
)
def test_a_score_falls_with_what_speaks_against_a_borrower(b: Any, worse: str) -> None:
    p, q = parameters(), policy()
    before = scorecard(b, p, q)
    worst = {"lateness": b["lateness"] + 1, "slips": b["slips"] + 1, "joined_month": 1, "verified": 0}
    b[worse] = worst.get(worse, 10**9)
    assert scorecard(b, p, q) <= before + 1e-9


@pytest.mark.parametrize(
    ("worse", "part"),
    [
        ({"lateness": 1.0}, "history_weight"),
        ({"slips": 3.0}, "history_weight"),
        ({"bureau_record": 1.0}, "history_weight"),
        ({"instalment": 100_000}, "capacity_weight"),
        ({"outside_seen": 900_000}, "capacity_weight"),
        ({"balance_cashloan": 300_000}, "behaviour_weight"),
        ({"verified": 0}, "identity_weight"),
        ({"joined_month": -2}, "identity_weight"),
    ],
    ids=str,
)
def test_each_part_of_the_score_counts_by_its_weight(worse: dict[str, float], part: str) -> None:
    good = {"joined_month": -60, "verified": 1, "limit_cashloan": 600_000}
    weights = ("history_weight", "capacity_weight", "behaviour_weight", "identity_weight")
    alone = parameters(**{name: float(name == part) for name in weights})
    assert scorecard(borrower(**{**good, **worse}), alone, policy()) < scorecard(borrower(**good), alone, policy()) - 10
    untouched = {name for name in weights if name != part} - ({"history_weight"} if "joined_month" in worse else set())
    for name in untouched:
        other = parameters(**{each: float(each == name) for each in weights})
        assert scorecard(borrower(**{**good, **worse}), other, policy()) == scorecard(borrower(**good), other, policy())


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


# the bureau


def test_the_bureau_hears_with_a_lag() -> None:
    """First-order: after k months of one late month remembered, 1 - (1 - 1/lag)^k of it is seen."""
    p, q = parameters(bureau_lag_months=4.0, bureau_reporting=1.0), policy()
    b = borrower(lateness=1.0, outside_debt=1_000_000, outside_lenders=1)
    for k in range(1, 13):
        b["outside_debt"] = 1_000_000
        settle_outside(b, flows(), p, q, KEYS, 1)
        b["outside_debt"] = 1_000_000
        assert b["bureau_record"] == pytest.approx(1 - 0.75**k)
        assert b["outside_seen"] == pytest.approx(
            1_000_000 * (1 + float(q["outside_apr"][0]) / 12) * (1 - 0.75**k), abs=9
        )


def test_other_lenders_book_interest_for_three_months_and_write_off_after_six() -> None:
    p, q = parameters(outside_principal_monthly=0.1), policy(outside_apr=0.24)
    b = borrower(outside_debt=1_000_000, outside_lenders=3)
    course = []
    for _ in range(6):
        f = flows()
        bills(b, f, p, q)
        settle_outside(b, f, p, q, KEYS, 1)
        course.append((int(b["late_outside"]), int(f["outside_interest"] > 0), int(f["outside_writeoff"] > 0)))
    assert course == [(1, 1, 0), (2, 1, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0), (0, 0, 1)]
    assert b["outside_debt"] == b["outside_overdue"] == b["outside_lenders"] == 0


# collections


@pytest.mark.parametrize(
    ("late", "low_silent", "high_silent", "in_contact"),
    [
        (0, LadderStage.MESSAGE, LadderStage.MESSAGE, LadderStage.MESSAGE),
        (1, LadderStage.CALL, LadderStage.AGENCY, LadderStage.MESSAGE),
        (2, LadderStage.AGENCY, LadderStage.LEGAL, LadderStage.CALL),
        (3, LadderStage.AGENCY, LadderStage.LEGAL, LadderStage.CALL),
        (4, LadderStage.LEGAL, LadderStage.LEGAL, LadderStage.AGENCY),
        (9, LadderStage.LEGAL, LadderStage.LEGAL, LadderStage.AGENCY),
    ],
)
def test_the_ladder(late: int, low_silent: int, high_silent: int, in_contact: int) -> None:
    p = parameters(high_risk_score=560.0)
    cases = [(700.0, Contact.SILENT), (500.0, Contact.SILENT), (700.0, Contact.IN_CONTACT), (500.0, Contact.IN_CONTACT)]
    stages = [ladder_stage(borrower(late_cashloan=late, score=score, contact=c), p) for score, c in cases]
    assert stages == [low_silent, high_silent, in_contact, in_contact]


STAGES = (LadderStage.MESSAGE, LadderStage.CALL, LadderStage.AGENCY, LadderStage.LEGAL)
EFFECTS = {"message_effect": 0.1, "call_effect": 0.2, "agency_effect": 0.4, "legal_effect": 0.8}


@pytest.mark.parametrize(
    ("conduct_limit", "found"),
    [(0.0, [0.1, 0.2, 0.4, 0.8]), (0.5, [0.1, 0.15, 0.3, 0.6]), (1.0, [0.1, 0.1, 0.2, 0.4])],
)
def test_conduct_rules_take_half_their_share_of_all_pressure_but_messages(
    conduct_limit: float, found: list[float]
) -> None:
    p = parameters(**EFFECTS, conduct_effect=0.5, conduct_limit=conduct_limit)
    assert [pressure(borrower(contact=Contact.IN_CONTACT), p, stage) for stage in STAGES] == pytest.approx(found)


@pytest.mark.parametrize("reach", [0.0, 0.6, 1.0])
def test_silence_leaves_its_share_of_the_pressure_of_every_stage(reach: float) -> None:
    p = parameters(**EFFECTS, silent_reach=reach, conduct_limit=0.25)
    for stage in STAGES:
        talking, silent = (pressure(borrower(contact=c), p, stage) for c in (Contact.IN_CONTACT, Contact.SILENT))
        assert silent == pytest.approx(reach * talking)
        assert talking > 0


def test_no_stage_prevents_more_than_all_oversights() -> None:
    p = parameters(**dict.fromkeys(EFFECTS, 1.0), conduct_limit=0.0)
    assert [pressure(borrower(contact=Contact.IN_CONTACT), p, stage) for stage in STAGES] == [1.0] * 4


@pytest.mark.parametrize(("trust", "literacy"), [(0.0, 0.0), (0.6, 0.5), (1.0, 1.0)])
def test_the_trusting_and_the_literate_talk_more_and_all_where_plans_are_offered(trust: float, literacy: float) -> None:
    p = parameters(
        contact_base=0.3, contact_trust=0.3, contact_literacy=0.2, contact_flexibility=0.4, hardship_offer=0.5
    )

    def talks(i: int) -> bool:
        b = borrower(trust=trust, literacy=literacy, overdue_cashloan=1)
        make_contact(b, p, KEYS, i)
        return bool(b["contact"] == Contact.IN_CONTACT)

    assert share_of_borrowers(talks) == near(min(1.0, 0.3 + 0.3 * trust + 0.2 * literacy + 0.4 * 0.5))
    nothing_due = borrower(contact=Contact.SILENT)
    make_contact(nothing_due, p, KEYS, 1)
    assert nothing_due["contact"] == 0


@pytest.mark.parametrize(
    ("before", "anew", "talks"),
    [(Contact.SILENT, 0.2, 0.2 * 0.6), (Contact.IN_CONTACT, 0.4, 1 - 0.4 * 0.4), (Contact.NOT_LATE, 0.0, 0.6)],
)
def test_silence_and_contact_last(before: Contact, anew: float, talks: float) -> None:
    """Who thinks of it anew talks with the chance of contact, .6; the others do as last month."""
    p = parameters(
        contact_base=0.6, contact_trust=0.0, contact_literacy=0.0, contact_flexibility=0.0, silence_reconsidered=anew,
        contact_reconsidered=anew,
    )  # fmt: skip

    def talking(i: int) -> bool:
        b = borrower(contact=before, overdue_cashloan=1)
        make_contact(b, p, KEYS, i)
        return bool(b["contact"] == Contact.IN_CONTACT)

    assert share_of_borrowers(talking) == near(talks)


def test_a_chance_of_contact_beyond_one_moves_nobody_who_does_not_think_of_it() -> None:
    p = parameters(contact_base=1.0, contact_trust=1.0, silence_reconsidered=0.3)

    def talking(i: int) -> bool:
        b = borrower(contact=Contact.SILENT, trust=1.0, overdue_cashloan=1)
        make_contact(b, p, KEYS, i)
        return bool(b["contact"] == Contact.IN_CONTACT)

    assert share_of_borrowers(talking) == near(0.3)


# the platform


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


@pytest.mark.parametrize(
    ("settled", "now", "lost"), [(0.5, 0.5, 0.0), (0.5, 0.4, 0.2), (0.5, 0.9, 0.0), (0.0, 0.0, 0.0)]
)
def test_admission_asks_for_more_where_trust_is_lost(settled: float, now: float, lost: float) -> None:
    """What is lost is a share of what was there: where there was none, none."""
    market = market_of(story({"trust_mean": settled, "admission_distrust": 100.0}), borrowers=50)
    market.lender.trust_mean = now
    market.lender.set_knobs(market.timeline[0])
    assert market.lender.policy["admission_score"][0] == pytest.approx(
        market.timeline[0]["admission_score"] + 100 * lost
    )
