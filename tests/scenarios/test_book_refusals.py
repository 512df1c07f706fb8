"""What a user reads when a book of their own cannot be used, and where rows at fault go."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.books.columns import BOOK_COLUMNS
from tightrope.scenarios.errors import InputError

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "books.md"


def refusal(path: Path, text: str | bytes | None = None, **options: Any) -> str:
    """The message for a file of this text, without the file's name, which it must start with."""
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InputError) as caught:
        open_book(str(path), **options)
    start = f"{path}: "
    assert str(caught.value).startswith(start)
    return str(caught.value)[len(start) :]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("income\n", "has a header but no rows"),
        ("income\n\n\n", "has a header but no rows"),
        ("\nincome\n1\n", "the first line is empty"),
        ("\ufeff", "the first line is empty"),
        ("incom,savings\n1,2\n", "'incom' is no column of a book, did you mean 'income'?"),
        (
            "income,colour_of_eyes\n1,2\n",
            "'colour_of_eyes' is no column of a book; columns: segment, employed",
        ),
        ("income,savings,income\n1,2,3\n", "column 'income' stands in the header twice"),
        (",income\n1,2\n", "column 1 has no name"),
        ("borrower\n1\n", "has no column of a book"),
        ("income;savings\n1,5;2\n", "the columns are separated by ';'"),
        ("income\tsavings\n1\t2\n", r"the columns are separated by '\t'"),
        ("balance_cashloan\n1\n", "column 'balance_cashloan' needs column 'limit_cashloan' beside it"),
        ("months_past_due_paylater\n1\n", "needs column 'balance_paylater' beside it"),
        ('income,savings\n1,2\n"3"4,5\n', "line 3: ',' expected after '\"'; check its quotation marks"),
        ('income,savings\n1,2\n"3,4\n', "unexpected end of data; check its quotation marks"),
        ('income,savings\n1,2\n3"4,5\n', "check its quotation marks"),
        ("income,savings\r1,2\r3,4\r", "check its quotation marks and line ends"),
        ("income\n5000\n6000 \u20ac\n".encode("cp1252"), "line 3 is not UTF-8 text; save it as UTF-8 CSV"),
        ("income\n5000\n".encode("utf-16"), "line 1 is not UTF-8 text"),
    ],
)
def test_a_csv_that_is_no_book_says_why(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert message in refusal(tmp_path / "book.csv", text)


def test_a_spoilt_parquet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "book.parquet"
    pl.DataFrame({"income": [5000.0] * 1000}).write_parquet(path)
    whole = path.read_bytes()
    for spoilt in (b"no parquet at all", whole[:-9], whole[len(whole) // 2 :], b"PAR1" + whole[40:]):
        assert refusal(path, spoilt) == "is no whole Parquet file; write it anew"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"income": pl.Series([0]).cast(pl.Date)},
            "column 'income' holds Date; it takes yuan a month as numbers",
        ),
        ({"income": [True]}, "column 'income' holds Boolean"),
        ({"borrower": [[1]], "income": [1.0]}, "column 'borrower' holds List(Int64); name borrowers by"),
        ({"incme": [1.0]}, "did you mean 'income'?"),
        ({"income": pl.Series([], dtype=pl.Float64)}, "has a header but no rows"),
    ],
)
def test_a_parquet_that_is_no_book_says_why(tmp_path: Path, columns: dict[str, Any], message: str) -> None:
    path = tmp_path / "book.parquet"
    pl.DataFrame(columns).write_parquet(path)
    assert message in refusal(path)


def test_a_file_that_is_not_there_gets_the_nearest_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portfolio.csv").write_text("income\n1\n")
    assert refusal(tmp_path / "portfolo.csv") == "no such file, did you mean 'portfolio.csv'?"
    assert refusal(tmp_path / "nowhere" / "x.csv").startswith("no such file; name a Parquet or CSV file")
    assert refusal(tmp_path) == "is a folder; name one Parquet or CSV file"
    assert "ends in '.xlsx'" in refusal(tmp_path / "book.xlsx", "x")
    monkeypatch.chdir(tmp_path)
    assert refusal(Path("taiwn")) == "no such file, did you mean 'taiwan'?"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("limit_paylater,balance_paylater,months_past_due_paylater,months_since_late", "5,5,1,4"),
        ("limit_cashloan,balance_cashloan,months_past_due_cashloan,months_since_late", "5,5,1,4"),
    ],
)
def test_late_now_and_late_once_contradict_whichever_product_the_file_has(
    tmp_path: Path, header: str, row: str
) -> None:
    message = refusal(tmp_path / "book.csv", f"{header}\n{row}\n")
    assert "months_since_late = '4': is above zero although months past due says late now" in message


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_a_currency_scale_is_above_zero(tmp_path: Path, scale: float) -> None:
    path = tmp_path / "book.csv"
    path.write_text("income\n5000\n")
    with pytest.raises(InputError, match=r"currency scale .*: must be above 0"):
        open_book(str(path), currency_scale=scale)


