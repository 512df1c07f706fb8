"""Books: what a starting population is, and the sample book's mapping, weights and draws."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tightrope.scenarios.books.book import BOOK_DTYPE, BUILT_IN, Book, open_book
from tightrope.scenarios.books.columns import BOOK_COLUMNS, Segment
from tightrope.scenarios.books.taiwan import ACCOUNTS_FILE, MONTHS, PAYLATER_SHARE, YUAN_PER_DOLLAR, mapped
from tightrope.scenarios.engine.streams import ARRIVE_BOOK, month_keys, uniform
from tightrope.scenarios.errors import InputError

TAIWAN = open_book("taiwan")
CHANCES = np.diff(TAIWAN.cumulative, prepend=0)
SEEDS = st.integers(0, 2**32)


def balance(columns: Any) -> NDArray[np.float64]:
    return np.asarray(columns["balance_paylater"] + columns["balance_cashloan"])


def line(columns: Any) -> NDArray[np.float64]:
    return np.asarray(columns["limit_paylater"] + columns["limit_cashloan"])


def months_past_due(columns: Any) -> NDArray[np.float64]:
    return np.asarray(np.maximum(columns["months_past_due_paylater"], columns["months_past_due_cashloan"]))


def test_every_column_is_declared_once_with_a_range() -> None:
    names = [column.name for column in BOOK_COLUMNS]
    assert BOOK_DTYPE.names == tuple(names)
    assert len(set(names)) == len(names)
    assert all(column.low < column.high and column.unit and column.meaning for column in BOOK_COLUMNS)


def test_the_synthetic_book_knows_nothing() -> None:
    rows = open_book("synthetic").rows(3, 10, 50, seed=1)
    assert rows.shape == (7,)
    assert all(np.isnan(rows[name]).all() for name in BOOK_DTYPE.names or ())


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_books_take_no_options_of_files(name: str) -> None:
    with pytest.raises(InputError, match=f"book '{name}': a currency scale"):
        open_book(name, currency_scale=2.0)
    with pytest.raises(InputError, match="skip-bad-rows"):
        open_book(name, skip_bad_rows=Path("rejected.csv"))


def test_naming_a_book_loads_nothing_heavy() -> None:
    code = "import sys, tightrope.scenarios.books.book as b; b.open_book('synthetic').rows(0, 9, 9, 1)"
    loaded = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "numpy" in loaded
    assert not {"polars", "llvmlite", "pydantic", "mesa"} & set(loaded)


# the mapping ------------------------------------------------------------------------------------------------


def card(
    line: int, statuses: list[int], bills: list[int], paid: list[int], paylater_share: float = PAYLATER_SHARE
) -> pl.DataFrame:
    """One card, its months from September back to April."""
    months = {
        f"{what}_{month}": [value]
        for what, values in (("pay", statuses), ("bill", bills), ("paid", paid))
        for month, value in zip(MONTHS, values, strict=True)
    }
    return mapped(pl.DataFrame({"limit_bal": [line], **months}), paylater_share)


def test_a_revolving_card_is_split_like_its_line() -> None:
    row = card(100_000, [0] * 6, [50_000, 48_000, 51_000, 0, 0, 0], [3_000, 4_000, 0, 0, 0, 0]).row(0, named=True)
    assert row["limit_paylater"] == pytest.approx(9_730 * PAYLATER_SHARE) and row["limit_cashloan"] == pytest.approx(
        9_730 * (1 - PAYLATER_SHARE)
    )
    assert row["balance_paylater"] == pytest.approx(PAYLATER_SHARE * 4_865) and row[
        "balance_cashloan"
    ] == pytest.approx((1 - PAYLATER_SHARE) * 4_865)
    # September 50 - (48 - 3) = 5, August 48 - (51 - 4) = 1, July 51 - 0 = 51, June and May nothing
    assert row["charges_paylater"] == pytest.approx(YUAN_PER_DOLLAR * PAYLATER_SHARE * (5_000 + 1_000 + 51_000) / 5)
    assert row["pays_in_full"] == 0 and row["months_since_late"] == 120
    assert row["months_past_due_paylater"] == row["months_past_due_cashloan"] == 0


def test_a_card_may_stay_a_card() -> None:
    whole = card(100_000, [2] + [0] * 5, [50_000, 48_000, 51_000, 0, 0, 0], [3_000, 4_000, 0, 0, 0, 0], 1.0)
    row = whole.row(0, named=True)
    assert (row["limit_paylater"], row["balance_paylater"]) == pytest.approx((9_730, 4_865))
    assert row["limit_cashloan"] == row["balance_cashloan"] == row["months_past_due_cashloan"] == 0
    assert row["months_past_due_paylater"] == 1
    assert row["charges_paylater"] == pytest.approx(YUAN_PER_DOLLAR * (5_000 + 1_000 + 51_000) / 5)


def test_the_book_of_cards_is_the_same_people_with_one_line() -> None:
    split, whole = (open_book(name).columns for name in ("taiwan", "taiwan-cards"))
    assert (whole["limit_cashloan"] == 0).all() and (whole["balance_cashloan"] == 0).all()
    for kind in ("limit", "balance"):
        together = split[f"{kind}_paylater"] + split[f"{kind}_cashloan"]
        assert whole[f"{kind}_paylater"] == pytest.approx(together)


def test_a_card_paid_in_full_owes_for_purchases_first() -> None:
    row = card(100_000, [-1, -1, -2, -1, 0, 0], [40_000, 30_000, 0, 0, 0, 0], [30_000, 0, 0, 0, 0, 0]).row(
        0, named=True
    )
    assert row["pays_in_full"] == 1
    assert row["balance_paylater"] == row["limit_paylater"]
    assert row["balance_cashloan"] == pytest.approx(YUAN_PER_DOLLAR * (40_000 - PAYLATER_SHARE * 100_000))


def test_charges_stay_within_the_paylater_line_and_credits_count_as_none() -> None:
    busy = card(10_000, [-1] * 6, [9_000] * 6, [9_000] * 6)
    assert busy["charges_paylater"].item() == busy["limit_paylater"].item()
    credit = card(10_000, [-1] * 6, [-500, 1_000, 1_000, 1_000, 1_000, 1_000], [0] * 6)
    assert credit["charges_paylater"].item() == 0
    assert credit["balance_paylater"].item() == credit["balance_cashloan"].item() == 0


@pytest.mark.parametrize(("code", "months"), [(1, 1), (2, 1), (3, 2), (4, 3), (8, 7), (9, 8)])
def test_late_codes_become_months_past_due_of_both_products(code: int, months: int) -> None:
    row = card(10_000, [code, 0, 0, 0, 0, 0], [20_000, 0, 0, 0, 0, 0], [0] * 6).row(0, named=True)
    assert row["months_past_due_paylater"] == row["months_past_due_cashloan"] == months
    assert row["months_since_late"] == 0
    assert row["balance_paylater"] + row["balance_cashloan"] == pytest.approx(YUAN_PER_DOLLAR * 10_000)


def test_nobody_is_late_with_nothing() -> None:
    row = card(10_000, [1, -1, 2, 0, 0, 0], [0, 0, 500, 500, 0, 0], [0] * 6).row(0, named=True)
    assert row["months_past_due_paylater"] == row["months_past_due_cashloan"] == 0
    assert row["months_since_late"] == 2


def test_the_real_cards_keep_their_money_within_their_lines() -> None:
    cards = pl.read_parquet(ACCOUNTS_FILE)
    owed = np.minimum(cards["bill_sep"].clip(0).to_numpy(), cards["limit_bal"].to_numpy())
    assert TAIWAN.borrowers == cards.height == 30_000
    assert np.allclose(balance(TAIWAN.columns), YUAN_PER_DOLLAR * owed)
    assert line(TAIWAN.columns).mean() == pytest.approx(16_300, rel=1e-3)
    for product in ("paylater", "cashloan"):
        owes = TAIWAN.columns[f"balance_{product}"]
        assert (owes >= 0).all() and (owes <= TAIWAN.columns[f"limit_{product}"] + 1e-9).all()
        assert not TAIWAN.columns[f"months_past_due_{product}"][owes == 0].any()
    for column in BOOK_COLUMNS:
        if column.name in TAIWAN.columns:
            values = TAIWAN.columns[column.name]
            assert ((values >= column.low) & (values <= column.high)).all()


def test_the_data_dictionary_names_every_column_and_its_licence() -> None:
    text = ACCOUNTS_FILE.with_name("README.md").read_text(encoding="utf-8")
    groups = {name.rpartition("_")[0] for name in pl.read_parquet_schema(ACCOUNTS_FILE) if name.endswith(MONTHS)}
    single = {name for name in pl.read_parquet_schema(ACCOUNTS_FILE) if not name.endswith(MONTHS)}
    assert all(f"`{name}`" in text for name in single | {f"{group}_sep" for group in groups})
    assert "10.24432/C55S3H" in text and "Creative Commons Attribution 4.0" in text
    assert "10.24432/C55S3H" in TAIWAN.attribution and "CC BY 4.0" in TAIWAN.attribution


# weights and draws ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("months", "share"), [(1, 0.0156), (2, 0.0125), (3, 0.0105)])
def test_weights_bring_lateness_to_a_portfolios_level(months: int, share: float) -> None:
    late = months_past_due(TAIWAN.columns) >= months
    weighted = CHANCES * balance(TAIWAN.columns)
    assert weighted[late].sum() / weighted.sum() == pytest.approx(share, rel=1e-9)
    drawn = TAIWAN.rows(0, 200_000, 200_000, seed=11)
    owed, counts = balance(drawn), months_past_due(drawn) >= months
    spread = np.sqrt((owed**2 * np.where(counts, 1 - share, -share) ** 2).sum()) / owed.sum()
    assert owed[counts].sum() / owed.sum() == pytest.approx(share, abs=4 * spread)


def test_accounts_that_are_not_late_are_equally_likely() -> None:
    current = CHANCES[months_past_due(TAIWAN.columns) == 0]
    assert np.allclose(current, current[0], rtol=1e-6)


def test_weights_keep_the_samples_shapes() -> None:
    drawn = TAIWAN.rows(0, 100_000, 100_000, seed=5)
    lines, utilisation = line(drawn), balance(drawn) / line(drawn)
    sample = line(TAIWAN.columns)
    assert np.log(lines).std() == pytest.approx(0.94, abs=0.05)
    for quantile in (0.5, 0.75, 0.9, 0.99):
        assert np.quantile(lines, quantile) == pytest.approx(np.quantile(sample, quantile), rel=0.1)
    assert utilisation.mean() == pytest.approx(0.42, abs=0.05)
    assert (utilisation > 0.9).mean() == pytest.approx(0.20, abs=0.03)
    assert drawn["pays_in_full"].mean() == pytest.approx(0.34, abs=0.04)


@given(
    first=st.integers(0, 2_000_000),
    many=st.integers(0, 40),
    cut=st.integers(0, 40),
    sizes=st.tuples(st.integers(1, 10**7), st.integers(1, 10**7)),
    seed=SEEDS,
)
def test_a_borrower_starts_alike_in_runs_of_any_size_and_chunks(
    first: int, many: int, cut: int, sizes: tuple[int, int], seed: int
) -> None:
    whole = TAIWAN.rows(first, first + many, sizes[0], seed)
    middle = first + min(cut, many)
    parts = [TAIWAN.rows(first, middle, sizes[1], seed), TAIWAN.rows(middle, first + many, sizes[1], seed)]
    assert np.array_equal(np.concatenate(parts).view(np.int64), whole.view(np.int64))


@given(seed=SEEDS, borrower=st.integers(0, 10**7))
def test_an_account_is_drawn_by_its_key(seed: int, borrower: int) -> None:
    draw = uniform(month_keys(seed, 0), ARRIVE_BOOK, borrower)
    book = Book("b", "", 3, {"income": np.array([1.0, 2.0, 3.0])}, np.array([0.2, 0.7, 1.0]))
    expected = 1.0 if draw < 0.2 else 2.0 if draw < 0.7 else 3.0
    assert book.rows(borrower, borrower + 1, 10**8, seed)["income"].item() == expected


def test_another_seed_draws_other_accounts() -> None:
    first, second = (TAIWAN.rows(0, 1_000, 1_000, seed)["limit_paylater"] for seed in (1, 2))
    assert (first != second).mean() > 0.8


def test_only_what_cards_cannot_tell_is_unknown() -> None:
    rows = TAIWAN.rows(0, 100, 100, seed=1)
    unknown = {name for name in BOOK_DTYPE.names or () if np.isnan(rows[name]).all()}
    assert unknown == set(BOOK_DTYPE.names or ()) - set(TAIWAN.columns)
    assert {"income", "savings", "segment", "trust"} < unknown
    assert Segment.labels() == ("salaried", "gig", "self-employed")
    assert not any(np.isnan(rows[name]).any() for name in TAIWAN.columns)
