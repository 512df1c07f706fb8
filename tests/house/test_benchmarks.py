"""The benchmarks: plain Mesa and compiled rules live the same lives, and what is measured adds up."""

import io
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from rich.console import Console

from tightrope import CreditMarket, load_scenario, open_book
from tightrope.agents.borrower import Borrower
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.parameters.meaning import plausible_of
from tightrope.scenarios.parameters.table import declared

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script of the benchmark, whose measurements share this process, where nothing else is installed."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    script = import_module("bench")
    monkeypatch.setattr(script, "alone", lambda work, *arguments, lanes=8: work(*arguments))
    monkeypatch.setattr(import_module("starting"), "_TIMES", 1)
    for name in ("jax_subset", "panels"):
        monkeypatch.setattr(import_module(name), "import_module", missing)
    return script


def missing(name: str) -> None:
    raise ImportError(f"no {name} here")


@pytest.mark.parametrize("lanes", [1, 8])
def test_plain_mesa_numpy_and_compiled_rules_agree_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch, lanes: int
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    compiled_subset, mesa_subset = import_module("compiled_subset"), import_module("mesa_subset")
    market = CreditMarket(load_scenario("baseline"), open_book("synthetic"), borrowers=300, months=1, seed=3)
    compiled = compiled_subset.CompiledSubset(market, lanes)
    for name in ("balance_cashloan", "overdue_cashloan", "late_cashloan", "instalment"):
        compiled.people[name][:100] = 0  # who draws on the cash loan at all owes some when a book opens
    before = compiled.people.copy()
    plain, arrays = mesa_subset.MesaSubset(compiled), import_module("numpy_subset").NumpySubset(compiled)
    for month in range(1, 7):
        for form in (compiled, plain, arrays):
            form.step()
        for name in compiled_subset.KNOWN:
            expected = compiled.people[name].tolist()
            assert [getattr(agent, name) for agent in plain.agents] == expected, f"{name} in month {month}"
            np.testing.assert_allclose(
                arrays.people[name], expected, rtol=1e-12, atol=1e-14, err_msg=f"{name} in month {month}"
            )
    owed = before["balance_cashloan"]
    bought = compiled.people["balance_cashloan"] > owed
    lost_work = (compiled.people["employed"] < before["employed"]).sum()
    moved = np.abs(compiled.people["trust"] - before["trust"]) > 0.001
    assert bought.sum() > 10 and lost_work > 0 and (compiled.people["late_cashloan"] > 0).any() and moved.sum() > 100
    assert (bought & (owed == 0)).any(), "some who owed nothing took up a loan,"
    assert (compiled.people["scar"] > 0).any(), "some found work again,"
    assert (compiled.people["spell"] > 2).any(), "and some have looked for it for long"


