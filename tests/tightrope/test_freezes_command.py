"""``tightrope freezes``: what it prints and writes, the same from Python and from a result, and what is refused."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

import tightrope
from tests.helpers.markets import leave_large_markets_to_compiled_rules
from tightrope.agents.codes import Action
from tightrope.analysis.freezes.quality import Quality
from tightrope.api.exempt_twins import live_twins
from tightrope.api.freezes import ACTIONS
from tightrope.api.planning import prepare
from tightrope.cli.commands import main
from tightrope.progress.watching import Watch
from tightrope.scenarios.errors import InputError

SMALL: Any = {"borrowers": 600, "months": 28}
WORDS = [word for name, value in SMALL.items() for word in (f"--{name}", str(value))]


def run(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "110"}).invoke(main, ["freezes", *words])


def test_it_prints_and_writes_what_python_returns(tmp_path: Path) -> None:
    file, out = tmp_path / "quality.json", tmp_path / "cases.parquet"
    done = run("regulatory-squeeze", *WORDS, "--seeds", "2", "--json", str(file), "--out", str(out))
    assert done.exit_code == 0, done.output
    found = tightrope.freezes("regulatory-squeeze", **SMALL, seeds=2, threads=1)
    assert found.cases.equals(pl.read_parquet(out)) and found.cases.height > 50
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["summary"] == found.summary.to_dicts() and written["since"] == found.about.since
    words = " ".join(done.stdout.split())
    assert "Precision: those hit whose exempt twin was 30 or more days late." in words
    for part in (" guidance ", "limits 5,000 to 10,000", "against everybody else", "within a batch"):
        assert part in words


def test_a_result_is_lived_again(tmp_path: Path) -> None:
    folder = tmp_path / "result"
    tightrope.run("regulatory-squeeze", **SMALL, seed=3, values={"freeze_monthly": 0.5}, out=folder)
    again = tightrope.freezes(folder, seeds=1)
    told = tightrope.freezes("regulatory-squeeze", **SMALL, seed=3, seeds=1, values={"freeze_monthly": 0.5})
    assert again.cases.equals(told.cases) and again.about == told.about
    with pytest.raises(InputError, match=r"borrowers: .* is a result, which says that itself"):
        tightrope.freezes(folder, borrowers=10)


def test_a_result_of_an_own_file_asks_for_the_file(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('base = "baseline"\n[freezes]\nfreeze_monthly = 0.5\n', encoding="utf-8")
    tightrope.run(own, borrowers=100, months=14, out=tmp_path / "result")
    refused = run(str(tmp_path / "result"))
    assert refused.exit_code == 2 and "name that file instead" in refused.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["baseline", "--action", "freezes"], "no action is called 'freezes', did you mean 'freeze'?"),
        (["baseline", "--months", "12"], "months: 12 are too few"),
        (["baseline", "--months", "30", "--since", "19"], "since: 19 is not allowed; give a whole number from 1 to 18"),
        (["baseline", "--months", "24", "--horizon", "24"], "months: 24 are too few; an action is judged by the 24"),
        (["baseline", "--seeds", "0"], "seeds: 0 is not allowed"),
        (["baseline", "--batches", "101"], "batches: 101 is not allowed; give a whole number from 1 to 100"),
        (["basline"], "did you mean 'baseline'"),
        (["baseline", "--set", "freeze_monthly"], "is not of the form key=value"),
    ],
)
def test_bad_input_is_one_message(words: list[str], message: str) -> None:
    refused = run(*words)
    assert refused.exit_code == 2 and message in refused.stderr and "Traceback" not in refused.output


def test_no_file_is_replaced_unasked(tmp_path: Path) -> None:
    file = tmp_path / "quality.json"
    file.write_text("mine", encoding="utf-8")
    assert run("baseline", "--json", str(file)).exit_code == 2 and file.read_text(encoding="utf-8") == "mine"


def test_where_nobody_is_hit_there_is_nothing_to_judge() -> None:
    done = run("baseline", *WORDS, "--seeds", "1", "--action", "withheld", "--set", "prepay_monthly=0",
               "--set", "prepay_part_monthly=0", "--set", "cycler_share=0", "--set", "refinance_monthly=0")  # fmt: skip
    assert done.exit_code == 0 and "Nobody was hit" in done.stdout


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_hits_somebody_who_is_spared_in_the_twin(action: str) -> None:
    values = {"lock_monthly": 0.01, "linkage_strength": 1.0}
    plan = prepare("regulatory-squeeze", **SMALL, values=values)
    world, _ = live_twins(plan, ACTIONS[action], 5, 5, Watch())
    assert (world.chances & (world.pair.here.hit > 0)).sum() > 5
    assert action != "freeze" or not world.pair.exempt.hit[5:].any(), "caps and lateness cut the exempt as well"


def test_until_the_exemption_begins_twins_live_the_same_life() -> None:
    world, _ = live_twins(prepare("regulatory-squeeze", **SMALL), Action.FREEZE, 10, 5, Watch())
    here, exempt, everybody = world.pair
    for name in ("joined", "late", "owed", "spending", "trust", "outside"):
        ours, spared, all_spared = (getattr(course, name)[:10] for course in (here, exempt, everybody))
        assert np.array_equal(ours, spared) and np.array_equal(ours, all_spared)
    assert not np.array_equal(here.owed, exempt.owed)


def test_friends_nearby_are_hardly_ever_exempt_together() -> None:
    """Of the shortcuts, a tenth of all ties, a fifth lead into the own batch."""
    _, shared = live_twins(prepare("baseline", borrowers=2000, months=14), Action.FREEZE, 1, 5, Watch())
    assert 0.01 < shared < 0.03


def test_a_market_that_freezes_at_random_has_the_precision_of_chance() -> None:
    """With the cut-off above every score, who is frozen is a matter of the month's draw alone."""
    leave_large_markets_to_compiled_rules(3000)
    found = tightrope.freezes(
        "baseline", borrowers=3000, months=40, seeds=1, since=2,
        values={"risk_cutoff": 950, "freeze_monthly": 0.02, "multi_strength": 0, "arbitrage_strength": 0},
    )  # fmt: skip
    precision, base, hits = value(found, "precision"), value(found, "base_rate"), found.summary["hits"][0]
    assert hits > 800 and precision == pytest.approx(base, abs=4 * math.sqrt(base * (1 - base) / hits))


def value(found: Quality, measure: str) -> float:
    known = found.value(measure)
    assert known is not None
    return known
