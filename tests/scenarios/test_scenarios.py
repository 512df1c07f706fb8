"""Scenarios: the library, what a scenario hands on, single values set beside it, the schema for editors."""

import dataclasses
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.helpers.markets import live
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.events import LONGEST_RUN, Event, changeable
from tightrope.scenarios.files.overrides import parse_set
from tightrope.scenarios.files.scenario import check_file, json_schema, library, load_scenario
from tightrope.scenarios.parameters.table import PARAMETER_DTYPE, Parameters, as_record, declared, section_of

CALM_UNEMPLOYMENT = 0.0485


@cache
def lived_unemployment(name: str) -> NDArray[np.float64]:
    """Unemployment by month, counted from month 1."""
    return live(load_scenario(name), borrowers=10_000, months=60).results().months["unemployment_rate"].to_numpy()


# the library


def test_the_library_begins_with_the_baseline() -> None:
    assert library()[0] == "baseline"


@pytest.mark.parametrize("name", library())
def test_every_built_in_scenario_is_complete(name: str) -> None:
    scenario, calm = load_scenario(name), load_scenario("baseline")
    assert check_file(name) == []
    assert scenario.name == name
    assert scenario.months == (108 if name == "guidance-up-and-down-slow" else 60)
    assert scenario.title and re.search("[一-鿿]", scenario.title_zh)
    assert 2 <= scenario.description.count(". ") + 1 <= 4 and not re.search(r"\w- ", scenario.description)
    assert [one["month"] for one in scenario.sentences()] == sorted(event.month for event in scenario.events)
    assert all(event.why and 13 <= event.month <= 60 for event in scenario.events)
    assert bool(scenario.events or scenario.lenders != calm.lenders) is (name != "baseline")


@pytest.mark.parametrize("name", [name for name in library() if load_scenario(name).platform_kind == "prime"])
def test_every_built_in_scenario_of_a_prime_lender_is_the_baseline_for_a_year(name: str) -> None:
    scenario, calm = load_scenario(name), load_scenario("baseline")
    assert scenario.parameters == calm.parameters == Parameters()
    rows, calm_rows = scenario.timeline(60), calm.timeline(60)
    assert (rows[:13] == calm_rows[:13]).all()
    assert (rows == calm_rows).all() == (not [event for event in scenario.events if not event.lender])


def test_the_pandemic_follows_the_surveyed_path_of_2020() -> None:
    surveyed = [5.3, 6.2, 5.9, 6.0, 5.9, 5.7, 5.7, 5.6, 5.4, 5.3, 5.2, 5.2]
    risen = 100 * (lived_unemployment("pandemic") - CALM_UNEMPLOYMENT)
    off = np.abs(risen[12:24] - (np.array(surveyed) - 5.2))
    assert off.mean() < 0.2
    assert off.max() < 0.45


@pytest.mark.parametrize(
    ("name", "peak", "end"),
    [
        ("mild-recession", 0.0655, 0.0485),
        ("severe-recession", 0.1025, 0.095),
        ("stagnation", 0.0645, 0.0635),
        ("boom-and-bust", 0.085, 0.0515),
    ],
)
def test_recessions_reach_their_peaks(name: str, peak: float, end: float) -> None:
    path = lived_unemployment(name)
    assert path.max() == pytest.approx(peak, abs=0.004)
    assert path[-6:].mean() == pytest.approx(end, abs=0.003)


def test_the_calm_level_of_unemployment_is_where_given_paths_begin() -> None:
    assert lived_unemployment("baseline").mean() == pytest.approx(CALM_UNEMPLOYMENT, abs=0.0025)


def test_the_squeeze_is_over_by_month_thirty() -> None:
    rows = load_scenario("regulatory-squeeze").timeline(60)
    calm = as_record(Parameters())[0]
    assert rows["guidance"].max() == 0.8
    assert rows["limit_cap_income_share"].min() == 0.333
    assert (rows[30:] == calm).all() and (rows[29] != calm)


@pytest.mark.parametrize(("name", "months"), [("guidance-up-and-down", 12), ("guidance-up-and-down-slow", 36)])
def test_guidance_goes_down_as_it_came_up_and_leaves_two_calm_years(name: str, months: int) -> None:
    scenario = load_scenario(name)
    path = scenario.timeline(scenario.months)["guidance"]
    top = 12 + months
    assert path.argmax() == top and path[top] == 1
    assert path[top - months : top] == pytest.approx(path[top + months : top : -1])
    assert scenario.months == top + months + 24 and not path[top + months :].any()


