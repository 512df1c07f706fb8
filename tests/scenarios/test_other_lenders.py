"""Other lenders by declaration: what a scenario says of them, and what is said where it cannot be."""

from dataclasses import replace
from pathlib import Path

import pytest

from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.overrides import parse_set
from tightrope.scenarios.files.scenario import Scenario, check_file, load_scenario
from tightrope.scenarios.parameters.others import OWN_NUMBERS, OtherLender
from tightrope.scenarios.parameters.table import declared, section_of

TWO = """
[[lenders]]
name = "bank"
outside_apr = 0.12

[[lenders]]
name = "rival"
share = 2.0
"""
TIGHT = """
[[events]]
month = 30
lender = "rival"
set = { outside_approval = 0.4 }
"""


def told(folder: Path, text: str, name: str = "some.toml") -> str:
    path = folder / name
    path.write_text('base = "baseline"\n' + text, encoding="utf-8")
    return str(path)


def test_a_lender_s_own_numbers_are_declared_once() -> None:
    for name in OWN_NUMBERS:
        own, usual = OtherLender.model_fields[name], declared()[name]
        assert section_of()[name] == "outside" and own.default is None
        assert own.description == usual.description


def test_lenders_have_what_they_say_and_else_what_all_have(tmp_path: Path) -> None:
    scenario = load_scenario(told(tmp_path, "[outside]\noutside_apr = 0.25\n" + TWO + TIGHT))
    assert [each.name for each in scenario.rivals()] == ["fringe", "bank", "rival"]
    assert [each.share for each in scenario.lenders] == [1.0, 2.0]
    fringe, bank, rival = (scenario.timeline(40, each) for each in scenario.rivals())
    assert [rows["outside_apr"][0] for rows in (fringe, bank, rival)] == [0.25, 0.12, 0.25]
    assert [rows["outside_approval"][29] for rows in (fringe, bank, rival)] == [0.7, 0.7, 0.7]
    assert [rows["outside_approval"][30] for rows in (fringe, bank, rival)] == [0.7, 0.7, 0.4]
    assert scenario.timeline(40)["outside_approval"][30] == 0.7, "an event of one lender is nobody else's"
    (said,) = scenario.sentences()
    assert said["says"].startswith("From month 30, at rival alone: the chance of approval")


def test_strength_weighs_a_lender_s_events_too(tmp_path: Path) -> None:
    scenario = load_scenario(told(tmp_path, TWO + TIGHT)).at_strength(0.5)
    assert scenario.timeline(40, scenario.lenders[1])["outside_approval"][30] == pytest.approx(0.55)


OWN = """
[outside]
outside_approval = 0.8
outside_guidance_weight = 0.0

[[lenders]]
name = "bank"
outside_approval = 0.4
outside_guidance_weight = 0.2

[[lenders]]
name = "rival"
"""


def approvals(scenario: Scenario, month: int) -> list[float]:
    """What the fringe, the bank and the rival approve in a month."""
    return [float(scenario.timeline(month, each)["outside_approval"][month]) for each in scenario.rivals()]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("set = { outside_approval = 0.6 }", [0.6, 0.3, 0.6]),
        ("set = { outside_approval = 0.0 }", [0.0, 0.0, 0.0]),
        ("add = { outside_approval = -0.5 }", [0.3, 0.0, 0.3]),
        ("times = { outside_approval = 0.5 }", [0.4, 0.2, 0.4]),
    ],
)
def test_an_event_of_all_moves_own_numbers_in_proportion_and_within_their_range(
    tmp_path: Path, change: str, expected: list[float]
) -> None:
    scenario = load_scenario(told(tmp_path, OWN + f"[[events]]\nmonth = 20\n{change}\n"))
    assert approvals(scenario, 19) == [0.8, 0.4, 0.8], "nothing happens before the event"
    assert approvals(scenario, 20) == pytest.approx(expected)


def test_a_usual_number_of_nought_takes_own_ones_along_by_as_much(tmp_path: Path) -> None:
    event = "[[events]]\nmonth = 20\nset = { outside_guidance_weight = 0.5 }\n"
    scenario = load_scenario(told(tmp_path, OWN + event))
    weights = [scenario.timeline(20, each)["outside_guidance_weight"][20] for each in scenario.rivals()]
    assert weights == pytest.approx([0.5, 0.7, 0.5])


def test_an_event_of_all_moves_a_lender_from_where_its_own_events_left_it(tmp_path: Path) -> None:
    first = '[[events]]\nmonth = 10\nlender = "rival"\nset = { outside_approval = 0.2 }\n'
    ramp = '[[events]]\nmonth = 20\nshape = "ramp"\nmonths = 2\nset = { outside_approval = 0.4 }\n'
    again = "[[events]]\nmonth = 30\nset = { outside_approval = 0.8 }\n"
    scenario = load_scenario(told(tmp_path, OWN + first + ramp + again))
    assert approvals(scenario, 20) == pytest.approx([0.6, 0.3, 0.15])
    assert approvals(scenario, 21) == pytest.approx([0.4, 0.2, 0.1])
    assert approvals(scenario, 30) == pytest.approx([0.8, 0.4, 0.2])


def test_a_base_s_lenders_hold_unless_the_file_names_its_own(tmp_path: Path) -> None:
    told(tmp_path, TWO, "base.toml")
    heir = tmp_path / "heir.toml"
    heir.write_text('base = "base.toml"\n', encoding="utf-8")
    assert [each.name for each in load_scenario(heir).lenders] == ["bank", "rival"]
    heir.write_text('base = "base.toml"\n[[lenders]]\nname = "alone"\n', encoding="utf-8")
    assert [each.name for each in load_scenario(heir).rivals()] == ["alone"]
    told(tmp_path, TWO + TIGHT, "base.toml")
    (problem,) = check_file(heir)
    assert "lenders: the base has an event of 'rival', whom this file does not name" in problem


