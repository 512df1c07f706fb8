"""What every column of a result means: name, unit and exact definition, declared once.

Words used throughout:

- an *active* borrower has an account: has joined, and neither left the platform nor been written off;
- *reviewed* are the borrowers who are active when the platform reviews them: after the month's write-offs,
  before anybody leaves or joins;
- *balance* is what active borrowers owe on a product, interest and fees included, written-off debt not;
- a product is *N days past due* by its own oldest unpaid due, in months of thirty days, at the month's end;
- *good standing* is not having been 30 or more days past due on the platform in the last twelve months;
- a *line* is the borrower's right to draw a cash loan; it is open or frozen;
- a share whose denominator is zero is null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from tightrope.agents.borrower import BORROWER_FIELDS, FREEZE_REASONS, SEGMENTS, STATUSES, BorrowerField
from tightrope.agents.flows import FLOW_FIELDS, FlowField

__all__ = ["BUCKETS", "FRAMES", "PRODUCTS", "REASONS", "Column", "frame_of", "schema"]

PRODUCTS = ("paylater", "cashloan")
REASONS = FREEZE_REASONS[1:]
"""Why a line is frozen; every freeze has exactly one of these."""
BUCKETS = (
    *("current", "30-59", "60-89", "90-119", "120-149", "150-179", "180-209", "210-239", "240-269", "270+"),
    *("written off", "closed"),
)
"""Days past due at a month's end, and the two ways out."""


@dataclass(frozen=True)
class Column:
    """A column of a result; ``definition`` says what is counted, over what, and at which moment."""

    name: str
    unit: str
    definition: str
    dtype: type[pl.DataType] = pl.Float64


def _count(name: str, definition: str, unit: str = "borrowers") -> Column:
    return Column(name, unit, definition, pl.Int64)


def _share(name: str, definition: str) -> Column:
    return Column(name, "share", definition)


def _yuan(name: str, definition: str, unit: str = "yuan") -> Column:
    return Column(name, unit, definition)


def _text(name: str, definition: str, values: tuple[str, ...]) -> Column:
    return Column(name, "text", f"{definition}: {', '.join(values)}.", pl.String)


def _late_balance(days: int) -> Column:
    share = f"Balance of the products {days} or more days past due at the month's end / balance of all."
    return _share(f"dpd{days}_share_balance", share)


def _late_count(days: int) -> Column:
    late = f"Borrowers with a product {days} or more days past due at the month's end"
    return _share(f"dpd{days}_share_count", f"{late} / active borrowers with a balance.")


_MONTH = _count("month", "Number of the month, from 1.", "month")