# timelines, digests, what is handed on


@given(st.integers(1, LONGEST_RUN))
def test_a_timeline_has_a_row_for_each_month_and_the_start(months: int) -> None:
    scenario = load_scenario("regulatory-squeeze")
    rows = scenario.timeline(months)
    assert rows.shape == (months + 1,)
    assert rows.dtype == PARAMETER_DTYPE
    assert (rows == scenario.timeline(LONGEST_RUN)[: months + 1]).all()
    assert rows[0] == as_record(scenario.parameters)[0]


@pytest.mark.parametrize("months", [0, LONGEST_RUN + 1])
def test_a_timeline_has_a_longest_and_a_shortest_length(months: int) -> None:
    with pytest.raises(InputError, match=f"months: must be between 1 and 600, got {months}"):
        load_scenario("baseline").timeline(months)


def test_the_digest_is_stable_and_tells_runs_apart() -> None:
    scenario = load_scenario("limit-cap")
    digest = scenario.digest(1, "synthetic", 1000, 60)
    assert re.fullmatch("[0-9a-f]{16}", digest)
    assert digest == load_scenario("limit-cap").digest(1, "synthetic", 1000, 60)
    assert digest == scenario.with_values({"guidance": 0.0}).digest(1, "synthetic", 1000, 60)
    assert digest == dataclasses.replace(scenario, title="Other words").digest(1, "synthetic", 1000, 60)
    event = scenario.events[0]
    others = {
        scenario.digest(2, "synthetic", 1000, 60),
        scenario.digest(1, "taiwan", 1000, 60),
        scenario.digest(1, "synthetic", 1001, 60),
        scenario.digest(1, "synthetic", 1000, 61),
        load_scenario("baseline").digest(1, "synthetic", 1000, 60),
        scenario.with_values({"guidance": 1e-12}).digest(1, "synthetic", 1000, 60),
        scenario.with_values({"network_kind": "blocks"}).digest(1, "synthetic", 1000, 60),
        *(
            dataclasses.replace(scenario, events=(event.model_copy(update=change),)).digest(1, "synthetic", 1000, 60)
            for change in ({"month": 14}, {"shape": "pulse", "months": 3}, {"set": {"limit_cap_yuan": 1.0}})
        ),
    }
    assert len(others) == 10 and digest not in others


def test_a_resolved_scenario_is_plain_json_and_whole() -> None:
    scenario = load_scenario("pandemic")
    resolved: dict[str, Any] = json.loads(json.dumps(scenario.resolved()))
    assert resolved["base"] == "baseline" and resolved["title_zh"] == "疫情冲击"
    assert {name for table in resolved["parameters"].values() for name in table} == set(declared())
    assert resolved["events"][0] == {
        "month": 13,
        "set": {"unemployment_given": 0.0485},
        "why": scenario.events[0].why,
    }


def test_a_scenario_says_what_kind_of_lender_the_platform_is(tmp_path: Path) -> None:
    """Its base's, unless it says so itself; no number of a run hangs on it."""
    file, heir, wrong = (tmp_path / name for name in ("cards.toml", "heir.toml", "wrong.toml"))
    file.write_text('base = "baseline"\nplatform_kind = "cards"', encoding="utf-8")
    heir.write_text('base = "cards.toml"', encoding="utf-8")
    calm, cards = load_scenario("baseline"), load_scenario(file)
    assert calm.platform_kind == load_scenario("pandemic").platform_kind == "prime"
    assert cards.platform_kind == load_scenario(heir).platform_kind == "cards"
    assert cards.resolved()["platform_kind"] == "cards"
    assert cards.digest(1, "taiwan", 9, 60) == calm.digest(1, "taiwan", 9, 60)
    wrong.write_text('platform_kind = "nearprime"', encoding="utf-8")
    with pytest.raises(InputError, match=r"platform_kind: must be 'prime', 'near-prime' or 'cards'.*'near-prime'"):
        load_scenario(wrong)


def test_reading_scenarios_needs_no_compiler() -> None:
    code = "import sys, tightrope.scenarios.files.scenario; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "pydantic" in loaded
    assert not {"llvmlite", "polars", "mesa", "networkx", "pandas"} & set(loaded)


# single values


