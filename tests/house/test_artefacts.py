"""The audit of artefacts: borrowers keep all that is theirs under another number, and what moved is told."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.helpers.markets import market_of, story

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The file that lives the markets."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module("artefacts_runs")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The file that writes the page."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module("artefacts_page")


def test_a_borrower_keeps_state_and_friends_under_another_number(runs: Any) -> None:
    market = market_of(story(), borrowers=60)
    before, friends = market.people.copy(), [market.network.of(i).tolist() for i in range(60)]
    order = runs.shuffled(60, 1)
    runs.renumbered(market, order)
    now = {int(old): new for new, old in enumerate(order)}
    for new, old in enumerate(order.tolist()):
        assert market.people["income_usual"][new] == before["income_usual"][old]
        assert market.network.of(new).tolist() == sorted(now[friend] for friend in friends[old])
    for _ in range(3):
        market.step()


def test_the_order_as_it_is_changes_nothing_and_another_does(runs: Any) -> None:
    size = runs.Size(150, 6)
    usual = runs.lived("baseline", size, 1)
    assert usual.equals(runs.lived("baseline", size, 1, ordered=lambda borrowers, _: np.arange(borrowers)))
    assert usual.equals(runs.lived("baseline", size, 1, 1, 3))
    reversed_life = runs.lived("baseline", size, 1, ordered=runs.reversed_order)
    assert reversed_life["income_mean"][0] == pytest.approx(usual["income_mean"][0], rel=0.1)
    assert not usual.equals(reversed_life)


def test_told_late_is_as_if_told_from_the_start(runs: Any) -> None:
    size = runs.Size(150, 16)
    assert runs.told_late(size, 1).equals(runs.lived(runs.SQUEEZE, size, 1))


def test_headlines_are_of_the_later_months_and_a_borrower(runs: Any) -> None:
    columns = (
        *("dpd30_share_balance", "dpd90_share_balance", "day1_share_dues", "new_defaults", "writeoff_share"),
        *("trust_mean", "limit_mean", "profit"),
    )
    months = pl.DataFrame([{"month": n, **dict.fromkeys(columns, float(n >= runs.FIRST))} for n in range(1, 31)])
    assert runs.headlines(months, 10) == [100.0, 100.0, 100.0, 100.0, 100.0, 1.0, 1.0, 0.1]


def test_errors_are_of_pairs_where_the_people_are_the_same(pages: Any) -> None:
    usual = np.array([[1.0], [2.0], [3.0]])
    other = usual + np.array([[0.1], [0.2], [0.3]])
    paired, apart = pages.Moved.of_the_same(other, usual), pages.Moved.of_others(other, usual)
    assert paired.difference == pytest.approx([0.2]) == apart.difference
    assert paired.error == pytest.approx([0.1 / 3**0.5])
    assert apart.error == pytest.approx([(1.0 / 3 + 1.21 / 3) ** 0.5])
    assert paired.freedom == [2.0] and apart.freedom == pytest.approx([(1.0 + 1.21) ** 2 / (1.0 / 2 + 1.21**2 / 2)])


def test_few_seeds_ask_for_larger_differences(pages: Any) -> None:
    differences = np.array([2.5])
    few, many = (pages.Moved(differences, np.array([1.0]), np.array([freedom])) for freedom in (3.0, 60.0))
    assert not few.beyond_chance[0] and many.beyond_chance[0]


def test_the_page_names_what_moved(runs: Any, pages: Any) -> None:
    draws = np.random.default_rng(1).normal(size=(4, 5, len(runs.HEADLINES)))
    far = draws[0] + np.array([50.0] + [0.0] * (len(runs.HEADLINES) - 1))
    moved = {"other seeds": pages.Moved.of_others(far, draws[1])}
    calm = {"other seeds": pages.Moved.of_the_same(draws[2], draws[2] + draws[3] * 0.5)}
    size = runs.Size(100, 60)
    exact = {"two threads": [], "one lane": ["profit"]}
    text = "\n".join(pages.page(pages.Audit(size, 5, size, 5, exact, draws[1], draws[3], moved, calm)))
    assert "| two threads | every number of every month is the same |" in text
    assert "| one lane | **moved**: profit |" in text
    [row] = [line for line in text.split("### What")[0].splitlines() if line.startswith("| 30+ |")]
    assert row.split("|")[-2].strip().startswith("**+")
    assert "(30+, the baseline, other seeds)" in " ".join(text.split())
