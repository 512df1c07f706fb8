"""The market as a whole: the calm book's levels, and what the main scenario does against it."""

import numpy as np
import polars as pl
import pytest

from tests.helpers.markets import live, market_of, months_of, story
from tightrope.model.results.columns import REASONS, schema
from tightrope.model.results.run_results import Results
from tightrope.scenarios.files.scenario import load_scenario


def test_the_baseline_is_of_the_right_size() -> None:
    """Means over months 24 to 60 of the synthetic book lie near a large platform's figures of late 2019 and 2020.

    30+ days past due 1.56 % and 90+ 1.05 % of the balance; of dues 5.0 % missed on the day, where 6.8 % were. More than
    the 86 % of them that are known to be cured are so, because those who have the money pay; whoever defaults mostly
    lacks it.
    """
    months = months_of(story(), borrowers=20_000, months=60)
    late = months.filter(pl.col("month") >= 24).mean().row(0, named=True)
    assert 0.011 <= late["dpd30_share_balance"] <= 0.018
    assert 0.007 <= late["dpd90_share_balance"] <= 0.013
    assert 0.045 <= late["day1_share_dues"] <= 0.06
    assert 0.93 <= late["cure30_share"] <= 0.965
    reached = late["defaults_short"], late["defaults_held_out"]
    assert 0.85 <= reached[0] / late["new_defaults"] <= 0.98
    assert 0.02 <= reached[1] / late["new_defaults"] <= 0.12
    assert abs(months["trust_mean"][59] - months["trust_mean"][11]) < 0.01


@pytest.fixture(scope="module", params=["synthetic", "taiwan"])
def squeezed(request: pytest.FixtureRequest) -> tuple[Results, Results]:
    """The regulatory squeeze of months 13 to 28 and its twin, the baseline."""
    calm, squeeze = (
        live(load_scenario(name), on=request.param, borrowers=8000, months=48).results()
        for name in ("baseline", "regulatory-squeeze")
    )
    return calm, squeeze


def apart(squeezed: tuple[Results, Results], column: str, first: int, last: int) -> float:
    """Mean difference of a column to the baseline over months ``first`` to ``last``."""
    calm, squeeze = (results.months[column][first - 1 : last].to_numpy() for results in squeezed)
    return float((squeeze - calm).mean())


def test_before_the_squeeze_nothing_differs(squeezed: tuple[Results, Results]) -> None:
    calm, squeeze = squeezed
    assert calm.months[:12].equals(squeeze.months[:12], null_equal=True)


def test_the_squeeze_freezes_lines_and_lends_less(squeezed: tuple[Results, Results]) -> None:
    assert apart(squeezed, "frozen_share", 14, 28) > 0.02
    assert apart(squeezed, "freezes_new_share", 13, 18) > 0.003
    assert apart(squeezed, "draws_cashloan", 14, 28) < 0
    assert apart(squeezed, "limit_mean", 14, 28) < 0


def test_the_squeeze_s_freezes_have_the_squeeze_s_reasons(squeezed: tuple[Results, Results]) -> None:
    counts = [
        results.freezes.filter(pl.col("month") <= 28).group_by("reason").agg(pl.sum("new")) for results in squeezed
    ]
    calm, squeeze = (dict(count.iter_rows()) for count in counts)
    more = {reason: squeeze[reason] - calm[reason] for reason in REASONS}
    assert more["guidance"] + more["regulation"] > 0.5 * sum(more.values()) > 0


def test_defaults_follow_the_freezes(squeezed: tuple[Results, Results]) -> None:
    assert apart(squeezed, "default_hazard", 16, 33) > 0
    assert apart(squeezed, "dpd90_share_count", 19, 36) > 0
    peak = {
        name: (squeezed[1].months[name] - squeezed[0].months[name]).rolling_mean(3).arg_max()
        for name in ("freezes_new_share", "dpd90_share_count")
    }
    freezes, defaults = peak["freezes_new_share"], peak["dpd90_share_count"]
    assert freezes is not None and defaults is not None and freezes < defaults


def test_the_fall_of_trust_outlasts_the_event(squeezed: tuple[Results, Results]) -> None:
    lost, frozen = (apart(squeezed, column, 25, 30) for column in ("trust_mean", "frozen_share"))
    still_lost, still_frozen = (apart(squeezed, column, 43, 48) for column in ("trust_mean", "frozen_share"))
    assert lost < -0.02
    assert still_frozen < 0.2 * frozen, "the lines are open again,"
    assert still_lost < 0.4 * lost, "and about half of the lost trust is still gone"


def test_results_can_be_had_at_any_time_and_are_of_the_months_lived() -> None:
    market = market_of(story(), borrowers=300, months=6)
    for month in range(7):
        results = market.results(note="kept")
        assert results.manifest["note"] == "kept" and results.manifest["months_finished"] == month
        assert results.months["month"].to_list() == list(range(1, month + 1))
        for name in ("months", "roll_rates", "vintages", "recoveries", "lenders", "freezes", "borrowers"):
            assert getattr(results, name).schema == schema(name)
        if month < 6:
            market.step()


def test_results_of_a_market_can_be_shown() -> None:
    assert "300" in repr(live(story(), borrowers=300, months=2).results())


def test_a_market_says_when_its_months_are_over() -> None:
    market = live(story(), borrowers=300, months=2)
    with pytest.raises((RuntimeError, ValueError), match="2 months"):
        market.step()


def test_the_baseline_is_steady_over_ten_years() -> None:
    """Years three to six and seven to ten of the synthetic book agree within some three standard errors.

    Only the limits still climb in years three to six.
    """
    within = {"trust_mean": 0.01, "limit_mean": 0.04, "utilisation": 0.03, "frozen_share": 0.12}
    within["dpd30_share_balance"] = 0.2
    runs = [months_of(story(), borrowers=4000, months=120, seed=seed) for seed in range(1, 5)]
    for column, apart in within.items():
        early, late = (np.mean([run[column][a:b].mean() for run in runs]) for a, b in ((24, 72), (72, 120)))
        assert late == pytest.approx(early, rel=apart), column
