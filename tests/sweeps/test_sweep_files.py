"""Sweep files: what they may say, what is refused and in which words, and what becomes of them in Python."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.sweep_files import read, refusal
from tightrope.analysis.compare.differences import MEASURES
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import library as scenario_library
from tightrope.scenarios.files.scenario import load_scenario
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.job import Task, scenario_at
from tightrope.sweeps.plan.loading import library, load_sweep, plan_sweep, title_of
from tightrope.sweeps.plan.schema import USUAL_MEASURES, SweepFile, json_schema
from tightrope.sweeps.run.market import live
from tightrope.sweeps.store.manifest import usual_folder

PLAN = """
title = "How far?"
scenarios = ["baseline", "regulatory-squeeze"]
borrowers = 300
months = 6
seeds = 2
"""


pytestmark = pytest.mark.usefixtures("own_folder")


# what a file says


def test_a_file_may_name_a_scenario_and_nothing_else() -> None:
    sweep = read('scenarios = "pandemic"', "quiet.toml")
    assert (sweep.name, sweep.title, sweep.against) == ("quiet", "quiet", None)
    assert sweep.seeds == tuple(range(1, 21)) and sweep.runs == 20
    assert sweep.borrowers == 30_000 and sweep.months == (load_scenario("pandemic").months,)
    assert sweep.points.shape == (1, 0) and sweep.factors == () and sweep.design == {"kind": "none", "points": 1}
    assert sweep.columns == tuple(column.name for column in FRAMES["months"] if column.name != "month")
    assert set(sweep.measures) == set(USUAL_MEASURES) and not sweep.check


def test_a_file_says_all_of_a_sweep() -> None:
    sweep = read(
        PLAN + "columns = ['trust_mean']\nmeasures = ['profit']\ncheck = true\nagainst = 'regulatory-squeeze'\n"
        "[values]\ncut_depth = 0.3\nlimits.cut_monthly = 0.01\n"
        "[design]\nkind = 'grid'\n[design.over]\n"
        "guidance_weight = { low = 0.5, high = 2, levels = 4 }\nstance.macro_weight = [8, 2]\nstrength = [0, 1]\n"
    )
    assert (sweep.title, sweep.borrowers, sweep.months, sweep.seeds) == ("How far?", 300, (6, 6), (1, 2))
    assert sweep.columns == ("trust_mean", "profit") and sweep.measures == ("profit",) and sweep.check
    assert sweep.against == "regulatory-squeeze"
    assert all(scenario.parameters.limits.cut_depth == 0.3 for scenario in sweep.scenarios)
    assert all(scenario.parameters.limits.cut_monthly == 0.01 for scenario in sweep.scenarios)
    assert [(one.name, one.low, one.high, one.levels) for one in sweep.factors] == [
        ("guidance_weight", 0.5, 2.0, (0.5, 1.0, 1.5, 2.0)),
        ("macro_weight", 2.0, 8.0, (8.0, 2.0)),
        ("strength", 0.0, 1.0, (0.0, 1.0)),
    ]
    assert [factor.unit for factor in sweep.factors][1:] == ["stance for a unit of unemployment", "x"]
    assert sweep.runs == 2 * (4 * 2 * 2) * 2
    assert len(sweep.first_runs) < sweep.runs, "the baseline has no events, so strength is nothing to it"


def test_a_parameter_without_a_range_has_the_plausible_one_and_strength_that_from_none_to_all() -> None:
    sweep = read(DRAWN + "cut_late_odds = {}\nstrength = {}\n")
    extra: Any = declared()["cut_late_odds"].json_schema_extra
    plausible = tuple(extra["plausible"])
    assert [(factor.low, factor.high) for factor in sweep.factors] == [plausible, (0, 1)]


def test_files_are_looked_for_beside_the_sweep_file() -> None:
    Path("deep").mkdir()
    Path("deep/own.toml").write_text("base = 'pandemic'\nmonths = 7\n", encoding="utf-8")
    Path("deep/points.csv").write_text("trust_mean,network_kind\n0.5,none\n0.6,blocks\n", encoding="utf-8")
    sweep = read("scenarios = 'own.toml'\n[design]\nkind = 'list'\nfile = 'points.csv'\n", "deep/mine.toml")
    assert sweep.scenarios[0].name == "own" and sweep.months == (7,)
    points = [scenario_at(sweep.scenarios[0], sweep.factors, point).parameters for point in sweep.points]
    assert [(one.population.trust_mean, one.network.network_kind) for one in points] == [(0.5, "none"), (0.6, "blocks")]


def test_the_library_stands_for_every_built_in_scenario() -> None:
    sweep = read("scenarios = 'library'\nseeds = [7]\n")
    assert [scenario.name for scenario in sweep.scenarios] == scenario_library()
    assert sweep.against == "baseline"


def test_the_usual_measures_hold_those_of_the_short_table() -> None:
    assert {measure.column for measure in MEASURES} <= set(USUAL_MEASURES)


# what is refused


def test_all_that_is_wrong_is_said_at_once_with_places_and_nearest_names() -> None:
    assert refusal(
        "titel = 'x'\nscenarios = ['regulatory-squeze']\n[values]\ncut_dept = 0.3\n"
        "[design]\nkind = 'saltelli'\npoints = 5\n[design.over]\nguidance_weight = { low = 9 }\nstrenght = {}\n"
    ) == (
        "mine.toml:1:1: error: unknown key 'titel', did you mean 'title'?\n"
        "     1 | titel = 'x'\n"
        "       | ^^^^^\n"
        "       = allowed here: title, scenarios, against, book, currency_scale, borrowers, months, seeds, columns, "
        "measures, check, values, design\n"
        "mine.toml:2:14: error: no scenario 'regulatory-squeze', neither built in nor as a file, did you mean "
        "'regulatory-squeeze'?\n"
        "     2 | scenarios = ['regulatory-squeze']\n"
        "       |              ^^^^^^^^^^^^^^^^^^^\n"
        "mine.toml:4:1: error: unknown parameter 'cut_dept', did you mean 'cut_depth'?\n"
        "     4 | cut_dept = 0.3\n"
        "       | ^^^^^^^^\n"
        "mine.toml:7:10: error: design.points: saltelli needs a power of two, got 5; the nearest are 4 and 8\n"
        "     7 | points = 5\n"
        "       |          ^\n"
        "mine.toml:9:27: error: design.over.guidance_weight: must be between 0 and 5, got 9\n"
        "     9 | guidance_weight = { low = 9 }\n"
        "       |                           ^\n"
        "       = How strongly the regulator's guidance tightens. Unit: stance at full guidance. From 0 to 5, "
        "plausibly 0.4 to 1.2.\n"
        "mine.toml:10:1: error: unknown parameter 'strenght', did you mean 'strength'?\n"
        "    10 | strenght = {}\n"
        "       | ^^^^^^^^\n"
        "6 problems; nothing was run"
    )


GRID = PLAN + "[design]\nkind = 'grid'\n[design.over]\n"  # line 10 is the first after it
DRAWN = PLAN + "[design]\nkind = 'latin-hypercube'\npoints = 4\n[design.over]\n"  # 11


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1:1", "sweep: 'scenarios' is missing"),
        ("scenarios = []", "1:13", "scenarios: name at least one"),
        ("scenarios = 3", "1:13", "scenarios: must be a name or a list of names, got 3"),
        ("scenarios = ['baseline', 'baseline']", "1:26", "scenarios: 'baseline' stands twice"),
        ("scenarios = ['library', 'pandemic']", "1:25", "scenarios: 'pandemic' stands twice"),
        (PLAN + "against = 'pandemic'", "7:11", "against: 'pandemic' is none of the scenarios of this sweep; "),
        (PLAN + "book = 'nowhere.csv'", "7:8", "nowhere.csv: no such file"),
        ("scenarios = 'baseline'\nseeds = 0", "2:9", "seeds: from 1 to 1,000,000 seeds can be run, got 0"),
        ("scenarios = 'baseline'\nseeds = []", "2:9", "seeds: name at least one"),
        ("scenarios = 'baseline'\nseeds = [3, 3]", "2:13", "seeds: 3 stands twice"),
        ("scenarios = 'baseline'\nseeds = [3, -3]", "2:13", "seeds.2: must be at least 0, got -3"),
        ("scenarios = 'baseline'\nseeds = '3'", "2:9", "seeds: must be a whole number or a list of them, got '3'"),
        ("scenarios = 'baseline'\nborrowers = 0", "2:13", "borrowers: must be between 1 and 1,000,000,000, got 0"),
        ("scenarios = 'baseline'\ncheck = 1", "2:9", "check: must be true or false, got 1"),
        (PLAN + "columns = ['stanse']", "7:12", "columns: no column of months is called 'stanse', did you mean 'stan"),
        (PLAN + "measures = ['lgb']", "7:13", "measures: no column of months is called 'lgb', did you mean 'lgd'?"),
        (PLAN + "cut_depth = 1", "7:1", "unknown key 'cut_depth'"),
        (PLAN + "[values]\nstance.cut_depth = 1", "8:1", "unknown parameter 'stance.cut_depth': 'cut_depth' bel"),
        (PLAN + "[values]\ncut_depth = 7", "8:13", "limits.cut_depth: must be between 0 and 0.95, got 7"),
        (PLAN + "[values]\ncut_depth = 0.1\nlimits.cut_depth = 0.2", "9:1", "values: 'cut_depth' stands twice"),
        (PLAN + "[values]\nnetwork_kind = 'file'", "3:13", "scenario 'baseline' cannot be had: network.network_file"),
        (PLAN + "[design]\nkind = 'gird'", "8:8", "design.kind: must be 'grid', 'list'"),
        (PLAN + "[design]\npoints = 3", "7:1", "design: 'kind' is missing"),
        (PLAN + "[design]\nkind = 'grid'", "7:1", "design: 'over' is missing: a design of kind 'grid' needs it"),
        (PLAN + "[design]\nkind = 'list'", "7:1", "design: 'file' is missing"),
        (PLAN + "[design]\nkind = 'list'\nfile = 'no.csv'", "9:8", "design.file: there is no file no.csv"),
        (PLAN + "[design]\nkind = 'morris'\npoints = 3\nlevels = 5\nover.cut_depth = {}", "10:10", "design.levels: "),
        (PLAN + "[design]\nkind = 'sobol'\npoints = 100\nover.cut_depth = {}", "9:10", "design.points: sobol needs a "
         "power of two, got 100; the nearest are 64 and 128"),
        (PLAN + "[design]\nkind = 'grid'\npoints = 3\nover.cut_depth = [0, 0.5]", "9:1", "design.points: a design of"),
        (GRID + "cut_depth = 3", "10:13", "design.over.cut_depth: must be a table, such as {} or { low = .."),
        (GRID + "cut_depth = {}", "10:13", "design.over.cut_depth: a grid needs to know the values"),
        (GRID + "cut_depth = [0.5]", "10:13", "design.over.cut_depth: a list needs two values or more"),
        (GRID + "cut_depth = [0.5, 0.2, 0.5]", "10:24", "design.over.cut_depth: 0.5 stands twice"),
        (GRID + "cut_depth = [0.5, 2]", "10:19", "design.over.cut_depth: must be between 0 and 0.95, got 2"),
        (GRID + "cut_depth = [0.5, nan]", "10:19", "design.over.cut_depth: must be between 0 and 0.95, got nan"),
        (GRID + "cut_depth = [0.5, 'x']", "10:19", "design.over.cut_depth: must be a number, got 'x'"),
        (GRID + "strength = [0, 11]", "10:16", "design.over.strength: must be between 0 and 10, got 11"),
        (GRID + "strength = [0, 2]", "10:12", "at strength = 2.0, scenario 'regulatory-squeeze' cannot be"),
        (GRID + "mean_degree = {}", "10:15", "design.over.mean_degree: whole numbers have no range: list those"),
        (GRID + "mean_degree = [4, 6.5]", "10:19", "design.over.mean_degree: must be a whole number, got 6.5"),
        (GRID + "network_kind = {}", "10:16", "design.over.network_kind: texts have no range: list those"),
        (GRID + "network_kind = ['none', 'block']", "10:25", "design.over.network_kind: must be one of small-world, "
         "scale-free, blocks, none, file, got 'block', did you mean 'blocks'?"),
        (GRID + "history_weight = [0.3, 0.35]", "10:18", "design.over.history_weight: the four weights of the score "
         "add up to 1, so none can move without the others: list points"),
        (GRID + "share_salaried = [0.5, 0.9]", "10:18", "at share_salaried = 0.9, scenario 'baseline' cannot be had: "
         "population: share_salaried and share_gig"),
        (DRAWN + "cut_depth = { low = 0.9 }", "11:13", "design.over.cut_depth: low must be below high, got 0.9 and 0.85"
         "; the end that is not given is the plausible one"),
        (DRAWN + "cut_depth = { low = 0, high = 0.2, full = true }", "11:43", "design.over.cut_depth: low and high are "
         "both given, so full = true has nothing to complete: leave it out"),
        (DRAWN + "cut_depth = { ful = true }", "11:15", "unknown key 'ful', did you mean 'full'?"),
        (DRAWN + "cut_depth = { full = 1 }", "11:22", "design.over.cut_depth.full: must be true or false, got 1"),
        (DRAWN + "cut_depth = { low = 0.5, high = 0.5 }", "11:13", "design.over.cut_depth: low must be below high"),
        (DRAWN + "cut_depth = { scale = 'log', full = true }", "11:23", "design.over.cut_depth: a log scale nee"),
        (DRAWN + "cut_depth = { levels = 3 }", "11:24", "design.over.cut_depth: levels are for a grid"),
        (DRAWN + "cut_depth = { lwo = 3 }", "11:15", "unknown key 'lwo', did you mean 'low'?"),
        (DRAWN + "cut_depth = { low = '1' }", "11:21", "design.over.cut_depth.low: must be a number, got '1'"),
        (DRAWN + "cut_depth = {}\nlimits.cut_depth = {}", "12:1", "design.over: 'cut_depth' stands twice"),
        (DRAWN.replace("[design]", "values.cut_depth = 0.1\n[design]") + "cut_depth = {}", "12:1",
         "design.over: 'cut_depth' stands under [values] as well"),
        (DRAWN.replace(', "regulatory-squeeze"', "") + "strength = {}", "11:12", "design: no scenario of this"),
        ("scenarios = 'baseline'\n[design]\nkind = 'sobol'\npoints = 65536\nover.cut_depth = {}", "2:1",
         "1 scenario x 65,536 points (sobol over 1) x 20 seeds are 1,310,720 runs, too many for one sweep"),
        (GRID + "cut_depth = { levels = 1000 }\nraise_step = { levels = 1000 }\nraise_monthly = { levels = 20 }", "7:1",
         "2 scenarios x 20,000,000 points (1000 x 1000 x 20) x 2 seeds are 80,000,000 runs, too many for one sweep"),
        ("a = [1,\n\n", "3:1", "not valid TOML: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_where(text: str, place: str, message: str) -> None:
    said = refusal(text)
    assert said.startswith(f"mine.toml:{place}: error: {message}"), said


def test_what_is_wrong_with_a_scenario_is_said_at_its_own_place() -> None:
    Path("own.toml").write_text("[limits]\ncut_depth = 7\n", encoding="utf-8")
    said = refusal("scenarios = ['own.toml', 'nothing']")
    assert "own.toml:2:13: error: limits.cut_depth: must be between 0 and 0.95, got 7" in said
    assert "mine.toml:1:26: error: no scenario 'nothing'" in said
    assert said.endswith("2 problems; nothing was run")


def test_values_that_an_event_leads_out_of_range_are_refused_with_the_scenario() -> None:
    Path("own.toml").write_text("[[events]]\nmonth = 3\ntimes = { cut_depth = 1.2 }\n", encoding="utf-8")
    said = refusal("scenarios = 'own.toml'\nvalues.cut_depth = 0.9\n")
    assert "values: not with scenario 'own': in month 3" in said
    assert "limits.cut_depth: must be between 0 and 0.95, got 1.08" in said


def test_an_unknown_sweep_is_met_with_the_nearest() -> None:
    with pytest.raises(InputError, match="no sweep 'librari', neither built in nor as a file, did you mean 'library'"):
        load_sweep("librari")


def test_the_file_of_a_scenario_is_sent_to_its_command() -> None:
    assert "describes a scenario, not a sweep: give it to 'tightrope run'" in refusal("base = 'baseline'\n")


# in Python


def test_keywords_plan_what_the_same_keys_of_a_file_plan() -> None:
    over = {"guidance_weight": {"low": 0.5, "high": 2}, "network_kind": ["none", "blocks"], "strength": [0, 0.5, 1]}
    written = read(
        PLAN + "[design]\nkind = 'sobol'\npoints = 8\n[design.over]\nguidance_weight = { low = 0.5, high = 2 }\n"
        "network_kind = ['none', 'blocks']\nstrength = [0, 0.5, 1]\n"
    )
    planned = plan_sweep(
        ["baseline", "regulatory-squeeze"], name="mine", title="How far?", borrowers=300, months=6, seeds=(1, 2),
        design={"kind": "sobol", "points": 8, "over": over},
    )  # fmt: skip
    assert usual_folder(planned) == usual_folder(written)
    assert (planned.points == written.points).all() and planned.factors == written.factors


def test_scenarios_of_one_s_own_making_are_taken() -> None:
    mild = replace(load_scenario("regulatory-squeeze").with_values({"cut_depth": 0.2}), name="mild")
    sweep = plan_sweep([mild, "baseline"], seeds=1)
    assert [one.name for one in sweep.scenarios] == ["mild", "baseline"]
    assert sweep.scenarios[0].parameters.limits.cut_depth == 0.2


def test_keywords_are_refused_in_the_same_words() -> None:
    with pytest.raises(InputError) as caught:
        plan_sweep("baseline", seed=3, values={"cut_depth": 7})
    assert str(caught.value).startswith("unknown key 'seed', did you mean 'seeds'?\n")
    assert "limits.cut_depth: must be between 0 and 0.95, got 7" in str(caught.value)


# the same plan, the same place


@pytest.mark.parametrize(
    "change", [{"seeds": 3}, {"months": 7}, {"borrowers": 301}, {"values": {"cut_depth": 0.1}}, {"measures": ["lgd"]}]
)
def test_a_folder_is_a_sweep_s_own(change: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"seeds": 2, "months": 6, "borrowers": 300}
    one = usual_folder(plan_sweep("baseline", **usual))
    assert one == usual_folder(plan_sweep("baseline", title="Called otherwise", **usual))
    assert one.parent == Path("results") and one.name.startswith("sweep-") and len(one.name) == len("sweep-") + 8
    assert one != usual_folder(plan_sweep("baseline", **{**usual, **change}))


# built-in sweeps


@pytest.mark.parametrize("name", library())
def test_a_built_in_sweep_can_be_planned_and_its_first_market_lived(name: str) -> None:
    sweep = load_sweep(name)
    assert sweep.name == name and sweep.title == title_of(name) != name
    job = replace(sweep.job(), borrowers=200, months=(2,) * len(sweep.scenarios))
    point = tuple(sweep.points[-1].tolist())
    lived = live(Task(0, len(sweep.scenarios) - 1, point, sweep.seeds[0]), job)
    assert lived.rows is not None, lived.reason


# for editors


def test_the_schema_knows_every_key_and_parameter() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(SweepFile.model_fields)
    assert set(schema["properties"]["values"]["properties"]) == set(declared())
    over = schema["$defs"]["DesignTable"]["properties"]["over"]["properties"]
    assert set(over) == {*declared(), "strength"}
    assert "From 0 to 5, plausibly 0.4 to 1.2." in over["guidance_weight"]["description"]
    assert "full" in schema["$defs"]["Range"]["properties"]
    json.dumps(schema)


def test_the_page_on_sweeps_names_every_key_and_built_in_sweep() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "sweeps.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    for name in SweepFile.model_fields:
        assert f"| `{name}` |" in page or f"| `[{name}]` |" in page, name
    for name in library():
        assert f"| `{name}` |" in page, name
    assert set(tomllib.loads(example)) == set(SweepFile.model_fields)
    read(example.replace("own-book.csv", "synthetic").replace("currency_scale", "#"))