def test_a_lender_s_number_can_be_set_beside_the_scenario(tmp_path: Path) -> None:
    scenario = load_scenario(told(tmp_path, TWO))
    changed = scenario.with_values(
        dict([parse_set("rival.outside_approval=0.3"), parse_set("outside.short_size_months=0.2")])
    )
    assert changed.lenders[1].own == {"outside_approval": 0.3} and changed.lenders[0].own == {"outside_apr": 0.12}
    assert changed.parameters.outside.short_size_months == 0.2
    with pytest.raises(InputError, match=r"^rival\.outside_approval: must be between 0 and 1, got 3"):
        scenario.with_values({"rival.outside_approval": 3.0})
    with pytest.raises(
        InputError,
        match=r"unknown parameter 'rivel.outside_approval': no other lender is called 'rivel', did you.*'rival'",
    ):
        scenario.with_values({"rivel.outside_approval": 0.3})
    with pytest.raises(
        InputError, match=r"no other lender is called 'rival'; none is named, write outside\.outside_appr"
    ):
        replace(scenario, lenders=()).with_values({"rival.outside_approval": 0.3})
    with pytest.raises(
        InputError, match=r"'outside_approval' belongs to \[outside\], write outside\.outside_approval$"
    ):
        parse_set("limits.outside_approval=0.3")
    with pytest.raises(InputError, match=r"unknown parameter 'rival.cashloan_apr'"):
        parse_set("rival.cashloan_apr=0.3")


def test_a_scenario_with_lenders_is_told_in_full_and_has_a_digest_of_its_own(tmp_path: Path) -> None:
    scenario = load_scenario(told(tmp_path, TWO + TIGHT))
    assert Scenario.from_resolved(scenario.resolved()) == scenario
    others = [scenario.with_values({"bank.outside_apr": 0.13}), load_scenario(told(tmp_path, TWO))]
    digests = {each.digest(1, "synthetic", 100, 60) for each in (scenario, *others)}
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[lenders]]\nname = "Bank"\n', "lender 1: name: must be up to 30 small letters, digits and hyphens"),
        ('[[lenders]]\nname = "outside"\n', "lender 1: name: 'outside' has a meaning already: choose another name"),
        ('[[lenders]]\nname = "fringe"\n', "'fringe' has a meaning already"),
        ("[[lenders]]\nshare = 1.0\n", "lender 1: 'name' is missing"),
        ('[[lenders]]\nname = "a"\nshare = 0.0\n', "lender 1: share: "),
        (2 * '[[lenders]]\nname = "a"\n', "lenders: two are called 'a': give each a name of its own"),
        (
            "".join(f'[[lenders]]\nname = "a{k}"\n' for k in range(7)),
            "lenders: a scenario names 6 other lenders at most, this one has 7",
        ),
        ('[[lenders]]\nname = "a"\noutside_apr = 2.0\n', "lender 1: outside_apr: must be between 0 and 1, got 2"),
        ('[[lenders]]\nname = "a"\noutside_aprr = 0.2\n', "unknown key 'outside_aprr', did you mean 'outside_apr'"),
        (
            '[[lenders]]\nname = "a"\noutside_wish_months = 0.2\n',
            "no lender has a 'outside_wish_months' of its own: set it under [outside]",
        ),
        ("lenders = 3\n", "lenders: must be a list of tables: write [[lenders]]"),
        (TWO + TIGHT.replace("rival", "rivel"), "lender: no other lender is called 'rivel', did you mean 'rival'"),
        (TIGHT, "event 1: lender: no other lender is called 'rival'"),
        (
            TWO + TIGHT.replace("outside_approval = 0.4", "guidance = 0.4"),
            "a lender has no 'guidance' of its own: leave 'lender' out",
        ),
        (
            TWO + TIGHT.replace("set = { outside_approval = 0.4 }", "times = { outside_approval = 2.0 }"),
            "in month 30 at rival, through the event of month 30: outside.outside_approval: must be between 0 and 1",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    problems = check_file(told(tmp_path, text))
    assert any(says in problem for problem in problems), problems
    assert all("some.toml:" in problem for problem in problems)


def test_own_numbers_keep_their_proportion_where_the_usual_one_is_set_beside_the_scenario(tmp_path: Path) -> None:
    scenario = load_scenario(told(tmp_path, OWN))
    assert approvals(scenario.with_values({"outside_approval": 0.6}), 1) == pytest.approx([0.6, 0.3, 0.6])
    assert approvals(scenario.with_values({"outside_approval": 0.0}), 1) == [0.0, 0.0, 0.0]
    both = {"bank.outside_approval": 0.5, "outside_approval": 0.6}
    assert approvals(scenario.with_values(both), 1) == [0.6, 0.5, 0.6], "what is said of a lender itself holds"
    assert scenario.with_values({"outside_apr": 0.3}).lenders == scenario.lenders


def test_own_numbers_keep_their_proportion_where_an_heir_moves_the_usual_one(tmp_path: Path) -> None:
    told(tmp_path, OWN, "base.toml")
    heir = tmp_path / "heir.toml"
    heir.write_text('base = "base.toml"\n[outside]\noutside_approval = 0.4\n', encoding="utf-8")
    assert approvals(load_scenario(heir), 1) == pytest.approx([0.4, 0.2, 0.4])
