"""Checking a user's rows: what each value must be, and what must hold between the values of a row.

Every check is an expression over whole columns, made from their declarations, so a million rows take seconds.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from tightrope.scenarios.books.columns import BOOK_COLUMNS, Column, Segment
from tightrope.scenarios.books.reading import BORROWER, Table
from tightrope.scenarios.errors import InputError, shown

__all__ = ["MOST_TIMES_LIMIT", "as_numbers", "find_faults"]

MOST_TIMES_LIMIT = 10
"""A balance of more times its limit is taken for a slip of units; a line that was cut may lie below it."""
_PRODUCTS = ("paylater", "cashloan")
_LATE_NOW = [f"months_past_due_{product}" for product in _PRODUCTS]
_UNKNOWN = ("", "NA")
_WORDS: dict[str, dict[str, float]] = {
    "flag": {"false": 0, "true": 1},
    "segment": {segment.label: segment for segment in Segment},
}
_EXPECTED = {
    "flag": "is not true, false, 0 or 1",
    "segment": f"is not {', '.join(Segment.labels())} or their code 0-{max(Segment):d}",
    "whole": "is not a whole number",
}


@dataclass(frozen=True)
class _Rule:
    """Where ``broken`` is true, the value in ``column`` is at fault for this reason."""

    column: str
    broken: pl.Expr
    reason: str


def _columns(table: Table) -> list[Column]:
    return [column for column in BOOK_COLUMNS if column.name in table.values.columns]


def _unreadable(name: str) -> str:
    return f"unreadable {name}"


def _text_as_number(column: Column) -> tuple[pl.Expr, pl.Expr]:
    text = pl.col(column.name).cast(pl.String).str.strip_chars()
    words = text.str.to_lowercase().replace_strict(_WORDS.get(column.kind, {}), default=None, return_dtype=pl.Float64)
    number = pl.coalesce(text.cast(pl.Float64, strict=False), words)
    return number, text.is_not_null() & ~text.is_in(_UNKNOWN) & number.is_null()


def _as_number(column: Column, table: Table) -> list[pl.Expr]:
    """Return a column as numbers, null where unknown, and where it holds something that is no such number."""
    kind = table.values.schema[column.name]
    never = pl.lit(False)
    if kind in (pl.String, pl.Categorical, pl.Enum):
        number, unreadable = _text_as_number(column)
    elif kind.is_numeric() or kind == pl.Null or (kind == pl.Boolean and column.kind == "flag"):
        number, unreadable = pl.col(column.name).cast(pl.Float64), never
    else:
        raise InputError(f"{table.path}: column '{column.name}' holds {shown(kind)}; it takes {column.unit} as numbers")
    return [number.alias(column.name), unreadable.alias(_unreadable(column.name))]


def as_numbers(table: Table) -> pl.DataFrame:
    """Return the known columns as numbers, in the file's own money, null where unknown, and borrowers' names.

    Beside each column stands "unreadable <name>": true where the file has something that is no such number.
    """
    name_kind = table.values.schema.get(BORROWER, pl.String())
    if not (name_kind.is_numeric() or name_kind in (pl.String, pl.Categorical, pl.Enum)):
        raise InputError(
            f"{table.path}: column '{BORROWER}' holds {shown(name_kind)}; name borrowers by numbers or text"
        )
    numbers = [expression for column in _columns(table) for expression in _as_number(column, table)]
    return table.values.select(pl.col(f"^{BORROWER}$"), *numbers)


def _bound(bound: float, column: Column, scale: float) -> str:
    if column.kind != "money":
        return f"{bound:g}"
    return f"{bound:,.0f} yuan" + (f" at {scale:g} yuan a unit" if scale != 1 else "")


def _value_rules(column: Column, scale: float) -> Iterator[_Rule]:
    value, name = pl.col(column.name), column.name
    finite = value.is_finite()
    scaled = value * scale if column.kind == "money" else value
    expected = _EXPECTED.get(column.kind, "is not a number")
    low, high = _bound(column.low, column, scale), _bound(column.high, column, scale)
    yield _Rule(name, pl.col(_unreadable(name)), expected)
    yield _Rule(name, ~finite, "is not finite; leave unknown values empty")
    yield _Rule(name, finite & (value < 0), "is negative")
    too_low = finite & (value >= 0) & (scaled < column.low)
    yield _Rule(name, too_low, f"is below {low}; leave unknown values empty")
    yield _Rule(name, finite & (scaled > column.high), f"is above {high}")
    if column.kind in _EXPECTED:
        within = value.is_between(column.low, column.high)
        yield _Rule(name, within & (value != value.round()), expected)


def _none(name: str) -> pl.Expr:
    """Where a column is zero, or empty rather than unreadable."""
    return ((pl.col(name) == 0) | pl.col(name).is_null()) & ~pl.col(_unreadable(name))


def _some(name: str) -> pl.Expr:
    return pl.col(name).is_finite() & (pl.col(name) > 0)


def _row_rules(present: Collection[str]) -> Iterator[_Rule]:
    """What must hold between the values of one row."""
    for product in _PRODUCTS:
        limit, balance, late = f"limit_{product}", f"balance_{product}", f"months_past_due_{product}"
        unlimited = _some(balance) & _none(limit)
        yield _Rule(balance, unlimited, f"is a balance without a limit: {limit} is zero or empty")
        far_above = _some(balance) & _some(limit) & (pl.col(balance) > MOST_TIMES_LIMIT * pl.col(limit))
        yield _Rule(balance, far_above, f"is more than {MOST_TIMES_LIMIT} times {limit}; check the units")
        nothing_owed = _some(late) & _none(balance)
        yield _Rule(late, nothing_owed, f"is late without a balance: {balance} is zero or empty")
    since, late_now = "months_since_late", [name for name in _LATE_NOW if name in present]
    if late_now:
        late_at_all = pl.any_horizontal(map(_some, late_now))
        yield _Rule(since, _some(since) & late_at_all, "is above zero although months past due says late now")
    owes = _some("outside_debt") & (pl.col("outside_lenders") == 0)
    yield _Rule("outside_debt", owes, "is a debt without a lender: outside_lenders is 0")


def _identity_rules() -> Iterator[_Rule]:
    borrower = pl.col(BORROWER)
    yield _Rule(BORROWER, borrower.is_null(), "is missing; give every row one, or leave the column out")
    yield _Rule(BORROWER, borrower.is_not_null() & ~borrower.is_first_distinct(), "is a duplicate of an earlier row's")


def _rules(table: Table, scale: float) -> list[_Rule]:
    """Return the rules that the columns at hand can be held to."""
    present = set(table.values.columns)
    values = [rule for column in _columns(table) for rule in _value_rules(column, scale)]
    rows = [rule for rule in _row_rules(present) if _named(rule) <= present]
    return values + rows + (list(_identity_rules()) if BORROWER in present else [])


def _named(rule: _Rule) -> set[str]:
    return {name for name in rule.broken.meta.root_names() if not name.startswith(_unreadable(""))}


def find_faults(table: Table, numbers: pl.DataFrame, scale: float) -> pl.DataFrame:
    """Return every fault, in the order of the rows: row (from 0), column, reason.

    ``numbers`` comes from ``as_numbers``; ``scale`` is the yuan that one unit of the file's money is worth. A
    row that does not fit the header has that one fault, with no column.
    """
    torn = table.rows["torn"]
    rules = _rules(table, scale)
    broken = [(rule.broken & torn.is_null()).alias(str(number)) for number, rule in enumerate(rules)]
    found = [
        pl.DataFrame({"row": flags.arg_true()}).with_columns(column=pl.lit(rule.column), reason=pl.lit(rule.reason))
        for rule, flags in zip(rules, numbers.select(broken), strict=True)
    ]
    unfit = pl.DataFrame({"row": torn.is_not_null().arg_true(), "column": None, "reason": torn.drop_nulls()})
    return pl.concat([unfit, *found], how="vertical_relaxed").sort("row", maintain_order=True)
