"""The sample book: 30,000 Taiwanese credit cards of 2005, mapped onto the two products, or kept as the cards they are.

Data: I-Cheng Yeh, "Default of Credit Card Clients", CC BY 4.0; see ``books/README.md`` for the columns
and their quirks. A card is one line with one bill, so the mapping decides how a platform would have lent
the same money:

- **Currency.** One new Taiwan dollar of 2005 counts as 0.0973 yuan. That makes the mean line of the
  sample (167,484 dollars) equal the mean line of a Chinese card in 2015 (16,300 yuan): what a line buys
  beside an income is what matters here, not the exchange rate of a year.
- **Lines.** 22 % of a line is paylater, 78 % cash loan, as in the synthetic book. In the book of cards a line is
  paylater, all of it, and there is no cash loan: paylater is the product that works as a card does.
- **Balances.** The September bill, held within 0 and the line. Cards that are paid in full or not used
  owe for purchases, so their bill is paylater up to its limit and cash loan beyond. Cards that revolve or
  are late carry debt, which is split like the line.
- **Habit.** Who had nothing left to pay (status -1 or -2) in at least four of the six months pays in
  full.
- **Charges.** What a month's bill shows beyond the unpaid rest of the bill before it. ``paid_sep`` is
  paid against ``bill_aug``, so September's charges are bill_sep - (bill_aug - paid_sep). The mean over
  the five months that have a bill before them, months with credits counted as none. Who pays in full puts
  them on paylater, at most its limit; of the others' charges paylater takes its share of the line, as of their
  balances. Interest is part of it.
- **Lateness.** Codes 1 and 2 are one state, one month past due: code 1 is all but absent before September
  and code 2 is what a first missed bill looks like. Code 3 is two months, 4 three and so on, at most 8
  since 9 is written off. Code 1 without a positive bill is not late. Both products with a balance are
  late together.
- **History.** Months since the last late month of the six; 120 where there is none.
- **Not known:** income, work, savings, outside debt, literacy, trust, tenure. The engine draws them given
  the limits.

**Weights.** The sample is selected: 17 % of its cards are late and 22 % default within a month, as in no
whole portfolio. Its level is therefore not used. Cards are drawn with one weight for each bucket of
lateness, so that 30+, 60+ and 90+ days past due are 1.56 %, 1.25 % and 1.05 % of the drawn balance: a
large Chinese consumer lender at the end of 2019, the middle one interpolated. Within a bucket all weights
are equal, which keeps the sample's shapes.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.scenarios.books.book import Book
from tightrope.scenarios.books.columns import NEVER_LATE

__all__ = ["ACCOUNTS_FILE", "ATTRIBUTION", "YUAN_PER_DOLLAR", "card_book", "mapped", "taiwan_book"]

ACCOUNTS_FILE = Path(__file__).with_name("taiwan_credit.parquet")
ATTRIBUTION = (
    "I-Cheng Yeh, 'Default of Credit Card Clients', UCI Machine Learning Repository no. 350, "
    "doi:10.24432/C55S3H, CC BY 4.0; changed: mapped onto the platform's products and resampled."
)
YUAN_PER_DOLLAR = 0.0973
"""Yuan for one new Taiwan dollar of 2005: equal mean lines."""
PAYLATER_SHARE = 0.22
"""Share of a card's line that becomes paylater where the cash loan takes the rest."""
MONTHS_IN_FULL = 4
"""Months of the six with nothing left to pay that make a habit."""
MOST_MONTHS_LATE = 8
"""Months past due at most: one more and the debt is written off."""
LATE_SHARES = (0.0156 - 0.0125, 0.0125 - 0.0105, 0.0105)
"""Shares of the drawn balance one month, two months, and three or more months past due."""

MONTHS = ("sep", "aug", "jul", "jun", "may", "apr")
"""The months of the data, newest first."""


def _late(month: str) -> pl.Expr:
    status = pl.col(f"pay_{month}")
    return (status >= 2) | ((status == 1) & (pl.col(f"bill_{month}") > 0))


