"""The same rules without compilation: a run of them in plain Python gives the same numbers, bit for bit."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.helpers.markets import SLUMP, SQUEEZE, live, story
from tightrope.scenarios.engine.compiled import COMPILED
from tightrope.scenarios.files.events import Event

ROOT = Path(__file__).resolve().parents[2]
PLAIN = "import sys; from tests.agents.test_plain_python import leave_numbers; leave_numbers(*sys.argv[1:])"


def leave_numbers(folder: str, on: str) -> None:
    """Live fourteen months in which nearly every rule has something to do, and leave all that came of them."""
    busy = {
        "leave_monthly": 0.05,
        "raise_monthly": 0.5,
        "start_late_cashloan": 0.03,
        "writeoff_months": 5,
        "recovery_months": 3,
    }
    hard = Event(month=5, set={"limit_cap_income_share": 0.2, "rate_cap_apr": 0.2, "leverage_cap": 4.0})
    scenario = story(busy, *SQUEEZE, *SLUMP, hard)
    market = live(scenario, on=on, borrowers=120, months=14, seed=11, panel=True)
    market.results().months.write_parquet(Path(folder) / "months.parquet")
    market.panel_frame().write_parquet(Path(folder) / "panel.parquet")
    (Path(folder) / "people").write_bytes(market.people.tobytes())
    (Path(folder) / "compiled").write_text(str(COMPILED))


@pytest.mark.slow
@pytest.mark.skipif(not COMPILED, reason="plain Python is compared with compiled rules")
@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_plain_python_gives_the_same_numbers(on: str, tmp_path: Path) -> None:
    plain, compiled = tmp_path / "plain", tmp_path / "compiled"
    plain.mkdir()
    compiled.mkdir()
    paths = [*filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)), str(ROOT)]
    environment = {**os.environ, "TIGHTROPE_PLAIN": "1", "PYTHONPATH": os.pathsep.join(paths)}
    subprocess.run([sys.executable, "-W", "error", "-c", PLAIN, str(plain), on], check=True, env=environment)
    leave_numbers(str(compiled), on)
    assert [(folder / "compiled").read_text() for folder in (plain, compiled)] == ["False", "True"]
    for name in ("months", "panel"):
        one, other = (pl.read_parquet(folder / f"{name}.parquet") for folder in (plain, compiled))
        assert_frame_equal(one, other, check_exact=True)
    assert (plain / "people").read_bytes() == (compiled / "people").read_bytes()
    assert_every_rule_had_something_to_do(pl.read_parquet(plain / "months.parquet"))


def assert_every_rule_had_something_to_do(months: pl.DataFrame) -> None:
    """The comparison would say little if nothing had happened."""
    happened = [
        "freezes_new_share", "limit_cut_share", "limit_raise_share", "writeoff_amount", "recovery_amount", "fees",
        "draws_cashloan", "outside_approval_share", "contact_share", "attrition_share", "approvals_share",
    ]  # fmt: skip
    assert not [name for name in happened if not (months[name].fill_null(0) > 0).any()]
