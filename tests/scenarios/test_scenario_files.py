"""Scenario files: what they may say, what is refused and in which words, and what they inherit."""

from pathlib import Path

import pytest

from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import check_file, load_scenario
from tightrope.scenarios.parameters.table import Parameters

pytestmark = pytest.mark.usefixtures("own_folder")


def written(text: str, name: str = "mine.toml") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def refusal(text: str, name: str = "mine.toml") -> str:
    """The message that a file is refused with."""
    with pytest.raises(InputError) as caught:
        load_scenario(written(text, name))
    return str(caught.value)


# files and what is wrong with them


def test_a_file_may_say_next_to_nothing() -> None:
    scenario = load_scenario(written("", "quiet.toml"))
    assert (scenario.name, scenario.title, scenario.base, scenario.months) == ("quiet", "quiet", None, 60)
    assert scenario.parameters == Parameters() and not scenario.events


def test_whole_numbers_count_as_numbers_and_windows_files_are_read() -> None:
    Path("mine.toml").write_bytes(b"\xef\xbb\xbfmonths = 12\r\n[regulation]\r\nguidance = 1\r\n")
    scenario = load_scenario("mine.toml")
    assert scenario.months == 12
    assert isinstance(scenario.parameters.regulation.guidance, float)
    Path("mine.toml").write_bytes(b"months = 12\r\n[regulation]\r\nguidance = 2\r\n")
    assert check_file("mine.toml")[0].startswith("mine.toml:3:12: error: regulation.guidance: must be between")


def test_an_unknown_key_is_refused_with_the_nearest_name() -> None:
    assert refusal("[regulation]\nguidanse = 0.5\n") == (
        "mine.toml:2:1: error: unknown key 'guidanse', did you mean 'guidance'?\n"
        "     2 | guidanse = 0.5\n"
        "       | ^^^^^^^^\n"
        "       = allowed here: "
        "rate_cap_apr, limit_cap_yuan, limit_cap_income_share, guidance, leverage_cap, "
        "own_share_floor, bureau_reporting, notice_duty_months, freeze_notice_duty_months, cool_off_duty_months, "
        "product_separation, late_debt_standard\n"
        "1 problem; nothing was run"
    )


def test_a_value_out_of_range_is_refused_with_range_and_meaning() -> None:
    assert refusal("[products]\ncashloan_apr = 14.6  # per cent?\n") == (
        "mine.toml:2:16: error: products.cashloan_apr: must be between 0 and 1, got 14.6\n"
        "     2 | cashloan_apr = 14.6  # per cent?\n"
        "       |                ^^^^\n"
        "       = Yearly rate of the cash loan. Unit: 1/year. From 0 to 1, plausibly 0.12 to 0.22.\n"
        "1 problem; nothing was run"
    )