def test_values_are_set_by_name_or_by_table_and_name() -> None:
    calm = load_scenario("baseline")
    changed = calm.with_values(
        {"cashloan_apr": 0.12, "limits.cut_depth": 0.5, "network_kind": "blocks", "mean_degree": 8}
    )
    assert changed.parameters.products.cashloan_apr == 0.12
    assert changed.timeline(3)["cut_depth"].tolist() == [0.5] * 4
    assert changed.parameters.network.network_kind == "blocks"
    assert calm.parameters == Parameters()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"cut_dept": 1}, "unknown parameter 'cut_dept', did you mean 'cut_depth'?"),
        ({"freezes.cut_depth": 1}, "unknown parameter 'freezes.cut_depth': 'cut_depth' belongs to [limits]"),
        ({"cut_depth": 2}, "limits.cut_depth: must be between 0 and 0.95, got 2\n  = Median share"),
        ({"cut_depth": "half"}, "limits.cut_depth: must be a number, got 'half'"),
        ({"share_salaried": 0.9, "share_gig": 0.3}, "population: share_salaried and share_gig add up to 1.2"),
        ({"outside_approval": 2, "guidance": -1}, "regulation.guidance: must be between 0 and 1, got -1"),
    ],
)  # fmt: skip
def test_wrong_values_are_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("baseline").with_values(values)
    assert str(caught.value).startswith(message)


def test_values_are_checked_against_the_events_too() -> None:
    rise = Event.model_validate({"month": 4, "add": {"cut_depth": 0.15}})
    rising = dataclasses.replace(load_scenario("baseline"), events=(rise,))
    assert rising.with_values({"cut_depth": 0.7}).timeline(9)["cut_depth"].max() == pytest.approx(0.85)
    with pytest.raises(InputError, match=r"in month 4, through the event of month 4: limits\.cut_depth: must"):
        rising.with_values({"cut_depth": 0.9})


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("cashloan_apr=0.12", ("cashloan_apr", 0.12)),
        ("products.cashloan_apr = 1", ("cashloan_apr", 1)),
        ("network_kind=scale-free", ("network_kind", "scale-free")),
        ("network_file=a=b.csv", ("network_file", "a=b.csv")),
        ("network_file=7", ("network_file", "7")),
        ("mean_degree=8", ("mean_degree", 8)),
        ("cashloan_apr=12%", ("cashloan_apr", "12%")),
    ],
)
def test_settings_are_read_by_the_kind_of_their_parameter(text: str, parsed: tuple[str, object]) -> None:
    assert parse_set(text) == parsed
    assert type(parse_set(text)[1]) is type(parsed[1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cashloan_apr", "'cashloan_apr' is not of the form key=value, as in cashloan_apr=0.12"),
        ("=3", "'=3' is not of the form key=value"),
        ("cashloan_apr=", "'cashloan_apr=' is not of the form key=value"),
        ("cashloan_ap=3", "unknown parameter 'cashloan_ap', did you mean 'cashloan_apr'?"),
    ],
)
def test_settings_of_another_form_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_set(text)
    assert str(caught.value).startswith(message)


# the schema


def test_the_schema_has_every_parameter_with_unit_and_range() -> None:
    schema: dict[str, Any] = json.loads(json.dumps(json_schema()))
    tables = {key: schema["$defs"][key.capitalize()]["properties"] for key in set(section_of().values())}
    for name, table in section_of().items():
        described = tables[table][name]
        assert described["description"]
        if name in changeable():
            assert f"Unit: {described['unit']}." in described["description"]
            event = schema["$defs"]["Values"]["properties"][name]
            for key in ("minimum", "maximum", "description"):
                assert event[key] == described[key]
            assert "minimum" not in schema["$defs"]["Amounts"]["properties"][name]
    assert set(schema["$defs"]["Values"]["properties"]) == set(changeable())
    assert {"base", "title", "title_zh", "description", "months", "events"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Event"]["required"] == ["month"]


@pytest.mark.parametrize(("strength", "peak"), [(0.5, 0.0485 + 0.5 * 0.054), (1.0, 0.1025), (0.0, 0.0)])
def test_a_given_path_of_any_strength_starts_at_the_calm_level(strength: float, peak: float) -> None:
    """Nought is no path at all, and no unemployment of nought to be weighed."""
    rows = load_scenario("severe-recession").at_strength(strength).timeline(60)["unemployment_given"]
    assert rows.max() == pytest.approx(peak, abs=0.002)
    assert (rows[:13] == 0).all(), "none is given before"
    assert strength == 0 or rows[13] == pytest.approx(0.0485, abs=0.002)
