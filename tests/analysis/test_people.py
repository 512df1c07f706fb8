"""Whom a run happened to: groups, the same people in the twin, and counts against a count by hand."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.helpers.fake_results import fake_results
from tightrope import run
from tightrope.agents.borrower import LONG_AGO, NEVER
from tightrope.agents.codes import RaiseChannel
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.groups import GROUPS, LEAST, first_event, fortunes
from tightrope.analysis.report.blocks import Inline, Piece, Table
from tightrope.analysis.report.people import people_card
from tightrope.api.run import Run
from tightrope.model.results.columns import frame_of, schema
from tightrope.model.results.run_results import Results

CAMPAIGN = RaiseChannel.CAMPAIGN
NOBODY: dict[str, Any] = {
    "status": "active", "segment": "salaried", "freeze_reason": "none", "joined_month": -40, "trust": 0.6,
    "limit_cashloan": 1_000, "months_since_late": NEVER, "default_month": LONG_AGO, "raised_month": LONG_AGO,
    "prepaid_month": LONG_AGO, "plan_month": LONG_AGO,
}  # fmt: skip
"""A borrower to whom nothing ever happened."""


def people(*groups: tuple[int, dict[str, Any]]) -> pl.DataFrame:
    """So many borrowers with these values, then so many with those."""
    rows = [
        {**dict.fromkeys(schema("borrowers"), 0), **NOBODY, **values} for many, values in groups for _ in range(many)
    ]
    values = {name: [row[name] for row in rows] for name in schema("borrowers")}
    return frame_of("borrowers", {**values, "borrower": range(len(rows))})


def beside(here: pl.DataFrame, there: pl.DataFrame) -> tuple[Results, Results]:
    """A run of 36 months with a first event in month 13, and its twin."""
    fake, calm = fake_results(36), fake_results(36, squeeze=0)
    return replace(fake, people=here), replace(calm, people=there)


def told_of(sheet: Sheet) -> tuple[str, Sequence[Sequence[Inline]]]:
    """What the report says of people: its sentences, without no-break spaces, and the rows of its table."""
    [card] = people_card(sheet)
    text, table = card.blocks
    assert isinstance(text, str) and isinstance(table, Table)
    return text.replace("\u00a0", " "), table.rows


def row(frame: pl.DataFrame, group: str) -> dict[str, Any]:
    return frame.filter(pl.col("group") == group).row(0, named=True)


def test_a_campaign_is_told_beside_the_twin() -> None:
    raised = {"raised_month": 13, "raise_channel": CAMPAIGN, "limit_cashloan": 51_000}
    here = people(
        (20, raised),
        (5, {**raised, "default_month": 20, "trust": 0.2, "outside_debt": 900}),
        (5, {**raised, "default_month": 20, "status": "written off", "freeze_reason": "delinquency"}),
        (10, {**raised, "raised_month": 12}),  # before the first event
        (60, {}),
    )
    there = people((20, {}), (5, {}), (5, {"default_month": 30}), (10, {}), (60, {}))
    told = row(fortunes(*beside(here, there)).groups, "raised: campaign")
    assert (told["people"], told["defaulted"], told["defaulted_twin"]) == (30, 10, 5)
    assert (told["only_here"], told["only_there"]) == (5, 0)
    assert (told["written_off"], told["written_off_twin"]) == (5, 0)
    assert told["trust"] == pytest.approx((25 * 0.6 + 5 * 0.2) / 30)
    assert (told["outside_debt"], told["outside_debt_twin"]) == (pytest.approx(150.0), 0.0)
    assert (told["open_line"], told["open_line_twin"]) == (pytest.approx(51_000 * 25 / 30), 1_000.0)


def test_those_spared_a_raise_are_told_too() -> None:
    raised = {"raised_month": 13, "raise_channel": CAMPAIGN}
    table = fortunes(*beside(people((25, {}), (30, raised)), people((25, raised), (30, raised)))).groups
    assert row(table, "raised there only: campaign")["people"] == 25
    assert row(table, "raised: campaign")["people"] == 30


def test_a_line_can_be_used_unless_it_is_frozen_or_locked_or_withheld() -> None:
    here = people(
        (20, {"freeze_reason": "risk", "frozen_month": 14}),
        (20, {"locked": 1}),
        (20, {"withheld": 400}),
    )
    told = row(fortunes(*beside(here, people((60, {})))).groups, "everybody")
    assert told["open_line"] == pytest.approx(600 / 3) and told["open_line_twin"] == 1_000.0


def test_the_frozen_are_those_whom_the_twin_left_alone() -> None:
    frozen = {"frozen_month": 14, "freeze_reason": "guidance"}
    late_there = {"months_since_late": 35}  # one month more than 36 - 13 + 12 would be good standing throughout
    here = people((25, frozen), (25, frozen), (25, frozen), (25, {}), (25, {**frozen, "frozen_month": 12}))
    there = people((25, {}), (25, late_there | {"months_since_late": 34}), (25, frozen), (25, frozen), (25, {}))
    table = fortunes(*beside(here, there)).groups
    assert row(table, "frozen here only")["people"] == 50
    assert row(table, "frozen here only, never late there")["people"] == 25
    assert row(table, "frozen there only")["people"] == 25
    assert row(table, "frozen in neither")["people"] == 25
    just = fortunes(*beside(here, there.with_columns(pl.col("months_since_late").replace(34, 35)))).groups
    assert row(just, "frozen here only, never late there")["people"] == 50


def test_only_the_same_people_are_compared() -> None:
    newcomer, left = {"joined_month": 20}, {"status": "vacant"}
    here = people((20, {}), (3, newcomer), (4, left), (5, newcomer), (6, {}))
    there = people((20, {}), (3, {}), (4, {}), (5, newcomer), (6, left))
    run_, twin = beside(here, there)
    found = fortunes(run_, twin)
    assert row(found.groups, "everybody")["people"] == 25
    assert found.gone == (6, 7)


def test_small_groups_are_left_out() -> None:
    here = people((LEAST, {"locked": 1}), (LEAST - 1, {"contact": 1}), (30, {}))
    groups = fortunes(*beside(here, people((2 * LEAST + 29, {})))).groups["group"].to_list()
    assert "locked" in groups and "silent" not in groups


def test_without_events_all_months_count() -> None:
    run_, twin = beside(people((20, {"default_month": 1})), people((20, {})))
    calm = replace(run_, manifest={**run_.manifest, "events": []})
    assert (first_event(run_), first_event(calm)) == (13, 1)
    assert row(fortunes(run_, twin).groups, "everybody")["defaulted"] == 0
    assert row(fortunes(calm, twin).groups, "everybody")["defaulted"] == 20


@pytest.mark.parametrize(
    ("here", "there", "told"), [(0, 0, False), (3, 0, False), (4, 0, True), (0, 4, True), (9, 5, False)]
)
def test_a_gap_is_told_from_two_standard_errors_on(here: int, there: int, *, told: bool) -> None:
    raised = {"raised_month": 13, "raise_channel": CAMPAIGN}
    hit = {"default_month": 20}
    ours = people((here, raised | hit), (there, raised), (60, raised))
    theirs = people((here, {}), (there, hit), (60, {}))
    text, _ = told_of(Sheet(*beside(ours, theirs)))
    assert ("beyond chance" in text) is told
    if told:
        assert f"({here} only here, {there} only there)" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_tells_the_numbers(language: str) -> None:
    hit = {"frozen_month": 14, "freeze_reason": "guidance", "default_month": 20}
    run_, twin = beside(people((40, hit), (160, {})), people((200, {})))
    text, rows = told_of(Sheet(run_, twin, language))
    if language == "en":
        assert "200 people are on the book at the end of both runs" in text
        assert "From month 13 on, 40 of them (20.0 %) had their line frozen here and not in the twin; 40 of" in text
        assert "40 defaulted since, against 0 of the same people in the twin (40 only here, 0 only there)" in text
    assert Piece("40 (100.0\u00a0%)", below="0 (0.00\u00a0%)") in chain(*rows)
    frozen, *_ = (group.label.put(language) for group in GROUPS if group.name == "frozen here only")
    alike, *_ = (group.label.put(language) for group in GROUPS if group.name == "frozen in neither")
    names = [name for name, *_ in rows]
    assert f"{frozen} *" in names, "a group that this run's course decides needs its star"
    assert alike not in names, "nothing sets these apart from themselves in the twin"


def test_nothing_is_told_where_nobody_can_be_compared() -> None:
    run_, twin = beside(people((LEAST, {})), people((LEAST, {})))
    shorter = replace(twin, months=twin.months.head(30))
    assert people_card(Sheet(run_, twin))
    for sheet in (Sheet(run_, None), Sheet(run_, shorter), Sheet(*beside(people((19, {})), people((19, {}))))):
        assert not people_card(sheet)


@pytest.fixture(scope="module")
def squeezed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder: Path = tmp_path_factory.mktemp("people") / "run"
    return run("regulatory-squeeze", borrowers=1500, months=20, seed=3, against="baseline", out=folder)


def test_a_real_run_agrees_with_a_count_one_by_one(squeezed: Run) -> None:
    assert squeezed.against is not None
    counted = dict.fromkeys(("people", "defaulted", "defaulted_twin", "frozen"), 0)
    rows = zip(squeezed.borrowers.iter_rows(named=True), squeezed.against.borrowers.iter_rows(named=True), strict=True)
    for here, there in rows:
        if "vacant" in (here["status"], there["status"]) or here["joined_month"] != there["joined_month"]:
            continue
        counted["people"] += 1
        counted["defaulted"] += here["default_month"] >= 13
        counted["defaulted_twin"] += there["default_month"] >= 13
        counted["frozen"] += here["frozen_month"] >= 13 and there["frozen_month"] < 13
    table = fortunes(squeezed, squeezed.against).groups
    everybody = row(table, "everybody")
    assert {name: everybody[name] for name in ("people", "defaulted", "defaulted_twin")} == {
        name: counted[name] for name in ("people", "defaulted", "defaulted_twin")
    }
    assert row(table, "frozen here only")["people"] == counted["frozen"] > LEAST
    known = [group.name for group in GROUPS]
    assert [known.index(name) for name in table["group"]] == sorted(known.index(name) for name in table["group"])


@pytest.mark.parametrize("rows", [(90, 90), (400, 250), (1500, 999)])
def test_groups_are_the_same_in_slices_of_any_size(squeezed: Run, rows: tuple[int, int]) -> None:
    """However the borrowers come: counts are equal, and means up to the order in which they are added up."""
    assert squeezed.against is not None
    whole = fortunes(squeezed, squeezed.against)
    here, there = (
        replace(one, people=partial(one.borrowers.iter_slices, size))
        for one, size in zip((squeezed, squeezed.against), rows, strict=True)
    )
    sliced = fortunes(here, there)
    assert sliced.gone == whole.gone != (0, 0)
    assert_frame_equal(sliced.groups, whole.groups, rel_tol=1e-12, abs_tol=0.0)


def test_who_tells_of_groups_never_lays_out_all_borrowers(squeezed: Run) -> None:
    assert squeezed.against is not None
    here, there = (replace(one, people=partial(one.borrowers.iter_slices, 100)) for one in (squeezed, squeezed.against))
    assert people_card(Sheet(here, there))
    assert not isinstance(here.people, pl.DataFrame) and not isinstance(there.people, pl.DataFrame)
