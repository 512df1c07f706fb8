"""Sweeps over the numbers of one other lender: named, varied, set, told apart, and refused."""

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.sweep_files import read, refusal
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import Scenario, load_scenario
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.job import scenario_at
from tightrope.sweeps.run.market import live
from tightrope.sweeps.search.reading import load_search

PLAN = (
    'scenarios = "baseline"\nborrowers = 200\nmonths = 3\nseeds = 1\n'
    'measures = ["outside_approval_share"]\ncolumns = ["outside_approval_share"]\n'
)
GRID = '[design]\nkind = "grid"\n[design.over]\n'
ALL_ARE_ONE = 'title = "All are one"\nmonths = 60\n'
"""A scenario that is the baseline in all but that it names no other lender."""

pytestmark = pytest.mark.usefixtures("own_folder")


def bank(scenario: Scenario, name: str) -> float:
    """A number of the bank's own."""
    (own,) = [each.own[name] for each in scenario.lenders if each.name == "bank"]
    return own


def test_a_lender_s_number_varies_from_market_to_market() -> None:
    sweep = read(PLAN + GRID + "bank.outside_approval = [0.0, 0.9]\noutside_approval = [0.7, 0.8]\n")
    assert [factor.name for factor in sweep.factors] == ["bank.outside_approval", "outside_approval"]
    scenarios = [scenario_at(sweep.scenarios[0], sweep.factors, point) for point in sweep.points]
    assert [bank(each, "outside_approval") for each in scenarios] == [0.0, 0.0, 0.9, 0.9]
    assert [each.parameters.outside.outside_approval for each in scenarios] == [0.7, 0.8, 0.7, 0.8]
    assert len(sweep.first_runs) == 4, "markets are told apart by it"
    strict, open_ = (live(sweep.task(market), sweep.job()).rows for market in (0, 2))
    assert strict is not None and open_ is not None
    assert float(np.mean(strict)) < float(np.mean(open_))


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "morris", "saltelli"])
def test_every_design_draws_from_the_plausible_range_of_the_parameter(kind: str) -> None:
    sweep = read(PLAN + f'[design]\nkind = "{kind}"\npoints = 2\n[design.over]\nbank.outside_approval = {{}}\n')
    (factor,) = sweep.factors
    extra = declared()["outside_approval"].json_schema_extra
    assert isinstance(extra, dict) and [factor.low, factor.high] == extra["plausible"]
    assert factor.unit == extra["unit"]


def test_a_list_of_points_may_name_it() -> None:
    Path("points.csv").write_text("bank.outside_approval\n0.2\n0.3\n", encoding="utf-8")
    sweep = read(PLAN + '[design]\nkind = "list"\nfile = "points.csv"\n')
    assert sweep.factors[0].name == "bank.outside_approval" and sweep.points.tolist() == [[0.2], [0.3]]


def test_it_may_be_set_for_every_run() -> None:
    sweep = read(PLAN + "[values]\nbank.outside_apr = 0.13\noutside.outside_approval = 0.6\n")
    assert bank(sweep.scenarios[0], "outside_apr") == 0.13
    assert sweep.scenarios[0].parameters.outside.outside_approval == 0.6


def test_markets_with_other_lenders_are_other_markets() -> None:
    Path("alone.toml").write_text(ALL_ARE_ONE, encoding="utf-8")
    named, alone = load_scenario("baseline"), load_scenario("alone.toml")
    assert alone.parameters == named.parameters and alone.events == named.events
    both = read(PLAN.replace('"baseline"', '["baseline", "alone.toml"]'))
    assert len(both.first_runs) == 2
    platforms = read(PLAN.replace('"baseline"', '["two-platforms", "two-platforms-rival-first"]'))
    assert len(platforms.first_runs) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GRID + "bamk.outside_approval = [0.2, 0.4]\n", "no other lender is called 'bamk', did you mean 'bank'?"),
        (GRID + "bank.outside_aproval = [0.2, 0.4]\n", "'bank.outside_aproval', did you mean 'outside_approval'?"),
        (GRID + "bank.cut_depth = [0.2, 0.4]\n", "'cut_depth' belongs to [limits], write limits.cut_depth"),
        (GRID + "bank.outside_approval = [0.2, 4]\n", "must be between 0 and 1, got 4"),
        ("[values]\nbank.outside_approval = 4\n", "values.bank.outside_approval: must be between 0 and 1, got 4"),
        ("[values]\nbamk.outside_approval = 0.4\n", "no other lender is called 'bamk', did you mean 'bank'?"),
        (
            GRID + "bank.outside_approval = [0.2, 0.4]\n[values]\nbank.outside_approval = 0.4\n",
            "'bank.outside_approval' stands under [values] as well",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_name(text: str, says: str) -> None:
    assert says in refusal(PLAN + text)


def test_every_scenario_of_the_sweep_must_name_the_lender() -> None:
    Path("alone.toml").write_text(ALL_ARE_ONE, encoding="utf-8")
    text = PLAN.replace('"baseline"', '["baseline", "alone.toml"]') + GRID
    says = refusal(text + "bank.outside_approval = [0.2, 0.4]\n")
    assert "scenario 'alone' cannot be had" in says and "none is named, write outside.outside_approval" in says


def test_a_search_turns_no_other_lender_s_number() -> None:
    Path("mine.toml").write_text(PLAN + "[search.over]\nbank.outside_approval = {}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bank\.outside_approval is another lender's number: a search turns the plat"):
        load_search("mine.toml")