_MONTHS = (
    _MONTH,
    Column("stance", "0-1", "How tight the platform is at this month's review: 0 loose, 1 tight."),
    _share("unemployment_rate", "Unemployment rate that the economy's path gives for this month."),
    _count("borrowers_active", "Active borrowers at the month's end."),
    _yuan("balance", "Balance of both products at the month's end."),
    _yuan("balance_paylater", "Balance of paylater at the month's end."),
    _yuan("balance_cashloan", "Balance of cash loans at the month's end."),
    _share(
        "day1_share_dues",
        "Dues of products not past due before, missed on this month's due date / all dues of such products.",
    ),
    _share(
        "cure30_share",
        "Of the dues missed on this month's due date by products not past due before: amount paid by the "
        "end of the thirty days / amount missed.",
    ),
    *map(_late_balance, (30, 60, 90)),
    *map(_late_count, (30, 60, 90)),
    _share(
        "default_hazard",
        "Borrowers who reach 90 days past due this month, for the first time in this delinquency / active "
        "borrowers with a balance and not in default at the month's start.",
    ),
    _share("writeoff_share", "Balance written off this month / balance of all products at the month's start."),
    _yuan("writeoff_amount", "Balance written off this month."),
    _yuan("recovery_amount", "Cash collected this month on debts written off in earlier months."),
    _share(
        "utilisation",
        "Balance / limits at the month's end, sum over sum, both products, limits of frozen lines included.",
    ),
    _yuan(
        "limit_mean",
        "Limits of both products at the month's end, those of frozen lines included / active borrowers.",
        "yuan a borrower",
    ),
    _share(
        "limit_cut_share",
        "Borrowers with a limit cut this month, freezes not counted / borrowers reviewed.",
    ),
    _share("limit_raise_share", "Borrowers with a limit raised this month / borrowers reviewed."),
    _share("frozen_share", "Active borrowers whose line is frozen at the month's end / active borrowers."),
    _share("freezes_new_share", "Lines frozen this month / borrowers reviewed."),
    _share("reopened_share", "Frozen lines opened again this month / lines frozen at the month's start."),
    _share(
        "frozen_good_standing_share",
        "Of the active borrowers frozen at the month's end: those in good standing / all.",
    ),
    _share(
        "prepay_unrestored_share",
        "Of the active borrowers who repaid a cash loan early in the last twelve months: those with a part "
        "of the limit still withheld for it at the month's end / all.",
    ),
    Column("trust_mean", "0-1", "Mean trust of active borrowers at the month's end."),
    Column("trust_p10", "0-1", "Trust below which the least trusting tenth of active borrowers stands."),
    Column("trust_p50", "0-1", "Median trust of active borrowers at the month's end."),
    Column("trust_p90", "0-1", "Trust above which the most trusting tenth of active borrowers stands."),
    Column(
        "trust_frozen_mean",
        "0-1",
        "Mean trust of the active borrowers whose line is frozen at the month's end.",
    ),
    Column("trust_unfrozen_mean", "0-1", "Mean trust of the active borrowers whose line is not frozen then."),
    _yuan(
        "outside_debt_mean",
        "What active borrowers owe other lenders at the month's end / active borrowers.",
        "yuan a borrower",
    ),
    _share(
        "payment_to_income",
        "Due this month to the platform and to other lenders / income of the month, sum over sum, active "
        "and written-off borrowers.",
    ),
    _share("approvals_share", "Applications for an account approved this month / applications."),
    _share("attrition_share", "Borrowers who left of their own will this month / borrowers reviewed."),
    _yuan(
        "profit",
        "Of this month: interest + fees + recovery_own - funding_cost - loss_own - operating_cost.",
    ),
    _yuan("payout", "Part of this month's profit that is paid out to the platform's owners; losses are kept."),
    _yuan("capital", "The platform's capital at the month's end: that of the month before + profit - payout."),
    _yuan("interest", "Interest charged to borrowers this month, both products."),
    _yuan("fees", "Late fees charged to borrowers this month."),
    _yuan(
        "funding_cost",
        "What the money lent cost this month: the yearly cost / 12, on the balance at the month's start.",
    ),
    _yuan("loss_own", "The platform's own share of writeoff_amount; partner banks bear the rest."),
    _yuan("recovery_own", "The platform's own share of recovery_amount; partner banks get the rest."),
    _yuan("operating_cost", "Cost of running accounts and of collections this month."),
    Column("leverage", "x", "The platform's own share of the balance at the month's end / capital."),
    _yuan("draws_cashloan", "Cash loans drawn this month."),
    _yuan("charges_paylater", "New purchases on paylater this month."),
    _share(
        "contact_share",
        "Late borrowers in contact with the platform / late borrowers, in the thirty days after the due date.",
    ),
    _share("calls_served_share", "Cases called by the staff this month / cases due for a call."),
    _share("agency_served_share", "Cases with an agency this month / cases due for one."),
    _share("legal_served_share", "Cases with lawyers this month / cases due for legal steps."),
    _share(
        "rush_share",
        "Borrowers who emptied their line out of distrust this month / active and written-off borrowers.",
    ),
    _yuan("income_mean", "Income of the month / active and written-off borrowers.", "yuan a borrower a month"),
    _yuan(
        "spending_mean",
        "Spending of the month, payments not counted / active and written-off borrowers.",
        "yuan a borrower a month",
    ),
    _share(
        "outside_approval_share",
        "Applicants to other lenders who got money there this month / applicants there.",
    ),
    _share("dpd30_share_balance_paylater", "As dpd30_share_balance, of paylater alone."),
    _share("dpd30_share_balance_cashloan", "As dpd30_share_balance, of cash loans alone."),
    _share("out_of_work_share", "Active borrowers without work at the month's end / active borrowers."),
)

