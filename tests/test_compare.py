"""A run beside its baseline: differences, the short table, and the sentences that tell it."""

from dataclasses import replace

import polars as pl
import pytest

from tests.fake_results import fake_results
from tightrope.analysis.compare import MEASURES, differences, extreme, summary, widest
from tightrope.analysis.findings import findings
from tightrope.analysis.theme import Sheet
from tightrope.analysis.wording import gap, percent, quantity, yuan
from tightrope.model.results import Results
from tightrope.scenarios.errors import InputError

RUN, BASELINE = fake_results(), fake_results(squeeze=0)


def with_months(results: Results, **columns: list[float]) -> Results:
    """The results with some columns of ``months`` put in place."""
    return replace(results, months=results.months.with_columns(**{name: pl.Series(v) for name, v in columns.items()}))


def test_differences_are_run_minus_baseline() -> None:
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
    assert row["baseline_end"] == BASELINE.months["trust_mean"][-1]
    apart = pl.Series(trust) - BASELINE.months["trust_mean"]
    assert row["difference"] == min(apart) and row["difference_month"] == apart.arg_min() + 1  # type: ignore[operator]
    assert table.height == len(MEASURES)


def test_the_short_table_stands_without_baseline_and_without_months() -> None:
    assert "difference" not in summary(RUN).columns
    empty = replace(RUN, months=RUN.months.clear())
    assert summary(empty, empty)["start"].to_list() == [None] * len(MEASURES)
    assert summary(RUN, language="zh")["measure"][0] == "平台松紧度"


def tell(results: Results, baseline: Results | None = None, language: str = "en") -> dict[str, str]:
    """The sentences found, each kind by its first word."""
    names = ("freezes", "defaults", "trust", "limits", "accounts")
    told = findings(Sheet(results, baseline, language))
    return dict(zip(names, (finding.sentences.replace("\u00a0", " ") for finding in told), strict=True))


def test_findings_without_a_baseline_tell_the_course() -> None:
    new, late = [0.002] * 36, [0.01] * 36
    new[7], late[11], late[35] = 0.041, 0.0252, 0.013
    told = tell(with_months(RUN, freezes_new_share=list(new), dpd90_share_balance=list(late)))
    assert told["freezes"].startswith("New freezes peaked in month 8, at 4.1 % of borrowers. At the end ")
    assert told["defaults"] == (
        "The share of balances 90 or more days late began at 1.0 %, was highest in month 12, at 2.5 %, "
        "4 months after freezes peaked, and ended at 1.3 %."
    )


def test_findings_beside_a_baseline_tell_what_differs() -> None:
    ours, theirs = [0.6] * 36, [0.6] * 36
    ours[20], ours[35] = 0.45, 0.55
    told = tell(with_months(RUN, trust_mean=list(ours)), with_months(BASELINE, trust_mean=list(theirs)))
    assert told["trust"] == (
        "Mean trust (0 to 1) was farthest below the baseline in month 21: 0.45 against 0.60. "
        "It ended at 0.55 against 0.60, 16 months after the last event began."
    )
    above = tell(with_months(BASELINE, trust_mean=list(theirs)), with_months(RUN, trust_mean=list(ours)))
    assert "farthest above the baseline in month 21: 0.60 against 0.45" in above["trust"]
    assert "event" not in above["trust"]
    assert "against" in told["freezes"] and "in the baseline" in told["freezes"]


def test_findings_tell_profit_payout_and_capital() -> None:
    flat = {"profit": [1e6] * 36, "payout": [5e5] * 36, "capital": [1e7 + 5e5 * month for month in range(1, 37)]}
    loss = {"profit": [-1e6] * 36, "payout": [0.0] * 36, "capital": [1e8 - 1e6 * month for month in range(1, 37)]}
    ours, theirs = with_months(RUN, **loss), with_months(BASELINE, **flat)
    assert tell(theirs)["accounts"] == (
        "The platform earned 36.00 million yuan over 36 months, and paid out 18.00 million; "
        "its capital went from 10.00 million to 28.00 million yuan."
    )
    assert tell(ours, theirs)["accounts"].startswith(
        "The platform lost 36.00 million yuan over 36 months, 72.00 million less than in the baseline, and paid out 0;"
    )


def test_findings_of_a_run_that_equals_its_baseline_claim_no_difference() -> None:
    told = tell(BASELINE, BASELINE)
    assert "farthest" not in " ".join(told.values())


def test_findings_admit_that_nothing_was_frozen() -> None:
    told = tell(with_months(RUN, freezes_new_share=[0.0] * 36))
    assert told["freezes"].startswith("Nobody was newly frozen. At the end")
    assert "after freezes peaked" not in told["defaults"]


def test_findings_stand_on_one_month_and_on_none() -> None:
    assert len(findings(Sheet(fake_results(1), fake_results(1, squeeze=0)))) == 5
    assert findings(Sheet(replace(RUN, months=RUN.months.clear()))) == []


def test_findings_speak_chinese() -> None:
    assert tell(RUN, BASELINE, "zh")["trust"].startswith("平均信任(0至1)在第36月低于基准最多")


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
