"""A run beside its twin: differences, the short table, and numbers in words."""

from dataclasses import replace

import polars as pl
import pytest

from tests.helpers.fake_results import fake_results
from tightrope.analysis.compare.differences import MEASURES, differences, extreme, summary, widest
from tightrope.analysis.words.numbers import gap, percent, quantity, yuan
from tightrope.model.results.run_results import Results
from tightrope.scenarios.errors import InputError

RUN, BASELINE = fake_results(), fake_results(squeeze=0)


def with_months(results: Results, **columns: list[float]) -> Results:
    """The results with some columns of ``months`` put in place."""
    return replace(results, months=results.months.with_columns(**{name: pl.Series(v) for name, v in columns.items()}))


def test_differences_are_run_minus_twin() -> None:
    apart = differences(RUN, BASELINE)
    assert apart.columns == RUN.months.columns
    assert apart["month"].to_list() == list(range(1, 37))
    expected = RUN.months["trust_mean"] - BASELINE.months["trust_mean"]
    assert apart["trust_mean"].to_list() == expected.to_list()


def test_only_months_that_both_have_are_compared() -> None:
    assert differences(RUN, fake_results(10, squeeze=0))["month"].to_list() == list(range(1, 11))


@pytest.mark.parametrize(("key", "value"), [("seed", 2), ("borrowers", 5), ("book", "taiwan")])
def test_runs_of_other_borrowers_are_not_compared(key: str, value: object) -> None:
    other = replace(BASELINE, manifest={**BASELINE.manifest, key: value})
    with pytest.raises(InputError, match=rf"{key} is .* in one and {value} in the other; run both with the same"):
        differences(RUN, other)


def test_extremes_are_told_with_their_first_month() -> None:
    frame = pl.DataFrame({"month": [1, 2, 3, 4, 5], "a": [None, 3.0, -5.0, 3.0, 1.0]})
    assert extreme(frame, "a", highest=True) == (3.0, 2)
    assert extreme(frame, "a", highest=False) == (-5.0, 3)
    assert widest(frame, "a") == (-5.0, 3)
    nothing = frame.with_columns(a=pl.lit(None, pl.Float64))
    assert extreme(nothing, "a", highest=True) is None
    assert widest(nothing, "a") is None


def test_the_short_table_tells_start_end_and_extreme() -> None:
    trust = [0.6] * 10 + [0.4] + [0.5] * 25
    table = summary(with_months(RUN, trust_mean=list(trust)), BASELINE)
    row = table.row(by_predicate=pl.col("column") == "trust_mean", named=True)
    assert (row["start"], row["end"], row["extreme"], row["extreme_month"]) == (0.6, 0.5, 0.4, 11)
    assert row["twin_end"] == BASELINE.months["trust_mean"][-1]
    apart = pl.Series(trust) - BASELINE.months["trust_mean"]
    assert row["difference"] == min(apart) and row["difference_month"] == apart.arg_min() + 1  # type: ignore[operator]
    assert table.height == len(MEASURES)


def test_the_short_table_stands_without_twin_and_without_months() -> None:
    assert "difference" not in summary(RUN).columns
    empty = replace(RUN, months=RUN.months.clear())
    assert summary(empty, empty)["start"].to_list() == [None] * len(MEASURES)
    assert summary(RUN, language="zh")["measure"][0] == "平台松紧度"


def test_numbers_are_written_for_people() -> None:
    shares = (0.00004, 0.00432, 0.0409, -0.273, 0.00996)
    assert [percent(share) for share in shares] == [
        "0.00\u00a0%",
        "0.43\u00a0%",
        "4.1\u00a0%",
        "−27.3\u00a0%",
        "1.0\u00a0%",
    ]
    assert [yuan(amount) for amount in (949.6, 16_300, 4.214e6, -1.3e9)] == [
        "950",
        "16,300",
        "4.21 million",
        "−1.30 billion",
    ]
    assert yuan(2.5e8, "zh") == "2.50亿"
    assert [quantity(0.5, "0-1"), quantity(None, "share"), quantity(12.0, "yuan a borrower")] == ["0.50", "–", "12"]
    assert [gap(0.0049, "share"), gap(-0.001, "0-1"), gap(3e6, "yuan")] == [
        "+0.49\u00a0points",
        "+0.00",
        "+3.00 million",
    ]
