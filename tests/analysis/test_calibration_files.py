"""Calibrations as files: what is read and what is refused; and moments, each against a market's own frames."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.helpers.markets import book, market_of, story
from tightrope.analysis.calibration.calibration import Calibration
from tightrope.analysis.calibration.file_reading import library, load_calibration
from tightrope.analysis.calibration.folder import usual_folder
from tightrope.analysis.calibration.moments import ColumnMoment, FactMoment, Moment, Moments, RollMoment, VintageMoment
from tightrope.analysis.facts.evidence import FIRST, PANEL, Evidence
from tightrope.analysis.facts.facts import FACTS, OF_EXPERIMENTS, OF_MONTHS
from tightrope.model.results.run_results import Results
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Job, Task
from tightrope.sweeps.run.market import live

SMALL = """
scenario = "baseline"
borrowers = 200
months = 36
seeds = 2
[values]
cut_depth = 0.5
[free]
forget_cashloan_monthly = { low = 0.01, high = 0.1, scale = "log" }
collections.call_effect = {}
[targets.late]
fact = "1"
[targets.rolls]
roll = ["30-59", "60-89"]
product = "cashloan"
value = 0.5
error = 0.05
[targets.losses]
vintage = "dpd90"
age = 12
low = 0.01
high = 0.03
discrepancy = 0.001
[targets.trust]
measure = "trust_mean"
statistic = "end"
last_month = 24
value = 0.6
low = 0.5
high = 0.65
[method]
points = 16
waves = 1
"""


def read(folder: Path, text: str, **more: Any) -> Calibration:
    file = folder / "small.toml"
    file.write_text(text, encoding="utf-8")
    return load_calibration(file, **more)


def test_built_in_calibrations_can_be_read() -> None:
    assert library() == ["prime"]
    prime = load_calibration("prime")
    assert len(prime.factors) == 10
    assert [each.moment.number for each in prime.targets if isinstance(each.moment, FactMoment)] == [
        "1", "2", "4", "22a", "22b", "32",
    ]  # fmt: skip
    kinds = {fact.number: fact.kind for fact in FACTS}
    assert {kinds[each.moment.number] for each in prime.targets if isinstance(each.moment, FactMoment)} == {"C"}


def test_a_file_says_what_is_sought(tmp_path: Path) -> None:
    plan = read(tmp_path, SMALL)
    assert [(each.name, each.low, each.log) for each in plan.factors] == [
        ("forget_cashloan_monthly", 0.01, True), ("call_effect", plan.factors[1].low, False),
    ]  # fmt: skip
    assert plan.sweep.scenarios[0].parameters.limits.cut_depth == 0.5
    assert (plan.sweep.seeds, plan.sweep.months, plan.sweep.borrowers) == ((1, 2), (36,), 200)
    late, rolls, losses, trust = plan.targets
    assert (late.value, late.low, late.high) == (0.0156, 0.011, 0.018)
    assert (late.error, late.discrepancy) == pytest.approx((0.007 / 4, 0.0156 / 20))
    assert rolls.moment == RollMoment("30-59", "60-89", "cashloan", 1, 36)
    assert (rolls.low, rolls.high) == pytest.approx((0.4, 0.6))
    assert losses.moment == VintageMoment("dpd90", 12, 1, 24)
    assert (losses.value, losses.error, losses.discrepancy) == pytest.approx((0.02, 0.005, 0.001))
    assert trust.moment == ColumnMoment("trust_mean", "end", 1, 24)
    assert (trust.value, trust.error) == pytest.approx((0.6, 0.15 / 4))
    assert plan.sweep.reading == Moments(tuple((each.name, each.moment) for each in plan.targets))


def test_a_lenders_own_targets_and_book_take_the_place_of_the_files(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[targets.mine]\nmeasure = "dpd30_share_balance"\nvalue = 0.04\nerror = 0.004\n')
    plan = read(tmp_path, SMALL, targets=own, book=book("taiwan"))
    assert [(each.name, each.value) for each in plan.targets] == [("mine", 0.04)]
    assert plan.sweep.book.name == "taiwan"
    without = SMALL[: SMALL.index("[targets.late]")]
    assert read(tmp_path, without, targets=own).targets == plan.targets
    own.write_text('borrowers = 5\n[targets.mine]\nmeasure = "dpd30_share"\nvalue = 0.04\nerror = 0.004\n')
    with pytest.raises(InputError, match=r"own\.toml:1:1: error: borrowers: a file of targets holds \[targets\] alone"):
        read(tmp_path, SMALL, targets=own)
    with pytest.raises(
        InputError,
        match=r"own\.toml:2:1: error: targets.mine.measure: no column of months is called 'dpd30_share'.*did you mean",
    ):
        read(tmp_path, SMALL, targets=own)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("points = 16", "points = 24", r"method.points: must be a power of two, got 24; the nearest are 16 and 32"),
        ("points = 16", "points = 4", "method.points: must be between 8 and"),
        ("points = 16", "point = 16", "unknown key 'point', did you mean 'points'"),
        ("seeds = 2", "seeds = 200_000", "method: points x seeds are 25,600,000 runs, too many for one wave"),
        ("seeds = 2", "seeds = [7]", "seeds: chance is known from two seeds or more, got 1"),
        ("seeds = 2", "seeds = [1, 9223372036854775806]", "the proof takes the seeds after these"),
        ('"baseline"', '"basline"', "no scenario 'basline'.*did you mean 'baseline'"),
        ("borrowers = 200", "borrower = 200", "unknown key 'borrower', did you mean 'borrowers'"),
        ("borrowers = 200", "cut_depth = 0.5", r"unknown key 'cut_depth'\n(.*\n)*.*a parameter stands under \[free\]"),
        ("borrowers = 200", 'scenarios = ["baseline"]', "describes a sweep, not a calibration|unknown key 'scenarios'"),
        ("call_effect = {}", "call_efect = {}", "call_efect.*did you mean"),
        ("call_effect = {}", "call_effect = [0.1, 0.2]", "a calibration draws from a range: give a table"),
        ("call_effect = {}", "call_effect = { low = 2.0 }", "free.collections.call_effect: must be between 0 and 1"),
        ("collections.call_effect = {}", "strength = {}", "strength"),
        ("collections.call_effect = {}", "bank.outside_approval = {}", "is one lender's own number: write it into the"),
        ("cut_depth = 0.5", "bank.outside_approval = 0.5", "values.bank.outside_approval: is one lender's own number"),
        ("cut_depth = 0.5", "cut_dept = 0.5", "cut_dept.*did you mean 'cut_depth'"),
        ("collections.call_effect = {}", "cut_depth = {}", r"free: 'cut_depth' stands under \[values\] as well"),
        ("collections.call_effect = {}", "network.mean_degree = {}", "whole numbers have no range"),
        ("collections.call_effect = {}", "history_weight = {}", "a calibration has to leave them as they are"),
        ("collections.call_effect = {}", "call_effect = {}\ncollections.call_effect = {}", "stands twice"),
        ('fact = "1"', 'fact = "101"', "'tightrope validate' has no fact '101'"),
        ('fact = "1"', 'fact = "24a"', "24a is shown by markets beside each other, not by one"),
        ('fact = "1"', 'fact = "20c"', "targets.late: one end of the range alone"),
        ('fact = "1"', "fact = 1", "targets.late.fact: must be text in quotes"),
        ('fact = "1"', 'fact = "1"\nage = 3', "targets.late.age: a moment by fact has none"),
        ('fact = "1"', 'fact = "1"\nmeasure = "lgd"', "name one moment, by fact, measure, roll or vintage; got 2"),
        ("months = 36", "months = 30", "facts count from month 24 on, so markets must live 36 months or more"),
        ('"60-89"]', '"60-98"]', "no bucket is called '60-98', did you mean '60-89'"),
        ('["30-59", "60-89"]', '["30-59"]', "name two buckets"),
        ("age = 12", "age = 36", "no loan becomes 36 months old in markets of 36 months"),
        ("age = 12\n", "", "'age' is missing"),
        ("last_month = 24", "last_month = 40", "must be in order, within 1 and 36, got 1 and 40"),
        ("last_month = 24", "first_month = 24\nlast_month = 12", "must be in order, within 1 and 36, got 24 and 12"),
        ("value = 0.5\n", "", "targets.rolls: 'value' is missing"),
        ("error = 0.05\n", "", "targets.rolls: 'error' is missing"),
        ("error = 0.05\n", "error = 0.0\ndiscrepancy = 0.0\n", "error and discrepancy are both 0"),
        ("error = 0.05\n", "error = -1.0\n", "targets.rolls.error: must be at least 0"),
        ("high = 0.65", "high = 0.55", "the value must lie within its range, got 0.6 and 0.5 to 0.55"),
        ('statistic = "end"', 'statistic = "median"', "targets.trust.statistic: must be 'mean'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in SMALL
    with pytest.raises(InputError, match=says):
        read(tmp_path, SMALL.replace(old, new, 1))


def test_each_calibration_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """Other targets, even of the same moments, are another; more waves go on in the same one."""
    plan = read(tmp_path, SMALL)
    assert usual_folder(plan).parts[0] == "results"
    assert usual_folder(read(tmp_path, SMALL.replace("waves = 1", "waves = 2"))) == usual_folder(plan)
    for old, new in (("value = 0.6", "value = 0.55"), ("borrowers = 200", "borrowers = 300"), ("= 16", "= 32")):
        assert usual_folder(read(tmp_path, SMALL.replace(old, new))) != usual_folder(plan)


def test_no_targets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\[targets\] is missing"):
        read(tmp_path, SMALL[: SMALL.index("[targets.late]")])


def test_a_parameter_that_an_event_moves_is_refused(tmp_path: Path) -> None:
    squeezed = SMALL.replace('"baseline"', '"regulatory-squeeze"').replace("collections.call_effect", "guidance")
    with pytest.raises(InputError, match=r"free.guidance: an event of regulatory-squeeze moves it in month"):
        read(tmp_path, squeezed)


def test_other_kinds_of_files_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text('scenarios = ["baseline"]\n')
    with pytest.raises(InputError, match="describes a sweep, not a calibration: give it to 'tightrope sweep run'"):
        load_calibration(file)


@pytest.fixture(scope="module")
def lived() -> tuple[Evidence, Results]:
    market = market_of(story(), borrowers=400, months=FIRST + 12, panel=True)
    panel = []
    for month in range(1, FIRST + 13):
        market.step()
        if month >= FIRST:
            panel.append(market.panel_frame(PANEL))
    results = market.results()
    return Evidence(results.months, pl.concat(panel)), results


def value_of(moment: Moment, lived: tuple[Evidence, Results]) -> float:
    value = moment.read(*lived)
    assert value is not None
    return value


def test_a_column_over_some_months(lived: tuple[Evidence, Results]) -> None:
    trust = lived[1].months["trust_mean"].to_list()
    assert value_of(ColumnMoment("trust_mean", "mean", 3, 5), lived) == pytest.approx(np.mean(trust[2:5]))
    assert value_of(ColumnMoment("trust_mean", "end", 3, 5), lived) == trust[4]
    known = [value for value in lived[1].months["lgd"][:14] if value is not None]
    assert ColumnMoment("lgd", "mean", 1, 11).read(*lived) is None
    assert not known or value_of(ColumnMoment("lgd", "mean", 1, 14), lived) == pytest.approx(np.mean(known))


def test_a_roll_rate_by_hand(lived: tuple[Evidence, Results]) -> None:
    moved = before = 0.0
    for row in lived[1].roll_rates.iter_rows(named=True):
        if row["from_bucket"] == "current" and row["product"] == "cashloan" and 10 <= row["month"] <= 20:
            before += row["balance"]
            moved += row["balance"] * (row["to_bucket"] == "30-59")
    assert moved
    assert value_of(RollMoment("current", "30-59", "cashloan", 10, 20), lived) == pytest.approx(moved / before)
    both = value_of(RollMoment("current", "30-59", "", 10, 20), lived)
    assert both != pytest.approx(moved / before)
    assert RollMoment("270+", "closed", "", 1, 1).read(*lived) is None


def test_losses_of_vintages_by_hand(lived: tuple[Evidence, Results]) -> None:
    loans, late = 0, 0.0
    for row in lived[1].vintages.iter_rows(named=True):
        if 2 <= row["vintage"] <= 20 and row["age"] == 10:
            loans += row["loans"]
            late += row["loans"] * row["dpd30_share"]
    assert late
    assert value_of(VintageMoment("dpd30", 10, 2, 20), lived) == pytest.approx(late / loans)
    assert VintageMoment("dpd30", 10, 40, 50).read(*lived) is None


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.number not in OF_EXPERIMENTS], ids=lambda fact: fact.number
)
def test_facts_are_those_of_validate(fact: Any, lived: tuple[Evidence, Results]) -> None:
    """Those that are told of months alone need no panel; the others all need it."""
    moment = FactMoment(fact.number)
    assert moment.read(*lived) == pytest.approx(fact.measure(lived[0]))
    assert (moment.says, moment.unit) == (fact.says, fact.unit)
    assert moment.needs_panel == (fact.number not in OF_MONTHS)
    bare = Evidence(lived[0].months, pl.DataFrame())
    if moment.needs_panel:
        with pytest.raises(pl.exceptions.PolarsError):
            moment.read(bare, lived[1])
    else:
        assert moment.read(bare, lived[1]) == pytest.approx(moment.read(*lived))


def test_moments_are_read_off_a_market_of_a_sweep(lived: tuple[Evidence, Results]) -> None:
    """In its last month, beside the columns that are kept, whatever of the panel they need."""
    by_name = (("late", FactMoment("1")), ("entry", FactMoment("32")), ("lgd", ColumnMoment("lgd", "end", 1, 3)))
    reading = Moments(by_name)
    assert reading.names == ("moment late", "moment entry", "moment lgd")
    job = Job("", (story(),), (FIRST + 12,), (), book(), 400, ("trust_mean",), False, reading)
    found = live(Task(0, 0, (), 1), job)
    assert found.rows is not None, found.reason
    assert found.rows.shape == (FIRST + 12, 4)
    assert np.isnan(found.rows[:-1, 1:]).all()
    assert found.rows[-1, 1:3] == pytest.approx([value_of(moment, lived) for _, moment in by_name[:2]])
    assert np.isnan(found.rows[-1, 3])
    assert found.rows[:, 0] == pytest.approx(lived[1].months["trust_mean"].to_numpy())
    assert Moments(by_name[:1]).panel == ()
