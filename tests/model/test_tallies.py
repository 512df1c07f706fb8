"""The tallies on records of every kind, made up at random: rare states and flows too are counted as defined."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.helpers.lenders import no_lender_did_anything
from tests.helpers.markets import SLUMP, SQUEEZE, flows, live, parameters, policy, story
from tests.helpers.measures_by_hand import CAUSES, Row, defaults, happenings, left_open, rare, states
from tightrope.agents.borrower import LONG_AGO, Borrower
from tightrope.agents.codes import Queue, Segment, Status
from tightrope.agents.flows import Flow
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.engine.counts import CHUNK, Counts
from tightrope.model.engine.history import History
from tightrope.model.engine.market import CreditMarket
from tightrope.model.measures.defaults import count_default, count_start
from tightrope.model.measures.month_row import MonthEnd, month_row
from tightrope.model.measures.standing import count_linkage, count_state
from tightrope.model.measures.tally import (
    TALLY_DTYPE,
    count_backlog,
    count_desk,
    count_flows,
    count_newcomers,
    count_review,
    count_stalled,
)
from tightrope.model.results.bands import BANDS
from tightrope.scenarios.engine.columns import Columns

MANY, MONTH = 600, 30
LINKED, LINKAGE = parameters(linkage_severe_months=2), 0.4
"""What makes a late bill severe, and how far products are linked."""
CODES = {
    "cause_paylater": 6, "cause_cashloan": 6, "default_cause": 6, "plan_agreed": 3, "case_arrived": 4, "case_served": 4,
    "appeal_answer": 4, "froze": 10,
}  # fmt: skip
"""How many values a code has."""
RARE_FLOWS = (
    *("technical", "cause_paylater", "cause_cashloan", "default_cause"),
    *(
        "missed_able",
        "lump_raise",
        "redrew",
        "plan_agreed",
        "plan_broken",
        "re_aged",
        "judgement",
        "case_arrived",
        "case_served",
    ),
    *("appeal_answer", "froze", "reopened", "defaulted", "applied_outside", "cut", "help_received", "scam"),
    *("restored", "frozen_for", "case_waited", "cut_amount", "waived", "recovered"),
    *("prepaid", "draws"),
    *("short_drawn", "short_lent", "short_interest", "purchase_unmet", "bought_elsewhere"),
    *("forgiven_paylater", "forgiven_cashloan", "forgiven_written_off", "missed_paylater", "missed_cashloan", "income"),
)


def made_up_people(random: np.random.Generator) -> Any:
    """Active borrowers in states of all kinds."""
    people = Columns(Borrower, MANY)
    for name in ("locked", "verified", "employed", "ever_defaulted"):
        people[name] = random.random(MANY) < 0.3
    for name in ("mending", "plan", "friends_late", "case", "late_paylater", "late_cashloan", "withheld", "furlough"):
        people[name] = random.integers(0, 4, MANY) * (random.random(MANY) < 0.5)
    for name in (
        "balance_paylater",
        "balance_cashloan",
        "income_usual",
        "limit_paylater",
        "limit_cashloan",
        "outside_debt",
    ):
        people[name] = random.integers(0, 3_000_000, MANY)
    for name in ("trust", "strain", "multi_seen", "literacy"):
        people[name] = random.random(MANY)
    for name in ("raised_month", "default_month", "prepaid_month", "plan_month", "joined_month"):
        people[name] = np.where(random.random(MANY) < 0.5, LONG_AGO, random.integers(-3, MONTH, MANY))
    people["score"] = random.uniform(400, 900, MANY)
    people["case_month"] = MONTH - 3
    people["status"], people["segment"] = Status.ACTIVE, random.integers(0, len(Segment), MANY)
    people["freeze_reason"], people["frozen_month"] = random.integers(0, 5, (2, MANY))
    people["months_since_late"] = random.choice([0, 11, 12, 100], MANY)
    people["deferral"], people["deferral_ended"] = random.integers(0, 2, MANY), random.integers(MONTH - 5, MONTH, MANY)
    return people


def made_up_flows(random: np.random.Generator) -> Any:
    moved = Columns(Flow, MANY)
    for name in RARE_FLOWS:
        highest = CODES.get(name, 2 if moved[name].dtype == np.int8 else 5_000)
        moved[name] = random.integers(0, highest, MANY) * (random.random(MANY) < 0.4)
    return moved


def counted(before: Any, after: Any, moved: Any) -> Row:
    """Count all records as the month does and return the row of measures."""
    count = Counts(1, MONTH)
    t = count.tallies[0]
    unreviewed = after.copy()
    unreviewed["freeze_reason"] = before["freeze_reason"]
    linking = policy(linkage=LINKAGE)
    for i in range(MANY):
        b, f = after[i], moved[i]
        count_start(t, before[i], f, MONTH)
        count_flows(t, b, f)
        count_newcomers(t, b, f, MONTH)
        count_stalled(t, unreviewed[i], f)
        count_default(t, b, f, MONTH)
        for at_review in (False, True):
            count_desk(count.queues[0], f, at_review)
        count_review(t, count.freezes[0], b, f)
        count_backlog(count.queues[0], count.backlog[0], b, MONTH)
        count_state(t, count.trust_bins[0], b, MONTH)
        count_linkage(t, b, LINKED, linking)
    last: np.void = np.zeros(1, TALLY_DTYPE)[0]
    last["frozen"], last["plans"] = (before["freeze_reason"] > 0).sum(), (before["plan"] > 0).sum()
    return month_row(
        MonthEnd(
            month=MONTH,
            stance=0.0,
            accounts={"capital": 1e6, "own_funded_share": 0.3},
            balance_before=1e6,
            tally=count.add_up(),
            last=last,
            opening=last,
            past=[],
            trust_bins=count.trust_bins[0],
            queues=count.queues[0],
        )
    )


def test_states_and_flows_of_every_kind_are_counted_as_defined() -> None:
    random = np.random.default_rng(1)
    before, after, moved = made_up_people(random), made_up_people(random), made_up_flows(random)
    for name in ("raised_month", "friends_late", "joined_month", "segment"):  # what changes later, or never
        after[name] = before[name]
    moved["before_cashloan"] = before["balance_cashloan"]
    moved["defaulted"] &= 1 - before["ever_defaulted"]
    moved["default_cause"] *= moved["defaulted"]
    moved["default_cause"] *= moved["defaulted"]
    moved["missed_paylater"] *= moved["cause_paylater"] > 0  # nothing is missed without a cause
    moved["missed_cashloan"] *= moved["cause_cashloan"] > 0
    row = counted(before, after, moved)
    expected = {**states(after, MONTH), **rare(before, after, moved, MONTH), **defaults(before, after, moved, MONTH)}
    expected |= left_open(after, LINKED, LINKAGE)
    happened = happenings(before, after, moved)
    expected |= {name: happened[name] for name in (*CAUSES.values(), "missed_able_share", "default_hazard")}
    assert sum(row[name] or 0.0 for name in CAUSES.values()) == pytest.approx(1.0)
    assert not {name for name, value in expected.items() if not value}, "nothing of it happened"
    for name, value in expected.items():
        assert row[name] == pytest.approx(value, rel=1e-9, abs=1e-9), name


def test_cases_settled_are_counted_with_the_months_they_waited() -> None:
    queues = np.zeros((len(Queue), 5), np.int64)
    for case, waited in ((1, 0), (1, 3), (3, 2)):
        count_desk(queues, flows(case_arrived=case, case_served=case, case_waited=waited), case != 1)
    count_desk(queues, flows(case_withdrawn=2), True)
    assert queues[:4].tolist() == [[0] * 5, [2, 2, 0, 0, 3], [0, 0, 1, 0, 0], [1, 1, 0, 0, 2]]


def test_a_frame_of_queues_tells_how_long_cases_wait() -> None:
    opening, count = Counts(1, 2), Counts(CHUNK + 1, 2)
    count.queues[0, 3], count.queues[1, 3] = (4, 1, 0, 2, 0), (1, 1, 1, 1, 5)
    count.backlog[0, 3, :3], count.backlog[1, 3, 6] = (1, 0, 1), 1
    history = History(opening, ["all"])
    history.add({}, count, no_lender_did_anything())
    queues = pl.DataFrame(history._queues())
    assert queues["queue"].to_list() == list(Queue.labels()[1:])
    row = queues.row(by_predicate=pl.col("queue") == "appeal", named=True)
    assert row == {
        "month": 1, "queue": "appeal", "arrived": 5, "served": 2, "withdrawn": 1, "waiting": 3,
        "wait_mean": 8 / 3, "served_wait_mean": 5 / 2,
    }  # fmt: skip
    assert history.waiting()[3] == 3


def bands_of(people: Any) -> dict[str, Any]:
    """The band of each borrower, by kind."""
    limits = (people["limit_paylater"].astype(np.int64) + people["limit_cashloan"]) / 100
    places = {
        "segment": people["segment"],
        "limit": np.searchsorted([5_000, 10_000, 20_000, 50_000], limits),
        "score": np.searchsorted([550, 600, 650, 700], people["score"], side="right"),
    }
    return {kind: np.array(BANDS[kind])[place] for kind, place in places.items()}


def expected_band(chosen: Any, was: Any, before: Any, after: Any, moved: Any) -> Row:
    """What a band of borrowers, ``chosen`` at the month's end and ``was`` before it, should be counted as."""
    there = after[chosen & (after["status"] == Status.ACTIVE)]
    measures = states(there, 99)
    exposed = was & (before["status"] == Status.ACTIVE) & (before["ever_defaulted"] == 0)
    exposed &= before["balance_paylater"] + before["balance_cashloan"] > 0
    froze = chosen & (moved["froze"] > 0)
    good = froze & (after["months_since_late"] >= GOOD_STANDING_MONTHS)
    wanted = ("balance", "dpd30_share_balance", "dpd90_share_balance", "frozen_share", "trust_mean", "limit_mean")
    return {
        **{name: measures[name] for name in wanted},
        "borrowers": there.size,
        "freezes_new": int(froze.sum()),
        "freezes_good_standing_new": int(good.sum()),
        "exposed": int(exposed.sum()),
        "default_hazard": float(moved["defaulted"][was].sum() / exposed.sum()) if exposed.any() else None,
    }


