"""How people spread: each distribution computed by hand on frames small enough to see."""

from collections.abc import Mapping

import pytest

from tests.helpers.lives import seen
from tightrope.analysis.facts.distributions import DISTRIBUTIONS, Spread, by_seed, spreads
from tightrope.analysis.facts.evidence import FIRST

KNOWN = {distribution.name: distribution for distribution in DISTRIBUTIONS}


def shares(name: str, *people: Mapping[str, float], month: int = FIRST) -> list[float] | None:
    return KNOWN[name].measure(seen(*([{**person}] for person in people), first=month))


def test_each_has_a_share_for_each_class_and_what_is_known_elsewhere_adds_up() -> None:
    for told in DISTRIBUTIONS:
        assert len(told.elsewhere) == len(told.classes)
        assert bool(told.source) == any(share is not None for share in told.elsewhere)
        if told.name != "days_past_due" and None not in told.elsewhere:
            assert sum(share or 0.0 for share in told.elsewhere) == pytest.approx(1.0, abs=0.002)


def test_the_poorest_fifth_comes_first() -> None:
    people = [{"income_usual": income} for income in (5.0, 1.0, 2.0, 4.0, 8.0)]
    assert shares("incomes", *people) == pytest.approx([0.05, 0.1, 0.2, 0.25, 0.4])


def test_an_end_belongs_where_its_class_says() -> None:
    of_cash = [{"income_usual": 100.0, "cash": cash} for cash in (0.0, 99.0, 100.0, 300.0)]
    assert shares("buffers", *of_cash) == [0.5, 0.25, 0.25]
    of_debt = [{"income_usual": 100.0, "outside_debt": debt} for debt in (0.0, 100.0, 300.0, 601.0)]
    assert shares("debts_elsewhere", *of_debt) == [0.25, 0.25, 0.25, 0.0, 0.25]
    assert shares("lenders", *({"outside_lenders": n} for n in (0, 1, 2, 4, 5))) == pytest.approx([0.2] * 5)
    of_use = [{"limit_paylater": 100.0, "balance_paylater": owed} for owed in (31.0, 90.0, 100.0, 101.0)]
    assert shares("utilisation", *of_use, {"balance_paylater": 5.0}) == [0.25] * 4


def test_tenure_counts_from_joining_also_before_the_run() -> None:
    joined = [{"joined_month": month} for month in (FIRST - 11, FIRST - 12, -12, -36)]
    assert shares("tenure", *joined) == [0.25, 0.25, 0.0, 0.25, 0.25]


def test_bills_are_parted_as_the_card_data_are() -> None:
    paid = (0.0, 2.0, 5.0, 10.0, 50.0, 99.0, 100.0, 150.0)
    assert shares("payments", *({"before_paylater": 100.0, "paid_paylater": each} for each in paid)) == [0.125] * 8


def test_lateness_is_of_the_balance_of_each_product() -> None:
    mixed = {"balance_paylater": 80.0, "balance_cashloan": 10.0, "late_paylater": 0, "late_cashloan": 2}
    bad = {"balance_paylater": 4.0, "balance_cashloan": 6.0, "late_paylater": 3, "late_cashloan": 0}
    assert shares("days_past_due", mixed, bad) == [0.10, 0.04]


def test_only_customers_of_the_last_month_count() -> None:
    gone = {"status": "written off", "outside_lenders": 5}
    evidence = seen([{"outside_lenders": 5}, {"outside_lenders": 0}], [{}, gone])
    assert KNOWN["lenders"].measure(evidence) == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_where_nobody_is_there_nothing_is_shown() -> None:
    nobody = by_seed(seen([{"status": "vacant"}]))
    assert nobody == [None] * len(DISTRIBUTIONS)
    assert spreads([nobody]) == []


def test_seeds_are_brought_together() -> None:
    told = KNOWN["days_past_due"]
    assert Spread(told, ([0.1, 0.3], [0.3, 0.3])).means == pytest.approx([0.2, 0.3])
    assert Spread(told, ([0.1, 0.3], [0.3, 0.3])).errors == pytest.approx([0.1, 0.0])
    assert Spread(told, ([0.1, 0.3],)).errors is None