def test_draws_of_32_bits_are_as_good_as_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """JAX computes with them; NumPy can as well."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    draws = [
        import_module("jax_subset").KeyedDraws(np, np.array([month], np.uint32), 50_000).uniform(purpose)
        for month in (1, 2)
        for purpose in (0, 1)
    ]
    for drawn in draws:
        assert drawn.min() >= 0 and drawn.max() < 1
        np.testing.assert_allclose([drawn.mean(), drawn.std()], [1 / 2, 1 / 12**0.5], atol=0.005)
    np.testing.assert_allclose(np.corrcoef(draws), np.eye(4), atol=0.02)


@pytest.mark.slow
def test_the_benchmark_says_what_all_costs(bench: Any, tmp_path: Path) -> None:
    file = tmp_path / "build" / "costs.json"
    asked = ["--borrowers", "2000", "--months", "2", "--rounds", "1", "--agents", "50", "--json", str(file)]
    done = CliRunner().invoke(bench.main, asked, catch_exceptions=False)
    sections = json.loads(file.read_text(encoding="utf-8"))["sections"]
    assert [line.removeprefix("measured: ") for line in done.stderr.splitlines()] == [s["title"] for s in sections]
    numbers = {row["what"]: row["value"] for section in sections for row in section["rows"]}
    texts = {what: numbers.pop(what) for what in list(numbers) if isinstance(numbers[what], str)}
    assert texts == {
        "JAX, 32 bits": "left out: no jax here",
        "creforge, an account's month": "left out: no creforge here",
    }
    assert min(numbers.values()) > 0
    assert {*bench.STAGES.values(), *bench.ONCE.values()} <= {*numbers}
    assert "JAX, 32 bits: left out: no jax here" in done.stdout and "all rules, 2,000 borrowers" in done.stdout


def test_a_number_stands_beside_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    sections = import_module("sections")
    section = sections.beside_first("speed", "ns", {"ours": 200.0, "theirs": 5000.0, "a third": "left out"})
    console = Console(width=80)
    with console.capture() as printed:
        console.print(sections.laid_out([section]))
    said = [line.split() for line in printed.get().splitlines()]
    for line in (
        ["speed,", "ns"],
        ["ours", "200", "1.00"],
        ["theirs", "5,000", "25.00"],
        ["a", "third:", "left", "out"],
    ):
        assert line in said


@pytest.fixture
def sensitivity(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script that moves every parameter, without the search path that it adds."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module("sensitivity")


def moved(sensitivity: Any, *words: str) -> Any:
    return CliRunner().invoke(sensitivity.main, [*words, "--borrowers", "200", "--months", "6"], catch_exceptions=False)


def test_a_parameter_is_listed_with_what_it_moves_most(sensitivity: Any) -> None:
    done = moved(sensitivity, "separation_monthly", "talk_weight")
    assert done.exit_code == 0
    first, second = [line for line in done.stdout.splitlines() if line.startswith("| `")]
    assert first.startswith("| `talk_weight` | 0.1 | 0.05: `contagion_share` ") and "<br>0.2: `" in first
    field = declared()["separation_monthly"]
    ends = plausible_of(field)
    assert ends and second.startswith(f"| `separation_monthly` | {field.default} | {ends.low}: `")
    assert f"<br>{ends.high}: `" in second
    assert "to the ends of its plausible range." in " ".join(done.stdout.split())


def test_a_parameter_goes_to_the_ends_of_the_whole_range_where_asked(sensitivity: Any) -> None:
    done = moved(sensitivity, "talk_weight", "--full")
    [line] = [line for line in done.stdout.splitlines() if line.startswith("| `")]
    assert line.startswith("| `talk_weight` | 0.1 | 0: `contagion_share` ") and "<br>1: `" in line
    assert "sensitivity.py --full`" in done.stdout and "to the ends of its whole range" in " ".join(done.stdout.split())


def test_a_dead_parameter_is_named_and_fails(sensitivity: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sensitivity, "moved_to", lambda name, ends: iter([{name: sensitivity.default_of(name)}]))
    done = moved(sensitivity, "talk_weight", "--out", str(tmp_path / "page.md"))
    assert done.exit_code == 1
    assert done.stderr == "DEAD, 1 of 1: talk_weight\n"
    assert "| `talk_weight` | 0.1 | **DEAD**" in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_what_moves_beyond_the_spread_of_seeds_comes_first(sensitivity: Any) -> None:
    def life(calm: float, wild: float, score: float = 0.0) -> Any:
        people = Columns(Borrower, 1)
        people["score"] = score
        return sensitivity.Lived({"calm": np.array([calm]), "wild": np.array([wild])}, people)

    spread = {"calm": 0.5, "wild": 100.0}
    found = sensitivity.change(1.0, life(12.0, 150.0), life(10.0, 50.0), spread)
    assert (found.column, found.before, found.after, found.size) == ("calm", 10.0, 12.0, 4.0)
    hidden = sensitivity.change(1.0, life(10.0, 50.0, score=7.0), life(10.0, 50.0), spread)
    assert (hidden.column, hidden.size) == ("borrowers.score", 0.0)
    assert not sensitivity.change(1.0, life(10.0, 50.0), life(10.0, 50.0), spread).column


# the two sides of the platform's knobs


@pytest.fixture
def two_sides(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module("two_sides")


def test_each_knob_is_held_against_the_market_without_it(
    two_sides: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(two_sides, "KNOBS", {"late_freeze": (0.0, 1.0), "cut_monthly": (0.0, 0.05)})
    page = tmp_path / "page.md"
    page.write_text("What was found.\n\n<!-- old -->\n", encoding="utf-8")
    small = ["--borrowers", "200", "--months", "6", "--seeds", "2", "--out", str(page)]
    for _ in range(2):
        CliRunner().invoke(two_sides.main, small, catch_exceptions=False)
    text = page.read_text(encoding="utf-8")
    assert text.count("What was found.") == text.count(two_sides.TABLES) == 1, "what was written by hand is kept"
    rows = [line.split(" | ")[:2] for line in text.splitlines() if line.startswith("| `")]
    assert rows == 3 * [["| `late_freeze`", "1"], ["| `cut_monthly`", "0.005"], ["| `cut_monthly`", "0.05"]]


def test_twins_are_those_whom_the_knob_alone_has_frozen(two_sides: Any) -> None:
    """The second is frozen in both, the third was late already, the fourth had defaulted before."""
    never, late = two_sides.NEVER, np.zeros((4, 5), np.int8)
    later = late.copy()
    later[2, 2] = 1
    now = two_sides.Lived({}, np.array([2, 2, 2, 2, never]), np.array([3, 3, 3, 1, 3]), later)
    off = two_sides.Lived({}, np.array([never, 1, never, never, never]), np.array([never, 3, 3, 1, 3]), late)
    assert two_sides.twins(now, off) == (1, 1, 0)


# what each tenth of the book brings


@pytest.fixture
def by_score(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module("by_score")


def test_who_is_followed_is_counted_to_the_fen_until_two_years_are_over(by_score: Any) -> None:
    """All debt of one month's book that is written off later was owed by those followed, or by who joined since."""
    book, newcomers = by_score.follow(load_scenario("baseline"), 300, 1)
    market = CreditMarket(
        load_scenario("baseline"), open_book("synthetic"), borrowers=300, months=48, seed=1, panel=True
    )
    lost = owed = 0.0
    for month in range(1, 49):
        market.step()
        if month == 24:
            active = int(market.history.rows[-1]["borrowers_active"] or 0)
        if month > 24:
            frame = market.panel_frame(("joined_month", *by_score.COLUMNS)).filter(pl.col("joined_month") <= 24)
            lost += sum(frame[name].fill_null(0).sum() for name in by_score.SUMS["lost"])
            owed += sum(frame[name].fill_null(0).sum() for name in by_score.SUMS["owed"])
    assert book.score.size == active
    assert (book.sums["lost"].sum(), book.sums["owed"].sum()) == pytest.approx((lost, owed))
    assert book.sums["months"].max() == newcomers.sums["months"].max() == by_score.FOLLOWED
    assert 0 < book.bad.sum() < active and 0 < newcomers.score.size < 300


