"""How good an action is, by exempt twins: cases by hand, and markets whose freezes are made up to be good or bad."""

import math

import numpy as np
import polars as pl
import pytest

from tests.helpers.made_up_worlds import calm_world, judged
from tightrope.analysis.freezes.course import LOST
from tightrope.analysis.freezes.measures import MEASURES
from tightrope.analysis.freezes.quality import Quality
from tightrope.analysis.freezes.rows import World, cases_of, chances_of, onsets_of

FROZEN = 4
"""The month in which those of the cases by hand are frozen."""


def by_hand() -> World:
    """Seven places: wrongfully frozen, rightly, left, frozen twice, late unseen, frozen too late to tell, another."""
    world = calm_world(7)
    here, exempt, everybody = world.pair
    here.hit[FROZEN, [0, 1, 2, 3, 6]] = 1
    here.hit[10, 3] = 2
    here.hit[35, 5] = 1
    here.late[5:9, 0] = [1, 2, 3, 4]  # and written off in month 9, of which 20 of 120 are recovered
    here.late[9:, 0], here.defaulted[7, 0] = LOST, True
    here.lost[9:, 0], here.lost[12:, 0] = 120.0, 100.0
    here.spending[5:, 0] = 3000.0
    here.trust[5:, 0] = 0.3
    for spared in (exempt, everybody):
        spared.late[10:13, 1], spared.defaulted[12, 1] = [1, 2, 3], True
        spared.late[13:, 1], spared.lost[13:, 1] = LOST, 300.0
        spared.late[20, 4] = 1
    here.there[6:, 2] = False
    exempt.owed[5:, 2] = 1500.0
    exempt.joined[:, 6] = -7
    return world


def test_cases_by_hand() -> None:
    cases = cases_of(by_hand()).filter(pl.col("horizon") == 12)
    told = {row["borrower"]: row for row in cases.iter_rows(named=True)}
    assert sorted(told) == [0, 1, 2, 3], "one is frozen too late, one is another person in the twin"
    wrong, right, left, twice = (told[place] for place in range(4))
    assert (wrong["late_here"], wrong["defaulted_here"], wrong["written_off_here"], wrong["lost_here"]) == (
        1,
        1,
        1,
        100,
    )
    assert (wrong["late_exempt"], wrong["defaulted_exempt"], wrong["lost_exempt"]) == (0, 0, 0)
    assert (wrong["spending_here"], wrong["spending_exempt"]) == (3000, 4000)
    assert wrong["trust_here"] == pytest.approx(0.3) and wrong["trust_exempt"] == 0.5
    assert (right["late_exempt"], right["defaulted_exempt"], right["lost_exempt"], right["late_here"]) == (1, 1, 300, 0)
    assert (left["left_here"], left["left_exempt"], left["late_exempt"]) == (1, 0, 0)
    assert (left["owed_here"], left["owed_exempt"]) == (1000, 1500), "at the end of month 5, the last of both"
    assert (twice["month"], twice["reason"]) == (FROZEN, "risk")
    assert wrong["score"] == "600 to 650" and wrong["limit"] == "5,000 to 10,000" and wrong["year"] == "year 1"
    assert wrong["income"] == "lowest third" and wrong["late_before"] == 0 and wrong["exposure"] == 1000


def test_months_in_which_a_freeze_could_come_by_hand() -> None:
    """Months 2 to 28 have twelve to follow; the frozen could be frozen up to their month, the other person never."""
    chances = chances_of(by_hand()).filter((pl.col("horizon") == 12) & (pl.col("by") == "all"))
    found = {row["borrower"]: (row["pays"], row["late"]) for row in chances.iter_rows(named=True)}
    # The twin of 1 is late in month 10, thus within a year of months 2 to 4; that of 4 in month 20, of months 8 to 19.
    assert found == {0: (3, 0), 1: (0, 3), 2: (3, 0), 3: (3, 0), 4: (15, 12), 5: (27, 0)}


def test_who_fell_late_by_hand() -> None:
    """Of month 10 it is not known who was frozen in the year before; in month 20 borrower 4 was never frozen."""
    onsets = onsets_of(by_hand()).filter(pl.col("horizon") == 12)
    assert onsets.select("borrower", "month", "reason").rows() == [(4, 20, None)]
    world = by_hand()
    world.pair.here.hit[8:10, 4] = [1, 2]
    assert onsets_of(world).filter(pl.col("horizon") == 12)["reason"].to_list() == ["guidance"]
    world.pair.here.hit[8:10, 4] = 0
    world.pair.here.hit[7, 4] = 1
    assert onsets_of(world).filter(pl.col("horizon") == 12)["reason"].to_list() == [None], "thirteen months before"


