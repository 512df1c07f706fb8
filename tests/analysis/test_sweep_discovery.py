"""Where outcomes are bad: corners that are known, chance that is told as chance, and the command that says it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from scipy.stats import qmc

from tests.analysis.test_report import Page
from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.known_answers import MEASURE, Numbers, Rule, linear, morris_points, swept
from tests.helpers.many_sweeps import cornered
from tightrope.analysis.report.discovery_words import corner_words
from tightrope.analysis.report.sweep import write_sweep_report
from tightrope.analysis.study.bad_outcomes import Bad, usual_bad
from tightrope.analysis.study.decision_tree import grow_tree
from tightrope.analysis.study.discovery import Discovery, Limit, discover, limits_of
from tightrope.analysis.study.discovery_record import as_record
from tightrope.analysis.study.prim import Limits, find_box
from tightrope.cli.commands import main
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

RATES = [Factor("calm", "share", 0, 1), Factor("steep", "1", 0.01, 1, log=True), Factor("idle", "share", 0, 1)]
CORNER = Bad("above", 0.5)


def in_a_corner(x: Numbers) -> Numbers:
    """Bad where the first is low and the second, on its log scale, is in its upper half."""
    return np.where((x[:, 0] < 0.4) & (x[:, 1] > 0.1), 1.0, 0.0)


def spread(rule: Rule, count: int = 256, kind: str = "sobol", **others: Any) -> SweepResults:
    shares = qmc.Sobol(3, rng=1).random(count)
    points = np.column_stack([shares[:, 0], 0.01 * 100 ** shares[:, 1], shares[:, 2]])
    return swept(rule, RATES, points, kind, noise=0.02, **others)


def found(results: SweepResults, bad: Bad = CORNER) -> Discovery:
    return discover(results, MEASURE, "mean", "baseline", bad)


def test_a_known_corner_is_found_with_its_limits() -> None:
    told = found(spread(in_a_corner))
    [box] = told.boxes
    assert box.coverage > 0.97 and box.density > 0.97 and not box.may_be_chance and box.chance == 0.01
    limits = {limit.factor: limit for limit in limits_of(told, box)}
    assert set(limits) == {"calm", "steep"}, "what does nothing limits nothing"
    assert limits["calm"].low is None and limits["calm"].high == pytest.approx(0.4, abs=0.03)
    assert limits["steep"].low == pytest.approx(0.1, rel=0.1) and limits["steep"].high is None
    assert all(limit.quasi_p < 1e-6 for limit in limits.values())


def test_the_path_of_peeling_trades_coverage_for_density() -> None:
    [box] = found(spread(in_a_corner)).boxes
    first, last = box.path[0], box.path[-1]
    assert (first.coverage, first.support, first.limited) == (1, 1, 0)
    assert first.density == pytest.approx(found(spread(in_a_corner)).flags.mean())
    assert last.density == 1 and last.support < first.support
    coverage = [step.coverage for step in box.path]
    assert coverage == sorted(coverage, reverse=True)


def test_two_corners_are_told_one_after_the_other() -> None:
    told = found(spread(lambda x: np.where((x[:, 0] < 0.3) | (x[:, 2] > 0.85), 1.0, 0.0)))
    first, second = told.boxes[:2]
    assert [limit.factor for limit in limits_of(told, first)] == ["calm"]
    assert [limit.factor for limit in limits_of(told, second)] == ["idle"]
    assert second.bad_inside / second.coverage == pytest.approx(told.flags.sum() - first.bad_inside)


def test_what_chance_scatters_is_told_as_chance() -> None:
    chance = np.random.default_rng(4)
    told = found(spread(lambda x: chance.normal(size=len(x))), Bad("highest", 0.2))
    assert all(box.may_be_chance for box in told.boxes) and told.tree.split is None
    words = " ".join(corner_words(told, "late", "share", "en"))
    assert "lie in no corner" in words or "But chance may make such a corner" in words


@pytest.mark.slow
def test_of_many_sweeps_without_a_corner_few_seem_to_have_one() -> None:
    random = np.random.default_rng(5)
    places = random.random((60, 3))
    sure = [not find_box(places, random.permutation(60) < 12).may_be_chance for _ in range(20)]
    assert sum(sure) <= 4, "one in twenty is expected"


def test_the_same_sweep_gives_the_same_answer() -> None:
    one, other = (as_record(found(spread(in_a_corner))) for _ in range(2))
    assert one == other and json.loads(json.dumps(one, allow_nan=False)) == one


def test_words_are_limited_by_name() -> None:
    kinds = Factor("kind", "", 0, 2, texts=("blocks", "ring", "star"))
    points = np.column_stack([np.random.default_rng(1).random(120), np.arange(120) % 3])
    values = np.repeat(1.0 * (points[:, 1:] == 1), 3, axis=1)[np.newaxis]
    results = fake_sweep({MEASURE: values}, factors=[RATES[0], kinds], points=points, design={"kind": "sobol"})
    told = found(results)
    [limit] = limits_of(told, told.boxes[0])
    assert (limit.factor, limit.text, limit.excluded) == ("kind", "ring", False)
    assert "lie where kind is ring" in corner_words(told, "late", "share", "en")[0]
    values = 1 - values
    other = found(fake_sweep({MEASURE: values}, factors=[RATES[0], kinds], points=points, design={"kind": "sobol"}))
    assert "kind is not ring" in corner_words(other, "late", "share", "en")[0]
    assert as_record(other)["tree"]["split"]["is"] == "ring"


def test_the_tree_parts_where_the_rule_does() -> None:
    told = found(spread(in_a_corner))
    split = told.tree.split
    assert split is not None and told.columns[split.column].factor.name == "calm"
    assert told.columns[split.column].between(split.limit) == pytest.approx(0.4, abs=0.02)
    deeper = split.below.split
    assert deeper is not None and told.columns[deeper.column].between(deeper.limit) == pytest.approx(0.1, rel=0.05)
    assert (deeper.above.bad, split.above.bad, deeper.below.bad) == (deeper.above.points, 0, 0)


def test_a_split_is_the_best_that_there_is() -> None:
    random = np.random.default_rng(2)
    places = random.random((50, 2))
    bad = places[:, 1] + 0.2 * random.normal(size=50) > 0.6

    def impurity(flags: Any) -> float:
        return float(len(flags) * flags.mean() * (1 - flags.mean()))

    tries = {
        (column, limit): impurity(bad[places[:, column] <= limit]) + impurity(bad[places[:, column] > limit])
        for column in range(2)
        for limit in np.sort(places[:, column])[2:-3]
    }
    column, limit = min(tries, key=lambda each: tries[each])
    split = grow_tree(places, bad).split
    assert split is not None and split.column == column
    assert limit <= split.limit < places[places[:, column] > limit, column].min()


def test_a_side_belongs_to_the_box() -> None:
    limits = Limits(np.array([0.2, -np.inf]), np.array([0.5, np.inf]))
    inside = limits.hold(np.array([[0.2, 9], [0.5, -9], [0.19, 0], [0.51, 0]]))
    assert inside.tolist() == [True, True, False, False] and limits.limited == [0]


def test_a_saltelli_design_counts_its_base_rows_alone() -> None:
    values = np.arange(50 * 5 * 3, dtype=float).reshape(1, 250, 3)
    points = np.random.default_rng(1).random((250, 3))
    results = fake_sweep({MEASURE: values}, factors=RATES, points=points, design={"kind": "saltelli"})
    assert len(found(results, Bad("highest", 0.2)).flags) == 100


def test_the_worst_part_is_counted_from_its_side() -> None:
    values = np.arange(10.0)
    assert Bad("highest", 0.2).flags(values).nonzero()[0].tolist() == [8, 9]
    assert Bad("lowest", 0.2).flags(values).nonzero()[0].tolist() == [0, 1]
    assert Bad("below", 1).flags(values).nonzero()[0].tolist() == [0]
    assert (usual_bad("trust_mean").kind, usual_bad("default_hazard").kind) == ("lowest", "highest")


@pytest.mark.parametrize(
    ("results", "bad", "says"),
    [
        (lambda: spread(in_a_corner, 32), CORNER, "32 points of this sweep are whole, and at least 40"),
        (lambda: spread(in_a_corner), Bad("above", 9), r"is above 9 at 0 of 256 points.*it goes from -?0\.\d+ to 1"),
        (lambda: spread(in_a_corner), Bad("below", 9), "is below 9 at 256 of 256 points"),
        (lambda: spread(in_a_corner), Bad("highest", 0.01), "the highest 1 % of 256 points are 3"),
        (lambda: swept(linear, RATES, morris_points(RATES, 12), "morris"), CORNER, "are not scattered over its ranges"),
    ],
)
def test_what_cannot_be_told_is_refused(results: Any, bad: Bad, says: str) -> None:
    with pytest.raises(InputError, match=says):
        found(results(), bad)


def test_shares_and_numbers_are_checked() -> None:
    with pytest.raises(InputError, match="--highest: 2 is no share of the points; give one between 0 and 1"):
        Bad("highest", 2)
    with pytest.raises(InputError, match="--above: nan is no number"):
        Bad("above", float("nan"))


def test_the_limit_of_a_whole_number_is_one() -> None:
    factors = [Factor("cases", "cases", 0, 10, whole=True), RATES[0]]
    points = np.column_stack([np.arange(88) % 11, np.random.default_rng(1).random(88)])
    values = np.repeat(1.0 * (points[:, :1] >= 7), 3, axis=1)[np.newaxis]
    told = found(fake_sweep({MEASURE: values}, factors=factors, points=points, design={"kind": "list"}))
    assert limits_of(told, told.boxes[0]) == [
        Limit("cases", "cases", 7, None, None, pytest.approx(0, abs=1e-9))  # type: ignore[arg-type]
    ]


def test_the_report_says_it_and_draws_it_in_both_languages(tmp_path: Path) -> None:
    for language, words in (("en", "lie where cut_depth is"), ("zh", "满足cut_depth")):
        write_sweep_report(cornered(), tmp_path / "report.html", folder="results/x", language=language)
        page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
        told = page.texts("section", id="discovery")[0]
        assert words in told and "outside_approval" in told
        for figure in ("corner", "peeling", "tree"):
            assert page.texts("figure", id=f"{figure}-dpd90_share_balance")


def tightrope(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("discover")
    (place / "why.toml").write_text(
        'scenarios = ["severe-recession"]\nborrowers = 60\nmonths = 15\nseeds = 1\n'
        'measures = ["trust_mean", "profit"]\n[design]\nkind = "sobol"\npoints = 64\n'
        "[design.over]\nstrength = { low = 0.0, high = 2.0 }\ntighten_speed = {}\n"
    )
    answer = tightrope("sweep", "run", place / "why.toml", "--out", place / "sweep", "--workers", 1)
    assert answer.exit_code == 0, answer.output
    return place / "sweep"


def test_the_command_tells_corners_and_writes_all_that_was_found(folder: Path, tmp_path: Path) -> None:
    answer = tightrope("sweep", "discover", folder, "--lowest", 0.3, "--json", tmp_path / "found.json")
    assert answer.exit_code == 0, answer.output
    assert "trust_mean (mean) under severe-recession" in answer.output and "coverage" in answer.output
    [record] = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    bad = record["bad_points"]
    assert record["bad"]["kind"] == "lowest" and record["points"] == 64
    assert bad in (18, 19), "three in ten, or one less where two points are alike"
    assert record["corners"][0]["path"][0] == {"coverage": 1, "density": bad / 64, "support": 1, "limited": 0}
    assert "个设计点" in tightrope("sweep", "discover", folder, "--lowest", 0.3, "--language", "zh").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--measure", "trust_men"], "trust_mean"),
        (["--above", 1, "--lowest", 0.2], "--above 1 and --lowest 0.2 say two things of what is bad"),
        (["--below", -5], "trust_mean is below -5 at 0 of 64 points"),
    ],
)
def test_the_command_refuses_in_words(folder: Path, words: list[object], says: str) -> None:
    answer = tightrope("sweep", "discover", folder, *words)
    assert answer.exit_code == 2 and says in " ".join(answer.output.split())
