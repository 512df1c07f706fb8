"""The command ``validate``: the markets that it lives through, its table, its file, and what it refuses."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from tests.helpers.markets import book, live, market_of, story
from tightrope.analysis.facts.changes import Change
from tightrope.analysis.facts.evidence import FIRST, HORIZONS, PANEL, SQUEEZE_PANEL, SQUEEZED
from tightrope.analysis.facts.facts import FACTS, Found
from tightrope.analysis.facts.responses import SHOCKS
from tightrope.analysis.facts.saying import accepted, shown
from tightrope.analysis.facts.validation import Lived, Validation
from tightrope.api.planning import prepare
from tightrope.api.validate import SHORTEST, _evidence, _raise_limits, validate, write_findings
from tightrope.cli import commands as cli
from tightrope.cli.validate import MARKETS
from tightrope.cli.verdicts import print_verdicts
from tightrope.progress.watching import Watch
from tightrope.scenarios.files.schema import PlatformKind

FEW: Any = {"borrowers": 200, "months": 36}


def tightrope(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["validate", *(str(word) for word in words)])


def printed(*found: Found, kind: PlatformKind | None = None) -> str:
    console = Console(file=StringIO(), width=110)
    print_verdicts(console, found, kind)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


# the markets


def test_the_baseline_is_the_library_s_and_the_other_two_are_its_twins() -> None:
    seen = _evidence(prepare("baseline", book=book(), seed=2, **FEW), Watch())
    plain = live(story(), seed=2, **FEW).results().months
    assert seen.months.equals(plain)
    assert seen.panel.columns == list(PANEL)
    assert seen.panel["month"].unique().to_list() == list(range(FIRST, 37))
    assert seen.panel.height == 200 * (36 - FIRST + 1)
    assert seen.squeeze.columns == list(SQUEEZE_PANEL)
    assert seen.squeeze["month"].unique().to_list() == list(range(SQUEEZED[0] - 1, SQUEEZED[1] + 1))
    before = seen.squeezed["month"] < SQUEEZED[0]
    assert seen.squeezed.filter(before).equals(plain.filter(before))
    assert seen.squeezed["stance"][-1] > plain["stance"][-1] + 0.1
    assert seen.rises["after"].unique().to_list() == [after for after in HORIZONS if FIRST + after <= 36]


def test_a_tenth_of_those_with_an_open_line_is_given_a_fifth_more() -> None:
    market = market_of(story(), borrowers=3000)
    before = market.people.copy()
    rise = _raise_limits(market, 1)
    given = rise > 0
    able = (before["freeze_reason"] == 0) & (before["late_paylater"] == 0) & (before["late_cashloan"] == 0)
    assert not (given & ~able).any()
    assert given.sum() / able.sum() == pytest.approx(0.1, abs=0.03)
    now = market.people
    assert np.array_equal(now["limit_cashloan"] - before["limit_cashloan"], rise)
    assert rise[given] == pytest.approx(0.2 * before["limit_cashloan"][given], abs=1)


def test_who_is_raised_depends_on_the_seed_alone() -> None:
    chosen = [_raise_limits(market_of(story(), borrowers=500), seed) > 0 for seed in (1, 1, 2)]
    assert np.array_equal(chosen[0], chosen[1])
    assert not np.array_equal(chosen[0], chosen[2])


def test_values_reach_the_market() -> None:
    usual, forgetful = (
        validate(book=book(), seeds=1, values=values, watch=Watch(), **FEW)
        for values in ({}, {"forget_paylater_monthly": 0.4})
    )
    [missed] = [k for k, fact in enumerate(FACTS) if fact.number == "4"]
    assert (forgetful.found[missed].value or 0) > (usual.found[missed].value or 0) * 1.3


def test_the_markets_that_must_fit_into_memory_are_counted() -> None:
    assert 3 + len(Change) == MARKETS


# the command


def test_the_command_prints_every_fact_and_writes_every_number(tmp_path: Path) -> None:
    file, page = tmp_path / "facts.json", tmp_path / "facts.html"
    size = ("--borrowers", "200", "--months", "36", "--seeds", "2")
    written = ("--json", file, "--html", page, "--language", "zh")
    answer = tightrope(*size, "--set", "talk_weight=0", "--responses", *written)
    assert answer.exit_code == 0, answer.output
    assert '<html lang="zh' in page.read_text(encoding="utf-8")
    lines = [line.split()[:2] for line in answer.stdout.splitlines()]
    in_order = sorted(FACTS, key=lambda fact: "prime" not in fact.lenders)
    assert [line for line in lines if line[1:] in (["C"], ["V"])] == [[fact.number, fact.kind] for fact in in_order]
    assert "facts of a prime lender" in answer.stdout
    assert "seed 2: month 36 of 36" in answer.stderr

    whole = json.loads(file.read_text(encoding="utf-8"))
    asked = {
        "scenario": "baseline",
        "platform_kind": "prime",
        "book": "synthetic",
        "borrowers": 200,
        "months": 36,
        "seeds": 2,
        "values": {"talk_weight": 0},
    }
    assert {key: whole[key] for key in asked} == asked
    assert [row["number"] for row in whole["facts"]] == [fact.number for fact in FACTS]
    for row in whole["facts"]:
        assert len(row["values"]) == 2
        assert row["verdict"] in ("pass", "MISSED", "not seen")
        assert row["value"] is not None or row["verdict"] == "not seen"
    assert [each["shock"] for each in whole["responses"]] == [shock.name for shock in SHOCKS]
    assert [len(each["trust_mean"][1]) for each in whole["responses"]] == [12, 24, 12, 24]
    years = next(row for row in whole["facts"] if row["number"] == "24b")
    assert years["verdict"] == "not seen", "a run of three years does not show what happens after three more"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--months", "35"), f"months: 35 is not allowed; give a whole number of at least {SHORTEST}"),
        (("--months", "601"), "months: 601 is not allowed; give a whole number from 1 to 600"),
        (("--seeds", "0"), "seeds: 0 is not allowed; give a whole number from 1 to 1,000"),
        (("--borrowers", "0"), "borrowers: 0 is not allowed"),
        (("--book", "nowhere.csv"), "nowhere.csv"),
        (("basline",), "did you mean 'baseline'"),
        (("--set", "talk_wait=0"), "did you mean 'talk_weight'"),
        (("--responses",), "--responses: they are shown on the page and in the file alone; give --html or --json"),
        (("--html", "no/such/folder/page.html"), "page.html cannot be written: there is no folder"),
        (("--json", "no/such/folder/facts.json"), "facts.json cannot be written: there is no folder"),
    ],
)
def test_what_is_wrong_is_refused_at_once(words: tuple[str, ...], complaint: str) -> None:
    answer = tightrope(*words)
    assert answer.exit_code == 2
    assert complaint in answer.stderr
    assert answer.stdout == "" and "month" not in answer.stderr.replace(complaint, "")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    from tightrope.scenarios.errors import InputError

    with pytest.raises(InputError, match="cannot be written"):
        write_findings(tmp_path, Validation(Lived("baseline", "prime", "synthetic", 200, 36, 1, {}), [], []))


# the table


def found(number: str, *values: float | None) -> Found:
    return Found(next(fact for fact in FACTS if fact.number == number), values)


def test_a_row_says_what_is_accepted_what_was_seen_and_the_verdict() -> None:
    row = " ".join(printed(found("1", 0.012, 0.014)).split())
    assert "1 C 30+ days past due, of balance 1.56 % 1.10-1.80 % 1.30 ± 0.10 % pass" in row
    assert "MISSED" in printed(found("2", 0.2))


def test_ranges_are_said_as_people_read_them() -> None:
    said = {number: accepted(found(number).fact) for number in ("3", "18", "19", "24c", "25a", "30a")}
    assert said == {
        "3": "0.600-0.730", "18": "1.90-3.30 x", "19": "at least 3.10 x", "24c": "over 0.000", "25a": "at most 10.00 %",
        "30a": "over 1.00 x",
    }  # fmt: skip


def test_what_is_not_known_is_a_dash() -> None:
    assert shown(found("24b", None)) == "-"
    assert shown(found("18", 2.5)) == "2.50 x"
    assert shown(found("18", 2.0, 3.0)) == "2.50 ± 0.50 x"


def test_the_facts_met_are_counted_by_kind() -> None:
    text = printed(found("1", 0.012), found("2", 0.2), found("3", 0.65), found("24b", None))
    assert "met: 2 of 3 facts of all lenders; may be fitted to: 1 of 2, only compared: 1 of 1" in text
    assert "why" not in text, "nobody knows why"


def test_facts_of_another_lender_stand_apart_and_do_not_count() -> None:
    rows = (found("1", 0.012), found("4", 0.2), found("39a", 0.07))
    text = printed(*rows, kind="prime")
    assert "met: 2 of 2 facts of a prime lender" in text
    assert (
        text.index("39a") < text.index("met: ") < text.index("dues missed on the day") < text.index("Of another lender")
    )
    assert "met: 1 of 2 facts of a near-prime lender" in printed(*rows, kind="near-prime")
    assert "met: 1 of 1 facts of a book of cards" in printed(*rows, kind="cards")
    assert "another" not in printed(*rows)


def test_what_is_missed_is_told_with_the_reason() -> None:
    assert found("3", 0.5).fact.why in " ".join(printed(found("3", 0.5)).split())
    assert "why" not in printed(found("3", 0.65))


def test_a_scenario_says_which_lender_it_is(tmp_path: Path) -> None:
    file = tmp_path / "cards.toml"
    file.write_text('base = "baseline"\nplatform_kind = "cards"\n', encoding="utf-8")
    few = ("--borrowers", "100", "--months", "36", "--seeds", "1")
    assert "facts of a book of cards" in tightrope(file, *few).stdout
    assert "facts of all lenders" in tightrope(file, *few, "--all-facts").stdout
