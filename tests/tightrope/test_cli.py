"""The command line: what it explains, what it refuses, and how it ends."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tightrope import __version__
from tightrope.analysis.compare.differences import MEASURES
from tightrope.cli import commands as cli
from tightrope.model.engine.ledger import LedgerError
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.parameters.meaning import plausible_of, span_in_words
from tightrope.scenarios.parameters.table import Parameters, declared, section_of
from tightrope.sweeps.run.postponing import postponed


def tightrope(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def refused(*words: str | Path) -> str:
    """The message of a command that must end with exit code 2 and without a traceback."""
    answer = tightrope(*words)
    assert answer.exit_code == 2, answer.output
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    return answer.stderr


def commands(group: click.Group) -> list[click.Command]:
    return [
        one
        for command in group.commands.values()
        for one in (commands(command) if isinstance(command, click.Group) else [command])
    ]


def test_the_version_is_the_package_s() -> None:
    assert tightrope("--version").stdout == f"tightrope {__version__}\n"


@pytest.mark.parametrize("command", commands(cli.main), ids=lambda command: str(command.name))
def test_every_command_and_option_says_what_it_does(command: click.Command) -> None:
    assert command.help
    assert len(command.get_short_help_str(limit=60).rstrip(".")) > 15
    assert not command.get_short_help_str(limit=60).endswith("..."), "the first sentence is too long for the list"
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_help_shows_examples_that_parse() -> None:
    lines = map(str.strip, tightrope("run", "--help").stdout.splitlines())
    examples = [line.split()[2:] for line in lines if line.startswith("tightrope run ")]
    assert len(examples) >= 3
    for words in examples:
        cli.main.commands["run"].make_context("run", words)


def test_all_parameters_are_listed_as_a_scenario_file_writes_them() -> None:
    listed = tomllib.loads(tightrope("parameters").stdout)
    assert Parameters.model_validate(listed) == Parameters()
    assert sum(map(len, listed.values())) == len(declared())


@pytest.mark.parametrize("name", sorted(declared()))
def test_a_parameter_is_explained(name: str) -> None:
    lines = tightrope("parameters", name).stdout.splitlines()
    text = " ".join(line.removeprefix("# ") for line in lines)
    assert lines[0] == f"[{section_of()[name]}]"
    assert " ".join((declared()[name].description or "").split()) in text
    facts = declared()[name].json_schema_extra
    if isinstance(facts, dict):
        assert f"{facts['unit']}; " in text
        assert str(facts["source"]) in text
        likely = plausible_of(declared()[name])
        assert likely and f"plausible: {span_in_words(likely.low, likely.high)}; {likely.why}" in text


def test_an_unknown_parameter_is_met_with_the_nearest() -> None:
    assert "did you mean 'cashloan_apr'" in refused("parameters", "cashloan_arp")
    assert "did you mean 'limits'" in refused("parameters", "limit")


@pytest.mark.parametrize("frame", FRAMES)
def test_every_column_is_defined(frame: str) -> None:
    text = " ".join(tightrope("columns", frame).stdout.split())
    for column in FRAMES[frame]:
        reach = "" if column.unit in ("0-1", "0/1", "text") else f", {column.reach}"
        assert f"{column.name} [{column.unit}{reach}] {' '.join(column.definition.split())}" in text


def test_columns_are_listed_for_all_files_or_one() -> None:
    assert tightrope("columns").stdout.count(".parquet\n") == len(FRAMES) - 1  # the panel is a folder
    assert tightrope("columns", "months").stdout.count(".parquet\n") == 1
    assert "did you mean 'freezes'" in refused("columns", "freeze")


def test_a_column_is_defined_by_its_name_in_every_file_that_has_it() -> None:
    told = tightrope("columns", "frozen_share").stdout
    assert (
        "months.parquet" in told
        and "\nfrozen_share [share, 0 to 1]\n    Active borrowers" in told
        and "trust_mean" not in told
    )
    assert "did you mean 'frozen_share'" in refused("columns", "frozen_shar")


def test_the_schema_is_json() -> None:
    assert "properties" in json.loads(tightrope("scenarios", "schema").stdout)


def test_the_built_in_scenarios_are_listed_by_name_and_title() -> None:
    lines = tightrope("scenarios", "list").stdout.splitlines()
    assert lines[0].split() == ["baseline", "Baseline"]
    assert any(line.startswith("regulatory-squeeze ") for line in lines)


def test_a_scenario_says_what_it_does() -> None:
    text = tightrope("scenarios", "show", "regulatory-squeeze").stdout
    assert text.startswith("regulatory-squeeze: ")
    assert "60 months" in text
    assert "\n- " in text


def test_a_scenario_names_what_it_changes_from_the_start(tmp_path: Path) -> None:
    file = tmp_path / "cheap.toml"
    file.write_text('title = "Cheap"\n[products]\ncashloan_apr = 0.05\n', encoding="utf-8")
    default = declared()["cashloan_apr"].default
    assert f"cashloan_apr = 0.05 (default {default})" in tightrope("scenarios", "show", file).stdout


def test_a_scenario_names_the_other_lenders(tmp_path: Path) -> None:
    text = " ".join(tightrope("scenarios", "show", "two-platforms").stdout.split())
    assert "- Another lender: rival, share = 0.5, outside_apr = 0.15, outside_approval = 0.8" in text
    folder = tmp_path / "run"
    tightrope(
        *("run", "two-platforms", "--set", "rival.outside_approval=0.4", "--borrowers", "100", "--months", "2"),
        *("--out", folder),
    )
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))["lenders"]
    assert [(each["name"], each.get("outside_approval")) for each in told] == [("rival", 0.4), ("small-lenders", None)]
    assert "rival.outside_approval" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_scenario_file_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('base = "baseline"\n[products]\ncashloan_apr = 0.2\n', encoding="utf-8")
    assert tightrope("scenarios", "check", file).stdout == f"{file}: all right\n"
    file.write_text('base = "baseline"\n[products]\ncashloan_arp = 0.2\n[limits]\ncut_depth = 7\n', encoding="utf-8")
    message = refused("scenarios", "check", file)
    for part in ("mine.toml:3", "cashloan_arp", "did you mean 'cashloan_apr'", "cut_depth", "2 problems"):
        assert part in message


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["regulatory-squeez"], ["regulatory-squeez", "did you mean 'regulatory-squeeze'"]),
        (["baseline", "--against", "pandemi"], ["did you mean 'pandemic'"]),
        (["baseline", "--borrowers", "0"], ["borrowers: 0 ", "from 1 to"]),
        (["baseline", "--borrowers", "many"], ["--borrowers", "many"]),
        (["baseline", "--months", "0"], ["months", "from 1 to 600"]),
        (["baseline", "--months", "601"], ["months", "601", "from 1 to 600"]),
        (["baseline", "--seed", "-1"], ["seed", "-1", "0"]),
        (["baseline", "--threads", "257"], ["threads", "257", "from 1 to 256"]),
        (["baseline", "--set", "cashloan_apr"], ["cashloan_apr", "key=value"]),
        (["baseline", "--set", "cashloan_arp=0.1"], ["cashloan_arp", "did you mean 'cashloan_apr'"]),
        (["baseline", "--set", "cashloan_apr=7"], ["cashloan_apr", "7"]),
        (["baseline", "--book", "no-such-book.csv"], ["no-such-book.csv"]),
        (["baseline", "--network", "no-such-network.csv"], ["no-such-network.csv"]),
        (["baseline", "--language", "fr"], ["--language", "'en', 'zh'"]),
        (["baseline", "--boroughs", "7"], ["--boroughs", "--borrowers"]),
    ],
    ids=" ".join,
)
def test_wrong_input_is_refused_with_what_is_allowed(words: list[str], parts: list[str], tmp_path: Path) -> None:
    message = refused("run", *words, "--out", tmp_path / "result")
    for part in parts:
        assert part in message
    assert list(tmp_path.iterdir()) == []


def test_an_account_that_is_off_ends_the_run_with_its_own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_a_fen(month: int, *_: object) -> None:
        if month == 2:
            raise LedgerError(f"month {month}: cash does not balance")

    monkeypatch.setattr("tightrope.model.engine.ledger.check_borrowers", lose_a_fen)
    words = ["run", "baseline", "--borrowers", "100", "--months", "3", "--out", str(tmp_path / "result")]
    answer = tightrope(*words, "--check")
    assert answer.exit_code == 3
    assert answer.stderr.splitlines()[-1] == "error: month 2: cash does not balance; nothing was written"
    assert list(tmp_path.iterdir()) == []
    assert tightrope(*words).exit_code == 0, "nothing is checked unless asked"


def test_a_run_ends_with_a_table_and_the_place_of_the_report(tmp_path: Path) -> None:
    out = tmp_path / "result"
    words = ["run", "rate-cap", "--borrowers", "300", "--months", "4", "--against", "baseline", "--out", str(out)]
    answer = tightrope(*words)
    assert answer.exit_code == 0, answer.output
    lines = answer.stdout.splitlines()
    assert lines[1].startswith("Rate cap of 24 %: 300 borrowers (synthetic), 4 months, seed 1, ")
    assert lines[-1] == f"report: {out}/report.html"
    labels = [measure.label.put("en") for measure in MEASURES]
    assert [line.strip().split("  ")[0] for line in lines if line.strip().startswith(tuple(labels))] == labels
    assert "end of" in answer.stdout
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", answer.output), "control characters in a log"


def test_a_run_without_another_folder_goes_to_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["run", "baseline", "--borrowers", "100", "--months", "2"]
    assert tightrope(*words).exit_code == 0
    [folder] = (tmp_path / "results").iterdir()
    assert re.fullmatch(r"baseline-[0-9a-f]{8}", folder.name)
    assert "exists already" in refused(*words)
    assert tightrope(*words, "--seed", "2").exit_code == 0


def test_a_run_starts_without_what_it_does_not_use(tmp_path: Path) -> None:
    words = ["run", "baseline", "--borrowers", "100", "--months", "1", "--out", str(tmp_path / "result")]
    run = f"from tightrope.cli.commands import main; main({words}, standalone_mode=False)"
    program = f"import sys; {run}; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = answer.stdout.splitlines()[-1].split()
    assert "mesa.model" in loaded
    assert not {"pandas", "networkx", "scipy.spatial", "asyncio", "tqdm"} & set(loaded)


def test_what_was_postponed_loads_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with postponed("colorsys"):
        import colorsys

        held = sys.modules["colorsys"]
    assert "colorsys" not in sys.modules
    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert sys.modules["colorsys"] is not held


def test_a_function_taken_from_what_was_postponed_loads_it_when_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with postponed(colorsys="rgb_to_hsv"):
        from colorsys import rgb_to_hsv
    assert "colorsys" not in sys.modules
    assert rgb_to_hsv(0, 0, 1) == (2 / 3, 1, 1)
    assert "colorsys" in sys.modules


def test_a_fault_of_ours_is_told_apart_from_wrong_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.scenarios.files.scenario.library", lambda: 1 / 0)
    answer = tightrope("scenarios", "list")
    assert answer.exit_code == 1
    assert "ZeroDivisionError" in answer.stderr
    assert "please report" in answer.stderr.splitlines()[-1]
