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
    assert {load_scenario(name).platform_kind: name for name in BASES} == {"near-prime": "near-prime", "cards": "cards"}


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
    months = live(load_scenario("near-prime"), borrowers=8_000, months=48).results().months.tail(25)
    missed, cured, balance = (months[name].to_numpy() for name in ("day1_share_dues", "cure30_share", "balance"))
    for number, shown in (("4", missed), ("5", cured), ("6", missed * (1 - cured))):
        assert FACT[number].accepts(shown.mean())
    assert months["stance"].to_numpy()[-6:].max() < 0.01
    assert months["profit"].to_numpy().min() > 0
    assert months["capital"].is_sorted()
    assert balance[-6:].mean() == pytest.approx(balance[:6].mean(), rel=0.08)


def test_a_book_of_cards_opens_near_to_where_it_settles() -> None:
    months = live(load_scenario("cards"), on="taiwan-cards", borrowers=8_000, months=48).results().months
    late, balance, cash = (months[name].to_numpy() for name in ("dpd30_share_balance", "balance", "balance_cashloan"))
    assert late[:3].mean() == pytest.approx(late[24:].mean(), rel=0.35)
    assert late.max() < 1.5 * late[24:].mean()
    assert balance[:3].mean() == pytest.approx(balance[24:].mean(), rel=0.2)
    assert (cash < 0.01 * balance).all()
    assert months["profit"].to_numpy().mean() > 0
