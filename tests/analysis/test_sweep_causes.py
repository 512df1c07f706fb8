"""What an outcome comes from: Shapley's shares against answers worked out by hand, and the command that tells them."""

from collections.abc import Sequence
from itertools import permutations, product
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.many_sweeps import grid, switches
from tightrope.analysis.study.causes import Causes, causes
from tightrope.cli.commands import main
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

SEEDS = 4
DEFAULT = "default_hazard"


def of_game(
    worth: list[float], *, texts: bool = False, upside_down: bool = False, failed: Sequence[int] = (),
    waiting: Sequence[int] = (),
) -> SweepResults:  # fmt: skip
    """A sweep whose outcome is what a set of causes is worth; the last cause is the lowest bit of the set's number."""
    count = len(worth).bit_length() - 1
    levels = (1.0, 0.0) if upside_down else (0.0, 1.0)
    words = ("off", "on") if texts else ()
    factors = [Factor(f"cause {i}", "", 0, 1, () if texts else levels, texts=words) for i in range(count)]
    places = np.array(list(product((0.0, 1.0), repeat=count)))
    points = 1 - places if upside_down else places
    seed = np.arange(SEEDS)[np.newaxis, :]
    values = np.array(worth)[:, np.newaxis] + 0.1 * seed
    return fake_sweep(
        {DEFAULT: values[np.newaxis]}, factors=factors, points=points, design={"kind": "grid", "points": len(worth)},
        failed=failed, waiting=waiting,
    )  # fmt: skip


def found(results: SweepResults) -> Causes:
    return causes(results, DEFAULT, "mean", "baseline")


def by_orders(worth: list[float], count: int, cause: int) -> float:
    """Shapley's value as it is defined: the mean of what a cause adds over all orders of switching on."""
    added = []
    for order in permutations(range(count)):
        before = sum(1 << (count - 1 - i) for i in order[: order.index(cause)])
        added.append(worth[before | 1 << (count - 1 - cause)] - worth[before])
    return mean(added)


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.floats(-5, 5), min_size=2**n, max_size=2**n)))
def test_a_share_is_the_mean_over_all_orders_and_shares_add_up(worth: list[float]) -> None:
    told = found(of_game(worth))
    count = len(worth).bit_length() - 1
    shares = dict(told.table.select("factor", "shapley").iter_rows())
    for cause in range(count):
        assert shares[f"cause {cause}"] == pytest.approx(by_orders(worth, count, cause), abs=1e-9)
    assert sum(shares.values()) == pytest.approx(told.change, abs=1e-9)
    assert told.change == pytest.approx(worth[-1] - worth[0], abs=1e-9)


def test_what_two_do_only_together_is_told_as_theirs() -> None:
    told = found(of_game([0, 0, 0, 6, 1, 1, 1, 7]))  # cause 0 adds 1; causes 1 and 2 add 6 together and nothing alone
    rows = {row["factor"]: row for row in told.table.to_dicts()}
    assert [rows[f"cause {i}"]["shapley"] for i in range(3)] == pytest.approx([1, 3, 3])
    assert [rows[f"cause {i}"]["alone"] for i in range(3)] == pytest.approx([1, 0, 0])
    assert [rows[f"cause {i}"]["last"] for i in range(3)] == pytest.approx([1, 6, 6])
    assert told.pairs.row(0)[:3] == ("cause 1", "cause 2", pytest.approx(6))
    assert told.pairs["together"][1:].to_list() == pytest.approx([0, 0])


@pytest.mark.parametrize(("texts", "upside_down", "off"), [(True, False, "off"), (False, True, "1")])
def test_the_value_listed_first_is_off(texts: bool, upside_down: bool, off: str) -> None:
    worth = [0.0, 1.0, 4.0, 5.5]
    plain, other = found(of_game(worth)), found(of_game(worth, texts=texts, upside_down=upside_down))
    assert plain.table["shapley"].to_list() == pytest.approx(other.table["shapley"].to_list())
    assert set(other.table["off"]) == {off}


def test_intervals_hold_the_truth_and_chance_is_no_share() -> None:
    told = found(switches())
    rows = {row["factor"]: row for row in told.table.to_dicts()}
    for name, truth in (("push", 0.015), ("answer", 0.005), ("bystander", 0.0)):
        assert rows[name]["shapley_low"] < truth < rows[name]["shapley_high"]
    same = found(of_game([1.0, 1.0, 1.0, 1.0]))
    assert same.change == 0 and same.table["part"].to_list() == [None, None]


def test_a_seed_with_a_missing_run_is_left_out() -> None:
    worth = [0.0, 1.0, 4.0, 5.5]
    told = found(of_game(worth, failed=[1]))
    assert (told.seeds, told.left_out) == (SEEDS - 1, 1)
    assert told.change == pytest.approx(5.5)
    with pytest.raises(InputError, match=r"of 2 seeds all 4 sets of causes are finished.*at least 3"):
        found(of_game(worth, waiting=[0, 1]))


def test_another_design_is_refused() -> None:
    with pytest.raises(InputError, match="no grid of 2 to 12 factors with two values each"):
        causes(grid(), DEFAULT, "mean", "regulatory-squeeze")


def tightrope(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("causes")
    file = place / "why.toml"
    file.write_text(
        'scenarios = ["severe-recession"]\nborrowers = 200\nmonths = 20\nseeds = 3\nmeasures = ["default_hazard"]\n'
        '[design]\nkind = "grid"\n[design.over]\nstrength = [0, 1]\ntighten_speed = [0, 0.4]\n'
    )
    answer = tightrope("sweep", "run", file, "--out", place / "sweep", "--workers", 1)
    assert answer.exit_code == 0, answer.output
    return place / "sweep"


def test_the_command_tells_shares_and_writes_all_numbers(folder: Path, tmp_path: Path) -> None:
    answer = tightrope("sweep", "causes", folder, "--csv", tmp_path / "numbers.csv")
    assert answer.exit_code == 0, answer.output
    assert "default_hazard (mean) under severe-recession" in answer.output
    assert "strength x tighten_speed" in answer.output and "intervals over 3 seeds" in answer.output
    rows = (tmp_path / "numbers.csv").read_text().splitlines()
    assert len(rows) == 4 and rows[0].startswith("scenario,measure,statistic,factor,off,on,alone,alone_low")


def test_the_report_of_such_a_sweep_tells_shares_and_ranks_nothing_else(folder: Path, tmp_path: Path) -> None:
    answer = tightrope("sweep", "report", folder, "--out", tmp_path / "report.html")
    assert answer.exit_code == 0, answer.output
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="causes"' in page and "strength</code> 0 → 1" in page and "Only together, strength and" in page
    assert 'id="drivers"' not in page and 'id="tipping"' not in page