def test_an_event_that_leads_out_of_range_is_refused_with_month_and_value() -> None:
    text = "limits.cut_depth = 0.75\n[[events]]\nmonth = 13\n"
    text += "shape = 'ramp'\nmonths = 4\ntimes = { cut_depth = 1.5 }\n"
    assert refusal(text) == (
        "mine.toml:6:23: error: in month 15, through the event of month 13: "
        "limits.cut_depth: must be between 0 and 0.95, got 1.03125\n"
        "     6 | times = { cut_depth = 1.5 }\n"
        "       |                       ^^^\n"
        "       = Median share of the limit that a cut takes at score 650, but never what is owed. "
        "Unit: share of limit. From 0 to 0.95, plausibly 0.5 to 0.85.\n"
        "1 problem; nothing was run"
    )


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("cut_depth = 0.5", "1:1", "unknown key 'cut_depth': it belongs to [limits]"),
        ("[stance]\ncut_depth = 0.5", "2:1", "unknown key 'cut_depth': it belongs to [limits]"),
        ("[stance]\ncut_dept = 0.5", "2:1", "unknown key 'cut_dept', did you mean 'cut_depth' of [limits]?"),
        ("[regulations]\nguidance = 1", "1:1", "unknown key 'regulations', did you mean 'regulation'?"),
        ("[regulations.x]\nguidance = 1", "1:1", "unknown key 'regulations', did you mean 'regulation'?"),
        ("regulations.guidance = 1", "1:1", "unknown key 'regulations', did you mean 'regulation'?"),
        ("[[event]]\nmonth = 3", "1:1", "unknown key 'event', did you mean 'events'?"),
        ("regulation = 3", "1:14", "regulation: must be a table, got 3"),
        ("regulation.guidance = 3", "1:23", "regulation.guidance: must be between 0 and 1, got 3"),
        ("regulation = { guidance = 3 }", "1:27", "regulation.guidance: must be between 0 and 1, got 3"),
        ("[regulation]\nguidance = '0.2'", "2:12", "regulation.guidance: must be a number, got '0.2'"),
        ("[regulation]\nguidance = true", "2:12", "regulation.guidance: must be a number, got true"),
        ("[regulation]\nguidance = nan", "2:12", "regulation.guidance: must be between 0 and 1, got nan"),
        ("[regulation]\nguidance = -inf", "2:12", "regulation.guidance: must be between 0 and 1, got -inf"),
        ("[network]\nmean_degree = 6.5", "2:15", "network.mean_degree: must be a whole number, got 6.5"),
        ("[network]\nnetwork_kind = 'ring'", "2:16", "network.network_kind: must be 'small-world', "),
        ("title = 2020", "1:9", "title: must be text in quotes, got 2020"),
        ("months = 0", "1:10", "months: must be between 1 and 600, got 0"),
        ("events = 3", "1:10", "events: must be a list of tables: write [[events]], got 3"),
        ("[events]\nmonth = 3", "1:1", "events: must be a list of tables: write [[events]], got {"),
        ("[[events]]\nset.guidance = 1", "1:1", "event 1: 'month' is missing"),
        ("[[events]]\nmonth = 3", "1:1", "event 1: an event needs exactly one of set, add and times"),
        ("[[events]]\nmonth = 3\nset.guidance = 2", "3:16", "event 1: set.guidance: must be between 0"),
        ("[[events]]\nmonth = 3\nset = { guidance = 2 }", "3:20", "event 1: set.guidance: must be between 0"),
        ("[[events]]\nmonth = 3\n[events.add]\nguidance = inf", "4:12", "event 1: add.guidance: must be a f"),
        ("[[events]]\nmonth = 3\nset.gidance = 2", "3:1", "unknown key 'gidance', did you mean 'guidance'?"),
        ("[[events]]\nmonth = 3\nguidance = 1", "3:1", "unknown key 'guidance': a parameter stands in set,"),
        ("[[events]]\nmonth = 3\nset.mean_degree = 1", "3:1", "'mean_degree' describes the start, so no ev"),
        ("[[events]]\nmonth = 3\nset.opening_capital_share = 1", "3:1", "'opening_capital_share' describes"),
        ("[[events]]\nmonth = 3\nset.network_kind = 'none'", "3:1", "'network_kind' describes the start"),
        ("[[events]]\nmonth = 3\nset.history_weight = 0", "3:22", "in month 3, through the event of month 3"),
        ("[population]\nshare_gig = 1", "1:1", "population: share_salaried and share_gig add up to 1."),
        ("[scoring]\nhistory_weight = 1", "1:1", "scoring: the four weights of the score add up to 1."),
        ("base = 'basline'", "1:8", "no scenario 'basline', neither built in nor as a file, did you mean"),
        ("base = 3", "1:8", "base: must be text in quotes, got 3"),
        ("a = [1,\n\n", "3:1", "not valid TOML: "),
        ("a = 1\na = 2", "2:6", "not valid TOML: Cannot overwrite a value"),
        ("title = 'x", "1:11", "not valid TOML: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_where(text: str, place: str, message: str) -> None:
    assert refusal(text).startswith(f"mine.toml:{place}: error: {message}")
    assert len(check_file("mine.toml")) == 1


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    text = "base = 'basline'\nlenght = 3\n[limits]\ncut_depth = 2\ncut_monthly = '1'\n"
    text += "[[events]]\nmonth = 0\nset.guidance = 7\n"
    found = check_file(written(text))
    assert [problem.split(" error: ")[0] for problem in found] == [
        f"mine.toml:{place}:" for place in ("1:8", "2:1", "4:13", "5:15", "7:9", "8:16")
    ]
    assert refusal(text) == "\n".join([*found, "6 problems; nothing was run"])


def test_a_file_that_cannot_be_read_says_why() -> None:
    Path("mine.toml").write_bytes(b"months = 12\ntitle = '\xb0\xb0'\n")
    assert check_file("mine.toml") == ["mine.toml:2: error: not UTF-8 text; save the file as UTF-8"]
    near = "no scenario 'pandemics', neither built in nor as a file, did you mean 'pandemic'?"
    assert check_file("pandemics") == [near]
    with pytest.raises(InputError, match="nor as a file; built in are baseline, asset-light"):
        load_scenario("xyz")
    with pytest.raises(InputError, match=r"nor as a file: there is no folder .*nowhere$"):
        load_scenario("nowhere/xyz.toml")
    with pytest.raises(InputError, match="nor as a file: there is no such file in "):
        load_scenario("xyz.toml")
    with pytest.raises(InputError, match=r"nor as a file, did you mean 'mine.toml'\?"):
        load_scenario("mine.tml")


def test_the_file_of_a_sweep_or_a_search_is_sent_to_its_command() -> None:
    assert "mine.toml: error: describes a sweep, not a scenario: give it to 'tightrope sweep run'" in refusal(
        "seeds = 3\n[design]\n"
    )
    assert "give it to 'tightrope sweep search'" in refusal("scenarios = 'baseline'\n[search]\n")


# bases


def test_a_scenario_inherits_parameters_and_events() -> None:
    written(
        "months = 30\n[limits]\ncut_depth = 0.6\nraise_step = 0.2\n[[events]]\nmonth = 9\nset = { guidance = 0.5 }\n",
        "first.toml",
    )
    heir = load_scenario(
        written(
            "base = 'first.toml'\nlimits.cut_depth = 0.7\n[[events]]\nmonth = 5\nset = { guidance = 0.1 }\n",
            "heir.toml",
        )
    )
    assert (heir.base, heir.months) == ("first.toml", 30)
    assert (heir.parameters.limits.cut_depth, heir.parameters.limits.raise_step) == (0.7, 0.2)
    assert [event.month for event in heir.events] == [9, 5]
    assert heir.timeline(10)["guidance"].tolist() == [0.0] * 5 + [0.1] * 4 + [0.5] * 2
    assert [sentence["month"] for sentence in heir.sentences()] == [5, 9]


def test_a_base_is_found_beside_the_file_that_names_it() -> None:
    Path("deep").mkdir()
    written("limits.cut_depth = 0.6", "deep/first.toml")
    written("base = 'first.toml'", "deep/second.toml")
    assert load_scenario(written("base = 'deep/second.toml'")).parameters.limits.cut_depth == 0.6


def test_only_the_base_and_the_heir_together_must_add_up() -> None:
    written("[population]\nshare_salaried = 0.2\nshare_gig = 0.2\n", "first.toml")
    assert (
        load_scenario(written("base = 'first.toml'\npopulation.share_gig = 0.8")).parameters.population.share_gig == 0.8
    )
    assert "3:1: error: population: share_salaried and share_gig add up to 1.1" in refusal(
        "base = 'first.toml'\n\n[population]\nshare_gig = 0.9"
    )


def test_a_circle_of_bases_is_refused() -> None:
    written("base = 'mine.toml'", "other.toml")
    message = "other.toml:1:8: error: a scenario cannot start from itself: mine.toml -> other.toml -> mine.toml"
    assert refusal("base = 'other.toml'").startswith(message)
    assert "itself: mine.toml -> mine.toml" in refusal("base = 'mine.toml'")


def test_a_broken_base_is_named() -> None:
    written("limits.cut_depth = 2", "first.toml")
    assert refusal("base = 'first.toml'").startswith("first.toml:1:20: error: limits.cut_depth: must be between")


def test_a_value_that_makes_an_inherited_event_impossible_is_refused() -> None:
    written("limits.cut_depth = 0.7\n[[events]]\nmonth = 4\nadd = { cut_depth = 0.15 }\n", "first.toml")
    assert refusal("base = 'first.toml'\n[limits]\ncut_depth = 0.9\n").startswith(
        "mine.toml:3:13: error: in month 4, through the event of month 4: limits.cut_depth"
    )
    assert refusal("base = 'first.toml'\n[[events]]\nmonth = 2\nset = { cut_depth = 0.9 }\n").startswith(
        "mine.toml:1:8: error: in month 4, through the event of month 4: limits.cut_depth"
    )


def test_the_example_of_the_documentation_is_in_order() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    example = load_scenario(written(page.split("```toml\n")[1].split("```")[0]))
    assert example.months == 48
    assert example.parameters.limits.cut_depth == 0.5
    assert [sentence["month"] for sentence in example.sentences()] == [10, 13, 13, 13, 20, 31, 49]