_ROLL_RATES = (
    _MONTH,
    _text("product", "The product", PRODUCTS),
    _text("from_bucket", "Days past due at the end of the month before", BUCKETS[:-2]),
    _text("to_bucket", "Days past due at the end of this month, or how the debt ended in it", BUCKETS),
    _count("borrowers", "Borrowers with a balance on the product who moved from the one to the other."),
    _yuan("balance", "Their balance on the product at the end of the month before."),
)

_VINTAGES = (
    _count(
        "vintage",
        "Month in which the cash loans were opened; 0 stands for all loans of the opening book.",
        "month",
    ),
    _count("age", "Months since then, at whose end the rest of the row is counted.", "months"),
    _count("loans", "Cash loans of the vintage, whatever became of them.", "loans"),
    _yuan(
        "amount",
        "All that was drawn on them in the run; for the opening book also what was owed at the start.",
    ),
    _count("dpd30_new", "Loans that became 30 days past due for the first time at this age.", "loans"),
    _count("dpd90_new", "Loans that became 90 days past due for the first time at this age.", "loans"),
    _count("writeoff_new", "Loans written off at this age.", "loans"),
    _share("dpd30_share", "Sum of dpd30_new up to this age / loans."),
    _share("dpd90_share", "Sum of dpd90_new up to this age / loans."),
    _share("writeoff_share", "Sum of writeoff_new up to this age / loans."),
)

_FREEZES = (
    _MONTH,
    _text("reason", "Why the line was frozen; each freeze has exactly one reason", REASONS),
    _text("segment", "The borrowers' income segment", SEGMENTS),
    _count("new", "Lines frozen this month for this reason."),
    _count("stock", "Lines frozen for this reason at the month's end: stock before + new - reopened - left."),
    _count("reopened", "Lines frozen for this reason that were opened again this month."),
    _count("left", "Borrowers frozen for this reason who left, or were written off, this month."),
    _count("good_standing_new", "Of the new ones: borrowers in good standing."),
)

_CODED = {
    "status": _text("status", "What the place on the book holds", STATUSES),
    "segment": _text("segment", "The borrower's income segment", SEGMENTS),
    "freeze_reason": _text("freeze_reason", "Why the line is frozen", FREEZE_REASONS),
}
_WHOLE: Mapping[type, type[pl.DataType]] = {np.int32: pl.Int32, np.int16: pl.Int16, np.int8: pl.Int8}


def _of_record(field: BorrowerField | FlowField) -> Column:
    """A field of a record: codes of the borrower's state as words, money in yuan."""
    if field.name in _CODED:
        return _CODED[field.name]
    if field.unit.startswith("fen"):
        return Column(field.name, field.unit.replace("fen", "yuan"), _sentence(field.meaning))
    return Column(field.name, field.unit, _sentence(field.meaning), _WHOLE.get(field.kind, pl.Float64))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


_BORROWERS = (_count("borrower", "Number of the borrower, from 0.", "id"), *map(_of_record, BORROWER_FIELDS))

_STATE = {column.name for column in _BORROWERS}
_PANEL = (_MONTH, *_BORROWERS, *(_of_record(field) for field in FLOW_FIELDS if field.name not in _STATE))

FRAMES: Mapping[str, tuple[Column, ...]] = {
    "months": _MONTHS,
    "roll_rates": _ROLL_RATES,
    "vintages": _VINTAGES,
    "freezes": _FREEZES,
    "borrowers": _BORROWERS,
    "panel": _PANEL,
}
"""The columns of every frame of a result, in their order; the panel is written only where asked for."""


def schema(frame: str) -> pl.Schema:
    """Return the declared names and types of a frame, in order."""
    return pl.Schema({column.name: column.dtype for column in FRAMES[frame]})


def frame_of(frame: str, values: Mapping[str, Any]) -> pl.DataFrame:
    """Lay values by column out as the declared frame; NaN becomes null.

    ValueError for a missing or an undeclared column.
    """
    declared = schema(frame)
    if wrong := values.keys() ^ declared.keys():
        raise ValueError(f"{frame}: values and declared columns differ in {', '.join(sorted(wrong))}")
    return pl.DataFrame([_laid_out(name, values[name], kind) for name, kind in declared.items()])


def _laid_out(name: str, values: Any, kind: pl.DataType) -> pl.Series:
    series = pl.Series(name, values).cast(kind)
    return series.fill_nan(None) if kind.is_float() else series
