"""The bases of other lenders than a prime one: calm, each value with a source, and what they are there for."""

import re
from pathlib import Path

import pytest

from tests.helpers.markets import live
from tightrope.analysis.facts.facts import FACTS
from tightrope.scenarios.files.scenario import library, load_scenario
from tightrope.scenarios.parameters.table import declared

LIBRARY = Path(__file__).resolve().parents[2] / "scenarios" / "library"
BASES = [name for name in library() if load_scenario(name).platform_kind != "prime"]
SOURCE = re.compile(r"(\w+) = [\d._]+ +# [HMLDA]: \w")
FACT = {fact.number: fact for fact in FACTS}


def test_there_is_one_base_for_each_kind_of_lender() -> None:
    assert {load_scenario(name).platform_kind: name for name in BASES} == {"near-prime": "near-prime"}


@pytest.mark.parametrize("name", BASES)
def test_a_base_is_calm_and_gives_each_of_its_values_a_source(name: str) -> None:
    scenario = load_scenario(name)
    text = (LIBRARY / f"{name}.toml").read_text(encoding="utf-8").partition("[[lenders]]")[0]
    moved = {
        name
        for table, values in scenario.parameters.model_dump().items()
        for name, value in values.items()
        if value != declared()[name].default
    }
    assert not scenario.events
    assert set(SOURCE.findall(text)) == moved


def test_a_near_prime_lender_lives_with_its_borrowers() -> None:
    market = live(load_scenario("near-prime"), borrowers=8_000, months=48)
    months = market.results().months.tail(25)
    missed, cured = months["day1_share_dues"], months["cure30_share"]
    for number, shown in (("4", missed.mean()), ("5", cured.mean()), ("6", (missed * (1 - cured)).mean())):
        assert FACT[number].accepts(shown)
    assert months["stance"].tail(6).max() < 0.01
    assert months["profit"].min() > 0
    assert months["capital"].is_sorted()
    assert months["balance"].tail(6).mean() == pytest.approx(months["balance"].head(6).mean(), rel=0.08)