def test_bands_part_the_borrowers_as_defined() -> None:
    records_of: list[tuple[Any, ...]] = []

    def keep(market: CreditMarket) -> None:
        records_of.append((market.people.copy(), market.flows.copy()))

    scenario = story({"start_late_cashloan": 0.03}, *SQUEEZE, *SLUMP)
    market = live(scenario, each_month=keep, borrowers=3_000, months=5, panel=True)
    frame = market.results().bands
    assert frame.height == 5 * sum(map(len, BANDS.values()))
    assert frame["default_hazard"].fill_null(0).max() > 0  # type: ignore[operator]
    assert frame["freezes_good_standing_new"].sum() > 0
    for month in range(2, 6):
        (before, _), (after, moved) = records_of[month - 2 : month]
        was, now = bands_of(before), bands_of(after)
        for row in frame.filter(pl.col("month") == month).iter_rows(named=True):
            chosen, came = now[row["kind"]] == row["band"], was[row["kind"]] == row["band"]
            for name, value in expected_band(chosen, came, before, after, moved).items():
                assert row[name] == pytest.approx(value, rel=1e-7), (row["month"], row["kind"], row["band"], name)


def test_each_kind_of_bands_adds_up_to_all() -> None:
    results = live(story(), borrowers=500, months=3).results()
    for kind in BANDS:
        sums = results.bands.filter(pl.col("kind") == kind).group_by("month", maintain_order=True)
        totals = sums.agg(pl.col("borrowers", "balance").sum())
        assert totals["borrowers"].to_list() == results.months["borrowers_active"].to_list()
        assert totals["balance"].to_list() == pytest.approx(results.months["balance"].to_list())
