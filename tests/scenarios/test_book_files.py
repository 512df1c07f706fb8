"""A user's own book: what is read, what is refused and where, and what happens to rows at fault."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.scenarios.books.book import Book, open_book
from tightrope.scenarios.books.checks import as_numbers, find_faults
from tightrope.scenarios.books.columns import BOOK_COLUMNS
from tightrope.scenarios.books.reading import read_table
from tightrope.scenarios.errors import InputError

NAMES = [column.name for column in BOOK_COLUMNS]
type Row = Mapping[str, Any]


def write_csv(path: Path, rows: list[Row], names: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([names, *([row[name] for name in names] for row in rows)])
    return path


def write_parquet(path: Path, rows: list[Row], names: list[str]) -> Path:
    schema = {name: pl.Int64 if name == "borrower" else pl.Float64 for name in names}
    pl.DataFrame(rows, {name: schema[name] for name in names}).write_parquet(path)
    return path


def same(rows: Any, others: Any) -> bool:
    return all(np.array_equal(rows[name], others[name], equal_nan=True) for name in NAMES)


# what is read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".CSV", ".parquet"])
def test_a_book_survives_the_trip_through_a_file(tmp_path: Path, suffix: str) -> None:
    rows = open_book("taiwan").rows(0, 500, 500, seed=3)
    frame = pl.DataFrame(rows).fill_nan(None)
    path = tmp_path / f"book{suffix}"
    frame.write_parquet(path) if suffix == ".parquet" else frame.write_csv(path)
    book = open_book(str(path))
    assert book.borrowers == 500
    assert same(book.rows(0, 500, 500, seed=9), rows)
    assert same(book.rows(120, 130, 500, seed=9), rows[120:130])


def test_another_size_draws_rows_of_the_file(tmp_path: Path) -> None:
    rows: list[Row] = [{"income": 1000.0 + i, "trust": i / 100} for i in range(50)]
    book = open_book(str(write_csv(tmp_path / "book.csv", rows, ["income", "trust"])))
    drawn = book.rows(0, 20_000, 20_000, seed=1)
    assert np.array_equal(drawn["income"] - 1000, np.round(drawn["trust"] * 100))
    counts = np.bincount((drawn["income"] - 1000).astype(np.intp), minlength=50)
    assert abs(counts - 400).max() < 5 * np.sqrt(400)
    assert same(drawn[:100], book.rows(0, 100, 700, seed=1))
    assert np.isnan(drawn["savings"]).all()


def test_money_is_scaled_and_nothing_else(tmp_path: Path) -> None:
    row: Row = {column.name: 1.0 for column in BOOK_COLUMNS} | {"months_since_late": 0, "borrower": 7}
    path = write_parquet(tmp_path / "book.parquet", [row], [*NAMES, "borrower"])
    rows = open_book(str(path), currency_scale=7.0).rows(0, 1, 1, seed=1)
    for column in BOOK_COLUMNS:
        expected = 0.0 if column.name == "months_since_late" else 7.0 if column.kind == "money" else 1.0
        assert rows[column.name].item() == expected, column.name


def test_words_blanks_and_unknowns_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("\ufeffsegment,employed,income\nGig, TRUE ,1e3\nself-employed,0,NA\n\n2,false,\n", encoding="utf-8")
    book = open_book(str(path))
    assert [list(book.columns[name]) for name in ("segment", "employed")] == [[1, 2, 2], [1, 0, 0]]
    assert np.array_equal(book.columns["income"], [1000, np.nan, np.nan], equal_nan=True)


def test_the_types_of_parquet_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "book.parquet"
    frame = pl.DataFrame(
        {"segment": ["gig", None], "verified": [True, None], "income": ["1.5", "2"], "tenure_months": [1, 2]}
    )
    frame.cast({"segment": pl.Categorical, "income": pl.Decimal(9, 2), "tenure_months": pl.UInt8}).write_parquet(path)
    book = open_book(str(path))
    assert np.array_equal(book.columns["segment"], [1, np.nan], equal_nan=True)
    assert np.array_equal(book.columns["verified"], [1, np.nan], equal_nan=True)
    assert list(book.columns["income"]) == [1.5, 2] and list(book.columns["tenure_months"]) == [1, 2]


def test_the_name_of_a_book_tells_its_contents_apart(tmp_path: Path) -> None:
    def name(text: str, scale: float = 1.0) -> str:
        path = tmp_path / "book.csv"
        path.write_text(text)
        return open_book(str(path), currency_scale=scale).name

    names = [
        name("income\n5000\n"),
        name("income\n5001\n"),
        name("savings\n5000\n"),
        name("income\n5000\n", 2.0),
    ]
    assert len(set(names)) == 4 and all(re.fullmatch(r"book\.csv@[0-9a-f]{8}", each) for each in names)
    assert name("income\n5000.0\n") == names[0]


# faults, planted --------------------------------------------------------------------------------------------

PAYLATER = {"limit_paylater": 100.0, "balance_paylater": 50.0, "months_past_due_paylater": 0.0}
LATE = PAYLATER | {"months_past_due_paylater": 2.0, "months_since_late": None}
# a fault: what it sets in a row that is right otherwise, the column it is reported for, a part of the reason
NUMBER_FAULTS: list[tuple[Row, str, str]] = [
    (PAYLATER | {"limit_paylater": -1.0}, "limit_paylater", "negative"),
    (PAYLATER | {"limit_paylater": 0.0}, "balance_paylater", "balance without a limit"),
    (PAYLATER | {"limit_paylater": None}, "balance_paylater", "balance without a limit"),
    (PAYLATER | {"balance_paylater": 1001.0}, "balance_paylater", "10 times"),
    (LATE | {"balance_paylater": 0.0}, "months_past_due_paylater", "late without a balance"),
    (LATE | {"balance_paylater": None}, "months_past_due_paylater", "late without a balance"),
    (LATE | {"months_past_due_paylater": 10.0}, "months_past_due_paylater", "above 9"),
    (LATE | {"months_past_due_paylater": 1.5}, "months_past_due_paylater", "whole number"),
    (LATE | {"months_since_late": 3.0}, "months_since_late", "says late now"),
    ({"outside_debt": 5.0, "outside_lenders": 0.0}, "outside_debt", "without a lender"),
    ({"income": 0.0}, "income", "below 1 yuan"),
    ({"savings": 10_000_001.0}, "savings", "above 10,000,000 yuan"),
    ({"savings": float("inf")}, "savings", "not finite"),
    ({"charges_paylater": float("nan")}, "charges_paylater", "not finite"),
    ({"literacy": 1.01}, "literacy", "above 1"),
    ({"verified": 0.5}, "verified", "true, false, 0 or 1"),
    ({"segment": 3.0}, "segment", "above 2"),
]
TEXT_FAULTS: list[tuple[Row, str, str]] = [
    ({"savings": "plenty"}, "savings", "not a number"),
    ({"income": "5,000"}, "income", "not a number"),
    (PAYLATER | {"limit_paylater": "x"}, "limit_paylater", "not a number"),
    (LATE | {"balance_paylater": "1 0"}, "balance_paylater", "not a number"),
    ({"employed": "maybe"}, "employed", "true, false, 0 or 1"),
    ({"segment": "boss"}, "segment", "salaried, gig, self-employed"),
    ({"tenure_months": "long"}, "tenure_months", "whole number"),
]


@st.composite
def right_rows(draw: st.DrawFn) -> Row:
    """A row without fault: whole amounts, any value missing."""

    def maybe(value: int) -> float | None:
        return None if draw(st.booleans()) else float(value)

    row: dict[str, float | None] = {}
    for column in BOOK_COLUMNS:
        row[column.name] = maybe(draw(st.integers(int(column.low), int(column.high))))
    for product in ("paylater", "cashloan"):
        limit = row[f"limit_{product}"]
        owed = maybe(draw(st.integers(0, int(min(10 * limit, 1e7))))) if limit else maybe(0)
        row[f"balance_{product}"] = owed
        row[f"months_past_due_{product}"] = maybe(draw(st.integers(0, 9))) if owed else maybe(0)
    if row["months_past_due_paylater"] or row["months_past_due_cashloan"]:
        row["months_since_late"] = maybe(0)
    if row["outside_lenders"] == 0:
        row["outside_debt"] = maybe(0)
    return row


def planted(
    faults: list[tuple[Row, str, str]],
) -> st.SearchStrategy[list[tuple[Row, tuple[Row, str, str] | None]]]:
    row = st.tuples(right_rows(), st.none() | st.sampled_from(faults))
    return st.lists(row, min_size=1, max_size=8)


def check_found(path: Path, plants: list[tuple[Row, str, str] | None]) -> None:
    table = read_table(path)
    faults = find_faults(table, as_numbers(table), 1.0)
    expected = [(row, plant[1]) for row, plant in enumerate(plants) if plant]
    assert [(row, column) for row, column, _ in faults.iter_rows()] == expected
    reasons = [plant[2] for plant in plants if plant]
    assert all(part in reason for part, reason in zip(reasons, faults["reason"], strict=True))


def check_rejected(path: Path, book: Book, rejected: Path, rows: list[Row], bad: list[bool]) -> None:
    right = [row for row, wrong in zip(rows, bad, strict=True) if not wrong]
    assert book.borrowers == len(right)
    for name in NAMES:
        expected = [np.nan if row[name] is None else row[name] for row in right]
        assert np.array_equal(book.columns[name], expected, equal_nan=True)
    assert rejected.exists() is any(bad)
    if any(bad):
        kept = read_table(path).values.filter(bad)
        again = pl.read_csv(rejected, infer_schema=False) if path.suffix == ".csv" else pl.read_parquet(rejected)
        assert again.drop("reason").equals(kept)
        assert again["reason"].str.len_chars().min() > 0  # type: ignore[operator]


def check_planted(suffix: str, drawn: list[tuple[Row, tuple[Row, str, str] | None]]) -> None:
    rows: list[Row] = [{"borrower": i, **row, **(plant[0] if plant else {})} for i, (row, plant) in enumerate(drawn)]
    plants = [plant for _, plant in drawn]
    bad = [plant is not None for plant in plants]
    with TemporaryDirectory() as folder:
        path, rejected = Path(folder) / f"book{suffix}", Path(folder) / f"rejected{suffix}"
        (write_csv if suffix == ".csv" else write_parquet)(path, rows, ["borrower", *NAMES])
        check_found(path, plants)
        if any(bad):
            with pytest.raises(InputError, match=f": {sum(bad)} faults? in {sum(bad)} of {len(rows)} rows:"):
                open_book(str(path))
        if not all(bad):
            check_rejected(path, open_book(str(path), skip_bad_rows=rejected), rejected, rows, bad)


@pytest.mark.slow
@settings(max_examples=50)
@given(planted(NUMBER_FAULTS + TEXT_FAULTS))
def test_every_fault_of_a_csv_is_found_and_none_invented(drawn: Any) -> None:
    check_planted(".csv", drawn)


@pytest.mark.slow
@settings(max_examples=50)
@given(planted(NUMBER_FAULTS))
def test_every_fault_of_a_parquet_is_found_and_none_invented(drawn: Any) -> None:
    check_planted(".parquet", drawn)


def test_planting_can_tell() -> None:
    with pytest.raises(AssertionError):
        check_planted(".csv", [(dict.fromkeys(NAMES), ({"income": 5.0}, "income", "negative"))])