def _months_past_due() -> pl.Expr:
    months = (pl.col("pay_sep") - 1).clip(1, MOST_MONTHS_LATE)
    return pl.when(_late("sep")).then(months).otherwise(0)


def _months_since_late() -> pl.Expr:
    when_late = [pl.when(_late(month)).then(ago) for ago, month in enumerate(MONTHS)]
    return pl.coalesce(*when_late, pl.lit(NEVER_LATE))


def _pays_in_full() -> pl.Expr:
    return pl.sum_horizontal(pl.col(f"pay_{month}") < 0 for month in MONTHS) >= MONTHS_IN_FULL


def _charges() -> pl.Expr:
    pairs = pairwise(MONTHS)
    new = [pl.col(f"bill_{now}") - (pl.col(f"bill_{before}") - pl.col(f"paid_{now}")) for now, before in pairs]
    return pl.mean_horizontal(month.clip(lower_bound=0) for month in new)


def _paylater_part(paylater_share: float) -> pl.Expr:
    return pl.when(_pays_in_full()).then(1.0).otherwise(paylater_share)


def _paylater_balance(paylater_share: float) -> pl.Expr:
    owes_for_purchases = ~_late("sep") & (_pays_in_full() | (pl.col("pay_sep") == -2))
    purchases = pl.min_horizontal("owed", "limit_paylater")
    return pl.when(owes_for_purchases).then(purchases).otherwise(paylater_share * pl.col("owed"))


def mapped(accounts: pl.DataFrame, paylater_share: float = PAYLATER_SHARE) -> pl.DataFrame:
    """Map card accounts onto the two products: one row per account, columns of a book, money in yuan.

    ``paylater_share`` is the part of a line that becomes paylater; the cash loan has the rest.
    """
    yuan = YUAN_PER_DOLLAR
    line = pl.col("limit_bal")
    months_past_due = _months_past_due()
    return (
        accounts.with_columns(
            owed=yuan * pl.min_horizontal(pl.col("bill_sep").clip(lower_bound=0), line),
            limit_paylater=yuan * paylater_share * line,
            limit_cashloan=yuan * (1 - paylater_share) * line,
        )
        .with_columns(balance_paylater=_paylater_balance(paylater_share))
        .with_columns(balance_cashloan=pl.col("owed") - pl.col("balance_paylater"))
        .select(
            "limit_paylater",
            "limit_cashloan",
            "balance_paylater",
            "balance_cashloan",
            months_past_due_paylater=months_past_due * (pl.col("balance_paylater") > 0),
            months_past_due_cashloan=months_past_due * (pl.col("balance_cashloan") > 0),
            pays_in_full=_pays_in_full(),
            charges_paylater=pl.min_horizontal(yuan * _paylater_part(paylater_share) * _charges(), "limit_paylater"),
            months_since_late=_months_since_late(),
        )
        .cast(pl.Float64)
    )


def _weights(book: pl.DataFrame) -> NDArray[np.float64]:
    """One weight per account, so that each bucket of lateness holds its share of the drawn balance."""
    bucket = book["months_past_due_paylater"].clip(0, len(LATE_SHARES)).to_numpy().astype(np.intp)
    balance = (book["balance_paylater"] + book["balance_cashloan"]).to_numpy()
    shares = np.array([1 - sum(LATE_SHARES), *LATE_SHARES])
    return np.take(shares / np.bincount(bucket, balance), bucket)


def taiwan_book() -> Book:
    """Open the sample book, each line split between the two products; about 5 MB."""
    return _drawn("taiwan", PAYLATER_SHARE)


def card_book() -> Book:
    """Open the same accounts as the cards they are: the whole line is paylater."""
    return _drawn("taiwan-cards", 1.0)


def _drawn(name: str, paylater_share: float) -> Book:
    """Return the accounts, mapped and weighted, as a book of this name."""
    book = mapped(pl.read_parquet(ACCOUNTS_FILE), paylater_share)
    cumulative = np.cumsum(_weights(book))
    columns = {column: book[column].to_numpy() for column in book.columns}
    return Book(name, ATTRIBUTION, book.height, columns, cumulative / cumulative[-1])
