"""The benchmarks: plain Mesa and compiled rules live the same lives, and what is measured adds up."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from tightrope import CreditMarket, load_scenario, open_book
from tightrope.agents.borrower import Borrower
from tightrope.scenarios.engine.columns import Columns

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script of the benchmark, whose measurements share this process."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    script = import_module("engine")
    monkeypatch.setattr(script, "alone", lambda work, *arguments: work(*arguments))
    return script


def test_plain_mesa_and_compiled_rules_agree_to_the_last_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    compiled_subset, mesa_subset = import_module("compiled_subset"), import_module("mesa_subset")
    market = CreditMarket(load_scenario("baseline"), open_book("synthetic"), borrowers=300, months=1, seed=3)
    compiled = compiled_subset.CompiledSubset(market)
    before = compiled.people.copy()
    plain = mesa_subset.MesaSubset(compiled)
    for month in range(1, 7):
        compiled.step()
        plain.step()
        for name in compiled_subset.KNOWN:
            expected = compiled.people[name].tolist()
            assert [getattr(agent, name) for agent in plain.agents] == expected, f"{name} in month {month}"
    bought = (compiled.people["balance_cashloan"] > before["balance_cashloan"]).sum()
    lost_work = (compiled.people["employed"] < before["employed"]).sum()
    moved = np.abs(compiled.people["trust"] - before["trust"]) > 0.001
    assert bought > 10 and lost_work > 0 and (compiled.people["late_cashloan"] > 0).any() and moved.sum() > 100


def test_the_benchmark_says_what_a_market_costs(engine: Any, tmp_path: Path) -> None:
    file = tmp_path / "costs.json"
    asked = ["--borrowers", "2000", "--months", "3", "--threads", "1", "--threads", "2", "--scenario", "rate-cap"]
    done = CliRunner().invoke(engine.main, [*asked, "--agents", "50", "--json", str(file)], catch_exceptions=False)
    assert "targets 700 ns and 300 bytes" in done.stdout
    found = json.loads(file.read_text())
    assert [run["threads"] for run in found["runs"]] == [1, 2]
    for run in found["runs"]:
        wall = {part: np.array(months) for part, months in run["wall"].items()}
        passes = np.sum([wall[stage] for stage in engine.STAGES], axis=0)
        assert wall["month"].shape == (3,)
        assert (passes > 0).all() and (passes < wall["month"]).all()
        assert wall["network"].shape == wall["book"].shape == (1,)
        assert run["memory"]["of_records"] > 100
    assert found["subset"]["plain"] > found["subset"]["compiled"] > 0


def test_targets_are_judged_on_one_thread(engine: Any) -> None:
    def cost(threads: int, nanoseconds: float, held: float) -> Any:
        times = {"month": [nanoseconds]}
        return import_module("measuring").Cost("baseline", threads, 1, 1, times, times, {"peak": held})

    assert engine.verdicts([cost(1, 700, 300), cost(2, 500, 301)])[0].endswith(": met")
    assert engine.verdicts([cost(1, 701, 200)])[0].endswith(": MISSED")
    assert engine.verdicts([cost(1, 400, 301)])[0].endswith(": MISSED")
    assert engine.verdicts([cost(1, 400, 200), cost(2, 200, 200)])[1] == (
        "baseline: 2 threads are 2.00 times as fast as one"
    )


@pytest.fixture
def sensitivity(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script that moves every parameter, without the search path that it adds."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module("sensitivity")


def moved(sensitivity: Any, *words: str) -> Any:
    return CliRunner().invoke(sensitivity.main, [*words, "--borrowers", "200", "--months", "6"], catch_exceptions=False)


def test_a_parameter_is_listed_with_what_it_moves_most(sensitivity: Any) -> None:
    done = moved(sensitivity, "talk_weight", "separation_monthly")
    assert done.exit_code == 0
    first, second = [line for line in done.stdout.splitlines() if line.startswith("| `")]
    assert first.startswith("| `separation_monthly` | 0.011 | 0.008: `")
    assert second.startswith("| `talk_weight` | 0.1 | 0.05: `contagion_share` ") and "<br>0.2: `" in second
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