def test_what_is_left_of_a_yuan_owed_by_hand(by_score: Any) -> None:
    """Of 100 yuan owed for a year 14 are earned, 9.5 cost the money, .5 the service; 4 are lost and 1 comes back."""
    p = load_scenario("baseline").timeline(1).view(np.recarray)[0].copy()
    p.own_share, p.partner_loss_pass, p.partner_loss_usual = 0.3, 0.5, 0.02
    sums = {"owed": 1200.0, "earned": 14.0, "lost": 4.0, "recovered": 1.0, "months": 12.0, "service": 0.5, "money": 9.5}
    one = by_score.Followed(
        np.array([612.0]), np.array([False]), np.array([True]), {name: np.array([x]) for name, x in sums.items()}
    )
    left = 14 - 9.5 - 0.5 - 0.3 * (4 - 1) - 0.5 * 0.7 * (4 - 2)
    assert (
        by_score.line(one, p) == f"| 612-612 | 1 | 100.0 | 100.0 | 100 | 14.0 | 4.0 | 4.0 | {left:+.1f} | {left:+.1f} |"
    )


def test_the_lowest_scores_come_first_and_all_of_them_last(by_score: Any) -> None:
    people = by_score.Followed(
        np.array([700.0, 500.0, 600.0, 800.0]),
        np.array([False, True, False, False]),
        np.array([False, True, True, False]),
        {name: np.ones(4) for name in (*by_score.SUMS, "months", "service", "money")},
    )
    p = load_scenario("baseline").timeline(1).view(np.recarray)[0]
    rows = [line.split(" | ")[:4] for line in list(by_score.table(people, 2, p))[2:]]
    assert rows == [
        ["| 500-600", "2", "100.0", "100.0"],
        ["| 700-800", "2", "0.0", "0.0"],
        ["| 500-800", "4", "50.0", "33.3"],
    ]


def test_a_calibration_says_what_each_stage_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage is a sweep; nothing of what was found matters here."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    script = import_module("calibration")
    told = io.StringIO()
    monkeypatch.setattr(script, "Console", lambda: Console(file=told, width=80))
    script.print_stages([("wave-01", 384, 96.0), ("proof-of-01", 40, 10.0)], 120.0)
    text = told.getvalue()
    assert re.search(r"wave-01\W+384\W+96\.0\W+4\.00", text)
    assert re.search(r"between them\W+14\.0", text)