def test_measures_by_hand() -> None:
    found = judged(by_hand())
    assert found.value("precision") == 1 / 4
    assert found.value("base_rate") == pytest.approx(15 / 66)
    assert found.value("false_positive_rate") == pytest.approx(3 / 51)
    assert found.value("recall") == 0
    assert found.value("loss_avoided") == (300 - 100) / 4
    assert found.value("exposure_avoided") == 500 / 4
    assert found.value("default_made") == found.value("default_avoided") == 1 / 4
    assert found.value("harm_default") == pytest.approx(1 / 3)
    assert found.value("harm_spending") == pytest.approx(-1000 / 3)
    assert found.value("harm_left") == pytest.approx(1 / 3)
    assert found.value("interference") == 0
    world = by_hand()
    world.pair.everybody.late[10:, 1] = 0
    assert judged(world).value("interference") == 1 / 4, "were everybody exempt, borrower 1 would have paid"
    assert found.value("precision", by="reason", band="risk") == 1 / 4
    assert found.value("precision", by="month", band=str(FROZEN)) == 1 / 4
    with pytest.raises(KeyError):
        found.value("precision", by="reason", band="guidance")


def drawn(seed: int, places: int = 6000, hurt: float = 0.0, rate: float = 0.15) -> World:
    """A world in which freezes come by pure chance and make so many of those who would have paid default."""
    world = calm_world(places, seed=seed)
    here, exempt, everybody = world.pair
    random = np.random.default_rng(seed)
    late, month = random.random(places) < rate, random.integers(14, 29, places)
    exempt.late[month[late], np.flatnonzero(late)] = 1
    everybody.late[:] = exempt.late
    here.hit[2:][random.random((39, places)) < 0.02] = 1
    here.late[:] = exempt.late
    for place in np.flatnonzero(here.hit.any(axis=0) & (random.random(places) < hurt)):
        first = int(np.argmax(here.hit[:, place]))
        here.defaulted[min(40, first + 3), place] = True
        here.late[first + 3 :, place] = 3
    return world


def test_of_a_rule_that_freezes_at_random_the_precision_is_the_base_rate_and_the_harm_what_was_built_in() -> None:
    found = judged(drawn(1, hurt=0.3))
    hits = found.summary.filter((pl.col("by") == "all") & (pl.col("horizon") == 12))["hits"][0]
    precision, base, harm = (found.value(name) for name in ("precision", "base_rate", "harm_default"))
    assert precision is not None and base is not None and hits > 1000
    assert precision == pytest.approx(base, abs=4 * math.sqrt(base * (1 - base) / hits))
    assert harm == pytest.approx(0.3, abs=4 * math.sqrt(0.3 * 0.7 / hits))
    none = judged(drawn(1))
    assert {none.value(name) for name in ("harm_late", "harm_default", "harm_lost", "harm_spending")} == {0.0}


def test_a_clairvoyant_rule_is_never_wrong() -> None:
    world = calm_world(500)
    here, exempt, _ = world.pair
    random = np.random.default_rng(1)
    those, month = np.arange(0, 500, 5), random.integers(14, 29, 100)
    exempt.late[month, those] = 1
    here.hit[month - random.integers(1, 13, 100), those] = 1
    found = judged(world)
    assert found.value("precision") == 1 and found.value("recall") == 1 and found.value("false_positive_rate") == 0
    assert found.value("harm_default") is None, "nobody was hit wrongfully"
    assert found.value("base_rate", horizon=12) < 0.2  # type: ignore[operator]


def interval(found: Quality, measure: str = "precision") -> tuple[float, float, int]:
    row = found.summary.filter(
        (pl.col("by") == "all") & (pl.col("horizon") == 12) & (pl.col("measure") == measure)
    ).row(0, named=True)
    return row["low"], row["high"], row["hits"]


def test_intervals_are_those_of_independent_borrowers() -> None:
    """Of a share p of n, about ± 1.96 sqrt(p (1 - p) / n)."""
    found = judged(drawn(3))
    low, high, hits = interval(found)
    share = found.value("precision")
    assert share is not None and low < share < high
    assert high - low == pytest.approx(2 * 1.96 * math.sqrt(share * (1 - share) / hits), rel=0.15)


def test_seeds_that_differ_widen_the_interval() -> None:
    alike = interval(judged(drawn(1), drawn(2)))
    apart = interval(judged(drawn(1), drawn(2, rate=0.5)))
    assert apart[1] - apart[0] > 2 * (alike[1] - alike[0])


def test_groups_are_held_against_everybody_else() -> None:
    """Gig workers are frozen twice as often, at random."""
    world = calm_world(4000)
    random = np.random.default_rng(1)
    gig = np.arange(4000) % 2 == 0
    world.standing.segment[:] = gig
    world.pair.here.hit[2:] = random.random((39, 4000)) < np.where(gig, 0.004, 0.002)
    rows = judged(world).summary.filter(
        (pl.col("by") == "segment") & (pl.col("horizon") == 12) & (pl.col("measure") == "false_positive_rate")
    )
    ratios = {row["band"]: row for row in rows.iter_rows(named=True)}
    assert ratios["gig"]["ratio_low"] < 2 < ratios["gig"]["ratio_high"]
    assert ratios["gig"]["ratio"] == pytest.approx(1 / ratios["salaried"]["ratio"])
    assert ratios["gig"]["value"] == pytest.approx(0.004, rel=0.15)


def test_every_measure_is_told_of_every_group_once() -> None:
    summary = judged(drawn(1, places=400)).summary
    keys = summary.select("horizon", "by", "band", "measure")
    assert keys.n_unique() == keys.height == len(MEASURES) * summary.select("horizon", "by", "band").n_unique()
    assert {*summary["by"].unique()} >= {"all", "reason", "score", "limit", "segment", "income", "tenure", "friends"}