def test_faults_are_listed_with_line_column_value_and_reason(tmp_path: Path) -> None:
    header, torn = "borrower,limit_paylater,income", "c,1\nd,1,2,3"
    text = f'{header}\n"two\nlines",100,5000\n\nb,-100,0\nb,NA,5000\n{torn}\n,2,5000\n'
    assert refusal(tmp_path / "book.csv", text).splitlines() == [
        "6 faults in 5 of 6 rows:",
        "  line 5, income = '0': is below 1 yuan; leave unknown values empty",
        "  line 5, limit_paylater = '-100': is negative",
        "  line 6, borrower = 'b': is a duplicate of an earlier row's",
        "  line 7: has 2 of the header's 3 fields",
        "  line 8: has 4 of the header's 3 fields",
        "  line 9, borrower: is missing; give every row one, or leave the column out",
        "Correct these rows, or leave them out with --skip-bad-rows FILE: it gets them and the reasons.",
    ]


def test_a_parquet_file_has_rows_instead_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "book.parquet"
    pl.DataFrame({"savings": [1.0, 2.0, 2e6]}).write_parquet(path)
    expected = "  row 3, savings = 2000000.0: is above 10,000,000 yuan at 7 yuan a unit"
    assert refusal(path, currency_scale=7.0).splitlines()[1] == expected


def test_twenty_faults_are_shown_and_all_counted(tmp_path: Path) -> None:
    rows = ["-1"] * 1500 + ["1"] * 7
    lines = refusal(tmp_path / "book.csv", "\n".join(["savings", *rows])).splitlines()
    assert lines[0] == "1,500 faults in 1,500 of 1,507 rows, the first 20 shown:"
    assert len(lines) == 1 + 20 + 1
    assert lines[20] == "  line 21, savings = '-1': is negative"


def test_a_long_value_does_not_flood_the_message(tmp_path: Path) -> None:
    assert len(refusal(tmp_path / "book.csv", "income\n5000\n" + "9" * 5000 + "x")) < 300


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_rows_at_fault_are_set_aside_with_their_reasons(tmp_path: Path, suffix: str) -> None:
    path, rejected = tmp_path / "book.csv", tmp_path / f"rejected{suffix}"
    path.write_text("limit_paylater,income\n-1,x\n5,4000\n6,0\n")
    book = open_book(str(path), skip_bad_rows=rejected)
    assert book.borrowers == 1 and book.columns["income"].tolist() == [4000]
    assert book.attribution == "The user's own file book.csv; 2 rows left out."
    kept = pl.read_csv(rejected, infer_schema=False) if suffix == ".csv" else pl.read_parquet(rejected)
    assert kept.rows() == [
        ("-1", "x", "income is not a number; limit_paylater is negative"),
        ("6", "0", "income is below 1 yuan; leave unknown values empty"),
    ]


def test_nothing_is_set_aside_from_a_file_without_fault(tmp_path: Path) -> None:
    path, rejected = tmp_path / "book.csv", tmp_path / "rejected.csv"
    path.write_text("income\n4000\n")
    assert open_book(str(path), skip_bad_rows=rejected).attribution == "The user's own file book.csv."
    assert not rejected.exists()


def test_a_file_without_a_good_row_is_refused_all_the_same(tmp_path: Path) -> None:
    rejected = tmp_path / "rejected.csv"
    message = refusal(tmp_path / "book.csv", "income\nx\ny\n", skip_bad_rows=rejected)
    assert message.startswith("2 faults in 2 of 2 rows:\n  line 2, income = 'x'")
    assert message.endswith("No row is left to start from; correct the file.")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("book.csv", "exists already"),
        ("rejected.txt", "ends in '.txt'"),
        ("nowhere/rejected.csv", "there is no folder"),
    ],
)
def test_rejected_rows_overwrite_nothing_and_need_a_place(tmp_path: Path, name: str, message: str) -> None:
    path = tmp_path / "book.csv"
    path.write_text("income\nx\n5000\n")
    with pytest.raises(InputError, match="--skip-bad-rows") as caught:
        open_book(str(path), skip_bad_rows=tmp_path / name)
    assert message in str(caught.value)
    assert path.read_text() == "income\nx\n5000\n"


def test_the_documentation_shows_what_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    example, answer = (text.split(f"```{kind}\n")[1].split("\n```")[0] for kind in ("csv", "text"))
    monkeypatch.chdir(tmp_path)
    assert f"error: my-book.csv: {refusal(Path('my-book.csv'), example)}" == answer


def test_the_documentation_lists_the_declared_columns() -> None:
    rows = [line for line in DOCUMENTATION.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    declared = [f"| `{c.name}` | {c.unit} | {c.low:,.0f} to {c.high:,.0f} | {c.meaning} |" for c in BOOK_COLUMNS]
    assert [row for row in rows if row.count("|") == 5] == declared
