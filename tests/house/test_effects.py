"""What each mechanism moves as shipped: every mechanism is asked about, by names that exist, and judged rightly."""

from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from tests.house.test_catalogue import LINES, names
from tightrope.scenarios.files.scenario import library, load_scenario

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
ROWS = {line[0]: line for line in LINES if line[0][0] in "ABCDEF"}


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A file of the benchmarks."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module(name)


@pytest.fixture
def effects(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script that writes the page."""
    return script("effects", monkeypatch)


@pytest.fixture
def verdicts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """How measures are judged."""
    return script("effects_verdicts", monkeypatch)


def test_every_mechanism_has_its_rows_in_order(effects: Any) -> None:
    assert list(dict.fromkeys(effect.id for effect in effects.EFFECTS)) == list(ROWS)


def test_each_is_asked_about_a_measure_and_turned_by_a_parameter_of_its_own(
    effects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or about one that is worked out for the page, where the catalogue names a field of the borrowers."""
    worked_out = script("effects_measured", monkeypatch).NAMED
    for row, (_, _, turned_by, _, measure, _) in ROWS.items():
        own = [effect for effect in effects.EFFECTS if effect.id == row]
        assert {*names(measure), *worked_out} & {name for effect in own for name in effect.moves}, row
        turns = {*names(turned_by)}
        assert not turns or any(turns & {*effect.off} for effect in own), row


def test_what_is_declared_exists_and_switches_something(effects: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    is_measure = script("effects_measured", monkeypatch).is_measure
    switched = script("effects_runs", monkeypatch).switched
    for effect in effects.EFFECTS:
        assert effect.scenario in library()
        assert {*effect.moves.values()} <= {1, -1} and all(map(is_measure, effect.moves)), effect
        assert {*effect.because, *effect.least} <= {*effect.moves} and {*effect.on} <= {*effect.off}, effect
        scenario = load_scenario(effect.scenario)
        off, on = (switched(scenario, values) for values in (effect.off, effect.on))
        for name, value in effect.off.items():
            lender, _, own = name.rpartition(".")
            of_whom = next((each for each in off.lenders if each.name == lender), None)
            assert (off.timeline(60, of_whom)[own] == value).all(), f"{effect.id}: {name} is off throughout"
        whose = zip((None, *off.lenders), (None, *on.lenders), strict=True)
        assert any((off.timeline(60, each) != on.timeline(60, its)).any() for each, its in whose), effect


def test_a_measure_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    is_measure = script("effects_measured", monkeypatch).is_measure
    assert is_measure("freezes:risk") and is_measure("held:rival") and is_measure("spread_of_scores")
    assert not is_measure("freezes:whim") and not is_measure("nothing")


@pytest.mark.parametrize(
    ("off", "on", "sign", "least", "verdict"),
    [
        ([1.0, 1.1, 0.9], [1.2, 1.3, 1.1], 1, {}, "moves"),
        ([1.0, 1.1, 0.9], [1.2, 1.3, 1.1], -1, {}, "moves the other way"),
        ([1.0, 1.1, 0.9], [1.04, 1.14, 0.94], 1, {}, "small"),  # less than a twentieth
        ([1.0, 1.1, 0.9], [1.04, 1.14, 0.94], 1, {"it": 0.03}, "moves"),  # but as much as was stated
        ([1.0, 1.1, 0.9], [1.2, 1.3, 1.1], 1, {"it": 0.3}, "small"),
        ([1.0, 1.1, 0.9], [1.6, 1.3, 0.7], 1, {}, "small"),  # .2 on average, with an error of .2
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 1, {}, "small"),
        ([0.0, 0.0, 0.0], [5.0, 6.0, 7.0], 1, {}, "moves"),
    ],
)
def test_a_verdict_by_hand(
    verdicts: Any, off: list[float], on: list[float], sign: int, least: dict[str, float], verdict: str
) -> None:
    effect = SimpleNamespace(moves={"it": sign}, least=least, because={})
    assert verdicts.Judged(effect, "it", verdicts.Gaps(np.array(off), np.array(on))).verdict == verdict


def test_the_error_is_that_of_paired_gaps(verdicts: Any) -> None:
    gaps = verdicts.Gaps(np.array([10.0, 20.0, 30.0]), np.array([11.0, 22.0, 33.0]))
    assert (gaps.mean, gaps.error, gaps.share) == (2.0, pytest.approx(1 / 3**0.5), pytest.approx(2 / 22))


def test_a_reason_is_asked_for_where_it_is_needed_and_nowhere_else(verdicts: Any) -> None:
    large, small = (verdicts.Gaps(np.zeros(2), np.array([1.0, value])) for value in (1.1, -1.0))

    def complaints(gaps: Any, **because: str) -> list[str]:
        effect = SimpleNamespace(id="A1", scenario="baseline", moves={"it": 1}, least={}, because=because)
        return list(verdicts.complaints([verdicts.Judged(effect, "it", gaps)]))

    assert not complaints(large) and not complaints(small, it="few are hit")
    assert complaints(large, it="few are hit") == ["A1 in baseline, it: it moves; take the reason away why it does not"]
    assert complaints(small) == ["A1 in baseline, it: small, +0 (1); find out and say why"]


@pytest.mark.slow
def test_two_mechanisms_in_small_markets(effects: Any, tmp_path: Path) -> None:
    page = tmp_path / "effects.md"
    asked = ["C10", "E11", "--borrowers", "300", "--months", "8", "--seeds", "2", "--out", str(page)]
    done = CliRunner().invoke(effects.main, asked, catch_exceptions=False)
    text = page.read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith(("| C10 ", "| E11 "))]
    assert [row[3] for row in rows] == [
        f"`{name}`" for effect in effects.EFFECTS if effect.id in ("C10", "E11") for name in effect.moves
    ]
    fees = next(row for row in rows if row[3] == "`fees`")
    assert fees[4] == "0" and float(fees[5].replace(",", "")) > 0, "nothing is charged where late bills are free"
    assert "Of 2 mechanisms" in text
    assert done.exit_code == (1 if done.stderr else 0)


def test_a_mechanism_that_is_not_there_is_told(effects: Any) -> None:
    done = CliRunner().invoke(effects.main, ["A99"])
    assert done.exit_code == 2 and "no mechanism is called A99" in done.stderr
